"""Checks a regularizer's rate."""

from __future__ import annotations


def require_rate(name: str, value: float) -> None:
    """Check that ``value >= 0``."""
    if value < 0:
        raise ValueError(f"{name} is {value}, but a regularization rate must not be negative.")
