"""Figures that questions ask about: their data, computed here, and what each row really is."""
