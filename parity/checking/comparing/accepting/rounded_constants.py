"""Code whose constants are written with a few digits, as 0.797885 for the root of 2 / pi.

It is right to as many digits as they have. Derivatives that a computer algebra system has printed
are of that kind.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from parity.checking.comparing.judged import Judged
from parity.describing.concept import Convention, Text

LITERAL = re.compile(r"(?<![\w.])\d*\.\d{4,11}(?![\w.])")
"""A number with some digits behind its point."""

FEWEST, MOST = 5, 11
"""How many digits a rounded constant has; with fewer it is another formula."""

LOST = 10.0
"""In how many units of the last digit of a constant a result may be off, relative to its size."""

NAME = "rounded_constants"

_BASES = (
    math.pi, math.e, math.sqrt(2), math.sqrt(3), math.sqrt(math.pi), math.sqrt(2 * math.pi),
    math.sqrt(2 / math.pi), math.log(2), math.log(10), math.log(math.pi), math.log(2 * math.pi),
    1.6732632423543772, 1.0507009873554805, 1.7580993408473766,
)  # fmt: skip
"""Irrational numbers, and the two of SELU with their product."""
_FACTORS = (1.0, 0.5, 2.0, 0.25, 4.0, 0.044715, 3 * 0.044715, 1.5 * 0.044715, 0.134145)


@cache
def _known() -> tuple[float, ...]:
    turned = [*_BASES, *(1 / base for base in _BASES)]
    return tuple(base * factor for base, factor in itertools.product(turned, _FACTORS))


def _digits_of(text: str) -> int:
    return len(text.replace(".", "").lstrip("0"))


def rounded_in(source: str) -> list[str]:
    """Return the constants of a source that stand for irrational numbers, as they are written."""
    found = []
    for text in dict.fromkeys(LITERAL.findall(source)):
        if not FEWEST <= _digits_of(text) <= MOST:
            continue
        unit = 10.0 ** -len(text.partition(".")[2])
        value = float(text)
        near = (c for c in _known() if abs(c - value) <= unit)
        if any(abs(c - value) > 1e-12 * c for c in near):
            found.append(text)
    return found


def rounded(judged: Sequence[Judged], source: str) -> list[Convention]:
    """Accept what is off by no more than rounded constants explain; return what is told of it."""
    constants = rounded_in(source)
    ran = [j for j in judged if j.compared]
    wrong = [c for j in ran for c in j.comparisons if not c.fine]
    if not constants or not wrong:
        return []
    digits = min(map(_digits_of, constants))
    for c in wrong:
        if not c.numbers or c.error is None or not np.isfinite(c.error):
            return []
        finite = np.abs(c.right[np.isfinite(c.right)])
        if not c.error <= LOST * 10.0**-digits * max(float(finite.max(initial=0.0)), 1e-3):
            return []
    for j in ran:
        j.comparisons = [c if c.fine else replace(c, verdict="agree") for c in j.comparisons]
    said = ", ".join(constants[:4])
    return [
        Convention(
            NAME,
            Text(
                f"Constants are written with a few digits ({said}): results are right to as many.",
                f"定数の桁数が少なく({said})、結果もその桁数まで正しい。",
            ),
        )
    ]


def says_rounded(conventions: Iterable[str]) -> bool:
    """Tell whether one of the conventions, by name, is that constants are rounded."""
    return NAME in conventions
