"""The small mathematics in PyTorch."""
