"""Figures: for each concept a picture of what its NumPy code does, in both languages.

Every curve and number is drawn from ``numpy_impl``; a concept without a figure of its own gets the
one of its kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from xml.sax.saxutils import escape

from parity.describing.concept import Concept, Text
from parity.harness.registry import all_concepts
from reports.site.drawing.markup import attribute, markup, settings
from reports.site.drawing.sheet import Drawing

__all__ = ["Picture", "picture"]

FAMILIES = (
    "activations",
    "losses",
    "loss_curves",
    "similarities",
    "information",
    "metrics",
    "gradients",
    "initializers",
    "regularizers",
    "optimizers",
    "im2col",
    "convolutions",
    "separable",
    "along_axes",
    "causal",
    "pooling",
    "wholes",
    "layers",
    "normalizations",
    "recurrent",
    "embedding",
    "word_vectors",
    "alignments",
    "sequence_models",
    "sequence_trees",
    "attention",
    "transformer",
    "generative",
    "adversarial",
    "transformer_networks",
    "networks",
    "scaling",
    "reinforcement",
    "policies",
    "vision",
    "regions",
    "explanation",
    "training",
    "augmentation",
    "mathematics",
    "exam",
    "exam_recurrent",
)
"""The modules with figures, each with ``FIGURES``: what draws a concept, by its name."""


@dataclass(frozen=True)
class Picture:
    """A figure of one concept.

    Attributes:
        caption: what to see in it.
        alternative: what is drawn, for who cannot see it.
        width: of its view box, in pixels.
        height: likewise.
        drawn: its markup, with keys for the words.
        words: what the keys stand for.
    """

    caption: Text
    alternative: Text
    width: float
    height: float
    drawn: str
    words: tuple[Text, ...]

    def svg(self, language: str) -> str:
        """Return the figure in a language, to stand in a page."""
        inner = re.sub(
            r"@(\d+)@", lambda key: escape(self.words[int(key.group(1))][language]), self.drawn
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:g} {self.height:g}"'
            f' role="img" aria-label={attribute(self.alternative[language])}'
            ' width="100%" style="height:auto;max-width:38rem" stroke-linejoin="round">'
            f"{inner}</svg>"
        )


@cache
def figures() -> dict[str, Callable[[Concept], Drawing]]:
    """Return what draws each concept that has a figure of its own, by its name."""
    found: dict[str, Callable[[Concept], Drawing]] = {}
    for family in FAMILIES:
        found.update(import_module(f"{__name__}.{family}").FIGURES)
    return found


def picture(name: str) -> Picture:
    """Return the picture of the concept called ``name``.

    Raises:
        KeyError: if there is no such concept.
    """
    from reports.site.drawing.by_kind import by_kind

    concept = all_concepts()[name]
    draw = figures().get(name) or by_kind(concept)
    with settings():
        drawing = draw(concept)
        drawn = markup(drawing.sheet, name)
    sheet = drawing.sheet
    return Picture(
        drawing.caption,
        drawing.alternative,
        sheet.width,
        sheet.height,
        drawn,
        tuple(sheet.words),
    )
