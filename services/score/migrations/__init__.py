"""The revisions of score's tables, oldest first."""
