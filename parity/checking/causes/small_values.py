"""Right code that loses small values: which line lets them go, and what would keep them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from parity.checking.causes.blame import line_to_look_at, lines_of
from parity.checking.comparing.judged import Judged
from parity.checking.comparing.variations import Referee, Variation
from parity.checking.reading.sessions.session import Subject
from parity.checking.report import Line
from parity.describing.concept import Concept, Text
from parity.harness.comparing.compare import KEPT

FRAMEWORKS = {"torch", "keras"}

ONE = r"1(?:\.0*)?"
WAYS_OUT = (
    (rf"\bexp\(.*\)\s*-\s*{ONE}(?![\w.])", "np.expm1(x)", "exp(x) - 1"),
    (rf"\blog\(\s*{ONE}\s*\+|\blog\(.*\+\s*{ONE}\s*\)", "np.log1p(x)", "log(1 + x)"),
    (rf"{ONE}\s*\+\s*(?:\w+\.)*_?erf\(|erf\(.*\)\s*\+\s*{ONE}", "erfc(-x)", "1 + erf(x)"),
    (r"\bexp\(.*\)\s*-\s*(?:\w+\.)*exp\(-", "np.tanh(x)", "exp(x) - exp(-x)"),
)
"""How a line that loses small values is written, what keeps them, and in whose place."""


def small_values(
    concept: Concept,
    subject: Subject,
    obj: Any,
    judged: Sequence[Judged],
    referee: Referee,
    variation: Variation,
) -> Text | None:
    """Return a remark on code that agrees, but has nothing left of small elements.

    They count where a case compares by element, and a framework keeps what the code loses: nobody
    need do better than both.
    """
    kept_by_nobody = {case.name for case in concept.cases if set(case.loses) >= FRAMEWORKS}
    for j in judged:
        name = j.case.name.split("/")[0]
        if not j.case.by_element or name in kept_by_nobody or j.excused or j.trial.not_applicable:
            continue
        case = variation.applied(j.case, referee.defaults)
        try:
            ours = referee.ours(j.trial, case, referee.implementation(variation))
        except (ValueError, ArithmeticError, LookupError):
            continue  # ours refuses the case under this variation
        for c in j.comparisons:
            if c.yours is None or not (c.fine and c.numbers and c.quantity in j.case.by_element):
                continue
            right, yours = ours.quantities[c.quantity].ravel(), np.ravel(c.yours)
            size = np.where(right == 0, np.inf, np.abs(right))
            off = np.abs(yours - right) / size
            at = int(np.argmax(off))
            if off[at] > 10.0**-KEPT:
                return _told(subject, obj, c.quantity, c.role, float(yours[at]), float(right[at]))
    return None


def _told(subject: Subject, obj: Any, quantity: str, role: str, yours: float, right: float) -> Text:
    line, keeps, instead = _line(subject, obj, quantity, role)
    at = f" ({line.file}:{line.number})" if line else ""
    at_ja = f"({line.file}:{line.number})" if line else ""
    way = f" {keeps} in place of {instead} keeps them." if keeps else ""
    way_ja = f"{instead} の代わりに {keeps} を使うと失われない。" if keeps else ""
    return Text(
        f"Right, but it loses small values{at}: {quantity} is {yours:g} where {right:.3g} is "
        f"right.{way}",
        f"正しいが、小さな値が失われる{at_ja}。{quantity} は {right:.3g} であるべきところが "
        f"{yours:g} になる。{way_ja}",
    )


def _line(subject: Subject, obj: Any, quantity: str, role: str) -> tuple[Line | None, str, str]:
    """Return the line that loses them, what would keep them, and in whose place."""
    for line in lines_of(subject, obj, role):
        for pattern, keeps, instead in WAYS_OUT:
            if re.search(pattern, line.text):
                return line, keeps, instead
    return line_to_look_at(subject, obj, quantity, role), "", ""
