"""How a piece of code is meant: its names, its arguments, the shape it is written in."""
