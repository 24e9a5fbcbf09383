"""T — the report came in time."""
