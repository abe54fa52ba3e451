"""Ridge gradient (exam)."""

from __future__ import annotations

from parity.concepts.regularizers._half import CANCELS, HALF_THE_RATE
from parity.concepts.regularizers._sources import HOERL, KROGH
from parity.describing.concept import Case, Concept, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _with_the_penalty(of: Implementations, a: Arrays) -> Arrays:
    """Return the gradient with that of the penalty added."""
    penalty = of("l2")(rate=0.3)
    penalty.forward(a["param"])
    return {"y": a["grad"] + penalty.backward()}


ridge = Concept(
    kind="function",
    order=2,
    syllabus=("2-1-4", "3-3-1"),
    needs=("l2",),
    title=Text("Ridge gradient (exam)", "リッジ回帰の勾配(試験での定義)"),
    summary=Text(
        "The exam's ridge(param, grad, rate): adds the gradient of the L2 penalty "
        "(rate / 2) sum param^2 to the loss's.",
        "試験に出る ridge(param, grad, rate)。損失の勾配に、"
        "L2 の罰則項 (rate / 2) sum param^2 の勾配を加える。",
    ),
    why=Text(
        "Where inputs are correlated or data are few, least squares answers with large weights of "
        "opposite signs, which fit the noise. Ridge regression adds half the sum of squares, "
        "weighted by rate; in code that is one line, which adds rate times the weights to the "
        "gradient. The exam asks for this line. Every weight is drawn towards 0 in proportion to "
        "itself, and none becomes exactly 0.",
        "入力どうしの相関が強かったりデータが少なかったりすると、"
        "最小二乗法の解は符号の異なる大きな重みになり、雑音に合ってしまう。"
        "リッジ回帰は、重みの2乗和の半分に rate を掛けて損失に加える。"
        "コードでは、勾配に rate と重みの積を足す1行になり、試験ではこの行が問われる。"
        "どの重みも自分の大きさに比例して 0 に引き寄せられるが、ちょうど 0 にはならない。",
    ),
    equation="y = grad + rate param",
    formula=(
        r"y = \text{grad} + \text{rate} \cdot \text{param}",
        r"\frac{\partial}{\partial \text{param}} \left(\frac{\text{rate}}{2} \sum\limits_i "
        r"\text{param}_i^2\right) = \text{rate} \cdot \text{param}",
    ),
    derivation=(
        Step(
            heading=Text(
                "The slope of half a square is the number itself",
                "2乗の半分の微分は、その数自身である",
            ),
            text=Text(
                "Call the penalty p. All other terms of the sum are constants for paramᵢ.",
                "罰則項を p とおく。和のほかの項は、paramᵢ については定数である。",
            ),
            equation=(
                r"p = \frac{\text{rate}}{2} \sum\limits_j \text{param}_j^2"
                "\n"
                r"\frac{\partial p}{\partial \text{param}_i} = \text{rate} \cdot \text{param}_i"
            ),
        ),
        Step(
            heading=Text(
                "In least squares, rate goes onto the diagonal",
                "最小二乗法では、対角成分に rate が足される",
            ),
            text=Text(
                "X are the inputs, a row for each example, t the targets and w the weights; the "
                "loss is half the sum of squares. Where its gradient and that of the penalty sum "
                "to 0, w follows from one linear system.",
                "X は1行を1件とする入力、t は目標値、w は重みで、損失は2乗和の半分とする。"
                "その勾配と罰則項の勾配の和が 0 になる w は、1つの連立一次方程式で求まる。",
            ),
            equation=(
                r"X^\top (X w - t) + \text{rate} \cdot w = 0"
                "\n"
                r"w = (X^\top X + \text{rate} \cdot I)^{-1} X^\top t"
            ),
            check=Text(
                "The matrix can be inverted for any rate > 0, even where X has more columns than "
                "rows.",
                "rate > 0 なら、X の列が行より多くても、この行列は逆行列を持つ。",
            ),
        ),
    ),
    shapes={"param": "any", "grad": "as param", "y": "as param"},
    sources=(
        HOERL,
        KROGH,
    ),
    cases=(
        Case("dense", inputs={"param": normal(4, 3), "grad": normal(4, 3)}, config={"rate": 0.1}),
        Case(
            "kernel",
            inputs={"param": normal(2, 3, 4, 5), "grad": normal(2, 3, 4, 5)},
            config={"rate": 0.0005},
        ),
        Case("bias", inputs={"param": normal(5), "grad": normal(5)}, config={"rate": 2.0}),
        Case("rate_0", inputs={"param": normal(3, 5), "grad": normal(3, 5)}, config={"rate": 0.0}),
        Case(
            "large_weights",
            inputs={"param": normal(3, 4, scale=1e15), "grad": normal(3, 4)},
            config={"rate": 0.01},
        ),
    ),
    divergences=(
        Divergence(
            name="half",
            ja="1/2 を付けるか",
            summary=Text(
                "Keras' L2(l) is l sum W^2, without the half, so its gradient is 2 l W: what the "
                "exam's ridge adds at twice the rate.",
                "Keras の L2(l) は l sum W^2 で 1/2 が付かないため、勾配は 2 l W になる。"
                "これは試験の ridge に2倍の rate を渡したのと同じである。",
            ),
            reconciled=HALF_THE_RATE,
            source="keras.io/api/layers/regularizers: l2 * reduce_sum(square(x))",
            case="dense",
            native={"torch": {}, "keras": {"rate": 0.2}},
            quantity="y",
        ),
    ),
    also_called=("ridge_gradient",),
    identities=(
        Identity(
            sibling="l2",
            text=Text(
                "What it adds to the gradient is the gradient of the L2 penalty.",
                "勾配に加えるのは、L2 の罰則項の勾配である。",
            ),
            case=Case(
                "l2_added",
                inputs={"param": normal(4, 3, apart=0.125), "grad": normal(4, 3)},
                config={"rate": 0.3},
            ),
            left=evaluated("ridge"),
            right=_with_the_penalty,
        ),
    ),
    mistakes=(
        Mistake(
            name="penalty_for_its_gradient",
            ja="勾配の代わりに罰則項を返す",
            line="return grad + rate * param",
            wrong="return grad + rate * param**2",
            why=Text(
                "The square is in the penalty. Its derivative is the weight itself, whose sign "
                "tells which way to shrink.",
                "2乗になるのは罰則項のほうである。微分すると重みそのものになり、"
                "その符号が縮める向きを決める。",
            ),
        ),
        Mistake(
            name="of_the_wrong_sign",
            ja="符号が逆",
            line="return grad + rate * param",
            wrong="return grad - rate * param",
            why=Text(
                "The minus belongs to the descent. With it here the weights would grow.",
                "負号は勾配降下の側にある。ここで引くと、重みはかえって大きくなる。",
            ),
        ),
        Mistake(
            name="doubled",
            ja="2 倍にする",
            line="return grad + rate * param",
            wrong="return grad + 2 * rate * param",
            why=CANCELS,
        ),
        Mistake(
            name="of_the_norm",
            ja="二乗でなくノルムの勾配にする",
            line="return grad + rate * param",
            wrong="return grad + rate * param / np.linalg.norm(param)",
            why=Text(
                "That is the gradient of rate |param|, the root of the sum of squares, which the "
                "course adds to the loss. Ridge's penalty is the sum of squares itself.",
                "これは2乗和の平方根 rate |param| の勾配である(教材が損失に足しているのはこちら)。"
                "リッジの罰則項は2乗和そのものである。",
            ),
        ),
        Mistake(
            name="changed_in_place",
            ja="その場で書き換える",
            line="return grad + rate * param",
            wrong="grad += rate * param; return grad",
            why=Text(
                "+= changes the caller's array: if it is used again, for a second optimizer or a "
                "log, the penalty is already in it.",
                "+= は呼び出し側の配列を書き換える。その配列をもう一度使うと、"
                "罰則項の勾配が二重に加わってしまう。",
            ),
        ),
        Mistake(
            name="sign_of_the_weight",
            ja="重みの符号しか使わない",
            line="return grad + rate * param",
            wrong="return grad + rate * np.sign(param)",
            why=Text(
                "That is lasso. Ridge pulls large weights harder than small ones.",
                "これはラッソである。リッジは大きな重みほど強く引き戻す。",
            ),
        ),
    ),
)
