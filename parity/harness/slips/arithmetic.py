"""Slips with operators: signs, terms, factors, powers, matrix products."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from parity.describing.concept import Text
from parity.harness.slips.line import (
    Edit,
    Line,
    Maker,
    function_of,
    negated,
    quoted,
    started,
    unwrapped,
    wrapped,
)

_EPSILON = re.compile(r"(\w+\.)?(epsilon|eps)|1e-\d+")


def _of_sum(line: Line, node: ast.BinOp) -> Iterator[Edit]:
    if not isinstance(node.op, ast.Add | ast.Sub):
        return
    plus = isinstance(node.op, ast.Add)
    symbol, other = ("+", "-") if plus else ("-", "+")
    at, end = line.operator(node.left, node.right, symbol)
    left, right = line.sides(node, symbol)
    name, result = quoted(right), line.result
    epsilon = _EPSILON.fullmatch(right) is not None
    if plus:
        why = Text(
            f"The sign is flipped: in {result.en}, {name.en} is to be added, not subtracted.",
            f"符号が逆で、{result.ja}では {name.ja}を引くのではなく足す。",
        )
    else:
        why = Text(
            f"The sign is flipped: in {result.en}, {name.en} is to be subtracted, not added.",
            f"符号が逆で、{result.ja}では {name.ja}を足すのではなく引く。",
        )
    yield line.put("epsilon_subtracted" if epsilon else "sign_flipped", at, end, other, why)
    yield from _terms(line, node, plus, left, right)
    if not plus:
        is_sum = isinstance(node.left, ast.BinOp) and isinstance(node.left.op, ast.Add | ast.Sub)
        turned = f"{right} - {wrapped(left) if is_sum else left}"
        first = quoted(left)
        why = Text(
            f"The difference is taken the wrong way round: {name.en} is subtracted from "
            f"{first.en}, not the reverse.",
            f"{first.ja}から {name.ja}を引くべきところで逆に引いており、差の符号が反対になる。",
        )
        yield line.replace("difference_turned", node, turned, why)
    yield from _epsilon(line, node, right)


def _terms(line: Line, node: ast.BinOp, plus: bool, left: str, right: str) -> Iterator[Edit]:
    """Yield the sum without one of its terms."""
    name, first, result = quoted(right), quoted(left), line.result
    if isinstance(node.left, ast.Constant) and node.left.value == 1 and not plus:
        why = Text(
            f"In {result.en}, the rest counts, 1 - {name.en}, not {name.en} itself.",
            f"{result.ja}に必要なのは 1 から引いた残りであり、{name.ja}そのものではない。",
        )
        yield line.replace("one_minus_dropped", node, right, why)
    elif not isinstance(node.left, ast.Constant):
        verb = Text("added", "に足し") if plus else Text("subtracted", "から引き")
        why = Text(
            started(f"{result.en} lacks a term: {name.en} is not {verb.en}."),
            f"{result.ja}の項が1つ足りず、{name.ja}を {first.ja}{verb.ja}忘れている。",
        )
        yield line.replace("term_dropped", node, left, why)
    if plus and not isinstance(node.left, ast.BinOp) and not isinstance(node.right, ast.Constant):
        why = Text(
            started(f"{result.en} lacks a term: {first.en} is not added."),
            f"{result.ja}の項が1つ足りず、{first.ja}を足し忘れている。",
        )
        yield line.replace("term_dropped", node, right, why)


def _epsilon(line: Line, node: ast.BinOp, right: str) -> Iterator[Edit]:
    """Yield the sum with its epsilon in the function, or out of it."""
    if not (isinstance(node.op, ast.Add) and _EPSILON.fullmatch(right)):
        return
    parent = line.parents.get(node)
    if isinstance(node.left, ast.Call) and function_of(node.left) in _MOVED:
        if len(node.left.args) == 1:
            inside = line.call(node.left, [f"{line.text(node.left.args[0])} + {right}"])
            yield line.replace("epsilon_moved", node, inside, _MOVED[function_of(node.left)])
    elif isinstance(parent, ast.Call) and function_of(parent) in _MOVED and len(parent.args) == 1:
        outside = f"({line.call(parent, [line.text(node.left)])} + {right})"
        yield line.replace("epsilon_moved", parent, outside, _MOVED[function_of(parent)])


_MOVED = {
    "sqrt": Text(
        "On the wrong side of the root epsilon counts differently where the square is small.",
        "epsilon を置く位置が根号の内と外で逆である。中身が小さいところで値が変わる。",
    ),
    "log": Text(
        "On the wrong side of the logarithm epsilon is no use: only inside does it keep log(0) "
        "away.",
        "epsilon を置く位置が対数の内と外で逆である。内側に足さなければ log(0) を防げない。",
    ),
}


def _of_product(line: Line, node: ast.BinOp) -> Iterator[Edit]:
    if not isinstance(node.op, ast.Mult):
        return
    at, end = line.operator(node.left, node.right, "*")
    left, right = line.sides(node, "*")
    chain = isinstance(node.left, ast.BinOp) and isinstance(node.left.op, ast.Mult | ast.Div)
    first, last, result = quoted(left), quoted(right), line.result
    if not chain:
        minus = "-" if isinstance(node.left, ast.UnaryOp) else ""
        yield line.replace("factor_dropped", node, minus + right, _missing(first, result))
    if not isinstance(node.left, ast.Constant):
        yield line.replace("factor_dropped", node, left, _missing(last, result))
    why = Text(
        f"In {result.en}, {first.en} is multiplied by {last.en}, not divided.",
        f"{result.ja}では {first.ja}を {last.ja}で割るのではなく、掛ける。",
    )
    yield line.put("divisor_for_factor", at, end, "/", why)


def _missing(name: Text, result: Text) -> Text:
    return Text(
        started(f"{result.en} lacks a factor: {name.en} is not multiplied in."),
        f"{result.ja}の因子が1つ足りず、{name.ja}を掛け忘れている。",
    )


def _of_quotient(line: Line, node: ast.BinOp) -> Iterator[Edit]:
    if not isinstance(node.op, ast.Div | ast.FloorDiv):
        return
    symbol = "/" if isinstance(node.op, ast.Div) else "//"
    at, end = line.operator(node.left, node.right, symbol)
    left, right = line.sides(node, symbol)
    name, top, result = quoted(right), quoted(left), line.result
    why = Text(
        started(f"{result.en} lacks a division: {top.en} is not divided by {name.en}."),
        f"{result.ja}で、{top.ja}を {name.ja}で割り忘れている。",
    )
    yield line.replace("divisor_dropped", node, left, why)
    if symbol == "//":
        return
    if not isinstance(node.left, ast.Constant):
        why = Text(
            f"The quotient is upside down: {top.en} is divided by {name.en}, not the reverse.",
            f"{top.ja}を {name.ja}で割るべきところで、割る数と割られる数が逆になっている。",
        )
        bottom = wrapped(left) if isinstance(node.left, ast.BinOp) else left
        yield line.replace("quotient_turned", node, f"{wrapped(right)} / {bottom}", why)
    why = Text(
        f"In {result.en}, {top.en} is divided by {name.en}, not multiplied.",
        f"{result.ja}では {top.ja}に {name.ja}を掛けるのではなく、割る。",
    )
    yield line.put("factor_for_divisor", at, end, "*", why)


def _of_power(line: Line, node: ast.BinOp) -> Iterator[Edit]:
    if not isinstance(node.op, ast.Pow):
        return
    base, exponent = line.sides(node, "**")
    number = node.right.value if isinstance(node.right, ast.Constant) else None
    root = quoted(base)
    why = (
        _square(base)
        if number == 2
        else Text(
            f"{root.en} is not raised to the power {exponent}.",
            f"{root.ja}の {exponent} 乗を忘れている。",
        )
    )
    yield line.replace("power_dropped", node, base, why)
    if isinstance(number, int) and number > 2:
        why = Text(
            f"The exponent of {root.en} is {number}, not {number - 1}.",
            f"{root.ja}の指数は {number - 1} ではなく {number} である。",
        )
        end = line.end(node.right)
        yield line.put("exponent_changed", line.start(node.right), end, str(number - 1), why)
    if isinstance(node.right, ast.Name | ast.Attribute):
        why = Text(
            f"{exponent} is an exponent of {root.en}, not a factor.",
            f"{exponent} は {root.ja}に掛ける数ではなく指数である。",
        )
        yield line.replace("exponent_changed", node, f"{base} * {exponent}", why)


def _square(base: str) -> Text:
    name = quoted(base)
    return Text(f"The square of {name.en} is missing.", f"{name.ja}の2乗を忘れている。")


def _of_matrices(line: Line, node: ast.BinOp) -> Iterator[Edit]:
    if not isinstance(node.op, ast.MatMult) or isinstance(node.left, ast.BinOp):
        return
    left, right = line.sides(node, "@")
    if left.endswith(".T") and not right.endswith(".T"):
        product = quoted(f"{left} @ {right}")
        why = Text(
            f"That is the transpose of {product.en}: rows and columns have changed places.",
            f"これでは {product.ja}の転置になり、行と列が入れ替わる。",
        )
        new = f"{right}.T @ {left.removesuffix('.T')}"
        yield line.replace("product_transposed", node, new, why)
    one, other = quoted(left), quoted(right)
    why = Text(
        f"A matrix product depends on the order: {one.en} stands on the left, {other.en} on the "
        "right.",
        f"行列積は順序によって変わり、左に置くのは {other.ja}ではなく {one.ja}である。",
    )
    yield line.replace("matrices_swapped", node, f"{right} @ {left}", why)


def _of_unary(line: Line, node: ast.UnaryOp) -> Iterator[Edit]:
    inner = line.code[line.start(node) : line.end(node)].lstrip("-~+").strip()
    if isinstance(node.op, ast.USub) and not isinstance(node.operand, ast.Constant):
        name, result = quoted(inner), line.result
        why = Text(
            started(f"{result.en} lacks a minus: the sign of {name.en} is wrong."),
            f"{result.ja}で {name.ja}の前のマイナスを忘れており、符号が逆になる。",
        )
        yield line.replace("minus_dropped", node, inner, why)
    if isinstance(node.op, ast.Not):
        inner = unwrapped(inner.removeprefix("not").strip())
        yield line.replace("condition_negated", node, inner, negated(f"not {inner}"))


def _of_root(line: Line, node: ast.Call) -> Iterator[Edit]:
    """Yield the call of a square root or a square without it."""
    arguments = line.arguments(node)
    if len(arguments) != 1 or node.keywords:
        return
    if function_of(node) == "sqrt":
        name = quoted(arguments[0])
        why = Text(f"The root of {name.en} is missing.", f"{name.ja}の平方根を忘れている。")
        yield line.replace("root_dropped", node, wrapped(arguments[0]), why)
    if function_of(node) == "square":
        yield line.replace("power_dropped", node, wrapped(arguments[0]), _square(arguments[0]))


EDITS: tuple[tuple[type[ast.AST], Maker], ...] = (
    (ast.BinOp, _of_sum),
    (ast.BinOp, _of_product),
    (ast.BinOp, _of_quotient),
    (ast.BinOp, _of_power),
    (ast.BinOp, _of_matrices),
    (ast.UnaryOp, _of_unary),
    (ast.Call, _of_root),
)
"""By kind of node, what makes its slips."""
