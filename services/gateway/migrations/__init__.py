"""The revisions of the gateway's tables, oldest first."""
