"""Gradients: estimated by differences, checked against the estimate, and kept from exploding."""
