"""What each layer is."""
