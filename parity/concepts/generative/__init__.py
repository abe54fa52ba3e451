"""What each generative model is."""
