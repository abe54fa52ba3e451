"""Training: when it ends, and what is done to examples, weights and rates meanwhile."""
