"""The line where a wrong value is assigned, followed back through the user's code."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from parity.checking.causes.following.likeness import alike
from parity.checking.causes.following.statements import Source, Statement, source_of
from parity.checking.causes.following.tracing import Traced
from parity.checking.report import Line

IN_PLACE = "x -= ..."
"""Stands for: the line that changes an argument."""

ADDED_UP = "self.x += ..."
"""Stands for: the line that adds to what the object keeps."""

BEGUN = "self.x = first"
"""Stands for: the line that first assigns what the object keeps, unless it is zeros."""

LEFT_EMPTY = "x = np.empty(...)"
"""Stands for: the line that makes an array without writing to it."""

EMPTY = re.compile(r"\bempty(?:_like)?\(")

CHANGING = re.compile(
    r"(?!self\.)[A-Za-z_]\w*(?:\[.*\])?\s*(?:[-+*/@]|//|\*\*)=|[A-Za-z_]\w*\[.*\]\s*=(?!=)"
)
"""A line that changes an array which is not the object's own."""

ALIKE = 0.5
"""How alike a line must be to a wrong line that we know."""

DEPTH = 6
"""How many assignments are followed back."""


@dataclass(frozen=True)
class Ran:
    """A statement that ran, and the function that it stands in."""

    statement: Statement
    source: Source


class Lines:
    """The user's lines that ran in one failing case.

    Args:
        traced: what ran.
        parts: the parts in which the quantity is computed, the nearest first.
    """

    def __init__(self, traced: Traced, parts: tuple[str, ...]) -> None:
        self.near = _own(_ran(traced, parts[:1])) or _own(_ran(traced, parts))
        self.all = list(dict.fromkeys([*self.near, *_own(_ran(traced, parts))]))

    @property
    def texts(self) -> list[str]:
        """What the lines say."""
        return [ran.statement.text for ran in self.all]

    def likeness(self, wrong: str) -> float:
        """Return how alike the most alike line is to ``wrong``, from 0 to 1."""
        return max((alike(ran.statement.text, wrong) for ran in self.all), default=0.0)

    def to_look_at(self, spellings: Collection[str], wrong: str = "") -> Line | None:
        """Return the line where a value is made.

        Args:
            spellings: what the value may be called.
            wrong: the line that people write wrongly here, if it is known.
        """
        if not self.all:
            return None
        if wrong == IN_PLACE:
            return next(
                (r.statement.line for r in self.all if CHANGING.match(r.statement.text)), None
            )
        if wrong == LEFT_EMPTY:
            empty = (ran.statement.line for ran in self.all if EMPTY.search(ran.statement.text))
            return next(empty, None)
        if wrong == ADDED_UP:
            adding = [ran for ran in self.all if _adds_to_itself(ran.statement.node)]
            if adding:
                return adding[0].statement.line
            wrong = ""
        if wrong == BEGUN:
            begun = [ran for ran in self.all if self._begins(ran.statement.node)]
            if begun:
                return min((ran.statement.line for ran in begun), key=lambda line: line.number)
            wrong = ""
        feeding = list(self._feeding(spellings))
        if wrong:
            for some in (feeding, self.all):
                best = max(some, key=lambda ran: alike(ran.statement.text, wrong))
                if alike(best.statement.text, wrong) >= ALIKE:
                    return best.statement.line
        computing = [ran for ran in feeding if _computes(ran.statement.node)]
        return (computing or feeding or self.all)[0].statement.line

    def _begins(self, node: ast.stmt) -> bool:
        """Tell whether a statement gives a first value to what another one takes further."""
        if not isinstance(node, ast.Assign) or isinstance(node.targets[0], ast.Tuple):
            return False
        kept = _whole(node.targets[0])
        value = ast.unparse(node.value)
        reads = {_whole(part) for part in ast.walk(node.value)} - {"", "np", "self"}
        if kept in reads or not reads or "zeros" in value:
            return False
        for ran in self.all:
            other = ran.statement.node
            if isinstance(other, ast.AugAssign) and _whole(other.target) == kept:
                return True
            if (
                isinstance(other, ast.Assign)
                and _whole(other.targets[0]) == kept
                and kept in {_whole(part) for part in ast.walk(other.value)}
            ):
                return True
        return False

    def _feeding(self, spellings: Collection[str]) -> Iterator[Ran]:
        """Yield the statements that the value comes from, the nearest first."""
        here = [ran for ran in self.near if not _assigned(ran.statement.node).isdisjoint(spellings)]
        if not here:
            entry = self.near[0].source
            here = [
                ran
                for ran in self.near
                if ran.source is entry and isinstance(ran.statement.node, ast.Return)
            ] or [self.near[-1]]
        level = here[-1:]
        seen: set[Ran] = set()
        for _ in range(DEPTH):
            following: list[Ran] = []
            for ran in level:
                if ran in seen:
                    continue
                seen.add(ran)
                yield ran
                following += self._behind(ran)
            level = following

    def _behind(self, ran: Ran) -> list[Ran]:
        """Return the statements that a statement takes its values from, the last first."""
        read, called = _read(ran.statement.node)
        found = []
        for other in self.all:
            own = _assigned(other.statement.node)
            within = other.source is ran.source
            names = own if within else {name for name in own if name.startswith("self.")}
            earlier = not within or other.statement.first <= ran.statement.first
            if (names & read and earlier and other is not ran) or (
                other.source.tree.name in called and isinstance(other.statement.node, ast.Return)
            ):
                found.append(other)
        return found[::-1]


def _whole(node: ast.AST) -> str:
    """Return the name of what an element is of: ``self.m`` of ``self.m[k]``; "" of no name."""
    while isinstance(node, ast.Subscript):
        node = node.value
    return ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute) else ""


def _own(lines: Iterator[Ran]) -> list[Ran]:
    """Return lines without those of decorators, which hand on what the decorated one is given."""
    every = list(lines)
    return [ran for ran in every if not _is_around(ran.source)] or every


def _is_around(source: Source) -> bool:
    """Tell whether a function takes ``(*args, **kwargs)``, and calls another one with them."""
    given = source.tree.args
    if given.args or given.posonlyargs or given.kwonlyargs or not (given.vararg and given.kwarg):
        return False
    return any(
        isinstance(node, ast.Call)
        and any(isinstance(part, ast.Starred) for part in node.args)
        and any(keyword.arg is None for keyword in node.keywords)
        for node in ast.walk(source.tree)
    )


def _ran(traced: Traced, parts: tuple[str, ...]) -> Iterator[Ran]:
    for code in traced.code_of(parts):
        source = source_of(code)
        if source is None:
            continue
        numbers = {n for part in parts for n in traced.parts.get(part, {}).get(code, ())}
        for statement in source.statements:
            span = range(source.start + statement.first, source.start + statement.last + 1)
            if numbers.intersection(span):
                yield Ran(statement, source)


def _assigned(node: ast.stmt) -> set[str]:
    """Return the names that a statement assigns: ``x``, ``self.x``, and the keys of dicts."""
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AugAssign | ast.AnnAssign | ast.For):
        targets = [node.target]
    found: set[str] = set()
    for target in targets:
        for part in ast.walk(target):
            if isinstance(part, ast.Name):
                found.add(part.id)
            elif isinstance(part, ast.Attribute):
                found |= {part.attr, ast.unparse(part)}
            elif isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Constant):
                key, owner = str(part.slice.value), ast.unparse(part.value)
                found |= {key, f"d{key}"} if "grad" in owner else {key}
    return found - {"self"}


def _read(node: ast.stmt) -> tuple[set[str], set[str]]:
    """Return the names that a statement reads, and those that it calls."""
    value = getattr(node, "value", None) or node
    if isinstance(node, ast.For):
        value = node.iter
    if isinstance(node, ast.If | ast.While):
        value = node.test
    read: set[str] = set()
    called: set[str] = set()
    for part in ast.walk(value):
        if isinstance(part, ast.Call):
            called.add(ast.unparse(part.func).rpartition(".")[2])
        elif isinstance(part, ast.Attribute):
            read.add(ast.unparse(part))
        elif isinstance(part, ast.Name):
            read.add(part.id)
        elif isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Constant):
            read.add(str(part.slice.value))
    if isinstance(node, ast.AugAssign):
        read.add(ast.unparse(node.target))
    return read, called


def _computes(node: ast.stmt) -> bool:
    """Tell whether a statement computes, and does not only hand on."""
    value = getattr(node, "value", None)
    if isinstance(node, ast.AugAssign):
        return True
    if not isinstance(node, ast.Assign | ast.AnnAssign | ast.Return) or value is None:
        return False
    return any(
        isinstance(part, ast.BinOp | ast.UnaryOp | ast.Compare)
        or (isinstance(part, ast.Call) and ast.unparse(part.func).startswith("np."))
        for part in ast.walk(value)
    )


def _adds_to_itself(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.AugAssign)
        and isinstance(node.op, ast.Add)
        and ast.unparse(node.target).startswith("self.")
    )
