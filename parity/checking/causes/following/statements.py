"""The statements of a function of the user's, each as one line of code with its place."""

from __future__ import annotations

import ast
import inspect
import linecache
import textwrap
import types
from dataclasses import dataclass
from functools import lru_cache

from parity.checking.loading.origin import shown
from parity.checking.report import Line
from parity.harness.mistakes import without_comment


@dataclass(frozen=True, eq=False)
class Statement:
    """One statement, or the head of a compound one; each is like itself alone.

    Attributes:
        line: where it begins, for the reader.
        text: all of it on one line, without comments.
        first: the first of its lines, from 0 in the function's own source.
        last: the last of them.
        node: its tree.
    """

    line: Line
    text: str
    first: int
    last: int
    node: ast.stmt


@dataclass(frozen=True, eq=False)
class Source:
    """The source of a function; each is like itself alone.

    Attributes:
        code: what it was compiled to.
        lines: its lines, without the indentation of all.
        start: the number of the first in its file.
        tree: its tree.
        statements: its statements in their order; those of functions within it, too.
    """

    code: types.CodeType
    lines: tuple[str, ...]
    start: int
    tree: ast.FunctionDef
    statements: tuple[Statement, ...]


def _from(filename: str, start: int) -> list[str]:
    """Return the lines of a file from one on; none where the file is not there."""
    linecache.checkcache(filename)
    return linecache.getlines(filename)[start - 1 :]


def source_of(code: types.CodeType) -> Source | None:
    """Return the source of a function's code; None where there is none, or it is no ``def``."""
    return _read(code, code.co_filename)  # code is equal to the same code of another file


@lru_cache(maxsize=256)
def _read(code: types.CodeType, filename: str) -> Source | None:
    start = code.co_firstlineno
    # ``inspect.getsourcelines`` looks for the module of code among all that are loaded: where
    # those are thousands it takes longer than a change may be looked for.
    text = textwrap.dedent("".join(inspect.getblock(_from(filename, start))))
    try:
        tree = ast.parse(text).body[0]
    except (SyntaxError, IndexError):
        return None
    if not isinstance(tree, ast.FunctionDef):
        return None
    file, own = shown(filename), tuple(text.splitlines())
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.stmt) or node is tree or _says_nothing(node):
            continue
        first, last = node.lineno - 1, _end(node)
        whole = _on_one_line(own[first : last + 1], node)
        if whole:
            place = Line(file, start + first, own[first].strip())
            found.append(Statement(place, whole, first, last, node))
    found.sort(key=lambda statement: statement.first)
    return Source(code, own, start, tree, tuple(found))


def _says_nothing(node: ast.stmt) -> bool:
    if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom | ast.Pass):
        return True
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _end(node: ast.stmt) -> int:
    """Return the last line of a simple statement, or of the head of a compound one."""
    body = getattr(node, "body", None)
    if isinstance(body, list) and body:
        return max(node.lineno - 1, int(body[0].lineno) - 2)
    return (node.end_lineno or node.lineno) - 1


def _on_one_line(lines: tuple[str, ...], node: ast.stmt) -> str:
    if isinstance(getattr(node, "body", None), list):
        return without_comment(lines[0].strip())
    if len(lines) == 1:
        return without_comment(lines[0].strip())
    return ast.unparse(node)
