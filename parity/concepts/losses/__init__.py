"""What each loss is."""
