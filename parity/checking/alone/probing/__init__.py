"""An object made ready, called, and what it gives."""
