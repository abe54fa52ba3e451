"""Why the user's code raises: what the failing line and the values in it show."""
