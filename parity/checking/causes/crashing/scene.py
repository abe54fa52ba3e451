"""Where the user's code raised: the expression that failed, and the values that were at hand.

Nothing of the user's is run again: only NumPy's own functions, on arrays, numbers and tuples.
"""

from __future__ import annotations

import ast
import linecache
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from types import CodeType, FrameType
from typing import Any

import numpy as np

from parity.checking.loading.origin import is_ours, is_users, shown
from parity.checking.report import Line

LARGEST = 100_000
"""Arrays with more numbers are looked at, but not computed with."""

LONGEST = 48
"""How many characters of an expression are quoted."""

PURE = {
    "sum", "mean", "max", "min", "amax", "amin", "prod", "std", "var", "exp", "log", "sqrt",
    "abs", "square", "tanh", "maximum", "minimum", "dot", "matmul", "transpose", "reshape",
    "ravel", "arange", "zeros_like", "ones_like", "argmax", "copy", "astype", "array", "asarray",
    "expand_dims", "squeeze", "where", "sign", "concatenate", "flatten", "multiply", "add",
    "subtract", "divide",
}  # fmt: skip
"""Functions and methods of NumPy's that change nothing."""

BUILTINS = {"len": len, "int": int, "float": float, "abs": abs, "max": max, "min": min}


class UnknownValueError(Exception):
    """What an expression is cannot be told without running the user's code."""


@dataclass
class Scene:
    """The place where the user's code raised.

    Attributes:
        error: what was raised.
        frame: of the user's function in which it came up.
        number: the line.
        file: as the reader knows it.
        tree: the whole file.
        node: the expression or statement that failed; ``None`` where it is not known.
        statement: the statement around it.
        function: the function around it; ``None`` outside of functions.
        owner: the class around that.
    """

    error: BaseException
    frame: FrameType
    number: int
    file: str
    tree: ast.Module
    node: ast.AST | None = None
    statement: ast.stmt | None = None
    function: ast.FunctionDef | None = None
    owner: ast.ClassDef | None = None
    lines: list[str] = field(default_factory=list)

    @property
    def said(self) -> str:
        """What the error says."""
        return str(self.error)

    def line(self, number: int | None = None) -> Line:
        """Return a line of the file; the one that failed if no number is given."""
        number = number or self.number
        text = self.lines[number - 1].strip() if 0 < number <= len(self.lines) else ""
        return Line(self.file, number, text)

    def line_with(self, node: ast.AST, text: str) -> str:
        """Return the line of an expression with ``text`` in its place; ``text`` if it has more."""
        first, last = getattr(node, "lineno", 0), getattr(node, "end_lineno", 0)
        if not first or first != last:
            return text
        line = self.lines[first - 1].encode()
        start, end = node.col_offset, node.end_col_offset  # type: ignore[attr-defined]
        return (line[:start] + text.encode() + line[end:]).decode().strip()

    def local(self, name: str) -> Any:
        """Return the value of a local variable; None if it has none."""
        return self.frame.f_locals.get(name)

    @property
    def own(self) -> Any:
        """The object whose method failed; None outside of methods."""
        names = self.frame.f_code.co_varnames[: self.frame.f_code.co_argcount]
        if self.owner is None or not names:
            return None
        return self.local(names[0])

    def value(self, node: ast.AST | None) -> Any:
        """Return what an expression is worth.

        Raises:
            UnknownValueError: if that cannot be told.
        """
        try:
            with np.errstate(all="ignore"):
                return self._value(node)
        except UnknownValueError:
            raise
        except Exception as error:
            raise UnknownValueError from error

    def known(self, node: ast.AST | None) -> Any:
        """Return what an expression is worth; None if that cannot be told."""
        try:
            return self.value(node)
        except UnknownValueError:
            return None

    def shape(self, node: ast.AST | None) -> tuple[int, ...] | None:
        """Return the shape of an expression that is an array or a number; None if it is none."""
        value = self.known(node)
        if isinstance(value, np.ndarray):
            return value.shape
        return () if isinstance(value, int | float | np.number) else None

    def _value(self, node: ast.AST | None) -> Any:
        match node:
            case ast.Constant(value=value):
                return value
            case ast.Name(id=name):
                for names in (self.frame.f_locals, self.frame.f_globals, BUILTINS):
                    if name in names:
                        return names[name]
            case ast.Attribute(value=base, attr=attr):
                return attribute(self._value(base), attr)
            case ast.Subscript(value=base, slice=index):
                whole = self._value(base)
                if type(whole) in (np.ndarray, list, tuple, dict):
                    return whole[self._value(index)]
            case ast.Slice(lower=lower, upper=upper, step=step):
                return slice(*(None if p is None else self._value(p) for p in (lower, upper, step)))
            case ast.Tuple(elts=parts):
                return tuple(self._value(part) for part in parts)
            case ast.List(elts=parts):
                return [self._value(part) for part in parts]
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -plain(self._value(operand))
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return _compared(plain(self._value(left)), op, plain(self._value(right)))
            case ast.BinOp(left=left, op=op, right=right):
                return _computed(plain(self._value(left)), op, plain(self._value(right)))
            case ast.Call():
                return self._called(node)
        raise UnknownValueError

    def _called(self, node: ast.Call) -> Any:
        function = node.func
        keywords = {k.arg: self._value(k.value) for k in node.keywords if k.arg}
        if isinstance(function, ast.Name) and self._value(function) is BUILTINS.get(function.id):
            return BUILTINS[function.id](*(self._value(a) for a in node.args), **keywords)  # type: ignore[operator]
        if isinstance(function, ast.Attribute) and function.attr in PURE:
            base = self._value(function.value)
            if base is np or type(base) is np.ndarray:
                arguments = [small(self._value(argument)) for argument in node.args]
                return getattr(small(base), function.attr)(*arguments, **keywords)
        raise UnknownValueError

    def definition(self, node: ast.AST | None) -> ast.expr | None:
        """Return the expression that was last assigned to a name or attribute, above this line."""
        if self.function is None or not isinstance(node, ast.Name | ast.Attribute):
            return None
        wanted = ast.unparse(node)
        found = None
        for statement in ast.walk(self.function):
            if isinstance(statement, ast.Assign) and statement.lineno < self.number:
                for target in statement.targets:
                    if ast.unparse(target) == wanted and (
                        found is None or statement.lineno > found.lineno
                    ):
                        found = statement
        return found.value if found else None

    def defined(self, name: str) -> ast.FunctionDef | None:
        """Return the function or method of this name in the file; None if there is none."""
        for body in (self.owner.body if self.owner else [], self.tree.body):
            for node in body:
                if isinstance(node, ast.FunctionDef) and node.name == name:
                    return node
        return None


def attribute(base: Any, name: str) -> Any:
    """Return an attribute without running anything of the user's.

    Raises:
        UnknownValueError: if it would have to be run, or is not there.
    """
    if base is np:
        return getattr(np, name)
    if type(base) is np.ndarray and name in ("T", "shape", "ndim", "size", "dtype"):
        return getattr(base, name)
    own = getattr(base, "__dict__", None)
    if isinstance(own, dict) and name in own:
        return own[name]
    for kind in type(base).__mro__:
        value = vars(kind).get(name)
        if isinstance(value, np.ndarray | int | float | str | tuple | list | dict):
            return value
    raise UnknownValueError


def plain(value: Any) -> Any:
    """Return an array, a number or a tuple.

    Raises:
        UnknownValueError: if it is anything else.
    """
    if type(value) is np.ndarray:
        return small(value)
    if isinstance(value, int | float | np.number) or type(value) is tuple:
        return value
    raise UnknownValueError


def small(value: Any) -> Any:
    """Return ``value`` unless it is an array that is too large to compute with."""
    if isinstance(value, np.ndarray) and (value.size > LARGEST or type(value) is not np.ndarray):
        raise UnknownValueError
    return value


def _computed(a: Any, op: ast.operator, b: Any) -> Any:
    match op:
        case ast.Add():
            return a + b
        case ast.Sub():
            return a - b
        case ast.Mult():
            return a * b
        case ast.Div():
            return a / b
        case ast.FloorDiv():
            return a // b
        case ast.MatMult():
            return a @ b
        case ast.Pow() if isinstance(b, int) and abs(b) < 8:
            return a**b
    raise UnknownValueError


def _compared(a: Any, op: ast.cmpop, b: Any) -> Any:
    match op:
        case ast.Lt():
            return a < b
        case ast.Gt():
            return a > b
        case ast.LtE():
            return a <= b
        case ast.GtE():
            return a >= b
        case ast.Eq():
            return a == b
        case ast.NotEq():
            return a != b
    raise UnknownValueError


def scene_of(error: BaseException) -> Scene | None:
    """Return where the user's code raised ``error``; None where none of it had a part."""
    last = None
    for frame, _ in traceback.walk_tb(error.__traceback__):
        if is_users(frame.f_code.co_filename):
            last = frame
        elif is_ours(frame.f_code.co_filename):  # a function of ours that the user's code called
            last = None
    if last is None:
        return None
    place = error.__traceback__
    while place is not None and place.tb_frame is not last:
        place = place.tb_next
    assert place
    filename = last.f_code.co_filename
    lines = linecache.getlines(filename, last.f_globals)
    try:
        tree = ast.parse("".join(lines))
    except (SyntaxError, ValueError):
        return None
    scene = Scene(error, last, place.tb_lineno, shown(filename), tree, lines=lines)
    _place(scene, _position(last.f_code, place.tb_lasti))
    return scene


Position = tuple[int | None, int | None, int | None, int | None]


def _position(code: CodeType, instruction: int) -> Position:
    found = next(islice(code.co_positions(), instruction // 2, None), None)
    return found or (None, None, None, None)


def _place(scene: Scene, position: Position) -> None:
    """Find the statement, the function, the class and the expression that failed."""
    line, end, column, end_column = position
    for node in ast.walk(scene.tree):
        first, last = getattr(node, "lineno", 0), getattr(node, "end_lineno", 0) or 0
        if not first <= scene.number <= last:
            continue
        if isinstance(node, ast.ClassDef):
            scene.owner = node
        elif isinstance(node, ast.FunctionDef):
            scene.function = node
        elif isinstance(node, ast.stmt):
            scene.statement = node  # what comes later lies further within
        same = (first, last, getattr(node, "col_offset", -1), getattr(node, "end_col_offset", -1))
        if scene.node is None and same == (line, end, column, end_column):
            scene.node = node
    if scene.node is None:
        scene.node = scene.statement


def quoted(node: ast.AST | None) -> str:
    """Return an expression as text, cut where it is long."""
    text = ast.unparse(node) if node is not None else ""
    return text if len(text) <= LONGEST else text[: LONGEST - 2] + " …"


def arrays_at_hand(scene: Scene) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the arrays in the failing line by name, each with its shape."""
    seen = set()
    inner: set[int] = set()
    for node in ast.walk(scene.node or scene.tree) if scene.node else ():
        if not isinstance(node, ast.Name | ast.Attribute | ast.Subscript) or id(node) in inner:
            continue
        if isinstance(node, ast.Attribute) and node.attr in ("shape", "ndim", "size", "dtype"):
            continue
        value = scene.known(node)
        if isinstance(value, np.ndarray) and value.ndim:
            inner |= {id(part) for part in ast.walk(node)}
            name = quoted(node)
            if name not in seen:
                seen.add(name)
                yield name, value.shape


def imported_from(tree: ast.Module, name: str) -> str:
    """Return the module from which a file imports a name; nothing if it imports none of it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom | ast.Import):
            for given in node.names:
                if name == (given.asname or given.name.split(".")[0]):
                    return getattr(node, "module", None) or given.name
    return ""
