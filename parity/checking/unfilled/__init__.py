"""Blanks that are still to be filled in, as exercises leave them."""
