"""Causes of crashes that lie in what a value is: a float for a size, a list for an array."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from parity.checking.causes.crashing.scene import Scene, quoted
from parity.checking.causes.crashing.shapes import cause
from parity.checking.report import Cause
from parity.describing.concept import Text

MAKERS = ("zeros", "ones", "empty", "full")
"""Functions that take a shape."""

DRAWERS = ("randn", "rand")
"""Functions that take sizes, each as an argument of its own."""

_WHOLE = re.compile(
    r"cannot be interpreted as an integer|slice indices must be integers|only integers, slices|"
    r"integer argument expected|only integer scalar arrays|must be of integer|"
    r"can't multiply sequence by non-int|only length-1 arrays|only 0-dimensional arrays"
)


def array_for_shape(scene: Scene) -> Cause | None:
    """Find what is given to np.zeros and the like in place of a shape."""
    call = scene.node
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return None
    name = call.func.attr
    if not isinstance(scene.error, TypeError) or not call.args:
        return None
    first = call.args[0]
    if name in DRAWERS:
        return _drawn(scene, call, first)
    if name not in MAKERS:
        return None
    value = scene.known(first)
    function = quoted(call.func)
    if isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.ndim:
        text = quoted(first)
        return cause(
            scene,
            "array_for_shape",
            Text(
                f"{function} takes a shape, and {text} is an array: {function}({text}.shape), or "
                f"np.{name}_like({text}).",
                f"{function} に渡すのは形だが、{text} は配列である。{function}({text}.shape) か "
                f"np.{name}_like({text}) とする。",
            ),
            mended=scene.line_with(call, f"np.{name}_like({text})"),
        )
    if len(call.args) > 1 and name != "full":
        second = scene.known(call.args[1])
        if isinstance(value, int | np.integer) and isinstance(second, int | np.integer):
            sizes = ", ".join(quoted(argument) for argument in call.args)
            return cause(
                scene,
                "sizes_for_shape",
                Text(
                    f"{function} takes the shape as one argument: {function}(({sizes})).",
                    f"{function} の形は 1 つの引数で渡す。{function}(({sizes})) とする。",
                ),
                mended=scene.line_with(call, f"{function}(({sizes}))"),
            )
    return None


def _drawn(scene: Scene, call: ast.Call, first: ast.expr) -> Cause | None:
    if not isinstance(scene.known(first), tuple):
        return None
    function, text = quoted(call.func), quoted(first)
    sizes = ", ".join(map(quoted, first.elts)) if isinstance(first, ast.Tuple) else f"*{text}"
    return cause(
        scene,
        "shape_for_sizes",
        Text(
            f"{function} takes the sizes one by one: {function}({sizes}).",
            f"{function} の大きさは 1 つずつ渡す。{function}({sizes}) とする。",
        ),
        mended=scene.line_with(call, f"{function}({sizes})"),
    )


def float_for_integer(scene: Scene) -> Cause | None:
    """Find a float where an index, a size or a number of steps must be an integer."""
    if not _WHOLE.search(scene.said) or "'tuple'" in scene.said:
        return None
    for node, value in _floats(scene):
        text = quoted(node)
        if isinstance(value, np.ndarray):
            again = f"{text}.astype(int)"
            form = Text("", "")
            if value.ndim == 2 and set(np.unique(value)) <= {0.0, 1.0}:
                again = f"{text}.argmax(axis=1)"
                form = Text(" (here it is one-hot)", "(ここでは one-hot である)")
            return cause(
                scene,
                "float_array_for_index",
                Text(
                    f"{text} holds floats{form.en}, and an index must be integers: {again}.",
                    f"{text} は浮動小数点数の配列{form.ja}だが、添字は整数でなければならない。"
                    f"{again} とする。",
                ),
            )
        divided = next(_divisions(scene, node), None)
        because = Text("", "")
        if divided is not None:
            whole = quoted(divided)
            because = Text(
                f": / in {whole} gives a float, // an integer",
                f"。{whole} の / は浮動小数点数を返すので、// を使う",
            )
        return cause(
            scene,
            "float_for_integer",
            Text(
                f"{text} is the float {float(value):g} there, where an integer is "
                f"needed{because.en}.",
                f"整数が要るところで {text} が浮動小数点数 {float(value):g} になっている"
                f"{because.ja}。",
            ),
            divided.lineno if divided is not None else None,
        )
    return None


def _floats(scene: Scene) -> Iterator[tuple[ast.expr, Any]]:
    """Yield the floats that stand where integers belong, in the failing expression."""
    for node in ast.walk(scene.node or ast.Pass()):
        places: list[ast.expr] = []
        if isinstance(node, ast.Call):
            places = list(node.args)
        elif isinstance(node, ast.Subscript):
            places = [node.slice]
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            places = [node.left, node.right]
        for place in places:
            for part in _parts(place):
                value = scene.known(part)
                if isinstance(value, float | np.floating):
                    yield part, value
                if (
                    isinstance(value, np.ndarray)
                    and value.dtype.kind == "f"
                    and (isinstance(node, ast.Subscript))
                ):
                    yield part, value


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.Tuple | ast.List):
        for part in node.elts:
            yield from _parts(part)
    elif isinstance(node, ast.Slice):
        yield from (part for part in (node.lower, node.upper, node.step) if part is not None)
    else:
        yield node


def _divisions(scene: Scene, node: ast.AST | None, depth: int = 3) -> Iterator[ast.BinOp]:
    """Yield the divisions in an expression, and in what its names stand for."""
    if node is None or depth == 0:
        return
    for part in ast.walk(node):
        if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Div):
            yield part
        if isinstance(part, ast.Name | ast.Attribute):
            yield from _divisions(scene, scene.definition(part), depth - 1)


_NO_ARRAY = re.compile(
    r"^'(list|tuple|int|float)' object has no attribute '(\w+)'|"
    r"for [-+*/@%]+=?: '(list|tuple)' and|for [-+*/@%]+=?: '[\w.]+' and '(list|tuple)'|"
    r"^bad operand type for unary -: '(list|tuple)'|"
    r"not supported between instances of '(list|tuple)'|"
    r"^(list|tuple) indices must be integers or slices, not (?:tuple|list|numpy)"
)


def no_array(scene: Scene) -> Cause | None:
    """Find a list, a tuple or a number that is used as an array."""
    found = _NO_ARRAY.search(scene.said)
    if not found:
        return None
    kind = next(part for part in (found[1], *found.groups()[2:]) if part)
    if found[2] and not hasattr(np.ndarray, found[2]):
        return None
    for node in ast.walk(scene.node or ast.Pass()):
        if not isinstance(node, ast.Name | ast.Attribute | ast.Subscript | ast.List | ast.Tuple):
            continue
        value = scene.known(node)
        if type(value).__name__ != kind:
            continue
        text = quoted(node)
        if kind in ("int", "float"):
            return cause(
                scene,
                "number_for_array",
                Text(
                    f"{text} is a plain number there, which has no {found[2]}: np.asarray({text}) "
                    "has.",
                    f"{text} はただの数で、{found[2]} を持たない。np.asarray({text}) なら持つ。",
                ),
            )
        ja = {"list": "リスト", "tuple": "タプル"}[kind]
        return cause(
            scene,
            "no_array",
            Text(
                f"{text} is a {kind} there, and no array: np.array({text}) makes it one.",
                f"{text} は配列ではなく{ja}である。np.array({text}) で配列になる。",
            ),
        )
    return None


def floats_into_integers(scene: Scene) -> Cause | None:
    """Find an array of integers that is changed in place by floats."""
    found = re.search(
        r"Cannot cast ufunc '(\w+)' output from dtype\('(float\d+)'\) to dtype\('(u?int\d+)'\)",
        scene.said,
    )
    node = scene.node if isinstance(scene.node, ast.AugAssign) else scene.statement
    if not found or not isinstance(node, ast.AugAssign):
        return None
    target, value = quoted(node.target), quoted(node.value)
    sign = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}.get(type(node.op), "-")
    return cause(
        scene,
        "floats_into_integers",
        Text(
            f"{target} is an array of integers ({found[3]}), and {sign}= cannot put floats into "
            f"it: {target} = {target} {sign} {value} makes a new array, or make it float before.",
            f"{target} は整数の配列({found[3]})なので、{sign}= で浮動小数点数を入れられない。"
            f"{target} = {target} {sign} {value} とするか、先に float の配列にする。",
        ),
        mended=f"{target} = {target} {sign} {value}",
    )


def truth_of_an_array(scene: Scene) -> Cause | None:
    """Find an if, or a max of Python's, that is given a whole array."""
    if "truth value of an array" not in scene.said:
        return None
    for node in ast.walk(scene.node or ast.Pass()):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        better = {"max": "np.maximum", "min": "np.minimum"}.get(node.func.id)
        if better and len(node.args) == 2:
            mended = f"{better}({', '.join(map(quoted, node.args))})"
            return cause(
                scene,
                "truth_of_an_array",
                Text(
                    f"{node.func.id} of Python's compares whole objects; {mended} compares element "
                    "by element.",
                    f"Python の {node.func.id} は要素ごとには比べない。{mended} なら要素ごとに"
                    "比べる。",
                ),
                mended=scene.line_with(node, mended),
            )
    condition = next((t for t in _conditions(scene) if np.size(scene.known(t)) > 1), None)
    if condition is None:
        return None
    text = quoted(condition)
    return cause(
        scene,
        "truth_of_an_array",
        Text(
            f"{text} is a whole array there, neither true nor false: np.where({text}, ...) "
            "decides element by element.",
            f"{text} は配列全体であり、真偽を 1 つに決められない。np.where({text}, ...) なら"
            "要素ごとに選べる。",
        ),
    )


def _conditions(scene: Scene) -> Iterator[ast.expr]:
    for node in (scene.statement, scene.node):
        if isinstance(node, ast.If | ast.IfExp | ast.While | ast.Assert):
            yield node.test
        if isinstance(node, ast.Compare | ast.Name):
            yield node


def array_for_number(scene: Scene) -> Cause | None:
    """Find a function of the module math that is given an array."""
    call = scene.node
    if not isinstance(scene.error, TypeError) or not isinstance(call, ast.Call):
        return None
    name = quoted(call.func).rpartition(".")[2]
    if not hasattr(math, name) or not hasattr(np, name):
        return None
    of_math = isinstance(call.func, ast.Name) or quoted(call.func) == f"math.{name}"
    if not of_math or not any(np.size(scene.known(argument)) > 1 for argument in call.args):
        return None
    mended = f"np.{name}({', '.join(map(quoted, call.args))})"
    return cause(
        scene,
        "array_for_number",
        Text(
            f"{quoted(call.func)} of Python's module math takes one number; {mended} takes arrays.",
            f"math の {quoted(call.func)} は数を 1 つしか受け取らない。{mended} なら配列を"
            "受け取る。",
        ),
        mended=scene.line_with(call, mended),
    )
