"""Slips in calls: the wrong function, axis or order, and functions that are forgotten."""

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
    function_of,
    not_reversed,
    one_case,
    quoted,
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
            f"In {line.result.en}, {called} is taken, not {other}.",
            f"{line.result.ja}で使う関数は {other} ではなく {called} である。",
        )
        yield line.replace("function_confused", node, f"{other}({', '.join(arguments)})", why)
    if len(arguments) == 1 and not node.keywords and (name in _DROPPED or name == "reversed"):
        if name == "reversed":
            yield line.replace("order_not_reversed", node, arguments[0], not_reversed(arguments[0]))
        else:
            says = _DROPPED[name]
            of = quoted(arguments[0])
            why = Text(
                f"{says.en} of {of.en} is missing.", f"{of.ja}の{says.ja.strip()}を忘れている。"
            )
            yield line.replace("function_dropped", node, wrapped(arguments[0]), why)
    if name in _OTHER_FILL:
        right, wrong = ("0", "1") if name.startswith("zeros") else ("1", "0")
        shape, result = quoted(", ".join(arguments)), line.result
        why = Text(
            f"In {result.en}, {called}({shape.en}) gives {right} everywhere, not {wrong}.",
            f"{result.ja}を埋める {called}({shape.en}) の値は {wrong} ではなく {right} である。",
        )
        end = line.end(node.func)
        yield line.put("fill_confused", end - len(name), end, _OTHER_FILL[name], why)
    if name == "len" and len(arguments) == 1:
        why = Text(
            f"size counts all elements of {arguments[0]}; it is the length of the first axis "
            "that counts.",
            f"size は {arguments[0]} の全要素の数であるが、必要なのは最初の軸の長さである。",
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
            f"Without the copy, {array} and its new name stand for one array: who changes one "
            "changes both.",
            f"コピーしないと {array} と新しい名前が同じ配列を指し、一方を変えると他方も変わる。",
        )
        yield line.replace("copy_dropped", node, array, why)
    if func.attr == "reshape":
        why = Text(
            f"NumPy counts along the last axis first; read by columns, the elements of {array} "
            "come in another order.",
            f"NumPy は最後の軸から順に数えるので、列方向に読むと {array} の要素の並びが変わる。",
        )
        yield line.replace("read_by_columns", node, line.call(node, [*arguments, 'order="F"']), why)
    if func.attr == "pad" and not node.keywords:
        for mode in ("edge", "wrap"):
            why = Text(
                f"The border of {line.result.en} is to be 0; here it repeats values of "
                f"{arguments[0]}.",
                f"{line.result.ja}の縁は 0 で埋めるべきところで、{arguments[0]} の値を"
                "繰り返している。",
            )
            padded = line.call(node, [*arguments, f'mode="{mode}"'])
            yield line.replace("padded_otherwise", node, padded, why)


def _of_reduction(line: Line, node: ast.Call) -> Iterator[Edit]:
    if any(isinstance(part, ast.GeneratorExp) for part in node.args):
        return
    name = function_of(node)
    at, end = line.end(node.func) - len(name), line.end(node.func)
    method = isinstance(node.func, ast.Attribute)
    of = _taken(line, node)
    if method and name == "sum":
        why = Text(
            f"{of.en} is summed, not averaged: a mean is also divided by the number of elements.",
            f"{of.ja}は平均ではなく和を取るもので、平均ではさらに要素数で割ってしまう。",
        )
        yield line.put("mean_for_sum", at, end, "mean", why)
    if method and name == "mean":
        why = Text(
            f"{of.en} is averaged, not summed: a sum grows with the number of elements.",
            f"{of.ja}は和ではなく平均を取るもので、和は要素数に比例して大きくなる。",
        )
        yield line.put("sum_for_mean", at, end, "sum", why)
    others = {"max": "min", "min": "max", "maximum": "minimum", "minimum": "maximum"}
    if name in others:
        one, other = Text("larger", "大きい"), Text("smaller", "小さい")
        if name.startswith("min"):
            one, other = other, one
        why = Text(
            f"Of {of.en} the {one.en} counts, not the {other.en}.",
            f"{of.ja}のうち取るのは{other.ja}方ではなく{one.ja}方である。",
        )
        yield line.put("extreme_confused", at, end, others[name], why)
    for keyword in node.keywords:
        if keyword.arg == "axis":
            yield from _of_axis(line, node, keyword)
        if keyword.arg == "keepdims":
            why = Text(
                f"Without keepdims the axis of {of.en} is gone, and broadcasting lines up the "
                "wrong ones.",
                f"keepdims がないと {of.ja}の軸が消え、ブロードキャストで別の軸どうしが"
                "対応してしまう。",
            )
            yield line.replace("keepdims_dropped", node, _without(line, node, keyword), why)


def _of_axis(line: Line, node: ast.Call, keyword: ast.keyword) -> Iterator[Edit]:
    value, place = line.text(keyword.value), keyword.value
    name, of = function_of(node), _taken(line, node)
    for other in _other_axes(value):
        why = Text(
            f"{name} goes along the wrong axis of {of.en}: {value} is meant, not {other}.",
            f"軸が違い、{of.ja}に {name} を使う軸は {other} ではなく {value} である。",
        )
        yield line.put("axis_changed", line.start(place), line.end(place), other, why)
    if name in ("sum", "mean", "max", "min", "var"):
        why = Text(
            f"Without axis={value}, {name} takes all elements of {of.en} together.",
            f"axis={value} を指定しないと、{of.ja}のすべての要素が {name} でまとめられる。",
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
            "branches_swapped",
            node,
            line.call(node, [condition, no, yes]),
            exchanged(condition, yes, no),
        )
        for text in (yes, no):
            why = one_case(condition, text)
            yield line.replace("one_side_alone", node, wrapped(text), why)
    if name in ("maximum", "minimum", "max", "min") and len(arguments) == 2:
        for text in arguments:
            if not text.lstrip("-").replace(".", "").isdigit():
                one = quoted(text)
                why = Text(
                    f"The limit of {line.result.en} is missing: it is always {one.en} that is "
                    "taken.",
                    f"{line.result.ja}の限度がなく、いつも {one.ja}を取っている。",
                )
                yield line.replace("limit_dropped", node, wrapped(text), why)
    if name == "clip" and len(arguments) == 3:
        array, low, high = arguments
        cut = quoted(array)
        for function, kept, lost in (("np.minimum", high, low), ("np.maximum", low, high)):
            why = Text(
                f"{cut.en} is cut off at {kept} only; it has the limit {lost} too.",
                f"{cut.ja}を {kept} でしか切り詰めていないが、反対側にも限度 {lost} がある。",
            )
            yield line.replace("one_side_alone", node, f"{function}({array}, {kept})", why)
        why = Text(
            f"{cut.en} is not kept between {low} and {high}.",
            f"{cut.ja}を {low} から {high} の範囲に切り詰めていない。",
        )
        yield line.replace("limit_dropped", node, wrapped(array), why)


def _taken(line: Line, node: ast.Call) -> Text:
    """Return what a function reduces: the array before its dot, or its arguments."""
    func = node.func
    if isinstance(func, ast.Attribute) and not (
        isinstance(func.value, ast.Name) and func.value.id == "np"
    ):
        return quoted(line.text(func.value))
    return quoted(", ".join(line.text(part) for part in node.args))


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
                one, two, called = quoted(arguments[i]), quoted(arguments[i + 1]), name or "it"
                why = Text(
                    f"Two arguments of {called} have changed places: {one.en} comes before "
                    f"{two.en}.",
                    f"{called} の引数の順序が違い、{one.ja}は {two.ja}より前に来る。",
                )
                swapped = line.call(node, _swapped(arguments, i))
                yield line.replace("arguments_swapped", node, swapped, why)
    for keyword in node.keywords:
        if keyword.arg is not None and keyword.arg not in FIXED:
            why = Text(
                f"{keyword.arg} is not given to {name}, so its default holds.",
                f"{name} に {keyword.arg} を渡していないので、既定値になる。",
            )
            yield line.replace("argument_dropped", node, _without(line, node, keyword), why)


def _of_transposition(line: Line, node: ast.Call, arguments: list[str]) -> Iterator[Edit]:
    for i in range(len(arguments) - 2, -1, -1):
        why = Text(
            f"Two axes of {line.result.en} have changed places: {arguments[i]} comes before "
            f"{arguments[i + 1]}.",
            f"{line.result.ja}の軸の順序が違い、{arguments[i]} は {arguments[i + 1]} より"
            "前に来る。",
        )
        yield line.replace("order_swapped", node, line.call(node, _swapped(arguments, i)), why)
    if isinstance(node.func, ast.Attribute):
        why = Text(
            f"The axes of {line.result.en} are left in their order, so the numbers land in the "
            "wrong places.",
            f"{line.result.ja}の軸を並べ替えていないので、値が違う位置に入る。",
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
