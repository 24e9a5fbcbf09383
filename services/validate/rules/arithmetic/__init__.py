"""A — within one report the figures tie out (勾稽关系)."""
