"""How a room is seen from outside: its log, its probes and metrics, and the process that serves them."""
