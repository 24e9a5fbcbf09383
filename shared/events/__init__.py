"""What the rooms tell each other: past-tense facts, one class for each version of each event.

A contract only grows: a field may be added with a default, never removed, retyped or newly required; whatever breaks
that becomes `…V2` on a new subject, published beside the old one for a release.
"""
