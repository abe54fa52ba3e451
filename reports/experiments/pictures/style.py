"""What a picture of an experiment is saved as."""

from __future__ import annotations

import io

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
from PIL import Image

COLOURS = 96
DOTS = 90
"""Dots for each inch: about 1,000 pixels across."""


def as_png(figure: plt.Figure) -> bytes:
    """Return the figure as PNG, and close it."""
    figure.tight_layout(rect=(0, 0, 1, 0.97))
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DOTS)
    plt.close(figure)
    return with_few_colours(buffer)


def with_few_colours(png: io.BytesIO) -> bytes:
    """Return a picture with a palette, which takes a third of the space and looks the same."""
    buffer = io.BytesIO()
    picture = Image.open(png).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(buffer, format="PNG", optimize=True)
    return buffer.getvalue()
