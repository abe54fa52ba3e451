"""The steps in which a gradient is derived."""

from __future__ import annotations

from dataclasses import dataclass

from parity.describing.text import NOTHING, Text


@dataclass(frozen=True)
class Step:
    """One step of a derivation.

    Attributes:
        equation: what the step arrives at, in LaTeX without words; lines are parted by a newline.
        text: how it is got, in a sentence or two; symbols in it stand as they are, such as x̂ or σ².
        heading: what the step finds (not what it is about), so that the headings alone tell the
            derivation.
        check: what the step can be checked against, such as finite differences or a sum that
            must be 0.
    """

    equation: str
    text: Text
    heading: Text = NOTHING
    check: Text = NOTHING
