"""Readers of data files, one for each format, and where the files are found."""
