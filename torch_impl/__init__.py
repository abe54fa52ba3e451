"""The same concepts as a PyTorch engineer writes them: ``nn.Module``, ``torch.optim``, autograd."""
