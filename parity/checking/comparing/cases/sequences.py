"""Cases of recurrent layers as people's code takes them: one output, perhaps no first state.

Most layers that people write give every step's output and keep the last state to themselves, so
that the loss reaches them by the outputs alone; many begin from zeros, and take no lengths.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from parity.checking.reading.binding import NotApplicableError
from parity.checking.reading.sessions.session import StumbleError
from parity.describing.concept import DrawnCase

Forward = Callable[[DrawnCase], object]
"""Runs the code forward, anew, on a case, and returns its output."""

STATES = ("h0", "c0")

LEFT_OUT: tuple[tuple[str, ...], ...] = ((), ("c0",), STATES)
"""First states that code may not take, those that ask most of it first."""


def with_one_output(case: DrawnCase, all_upstream: bool = False) -> DrawnCase:
    """Return the case with its first output alone, as far as there are others.

    Args:
        case: the case.
        all_upstream: whether the code goes back from the gradients of all of them.
    """
    if case.kind != "layer" or len(case.options.get("outputs", ())) < 2:
        return case
    options = {**case.options, "first_output": True}
    return replace(case, further=case.further if all_upstream else (), options=options)


def as_taken(case: DrawnCase, forward: Forward) -> DrawnCase:
    """Return the case with those of its first states alone that the code takes.

    Raises:
        NotApplicableError: if the sequences are padded, and the code does not see the lengths.
    """
    if case.kind != "layer" or not {"lengths", *STATES} & set(case.inputs[0]):
        return case
    if "lengths" in case.inputs[0] and not _sees_lengths(case, forward):
        raise NotApplicableError(
            "it takes no lengths of padded sequences", "パディングした系列の長さを受け取らない"
        )
    for left_out in LEFT_OUT:
        fewer = without(case, left_out)
        if fewer is not None and _takes_states(fewer, forward):
            return fewer
    return case


def without(case: DrawnCase, names: tuple[str, ...]) -> DrawnCase | None:
    """Return the case without some of its first states; None if it has none of them."""
    if not names:
        return case
    if not set(names) & set(case.inputs[0]):
        return None
    inputs = tuple({n: a for n, a in each.items() if n not in names} for each in case.inputs)
    seen = tuple(name for name in case.differentiable if name not in names)
    return replace(case, inputs=inputs, differentiable=seen)


def _sees_lengths(case: DrawnCase, forward: Forward) -> bool:
    whole = np.full_like(case.inputs[0]["lengths"], case.inputs[0]["x"].shape[1])
    given, otherwise = _tried(case, forward), _tried(_with(case, "lengths", whole), forward)
    return given is not None and otherwise is not None and not np.array_equal(given, otherwise)


def _takes_states(case: DrawnCase, forward: Forward) -> bool:
    """Tell whether the code runs on the case, and its output depends on every first state."""
    given = _tried(case, forward)
    if given is None:
        return False
    for name in set(STATES) & set(case.inputs[0]):
        otherwise = _tried(_with(case, name, case.inputs[0][name] + 1), forward)
        if otherwise is None or np.array_equal(given, otherwise):
            return False
    return True


def _with(case: DrawnCase, name: str, array: np.ndarray) -> DrawnCase:
    """Return the case with another input."""
    return replace(case, inputs=({**case.inputs[0], name: array},))


def _tried(case: DrawnCase, forward: Forward) -> np.ndarray | None:
    """Return the output; None if the code does not run on the case."""
    try:
        return np.asarray(forward(case))
    except (StumbleError, NotApplicableError):
        return None
