"""How a network is run and compared: with ours, or with the differences of its own loss."""
