"""What stands in for packages that are not installed, and for names that NumPy had once."""
