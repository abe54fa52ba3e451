"""Losses: how far a prediction is from its target, and the gradient that training starts from.

Every loss here first gives one number for each example (for each element, where the targets are
numbers), and then reduces these: ``"none"`` keeps them, ``"sum"`` adds them up, ``"mean"`` divides
the sum by how many they are.
"""
