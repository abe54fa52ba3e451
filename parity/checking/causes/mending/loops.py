"""Lets the loops of a function count how often they run: to count all lines takes far longer."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Sequence
from functools import lru_cache

from parity.checking.causes.following.statements import Source

COUNT = "__count__"
"""What a loop counts with, by a name that no code of theirs has."""

_LOOPS = (ast.For, ast.While, ast.comprehension)

_Insertion = tuple[int, int, str]
"""A line, a column of it in bytes, and what is put in there."""


@lru_cache(maxsize=256)
def has_loops(source: Source) -> bool:
    """Tell whether there is a loop in a function."""
    return any(isinstance(node, _LOOPS) for node in ast.walk(source.tree))


@lru_cache(maxsize=256)
def counted_lines(source: Source) -> Sequence[str]:
    """Return the lines of a function, whose loops count."""
    return _with(source.lines, sorted(_insertions(source.tree)))


@lru_cache(maxsize=1_024)
def counted_statement(text: str) -> str:
    """Return a statement whose loops count; it is returned as it is where it is no code."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a number that runs into a word
        for inner in ("", " pass"):
            try:
                tree = ast.parse(text + inner)
            except (SyntaxError, ValueError):
                continue
            return _with([text], sorted(_insertions(tree)))[0]
    return text


def _insertions(tree: ast.AST) -> Iterator[_Insertion]:
    """Yield what makes ``for x in __count__.few((items), 3)`` of a loop with 3 statements."""
    for node in ast.walk(tree):
        if isinstance(node, ast.For):
            yield from _around(node.iter, "few((", f"), {len(node.body)})")
        elif isinstance(node, ast.comprehension) and not node.is_async:
            yield from _around(node.iter, "few((", "), 1)")
        elif isinstance(node, ast.While):
            yield from _around(node.test, f"more({len(node.body)}) and (", ")")


def _around(node: ast.expr, before: str, behind: str) -> Iterator[_Insertion]:
    yield node.lineno - 1, node.col_offset, f"{COUNT}.{before}"
    yield (node.end_lineno or node.lineno) - 1, node.end_col_offset or 0, behind


def _with(lines: Sequence[str], insertions: Sequence[_Insertion]) -> list[str]:
    found = [line.encode() for line in lines]
    for number, column, text in reversed(insertions):
        line = found[number]
        found[number] = line[:column] + text.encode() + line[column:]
    return [line.decode() for line in found]
