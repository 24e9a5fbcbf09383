"""The rooms, in the order a report walks through them: gateway, ingest, validate, score, portal; and the command."""
