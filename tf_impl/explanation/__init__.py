"""Explaining a network in Keras."""
