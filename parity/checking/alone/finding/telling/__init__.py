"""Shapes that something tells: a docstring, names of gates and of tables, a line that unpacks."""
