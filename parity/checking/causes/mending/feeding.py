"""Whether a value depends on what a statement assigns: if it does not, no change there mends it."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace

from parity.checking.causes.mending.change import Change
from parity.checking.causes.mending.edits import Mend
from parity.checking.causes.mending.glance import At, at_of

SPOILT = ("(1e999 - 1e999)", "0", "1e6", "-1e6")
"""What an assigned value is multiplied by: whatever depends on it is another with one of them.

NaN goes through all arithmetic, the others through comparisons as well.
"""

SUSPECTED = 2
"""So many changes that leave the value as it is raise the question."""


class Feeding:
    """Learns which statements the wrong value depends on.

    Args:
        is_same: tells whether the value is what it was, with a change.
    """

    def __init__(self, is_same: Callable[[Change], bool]) -> None:
        self._is_same = is_same
        self._without_effect: dict[At, int] = {}
        self._idle: dict[At, bool] = {}

    def was_without_effect(self, changes: tuple[Change, ...]) -> None:
        """Remember that the value was what it was with changes."""
        for at in map(at_of, changes):
            self._without_effect[at] = self._without_effect.get(at, 0) + 1

    def is_hopeless(self, changes: tuple[Change, ...]) -> bool:
        """Tell whether the value depends on none of the statements that are changed."""
        return all(map(self._is_idle, changes))

    def _is_idle(self, change: Change) -> bool:
        at = at_of(change)
        if self._without_effect.get(at, 0) < SUSPECTED:
            return False
        if at not in self._idle:
            spoilt = _spoilt(change)
            self._idle[at] = bool(spoilt) and all(map(self._is_same, spoilt))
        return self._idle[at]


def _spoilt(change: Change) -> list[Change]:
    """Return the statement with what it assigns multiplied; nothing where it assigns nothing."""
    node = change.statement.node
    if isinstance(node, ast.AugAssign):
        targets: list[ast.expr] = [node.target]
    elif isinstance(node, ast.Assign):
        first = node.targets[0]
        targets = list(first.elts) if isinstance(first, ast.Tuple | ast.List) else node.targets
    else:
        return []
    if any(isinstance(target, ast.Starred) for target in targets):
        return []
    found = []
    for by in SPOILT:
        spoiling = [f"{name} = {name} * {by}" for name in map(ast.unparse, targets)]
        text = "; ".join([change.statement.text, *spoiling])
        found.append(replace(change, mend=Mend("spoilt", text, 0)))
    return found
