"""The shapes in which people write optimizers, each a reading on its own."""
