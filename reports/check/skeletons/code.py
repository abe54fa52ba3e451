"""The text of a skeleton: its lines, with their comments in one column."""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping, Sequence
from typing import Any

from rich.cells import cell_len

from reports.check.line_breaks import wrap
from reports.check.skeletons.array_shapes import shape_of, with_shape
from reports.check.skeletons.facts import REQUIRED, Facts

CODE_WIDTH = 76
INDENT = " " * 4


class Code:
    """A skeleton that grows line by line, with its comments in one column."""

    def __init__(self, facts: Facts, language: str) -> None:
        self.facts = facts
        self.language = language
        self.lines: list[tuple[str, str]] = []

    def add(self, code: str, comment: str = "") -> None:
        """Add a line, and what is said about it."""
        self.lines.append((code, comment))

    def define(
        self, name: str, arguments: Sequence[str], comment: str = "", indent: str = ""
    ) -> None:
        """Add the first line of a function; a long list of arguments takes several."""
        whole = f"{indent}def {name}({', '.join(arguments)}):"
        if len(whole) <= CODE_WIDTH:
            self.add(whole, comment)
            return
        self.add(f"{indent}def {name}(")
        for line in filled(arguments, CODE_WIDTH - len(indent) - 4):
            self.add(f"{indent}    {line}")
        self.add(f"{indent}):", comment)

    def about(self, *names: str) -> str:
        """Return the shapes of arrays, those of one shape together."""
        by_shape: dict[str, list[str]] = {}
        for name in names:
            shape = shape_of(self.facts.concept, name)
            if shape:
                by_shape.setdefault(shape, []).append(name)
        return "; ".join(
            with_shape(", ".join(same), shape, self.language) for shape, same in by_shape.items()
        )

    def text(self) -> str:
        """Return the code; a comment that does not fit behind its line stands above it."""
        written = []
        for i, (code, comment) in enumerate(self.lines):
            behind = f"{code:{self._column(i)}}  # {comment}"
            if not comment:
                written.append(code)
            elif cell_len(behind) <= CODE_WIDTH:
                written.append(behind)
            else:
                indent = code[: len(code) - len(code.lstrip())]
                room = CODE_WIDTH - len(indent) - 2
                parts = [comment] if cell_len(comment) <= room else comment.split("; ")
                for part in parts:
                    written += [f"{indent}# {line}" for line in wrap(part, room)]
                written.append(code)
        return "\n".join(written)

    def _column(self, i: int) -> int:
        """Return where the comments begin in the block of line ``i``."""
        start, end = i, i
        while start and self.lines[start - 1][0]:
            start -= 1
        while end < len(self.lines) and self.lines[end][0]:
            end += 1
        block = [(code, comment) for code, comment in self.lines[start:end] if comment]
        widest = max((cell_len(comment) for _, comment in block), default=0)
        fitting = [len(code) for code, _ in block if len(code) + widest + 4 <= CODE_WIDTH]
        return max(fitting, default=0)


def filled(parts: Sequence[str], width: int, separator: str = ", ") -> list[str]:
    """Return the parts in lines of at most ``width``."""
    lines: list[str] = []
    for part in parts:
        if lines and cell_len(f"{lines[-1]}{separator}{part}{separator.rstrip()}") <= width:
            lines[-1] += separator + part
        else:
            if lines:
                lines[-1] += separator.rstrip()
            lines.append(part)
    return lines


def with_defaults(arguments: Mapping[str, Any]) -> list[str]:
    """Return arguments as a signature has them, those without a default first."""
    bare = [name for name, value in arguments.items() if value is REQUIRED]
    return bare + [
        f"{name}={_literal(value)}" for name, value in arguments.items() if value is not REQUIRED
    ]


def _literal(value: Any) -> str:
    """Return a default as Python: ``None`` for what has no literal, ``...`` for a table."""
    if value == math.inf:
        return "np.inf"
    if len(repr(value)) > CODE_WIDTH // 2:
        return "..."
    try:
        ast.literal_eval(repr(value))
    except (ValueError, SyntaxError):
        return "None"
    return f'"{value}"' if isinstance(value, str) else repr(value)


def comma_separated(names: Sequence[str]) -> str:
    """Return names as Python writes a tuple without brackets."""
    return ", ".join(names)


def assign(code: Code, owner: Sequence[str], values: Sequence[str], comment: str = "") -> None:
    """Add the assignment of ``values``, in one line or each in its own."""
    indent = INDENT * 2
    whole = f"{indent}{comma_separated(owner)} = {comma_separated(values)}"
    if len(whole) <= CODE_WIDTH:
        code.add(whole, comment)
        return
    for left, right in zip(owner, values, strict=True):
        code.add(f"{indent}{left} = {right}")


def dictionary(code: Code, owner: str, names: Sequence[str]) -> None:
    """Add a dictionary of arrays by name."""
    indent = INDENT * 2
    items = [f'"{name}": ...' for name in names]
    whole = f"{indent}{owner} = {{{', '.join(items)}}}"
    if len(whole) <= CODE_WIDTH:
        code.add(whole, code.about(*names))
        return
    code.add(f"{indent}{owner} = {{", code.about(*names))
    for line in filled(items, CODE_WIDTH - len(indent) - 4):
        code.add(f"{indent}    {line}")
    code.add(f"{indent}}}")
