"""ELU (exponential linear unit)."""

from __future__ import annotations

from parity.concepts.activations._points import EXTREME, KINK, SMALL
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.derivation import Step
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
    why=Text(
        "A ReLU passes no gradient where x is negative, and since it is never negative itself, "
        "the mean of its outputs lies above 0 and pushes the next layer to one side. ELU goes on "
        "below 0 as an exponential that levels off at -alpha: such units still learn, and the "
        "mean comes nearer to 0. Far below 0 it is flat, so that noise in x hardly shows in y; "
        "the price is an exponential.",
        "ReLU は x が負のところで勾配を通さない。"
        "また出力が負にならないので平均が正になり、次の層の入力が一方に偏る。"
        "ELU は負の側を、-alpha に近づいて平らになる指数関数でつなぐ。"
        "負の側のユニットにも勾配が届き、出力の平均は 0 に近づく。"
        "0 から大きく離れた負の側では平らなので、x の雑音が y にほとんど現れない。"
        "その代わり、指数関数を計算する手間がかかる。",
    ),
    equation="y = x if x > 0, else alpha (exp(x) - 1)",
    formula=(
        r"y = \begin{cases} x & (x > 0) \\ \alpha (\exp(x) - 1) & (x \le 0) \end{cases}",
        r"\frac{\partial L}{\partial x} = \begin{cases} "
        r"\frac{\partial L}{\partial y} & (x > 0) \\ "
        r"\alpha \exp(x) \frac{\partial L}{\partial y} & (x \le 0) \end{cases}",
    ),
    derivation=(
        Step(
            heading=Text(
                "The slope is 1 on the right, an exponential on the left",
                "傾きは右側で 1、左側で指数関数になる",
            ),
            text=Text(
                "yᵢ is made of xᵢ alone. On the left the constant -α drops out, and the "
                "exponential is its own derivative.",
                "yᵢ は xᵢ だけで決まる。左側では定数 -α が消え、指数関数は微分しても変わらない。",
            ),
            equation=(
                r"\frac{\partial y_i}{\partial x_i} = \begin{cases} 1 & (x_i > 0) \\ \alpha "
                r"\exp(x_i) & (x_i \le 0) \end{cases}"
            ),
        ),
        Step(
            heading=Text(
                "On the left the slope is y + α",
                "左側の傾きは y + α に等しい",
            ),
            text=Text(
                "There α exp(x) is y + α, so the slope goes to 0 as y nears -α: the function "
                "saturates. Where y is nearly -α the sum loses digits, which is why the code "
                "computes the exponential again.",
                "左側では α exp(x) = y + α なので、y が -α に近づくと傾きは 0 に近づき、"
                "関数は飽和する。"
                "y が -α に近いとこの和では桁落ちが起こるので、"
                "コードでは指数関数を計算し直している。",
            ),
            equation=(
                r"\frac{\partial y_i}{\partial x_i} = \begin{cases} 1 & (x_i > 0) \\ y_i + \alpha "
                r"& (x_i \le 0) \end{cases}"
            ),
        ),
        Step(
            heading=Text(
                "At 0 the two sides meet without a corner if α is 1",
                "α = 1 なら、0 で折れずにつながる",
            ),
            text=Text(
                "From the right the slope is 1, from the left α. With another α there is a corner "
                "at 0, and the slope of the left side is taken, as in PyTorch and Keras.",
                "0 での傾きは、右からは 1、左からは α である。"
                "α が 1 でなければ 0 で折れるので、PyTorch や Keras と同じく左側の傾きを採る。",
            ),
            equation=(
                r"\lim\limits_{h \to +0} \frac{y(h)}{h} = 1"
                "\n"
                r"\lim\limits_{h \to -0} \frac{y(h)}{h} = \alpha"
            ),
            check=Text(
                "The case kink: at 0, dx is α times dy in all three implementations.",
                "ケース kink では、0 での dx は dy の α 倍になる。これは3つの実装で一致する。",
            ),
        ),
        Step(
            heading=Text(
                "Together: the upstream gradient times the slope of its own element",
                "まとめると、上流の勾配に各要素の傾きを掛けたものになる",
            ),
            text=Text(
                "Nothing is summed, since no element acts on another one's output.",
                "ほかの要素の出力に影響する要素はないので、和は現れない。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x_i} = \frac{\partial L}{\partial y_i} "
                r"\frac{\partial y_i}{\partial x_i}"
            ),
            check=Text(
                "dx agrees with finite differences away from 0, and with the autograd of PyTorch "
                "and Keras.",
                "dx は、0 を除いて数値微分と一致し、PyTorch と Keras の自動微分とも一致する。",
            ),
        ),
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
