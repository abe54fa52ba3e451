"""What each sequence model is."""
