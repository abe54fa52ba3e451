"""People's code: found, read and defined, and why that may fail."""
