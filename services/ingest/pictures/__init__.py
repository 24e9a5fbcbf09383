"""Pictures of writing: their ruling lines found, and each cell between them recognised."""
