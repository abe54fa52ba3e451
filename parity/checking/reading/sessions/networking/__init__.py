"""How somebody's network is constructed, called, and where it keeps its parameters."""
