"""Cuts the source of a concept into parts that can stand beside their twins."""

from __future__ import annotations

import ast
import io
import tokenize
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from parity.describing.concept import Concept
from parity.harness.evaluators import PACKAGES
from parity.harness.mistakes import source_path
from reports.site.source.docstrings import Docstring, Documented, docstring_of

Role = Literal["setup", "forward", "backward", "rest"]

ROLES: dict[str, Role] = {
    "__init__": "setup",
    "build": "setup",
    "forward": "forward",
    "call": "forward",
    "update_one": "forward",
    "step": "forward",
    "update_step": "forward",
    "scale": "forward",
    "std": "forward",
    "rule": "forward",
    "fill": "forward",
    "fill_normal": "forward",
    "backward": "backward",
    "fill_gradients": "backward",
}
"""What a method is for, by its name; the rest supports these."""


@dataclass(frozen=True)
class Line:
    """A line of code without its comment, which is the note beside it.

    Attributes:
        number: in the file, from 1.
        code: with the indentation that it has within its class.
        note: the comment at its end or above it; empty where there is none.
    """

    number: int
    code: str
    note: str = ""


@dataclass(frozen=True)
class Part:
    """A method, a class's head, or a whole function."""

    role: Role
    name: str
    lines: tuple[Line, ...]
    says: Docstring


@dataclass(frozen=True)
class Source:
    """One framework's implementation of a concept.

    Attributes:
        path: from the root of the repository.
        first: the number of its first line.
        bases: what the class inherits from, as written.
        says: the docstring of the class; of a function it is its only part's.
        parts: in the order of the file; a class's head is the first.
    """

    path: str
    first: int
    bases: tuple[str, ...]
    says: Docstring
    parts: tuple[Part, ...]


@cache
def source_of(name: str, framework: str) -> Source:
    """Return the source of the concept called ``name`` in one framework."""
    from parity.harness.registry import all_concepts

    concept = all_concepts()[name]
    path = source_path(concept, PACKAGES[framework])
    text = path.read_text(encoding="utf-8")
    node = _node_of(concept, text)
    comments = _comments(text)
    relative = "/".join(path.parts[path.parts.index(PACKAGES[framework]) :])
    says = docstring_of(node)
    if isinstance(node, ast.FunctionDef):
        parts = [Part("forward", node.name, _lines(node, text, comments), says)]
        for back in ast.parse(text).body:
            if isinstance(back, ast.FunctionDef) and back.name == concept.way_back:
                lines = _lines(back, text, comments)
                parts.append(Part("backward", back.name, lines, docstring_of(back)))
        return Source(relative, node.lineno, (), says, tuple(parts))
    parts = [Part("setup", node.name, _head(node, text, comments), Docstring())]
    for method in node.body:
        if isinstance(method, ast.FunctionDef):
            role = ROLES.get(method.name, "rest")
            lines = _lines(method, text, comments)
            parts.append(Part(role, method.name, lines, docstring_of(method)))
    bases = tuple(ast.unparse(base) for base in node.bases)
    return Source(relative, node.lineno, bases, says, tuple(parts))


def _node_of(concept: Concept, text: str) -> Documented:
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == concept.twin:
            return node
    raise LookupError(f"{concept.twin} is not in {concept.module}.")


def _comments(text: str) -> dict[int, tuple[int, str]]:
    """Return (column, text) of every comment by its line's number; tools' orders are left out."""
    found = {}
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            said = token.string.lstrip("# ").rstrip()
            meant_for_tools = said.startswith(("noqa", "type:", "fmt:"))
            found[token.start[0]] = (token.start[1], "" if meant_for_tools else said)
    return found


def _head(node: ast.ClassDef, text: str, comments: dict[int, tuple[int, str]]) -> tuple[Line, ...]:
    """Return the lines of a class's decorators and name, and its attributes."""
    lines = _between(text, _first_line(node), _first_of_body(node) - 1, comments)
    for statement in node.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            end = statement.end_lineno or statement.lineno
            lines += _between(text, statement.lineno, end, comments)
    return tuple(lines)


def _lines(
    node: ast.FunctionDef, text: str, comments: dict[int, tuple[int, str]]
) -> tuple[Line, ...]:
    """Return a function's lines without its docstring."""
    comments = comments | _inner_docstrings(node)
    head = _between(text, _first_line(node), _first_of_body(node) - 1, comments)
    body = node.body[1:] if ast.get_docstring(node) else node.body
    if not body:
        return tuple(head)
    start = (node.body[0].end_lineno or 0) + 1 if len(body) < len(node.body) else body[0].lineno
    return tuple(head + _between(text, start, node.end_lineno or start, comments))


def _inner_docstrings(node: ast.FunctionDef) -> dict[int, tuple[int, str]]:
    """Return the docstrings of functions within a function as if they were comments."""
    found: dict[int, tuple[int, str]] = {}
    for inner in ast.walk(node):
        if inner is not node and isinstance(inner, ast.FunctionDef) and ast.get_docstring(inner):
            said = " ".join((ast.get_docstring(inner) or "").split())
            lines = range(inner.body[0].lineno, (inner.body[0].end_lineno or 0) + 1)
            found |= {number: (0, said if number == lines[0] else "") for number in lines}
    return found


def _first_line(node: Documented) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])


def _first_of_body(node: Documented) -> int:
    return node.body[0].lineno


def _between(text: str, first: int, last: int, comments: dict[int, tuple[int, str]]) -> list[Line]:
    """Return the lines from ``first`` to ``last``; a comment of its own goes to the next one."""
    lines: list[Line] = []
    above: list[str] = []
    for number, line in enumerate(text.splitlines()[first - 1 : last], start=first):
        if number not in comments:
            lines.append(Line(number, line, " ".join(above)))
            above = []
            continue
        column, said = comments[number]
        if line[:column].strip():
            lines.append(Line(number, line[:column].rstrip(), " ".join([*above, said]).strip()))
            above = []
        elif said:
            above.append(said)
    while lines and not lines[0].code:
        lines.pop(0)
    while lines and not lines[-1].code:
        lines.pop()
    return lines


def repository_root() -> Path:
    """Return the folder that holds the four trees."""
    return Path(__file__).parents[3]
