"""What each activation function is."""
