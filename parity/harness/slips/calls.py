"""Slips in calls: the wrong function, axis or order, and functions that are forgotten."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from parity.describing.concept import Text
from parity.harness.slips.line import (
    BRANCHES,
    FIXED,
    NOT_REVERSED,
    Edit,
    Line,
    Maker,
    function_of,
    wrapped,
)

_DROPPED = {
    "exp": Text("The exponential", "指数関数"),
    "log": Text("The logarithm", "対数"),
    "abs": Text("The absolute value", "絶対値"),
    "tanh": Text("The tanh", "tanh "),
    "_sigmoid": Text("The sigmoid", "シグモイド"),
    "sign": Text("The sign function", "符号関数"),
}
"""Functions that are easily forgotten."""

_OTHER_FUNCTION = {
    "tanh": "_sigmoid",
    "_sigmoid": "np.tanh",
    "log1p": "np.log",
    "expm1": "np.exp",
}

_OTHER_FILL = {"zeros_like": "ones_like", "zeros": "ones", "ones_like": "zeros_like"}


def _of_function(line: Line, node: ast.Call) -> Iterator[Edit]:
    """Yield the call without its function, or with another one."""
    name, arguments = function_of(node), line.arguments(node)
    called = line.text(node.func)
    if name in _OTHER_FUNCTION:
        other = _OTHER_FUNCTION[name]
        why = Text(
            f"{called} belongs here, not {other}.", f"ここは {other} ではなく {called} である。"
        )
        yield line.replace("function_confused", node, f"{other}({', '.join(arguments)})", why)
    if len(arguments) == 1 and not node.keywords and (name in _DROPPED or name == "reversed"):
        if name == "reversed":
            yield line.replace("order_not_reversed", node, arguments[0], NOT_REVERSED)
        else:
            says = _DROPPED[name]
            why = Text(f"{says.en} is missing.", f"{says.ja}を忘れている。")
            yield line.replace("function_dropped", node, wrapped(arguments[0]), why)
    if name in _OTHER_FILL:
        right, wrong = ("0", "1") if name.startswith("zeros") else ("1", "0")
        why = Text(f"It is {right} here, not {wrong}.", f"ここは {wrong} ではなく {right} である。")
        end = line.end(node.func)
        yield line.put("fill_confused", end - len(name), end, _OTHER_FILL[name], why)
    if name == "len" and len(arguments) == 1:
        why = Text(
            "size counts all elements; it is the length of the first axis that counts.",
            "size は全要素の数である。ここで必要なのは最初の軸の長さである。",
        )
        yield line.replace("count_confused", node, f"{arguments[0]}.size", why)
    if isinstance(node.func, ast.Attribute):
        yield from _of_method(line, node, node.func, arguments)


def _of_method(
    line: Line, node: ast.Call, func: ast.Attribute, arguments: list[str]
) -> Iterator[Edit]:
    array = line.text(func.value)
    if func.attr == "copy" and not arguments:
        why = Text(
            "Without the copy, two names stand for one array: who changes one changes both.",
            "コピーしないと2つの名前が同じ配列を指し、一方を変えると他方も変わる。",
        )
        yield line.replace("copy_dropped", node, array, why)
    if func.attr == "reshape":
        why = Text(
            "NumPy counts along the last axis first; read by columns, the elements come in "
            "another order.",
            "NumPy は最後の軸から順に数える。列方向に読むと要素の並びが変わる。",
        )
        yield line.replace("read_by_columns", node, line.call(node, [*arguments, 'order="F"']), why)
    if func.attr == "pad" and not node.keywords:
        for mode in ("edge", "wrap"):
            why = Text(
                "The border is to be 0; here it repeats values of the array.",
                "縁は 0 で埋める。ここでは配列の値を繰り返している。",
            )
            padded = line.call(node, [*arguments, f'mode="{mode}"'])
            yield line.replace("padded_otherwise", node, padded, why)


def _of_reduction(line: Line, node: ast.Call) -> Iterator[Edit]:
    if any(isinstance(part, ast.GeneratorExp) for part in node.args):
        return
    name = function_of(node)
    at, end = line.end(node.func) - len(name), line.end(node.func)
    method = isinstance(node.func, ast.Attribute)
    if method and name == "sum":
        why = Text(
            "A sum, not a mean: a mean is also divided by the number of elements.",
            "平均ではなく和である。平均では、さらに要素数で割ってしまう。",
        )
        yield line.put("mean_for_sum", at, end, "mean", why)
    if method and name == "mean":
        why = Text(
            "A mean, not a sum: a sum grows with the number of elements.",
            "和ではなく平均である。和は要素数に比例して大きくなる。",
        )
        yield line.put("sum_for_mean", at, end, "sum", why)
    others = {"max": "min", "min": "max", "maximum": "minimum", "minimum": "maximum"}
    if name in others:
        one, other = Text("larger", "大きい"), Text("smaller", "小さい")
        if name.startswith("min"):
            one, other = other, one
        why = Text(
            f"The {one.en} counts, not the {other.en}.",
            f"取るのは{other.ja}方ではなく{one.ja}方である。",
        )
        yield line.put("extreme_confused", at, end, others[name], why)
    for keyword in node.keywords:
        if keyword.arg == "axis":
            yield from _of_axis(line, node, keyword)
        if keyword.arg == "keepdims":
            why = Text(
                "Without keepdims the axis is gone, and broadcasting lines up the wrong ones.",
                "keepdims がないと軸が消え、ブロードキャストで別の軸どうしが対応してしまう。",
            )
            yield line.replace("keepdims_dropped", node, _without(line, node, keyword), why)


def _of_axis(line: Line, node: ast.Call, keyword: ast.keyword) -> Iterator[Edit]:
    value, place = line.text(keyword.value), keyword.value
    for other in _other_axes(value):
        why = Text(
            f"Along the wrong axis: {value} is meant, not {other}.",
            f"軸が違う。正しくは {other} ではなく {value} である。",
        )
        yield line.put("axis_changed", line.start(place), line.end(place), other, why)
    if function_of(node) in ("sum", "mean", "max", "min", "var"):
        why = Text(
            "Without an axis all elements are taken together.",
            "軸を指定しないと、すべての要素がまとめられる。",
        )
        yield line.replace("axis_dropped", node, _without(line, node, keyword), why)


def _other_axes(value: str) -> tuple[str, ...]:
    known = {
        "0": ("1",),
        "1": ("0",),
        "-1": ("0",),
        "2": ("1",),
        "(0, 2, 3)": ("(0, 1, 2)", "(2, 3)", "0"),
        "(2, 3)": ("(1, 2)", "2"),
        "(0, 2)": ("(0, 1)", "0"),
    }
    return known.get(value, ("0", "-1") if value.replace(".", "").isidentifier() else ())


def _without(line: Line, node: ast.Call, keyword: ast.keyword) -> str:
    """Return the call without one of its keyword arguments."""
    kept = [line.text(part) for part in (*node.args, *node.keywords) if part is not keyword]
    return line.call(node, kept)


def _of_choice(line: Line, node: ast.Call) -> Iterator[Edit]:
    name, arguments = function_of(node), line.arguments(node)
    if node.keywords:
        return
    if name == "where" and len(arguments) == 3:
        condition, yes, no = arguments
        yield line.replace(
            "branches_swapped", node, line.call(node, [condition, no, yes]), BRANCHES
        )
        for text in (yes, no):
            yield line.replace("one_side_alone", node, wrapped(text), ONE_CASE)
    if name in ("maximum", "minimum", "max", "min") and len(arguments) == 2:
        for text in arguments:
            if not text.lstrip("-").replace(".", "").isdigit():
                why = Text(
                    "The limit is missing: always the same of the two values is taken.",
                    "限度がない。2つの値のうち、いつも同じ方を取っている。",
                )
                yield line.replace("limit_dropped", node, wrapped(text), why)
    if name == "clip" and len(arguments) == 3:
        array, low, high = arguments
        why = Text(
            "It is cut off on one side only; the other side has a limit too.",
            "片側しか切り詰めていない。反対側にも限度がある。",
        )
        yield line.replace("one_side_alone", node, f"np.minimum({array}, {high})", why)
        yield line.replace("one_side_alone", node, f"np.maximum({array}, {low})", why)
        why = Text("The limits are missing.", "切り詰めていない。")
        yield line.replace("limit_dropped", node, wrapped(array), why)


ONE_CASE = Text(
    "The case distinction is missing: that is right in one of the two cases only.",
    "場合分けがない。これが正しいのは2つの場合の一方だけである。",
)


def _of_arguments(line: Line, node: ast.Call) -> Iterator[Edit]:
    name, arguments = function_of(node), line.arguments(node)
    if name in ("where", "clip", "zip", "maximum", "minimum", "max", "min"):
        return
    if name == "transpose" and len(node.args) > 2:
        yield from _of_transposition(line, node, arguments)
        return
    if name != "range":
        for i in range(len(node.args) - 1):
            if arguments[i] != arguments[i + 1]:
                why = Text("Two arguments have changed places.", "2つの引数が入れ替わっている。")
                swapped = line.call(node, _swapped(arguments, i))
                yield line.replace("arguments_swapped", node, swapped, why)
    for keyword in node.keywords:
        if keyword.arg is not None and keyword.arg not in FIXED:
            why = Text(
                f"{keyword.arg} is not given, so its default holds.",
                f"{keyword.arg} を渡していないので、既定値になる。",
            )
            yield line.replace("argument_dropped", node, _without(line, node, keyword), why)


def _of_transposition(line: Line, node: ast.Call, arguments: list[str]) -> Iterator[Edit]:
    for i in range(len(arguments) - 2, -1, -1):
        why = Text(
            f"Two axes have changed places: {arguments[i]} comes before {arguments[i + 1]}.",
            f"軸の順序が違う。{arguments[i]} は {arguments[i + 1]} より前に来る。",
        )
        yield line.replace("order_swapped", node, line.call(node, _swapped(arguments, i)), why)
    if isinstance(node.func, ast.Attribute):
        why = Text(
            "The axes are left in their order, so the numbers land in the wrong places.",
            "軸を並べ替えていないので、値が違う位置に入る。",
        )
        yield line.replace("transposition_dropped", node, line.text(node.func.value), why)


def _swapped(texts: list[str], i: int) -> list[str]:
    order = list(texts)
    order[i], order[i + 1] = order[i + 1], order[i]
    return order


EDITS: tuple[tuple[type[ast.AST], Maker], ...] = (
    (ast.Call, _of_function),
    (ast.Call, _of_reduction),
    (ast.Call, _of_choice),
    (ast.Call, _of_arguments),
)
"""By kind of node, what makes its slips."""
