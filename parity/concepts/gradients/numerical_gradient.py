"""Numerical gradient."""

from __future__ import annotations

from parity.concepts.gradients._functions import cubic, quotient
from parity.concepts.gradients._sources import GOODFELLOW
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import labels, normal
from parity.describing.identity import Arrays, Identity, Implementations


def _of_a_quadratic(of: Implementations, a: Arrays) -> Arrays:
    penalty = of("l2")(rate=0.75)
    return {"dW": of("numerical_gradient")(penalty.forward, a["W"], h=0.5)}


def _gradient_of_the_penalty(of: Implementations, a: Arrays) -> Arrays:
    penalty = of("l2")(rate=0.75)
    penalty.forward(a["W"])
    return {"dW": penalty.backward()}


numerical_gradient = Concept(
    kind="function",
    order=1,
    syllabus=("3-2-2",),
    needs=(),
    title=Text("Numerical gradient", "数値微分による勾配"),
    summary=Text(
        "Moves one element at a time a little up and a little down, and divides the difference of "
        "f by the distance. Slow, but it knows nothing of backpropagation: the yardstick for it.",
        "要素を1つずつわずかに増減させ、f の差をその幅で割る。計算は遅いが、"
        "誤差逆伝播法とは独立に勾配が求まるので、その検算に使う。",
    ),
    why=Text(
        "A backward pass is easily written wrong, and a wrong gradient raises no error: the "
        "network just learns worse. One needs a second opinion that shares no line with it. The "
        "difference quotient asks nothing but the function itself. It costs two evaluations for "
        "each parameter, far too many to train with, but enough to check a small example with "
        "once. Taken on both sides its error is of the order h², on one side only of h.",
        "逆伝播の実装は間違えやすいが、勾配が誤っていてもエラーは出ず、"
        "学習が少しうまくいかなくなるだけである。そこで、実装とは独立に勾配を求めて確かめたい。"
        "差分商に必要なのは、関数そのものだけである。パラメータ1つにつき関数を2回計算するので、"
        "学習に使うには遅すぎるが、小さな例で一度確かめるには十分である。"
        "両側の差をとれば誤差は h² の程度、片側だけでは h の程度になる。",
    ),
    equation="df/dx_i = (f(x + h e_i) - f(x - h e_i)) / 2h",
    formula=(r"\frac{\partial f}{\partial x_i} \approx \frac{f(x + h e_i) - f(x - h e_i)}{2 h}",),
    derivation=(
        Step(
            heading=Text(
                "Up and down, the even powers agree",
                "増やしても減らしても、偶数次の項は同じである",
            ),
            text=Text(
                "Along one element f is a function of one number. Its series up and its series "
                "down differ in the sign of the odd powers of h. A prime is a derivative; without "
                "an argument, f and its derivatives are taken at x.",
                "1つの要素だけを動かせば、f は1変数の関数である。h だけ増やした級数と"
                "減らした級数は、奇数次の項の符号だけが違う。' は微分を表し、"
                "引数を略したものは x での値である。",
            ),
            equation=(
                r"f(x + h) = f + h f' + \frac{h^2}{2} f'' + \frac{h^3}{6} f''' + \dots"
                "\n"
                r"f(x - h) = f - h f' + \frac{h^2}{2} f'' - \frac{h^3}{6} f''' + \dots"
            ),
        ),
        Step(
            heading=Text(
                "In the difference they cancel: the error is of the order h²",
                "差をとると打ち消し合い、誤差は h² の程度になる",
            ),
            text=Text(
                "Twice the slope times h is left, and the third power. On one side only, f'' stays "
                "and the error is of the order h.",
                "傾きと h の積の2倍と、3次の項が残る。片側の差だけでは f'' の項が残り、"
                "誤差は h の程度になる。",
            ),
            equation=r"\frac{f(x + h) - f(x - h)}{2 h} = f' + \frac{h^2}{6} f''' + \dots",
        ),
        Step(
            heading=Text(
                "A smaller h is not always better: rounding grows like 1/h",
                "h は小さいほどよいわけではない:丸め誤差は 1/h に比例する",
            ),
            text=Text(
                "Each f is rounded by about ε |f|, with ε = 1.1e-16 in float64, and the division "
                "by h makes that larger. The sum of both errors is least where h is about the cube "
                "root of ε, 5e-6.",
                "f の値には ε |f| 程度の丸め誤差があり(float64 では ε = 1.1e-16)、"
                "h で割ると大きくなる。2つの誤差の和は、h が ε の3乗根程度、"
                "つまり 5e-6 くらいのとき最小になる。",
            ),
            equation=(r"\frac{h^2}{6} \left| f''' \right| + \frac{\epsilon}{h} \left| f \right|"),
            check=Text(
                "The same argument says that of sixteen digits about ten are right at best.",
                "同じ議論から、16 桁のうち正しいのはよくても 10 桁ほどだとわかる。",
            ),
        ),
    ),
    shapes={"x": "any", "f(x)": "scalar", "y": "as x"},
    sources=(
        "Nocedal and Wright (2006), Numerical Optimization, 2nd edition, section 8.1",
        GOODFELLOW,
    ),
    cases=(
        Case(
            "cubic",
            inputs={"x": normal(3)},
            config={"f": cubic, "h": 2.0**-3},
            options={"leading": ("f",)},
        ),
        Case(
            "quotient",
            inputs={"x": normal(2, 3)},
            config={"f": quotient, "h": 2.0**-4},
            options={"leading": ("f",)},
        ),
        Case(
            "smaller_step",
            inputs={"x": normal(3)},
            config={"f": cubic, "h": 2.0**-6},
            options={"leading": ("f",)},
        ),
        Case(
            "whole_numbers",
            inputs={"x": labels(3, classes=5)},
            config={"f": cubic, "h": 2.0**-3},
            options={"leading": ("f",)},
            exact=("y",),  # small whole numbers and powers of 2: nothing is rounded
        ),
    ),
    divergences=(
        Divergence(
            name="step",
            ja="差分の刻み幅",
            summary=Text(
                "Unless told otherwise, torch.autograd.gradcheck steps by 1e-6 and "
                "tf.test.compute_gradient by 1/1024: the latter's truncation error is a million "
                "times larger.",
                "既定の刻み幅は torch.autograd.gradcheck が 1e-6、tf.test.compute_gradient が "
                "1/1024 である。打ち切り誤差は後者が約100万倍大きい。",
            ),
            reconciled=Text(
                "Give both the same h; in float32 a large one, since rounding costs eps |f| / h.",
                "どちらにも同じ h を渡す。float32 では丸め誤差が eps |f| / h 程度になるため、"
                "h を大きめにとる。",
            ),
            source="torch.autograd.gradcheck(eps=1e-6); tf.test.compute_gradient: 1.0 / 1024",
            case="cubic",
            native={"torch": {"h": 1e-6}, "keras": {"h": 2.0**-10}},
            quantity="y",
        ),
    ),
    defaults=(
        Default(
            "h",
            1e-4,
            torch=("torch.autograd.gradcheck", "eps", 1e-6),
            keras=("tensorflow.test.compute_gradient", "delta", None),
        ),
    ),
    also_called=(
        "numerical_diff_gradient",
        "numeric_gradient",
    ),
    identities=(
        Identity(
            sibling="l2",
            text=Text(
                "Of a quadratic, such as the L2 penalty, it is the exact gradient for any step h: "
                "the truncation error begins with the third derivative.",
                "L2 の罰則項のような2次関数では、刻み幅 h によらず正確な勾配になる。"
                "打ち切り誤差が3階微分から始まるためである。",
            ),
            case=Case("of_a_quadratic", inputs={"W": normal(3, 4)}),
            left=_of_a_quadratic,
            right=_gradient_of_the_penalty,
        ),
    ),
    mistakes=(
        Mistake(
            name="forward_difference",
            ja="中心差分でなく前進差分を使う",
            line="gradient[index] = (above - below) / (2 * h)",
            wrong="gradient[index] = (above - f(x)) / h",
            why=Text(
                "The one-sided difference has an error in proportion to h; the central one's is "
                "in proportion to h^2.",
                "前進差分の誤差は h に比例する。中心差分なら h^2 に比例する誤差で済む。",
            ),
        ),
        Mistake(
            name="divided_by_h",
            ja="2h でなく h で割る",
            line="gradient[index] = (above - below) / (2 * h)",
            wrong="gradient[index] = (above - below) / h",
            why=Text(
                "From x - h to x + h the distance is 2h.",
                "x - h から x + h までの幅は 2h である。",
            ),
        ),
        Mistake(
            name="all_elements_moved",
            ja="全要素を同時に動かす",
            line="step[index] = h",
            wrong="step[...] = h",
            why=Text(
                "That is the derivative along (1, ..., 1), the sum of the partial derivatives. "
                "Only one element may move at a time.",
                "これは (1, ..., 1) 方向の微分、すなわち偏微分の総和になる。"
                "動かす要素は一度に1つだけである。",
            ),
        ),
        Mistake(
            name="not_put_back",
            ja="値を元に戻さない",
            line="below = f(x - step)",
            wrong="below = f(x)",
            why=Text(
                "The element was moved up and then only put back, not down: half of the "
                "difference is missing.",
                "要素を h だけ増やしたあと元に戻しただけで、h 減らしていない。差が約半分になる。",
            ),
        ),
    ),
)
