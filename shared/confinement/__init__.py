"""Processes that open strangers' files: what they may still do, how they are told and answer, how they are kept."""
