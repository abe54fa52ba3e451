"""The worked questions, a file for each part of the subject."""
