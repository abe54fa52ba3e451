"""Information theory: how much a distribution leaves open, and how far two are apart."""
