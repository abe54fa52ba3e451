"""A small reader of LaTeX: it computes with the equations that the concepts show."""
