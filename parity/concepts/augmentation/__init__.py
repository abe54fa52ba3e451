"""What the augmentations are."""
