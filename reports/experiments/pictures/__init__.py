"""The experiments' pictures."""
