"""Rich Text Format: its tokens, its encodings, and the walk over its groups."""
