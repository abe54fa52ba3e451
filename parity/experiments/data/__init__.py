"""The data that the networks learn from: read, or made."""
