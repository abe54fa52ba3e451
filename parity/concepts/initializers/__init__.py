"""What each initializer is."""
