"""Generative models: what draws new examples; the noise is always an argument."""
