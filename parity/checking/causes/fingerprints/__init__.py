"""Fingerprints of mistakes: what the wrong numbers have to do with the right ones."""
