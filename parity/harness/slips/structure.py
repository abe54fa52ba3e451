"""Slips with brackets and operators: what belongs together is taken apart, × for +."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from parity.describing.concept import Text
from parity.harness.slips.line import Edit, Line, Maker, function_of, short, wrapped

_SYMBOLS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


def _of_brackets(line: Line, node: ast.BinOp | ast.UnaryOp) -> Iterator[Edit]:
    """Yield the line without the brackets around an operation."""
    at, end = line.start(node) - 1, line.end(node)
    if at < 0 or line.code[at] != "(" or line.code[end : end + 1] != ")":
        return
    before = line.code[:at]
    if before[-1:].isalnum() or before[-1:] in ("_", ")", "]"):
        return  # the brackets of a call
    name = short(line.text(node), "what stands in them", "その中")
    why = Text(
        f"The brackets are missing: {name.en} is to be taken as a whole.",
        f"括弧がない。{name.ja}をひとまとまりとして扱う。",
    )
    yield Edit("bracket_dropped", before + line.code[at + 1 : end] + line.code[end + 1 :], why)


def _of_nesting(line: Line, node: ast.BinOp) -> Iterator[Edit]:
    """Yield a b + c as a (b + c), and a + b c as (a + b) c."""
    if not isinstance(node.op, ast.Add | ast.Sub):
        return
    symbol = _SYMBOLS[type(node.op)]
    left, right = line.sides(node, symbol)
    why = Text(
        "There are brackets too many: the product or quotient comes before the sum.",
        "括弧が余計である。和より先に積や商を計算する。",
    )
    inner = node.left
    if isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Mult | ast.Div) and left[0] != "(":
        one, two = line.sides(inner, _SYMBOLS[type(inner.op)])
        turned = f"{one} {_SYMBOLS[type(inner.op)]} ({two} {symbol} {right})"
        yield line.replace("bracket_added", node, turned, why)
    inner = node.right
    if isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Mult | ast.Div):
        one, two = line.sides(inner, _SYMBOLS[type(inner.op)])
        turned = f"({left} {symbol} {one}) {_SYMBOLS[type(inner.op)]} {two}"
        yield line.replace("bracket_added", node, turned, why)


def _of_operator(line: Line, node: ast.BinOp) -> Iterator[Edit]:
    if isinstance(node.op, ast.Mult):
        at, end = line.operator(node.left, node.right, "*")
        why = Text("The two are to be multiplied, not added.", "足すのではなく掛ける。")
        yield line.put("sum_for_product", at, end, "+", why)
    if isinstance(node.op, ast.Add):
        at, end = line.operator(node.left, node.right, "+")
        why = Text("The two are to be added, not multiplied.", "掛けるのではなく足す。")
        yield line.put("product_for_sum", at, end, "*", why)


def _of_reduction(line: Line, node: ast.Call) -> Iterator[Edit]:
    """Yield a sum that is squared once more."""
    if function_of(node) in ("sum", "mean", "var", "dot"):
        why = Text("There is a square too many.", "2 乗が余計である。")
        yield line.replace("square_added", node, f"{wrapped(line.text(node))} ** 2", why)


EDITS: tuple[tuple[type[ast.AST], Maker], ...] = (
    (ast.BinOp, _of_brackets),
    (ast.UnaryOp, _of_brackets),
    (ast.BinOp, _of_nesting),
    (ast.BinOp, _of_operator),
    (ast.Call, _of_reduction),
)
"""By kind of node, what makes its slips."""
