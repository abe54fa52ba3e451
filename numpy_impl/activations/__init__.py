"""Activation functions, each with the derivative that its backward pass multiplies by."""
