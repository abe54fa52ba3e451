"""How the variance of a unit's sum comes about."""

from __future__ import annotations

from parity.describing.concept import Text
from parity.describing.derivation import Step

OF_A_SUM = Step(
    heading=Text(
        "A sum of fan_in terms has fan_in times the variance of one",
        "fan_in 個の項の和の分散は、1項の分散の fan_in 倍になる",
    ),
    text=Text(
        "y is what a unit adds up from its inputs x. The weights are independent, of mean 0, and "
        "do not depend on x, so the variances of the terms add up.",
        "ユニットが入力 x から求める和を y とする。重みは互いに独立で平均が 0 であり、"
        "x にもよらないので、各項の分散を足せばよい。",
    ),
    equation=(
        r"y = \sum_i W_i x_i"
        "\n"
        r"\operatorname{Var}(y) = \text{fan_in} \operatorname{Var}(W) \operatorname{E}[x^2]"
    ),
)

OF_CENTRED_INPUTS = Step(
    heading=Text(
        "Where the inputs have mean 0, the variance is handed on times fan_in Var(W)",
        "入力の平均が 0 なら、分散は fan_in Var(W) 倍になって伝わる",
    ),
    text=Text(
        "The mean square of x is then its variance. If it is the output of a tanh, whose slope at "
        "0 is 1, that is nearly the variance of the sum in front of it.",
        "このとき x² の平均は x の分散に等しい。x が tanh の出力なら、0 での傾きが 1 なので、"
        "分散は手前の和の分散とほぼ同じである。",
    ),
    equation=(
        r"\operatorname{E}[x^2] = \operatorname{Var}(x)"
        "\n"
        r"\operatorname{Var}(y) = \text{fan_in} \operatorname{Var}(W) \operatorname{Var}(x)"
    ),
)
