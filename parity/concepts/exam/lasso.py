"""Lasso gradient (exam)."""

from __future__ import annotations

from parity.concepts.regularizers._sources import TIBSHIRANI
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _with_the_penalty(of: Implementations, a: Arrays) -> Arrays:
    """Return the gradient with that of the penalty added."""
    penalty = of("l1")(rate=0.3)
    penalty.forward(a["param"])
    return {"y": a["grad"] + penalty.backward()}


lasso = Concept(
    kind="function",
    order=3,
    syllabus=("2-1-4", "3-3-1"),
    needs=("l1",),
    title=Text("Lasso gradient (exam)", "ラッソ回帰の勾配(試験での定義)"),
    summary=Text(
        "The exam's lasso(param, grad, rate): adds the gradient of the L1 penalty "
        "rate sum |param| to the loss's; at 0 it adds nothing.",
        "試験に出る lasso(param, grad, rate)。損失の勾配に、L1 の罰則項 rate sum |param| の"
        "勾配を加える。重みが 0 の要素には何も加えない。",
    ),
    why=Text(
        "Of many inputs often only a few matter, and one would like to see which. Lasso adds the "
        "sum of |param|, weighted by rate: its slope has the same size however small a weight "
        "already is, so weights that are of no use are pushed all the way to 0. In code that is "
        "one line, which adds rate times the sign of the weights to the gradient. The exam asks "
        "for this line.",
        "多くの入力のうち、意味のあるものは一部だけということが多く、それがどれかを知りたい。"
        "ラッソ回帰は |param| の和に rate を掛けて損失に加える。その傾きの大きさは、"
        "重みがどれほど小さくなっても変わらないので、役に立たない重みは 0 まで押し戻される。"
        "コードでは、勾配に rate と重みの符号の積を足す1行になり、試験ではこの行が問われる。",
    ),
    equation="y = grad + rate sign(param), sign(0) = 0",
    formula=(
        r"y = \text{grad} + \text{rate} \cdot \operatorname{sign}(\text{param})",
        r"\frac{\partial}{\partial \text{param}} \left(\text{rate} \sum\limits_i \left| "
        r"\text{param}_i \right|\right) = \text{rate} \cdot \operatorname{sign}(\text{param})",
        r"\operatorname{sign}(0) = 0",
    ),
    derivation=(
        Step(
            heading=Text(
                "The slope of |param| is its sign, and 0 at 0 by convention",
                "|param| の微分は符号であり、0 では 0 と定める",
            ),
            text=Text(
                "Call the penalty p. Right of 0 the slope is 1, left of it -1. At 0 every number "
                "between the two is a subgradient; np.sign gives 0.",
                "罰則項を p とおく。0 より右の傾きは 1、左では -1 である。"
                "0 ではその間のどの数も劣勾配であり、np.sign は 0 を返す。",
            ),
            equation=(
                r"p = \text{rate} \sum\limits_j \left| \text{param}_j \right|"
                "\n"
                r"\frac{\partial p}{\partial \text{param}_i} = \text{rate} \cdot "
                r"\operatorname{sign}(\text{param}_i)"
            ),
        ),
        Step(
            heading=Text(
                "A weight that would be smaller than rate becomes exactly 0",
                "大きさが rate に満たない重みは、ちょうど 0 になる",
            ),
            text=Text(
                "Take the simplest loss, half the squared distance of one weight w to a. Where w "
                "is not 0 its gradient and that of the penalty must cancel, w = a - rate sign(w), "
                "which is impossible for |a| < rate. There the minimum is the corner at 0.",
                "最も単純な損失として、1つの重み w と a の差の2乗の半分を考える。"
                "w が 0 でなければ損失と罰則項の勾配が釣り合い、w = a - rate sign(w) と"
                "なるが、|a| < rate ではこれを満たす w がない。このとき最小点は、"
                "0 にある角になる。",
            ),
            equation=r"w = \operatorname{sign}(a) \max(|a| - \text{rate}, 0)",
            check=Text(
                "Ridge would give a / (1 + rate) here, which is 0 for a = 0 alone.",
                "リッジ回帰なら a / (1 + rate) で、0 になるのは a = 0 のときだけである。",
            ),
        ),
    ),
    shapes={"param": "any", "grad": "as param", "y": "as param"},
    sources=(
        TIBSHIRANI,
        "Claim C14: the derivative at 0 is 0",
    ),
    cases=(
        Case(
            "dense",
            inputs={"param": normal(4, 3, apart=0.125), "grad": normal(4, 3)},
            config={"rate": 0.1},
        ),
        Case(
            "kernel",
            inputs={"param": normal(2, 3, 4, 5, apart=0.125), "grad": normal(2, 3, 4, 5)},
            config={"rate": 0.005},
        ),
        Case(
            "weights_at_0",
            inputs={
                "param": values([[-1.5, 0.0, 0.75], [-0.0, 2.0, -0.25]]),
                "grad": normal(2, 3),
            },
            config={"rate": 0.3},
            kink=True,
        ),
        Case(
            "tiny_and_huge_weights",
            inputs={
                "param": values([2.0**-100, -(2.0**-100), 2.0**100, -(2.0**100)]),
                "grad": normal(4),
            },
            config={"rate": 0.5},
        ),
        Case(
            "rate_0",
            inputs={"param": normal(5, 2, apart=0.125), "grad": normal(5, 2)},
            config={"rate": 0.0},
        ),
    ),
    also_called=("lasso_gradient",),
    identities=(
        Identity(
            sibling="l1",
            text=Text(
                "What it adds to the gradient is the gradient of the L1 penalty.",
                "勾配に加えるのは、L1 の罰則項の勾配である。",
            ),
            case=Case(
                "l1_added",
                inputs={"param": normal(4, 3, apart=0.125), "grad": normal(4, 3)},
                config={"rate": 0.3},
            ),
            left=evaluated("lasso"),
            right=_with_the_penalty,
        ),
    ),
    mistakes=(
        Mistake(
            name="sign_of_the_gradient",
            ja="勾配の符号が逆",
            line="return grad + rate * np.sign(param)",
            wrong="return grad + rate * np.sign(grad)",
            why=Text(
                "The penalty depends on the weight, so its derivative is the weight's sign. The "
                "gradient's sign would only lengthen the step.",
                "罰則項は重みの関数なので、微分すると重みの符号になる。"
                "勾配の符号を足しても、ステップが大きくなるだけである。",
            ),
        ),
        Mistake(
            name="gradient_at_0_is_1",
            ja="0 での勾配を 1 とする",
            line="return grad + rate * np.sign(param)",
            wrong="return grad + rate * np.where(param >= 0, 1.0, -1.0)",
            why=Text(
                "At 0 the derivative is taken to be 0. With 1, a weight that has become 0 is "
                "pushed away again and never stays there.",
                "重みが 0 のときの微分は 0 とする。1 とすると、0 になった重みが再び押し出され、"
                "0 に留まることができない。",
            ),
        ),
        Mistake(
            name="absolute_value_for_its_derivative",
            ja="微分の代わりに絶対値を使う",
            line="return grad + rate * np.sign(param)",
            wrong="return grad + rate * np.abs(param)",
            why=Text(
                "|param| is the penalty; its derivative is 1 or -1, however large the weight.",
                "|param| は罰則項のほうである。その微分は、重みの大きさによらず 1 か -1 になる。",
            ),
        ),
        Mistake(
            name="in_proportion_to_the_weight",
            ja="重みに比例させる",
            line="return grad + rate * np.sign(param)",
            wrong="return grad + rate * param",
            why=Text(
                "That is ridge. The lasso pulls every weight with the same force, which is why "
                "some arrive at 0.",
                "これはリッジである。ラッソはどの重みも同じ強さで引くので、"
                "ちょうど 0 になる重みが現れる。",
            ),
        ),
        Mistake(
            name="of_the_wrong_sign",
            ja="符号が逆",
            line="return grad + rate * np.sign(param)",
            wrong="return grad - rate * np.sign(param)",
            why=Text(
                "The minus belongs to the descent. With it here the weights are driven away from "
                "0.",
                "負号は勾配降下の側にある。ここで引くと、重みは 0 から遠ざかっていく。",
            ),
        ),
    ),
)
