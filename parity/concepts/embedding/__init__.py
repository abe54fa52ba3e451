"""What each word embedding is."""
