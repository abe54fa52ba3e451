"""Detection and segmentation in PyTorch."""
