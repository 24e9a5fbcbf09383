"""The revisions of validate's tables, oldest first."""
