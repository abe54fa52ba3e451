"""How initializers are judged: by the scale of what they draw, and by its distribution."""
