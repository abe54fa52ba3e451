"""Slips in whole statements: updates, orders, slices, steps that are left out."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from parity.describing.concept import Text
from parity.harness.slips.line import (
    FIXED,
    Edit,
    Line,
    Maker,
    function_of,
    not_reversed,
    quoted,
    started,
)


def _of_sequence(line: Line, node: ast.Tuple | ast.List) -> Iterator[Edit]:
    parent = line.parents.get(node)
    if line.keyword_of(node) in FIXED:
        return
    if (
        isinstance(parent, ast.Assign)
        and line.is_target(node)
        and isinstance(parent.value, ast.Tuple)
    ):
        return  # the values change places: that comes to the same
    for i in range(len(node.elts) - 2, -1, -1):
        first, second = node.elts[i], node.elts[i + 1]
        one, two = line.text(first), line.text(second)
        between = line.code[line.end(first) : line.start(second)]
        if one != two and between.strip() == ",":
            before, after = quoted(one), quoted(two)
            why = Text(
                f"The order in {line.result.en} is wrong: {before.en} comes before {after.en}.",
                f"{line.result.ja}の順序が違い、{before.ja}は {after.ja}より前に来る。",
            )
            at, end = line.start(first), line.end(second)
            yield line.put("order_swapped", at, end, two + between + one, why)


def _of_subscript(line: Line, node: ast.Subscript) -> Iterator[Edit]:
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    slices = [part for part in parts if isinstance(part, ast.Slice)]
    backwards = [part for part in slices if line.text(part) == "::-1"]
    others = [part for part in parts if part not in backwards and line.text(part) != ":"]
    array = line.text(node.value)
    if backwards and not others:
        yield line.replace("order_not_reversed", node, array, not_reversed(array))
    if len(backwards) > 1:
        for part in backwards:
            at, end = line.start(part), line.end(part)
            yield line.put("order_not_reversed", at, end, ":", not_reversed(array))
    for part in slices:
        yield from _of_slice(line, part)


def _of_slice(line: Line, node: ast.Slice) -> Iterator[Edit]:
    """Yield ``a : a + n`` without its start, or as if n were its end."""
    upper = node.upper
    if not (node.lower and isinstance(upper, ast.BinOp) and isinstance(upper.op, ast.Add)):
        return
    start, (one, two) = line.text(node.lower), line.sides(upper, "+")
    if start not in (one, two):
        return
    length = two if start == one else one
    at, end = line.start(node), line.end(node)
    why = Text(
        f"In {line.result.en}, the slice begins at {start}, not at 0.",
        f"{line.result.ja}でスライスが始まるのは 0 ではなく {start} である。",
    )
    yield line.put("start_forgotten", at, end, f":{length}", why)
    why = Text(
        f"A slice names its end, not its length: in {line.result.en}, it ends {length} behind "
        f"{start}.",
        f"スライスの2つ目は長さではなく終わりの位置なので、{line.result.ja}では {start} から "
        f"{length} だけ先で終わる。",
    )
    yield line.put("start_forgotten", at, end, f"{start} : {length}", why)


def _of_loop(line: Line, node: ast.For) -> Iterator[Edit]:
    if isinstance(node.iter, ast.Name):
        text = line.text(node.iter)
        for end, en, ja in (("[1:]", "first", "最初"), ("[:-1]", "last", "最後")):
            why = Text(f"The {en} one of {text} is left out.", f"{text} の{ja}の1つが抜けている。")
            yield line.replace("element_left_out", node.iter, text + end, why)


def _of_update(line: Line, node: ast.AugAssign) -> Iterator[Edit]:
    target, value = line.text(node.target), line.text(node.value)
    symbol = {ast.Add: "+=", ast.Sub: "-=", ast.Mult: "*=", ast.Div: "/="}.get(type(node.op))
    if symbol is None:
        return
    at, end = line.operator(node.target, node.value, symbol)
    name, what = quoted(target), quoted(value)
    if symbol in ("+=", "-="):
        why = (
            Text(
                f"The sign is wrong: {what.en} is to be added to {name.en}, not subtracted.",
                f"{name.ja}に {what.ja}を足すべきところで引いている。",
            )
            if symbol == "+="
            else Text(
                f"The sign is wrong: {what.en} is to be subtracted from {name.en}, not added.",
                f"{name.ja}から {what.ja}を引くべきところで足している。",
            )
        )
        yield line.put("sign_flipped", at, end, "-=" if symbol == "+=" else "+=", why)
    if symbol == "+=":
        why = Text(
            f"What was in {name.en} is overwritten rather than added to: only {what.en} is left.",
            f"{name.ja}に足し合わせるべきところで前の値を上書きし、{what.ja}だけが残る。",
        )
        yield line.put("overwritten", at, end, "=", why)
    if isinstance(node.target, ast.Name):
        new = f"{target} = {target} {symbol[0]} {value if symbol == '+=' else _tight(node, value)}"
        yield Edit("rebound", new, _rebound(target))
    yield _left_out(name)


def _tight(node: ast.AugAssign, value: str) -> str:
    """Return the right-hand side as an operand of - * /."""
    loose = isinstance(node.value, ast.BinOp) and isinstance(node.value.op, ast.Add | ast.Sub)
    return f"({value})" if loose or not isinstance(node.op, ast.Sub) else value


def _rebound(name: str) -> Text:
    return Text(
        f"That makes a new array and calls it {name}; the array that others hold stays as it was.",
        f"新しい配列に {name} という名前を付け替えただけで、ほかから参照されている元の配列は"
        "変わらない。",
    )


def _left_out(what: Text) -> Edit:
    why = Text(
        f"The step is missing altogether: nothing happens to {what.en}.",
        f"{what.ja}に対する処理が丸ごと抜けている。",
    )
    return Edit("left_out", "pass", why)


def _of_assignment(line: Line, node: ast.Assign) -> Iterator[Edit]:
    if len(node.targets) != 1:
        return
    target = node.targets[0]
    if isinstance(target, ast.Subscript) and line.text(target).endswith("[...]"):
        name = line.text(target.value)
        at, end = line.start(target), line.end(target)
        yield line.put("rebound", at, end, name, _rebound(name))
    names = {part.id for part in ast.walk(node.value) if isinstance(part, ast.Name)}
    if isinstance(target, ast.Name) and target.id in names:
        yield _left_out(quoted(target.id))
    yield from _scaled(line, node.value)


def _of_return(line: Line, node: ast.Return) -> Iterator[Edit]:
    if node.value is not None:
        yield from _scaled(line, node.value)


_BATCHES = {"dy", "dy_rows", "x_rows"}
"""Names of arrays whose first axis goes over the examples."""

_STRUCTURES = {"list", "zip", "tuple", "range", "reversed", "sorted", "len", "fans"}
"""Functions that give no numbers to scale."""


def _scaled(line: Line, value: ast.expr) -> Iterator[Edit]:
    """Yield the slips that hold for any number: a sign or a factor too many."""
    if not isinstance(value, ast.BinOp | ast.Call | ast.Name | ast.Attribute | ast.Subscript):
        return
    if isinstance(value, ast.Call) and (
        function_of(value) in _STRUCTURES or function_of(value)[:1].isupper()
    ):
        return
    text = line.text(value)
    is_sum = isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add | ast.Sub)
    kept = f"({text})" if is_sum else text
    names = [part.id for part in ast.walk(value) if isinstance(part, ast.Name)]
    result = line.result
    for name in dict.fromkeys(name for name in names if name in _BATCHES):
        why = Text(
            started(
                f"{result.en} is not to be divided by the number of examples: where a mean is "
                "meant, the loss has divided, and dy is smaller by as much."
            ),
            f"平均を取る場合は損失が割っていて dy がその分小さいので、{result.ja}をさらにデータ数で"
            "割ることはしない。",
        )
        yield line.replace("divided_by_the_batch", value, f"{kept} / len({name})", why)
    # What is returned is told by its value already.
    of, than, ja = "", "", ""
    if not isinstance(line.tree, ast.Return):
        right = quoted(text)
        of, than, ja = f" of {right.en}", f" as {right.en}", f" {right.ja}の"
    if not text.startswith("-"):
        why = Text(
            started(f"{result.en} comes out with the sign{of} turned: there is a minus too many."),
            f"マイナスが余計で、{result.ja}が{ja}符号を逆にした値になる。",
        )
        yield line.replace("sign_added", value, f"-{kept}", why)
    why = Text(
        started(f"{result.en} comes out twice as large{than}: there is a factor of 2 too many."),
        f"余計な 2 が掛かっており、{result.ja}が{ja}2倍になる。",
    )
    yield line.replace("doubled", value, f"2 * {kept}", why)
    why = Text(
        started(f"{result.en} comes out half as large{than}: there is a factor of 1/2 too many."),
        f"余計な 1/2 が掛かっており、{result.ja}が{ja}半分になる。",
    )
    yield line.replace("halved", value, f"{kept} / 2", why)


def _of_expression(line: Line, node: ast.Expr) -> Iterator[Edit]:
    if isinstance(node.value, ast.Call):
        yield _left_out(quoted(line.text(node.value)))


EDITS: tuple[tuple[type[ast.AST], Maker], ...] = (
    (ast.Tuple, _of_sequence),
    (ast.List, _of_sequence),
    (ast.Subscript, _of_subscript),
    (ast.For, _of_loop),
    (ast.AugAssign, _of_update),
    (ast.Assign, _of_assignment),
    (ast.Return, _of_return),
    (ast.Expr, _of_expression),
)
"""By kind of node, what makes its slips."""
