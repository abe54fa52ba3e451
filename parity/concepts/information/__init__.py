"""Information theory, as data."""
