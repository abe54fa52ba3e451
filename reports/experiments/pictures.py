"""What a picture of an experiment is saved as."""

from __future__ import annotations

import io

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt

DOTS = 90
"""Dots for each inch: about 1,000 pixels across."""


def as_png(figure: plt.Figure) -> bytes:
    """Return the figure as PNG, and close it."""
    figure.tight_layout(rect=(0, 0, 1, 0.97))
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DOTS, metadata={"Software": None})
    plt.close(figure)
    return buffer.getvalue()
