"""What a changed statement gives where it first runs, seen without running the rest of the code.

Up to there everything is as it was. So a change that raises there mends nothing, and neither does
one that gives the very value that stands there now, or that another has given in vain.
"""

from __future__ import annotations

import ast
import sys
import types
import warnings
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from parity.checking.causes.mending.change import Change
from parity.checking.causes.mending.place import Place, place_of

RAISES = "raises"
"""Stands for the value where there is none."""

Key = Any
"""What two equal values have in common; None where that cannot be told."""

At = int
"""Where a change is: the tree of its statement, which stands for itself."""

_IN_PLACE = (ast.Add, ast.Sub, ast.Mult, ast.Div)


class Glance:
    """Looks at what changed statements give.

    Args:
        run: runs the user's code on the probe, as it is.
        changes: every change that may be asked for.
    """

    def __init__(self, run: Callable[[], Any], changes: Iterable[Change]) -> None:
        self._run = run
        self._of = {at_of(change): change for change in changes}
        self._places: dict[At, Place] = {}
        for at, change in self._of.items():
            place = place_of(change.source, change.statement)
            if place is not None:
                self._places[at] = place
        self._now: dict[At, Key] = {}
        self._given: dict[At, dict[str, Key]] = {}
        self._vain: dict[At, set[Key]] = {}
        self._order: list[At] = []

    def look(self, changes: Iterable[Change]) -> None:
        """Run the code once, and see what each of the changes gives where it stands."""
        asked: dict[At, list[str]] = {}
        for change in changes:
            at = at_of(change)
            new = change.mend.text not in self._given.get(at, ())
            if new and at in self._places and change.mend.kind != "lines_exchanged":
                asked.setdefault(at, []).append(change.mend.text)
        if asked and sys.gettrace() is None:
            self._watch(asked)

    def is_hopeless(self, changes: tuple[Change, ...]) -> bool:
        """Tell whether the changes are known to mend nothing."""
        found = [at_of(change) for change in changes]
        if not all(at in self._order for at in found):
            return False
        first = min(found, key=self._order.index)  # up to it, the other changes do nothing
        key = self._given.get(first, {}).get(changes[found.index(first)].mend.text)
        if key is None or key == RAISES or len(changes) > 1:
            return key == RAISES
        return key == self._now[first] or key in self._vain.get(first, ())

    def was_in_vain(self, changes: tuple[Change, ...]) -> None:
        """Remember that a change did not mend the probe: what gives the same will not, either."""
        at, text = at_of(changes[0]), changes[0].mend.text
        key = self._given.get(at, {}).get(text)
        if key is not None and len(changes) == 1:
            self._vain.setdefault(at, set()).add(key)

    def _watch(self, asked: dict[At, list[str]]) -> None:
        """Run the code, and stop where each statement runs for the first time."""
        left: dict[int, dict[int, At]] = {}
        for at, place in self._places.items():
            change = self._of[at]
            lines = left.setdefault(id(change.function.__code__), {})
            for line in range(place.statement.first, place.statement.last + 1):
                lines[change.source.start + line] = at
        calls = dict.fromkeys(left, 0)

        def enter(frame: types.FrameType, event: str, _: Any) -> Any:
            code = id(frame.f_code)
            if code not in left:
                return None
            calls[code] += 1
            lines = left[code]

            def within(frame: types.FrameType, event: str, _: Any) -> Any:
                at = lines.get(frame.f_lineno) if event == "line" else None
                if at is not None:
                    for line in [n for n, other in lines.items() if other == at]:
                        del lines[line]
                    if at not in self._order:
                        self._order.append(at)
                    self._see(at, asked.get(at, []), frame)
                return within

            return within

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sys.settrace(enter)
            try:
                self._run()
            finally:
                sys.settrace(None)
        for at in self._order:
            if (
                calls[id(self._of[at].function.__code__)] > 1
            ):  # what comes first is not all that counts
                for text, key in self._given.get(at, {}).items():
                    self._given[at][text] = RAISES if key == RAISES else None

    def _see(self, at: At, texts: list[str], frame: types.FrameType) -> None:
        """Keep what changed texts of a statement give in a frame that is about to run it."""
        place = self._places[at]
        now = place.value_of(place.statement.text)
        if now is None or not texts:
            return
        space = {**frame.f_globals, **frame.f_locals}
        self._now[at] = _key(now, space, place)
        given = self._given.setdefault(at, {})
        for text in texts:
            code = place.value_of(text)
            given[text] = None if code is None else _key(code, space, place)


def at_of(change: Change) -> At:
    """Return where a change is."""
    return id(change.statement.node)


def _key(code: types.CodeType, space: dict[str, Any], place: Place) -> Key:
    """Return what tells the value of some code from others."""
    node = place.statement.node
    try:
        value = eval(code, space)
        if not _fits(value, node, space):
            return RAISES
        if isinstance(node, ast.If):
            value = bool(value)
    except Exception:
        return RAISES
    if not place.once:
        return None
    if isinstance(value, bool | int | float | str | range | np.number | np.bool_):
        return type(value), repr(value)
    if type(value) is tuple and all(isinstance(part, int | float | str) for part in value):
        return tuple, repr(value)
    # Of an array that another name stands for, too, the value is not all that counts.
    alone = type(value) is np.ndarray and value.base is None and sys.getrefcount(value) <= ALONE
    if alone and value.dtype.kind != "O":
        return value.dtype.str, value.shape, value.tobytes()
    return None


def _references() -> int:
    value = np.zeros(1)
    return sys.getrefcount(value)


ALONE = _references()
"""How many references there are to a value that only a function's own name stands for."""


def _fits(value: Any, node: ast.stmt, space: dict[str, Any]) -> bool:
    """Tell whether a value can be assigned where it is to be; True where that is not clear."""
    if isinstance(node, ast.Assign):
        target = node.targets[0]
        if not isinstance(target, ast.Tuple | ast.List) or not isinstance(value, tuple | list):
            return True
        starred = any(isinstance(part, ast.Starred) for part in target.elts)
        return starred or len(value) == len(target.elts)
    if isinstance(node, ast.AugAssign) and isinstance(node.op, _IN_PLACE):
        there = space.get(node.target.id) if isinstance(node.target, ast.Name) else None
        if type(there) is np.ndarray and type(value) is np.ndarray:
            return np.broadcast_shapes(there.shape, value.shape) == there.shape
    return True
