"""What is said about the shapes of arrays, in NumPy's layout and in others."""

from __future__ import annotations

import numpy as np

from parity.describing.concept import Concept
from parity.describing.layouts import HEADS, to_framework
from reports.check.words import about_shape


def with_shape(names: str, shape: str, language: str) -> str:
    """Return names and what is said about their shape; Japanese words need a particle."""
    told = about_shape(shape, language)
    if language == "ja" and not told.startswith("("):
        return f"{names} は{' ' if told[0].isascii() else ''}{told}"
    return f"{names} {told}"


def shape_of(concept: Concept, name: str) -> str:
    """Return what the concept says about the shape of an array; "" if it says nothing."""
    for names, shape in concept.shapes.items():
        if name in names.split(", "):
            return shape
    return concept.shapes.get("L", "") if name in ("loss", "dL") else ""


def in_layout(shape: str, layout: str) -> str:
    """Return a shape such as "(N, C, H, W)" with its axes in another layout's order."""
    axes = _split_axes(shape)
    if layout == "canonical" or not axes:
        return shape
    if (place := HEADS.get(layout.partition(":")[0])) is not None:
        axes[place] = f"n_heads, {axes[place]} / n_heads"
        return f"({', '.join(axes)})"
    sizes = (2, 3, 5, 7, 11)[: len(axes)]  # pairwise different, so that the axes can be told
    try:
        moved = to_framework(layout, np.empty(sizes)).shape
    except (ValueError, KeyError):
        return shape
    return f"({', '.join(axes[sizes.index(size)] for size in moved)})"


def _split_axes(shape: str) -> list[str]:
    """Return the axes of one shape in brackets; nothing for any other text."""
    if not (shape.startswith("(") and shape.endswith(")")):
        return []
    axes, depth = [""], 0
    for sign in shape[1:-1]:
        depth += (sign in "([") - (sign in ")]")
        if depth < 0:
            return []
        if sign == "," and depth == 0:
            axes.append("")
        else:
            axes[-1] += sign
    return [axis.strip() for axis in axes if axis.strip()]
