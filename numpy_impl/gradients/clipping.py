"""Checks what clipping by a norm is given."""

from __future__ import annotations


def require_clipping(max_norm: float, epsilon: float) -> tuple[float, float]:
    """Return both as plain floats, after a check that max_norm > 0 and epsilon >= 0."""
    if not max_norm > 0:
        raise ValueError(f"max_norm is {max_norm}, but must be greater than 0.")
    if epsilon < 0:
        raise ValueError(f"epsilon is {epsilon}, but must not be negative.")
    return float(max_norm), float(epsilon)  # NumPy's own would make float32 gradients float64
