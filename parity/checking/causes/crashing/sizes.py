"""Causes of crashes that lie in how the size of an output was computed."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from parity.checking.causes.crashing.scene import Scene, quoted
from parity.checking.report import Cause
from parity.describing.concept import Text


@dataclass(frozen=True)
class _Padded:
    """A size of the output, with the padding in it.

    Attributes:
        name: what the code calls it.
        before: what it is there.
        value: what it is with the padding.
        at: where the code computes it: the size of the input in that line.
        mended: that line with the padding.
    """

    name: str
    before: int
    value: int
    at: ast.Name
    mended: str


def padding_left_out(scene: Scene) -> Cause | None:
    """Find a reshape to sizes that were computed without the padding that the image has."""
    found = re.search(r"cannot reshape array of size (\d+) into shape", scene.said)
    node = scene.node
    if not found or not isinstance(node, ast.Call):
        return None
    sizes = node.args
    if len(sizes) == 1 and isinstance(sizes[0], ast.Tuple | ast.List):
        sizes = sizes[0].elts
    given = [scene.known(size) for size in sizes]
    if not given or any(type(n) is not int or n < 0 for n in given):
        return None
    for padding in _paddings(scene):
        with_it = {quoted(size): _with_padding(scene, size, padding) for size in sizes}
        changed = [p for p in with_it.values() if p is not None]
        new = [
            p.value if (p := with_it[quoted(s)]) else n for s, n in zip(sizes, given, strict=True)
        ]
        if changed and math.prod(new) == int(found[1]):
            return _told(scene, quoted(padding), changed)
    return None


def _told(scene: Scene, padding: str, changed: list[_Padded]) -> Cause:
    en = "; ".join(f"{p.name} is {p.before} there, and {p.value} with it" for p in changed)
    ja = "、".join(f"{p.name} は {p.before} だが、含めれば {p.value}" for p in changed)
    first = changed[0]
    return Cause(
        "padding_left_out",
        Text(
            f"The image is padded by {padding}, and the size of the output is computed without "
            f"it: {en}. Each side is 2 * {padding} longer.",
            f"画像は {padding} だけパディングされているのに、出力の大きさの計算に"
            f"含まれていない。{ja} になる。各辺は 2 * {padding} だけ長い。",
        ),
        scene.line(first.at.lineno),
        mended=first.mended,
    )


def _paddings(scene: Scene) -> Iterator[ast.expr]:
    """Yield what is called a padding, and pads."""
    own = scene.frame.f_code.co_varnames[:1]
    held = getattr(scene.own, "__dict__", {}) if scene.owner is not None else {}
    names = [name for name in scene.frame.f_locals if "pad" in name.lower()]
    names += [f"{own[0]}.{name}" for name in held if own and "pad" in name.lower()]
    for name in names:
        node = ast.parse(name, mode="eval").body
        value = scene.known(node)
        if type(value) is int and value > 0:
            yield node


def _with_padding(scene: Scene, size: ast.expr, padding: ast.expr) -> _Padded | None:
    """Return a size with the padding added to the side of the image that it is computed from."""
    definition = scene.definition(size)
    before = scene.known(size)
    if definition is None or "pad" in ast.unparse(definition).lower():
        return None
    for node in ast.walk(definition):
        if not isinstance(node, ast.Name) or not _is_a_side(scene, node.id):
            continue
        longer = f"{node.id} + 2 * {quoted(padding)}"
        value = scene.known(_Replaced(node.id, longer).visit(ast.parse(ast.unparse(definition))))
        if type(value) is int and value != before:
            shown = longer if _is_added(definition, node) else f"({longer})"
            return _Padded(quoted(size), before, value, node, scene.line_with(node, shown))
    return None


def _is_a_side(scene: Scene, name: str) -> bool:
    """Tell whether a name stands for a number of the shape of an array."""
    for node in ast.walk(scene.function) if scene.function else ():
        if not isinstance(node, ast.Assign) or ".shape" not in ast.unparse(node.value):
            continue
        if any(isinstance(p, ast.Name) and p.id == name for t in node.targets for p in ast.walk(t)):
            return True
    return False


def _is_added(definition: ast.expr, name: ast.Name) -> bool:
    """Tell whether a name is the first summand of a sum or a difference."""
    return any(
        isinstance(n, ast.BinOp) and n.left is name and isinstance(n.op, ast.Add | ast.Sub)
        for n in ast.walk(definition)
    )


class _Replaced(ast.NodeTransformer):
    """Puts an expression in the place of a name."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text

    def visit_Module(self, node: ast.Module) -> ast.expr:
        """Return the expression that the module is made of."""
        (statement,) = node.body
        assert isinstance(statement, ast.Expr)
        changed: ast.expr = self.visit(statement.value)
        return changed

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Return what stands in the place of a name."""
        return ast.parse(self.text, mode="eval").body if node.id == self.name else node
