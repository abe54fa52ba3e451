"""Small changes of a line of the user's that may mend it: slips undone, and what was left out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parity.harness.slips import slips
from parity.harness.slips.line import Line, function_of, wrapped

COUNTS = ("self.t", "t", "self.iter", "self.step", "step", "i", "n", "epoch")
"""Names of what is counted: they are forgotten as exponents."""


AXES = ("0", "1", "-1", "(0, 1)", "(0, 2)", "(0, 2, 3)", "(1, 2, 3)", "(2, 3)", "(0, 1, 2)")
"""What sums and means are taken over."""

RANKS = {"bracket_added": 3, "comparison_turned": 3, "name_confused": 3}
"""What is hard to put into a right line is easily left out of it; what is confused is often so."""


@dataclass(frozen=True)
class Mend:
    """A line as it may have to be.

    Attributes:
        kind: what was changed.
        text: the line.
        rank: the less, the likelier.
    """

    kind: str
    text: str
    rank: int


def mends(
    text: str,
    names: Sequence[str],
    unused: Sequence[str] = (),
    loops: Sequence[str] = (),
    any_name: bool = True,
) -> list[Mend]:
    """Return what may mend a line, the likeliest first.

    Args:
        text: the line.
        names: what has a name there.
        unused: those that nobody reads: another one may stand in their place.
        loops: those that loops count with, the inner ones last.
        any_name: whether each name is tried in the place of each other, which comes last.
    """
    line = Line.of(text)
    if line is None:
        return []
    tried = names if any_name else ()
    found = [Mend(s.kind, s.wrong, RANKS.get(s.kind, s.rank)) for s in slips(text, (), tried)]
    if unused:
        found += [Mend(s.kind, s.wrong, 1) for s in slips(text, (), unused) if s.kind == "any_name"]
    for node in line.nodes():
        found += _of_node(line, node, names, loops)
    if isinstance(line.tree, ast.Assign | ast.AugAssign):
        found.append(Mend("left_out", "pass", 3))
    seen = {text}
    out = []
    for mend in sorted(found, key=lambda m: m.rank):
        if mend.text not in seen:
            seen.add(mend.text)
            out.append(mend)
    return out


def _of_node(
    line: Line, node: ast.AST, names: Sequence[str], loops: Sequence[str]
) -> Iterator[Mend]:
    if isinstance(node, ast.expr) and line.is_target(node):
        return
    parent = line.parents.get(node)
    called = isinstance(parent, ast.Call) and parent.func is node
    if isinstance(node, ast.Name | ast.Attribute) and not called:
        yield from _of_name(line, node, [name for name in COUNTS if name in names])
    if isinstance(node, ast.Call):
        yield from _of_call(line, node)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
        yield from _of_output_size(line, node, names)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        for side in (node.left, node.right):
            if isinstance(side, ast.Name | ast.Attribute) and not line.text(side).endswith(".T"):
                turned = f"{line.text(side)}.swapaxes(-1, -2)"
                yield _put(line, side, "transposition_added", turned, 5)  # behind .T
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield from _of_comparison(line, node)
    if isinstance(node, ast.Subscript):
        yield from _of_window(line, node, loops)
    if isinstance(node, ast.BinOp | ast.Call) and not isinstance(parent, ast.Tuple):
        inner = line.text(node)
        for function in ("np.sqrt", "np.exp", "np.log", "np.abs"):
            yield _put(line, node, "function_added", f"{function}({inner})", 7)
        yield _put(line, node, "one_minus_added", f"(1 - {wrapped(inner)})", 6)
    first = isinstance(parent, ast.Call) and parent.args[:1] == [node]
    term = isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Add | ast.Sub)
    divided = (
        isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Div) and node is parent.left
    )
    summed = isinstance(parent, ast.Attribute) and parent.attr in ("sum", "mean", "dot")
    if isinstance(node, ast.expr) and (
        ((first or term or summed) and not isinstance(node, ast.Constant)) or divided
    ):
        yield from _of_a_part(line, node, names)
    if isinstance(node, ast.Assign | ast.Return | ast.AugAssign) and node.value is not None:
        yield from _of_value(line, node.value, names)
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        target, value = line.text(node.targets[0]), line.text(node.value)
        if isinstance(node.targets[0], ast.Tuple):
            yield from _of_unpacking(line, node.targets[0], value)
        if not isinstance(node.targets[0], ast.Tuple) and not isinstance(node.value, ast.Constant):
            yield Mend("zeros_meant", f"{target} = np.zeros_like({value})", 7)
        if not isinstance(node.targets[0], ast.Tuple | ast.Name):
            of_an_element = isinstance(node.targets[0], ast.Subscript)
            yield Mend("added_up", f"{target} += {value}", 2 if of_an_element else 4)
    if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add | ast.Sub):
        target, value = line.text(node.target), line.text(node.value)
        sign = "-" if isinstance(node.op, ast.Sub) else ""
        yield Mend("assigned", f"{target} = {sign}{wrapped(value)}", 4)


def _of_unpacking(line: Line, names: ast.Tuple, value: str) -> Iterator[Mend]:
    """Yield an unpacking with two neighbours exchanged, as in ``N, C, W, H = x.shape``."""
    texts = [line.text(name) for name in names.elts]
    for k in range(len(texts) - 2, -1, -1):
        order = [*texts[:k], texts[k + 1], texts[k], *texts[k + 2 :]]
        rank = 2 if value.endswith("shape") else 4
        yield _put(line, names, "names_exchanged", ", ".join(order), rank)


def _of_name(line: Line, node: ast.expr, counts: Sequence[str]) -> Iterator[Mend]:
    text = line.text(node)
    if text in ("np", "self", "math") or (text.startswith("np.") and "(" not in text):
        return
    yield _put(line, node, "square_added", f"{text} ** 2", 4)
    yield _put(line, node, "transposition_added", f"{text}.T", 4)
    yield _put(line, node, "one_minus_added", f"(1 - {text})", 5)
    yield _put(line, node, "order_reversed", f"{text}[::-1]", 6)
    yield _put(line, node, "root_added", f"np.sqrt({text})", 6)
    yield _put(line, node, "copy_added", f"{text}.copy()", 7)
    for count in counts:
        yield _put(line, node, "power_added", f"{text} ** {count}", 5)
        yield _put(line, node, "power_added", f"{text} ** ({count} + 1)", 6)


SIDES = re.compile(r"(in(put)?_?)?(h|w|H|W|height|width|HH|WW)(_?(in|prev|x))?")
"""Names of an image's sides."""


def _of_output_size(line: Line, node: ast.BinOp, names: Sequence[str]) -> Iterator[Mend]:
    """Yield the number of an image's windows with the padding, which was forgotten."""
    side = line.text(node.left)
    if not SIDES.fullmatch(side) or not isinstance(node.right, ast.Name | ast.Attribute):
        return
    for pad in names:
        if pad.rpartition(".")[2].lower() in ("pad", "padding", "p"):
            wider = f"{side} + 2 * {pad} - {line.text(node.right)}"
            yield _put(line, node, "padding_added", wider, 1)


def _of_comparison(line: Line, node: ast.Compare) -> Iterator[Mend]:
    """Yield a comparison that ends before the sum that Python takes for a side of it."""
    other = node.comparators[0]
    if not isinstance(other, ast.BinOp) or not isinstance(other.op, ast.Add | ast.Sub):
        return
    first = other.left
    while isinstance(first, ast.BinOp) and isinstance(first.op, ast.Add | ast.Sub):
        first = first.left
    start, end = line.start(node), line.end(first)
    text = f"({line.code[start:end]})"
    yield Mend("bracket_added", line.code[:start] + text + line.code[end:], 1)


def _of_call(line: Line, node: ast.Call) -> Iterator[Mend]:
    name, arguments = function_of(node), line.arguments(node)
    if name in ("sum", "mean", "max", "min", "var", "std"):
        given = {k.arg for k in node.keywords}
        kept = [line.text(part) for part in (*node.args, *node.keywords)]
        if "axis" not in given:
            for axis in ("0", "1", "-1", "(0, 2, 3)"):
                yield _put(line, node, "axis_added", line.call(node, [*kept, f"axis={axis}"]), 3)
                more = [*kept, f"axis={axis}", "keepdims=True"]
                yield _put(line, node, "axis_added", line.call(node, more), 4)
        for keyword in node.keywords:
            if keyword.arg == "axis":
                for axis in AXES:
                    yield _put(line, keyword.value, "axis_changed", axis, 4)
                if arguments and re.fullmatch(r"[\w.]+", arguments[0]):
                    leading = f"tuple(range({arguments[0]}.ndim - 1))"
                    yield _put(line, keyword.value, "axis_changed", leading, 4)
        if "axis" in given and "keepdims" not in given:
            yield _put(line, node, "keepdims_added", line.call(node, [*kept, "keepdims=True"]), 2)
    if name in ("sum", "mean") and node.args and isinstance(node.args[0], ast.BinOp):
        inside = node.args[0]
        if isinstance(inside.op, ast.Add | ast.Sub):
            sign = "+" if isinstance(inside.op, ast.Add) else "-"
            kept = [line.text(inside.left), *(line.text(k) for k in node.keywords)]
            outside = f"({line.call(node, kept)} {sign} {wrapped(line.text(inside.right))})"
            yield _put(line, node, "bracket_dropped", outside, 3)
    if (averaged := _averaged(line, node)) is not None:
        yield _put(line, node, "mean_dropped", averaged, 4)
    if name in ("exp", "sigmoid") and len(arguments) == 1 and not arguments[0].startswith("-"):
        yield _put(line, node, "sign_added", line.call(node, [f"-{wrapped(arguments[0])}"]), 3)
    if len(arguments) == 1 and not node.keywords and name in ("relu", "sigmoid", "softmax", "tanh"):
        yield _put(line, node, "function_dropped", wrapped(arguments[0]), 4)
    if name in ("clip", "dot", "reshape") and arguments:
        yield _put(line, node, "function_dropped", wrapped(arguments[0]), 6)
    yield _put(line, node, "order_reversed", f"{line.text(node)}[::-1]", 6)
    yield _put(line, node, "square_added", f"{line.text(node)} ** 2", 5)
    if name in ("zeros", "ones", "empty") and len(arguments) == 1:
        array = arguments[0]
        if array.isidentifier() or array.startswith("self."):
            yield _put(line, node, "shape_meant", line.call(node, [f"{array}.shape"]), 1)
            like = f"{line.text(node.func)}_like({array})"
            yield _put(line, node, "shape_meant", like, 2)
    if name == "reshape" and isinstance(node.func, ast.Attribute):
        yield _put(line, node, "function_dropped", line.text(node.func.value), 5)


def _averaged(line: Line, node: ast.Call) -> str | None:
    """Return what a mean is taken of, in whatever shape it is put; None if there is none."""
    if function_of(node) in ("reshape", "squeeze") and isinstance(node.func, ast.Attribute):
        inside = node.func.value
        return _averaged(line, inside) if isinstance(inside, ast.Call) else None
    if function_of(node) != "mean":
        return None
    if node.args and isinstance(node.func, ast.Attribute) and line.text(node.func.value) == "np":
        return wrapped(line.text(node.args[0]))
    return wrapped(line.text(node.func.value)) if isinstance(node.func, ast.Attribute) else None


def _of_window(line: Line, node: ast.Subscript, loops: Sequence[str]) -> Iterator[Mend]:
    """Yield a window of an array as the one element that its window belongs to."""
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else []
    windows = [part for part in parts if isinstance(part, ast.Slice) and part.lower]
    if len(windows) == 2 and len(loops) >= 2 and not line.is_target(node):
        for one in (False, True):
            shown = {
                id(part): f"{name} : {name} + 1" if one else name
                for part, name in zip(windows, loops[-2:], strict=True)
            }
            texts = [shown.get(id(part), line.text(part)) for part in parts]
            new = f"{line.text(node.value)}[{', '.join(texts)}]"
            yield _put(line, node, "element_meant", new, 3)


def _of_value(line: Line, value: ast.expr, names: Sequence[str]) -> Iterator[Mend]:
    """Yield a right-hand side with a factor, a divisor or a term more."""
    parts = value.elts if isinstance(value, ast.Tuple) else [value]
    for part in parts:
        text = line.text(part)
        plain = text if re.fullmatch(r"[\w.\[\]()'\"]+", text) else f"({text})"
        yield _put(line, part, "halved", f"0.5 * {plain}", 8)
        yield _put(line, part, "doubled", f"2 * {plain}", 8)
        for name in names:
            yield _put(line, part, "factor_added", f"{plain} * {name}", 5)
            yield _put(line, part, "divisor_added", f"{plain} / {name}", 7)
            yield _put(line, part, "term_added", f"{plain} + {name}", 6)
            if not name.startswith("self."):
                yield _put(line, part, "divisor_added", f"{plain} / len({name})", 5)
    if 1 < len(parts) <= 3 and all(isinstance(p, ast.Name | ast.Attribute) for p in parts):
        texts = [line.text(part) for part in parts]
        for name in names:
            for kind, symbol in (("factor_added", "*"), ("divisor_added", "/")):
                new = ", ".join(f"{text} {symbol} {name}" for text in texts)
                yield _put(line, value, kind, new, 6)


def _of_a_part(line: Line, node: ast.expr, names: Sequence[str]) -> Iterator[Mend]:
    """Yield a term, or what a function is given, with a factor more."""
    text = line.text(node)
    if text in ("np", "self", "math"):
        return
    plain = wrapped(text)
    yield _put(line, node, "halved", f"0.5 * {plain}", 9)
    yield _put(line, node, "doubled", f"2 * {plain}", 9)
    for name in names:
        yield _put(line, node, "factor_added", f"{plain} * {name}", 9)


def _put(line: Line, node: ast.AST, kind: str, new: str, rank: int) -> Mend:
    start, end = line.start(node), line.end(node)
    return Mend(kind, line.code[:start] + new + line.code[end:], rank)
