"""Checks what clipping by a norm is given."""

from __future__ import annotations


def require_clipping(max_norm: float, epsilon: float) -> None:
    """Check that max_norm is positive and epsilon not negative."""
    if not max_norm > 0:
        raise ValueError(f"max_norm is {max_norm}, but must be greater than 0.")
    if epsilon < 0:
        raise ValueError(f"epsilon is {epsilon}, but must not be negative.")
