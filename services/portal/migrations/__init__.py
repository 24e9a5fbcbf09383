"""The history of the read model, one revision after another."""
