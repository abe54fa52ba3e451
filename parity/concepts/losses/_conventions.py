"""Conventions of losses, and texts of them that several losses share."""

from __future__ import annotations

from parity.describing.concept import Convention, Text

BY_ELEMENT = Convention(
    name="by_element",
    text=Text(
        'The loss of each element is returned, as in torch with reduction="none".',
        '損失を要素ごとに返す。PyTorch の reduction="none" に当たる。',
    ),
    config={"reduction": "none"},
)

SUMMED = Convention(
    name="summed",
    text=Text(
        'The loss is summed over the batch, as in torch with reduction="sum"; the usual '
        "one is averaged.",
        '損失をバッチで平均せず合計する。PyTorch の reduction="sum" に当たる。',
    ),
    config={"reduction": "sum"},
)

UPSTREAM_IGNORED = Text(
    "Whatever comes after the loss (a weight, a sum with a penalty) arrives as dL. By the chain "
    "rule the gradient is a multiple of it; taking 1 instead works only where the loss is the end.",
    "損失より後の計算(重み付けや罰則項との和など)の影響は dL として届く。連鎖律により勾配には dL が"
    "掛かる。1 で置き換えてよいのは、損失が計算の最後にあるときだけである。",
)

NOT_AVERAGED = Text(
    "The loss is a mean over every element, so each one's gradient is divided by their number.",
    "損失は全要素の平均なので、各要素の勾配も要素数で割る。",
)

LAST_AXIS = Text(
    "Keras' losses of numbers average over the last axis first; what is left is reduced. So its "
    '"sum" adds up one mean per row, and its "none" has an axis fewer. PyTorch and our NumPy code '
    "keep every element until the reduction.",
    "Keras の要素ごとの損失は、まず最後の軸で平均を取り、残りを reduction で集約する。"
    "そのため sum は行ごとの平均の和になり、none では軸が一つ減る。"
    "PyTorch とこちらの NumPy 実装は、集約するまですべての要素を残す。",
)

LAST_AXIS_RECONCILED = Text(
    "Give Keras the arrays with one more axis of length 1: the mean over that changes nothing.",
    "Keras には長さ 1 の軸を末尾に加えた配列を渡す。その軸での平均は何も変えない。",
)

BELOW_1E7 = Text(
    "Nothing makes them equal, but the difference is below 1e-7 over the smallest y.",
    "等しくする方法はないが、差は 1e-7 を最小の y で割った値より小さい。",
)
CLIPPED = Text(
    "Where y was clipped, the loss is constant, and its derivative is 0.",
    "y が切り詰められた範囲では損失は定数なので、微分は 0 である。",
)
FROM_LOGITS = Text("Set from_logits=True.", "from_logits=True を指定する。")

SUM_OVER_CLASSES = Text(
    "The cross-entropy sums over the classes; only the examples are averaged.",
    "交差エントロピーはクラスについて和を取る。平均を取るのはデータについてだけである。",
)

WEIGHS_THE_GRADIENT = Text(
    "A weight of the loss is a weight of its gradient: that is what it is for.",
    "損失の重みは勾配の重みでもある。重みを付ける目的はそこにある。",
)

OVER_THE_EXAMPLES = Convention(
    name="over_the_examples",
    text=Text(
        "The weighted sum is divided by the number of examples, as Keras does.",
        "重み付きの和を、Keras のようにデータ数で割る。",
    ),
    config={"mean_over": "examples"},
)
