"""The hard sigmoid."""

from __future__ import annotations

from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal, single, values

HardSigmoid = Concept(
    kind="layer",
    order=4,
    syllabus=("3-1-4",),
    needs=("sigmoid", "relu"),
    title=Text("Hard sigmoid", "ハードシグモイド"),
    summary=Text(
        "A sigmoid of three straight lines: 0, a slope of 1/6, and 1.",
        "シグモイドを3本の直線(0、傾き 1/6、1)で近似したもの。",
    ),
    why=Text(
        "An exponential is costly on a small device, and has no exact counterpart in eight-bit "
        "integers. Three lines are two comparisons and a product. MobileNetV3 gates its channels "
        "with them. The price is a gradient of exactly 0 beyond the kinks.",
        "指数関数は小さな機器では計算が重く、8ビット整数では正確に表せない。"
        "3本の直線なら比較2回と掛け算1回で済む。MobileNetV3 はこれをチャネルのゲートに使う。"
        "代わりに、折れ点の外側では勾配がちょうど 0 になる。",
    ),
    equation="y = min(max(alpha x + beta, 0), 1)",
    formula=(
        r"y = \min(\max(\alpha x + \beta, 0), 1)",
        r"\frac{\partial L}{\partial x} = \begin{cases} \alpha \frac{\partial L}{\partial y} & "
        r"(\left| y - \frac{1}{2} \right| < \frac{1}{2}) \\ 0 & (\left| y - \frac{1}{2} \right| "
        r"\ge \frac{1}{2}) \end{cases}",
    ),
    derivation=(
        Step(
            heading=Text("Only the sloping line passes a gradient", "傾いた直線だけが勾配を通す"),
            text=Text(
                "Between the kinks y is alpha x + beta; where y is held at 0 or 1, x moves "
                "nothing.",
                "折れ点の間では y = alpha x + beta であり、y が 0 か 1 に固定されたところでは "
                "x を動かしても変わらない。",
            ),
            equation=r"\frac{\partial L}{\partial x} = \begin{cases} \alpha "
            r"\frac{\partial L}{\partial y} & (\left| y - \frac{1}{2} \right| < \frac{1}{2}) \\ 0 "
            r"& (\left| y - \frac{1}{2} \right| \ge \frac{1}{2}) \end{cases}",
            check=Text(
                "The slope at 0 is 1/6, less than the sigmoid's 1/4.",
                "0 での傾きは 1/6 で、シグモイドの 1/4 より小さい。",
            ),
        ),
    ),
    shapes={"x": "any", "y": "as x"},
    sources=(
        "Courbariaux, Bengio and David (2015), BinaryConnect: training deep neural networks with "
        "binary weights during propagations, NeurIPS, eq. 3",
        "Howard et al. (2019), Searching for MobileNetV3, ICCV, section 5.2",
    ),
    cases=(
        Case("ordinary", inputs={"x": normal(3, 4, 5, scale=0.75)}),
        Case(
            "all_three_lines",
            inputs={"x": values(single([-9.0, -4.0, -2.25, -1.0, 0.25, 1.5, 2.75, 3.5, 700.0]))},
        ),
        Case(
            "another_line",
            inputs={"x": values(single([[-4.0, -1.25, 0.5], [1.25, -0.75, 3.0]]))},
            config={"alpha": 0.25, "beta": 0.375},
        ),
        Case("steeper", inputs={"x": normal(2, 5, scale=0.5)}, config={"alpha": 0.2}),
        Case(
            "kinks",
            inputs={"x": values([-2.0, 2.0, 0.5, -3.0, 3.0])},
            config={"alpha": 0.25},
            kink=True,
        ),
    ),
    divergences=(
        Divergence(
            name="float32_constant_of_the_gradient",
            ja="勾配に含まれる float32 の定数",
            summary=Text(
                "PyTorch's Hardsigmoid multiplies with a 1/6 of single precision on the way back: "
                "its float64 gradient is off by 5e-9.",
                "PyTorch の Hardsigmoid は逆伝播で単精度の 1/6 を掛けるので、"
                "float64 の勾配が 5e-9 だけずれる。",
            ),
            reconciled=Text(
                "Write it as hardtanh(x / 6 + 1/2, 0, 1).",
                "hardtanh(x / 6 + 1/2, 0, 1) と書く。",
            ),
            source="measured on torch 2.13.0",
            case="ordinary",
            native={"numpy": {}, "torch": {"callable": "torch.nn.Hardsigmoid"}},
            quantity="dx",
        ),
    ),
    defaults=(Default("alpha", 1 / 6), Default("beta", 0.5)),
    conventions=(
        Convention(
            name="slope_0.2",
            text=Text(
                "The slope is 0.2, as in Keras 2 and in the definition of ONNX.",
                "傾きを 0.2 とする。Keras 2 や ONNX の定義と同じである。",
            ),
            config={"alpha": 0.2},
        ),
    ),
    also_called=("hardsigmoid", "h_sigmoid", "hsigmoid"),
    mistakes=(
        Mistake(
            name="not_held_below_1",
            ja="1 で止めない",
            line="return np.clip(line, 0, 1)",
            wrong="return np.maximum(line, 0)",
            why=Text(
                "A gate lets at most everything through: y ends at 1.",
                "ゲートが通すのは最大でも全部であり、y は 1 で止まる。",
            ),
        ),
        Mistake(
            name="centred_on_0",
            ja="0 を中心にする",
            line="line = self.alpha * x + self.beta",
            wrong="line = self.alpha * x",
            why=Text(
                "At x = 0 a sigmoid is one half.",
                "シグモイドは x = 0 で 1/2 である。",
            ),
        ),
        Mistake(
            name="gradient_not_masked",
            ja="勾配をマスクしない",
            line="return np.where(self.between, self.alpha * dy, 0)",
            wrong="return self.alpha * dy",
            why=Text(
                "Where y is held at 0 or 1 it does not depend on x.",
                "y が 0 か 1 に固定されたところでは x に依存しない。",
            ),
        ),
        Mistake(
            name="slope_forgotten",
            ja="傾きを忘れる",
            line="return np.where(self.between, self.alpha * dy, 0)",
            wrong="return np.where(self.between, dy, 0)",
            why=Text(
                "The line's slope is alpha, and not 1.",
                "直線の傾きは 1 ではなく alpha である。",
            ),
        ),
    ),
)
