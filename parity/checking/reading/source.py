"""The source of people's code: its text, its tree, what its return statement names."""

from __future__ import annotations

import ast
import contextlib
import dis
import inspect
import re
import textwrap
import types
import weakref
from pathlib import Path
from typing import Any

from parity.checking.loading.origin import is_users, undecorated

MOST_BESIDE = 40
"""How many of the files beside one are looked at."""


class Kept:
    """What is known of classes and functions, by which object it is, for as long as they live.

    They are not compared: a metaclass of the user's may have its own idea of what is equal.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[weakref.ref[Any], Any]] = {}

    def get(self, obj: Any) -> Any:
        """Return what is known of an object; ``None`` if nothing is."""
        found = self._known.get(id(obj))
        return found[1] if found is not None and found[0]() is obj else None

    def put(self, obj: Any, value: Any) -> None:
        """Keep what is known of a class or a function."""
        known, key = self._known, id(obj)

        def forget(gone: weakref.ref[Any]) -> None:
            if key in known and known[key][0] is gone:
                del known[key]

        known[key] = (weakref.ref(obj, forget), value)


_TEXTS, _TREES = Kept(), Kept()


def text_of(obj: Any) -> str:
    """Return the text of a class or a function, which is looked up once.

    To find one class, all of its file is parsed, and the bases of a framework stand in long ones.

    Raises:
        OSError, TypeError: if it is not known; then it is looked for again.
    """
    written = getattr(obj, "__func__", obj) if inspect.ismethod(obj) else obj
    if not isinstance(written, type | types.FunctionType):
        return inspect.getsource(obj)
    found = _TEXTS.get(written)
    if found is None:
        found = inspect.getsource(written)
        _TEXTS.put(written, found)
    return str(found)


def source_of(obj: Any) -> str:
    """Return the source of an object, and of the classes it is made from; "" if there is none."""
    parts = obj if isinstance(obj, tuple) else (obj,)
    found = []
    for part in parts:
        kind = part if inspect.isclass(part) or inspect.isfunction(part) else type(part)
        for each in getattr(kind, "__mro__", (kind,)):
            if each is object:
                continue
            try:
                found.append(text_of(each))
            except (OSError, TypeError):
                continue
    return "\n".join(found)


def is_stub(function: Any) -> bool:
    """Tell whether a function does nothing, as one does that is still to be written."""
    code = getattr(getattr(function, "__func__", function), "__code__", None)
    if code is None or code.co_names:
        return False
    done = {instruction.opname for instruction in dis.get_instructions(code)}
    constants = {c for c in code.co_consts if c != code.co_consts[0] or not isinstance(c, str)}
    return done <= NOTHING_DONE and constants <= {None}


NOTHING_DONE = {"RESUME", "NOP", "LOAD_CONST", "RETURN_CONST", "RETURN_VALUE"}
"""The instructions of ``pass``."""


def hands_on(method: Any) -> bool:
    """Tell whether a method, or the one that its decorator holds, only returns what it is given.

    The way back of what has weights does not: it is still to be written.
    """
    inside = getattr(method, "__func__", method)
    held = [cell.cell_contents for cell in getattr(inside, "__closure__", None) or ()]
    for function in (inside, *held):
        code = getattr(function, "__code__", None)
        if code is None or code.co_argcount < 2:
            continue
        done = [i for i in dis.get_instructions(code) if i.opname not in ("RESUME", "NOP")]
        if [i.opname.partition("_BORROW")[0] for i in done] == ["LOAD_FAST", "RETURN_VALUE"]:
            return bool(done[0].argval != code.co_varnames[0])
    return False


def is_unwritten(method: Any) -> bool:
    """Tell whether a method only says that it is to be written."""
    code = method.__code__
    return getattr(method, "__isabstractmethod__", False) or (
        bool({"NotImplementedError", "NotImplemented"} & set(code.co_names))
        and len(code.co_names) <= 2
    )


def gives_zeros_alone(function: Any) -> bool:
    """Tell whether a function returns zeros whatever it is given, and does nothing else."""
    tree = tree_of(function)
    body = getattr(tree.body[0], "body", []) if tree and tree.body else []
    done = [line for line in body if not _is_text(line)]
    match done:
        case [ast.Return(value=ast.Call(func=ast.Attribute(attr="zeros" | "zeros_like")))]:
            return True
    return False


def _is_text(line: ast.stmt) -> bool:
    return isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant)


def tree_of(function: Any) -> ast.Module | None:
    """Return the syntax tree of a function; ``None`` if its source is not known.

    Nobody may change it: the next who asks gets the same.
    """
    written = undecorated(function)
    if inspect.ismethod(written):
        written = written.__func__
    tree = _TREES.get(written)
    if tree is None:
        try:
            tree = ast.parse(textwrap.dedent(text_of(written)))
        except (OSError, TypeError, SyntaxError):
            return None
        if isinstance(written, type | types.FunctionType):
            _TREES.put(written, tree)
    return tree  # type: ignore[no-any-return]


def returned_names(function: Any) -> list[str]:
    """Return what the last return statement of a function names, "" for what is no name.

    ``return dx, [self.dW, db]`` names dx, dW and db.
    """
    tree = tree_of(function)
    returns = [n for n in ast.walk(tree) if isinstance(n, ast.Return) and n.value] if tree else []
    if not returns:
        return []
    value = max(returns, key=lambda node: node.lineno).value
    names: list[str] = []
    for part in value.elts if isinstance(value, ast.Tuple | ast.List) else [value]:
        names += map(name_of, part.elts if isinstance(part, ast.Tuple | ast.List) else [part])
    return names


def name_of(node: Any) -> str:
    """Return what a name is, or the last part of one with dots; "" for what is none."""
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def reads(function: Any, name: str) -> bool:
    """Tell whether a function makes use of its parameter, or may.

    Handing it to the same method of a base counts if that makes use of it.
    """
    tree = tree_of(function)
    if tree is None:
        return True
    handed_on = set()
    base = _method_of_base(function)
    for node in ast.walk(tree):
        if not (base and isinstance(node, ast.Call) and _calls_base(node, function.__name__)):
            continue
        theirs = [p for p in inspect.signature(base).parameters if p != "self"]
        given = [*zip(theirs, node.args, strict=False), *((k.arg, k.value) for k in node.keywords)]
        for parameter, argument in given:
            if isinstance(argument, ast.Name) and not reads(base, str(parameter)):
                handed_on.add(id(argument))
    return any(
        isinstance(node, ast.Name)
        and node.id == name
        and isinstance(node.ctx, ast.Load)
        and id(node) not in handed_on
        for node in ast.walk(tree)
    )


def _calls_base(node: ast.Call, method: str) -> bool:
    """Tell whether a call is ``super().method(...)``."""
    called = node.func
    return (
        isinstance(called, ast.Attribute)
        and called.attr == method
        and isinstance(called.value, ast.Call)
        and isinstance(called.value.func, ast.Name)
        and called.value.func.id == "super"
    )


def _method_of_base(function: Any) -> Any:
    """Return what ``super()`` finds in the place of a method; ``None`` if there is nothing."""
    inside = getattr(function, "__func__", function)
    kind = type(getattr(function, "__self__", None))
    found = [vars(each).get(getattr(inside, "__name__", "")) for each in kind.__mro__]
    if inside not in found:
        return None
    return next((f for f in found[found.index(inside) + 1 :] if inspect.isfunction(f)), None)


def source_around(obj: Any, known: dict[str, str] | None = None) -> str:
    """Return the source of an object and of what it uses of its file's own classes and functions.

    A network's layers, which compute in single precision, stand beside the network.
    """
    known = {} if known is None else known
    own = source_of(obj)
    known[own] = own
    functions = [obj, *vars(obj).values()] if inspect.isclass(obj) else [obj]
    beside: dict[str, Any] = {}
    for function in functions:
        beside.update(getattr(function, "__globals__", {}))
    for name in sorted(set(re.findall(r"\b[A-Za-z_]\w*\b(?=\()", own)) & set(beside)):
        part = beside[name]
        of_users = (inspect.isclass(part) or inspect.isfunction(part)) and _written_here(part)
        if of_users and source_of(part) not in known:
            source_around(part, known)
    return "\n".join(known)


def text_beside(obj: Any) -> str:
    """Return the text of the file that an object is defined in, and of those beside it.

    Of a notebook that is its cell; "" if nothing is known.
    """
    try:
        own = "".join(inspect.findsource(obj)[0])
        path = Path(inspect.getsourcefile(obj) or "")
    except (OSError, TypeError, IndexError):
        return ""
    texts = [own]
    if path.is_file():
        for other in sorted(path.parent.glob("*.py"))[:MOST_BESIDE]:
            with contextlib.suppress(OSError, UnicodeDecodeError):
                texts.append(other.read_text(encoding="utf-8"))
    return "\n".join(texts)


def _written_here(part: Any) -> bool:
    """Tell whether a class or function is the user's, and no library's."""
    try:
        return is_users(inspect.getsourcefile(part) or "")
    except TypeError:
        return False
