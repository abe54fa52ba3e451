"""Information theory in PyTorch; autograd finds the gradients."""
