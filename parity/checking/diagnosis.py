"""Finds the likely causes of what is wrong."""

from __future__ import annotations


def diagnose(report, *rest) -> None:
    """Do nothing yet."""
