"""What each regularizer is."""
