"""Texts of questions as HTML: prose, and LaTeX between dollars as MathML."""

from __future__ import annotations

import re
from functools import cache

from latex2mathml.converter import convert
from markupsafe import Markup

from reports.site.text.prose import inline

MATH = re.compile(r"\$([^$]+)\$")


@cache
def with_mathematics(text: str) -> Markup:
    """Return a text with its code, its emphasis and its equations as elements.

    The questions' texts stand on sheets and in scripts, and are asked for again and again.
    """
    parts: list[Markup] = []
    last = 0
    for found in MATH.finditer(text):
        parts += [inline(text[last : found.start()]), _mathml(found[1])]
        last = found.end()
    return Markup("").join([*parts, inline(text[last:])])


@cache
def _mathml(latex: str) -> Markup:
    return Markup(str(convert(latex, display="inline")))
