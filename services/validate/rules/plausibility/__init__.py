"""Rules about what can hardly be so: for the supervisor to ask about, seldom for the agency to correct."""
