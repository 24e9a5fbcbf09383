"""C — the report agrees with what else is known: last year, and its own prose."""
