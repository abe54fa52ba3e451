"""How each shape of code is used: one file for each shape."""
