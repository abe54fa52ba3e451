"""Our source of a concept, taken apart, so that mistakes can be made in it quickly."""

from __future__ import annotations
import __future__

import ast
import importlib
import inspect
import types
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from parity.harness.slips.scope import names_in

ENTRIES: Mapping[str, tuple[str, ...]] = {
    "forward": ("forward", "__call__", "scale"),
    "state": ("forward",),
    "gradient": ("backward",),
    "steps": ("update_one", "update"),
    "distribution": ("__call__", "scale"),
}
"""Where the computation of a role begins."""

PLUMBING = {"Layer", "ABC", "Protocol", "NamedTuple"}
"""Base classes that compute nothing."""

NO_SLIPS = ("require_", "raise ", "@", "def ", "class ", "assert ", "super().__init__")
"""Lines in which nobody's numbers go wrong."""

Place = tuple[int, int]
"""A unit's number and the index of one of its lines."""


@dataclass(frozen=True)
class OurLine:
    """One line of our code.

    Attributes:
        place: where it stands.
        text: the line, without its indentation.
        function: in which function.
        names: what has a name there.
        distance: how far from where the computation of the quantity begins.
    """

    place: Place
    text: str
    function: str
    names: tuple[str, ...]
    distance: int


@dataclass
class _Unit:
    """A class or a function, with the module that it stands in."""

    module: types.ModuleType
    name: str
    lines: list[str]
    tree: ast.ClassDef | ast.FunctionDef
    code: types.CodeType


class OurSource:
    """The class or function of a concept, what it builds on, and edits of them."""

    def __init__(self, module: str, twin: str) -> None:
        self.twin = twin
        self.units: list[_Unit] = []
        for name in (f"{twin}_backward", twin):  # a function's way back, of which it knows nothing
            self._add(importlib.import_module(f"numpy_impl.{module}"), name)

    def _add(self, module: types.ModuleType, name: str) -> None:
        """Add a definition, what it builds on first."""
        known = {(unit.module.__name__, unit.name) for unit in self.units}
        if (module.__name__, name) in known:
            return
        source = inspect.getsource(module)
        tree = next(
            (
                node
                for node in ast.parse(source).body
                if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == name
            ),
            None,
        )
        if tree is None:
            return
        own = vars(module)
        for base in tree.bases if isinstance(tree, ast.ClassDef) else ():
            found = own.get(ast.unparse(base))
            if inspect.isclass(found) and found.__name__ not in PLUMBING:
                self._add(importlib.import_module(found.__module__), found.__name__)
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and node.id != name:
                found = own.get(node.id)
                if getattr(found, "__module__", "") == module.__name__:
                    self._add(module, node.id)
        first = min([tree.lineno, *(d.lineno for d in tree.decorator_list)]) - 1
        lines = source.splitlines()[first : tree.end_lineno]
        self.units.append(_Unit(module, name, lines, tree, _compiled(lines, module)))

    def with_edits(self, edits: Mapping[Place, str]) -> Any:
        """Return the implementation with other lines in the places of ``edits``.

        Raises:
            SyntaxError: if they make no code.
        """
        made: dict[str, Any] = {}
        for number, unit in enumerate(self.units):
            own = {i: text for (n, i), text in edits.items() if n == number}
            if not own and not made:
                continue
            code = unit.code
            if own:
                lines = list(unit.lines)
                for i, text in own.items():
                    lines[i] = lines[i][: len(lines[i]) - len(lines[i].lstrip())] + text
                code = _of_methods(unit, own, lines) or _compiled(lines, unit.module)
            space = {**vars(unit.module), **made}
            exec(code, space)
            made[unit.name] = space[unit.name]
        return made[self.twin]

    def lines(self, role: str) -> list[OurLine]:
        """Return the lines that have to do with a role, the nearest first."""
        reached = self._reached(role)
        found = []
        for number, unit in enumerate(self.units):
            first = min([unit.tree.lineno, *(d.lineno for d in unit.tree.decorator_list)])
            within = unit.tree if isinstance(unit.tree, ast.ClassDef) else None
            for function in _functions(unit.tree):
                distance = reached.get(function.name, 9)
                names = tuple(names_in(function, within))
                for i in _statements(function):
                    text = unit.lines[i - first].strip()
                    if not text.startswith(NO_SLIPS):
                        place = (number, i - first)
                        found.append(OurLine(place, text, function.name, names, distance))
        return sorted(found, key=lambda line: line.distance)

    def _reached(self, role: str) -> dict[str, int]:
        """Return how far each function is from where a role's computation begins."""
        calls: dict[str, set[str]] = {}
        for unit in self.units:
            for function in _functions(unit.tree):
                calls.setdefault(function.name, set()).update(_called(function))
        back = [f"{self.twin}_backward"] if role == "gradient" else []
        entries = [*ENTRIES.get(role, ("forward",)), *back, self.twin]
        far: dict[str, int] = {}
        todo = [(name, 0) for name in entries if name in calls]
        if role == "gradient":
            todo.append(("forward", 3))
        todo.append(("__init__", 5))
        while todo:
            todo.sort(key=lambda entry: entry[1])
            name, distance = todo.pop(0)
            if name not in far and name in calls:
                far[name] = distance
                todo += [(other, distance + 1) for other in calls[name]]
        return far

    def place_of(self, line: str) -> Place | None:
        """Return where a listed mistake's line stands; None if it stands not exactly once."""
        own = (self.twin, f"{self.twin}_backward")
        places = [
            (number, i)
            for number, unit in enumerate(self.units)
            if unit.name in own
            for i, text in enumerate(unit.lines)
            if text.strip() == line.strip()
        ]
        return places[0] if len(places) == 1 else None


@lru_cache(maxsize=4)
def source_of(module: str, twin: str) -> OurSource:
    """Return the source of ``twin`` in ``numpy_impl``'s ``module``, taken apart once."""
    return OurSource(module, twin)


def _compiled(lines: list[str], module: types.ModuleType) -> types.CodeType:
    flags = __future__.annotations.compiler_flag
    name = f"<{module.__name__}, edited>"
    return compile("\n".join(lines) + "\n", name, "exec", flags=flags, dont_inherit=True)


def _of_methods(unit: _Unit, edited: Collection[int], lines: list[str]) -> types.CodeType | None:
    """Return the code of a class of which only the methods with edited lines are compiled anew.

    That takes a fraction of the time. None where that is not all, or a method needs another
    closure.
    """
    body = next((c for c in unit.code.co_consts if isinstance(c, types.CodeType)), None)
    if not isinstance(unit.tree, ast.ClassDef) or body is None:
        return None
    first = min([unit.tree.lineno, *(d.lineno for d in unit.tree.decorator_list)])
    consts = list(body.co_consts)
    left = set(edited)
    for method in _functions(unit.tree):
        within = range(method.lineno - first, (method.end_lineno or method.lineno) - first + 1)
        if left.isdisjoint(within):
            continue
        left.difference_update(within)
        places = [i for i, c in enumerate(consts) if _is_code(c, method.name)]
        alone = [f"class {unit.name}:", *lines[within.start : within.stop]]
        inner = next(c for c in _compiled(alone, unit.module).co_consts if _is_code(c, unit.name))
        made = [c for c in inner.co_consts if _is_code(c, method.name)]
        if len(places) != 1 or len(made) != 1:
            return None
        if made[0].co_freevars != consts[places[0]].co_freevars:
            return None
        consts[places[0]] = made[0]
    if left:
        return None
    whole = [body.replace(co_consts=tuple(consts)) if c is body else c for c in unit.code.co_consts]
    return unit.code.replace(co_consts=tuple(whole))


def _is_code(constant: Any, name: str) -> bool:
    return isinstance(constant, types.CodeType) and constant.co_name == name


def _functions(tree: ast.ClassDef | ast.FunctionDef) -> Iterator[ast.FunctionDef]:
    if isinstance(tree, ast.FunctionDef):
        yield tree
        return
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node


def _statements(function: ast.FunctionDef) -> list[int]:
    """Return the numbers of the lines that hold code, the last first: results come last."""
    found: set[int] = set()
    for node in function.body:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        found.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return sorted(found, reverse=True)


def _called(function: ast.FunctionDef) -> set[str]:
    """Return the names of what a function calls."""
    found = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                found.add(node.func.attr)
            elif isinstance(node.func, ast.Name):
                found.add(node.func.id)
    return found
