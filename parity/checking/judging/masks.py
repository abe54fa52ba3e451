"""Dropout that draws its own mask: is the mask new each time, and does it keep the right share?"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from parity.checking.causes.fingerprints.evidence import cause
from parity.checking.reading.sessions.session import StumbleError, Subject
from parity.checking.report import Cause, Quantity, QuantityVerdict
from parity.describing.concept import NOTHING, DrawnCase, Text

SIDE = 100
"""The input is SIDE by SIDE ones, or as many examples of one, so that the output shows the mask."""

SIGMAS = 5.0
"""How many standard deviations the kept share may be off."""


@dataclass
class MaskAnswer:
    """What the masks show.

    Attributes:
        row: for the table.
        cause: why they are wrong, if they are.
        backward: it is the way back that is wrong.
    """

    row: Quantity
    cause: Cause | None = None
    backward: bool = False


@dataclass(frozen=True)
class Seen:
    """What a dropout layer gave for ones, and for ones and zeros, in training.

    Attributes:
        first: the output.
        backward: the gradient for ones; ``None`` without a way back.
        second: the output of a second call.
        untouched: whether NumPy's random state was the same before the second call and after it.
        inference: the output in inference; ``None`` if it has none.
        half: the gradient for ones where half of the inputs are 0; ``None`` without one.
    """

    first: np.ndarray
    backward: np.ndarray | None
    second: np.ndarray
    untouched: bool
    inference: np.ndarray | None
    half: np.ndarray | None


def look(subject: Subject, case: DrawnCase, progress: Callable[[str], None]) -> Seen | None:
    """Draw two masks in training; None if it cannot be run so."""
    ones = np.ones(_shape(case))
    large = replace(case, inputs=({"x": ones},), upstream=(ones,), training=True)
    progress("masks of dropout")
    np.random.seed(1)  # noqa: NPY002 (the user's code may draw from there)
    try:
        session = subject.start(large)
        first = np.array(session.forward({"x": ones.copy()}))
        backward = None
        if session.goes_back:
            found = session.backward(ones.copy()).get("x")
            backward = None if found is None else np.array(found)
        np.random.rand()  # noqa: NPY002 (so that seeding in the call shows)
        between = _state()
        second = np.array(session.forward({"x": ones.copy()}))
        untouched = between == _state()
        inference = _in_inference(subject, large, ones)
        return Seen(first, backward, second, untouched, inference, _half(subject, large))
    except StumbleError:
        return None


def _shape(case: DrawnCase) -> tuple[int, int]:
    """Return the shape of the ones: where an example is dropped whole, it has one number."""
    return (SIDE * SIDE, 1) if case.concept == "drop_connect" else (SIDE, SIDE)


def judge_masks(seen: Seen, rate: float) -> MaskAnswer:
    """Tell whether the masks are what they should be at a rate."""
    first, second = seen.first != 0, seen.second != 0
    backward = None if seen.backward is None else seen.backward != 0
    kept, share = float(first.mean()), 1 - rate
    allowed = SIGMAS * math.sqrt(rate * (1 - rate)) / SIDE
    drawn = _drops_in_inference(seen.inference)
    back = None if drawn else _on_the_way_back(first, backward)
    if not drawn and not back:
        drawn = _drawn(first, second, seen.untouched, kept, share, allowed)
    if not drawn and not back:
        back = _guessed(seen.half, share)
    told = drawn or back
    verdict: QuantityVerdict = "differ" if told else "agree"
    note = NOTHING
    if not told or told.name == "wrong_condition":
        note = Text(
            f"keeps {kept:.3f}, expected {share:.3f}", f"残る割合 {kept:.3f}(正しくは {share:.3f})"
        )
    row = Quantity(
        "mask", None, verdict, "100x100", int(told is None), 1, abs(kept - share), allowed, note
    )
    return MaskAnswer(row, told, back is not None)


def _half(subject: Subject, case: DrawnCase) -> np.ndarray | None:
    x = np.ones(_shape(case))
    x[::2] = 0
    np.random.seed(2)  # noqa: NPY002 (the user's code may draw from there)
    try:
        session = subject.start(replace(case, inputs=({"x": x},)))
        session.forward({"x": x.copy()})
        found = session.backward(np.ones_like(x)).get("x") if session.goes_back else None
    except StumbleError:
        return None
    return None if found is None else np.array(found)


def _guessed(found: np.ndarray | None, share: float) -> Cause | None:
    """Find a mask that backward guesses from the output: where x is 0, it shows nothing."""
    if found is None or found.size != SIDE * SIDE:
        return None
    passed = float((found[::2] != 0).mean())
    if abs(passed - share) <= SIGMAS * math.sqrt(share * (1 - share) / (found.size / 2)):
        return None
    return cause(
        "mask_guessed",
        f"Where x is 0, the gradient passes for {passed:.1%} of the elements where {share:.1%} "
        "should: backward guesses the mask from the output. Keep the mask that forward drew.",
        f"x が 0 の要素では勾配が {passed:.1%} 通っている(正しくは {share:.1%})。"
        "backward が出力からマスクを推測している。forward で引いたマスクを保持して使う。",
    )


def _in_inference(subject: Subject, case: DrawnCase, ones: np.ndarray) -> np.ndarray | None:
    from parity.checking.reading.binding import NotApplicableError

    try:
        return np.array(subject.start(replace(case, training=False)).forward({"x": ones.copy()}))
    except (StumbleError, NotApplicableError):
        return None


def _drops_in_inference(y: np.ndarray | None) -> Cause | None:
    if y is None or y.size != SIDE * SIDE or (y != 0).all() or not y.any():
        return None
    return cause(
        "wrong_condition",
        "It drops elements in inference, too: the flag is ignored, or asked the wrong way round.",
        "推論時にも要素を落としている。フラグを見ていないか、条件が逆である。",
    )


def _on_the_way_back(first: np.ndarray, backward: np.ndarray | None) -> Cause | None:
    if first.size != SIDE * SIDE or backward is None or backward.shape != first.shape:
        return None
    if backward.all():
        return cause(
            "missing_term",
            "backward lets the gradient through everywhere: it is not multiplied by the mask.",
            "backward で勾配がすべて通っている。マスクを掛けていない。",
        )
    if (backward != first).any():
        return cause(
            "global_random",
            "backward uses another mask than forward: it draws a new one. Keep forward's mask.",
            "backward が forward と別のマスクを使っている。forward で引いたマスクを保持して使う。",
        )
    return None


def _drawn(
    first: np.ndarray,
    second: np.ndarray,
    untouched: bool,
    kept: float,
    share: float,
    allowed: float,
) -> Cause | None:
    if first.size != SIDE * SIDE:
        return None
    if share < 1 and np.array_equal(first, second):
        if untouched:
            return cause(
                "state_kept",
                "The mask is drawn once and used for ever: each forward pass needs a new one.",
                "マスクを最初に 1 回引いたきり使い回している。順伝播のたびに引き直す必要がある。",
            )
        return cause(
            "global_random",
            "Every forward pass draws the same mask: the random state is seeded in the call.",
            "順伝播のたびに同じマスクになる。呼び出しの中で乱数のシードを固定している。",
        )
    if abs(kept - share) > allowed:
        inverted = abs(kept - (1 - share)) <= allowed
        en = "the condition is the wrong way round" if inverted else "look at the comparison"
        ja = "条件の向きが逆である" if inverted else "乱数との比較を確認するとよい"
        return cause(
            "wrong_condition",
            f"The mask keeps {kept:.1%} of the elements where {share:.1%} should stay: {en}.",
            f"残る要素の割合が {kept:.1%} である(正しくは {share:.1%})。{ja}。",
        )
    return None


def _state() -> tuple[Any, ...]:
    state = np.random.get_state(legacy=False)  # noqa: NPY002
    inner = state["state"]  # type: ignore[index]
    return inner["pos"], inner["key"].tobytes()
