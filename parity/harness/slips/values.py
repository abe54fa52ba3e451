"""Slips with names, numbers and conditions: one taken for another."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from parity.describing.concept import Text
from parity.harness.slips.calls import ONE_CASE
from parity.harness.slips.line import BRANCHES, FIXED, NEGATED, Edit, Line, Maker

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
        why = Text(
            "The transposition is missing, so rows are taken for columns.",
            "転置を忘れており、行と列を取り違えている。",
        )
        yield line.replace("transposition_dropped", node, line.text(node.value), why)
    elif node.attr == "size":
        why = Text(
            "len counts along the first axis only; all elements are meant.",
            "len は最初の軸の長さである。ここで必要なのは全要素の数である。",
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
        why = Text("The order is not to be reversed here.", "ここでは順序を逆にしない。")
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
            f"{node.id} is not to be transposed here.",
            f"ここで {node.id} は転置しない。",
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
        why = Text(
            f"{prefix}{name} belongs here, not {prefix}{other}.",
            f"ここは {prefix}{other} ではなく {prefix}{name} である。",
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
        f"{text} itself counts, not its complement 1 - {text}.",
        f"必要なのは {text} そのもので、残りの 1 - {text} ではない。",
    )
    yield line.replace("one_minus_added", node, f"(1 - {text})", why)


def _of_comparison(line: Line, node: ast.Compare) -> Iterator[Edit]:
    if len(node.ops) != 1 or type(node.ops[0]) not in _COMPARISONS:
        return
    symbol, turned, boundary = _COMPARISONS[type(node.ops[0])]
    at, end = line.operator(node.left, node.comparators[0], symbol)
    yield line.put("comparison_turned", at, end, turned, NEGATED)
    if boundary:
        why = Text(
            "The boundary itself falls on the wrong side.",
            "境界の値そのものが反対側に入ってしまう。",
        )
        yield line.put("boundary_changed", at, end, boundary, why)


def _of_logic(line: Line, node: ast.BoolOp) -> Iterator[Edit]:
    first, second = node.values[:2]
    if isinstance(second, ast.Dict | ast.List | ast.Constant):
        return  # a default
    either = isinstance(node.op, ast.Or)
    symbol, other = ("or", "and") if either else ("and", "or")
    at, end = line.operator(first, second, symbol)
    why = (
        Text("One of the two is enough.", "どちらか一方が成り立てばよい。")
        if either
        else Text("Both must hold, not just one.", "両方が成り立たなければならない。")
    )
    yield line.put("or_for_and", at, end, other, why)


def _of_condition(line: Line, node: ast.If) -> Iterator[Edit]:
    test = node.test
    if isinstance(test, ast.Name | ast.Attribute):
        yield line.replace("condition_negated", test, f"not {line.text(test)}", NEGATED)
    for value in ("True", "False"):
        why = Text(
            f"The condition is missing: that is {'always' if value == 'True' else 'never'} done.",
            f"条件がない。{'いつも' if value == 'True' else '一度も'}"
            f"実行{'される' if value == 'True' else 'されない'}。",
        )
        yield line.replace("condition_fixed", test, value, why)


def _of_alternative(line: Line, node: ast.IfExp) -> Iterator[Edit]:
    yes, no, test = line.text(node.body), line.text(node.orelse), line.text(node.test)
    yield line.replace("branches_swapped", node, f"{no} if {test} else {yes}", BRANCHES)
    for text in (yes, no):
        yield line.replace("one_side_alone", node, text, ONE_CASE)


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


def _number(line: Line, node: ast.Constant, kind: str, new: str) -> Edit:
    old = line.text(node)
    why = Text(f"It is {old} here, not {new}.", f"ここは {new} ではなく {old} である。")
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
