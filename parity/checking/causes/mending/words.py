"""What a change that mends the user's code says of the mistake."""

from __future__ import annotations

from parity.checking.causes.earned.numbers import ALL, DOMAIN
from parity.checking.causes.kinds import kind_of_edit
from parity.checking.causes.mending.search import Mended
from parity.checking.report import Cause
from parity.describing.concept import Text

_WORDS: dict[str, tuple[str, str, str]] = {
    "added_up": ("missing_term", "it is to be added, not assigned", "代入ではなく加算する"),
    "any_name": ("permuted", "another array or number belongs there", "使う変数が違う"),
    "argument_dropped": ("other_formula", "an argument is too many", "引数が余計である"),
    "arguments_swapped": ("permuted", "two arguments have changed places", "引数の順が逆である"),
    "assigned": ("state_kept", "it is to be assigned, not added to", "加算ではなく代入する"),
    "axis_added": ("other_formula", "the axis is missing", "軸の指定がない"),
    "axis_changed": ("other_formula", "the axis is another one", "軸が違う"),
    "axis_dropped": ("other_formula", "it is taken over everything", "全体について取る"),
    "boundary_changed": (
        "wrong_condition",
        "the boundary is on the wrong side",
        "境界の扱いが違う",
    ),
    "bracket_added": ("other_formula", "brackets are missing", "括弧が足りない"),
    "bracket_dropped": ("other_formula", "brackets are too many", "括弧が余計である"),
    "branches_swapped": ("wrong_condition", "the two cases are exchanged", "2 つの場合が逆である"),
    "coefficient_changed": ("constant_factor", "a number is another one", "係数が違う"),
    "comparison_turned": ("wrong_condition", "the comparison is turned", "比較の向きが逆である"),
    "condition_fixed": ("wrong_condition", "the condition is wrong", "条件が違う"),
    "condition_negated": ("wrong_condition", "the condition is turned", "条件が逆である"),
    "copy_added": ("changed_in_place", "a copy is missing", "コピーが必要である"),
    "difference_turned": ("sign", "the difference is turned", "差の向きが逆である"),
    "divisor_added": ("missing_term", "a division is missing", "割り算が抜けている"),
    "divisor_dropped": ("constant_factor", "a division is too many", "割り算が余計である"),
    "divisor_for_factor": ("other_formula", "it is to be divided", "掛けるのではなく割る"),
    "doubled": ("constant_factor", "a factor of 2 is missing", "2 が掛かっていない"),
    "element_meant": (
        "other_formula",
        "one element is meant, not a window",
        "窓ではなく要素を使う",
    ),
    "epsilon_moved": ("epsilon_place", "epsilon is in another place", "epsilon の位置が違う"),
    "epsilon_subtracted": ("epsilon_place", "epsilon has the wrong sign", "epsilon の符号が違う"),
    "exponent_changed": ("other_formula", "the exponent is another one", "指数が違う"),
    "extreme_confused": ("other_formula", "the other extreme is meant", "最大と最小が逆である"),
    "factor_added": ("missing_term", "a factor is missing", "因子が抜けている"),
    "factor_dropped": ("constant_factor", "a factor is too many", "因子が余計である"),
    "factor_for_divisor": ("other_formula", "it is to be multiplied", "割るのではなく掛ける"),
    "function_added": ("missing_term", "a function is missing", "関数が抜けている"),
    "function_dropped": ("other_formula", "a function is too many", "関数が余計である"),
    "halved": ("constant_factor", "a factor of 1/2 is missing", "1/2 が掛かっていない"),
    "keepdims_added": ("wrong_shape", "keepdims is missing", "keepdims がない"),
    "left_out": ("other_formula", "the line is too many", "この行が余計である"),
    "limit_dropped": ("other_formula", "a limit is too many", "切り詰めが余計である"),
    "matrices_swapped": ("permuted", "two matrices have changed places", "行列の順が逆である"),
    "lines_exchanged": ("permuted", "their order is turned", "順序が逆である"),
    "mean_dropped": (
        "other_formula",
        "a mean is too many: each example has its own",
        "平均が余計である(データごとに値が異なる)",
    ),
    "mean_for_sum": ("constant_factor", "a mean is meant, not a sum", "和ではなく平均を取る"),
    "minus_dropped": ("sign", "a minus is too many", "マイナスが余計である"),
    "name_confused": ("permuted", "another array or number belongs there", "使う変数が違う"),
    "names_exchanged": ("permuted", "two of them have changed places", "2 つが入れ替わっている"),
    "off_by_one": ("wrong_condition", "a number is off by one", "数が 1 つずれている"),
    "one_minus_added": ("permuted", "1 minus it is meant", "1 から引いた値を使う"),
    "one_minus_dropped": ("permuted", "1 minus is too many", "1 から引く必要はない"),
    "order_reversed": ("permuted", "it is to be reversed", "逆順にする"),
    "order_swapped": ("permuted", "two of them have changed places", "順序が違う"),
    "padding_added": ("missing_term", "the padding is missing", "パディングが抜けている"),
    "power_added": ("missing_term", "a power is missing", "べき乗が抜けている"),
    "power_dropped": ("other_formula", "a power is too many", "べき乗が余計である"),
    "product_for_sum": (
        "other_formula",
        "it is to be multiplied, not added",
        "足すのではなく掛ける",
    ),
    "product_transposed": ("transposed", "the product is transposed", "積が転置になっている"),
    "quotient_turned": ("other_formula", "the quotient is turned", "割る数が逆である"),
    "rebound": ("changed_in_place", "a new array is needed", "新しい配列を作る"),
    "root_added": ("missing_term", "a root is missing", "平方根が抜けている"),
    "root_dropped": ("other_formula", "a root is too many", "平方根が余計である"),
    "shape_meant": ("wrong_shape", "the shape is meant, not the array", "配列ではなくその形を渡す"),
    "sign_added": ("sign", "the sign is wrong", "符号が逆である"),
    "sign_flipped": ("sign", "a sign is wrong", "符号が逆である"),
    "square_added": ("missing_term", "a square is missing", "2 乗が抜けている"),
    "sum_for_mean": ("constant_factor", "a sum is meant, not a mean", "平均ではなく和を取る"),
    "sum_for_product": ("other_formula", "it is to be added", "掛けるのではなく足す"),
    "term_added": ("missing_term", "a term is missing", "項が抜けている"),
    "term_dropped": ("other_formula", "a term is too many", "項が余計である"),
    "transposition_added": ("transposed", "a transpose is missing", "転置が抜けている"),
    "transposition_dropped": ("transposed", "a transpose is too many", "転置が余計である"),
    "zeros_meant": ("other_formula", "it is to begin at 0", "0 から始める"),
}
"""By the kind of the change: the cause's name, and what is wrong."""


def cause_of(mended: Mended) -> Cause:
    """Return what is told of a change that mends the code."""
    first = mended.changes[0]
    name, en, ja = _WORDS.get(
        first.mend.kind, ("other_formula", "it is to be written otherwise", "書き方が違う")
    )
    by_line = {change.statement.line.number: change for change in mended.changes}
    changes = [by_line[number] for number in sorted(by_line)]
    lines = [change.statement.line for change in changes]
    several, dropped = len(lines) > 1, first.mend.text == "pass"
    if dropped:
        how, how_ja = ("Without them" if several else "Without it"), "これがなければ"
    else:
        how, how_ja = "With that mended", "直すと"
    if several:
        *before, last = [str(line.number) for line in lines]
        places, places_ja = f"{', '.join(before)} and {last}", "、".join([*before, last])
        en = f"lines {places} are too many" if dropped else f"in lines {places}, {en}"
        ja = f"{places_ja} 行目は余計である" if dropped else f"{places_ja} 行目で、{ja}"
    whole = mended.level == ALL
    right = "everything is right in every case" if whole else "this quantity is right in every case"
    right_ja = "どのケースでもすべての値が" if whole else "どのケースでもこの値が"
    if mended.level == DOMAIN:
        right = f"this quantity is right in {mended.right} of {mended.cases} cases"
        right_ja = f"{mended.cases} ケース中 {mended.right} ケースでこの値が"
    return Cause(
        name,
        Text(
            f"{en[0].upper()}{en[1:]}. {how}, {right}.",
            f"{ja}。{how_ja}、{right_ja}正しくなる。",
        ),
        line=lines[0],
        mended="" if dropped else "\n".join(change.mend.text for change in changes),
        kind=kind_of_edit(first.statement.text, first.mend.text),
    )
