"""Questions whose answer is a number: drawn from a seed, and computed by the NumPy code."""
