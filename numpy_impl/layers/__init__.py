"""Layers: transformations with a forward pass, a backward pass and, mostly, parameters."""
