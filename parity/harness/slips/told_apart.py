"""Which of a line's wrong versions are new, and say anything."""

from __future__ import annotations

import ast
import re

from parity.harness.slips.line import parsed, shape_of


class ToldApart:
    """The versions of a line so far: two spellings of one are the same.

    Args:
        lines: what must not come out.
    """

    def __init__(self, lines: tuple[str, ...]) -> None:
        self.spellings: dict[str, list[str]] = {}
        for line in lines:
            self.spellings.setdefault(squeezed(line), []).append(line)

    def is_new(self, code: str) -> bool:
        """Tell whether ``code`` is code, not idle, and none of the others; keep it if it is."""
        if not parsed(code)[1]:
            return False
        plain = squeezed(code)
        alike = self.spellings.get(plain, [])
        # Trees are compared only where the spelling leaves it open: that takes most of the time.
        if alike and shape_of(code) in map(shape_of, alike):
            return False
        if _TWICE.search(plain) and is_idle(code):
            return False
        self.spellings.setdefault(plain, []).append(code)
        return True


_SPACE_AND_BRACKETS = str.maketrans("", "", " ()")

_TWICE = re.compile(r"(.+)[-/,]\1")
"""The same on both sides of what may be a difference, a quotient, or two arguments."""


def squeezed(code: str) -> str:
    """Return a line without its spaces and brackets, in which spellings of a tree differ."""
    return code.translate(_SPACE_AND_BRACKETS)


def is_idle(code: str) -> bool:
    """Tell whether ``code`` takes something from itself, or the larger of two equal numbers."""
    return any(map(_idle, parsed(code)[1]))


def _idle(node: ast.AST) -> bool:
    pair: tuple[ast.AST, ...] = ()
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub | ast.Div):
        pair = (node.left, node.right)
    elif isinstance(node, ast.Call) and len(node.args) == 2:
        pair = (node.args[0], node.args[1])
    alike = pair and type(pair[0]) is type(pair[1]) and not isinstance(pair[0], ast.Constant)
    if alike and ast.dump(pair[0]) == ast.dump(pair[1]):
        return True
    return any(map(_idle, ast.iter_child_nodes(node)))
