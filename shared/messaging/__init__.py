"""How events travel: one log for each subject, durable consumers, and one treatment for everything that can go wrong.

Rooms use `bus.Bus`; operators and the command line use `topology.provision`, `dead_letters` and `server.NatsServer`.
"""
