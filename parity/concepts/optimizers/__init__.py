"""What each optimizer is."""
