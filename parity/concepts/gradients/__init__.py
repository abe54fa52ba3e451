"""What each function of gradients is."""
