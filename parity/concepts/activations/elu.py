"""ELU (exponential linear unit)."""

from __future__ import annotations

from parity.concepts.activations._points import EXTREME, KINK, SMALL
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.draw import normal
from parity.describing.identity import Identity, evaluated

ELU = Concept(
    kind="layer",
    order=8,
    syllabus=("3-1-4",),
    needs=("relu",),
    title=Text("ELU (exponential linear unit)", "ELU(指数線形ユニット)"),
    summary=Text(
        "A ReLU that bends smoothly to -alpha on the negative side, which brings the mean of its "
        "output nearer to 0.",
        "負の側で -alpha になめらかに近づく ReLU。出力の平均が 0 に近くなる。",
    ),
    equation="y = x if x > 0, else alpha (exp(x) - 1)",
    formula=(
        r"y = \begin{cases} x & (x > 0) \\ \alpha (\exp(x) - 1) & (x \le 0) \end{cases}",
        r"\frac{\partial L}{\partial x} = \begin{cases} "
        r"\frac{\partial L}{\partial y} & (x > 0) \\ "
        r"\alpha \exp(x) \frac{\partial L}{\partial y} & (x \le 0) \end{cases}",
    ),
    shapes={"x": "any", "y": "as x"},
    sources=(
        "Clevert, Unterthiner and Hochreiter (2016), Fast and accurate deep network learning by "
        "exponential linear units (ELUs), ICLR, section 3",
    ),
    cases=(
        Case("ordinary", inputs={"x": normal(3, 4, 5, apart=0.125)}),
        Case("alpha", inputs={"x": normal(5, 7, apart=0.125)}, config={"alpha": 1.3}),
        Case("extreme", inputs={"x": EXTREME}, config={"alpha": 0.7}),
        Case("kink", inputs={"x": KINK}, config={"alpha": 0.7}, kink=True),
        Case(
            "small",
            inputs={"x": SMALL},
            kink=True,  # the second derivative jumps at 0, which differences step over
            by_element=("y",),
            loses={"keras": "TensorFlow computes exp(x) - 1"},
        ),
    ),
    defaults=(
        Default(
            "alpha",
            1.0,
            torch=("torch.nn.ELU", "alpha", 1.0),
            keras=("keras.layers.ELU", "alpha", 1.0),
        ),
    ),
    identities=(
        Identity(
            sibling="relu",
            text=Text("With alpha 0 it is ReLU.", "alpha を 0 にすると ReLU になる。"),
            case=Case("alpha_0", inputs={"x": normal(3, 4, 5, apart=0.125)}),
            left=evaluated("elu", alpha=0.0),
            right=evaluated("relu"),
        ),
    ),
    mistakes=(
        Mistake(
            name="alpha_missing_in_the_derivative",
            ja="微分で alpha を忘れる",
            line="slope = self.alpha * np.exp(np.minimum(self.x, 0))",
            wrong="slope = np.exp(np.minimum(self.x, 0))",
            why=Text(
                "The derivative of alpha (exp(x) - 1) is alpha exp(x); it shows once alpha is "
                "not 1.",
                "alpha (exp(x) - 1) の微分は alpha exp(x) である。"
                "alpha が 1 でないと違いが現れる。",
            ),
        ),
        Mistake(
            name="derivative_is_the_output",
            ja="微分の代わりに出力を使う",
            line="slope = self.alpha * np.exp(np.minimum(self.x, 0))",
            wrong="slope = self.alpha * np.expm1(np.minimum(self.x, 0))",
            why=Text(
                "That is y itself, which is negative; the derivative is y + alpha.",
                "これは負の値である y そのものである。微分は y + alpha になる。",
            ),
        ),
        Mistake(
            name="one_not_subtracted",
            ja="1 を引かない",
            line="return np.where(x > 0, x, self.alpha * np.expm1(below))",
            wrong="return np.where(x > 0, x, self.alpha * np.exp(below))",
            why=Text(
                "Without the -1 the function jumps by alpha at 0 and is never negative.",
                "-1 を忘れると x = 0 で alpha だけ跳び、負の値をとらなくなる。",
            ),
        ),
        Mistake(
            name="exponential_overflows",
            ja="指数関数がオーバーフローする",
            line="return np.where(x > 0, x, self.alpha * np.expm1(below))",
            wrong="return x * (x > 0) + self.alpha * np.expm1(x) * (x <= 0)",
            why=Text(
                "A mask does not undo an overflow: inf * 0 is not a number. x must be cut off at 0 "
                "before exp.",
                "マスクを掛けてもオーバーフローは消えず、inf * 0 は NaN になる。"
                "exp より前に x を 0 で打ち切る。",
            ),
        ),
        Mistake(
            name="derivative_at_0_is_1",
            ja="0 での微分を 1 とする",
            line="return np.where(self.x > 0, dy, slope * dy)",
            wrong="return np.where(self.x >= 0, dy, slope * dy)",
            why=Text(
                "At x = 0 the frameworks take the derivative of the exponential side, alpha.",
                "フレームワークは x = 0 での微分として、指数関数の側の値である alpha を使う。",
            ),
        ),
    ),
)
