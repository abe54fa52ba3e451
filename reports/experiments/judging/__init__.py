"""What the runs say of a reported figure or statement."""
