"""SELU (scaled exponential linear unit)."""

from __future__ import annotations

from parity.concepts.activations._points import EXTREME
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal, single, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated

_SCALE = 1.0507009873554804934193349852946
_ALPHA = 1.6732632423543772848170429916717


def _scaled_elu(of: Implementations, a: Arrays) -> Arrays:
    elu = of("elu")(_ALPHA)
    return {"y": _SCALE * elu.forward(a["x"]), "dx": elu.backward(_SCALE * a["dy"])}


SELU = Concept(
    kind="layer",
    order=9,
    syllabus=("3-1-4",),
    needs=("elu",),
    title=Text("SELU (scaled exponential linear unit)", "SELU(スケール付き指数線形ユニット)"),
    summary=Text(
        "ELU with the two numbers that keep mean 0 and variance 1 from layer to layer.",
        "平均 0・分散 1 が層を重ねても保たれるように2つの定数を選んだ ELU。",
    ),
    why=Text(
        "Batch normalization pulls the mean and the variance of each layer back to 0 and 1. An "
        "activation can do so by itself: where the variance is too small the slope above 1 raises "
        "it, where it is too large the flat negative side lowers it. alpha and scale are the "
        "solution of two equations: a standard normal input, mean 0, variance 1 out.",
        "バッチ正規化は、各層の平均と分散を 0 と 1 に引き戻す。活性化関数だけでもそれはできる。"
        "分散が小さすぎれば 1 を超える傾きが広げ、大きすぎれば平らな負の側が縮める。"
        "alpha と scale は、標準正規分布の入力に対して出力の平均が 0、分散が 1 になるという"
        "2つの方程式の解である。",
    ),
    equation="y = scale x if x > 0, else scale alpha (exp(x) - 1)",
    formula=(
        r"y = \begin{cases} \text{scale}\, x & (x > 0) \\ \text{scale}\, \alpha (\exp(x) - 1) & "
        r"(x \le 0) \end{cases}",
        r"\frac{\partial L}{\partial x} = \begin{cases} "
        r"\text{scale} \frac{\partial L}{\partial y} & (x > 0) \\ "
        r"\text{scale}\, \alpha \exp(x) \frac{\partial L}{\partial y} & (x \le 0) \end{cases}",
    ),
    derivation=(
        Step(
            heading=Text("A line, and an exponential", "直線と指数関数"),
            text=Text(
                "Above 0 the slope is scale; below, the exponential is its own derivative and "
                "the 1 has none.",
                "0 より上の傾きは scale。下では指数関数の微分はそれ自身で、1 の微分は 0 である。",
            ),
            equation=r"\frac{\partial L}{\partial x} = \begin{cases} "
            r"\text{scale} \frac{\partial L}{\partial y} & (x > 0) \\ "
            r"\text{scale}\, \alpha \exp(x) \frac{\partial L}{\partial y} & (x \le 0) "
            r"\end{cases}",
            check=Text(
                "Just below 0 the slope is scale times alpha, 1.758, and just above 1.051.",
                "0 のすぐ下の傾きは scale と alpha の積 1.758、すぐ上は 1.051 である。",
            ),
        ),
    ),
    shapes={"x": "any", "y": "as x"},
    sources=(
        "Klambauer, Unterthiner, Mayr and Hochreiter (2017), Self-normalizing neural networks, "
        "NeurIPS, eq. 2 and 14",
    ),
    cases=(
        Case("ordinary", inputs={"x": normal(3, 4, 5, apart=0.125)}),
        Case("one_axis", inputs={"x": normal(7, apart=0.125)}),
        Case(
            "extreme",
            inputs={"x": EXTREME},
            options={"differences": ()},  # of 10000 they keep too few digits
        ),
        Case(
            "small",
            inputs={"x": values(single([-1.5, -1e-3, -1e-8, -1e-10, 1e-17, 1e-5, 0.75]))},
            kink=True,  # differences step over it
            by_element=("y",),
            loses={"keras": "TensorFlow computes exp(x) - 1"},
            dtypes=("float64",),
        ),
    ),
    identities=(
        Identity(
            sibling="elu",
            text=Text(
                "It is ELU with alpha = 1.6733, times 1.0507.",
                "alpha を 1.6733 とした ELU の 1.0507 倍である。",
            ),
            case=Case("scaled_elu", inputs={"x": normal(3, 4, apart=0.125)}),
            left=evaluated("selu"),
            right=_scaled_elu,
        ),
    ),
    mistakes=(
        Mistake(
            name="scale_forgotten",
            ja="スケールを忘れる",
            line="return SCALE * np.where(x > 0, x, ALPHA * np.expm1(below))",
            wrong="return np.where(x > 0, x, ALPHA * np.expm1(below))",
            why=Text(
                "That is ELU. Without the slope above 1 a small variance only shrinks.",
                "これは ELU である。1 を超える傾きがないと、小さな分散は縮む一方になる。",
            ),
        ),
        Mistake(
            name="scale_on_the_positive_side_only",
            ja="正の側だけをスケールする",
            line="return SCALE * np.where(x > 0, x, ALPHA * np.expm1(below))",
            wrong="return np.where(x > 0, SCALE * x, ALPHA * np.expm1(below))",
            why=Text(
                "scale stands before both branches; the negative side ends at -1.758.",
                "scale は両方の場合に掛かる。負の側は -1.758 に近づく。",
            ),
        ),
        Mistake(
            name="one_not_subtracted",
            ja="1 を引かない",
            line="return SCALE * np.where(x > 0, x, ALPHA * np.expm1(below))",
            wrong="return SCALE * np.where(x > 0, x, ALPHA * np.exp(below))",
            why=Text(
                "Without the -1 the function jumps at 0 and is never negative, so that its mean "
                "cannot be 0.",
                "-1 を忘れると x = 0 で不連続になり、負の値もとらないので、平均が 0 にならない。",
            ),
        ),
        Mistake(
            name="derivative_is_the_output",
            ja="微分の代わりに出力を使う",
            line="slope = ALPHA * np.exp(np.minimum(self.x, 0))",
            wrong="slope = ALPHA * np.expm1(np.minimum(self.x, 0))",
            why=Text(
                "The 1 that is subtracted has no derivative: the slope is y + scale alpha.",
                "引いた 1 の微分は 0 なので、傾きは y + scale alpha である。",
            ),
        ),
        Mistake(
            name="scale_forgotten_on_the_way_back",
            ja="逆伝播でスケールを忘れる",
            line="return SCALE * np.where(self.x > 0, dy, slope * dy)",
            wrong="return np.where(self.x > 0, dy, slope * dy)",
            why=Text(
                "A factor of the output is a factor of the gradient.",
                "出力に掛かる定数は勾配にも掛かる。",
            ),
        ),
    ),
)
