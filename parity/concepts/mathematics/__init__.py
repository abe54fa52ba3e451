"""What each piece of the small mathematics is."""
