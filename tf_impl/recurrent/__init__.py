"""Recurrent layers: one step, and whole sequences with back-propagation through time."""
