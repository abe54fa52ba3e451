"""Losses in PyTorch; autograd finds the gradients.

Each is called as ``loss(x, t)``: the prediction first, then the targets.
"""
