"""A class as a layer: its parameters in their places, run forward and back, in any layout."""
