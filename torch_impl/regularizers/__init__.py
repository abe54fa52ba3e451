"""Regularizers in PyTorch, which leaves them to the loss: a penalty is any scalar tensor."""
