"""Gradients in PyTorch: the differences of its gradient checker, and ``torch.nn.utils``."""
