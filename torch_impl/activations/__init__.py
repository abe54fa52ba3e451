"""Activation functions in PyTorch; autograd finds the derivatives."""
