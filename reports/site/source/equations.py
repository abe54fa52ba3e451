"""Equations as MathML, which every current browser sets without help."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable
from functools import cache

from latex2mathml.converter import convert
from markupsafe import Markup

from parity.describing.concept import Concept
from reports.site.source.symbols import GREEK, symbols_of

OVERLINE = "\u203e"
DASH = re.compile("<mo[^>]*>(?:&#x02015;|\u2015)</mo>")
LETTERS = {letter: name for name, letter in GREEK.items()} | {"ε": "epsilon", "φ": "phi"}


def formulas(concept: Concept) -> tuple[Markup, ...]:
    """Return the concept's equations, a display for each line.

    A concept without LaTeX shows its equation as the terminal does.
    """
    if not concept.formula:
        return (Markup("<code>{}</code>").format(concept.equation),)
    return displayed(concept, concept.formula)


def displayed(concept: Concept, lines: Iterable[str]) -> tuple[Markup, ...]:
    """Return lines of LaTeX as displays; the letters of the concept's code light up in them."""
    symbols = symbols_of(concept.name)
    return tuple(Markup(_marked(_mathml(line), symbols)) for line in lines)


LETTER = re.compile(r"<m(?:i|text)[^>]*>([^<]+)</m(?:i|text)>")


def letters_of(concept: Concept) -> tuple[str, ...]:
    """Return the letters and names of the concept's equations, in their order, each once."""
    found = (html.unescape(x) for line in concept.formula for x in LETTER.findall(_mathml(line)))
    return tuple(dict.fromkeys(found))


@cache
def _mathml(line: str) -> str:
    mathml = str(convert(line, display="block"))
    # A dash does not stretch over what it should cover; an overline does.
    return DASH.sub(f'<mo stretchy="true">{OVERLINE}</mo>', mathml)


def _marked(mathml: str, symbols: Collection[str]) -> str:
    """Mark the letters that are symbols of the code, so that they light up together."""

    def mark(found: re.Match[str]) -> str:
        letter = html.unescape(found[1])
        name = LETTERS.get(letter, letter)
        return found[0].replace(">", f' data-s="{name}">', 1) if name in symbols else found[0]

    return re.sub(r"<m(?:i|text)>([^<]+)</m(?:i|text)>", mark, mathml)
