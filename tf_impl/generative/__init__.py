"""Generative models in Keras."""
