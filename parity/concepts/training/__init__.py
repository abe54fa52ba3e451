"""What each part of training is."""
