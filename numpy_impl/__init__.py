"""Deep learning from scratch: forward passes and hand-derived backward passes, NumPy only."""
