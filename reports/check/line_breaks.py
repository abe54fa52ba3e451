"""Where lines are broken: text between words and as Japanese is, code at its commas."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from rich.cells import cell_len, chop_cells

_FORMULA = re.compile(r" ([-+*/=<>]) (?=\S)")
"""An operator between two terms: a line does not break there."""
_STAYS_BEHIND = "、。,.)」』】}]!?:;…ー々・"
"""Signs that may not begin a line."""
_STAYS_BEFORE = "(「『【{["
"""Signs that may not end a line."""


def wrap(text: str, width: int, folded: bool = True) -> list[str]:
    """Return ``text`` in lines of at most ``width`` cells, Japanese broken as Japanese is.

    A line breaks at a space or beside a Japanese character, but no full stop begins a line and no
    opening bracket ends one. A word that is too long is cut, unless ``folded`` is false.
    """
    lines, line = [], ""
    for atom in _atoms(_FORMULA.sub("\u00a0\\1\u00a0", text)):
        atom = atom.replace("\u00a0", " ")
        if cell_len(line + atom.rstrip()) <= width:
            line += atom
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = atom
        while folded and cell_len(line.rstrip()) > width:
            piece = chop_cells(line, width)[0]
            lines.append(piece)
            line = line[len(piece) :]
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _atoms(text: str) -> Iterator[str]:
    """Yield what stays together: words with the spaces behind them, single Japanese characters."""
    atom = ""
    for sign in text:
        last = atom[-1:]
        if not last or sign == " " or sign in _STAYS_BEHIND or last in _STAYS_BEFORE:
            together = True
        else:
            together = last != " " and cell_len(sign) < 2 and cell_len(last) < 2
        if not together:
            yield atom
            atom = ""
        atom += sign
    if atom:
        yield atom


def code_within(code: str, width: int) -> str:
    """Return Python with its long lines broken at commas within brackets, where that can be done.

    What comes back means the same, or is ``code`` itself.
    """
    lines = code.splitlines()
    if all(cell_len(line) <= width for line in lines):
        return code
    commas: dict[int, list[tuple[int, int, int]]] = {}
    opened: list[int] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(code).readline):
            row, column = token.end
            if token.string in ("(", "[", "{") and token.type == tokenize.OP:
                opened.append(column)
            elif token.string in (")", "]", "}") and token.type == tokenize.OP:
                opened.pop()
            elif token.string == "," and opened:
                commas.setdefault(row, []).append((len(opened), column, opened[-1]))
        broken = "\n".join(
            part
            for row, line in enumerate(lines, start=1)
            for part in _broken(line, commas.get(row, []), width)
        )
        same = ast.dump(ast.parse(broken)) == ast.dump(ast.parse(code))
    except (tokenize.TokenError, SyntaxError, ValueError, IndexError):
        return code
    return broken if same else code


def _broken(line: str, commas: list[tuple[int, int, int]], width: int) -> Iterator[str]:
    """Yield ``line`` in parts, broken at the outermost comma that fits.

    A comma is (depth of its bracket, its end, the column of what its bracket encloses).
    """
    start, indent = 0, 0
    while indent + cell_len(line[start:]) > width:
        fitting = [c for c in commas if c[1] > start and indent + c[1] - start <= width]
        if not fitting:
            break
        outermost = min(depth for depth, _, _ in fitting)
        _, end, column = next(c for c in reversed(fitting) if c[0] == outermost)
        yield " " * indent + line[start:end]
        start = len(line) - len(line[end:].lstrip())
        indent = column if column <= width // 2 else 4
    yield " " * indent + line[start:]
