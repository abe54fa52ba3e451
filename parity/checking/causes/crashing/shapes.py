"""Causes of crashes that lie in the shapes of arrays."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from parity.checking.causes.crashing.scene import Scene, quoted
from parity.checking.report import Cause
from parity.describing.concept import Text

Shape = tuple[int, ...]

REDUCTIONS = ("sum", "mean", "max", "min", "amax", "amin", "prod", "std", "var")
_BROADCAST = re.compile(r"broadcast (?:together|input)|non-broadcastable output|doesn't match the")


def cause(scene: Scene, name: str, text: Text, line: int | None = None, mended: str = "") -> Cause:
    """Return a cause with the line of the user's code."""
    return Cause(name, text, scene.line(line), mended=mended)


def keepdims_missing(scene: Scene) -> Cause | None:
    """Find a sum or maximum over an axis that lost the axis along which it is used."""
    for operand, other in operands(scene):
        beside = scene.shape(other)
        mine = scene.shape(operand)
        if beside is None or mine is None:
            continue
        for reduction in _reductions(scene, operand):
            axis = _axis(scene, reduction)
            if (
                axis is None
                or len(mine) + 1 != len(beside)
                or not -len(beside) <= axis < len(beside)
            ):
                continue
            kept = list(mine)
            kept.insert(axis % len(beside), 1)
            if _fit(tuple(kept), beside) and not _fit(mine, beside):
                return _keepdims(scene, reduction, mine, beside, tuple(kept))
    return None


def _keepdims(scene: Scene, call: ast.Call, mine: Shape, beside: Shape, kept: Shape) -> Cause:
    mended = ast.Call(
        call.func,
        call.args,
        [*(k for k in call.keywords if k.arg != "keepdims"),
         ast.keyword("keepdims", ast.Constant(True))],
    )  # fmt: skip
    text = quoted(call)
    return cause(
        scene,
        "keepdims_missing",
        Text(
            f"{text} drops the axis that it goes over, so it has shape {mine} and does not fit "
            f"{beside}: with keepdims=True it has shape {kept}.",
            f"{text} は集約した軸が消えて形が {mine} になり、{beside} と合わない。keepdims=True を"
            f"付けると {kept} になる。",
        ),
        call.lineno,
        scene.line_with(call, ast.unparse(mended)),
    )


def operands(scene: Scene) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Yield both operands of what could not be broadcast, each with the other one."""
    if not isinstance(scene.error, ValueError) or not _BROADCAST.search(scene.said):
        return
    node = scene.node
    pair: tuple[ast.AST, ast.AST] | None = None
    match node:
        case ast.BinOp(left=left, right=right):
            pair = left, right
        case ast.AugAssign(target=target, value=value):
            pair = _loaded(target), value
        case ast.Compare(left=left, comparators=[right]):
            pair = left, right
        case ast.Call(args=[left, right, *_]):
            pair = left, right
        case ast.Assign(targets=[ast.Subscript() as target], value=value):
            pair = _loaded(target), value
        case ast.Subscript() if isinstance(scene.statement, ast.Assign | ast.AugAssign):
            pair = _loaded(node), scene.statement.value
    if pair:
        yield pair[1], pair[0]
        yield pair


def _loaded(node: ast.AST) -> ast.AST:
    return ast.parse(ast.unparse(node), mode="eval").body


def _reductions(scene: Scene, node: ast.AST | None, depth: int = 3) -> Iterator[ast.Call]:
    """Yield the reductions over an axis in an expression, and in what its names stand for."""
    if node is None or depth == 0:
        return
    for part in ast.walk(node):
        if isinstance(part, ast.Call) and _reduces(part):
            yield part
        if isinstance(part, ast.Name | ast.Attribute):
            yield from _reductions(scene, scene.definition(part), depth - 1)


def _reduces(call: ast.Call) -> bool:
    function = call.func
    if not isinstance(function, ast.Attribute) or function.attr not in REDUCTIONS:
        return False
    kept = next((k.value for k in call.keywords if k.arg == "keepdims"), None)
    return kept is None or (isinstance(kept, ast.Constant) and not kept.value)


def _axis(scene: Scene, call: ast.Call) -> int | None:
    given = next((k.value for k in call.keywords if k.arg == "axis"), None)
    if given is None:
        assert isinstance(call.func, ast.Attribute)
        of_numpy = scene.known(call.func.value) is np
        rest = call.args[1:] if of_numpy else call.args
        given = rest[0] if rest else None
    axis = scene.known(given)
    return int(axis) if isinstance(axis, int | np.integer) else None


def _fit(a: Shape, b: Shape) -> bool:
    try:
        np.broadcast_shapes(a, b)
    except ValueError:
        return False
    return True


def matmul_transposed(scene: Scene) -> Cause | None:
    """Find a product of matrices that is right with one of them transposed."""
    if not re.search(r"not aligned|matmul: Input operand", scene.said):
        return None
    pair = _factors(scene)
    if pair is None:
        return None
    left, right, form = pair
    a, b = scene.shape(left), scene.shape(right)
    if a is None or b is None or not 0 < len(a) < 3 or not 0 < len(b) < 3:
        return None
    ways: dict[str, tuple[Shape, Shape, str]] = {
        "left": (a[::-1], b, form.format(_transposed(left), quoted(right))),
        "right": (a, b[::-1], form.format(quoted(left), _transposed(right))),
        "exchanged": (b, a, form.format(quoted(right), quoted(left))),
    }
    results = {
        way: _product(one, other)
        for way, (one, other, _) in ways.items()
        if _product(one, other) is not None
    }
    wanted = _wanted(scene)
    if wanted is not None:
        results = {way: found for way, found in results.items() if found == wanted} or results
    transposing = [way for way in results if way != "exchanged"]
    if len(transposing) != 1 and len(results) != 1:
        return None
    way = transposing[0] if len(transposing) == 1 else next(iter(results))
    mended, shape = ways[way][2], results[way]
    which = {"left": left, "right": right}.get(way)
    en = f"{quoted(which)} belongs there transposed" if which is not None else "The order is wrong"
    ja = f"{quoted(which)} を転置する" if which is not None else "掛ける順序が逆である"
    if wanted is not None and shape == wanted:
        en_shape, ja_shape = f"{shape}, which is wanted", f"求める形 {shape}"
    else:
        en_shape, ja_shape = f"{shape}", f"{shape}"
    return cause(
        scene,
        "matmul_transposed" if which is not None else "matmul_exchanged",
        Text(
            f"{quoted(left)} has shape {a} and {quoted(right)} {b}, which cannot be multiplied. "
            f"{en}: {mended} has shape {en_shape}.",
            f"{quoted(left)} の形は {a}、{quoted(right)} の形は {b} で、掛けられない。{ja}とよい。"
            f"{mended} なら {ja_shape} になる。"
            if which is not None
            else f"{quoted(left)} の形は {a}、{quoted(right)} の形は {b} で、掛けられない。{ja}。"
            f"{mended} なら {ja_shape} になる。",
        ),
        mended=scene.line_with(scene.node, mended) if scene.node else mended,
    )


def _factors(scene: Scene) -> tuple[ast.expr, ast.expr, str] | None:
    match scene.node:
        case ast.BinOp(left=left, op=ast.MatMult(), right=right):
            return left, right, "{} @ {}"
        case ast.Call(func=ast.Attribute(value=base, attr="dot" | "matmul"), args=[left, right]):
            return left, right, f"{quoted(base)}.{scene.node.func.attr}({{}}, {{}})"  # type: ignore[attr-defined]
        case ast.Call(func=ast.Attribute(value=left, attr="dot"), args=[right]):
            return left, right, "{}.dot({})"
    return None


def _transposed(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute) and node.attr == "T":
        return quoted(node.value)
    text = quoted(node)
    simple = isinstance(node, ast.Name | ast.Attribute | ast.Subscript | ast.Call)
    return f"{text}.T" if simple else f"({text}).T"


def _product(a: Shape, b: Shape) -> Shape | None:
    if a[-1] != b[-2 if len(b) > 1 else 0]:
        return None
    return (*a[:-1], *(b[1:] if len(b) > 1 else ()))


def _wanted(scene: Scene) -> Shape | None:
    """Return the shape of what the product is a gradient of, where its name says so."""
    statement = scene.statement
    if not isinstance(statement, ast.Assign) or statement.value is not scene.node:
        return None
    target = statement.targets[0]
    name = {
        ast.Name: lambda: target.id,  # type: ignore[attr-defined]
        ast.Attribute: lambda: target.attr,  # type: ignore[attr-defined]
        ast.Subscript: lambda: scene.known(target.slice),  # type: ignore[attr-defined]
    }.get(type(target), lambda: None)()
    if not isinstance(name, str):
        return None
    plain = re.sub(r"^(d|grad_?)(?=\w)|(_grad)$", "", name)
    held = getattr(scene.own, "__dict__", {}) if scene.own is not None else {}
    places: list[Any] = [scene.frame.f_locals, held, *(v for v in held.values() if type(v) is dict)]
    for place in places:
        for key in (plain, plain.lower(), plain.upper()) if plain != name else ():
            if type(place.get(key)) is np.ndarray:
                return tuple(place[key].shape)
    return None


def window_of_the_gradient(scene: Scene) -> Cause | None:
    """Find a window that is cut out of dout, which has one number for each window."""
    function = scene.function
    if function is None or "back" not in function.name:
        return None
    upstream = [a.arg for a in function.args.args if a.arg != "self"][:1]
    for _, other in operands(scene):
        for part in ast.walk(scene.statement or scene.tree):
            if not (isinstance(part, ast.Subscript) and quoted(part.value) in upstream):
                continue
            parts = part.slice.elts if isinstance(part.slice, ast.Tuple) else [part.slice]
            windows = [p for p in parts if isinstance(p, ast.Slice) and p.lower and p.upper]
            gradient = scene.known(part.value)
            if not windows or not isinstance(gradient, np.ndarray) or gradient.ndim < 3:
                continue
            cut, beside = scene.shape(part), scene.shape(other)
            if cut is None or beside is None or _fit(cut, beside):
                continue
            text = quoted(part)
            return cause(
                scene,
                "window_of_the_gradient",
                Text(
                    f"{text} cuts a window out of the upstream gradient and has shape {cut}. The "
                    f"gradient, of shape {gradient.shape}, has one number for each window of the "
                    "input: index it with the window's position.",
                    f"{text} は上流の勾配から窓を切り出しており、形は {cut} になる。上流の勾配"
                    f"(形 {gradient.shape})は窓ごとに値を 1 つ持つので、窓の位置で添字を付ける。",
                ),
            )
    return None


def reshape_of_another_size(scene: Scene) -> Cause | None:
    """Find a reshape to another number of elements."""
    found = re.search(r"cannot reshape array of size (\d+) into shape \(?([\d,-]*)", scene.said)
    if not found:
        return None
    sizes = tuple(int(part) for part in found[2].split(",") if part)
    shown = f"({', '.join(map(str, sizes))}{',' * (len(sizes) == 1)})"
    fixed = -1 in sizes
    needed = int(np.prod([size for size in sizes if size != -1]))
    what_en = f"a multiple of {needed}" if fixed else f"{needed}"
    what_ja = f"{needed} の倍数個" if fixed else f"{needed} 個"
    return cause(
        scene,
        "reshape_of_another_size",
        Text(
            f"The array has {found[1]} elements there, and shape {shown} needs {what_en}.",
            f"配列の要素は {found[1]} 個だが、形 {shown} には {what_ja}が要る。",
        ),
    )


def axis_out_of_bounds(scene: Scene) -> Cause | None:
    """Find an axis that the array does not have."""
    found = re.search(r"axis (-?\d+) is out of bounds for array of dimension (\d+)", scene.said)
    if not found:
        return None
    axis, axes = int(found[1]), int(found[2])
    few = "1 axis" if axes == 1 else f"{axes} axes"
    more = Text("", "")
    if axes == 1 and axis == 1:
        more = Text(
            " axis=-1 goes over the last axis, with and without a batch.",
            "axis=-1 なら、バッチの有無によらず最後の軸を指す。",
        )
    return cause(
        scene,
        "axis_out_of_bounds",
        Text(
            f"The array has {few} there, so there is no axis {axis}.{more.en}",
            f"その配列の軸は {axes} 本なので、軸 {axis} はない。{more.ja}",
        ),
    )


def unpacked(scene: Scene) -> Cause | None:
    """Find a shape, or a result, that is taken apart into another number of parts."""
    found = re.search(r"values to unpack \(expected (\d+)(?:, got (\d+))?\)", scene.said)
    statement = scene.statement
    if not found or not isinstance(statement, ast.Assign):
        return None
    expected, value = int(found[1]), statement.value
    if isinstance(value, ast.Attribute) and value.attr == "shape":
        shape = scene.known(value)
        if isinstance(shape, tuple) and len(shape) != expected:
            array = quoted(value.value)
            return cause(
                scene,
                "shape_unpacked",
                Text(
                    f"{array} has shape {shape} there, and the line takes {expected} sizes.",
                    f"{array} の形は {shape} だが、この行は {expected} 個の大きさを受け取る。",
                ),
            )
    if isinstance(value, ast.Call):
        name = quoted(value.func).rpartition(".")[2]
        own = scene.defined(name)
        given = {
            len(node.value.elts) if isinstance(node.value, ast.Tuple) else 1
            for node in (ast.walk(own) if own else ())
            if isinstance(node, ast.Return) and node.value is not None
        }
        if len(given) == 1 and expected not in given:
            n = given.pop()
            return cause(
                scene,
                "results_unpacked",
                Text(
                    f"{name} returns {n} value{'s' * (n != 1)}, and the line takes {expected}.",
                    f"{name} が返す値は {n} 個だが、この行は {expected} 個を受け取る。",
                ),
            )
    return None


def index_out_of_bounds(scene: Scene) -> Cause | None:
    """Find an index behind the end of an array."""
    found = re.search(r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)", scene.said)
    if not found:
        return None
    index, axis, size = (int(part) for part in found.groups())
    return cause(
        scene,
        "index_out_of_bounds",
        Text(
            f"The index is {index}, and axis {axis} has {size} element{'s' * (size != 1)}.",
            f"添字が {index} だが、軸 {axis} の要素は {size} 個である。",
        ),
    )


def too_many_indices(scene: Scene) -> Cause | None:
    """Find more indices than an array has axes, or a size that its shape does not have."""
    found = re.search(r"array is (\d+)-dimensional, but (\d+) were indexed", scene.said)
    if found:
        axes, indices = int(found[1]), int(found[2])
        return cause(
            scene,
            "too_many_indices",
            Text(
                f"The array has {axes} ax{'i' if axes == 1 else 'e'}s there, and {indices} indices "
                "are given.",
                f"その配列の軸は {axes} 本だが、添字が {indices} 個ある。",
            ),
        )
    for node in ast.walk(scene.node or ast.Pass()):
        if not isinstance(scene.error, IndexError) or not isinstance(node, ast.Subscript):
            continue
        shape, index = scene.known(node.value), scene.known(node.slice)
        of_shape = isinstance(node.value, ast.Attribute) and node.value.attr == "shape"
        if of_shape and isinstance(shape, tuple) and isinstance(index, int) and index >= len(shape):
            array = quoted(node.value.value)  # type: ignore[attr-defined]
            return cause(
                scene,
                "too_many_indices",
                Text(
                    f"{array} has shape {shape} there, so {quoted(node)} does not exist.",
                    f"{array} の形は {shape} なので、{quoted(node)} はない。",
                ),
            )
    return None
