"""Where a room keeps what it knows: SQLite files embedded, PostgreSQL by one setting."""
