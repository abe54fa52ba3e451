"""What does not speak against a network: options that it never had, the form of its loss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from parity.checking.comparing.accepting.logarithms import IN_THE_LOGARITHM
from parity.checking.comparing.comparison import Comparison
from parity.checking.comparing.judged import Judged
from parity.describing.concept import Convention, Text

NUMERICAL = Convention(
    "numerical_gradient",
    Text(
        "Its gradients are finite differences themselves, and agree as far as their step allows.",
        "勾配は数値微分で求められており、その刻み幅で得られる精度の範囲で一致する。",
    ),
)

RIGHT_DIFFERENCE = 1e-3
"""How far, relatively, a gradient by differences may be off: with a step of 1e-4 on one side."""

LITTLE = 1e-5
"""How much, relatively, a constant in the logarithm may change the gradients."""


def excuse_networks(judged: Sequence[Judged]) -> list[Convention]:
    """Mark what does not count for networks; return the conventions of their losses."""
    ran = [j for j in judged if j.comparisons or j.trial.stumble]
    conventions: list[Convention] = []
    _excuse_options(ran)
    _excuse_depths(ran)
    _excuse_sizes(ran)
    for j in ran:
        known = j.trial.odd.get("loss")
        if j.trial.odd.get("numerical"):
            conventions += _accept(j, RIGHT_DIFFERENCE, NUMERICAL)
        if known is None or not any(c.quantity == "loss" for c in j.comparisons):
            continue
        if known.convention is not None:
            conventions.append(known.convention)
        if known.constant:
            conventions.append(IN_THE_LOGARITHM)
            _accept(j, LITTLE, IN_THE_LOGARITHM)
    return conventions


def _accept(j: Judged, relative: float, convention: Convention) -> list[Convention]:
    """Accept gradients that are this little off; return the convention if there are any."""
    changed = [
        replace(c, verdict="imprecise") if _off_by(c) <= relative and not c.fine else c
        for c in j.comparisons
    ]
    found = changed != j.comparisons
    j.comparisons = changed
    return [convention] if found else []


def _off_by(c: Comparison) -> float:
    if c.role != "gradient" or not c.numbers or c.error is None:
        return np.inf
    return c.error / max(float(np.abs(c.right).max()), 1e-6)


def _excuse_options(ran: Sequence[Judged]) -> None:
    """Excuse words that the constructor does not know, where it takes others."""
    for j in ran:
        for name, value in j.case.config.items():
            if j.excused or j.fine or not isinstance(value, str):
                continue
            stumble = j.trial.stumble
            refused = stumble is not None and stumble.stage == "constructor"
            refused = refused and value in str(stumble.error).lower()  # type: ignore[union-attr]
            if not refused and value not in j.trial.odd.get("unknown_words", ()):
                continue
            if any(o.case.config.get(name) != value and not o.trial.stumble for o in ran):
                j.excused = Text(f"it has no {name} {value!r}", f"{name} に {value!r} がない")


def _excuse_depths(ran: Sequence[Judged]) -> None:
    """Excuse numbers of layers at which the code raises, where another number is taken."""
    taken = {_depth(j) for j in ran if j.fine} - {0}
    for j in ran:
        depth = _depth(j)
        if depth and j.trial.stumble and not j.excused and taken and depth not in taken:
            j.excused = Text(
                f"networks of {depth} layers are beyond it",
                f"{depth} 層のネットワークには対応していない",
            )


def _depth(j: Judged) -> int:
    return len(j.case.config.get("sizes", ())) - 1 if "sizes" in j.case.config else 0


def _excuse_sizes(ran: Sequence[Judged]) -> None:
    """Excuse the recorded sizes where none of them is taken, and the code's own are."""
    own = [j for j in ran if "own_loss" in j.case.options]
    recorded = [j for j in ran if "own_loss" not in j.case.options]
    if any(j.comparisons for j in own) and all(_could_not_be_given(j) for j in recorded):
        for j in recorded:
            j.excused = Text(
                "it has an interface of its own, and was judged at its own sizes",
                "独自の引数を取るため、コード自身の大きさで調べた",
            )


def _could_not_be_given(j: Judged) -> bool:
    return j.trial.stumble is not None and j.trial.stumble.stage in ("constructor", "forward")


__all__ = ["NUMERICAL", "excuse_networks"]
