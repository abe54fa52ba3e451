"""Code that computes in float32 inside: it agrees as far as that goes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from parity.checking.comparing.comparison import Comparison
from parity.checking.comparing.judged import Judged
from parity.harness.comparing.tolerances import EPS

SAYS = re.compile(
    r"float32|float16|np\.single|dtype\s*=\s*['\"]f['\"]|astype\(\s*['\"](?:f|f4|<f4)['\"]|np\.half"
)
"""What in the source says that a lower precision is meant."""

TIMES = 64.0
"""How many units of float32 a result may be off, relative to its largest number."""


def single_precision(judged: Sequence[Judged], source: str) -> list[str]:
    """Accept what is off by roundings of float32 alone; return those quantities.

    Either the result came back as float32, or the source says float32: an error of that size
    alone is no reason to think so.
    """
    ran = [j for j in judged if j.excused is None and j.comparisons]
    wrong = [c for j in ran for c in j.comparisons if not c.fine]
    if not wrong:
        return []
    returned = {name for j in ran for name in j.trial.float32}
    said = bool(SAYS.search(source))
    if not said and not all(c.quantity.split(" ")[0] in returned for c in wrong):
        return []
    if not all(rounded_to_single(c) for c in wrong):
        return []
    for j in ran:
        j.comparisons = [c if c.fine else replace(c, verdict="imprecise") for c in j.comparisons]
    return list(dict.fromkeys(c.quantity for c in wrong))


def rounded_to_single(c: Comparison) -> bool:
    """Tell whether a result is off by no more than roundings of float32 make."""
    size = float(abs(c.right).max()) if c.right.size else 0.0
    return c.numbers and c.error is not None and c.error <= TIMES * EPS["float32"] * (size + 1e-3)
