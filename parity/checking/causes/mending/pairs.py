"""Two changes at once: the same one in lines that look alike, or two of a kind."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from parity.checking.causes.mending.change import Change
from parity.checking.causes.mending.edits import Mend

TWICE = (
    "left_out", "factor_for_divisor", "divisor_for_factor", "order_reversed", "sign_flipped",
    "transposition_added", "square_added", "mean_for_sum", "sum_for_mean", "axis_changed",
)  # fmt: skip
"""Kinds of changes of which any two are tried at once."""

ALONE = ("factor_added", "divisor_added", "term_added", "function_added")
"""Kinds of changes of which many are tried in each line."""

MOST = 16
"""Of how many changes of one kind."""

NAMES = 4
"""How many other names are tried in each of several lines."""


@dataclass(frozen=True)
class _Place:
    """Where in a line something was changed, and what was: the same in lines that look alike."""

    kind: str
    at: int
    length: int
    removed: int
    inserted: tuple[str, ...]


def alike_lines(changes: Sequence[Change]) -> Iterator[tuple[Change, ...]]:
    """Yield the same change in lines that look alike."""
    places: dict[_Place, dict[Any, list[Change]]] = {}
    for change in changes:
        if change.mend.kind in ALONE:
            continue
        by_statement = places.setdefault(_place(change), {})
        by_statement.setdefault(change.statement, []).append(change)
    for by_statement in places.values():
        if 1 < len(by_statement) <= 4:
            yield from _in_all(list(by_statement.values()))
    for by_statement in places.values():
        if 2 < len(by_statement) <= 4:
            for some in itertools.combinations(by_statement.values(), 2):
                yield from _in_all(list(some))
    dropped = [change for change in changes if change.mend.kind == "left_out"]
    for one, two in itertools.combinations(dropped, 2):
        if one.source is two.source and abs(one.statement.last - two.statement.first) <= 2:
            yield one, two


def exchanged(changes: Sequence[Change]) -> Iterator[tuple[Change, ...]]:
    """Yield any two assignments in each other's place that follow each other, if it matters."""
    functions = {id(change.source): change for change in changes}
    ran = {(id(change.source), change.statement) for change in changes}
    for key, one in functions.items():
        for a, b in itertools.pairwise(one.source.statements):
            both = (key, a) in ran and (key, b) in ran
            beside = a.node.col_offset == b.node.col_offset and b.first == a.last + 1
            if both and beside and _depend(a.node, b.node):
                yield (
                    Change(one.function, one.source, a, Mend("lines_exchanged", b.text, 2)),
                    Change(one.function, one.source, b, Mend("lines_exchanged", a.text, 2)),
                )


def _depend(a: ast.stmt, b: ast.stmt) -> bool:
    """Tell whether two assignments give something else in the other order."""
    if not isinstance(a, ast.Assign | ast.AugAssign) or not isinstance(b, ast.Assign):
        return False
    (wrote, read), (writes, reads) = _names(a), _names(b)
    return bool(wrote & (reads | writes) or writes & read)


def _names(node: ast.stmt) -> tuple[set[str], set[str]]:
    """Return what a statement assigns, and what it reads."""
    found: tuple[set[str], set[str]] = (set(), set())
    for part in ast.walk(node):
        if isinstance(part, ast.Name | ast.Attribute):
            found[isinstance(part.ctx, ast.Load)].add(ast.unparse(part))
    if isinstance(node, ast.AugAssign):
        found[1].add(ast.unparse(node.target))
    return found


def two_of_a_kind(changes: Sequence[Change]) -> Iterator[tuple[Change, ...]]:
    """Yield any two changes of one kind."""
    for kind in TWICE:
        same = [change for change in changes if change.mend.kind == kind][:MOST]
        for one, two in itertools.combinations(same, 2):
            if one.statement is not two.statement:
                yield one, two


def _in_all(choices: list[list[Change]]) -> Iterator[tuple[Change, ...]]:
    """Yield one change for each line; of several, the likeliest."""
    yield from itertools.product(*(own[:NAMES] for own in choices))


def _place(change: Change) -> _Place:
    old, new = _tokens(change.statement.text), _tokens(change.mend.text)
    at = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
    behind = 0
    while behind < min(len(old), len(new)) - at and old[-1 - behind] == new[-1 - behind]:
        behind += 1
    inserted = tuple(new[at : len(new) - behind])
    if change.mend.kind in ("any_name", "name_confused"):
        inserted = ()
    return _Place(change.mend.kind, at, len(old), len(old) - behind - at, inserted)


@lru_cache(maxsize=2_000)
def _tokens(text: str) -> Sequence[str]:
    return re.findall(r"(?:self\.)?[A-Za-z_]\w*|\d+\.?\d*|\*\*|\S", text)
