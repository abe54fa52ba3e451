"""GELU (Gaussian error linear unit)."""

from __future__ import annotations

from parity.concepts.activations._points import EXTREME
from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _less_its_mirror(of: Implementations, a: Arrays) -> Arrays:
    """Return f(x) - f(-x) and its gradient."""
    f, mirror = of("gelu")(), of("gelu")()
    y = f.forward(a["x"]) - mirror.forward(-a["x"])
    return {"y": y, "dx": f.backward(a["dy"]) + mirror.backward(a["dy"])}


GELU = Concept(
    kind="layer",
    order=9,
    syllabus=("3-1-4",),
    needs=("relu",),
    title=Text("GELU (Gaussian error linear unit)", "GELU(ガウス誤差線形ユニット)"),
    summary=Text(
        "Weights x by the probability that a standard normal variable lies below it: a smooth ReLU "
        "that dips below 0. The activation of BERT and GPT; an approximation by tanh is common.",
        "標準正規分布に従う変数が x 以下になる確率を x に掛ける。"
        "わずかに負の値もとる滑らかな ReLU で、"
        "BERT や GPT で使われる。tanh による近似もよく用いられる。",
    ),
    why=Text(
        "ReLU goes by the sign alone: it bends sharply at 0 and lets nothing through below. GELU "
        "weighs x by the probability that a standard normal number lies below it, so the change "
        "from blocked to passed is gradual and the slope never jumps; inputs a little below 0 "
        "still get a gradient. The feed-forward layers of BERT and GPT use it.",
        "ReLU は符号だけで通すかどうかを決めるので、0 で急に折れ、負の側は何も通さない。"
        "GELU は、標準正規分布に従う数が x より小さい確率を、重みとして x に掛ける。"
        "止める側から通す側へ徐々に移るので傾きが跳ばず、x がわずかに負でも勾配が届く。"
        "BERT や GPT の順伝播層(FFN)で使われている。",
    ),
    equation="y = x Phi(x) = x (1 + erf(x / sqrt(2))) / 2;  dy/dx = Phi(x) + x phi(x)",
    formula=(
        r"y = x\, \Phi(x)",
        r"\Phi(x) = \frac{1}{2} \left(1 + "
        r"\operatorname{erf}\left(\frac{x}{\sqrt{2}}\right)\right)",
        r"\frac{\partial L}{\partial x} = "
        r"\left(\Phi(x) + x\, \phi(x)\right) \frac{\partial L}{\partial y}",
        r"\phi(x) = \Phi'(x) = \frac{1}{\sqrt{2 \pi}} \exp\left({-\frac{x^2}{2}}\right)",
        r"\Phi(x) \approx \frac{1}{2} \left(1 + \tanh\left(\sqrt{\frac{2}{\pi}}\, (x + "
        r"0.044715\, x^3)\right)\right)",
    ),
    derivation=(
        Step(
            heading=Text(
                "The slope of Φ is the normal density φ",
                "Φ の傾きは標準正規分布の密度 φ である",
            ),
            text=Text(
                "The derivative of erf(u) is 2 exp(-u²) / √π. Here u is x / √2, whose own slope "
                "is 1 / √2.",
                "erf(u) の微分は 2 exp(-u²) / √π である。"
                "ここでは u = x / √2 なので、その傾き 1 / √2 がさらに掛かる。",
            ),
            equation=(
                r"\Phi'(x) = \frac{1}{2} \cdot \frac{2}{\sqrt{\pi}} "
                r"\exp\left({-\frac{x^2}{2}}\right) \cdot \frac{1}{\sqrt{2}}"
                "\n"
                r"\Phi'(x) = \frac{1}{\sqrt{2 \pi}} \exp\left({-\frac{x^2}{2}}\right) = \phi(x)"
            ),
        ),
        Step(
            heading=Text(
                "x stands in both factors",
                "x は2つの因子の両方に現れる",
            ),
            text=Text(
                "The product rule gives a term for each. The first rises from 0 to 1, like a "
                "ReLU's slope made smooth; the second adds a dip below 0 and a bump above.",
                "積の微分により、因子ごとに項が1つできる。"
                "第1項は 0 から 1 へ上がり、ReLU の傾きを滑らかにした形である。"
                "第2項は、負の側にへこみ、正の側にふくらみを加える。",
            ),
            equation=r"\frac{\partial y_i}{\partial x_i} = \Phi(x_i) + x_i \, \phi(x_i)",
            check=Text(
                "At x = 0 the slope is 1/2. It is largest at √2, with 1.129, and smallest at -√2, "
                "with -0.129.",
                "x = 0 での傾きは 1/2 である。√2 で最大の 1.129、-√2 で最小の -0.129 になる。",
            ),
        ),
        Step(
            heading=Text(
                "Together: the upstream gradient times the slope",
                "まとめると、上流の勾配に傾きを掛けたものになる",
            ),
            text=Text(
                "y of an element depends on its own x alone, so there is no sum.",
                "各要素の y は自分の x だけで決まるので、和は現れない。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x_i} = \frac{\partial L}{\partial y_i} \left( "
                r"\Phi(x_i) + x_i \, \phi(x_i) \right)"
            ),
            check=Text(
                "dx agrees with finite differences and with the autograd of PyTorch and Keras.",
                "dx は数値微分、PyTorch と Keras の自動微分と一致する。",
            ),
        ),
        Step(
            heading=Text(
                "The tanh form has a slope of its own",
                "tanh による近似には、それ自身の傾きがある",
            ),
            text=Text(
                "A backward pass must differentiate what the forward pass computed. With u as the "
                "argument of tanh, whose derivative is 1 - tanh², the product rule gives two "
                "terms again.",
                "逆伝播では、順伝播で実際に計算した式を微分しなければならない。"
                "tanh の引数を u とすると、tanh の微分は 1 - tanh² なので、"
                "積の微分によりやはり2つの項になる。",
            ),
            equation=(
                r"u = \sqrt{\frac{2}{\pi}} \, (x + 0.044715 \, x^3)"
                "\n"
                r"\frac{\partial u}{\partial x} = \sqrt{\frac{2}{\pi}} \, (1 + 3 \cdot 0.044715 "
                r"\, x^2)"
                "\n"
                r"\Phi(x) + x \, \phi(x) \approx \frac{1 + \tanh(u)}{2} + \frac{x}{2} (1 - "
                r"\tanh(u)^2) \frac{\partial u}{\partial x}"
            ),
        ),
    ),
    shapes={"x": "any", "y": "as x"},
    sources=("Hendrycks and Gimpel (2016), Gaussian error linear units (GELUs), section 2",),
    cases=(
        Case("exact", inputs={"x": normal(3, 4, 5, scale=2.0)}),
        Case("tanh", inputs={"x": normal(3, 4, 5, scale=2.0)}, config={"approximate": True}),
        Case("extreme", inputs={"x": EXTREME}),
        Case("extreme_tanh", inputs={"x": EXTREME}, config={"approximate": True}),
        Case(
            "tail",
            inputs={"x": values([-10.0, -8.0, -6.0, -4.0, -2.0, -0.5, 1.25, 2.5])},
            by_element=("y", "dx"),
            loses={"torch": "it computes 1 + erf(x / sqrt(2))"},
        ),
    ),
    divergences=(
        Divergence(
            name="exact_or_tanh",
            ja="厳密な形か tanh 近似か",
            summary=Text(
                "torch.nn.GELU and keras.activations.gelu take the exact form by default; "
                "keras.ops.gelu uses the tanh approximation unless told otherwise.",
                "torch.nn.GELU と keras.activations.gelu の既定は厳密な形の式だが、"
                "keras.ops.gelu は指定しないと tanh による近似を使う。",
            ),
            reconciled=Text(
                "Say approximate=False (PyTorch: approximate='none') everywhere.",
                "すべての実装で approximate=False(PyTorch では approximate='none')と明示する。",
            ),
            source="signatures of torch.nn.GELU, keras.activations.gelu and keras.ops.gelu",
            case="exact",
            native={"torch": {}, "keras": {"callable": "keras.ops.gelu"}},
            quantity="y",
        ),
        Divergence(
            name="float32_constant_of_the_exact_form",
            ja="厳密な形の float32 の定数",
            summary=Text(
                "TensorFlow's gelu rounds 1 / sqrt(2) to float32 even for float64 arrays.",
                "TensorFlow の gelu は、配列が float64 でも 1/√2 を float32 に丸めて使う。",
            ),
            reconciled=Text(
                "No setting changes it; written out with erfc, as our layer is, it keeps every "
                "digit, also far below 0, where 1 + erf has none left.",
                "設定では変えられない。本実装のように erfc を使って書けば、1 + erf では桁が残らない"
                "負の側の裾でも、すべての桁が保たれる。",
            ),
            source="measured; tensorflow/python/ops/nn_ops.py, gelu",
            case="exact",
            native={"torch": {}, "keras": {"callable": "keras.activations.gelu"}},
            quantity="y",
            irreducible=True,
            size=6e-9,
        ),
        Divergence(
            name="float32_constant_of_the_tanh_form",
            ja="tanh 近似の float32 の定数",
            summary=Text(
                "TensorFlow's tanh form rounds 0.044715 to float32 even for float64 arrays.",
                "TensorFlow の tanh 近似は、配列が float64 でも 0.044715 を float32 に丸めて使う。",
            ),
            reconciled=Text(
                "No setting changes it; written out with tanh, as our layer is, it is exact.",
                "設定では変えられない。本実装のように tanh を使って式のまま書けば正確になる。",
            ),
            source="measured; tensorflow/python/ops/nn_ops.py, gelu",
            case="tanh",
            native={"torch": {}, "keras": {"callable": "keras.ops.gelu"}},
            quantity="y",
            irreducible=True,
            size=1e-9,
        ),
    ),
    defaults=(
        Default(
            "approximate",
            False,
            torch=("torch.nn.GELU", "approximate", "none"),
            keras=("keras.activations.gelu", "approximate", False),
        ),
        Default("approximate", False, keras=("keras.ops.gelu", "approximate", True)),
    ),
    conventions=(
        Convention(
            name="tanh_form",
            text=Text(
                'GELU by the tanh approximation, as in torch with approximate="tanh"; the exact '
                "one uses erf.",
                'tanh による近似形の GELU である。PyTorch の approximate="tanh" に当たり、厳'
                "密形は erf を使う。",
            ),
            config={"approximate": True},
        ),
        Convention(
            name="sigmoid_form",
            text=Text(
                "GELU by the sigmoid approximation, x sigmoid(1.702 x), of the paper's section 2; "
                "the exact one uses erf.",
                "論文の2節にある、シグモイドによる近似形 x sigmoid(1.702 x) である。"
                "厳密形は erf を使う。",
            ),
            edits={
                "self.Phi = erfc(-x / math.sqrt(2)).astype(x.dtype) / 2": "self.Phi = "
                "(1 + np.tanh(1.702 * x / 2)) / 2",
                "phi = np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)": "phi = "
                "1.702 * self.Phi * (1 - self.Phi)",
            },
        ),
    ),
    identities=(
        Identity(
            sibling="identity",
            text=Text(
                "gelu(x) - gelu(-x) = x, as with ReLU: what one side holds back, the other has.",
                "ReLU と同じく gelu(x) - gelu(-x) = x である。一方が抑えた分は、もう一方に現れる。",
            ),
            case=Case("less_its_mirror", inputs={"x": normal(3, 4, 5)}),
            left=_less_its_mirror,
            right=evaluated("identity"),
        ),
    ),
    mistakes=(
        Mistake(
            name="product_rule_forgotten",
            ja="積の微分を忘れる",
            line="return dy * (self.Phi + x * phi)",
            wrong="return dy * self.Phi",
            why=Text(
                "y is a product of x and Phi(x): its derivative has a second term, x phi(x).",
                "y は x と Phi(x) の積なので、微分には第2項 x phi(x) が現れる。",
            ),
        ),
        Mistake(
            name="square_root_of_2_missing",
            ja="√2 を落とす",
            line="self.Phi = erfc(-x / math.sqrt(2)).astype(x.dtype) / 2",
            wrong="self.Phi = erfc(-x).astype(x.dtype) / 2",
            why=Text(
                "erfc belongs to a normal distribution of variance 1/2; dividing by sqrt(2) makes "
                "the variance 1.",
                "erfc は分散 1/2 の正規分布に対応する。√2 で割ることで分散が 1 になる。",
            ),
        ),
        Mistake(
            name="density_not_normalised",
            ja="密度を正規化しない",
            line="phi = np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)",
            wrong="phi = np.exp(-(x**2) / 2)",
            why=Text(
                "The density of the normal distribution carries 1 / sqrt(2 pi).",
                "正規分布の確率密度関数には係数 1 / √(2π) が付く。",
            ),
        ),
        Mistake(
            name="cube_written_as_square",
            ja="3 乗を 2 乗と書く",
            line="u = math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)",
            wrong="u = math.sqrt(2 / math.pi) * (x + 0.044715 * x**2)",
            why=Text(
                "tanh's argument must be odd in x, like erf's: the correction is a cube.",
                "tanh の引数は erf の引数と同じく x の奇関数でなければならず、補正項は3乗である。",
            ),
        ),
        Mistake(
            name="density_of_the_exact_form",
            ja="近似形に厳密な形の密度を使う",
            line="phi = 2 * self.Phi * (1 - self.Phi) * du",
            wrong="phi = np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)",
            why=Text(
                "The normal density is the derivative of the exact Phi. Where forward takes the "
                "tanh in its place, backward needs the derivative of that tanh; the two are near, "
                "and not the same.",
                "正規分布の密度は、厳密な Phi の微分である。順伝播で代わりに tanh を使うなら、"
                "逆伝播にはその tanh の微分が要る。両者は近いが、同じではない。",
            ),
        ),
        Mistake(
            name="inner_derivative_of_the_cube_dropped",
            ja="3 乗の内側の微分を落とす",
            line="du = math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * x**2)",
            wrong="du = math.sqrt(2 / math.pi)",
            why=Text(
                "The chain rule goes through tanh's argument, whose cubic term has a derivative "
                "too.",
                "連鎖律では tanh の引数も微分する。3次の項の微分を落としてはならない。",
            ),
        ),
    ),
)
