"""A deep Q-network: what acts and remembers, and a network in each framework."""
