"""What each part of attention and the Transformer is."""
