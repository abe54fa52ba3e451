"""Slips with names, numbers and conditions: one taken for another."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from parity.describing.concept import Text
from parity.harness.slips.line import (
    FIXED,
    Edit,
    Line,
    Maker,
    exchanged,
    negated,
    one_case,
    quoted,
    started,
)

_CONFUSED = (
    ("beta1", "beta2"),
    ("c1", "c2"),
    ("m", "v"),
    ("u", "v"),
    ("d", "g"),
    ("g", "w"),
    ("b", "g"),
    ("h", "g"),
    ("v_max", "v"),
    ("gamma", "beta"),
    ("mu", "var"),
    ("fan_in", "fan_out"),
    ("c_in", "c_out"),
    ("n_in", "n_out"),
    ("k_h", "k_w"),
    ("kernel_h", "kernel_w"),
    ("filter_h", "filter_w"),
    ("pad_h", "pad_w"),
    ("out_h", "out_w"),
    ("height", "width"),
    ("top", "left"),
    ("H", "W"),
    ("h", "w"),
    ("before", "after"),
    ("rows", "columns"),
    ("pad_before", "pad_after"),
    ("l1", "l2"),
    ("p", "q"),
    ("y", "t"),
    ("d", "y"),
    ("x", "y"),
    ("W", "U"),
    ("W_f", "W_b"),
    ("U_f", "U_b"),
    ("W_z", "W_r"),
    ("U_z", "U_r"),
    ("hs_f", "hs_b"),
    ("f", "i"),
    ("o", "g"),
    ("i", "o"),
    ("z", "r"),
    ("x", "h"),
    ("z", "x"),
    ("h_bar", "h"),
    ("prev_h", "prev_c"),
    ("above", "below"),
    ("param", "grad"),
    ("gradient", "estimate"),
    ("norm", "threshold"),
    ("norm", "max_norm"),
    ("Phi", "phi"),
    ("least", "most"),
    ("padded", "covered"),
    ("dilation", "stride"),
    ("k", "n"),
    ("dx_hat", "dy"),
    ("through_mean", "through_var"),
    ("dx_residual", "dx_shortcut"),
    ("residual", "x"),
    ("dtotal", "dy"),
    ("total", "x"),
    ("dx", "dy"),
    ("x_rows", "dy_rows"),
    ("absolute", "square"),
    ("losses", "error"),
    ("slope", "alpha"),
)
"""Names that stand for each other's role; one that is unknown where the line stands raises."""


_SEQUENCES = {"shape", "words", "xs", "outputs"}
"""Names of sequences whose order is easily reversed."""

_COMPLEMENTS = {"momentum", "rho", "beta1", "beta2", "rate", "keep", "dropout", "z", "smooth"}
"""Shares of a whole, where 1 - p is easily written for p."""


_COMPARISONS: dict[type[ast.cmpop], tuple[str, str, str]] = {
    ast.Gt: (">", "<", ">="),
    ast.Lt: ("<", ">", "<="),
    ast.GtE: (">=", "<", ">"),
    ast.LtE: ("<=", ">", "<"),
    ast.Eq: ("==", "!=", ""),
    ast.NotEq: ("!=", "==", ""),
}


def _of_attribute(line: Line, node: ast.Attribute) -> Iterator[Edit]:
    if node.attr == "T":
        name, result = quoted(line.text(node.value)), line.result
        why = Text(
            f"In {result.en}, {name.en} is not transposed, so rows are taken for columns.",
            f"{result.ja}で {name.ja}の転置を忘れており、行と列を取り違えている。",
        )
        yield line.replace("transposition_dropped", node, line.text(node.value), why)
    elif node.attr == "size":
        why = Text(
            f"len counts along the first axis of {line.text(node.value)} only; all elements are "
            "meant.",
            f"len は {line.text(node.value)} の最初の軸の長さであるが、必要なのは全要素の"
            "数である。",
        )
        yield line.replace("count_confused", node, f"len({line.text(node.value)})", why)
    if isinstance(node.value, ast.Name) and node.value.id == "self":
        yield from _confused(line, node, node.attr)
        yield from _complement(line, node, node.attr)


def _of_name(line: Line, node: ast.Name) -> Iterator[Edit]:
    parent = line.parents.get(node)
    if isinstance(parent, ast.Call) and parent.func is node:
        return
    yield from _confused(line, node, node.id)
    yield from _complement(line, node, node.id)
    if node.id in _SEQUENCES and isinstance(parent, ast.Call | ast.For):
        why = Text(
            f"In {line.result.en}, the order of {node.id} is not to be reversed.",
            f"{line.result.ja}では {node.id} の順序を逆にしない。",
        )
        yield line.replace("order_reversed", node, f"{node.id}[::-1]", why)
    product = isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.MatMult)
    dotted = isinstance(parent, ast.Attribute) and parent.attr == "dot"
    given = (
        isinstance(parent, ast.Call)
        and isinstance(parent.func, ast.Attribute)
        and parent.func.attr == "dot"
    )
    if (product or dotted or given) and not line.is_target(node):
        why = Text(
            f"In {line.result.en}, {node.id} is not to be transposed.",
            f"{line.result.ja}では {node.id} を転置しない。",
        )
        yield line.replace("transposition_added", node, f"{node.id}.T", why)


def _confused(line: Line, node: ast.Attribute | ast.Name, name: str) -> Iterator[Edit]:
    if line.is_target(node):
        return
    for pair in _CONFUSED:
        if name not in pair:
            continue
        other = pair[1] if name == pair[0] else pair[0]
        prefix = "self." if isinstance(node, ast.Attribute) else ""
        result = line.result
        why = Text(
            f"In {result.en}, {prefix}{name} is used, not {prefix}{other}.",
            f"{result.ja}で使うのは {prefix}{other} ではなく {prefix}{name} である。",
        )
        yield line.replace("name_confused", node, prefix + other, why)


def _complement(line: Line, node: ast.Attribute | ast.Name, name: str) -> Iterator[Edit]:
    parent = line.parents.get(node)
    if name not in _COMPLEMENTS or line.is_target(node) or isinstance(parent, ast.Attribute):
        return
    if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Sub) and parent.right is node:
        return
    text = line.text(node)
    why = Text(
        f"In {line.result.en}, {text} itself counts, not its complement 1 - {text}.",
        f"{line.result.ja}に必要なのは {text} そのもので、残りの 1 - {text} ではない。",
    )
    yield line.replace("one_minus_added", node, f"(1 - {text})", why)


def _of_comparison(line: Line, node: ast.Compare) -> Iterator[Edit]:
    if len(node.ops) != 1 or type(node.ops[0]) not in _COMPARISONS:
        return
    symbol, turned, boundary = _COMPARISONS[type(node.ops[0])]
    at, end = line.operator(node.left, node.comparators[0], symbol)
    test = quoted(line.text(node))
    yield line.put("comparison_turned", at, end, turned, negated(test.en))
    if boundary:
        why = Text(
            f"The boundary itself falls on the wrong side of {test.en}.",
            f"{test.ja}の境界の値そのものが反対側に入ってしまう。",
        )
        yield line.put("boundary_changed", at, end, boundary, why)


def _of_logic(line: Line, node: ast.BoolOp) -> Iterator[Edit]:
    first, second = node.values[:2]
    if isinstance(second, ast.Dict | ast.List | ast.Constant):
        return  # a default
    either = isinstance(node.op, ast.Or)
    symbol, other = ("or", "and") if either else ("and", "or")
    at, end = line.operator(first, second, symbol)
    one, two = quoted(line.text(first)), quoted(line.text(second))
    why = (
        Text(
            f"One of the two is enough, {one.en} or {two.en}.",
            f"{one.ja}と {two.ja}のどちらか一方が成り立てばよい。",
        )
        if either
        else Text(
            f"Both {one.en} and {two.en} must hold, not just one.",
            f"{one.ja}と {two.ja}の両方が成り立たなければならない。",
        )
    )
    yield line.put("or_for_and", at, end, other, why)


def _of_condition(line: Line, node: ast.If) -> Iterator[Edit]:
    test = node.test
    if isinstance(test, ast.Name | ast.Attribute):
        text = line.text(test)
        yield line.replace("condition_negated", test, f"not {text}", negated(text))
    name = quoted(line.text(test))
    for value in ("True", "False"):
        why = Text(
            f"The condition {name.en} is missing: what it guards is "
            f"{'always' if value == 'True' else 'never'} done.",
            f"条件 {name.ja}がなく、その中が{'いつも' if value == 'True' else '一度も'}"
            f"実行{'される' if value == 'True' else 'されない'}。",
        )
        yield line.replace("condition_fixed", test, value, why)


def _of_alternative(line: Line, node: ast.IfExp) -> Iterator[Edit]:
    yes, no, test = line.text(node.body), line.text(node.orelse), line.text(node.test)
    yield line.replace(
        "branches_swapped", node, f"{no} if {test} else {yes}", exchanged(test, yes, no)
    )
    for text in (yes, no):
        yield line.replace("one_side_alone", node, text, one_case(test, text))


def _of_constant(line: Line, node: ast.Constant) -> Iterator[Edit]:
    value, parent = node.value, line.parents.get(node)
    if line.keyword_of(node) in FIXED:
        return
    if isinstance(value, bool):
        if not isinstance(parent, ast.If):
            yield _number(line, node, "switch_turned", str(not value))
    elif isinstance(value, float):
        if value and not isinstance(parent, ast.UnaryOp):
            yield _number(line, node, "coefficient_changed", f"{2 * value:g}")
    elif isinstance(value, int):
        yield from _of_integer(line, node, value)


def _of_integer(line: Line, node: ast.Constant, value: int) -> Iterator[Edit]:
    parent = line.parents.get(node)
    if isinstance(parent, ast.UnaryOp):
        return
    if isinstance(parent, ast.BinOp):
        if isinstance(parent.op, ast.Pow) and parent.right is node:
            return
        if isinstance(parent.op, ast.Add | ast.Sub) and value in (0, 1):
            return
        if isinstance(parent.op, ast.Mult | ast.Div | ast.FloorDiv):
            factor = isinstance(parent.op, ast.Mult) or parent.right is node
            if value % 2 == 0 and value > (2 if factor else 0):  # 1 would be none
                yield _number(line, node, "coefficient_changed", str(value // 2))
            yield _number(line, node, "coefficient_changed", str(2 * value))
            return
    if value > 0:
        yield _number(line, node, "off_by_one", str(value - 1))
    yield _number(line, node, "off_by_one", str(value + 1))


def _expression_of(line: Line, node: ast.AST) -> ast.AST:
    """Return the expression that a number stands in, from which one sees which number it is."""
    parent = line.parents.get(node)
    while isinstance(parent, ast.keyword | ast.Tuple | ast.Slice):
        parent = line.parents.get(parent)
    return parent if isinstance(parent, ast.expr) else node


def _number(line: Line, node: ast.Constant, kind: str, new: str) -> Edit:
    old = line.text(node)
    around = quoted(line.text(_expression_of(line, node)))
    result = line.result
    if around.en in (*result.en.split(" = "), old) or around.en in result.en:
        why = Text(
            started(f"{result.en} is right with {old}, not with {new}."),
            f"{result.ja}で正しいのは {new} ではなく {old} である。",
        )
    else:
        why = Text(
            started(f"{result.en} needs {old} in {around.en}, not {new}."),
            f"{result.ja}に必要なのは {around.ja}の {old} であり、{new} ではない。",
        )
    return line.put(kind, line.start(node), line.end(node), new, why)


EDITS: tuple[tuple[type[ast.AST], Maker], ...] = (
    (ast.Attribute, _of_attribute),
    (ast.Name, _of_name),
    (ast.Compare, _of_comparison),
    (ast.BoolOp, _of_logic),
    (ast.If, _of_condition),
    (ast.IfExp, _of_alternative),
    (ast.Constant, _of_constant),
)
"""By kind of node, what makes its slips."""
