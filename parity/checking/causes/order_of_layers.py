"""A way back that goes through two layers in the order of the way forward."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from parity.checking.loading.origin import line_in
from parity.checking.reading.source import tree_of
from parity.checking.report import Cause
from parity.describing.concept import Text

FORWARD = ("forward", "predict", "loss", "__call__", "call", "forward_pass")
"""Methods of a class that go forward; in one of them stands what follows what."""

BACK = ("backward", "backward_pass", "backprop", "gradient", "back", "bwd")
"""What the way back of a layer is called."""


@dataclass(frozen=True)
class Step:
    """What one layer gives goes into another one.

    Attributes:
        first: the layer whose result it is, as an attribute of the object.
        second: the layer that takes it.
        node: where.
    """

    first: str
    second: str
    node: ast.Call


def in_some_part(obj: Any) -> Cause | None:
    """Return the cause, if a part of an object goes back in the order of forward.

    Parts are what the object keeps, alone or in lists, and their own parts.
    """
    for kind in _kinds_in(obj, 3):
        for name in BACK:
            back = inspect.getattr_static(kind, name, None)
            if inspect.isfunction(back) and (found := in_forward_order(kind, back)):
                return found
    return None


def _kinds_in(obj: Any, depth: int) -> list[type]:
    """Return the classes of an object and of its parts, each once, the outermost first."""
    found = {type(obj): None}
    held = [part for value in getattr(obj, "__dict__", {}).values()
            for part in (value if isinstance(value, list | tuple) else [value])]  # fmt: skip
    for part in held:
        if depth and any(inspect.isfunction(getattr(type(part), name, None)) for name in BACK):
            found |= dict.fromkeys(_kinds_in(part, depth - 1))
    return list(found)


def in_forward_order(kind: type, back: Any) -> Cause | None:
    """Return the cause, if ``back`` takes two layers in the order in which forward takes them.

    Args:
        kind: the class whose layers they are.
        back: its way back.
    """
    forward: set[tuple[str, str]] = set()
    for name in FORWARD:
        method = inspect.getattr_static(kind, name, None)
        if inspect.isfunction(method):
            forward |= {(s.first, s.second) for s in steps(method, (*FORWARD, ""))}
    for step in steps(back, BACK):
        if step.first != step.second and (step.first, step.second) in forward:
            return _cause(step, back)
    return None


def steps(method: Any, verbs: Sequence[str]) -> list[Step]:
    """Return what goes from layer to layer in a method, in its order.

    Args:
        method: a function whose source is known; else there are none.
        verbs: what the layers' methods are called; "" where a layer itself is called.
    """
    tree = tree_of(method)
    if tree is None or not tree.body:
        return []
    walk = _Walk(tuple(verbs))
    walk.through(getattr(tree.body[0], "body", []))
    return walk.found


@dataclass
class _Walk:
    verbs: tuple[str, ...]
    holds: dict[str, str] = field(default_factory=dict)  # which layer gave a variable
    found: list[Step] = field(default_factory=list)

    def through(self, lines: Iterable[ast.stmt]) -> None:
        for line in lines:
            match line:
                case (
                    ast.Assign(targets=[target], value=value)
                    | ast.AnnAssign(target=target, value=ast.expr() as value)
                ):
                    given = self.giver(value)
                    for name in _names(target):
                        self.holds.pop(name, None)
                        if given and isinstance(target, ast.Name | ast.Attribute):
                            self.holds[name] = given
                case ast.AugAssign(target=target, value=value):
                    self.giver(value)
                    for name in _names(target):
                        self.holds.pop(name, None)
                case _:
                    for child in _expressions(line):
                        self.giver(child)
            for block in ("body", "orelse"):
                self.through(getattr(line, block, []))

    def giver(self, value: ast.expr) -> str:
        """Return the layer whose result an expression is; "" if it is none's."""
        if isinstance(value, ast.Name | ast.Attribute):
            return self.holds.get(ast.unparse(value), "")
        given = [self.giver(child) for child in _expressions(value)]
        layer = self._layer(value)
        if not layer:
            return ""
        assert isinstance(value, ast.Call)
        first = given[1] if len(given) > 1 else ""  # behind the function itself
        if first:
            self.found.append(Step(first, layer, value))
        return layer

    def _layer(self, value: ast.expr) -> str:
        match value:
            case ast.Call(
                func=ast.Attribute(value=ast.Attribute(ast.Name("self"), name), attr=verb)
            ) if verb in self.verbs:
                return name
            case ast.Call(func=ast.Attribute(ast.Name("self"), name)) if "" in self.verbs:
                return name
        return ""


def _expressions(node: ast.AST) -> Iterator[ast.expr]:
    return (child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr))


def _names(target: ast.expr) -> list[str]:
    parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
    return [ast.unparse(part) for part in parts]


def _cause(step: Step, back: Any) -> Cause:
    a, b = step.first, step.second
    return Cause(
        "in_forward_order",
        Text(
            f"Forward gives what {a} returns to {b}, so the gradient comes through {b} first, and "
            f"then through {a}; here it is the other way round.",
            f"forward では {a} の出力を {b} に渡している。逆伝播は逆順で、先に {b}、次に {a} を"
            "通さなければならないが、ここでは順序が入れ替わっている。",
        ),
        line_in(back, step.node.lineno),
        mended=_mended(step),
        kind=Text("layers in the wrong order", "層の順序の誤り"),
    )


def _mended(step: Step) -> str:
    """Return the two calls, one inside the other, in the right order; "" where they are apart."""
    inner = step.node.args[0] if step.node.args else None
    if not isinstance(inner, ast.Call):
        return ""
    own = ast.Call(step.node.func, inner.args, inner.keywords)
    return ast.unparse(ast.Call(inner.func, [own, *step.node.args[1:]], step.node.keywords))
