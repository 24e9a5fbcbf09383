"""F — the report has the form: its parts, its cells, its period and its year."""
