"""The initializers, and the fans that most of them go by."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from parity.concept import Case, Concept, Default, Divergence, Mistake, Text

DENSE = (60, 70)
"""(n_in, n_out): enough numbers to tell a normal from a uniform distribution of its width."""

SMALL = (12, 15)
"""(n_in, n_out) where only the scale is looked at: a truncation is too small to be seen in any
number of samples that one would keep on record."""

KERNEL = (6, 5, 2, 3)
"""(c_out, c_in, k_h, k_w): fan_in 30, fan_out 36."""


def _case(
    name: str,
    shape: tuple[int, ...],
    seed: int,
    distribution: str,
    config: Mapping[str, Any] | None = None,
    zero: Mapping[str, str] | None = None,
) -> Case:
    return Case(
        name,
        config=config or {},
        zero=zero or {},
        options={"shape": shape, "seed": seed, "distribution": distribution},
    )


def _normal_cases() -> tuple[Case, ...]:
    cut = {"truncated": True}
    return (
        _case("dense", DENSE, 1, "normal"),
        _case("kernel", KERNEL, 2, "normal"),
        _case("dense_truncated", SMALL, 3, "truncated_normal", cut),
        _case("kernel_truncated", KERNEL, 4, "truncated_normal", cut),
    )


def _uniform_cases() -> tuple[Case, ...]:
    return (_case("dense", DENSE, 1, "uniform"), _case("kernel", KERNEL, 2, "uniform"))


def _truncated_by_default(keras_class: str, torch_function: str | None) -> Divergence:
    """Return the divergence of ``keras_class``: it cuts at two sigma and widens to make up."""
    torch_en = f"torch.nn.init.{torch_function} does not." if torch_function else ""
    torch_ja = (
        f"torch.nn.init.{torch_function} は切断しない。"
        if torch_function
        else "ここでの既定は切断しない。"
    )
    return Divergence(
        name="truncated_by_default",
        summary=Text(
            f"keras.initializers.{keras_class} cuts the normal distribution off at two standard "
            "deviations and draws from one wider by 1 / 0.8796, so that the standard deviation "
            f"of what is left is the one named. {torch_en}".strip(),
            f"keras.initializers.{keras_class} は正規分布を標準偏差の2倍で切断し、"
            "切断後の標準偏差が所定の値になるよう、元の分布を 1 / 0.8796 倍に広げている。"
            f"{torch_ja}",
        ),
        reconciled=Text(
            "truncated=True in all three, or keras.initializers.VarianceScaling with "
            '"untruncated_normal".',
            "3つとも truncated=True にするか、Keras 側で VarianceScaling の "
            '"untruncated_normal" を使う。',
        ),
        source="keras/src/initializers/random_initializers.py: stddev = sqrt(scale) / 0.8796",
        case="dense_truncated",
        native={
            "numpy": {"truncated": False},
            "keras": {"callable": f"keras.initializers.{keras_class}"},
        },
        quantity="scale",
    )


def _limit_in_float32(keras_class: str) -> Divergence:
    """Return the divergence of ``keras_class``: its limit passes through float32."""
    return Divergence(
        name="limit_in_float32",
        summary=Text(
            f"keras.initializers.{keras_class} casts its limit, a Python float, by way of float32, "
            "even when it draws in float64: up to 6e-8 of it is lost.",
            f"keras.initializers.{keras_class} は、float64 で乱数を生成するときも、"
            "区間の端(Python の float)を一度 float32 に丸めてしまう。"
            "相対的に最大 6e-8 の誤差が入る。",
        ),
        reconciled=Text(
            "keras.initializers.RandomUniform with limits that are NumPy float64.",
            "keras.initializers.RandomUniform に、NumPy の float64 で端の値を渡す。",
        ),
        source="keras/src/backend/tensorflow/random.py: tf.cast(maxval, dtype)",
        case="kernel",
        native={"numpy": {}, "keras": {"callable": f"keras.initializers.{keras_class}"}},
        quantity="scale",
    )


FANS_SWAPPED = Text(
    "fan_in counts what feeds one output, fan_out what one input feeds. Swapped, the width follows "
    "the wrong side of the layer.",
    "fan_in は1つの出力に入る本数、fan_out は1つの入力から出る本数である。"
    "取り違えると、層の反対側の大きさに合わせて幅を決めてしまう。",
)
VARIANCE_FOR_STD = Text(
    "That is the variance. The standard deviation is its root.",
    "これは分散である。標準偏差はその平方根になる。",
)
KERNEL_AREA_FORGOTTEN = Text(
    "shape[1] is c_in alone for a kernel. Every output sums over c_in k_h k_w numbers.",
    "カーネルでは shape[1] は c_in だけである。1つの出力は c_in k_h k_w 個の値の和になる。",
)

fans = Concept(
    kind="function",
    title=Text("fan_in and fan_out", "fan_in と fan_out"),
    summary=Text(
        "How many numbers feed one output, and how many outputs one input feeds. Initializers go "
        "by them so that signals neither grow nor fade from layer to layer.",
        "1つの出力に入る値の数と、1つの入力が影響する出力の数。信号が層を経るごとに"
        "発散・消失しないよう、初期値の幅を決めるのに使う。",
    ),
    equation="dense: (n_in, n_out); convolution: (c_in k_h k_w, c_out k_h k_w)",
    formula=(
        r"\text{fan_in} = \begin{cases} n_{\text{in}} & (n_{\text{in}}, n_{\text{out}}) \\ "
        r"c_{\text{in}} k_h k_w & (c_{\text{out}}, c_{\text{in}}, k_h, k_w) \end{cases}",
        r"\text{fan_out} = \begin{cases} "
        r"n_{\text{out}} & (n_{\text{in}}, n_{\text{out}}) \\ "
        r"c_{\text{out}} k_h k_w & (c_{\text{out}}, c_{\text{in}}, k_h, k_w) \end{cases}",
    ),
    shapes={"shape": "(n_in, n_out) or (c_out, c_in, k_h, k_w)", "y": "(fan_in, fan_out)"},
    sources=(
        "Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward "
        "neural networks, AISTATS",
        "He, Zhang, Ren and Sun (2015), Delving deep into rectifiers, ICCV, section 2.2: "
        "n_l = k^2 c",
    ),
    cases=(
        Case(
            "dense",
            config={"shape": (7, 3)},
            config_for={"torch": {"shape": (3, 7)}},
            exact=("fan_in", "fan_out"),
            options={"outputs": ("fan_in", "fan_out")},
        ),
        Case(
            "kernel",
            config={"shape": KERNEL},
            config_for={"keras": {"shape": (2, 3, 5, 6)}},
            exact=("fan_in", "fan_out"),
            options={"outputs": ("fan_in", "fan_out")},
        ),
        Case(
            "pointwise",
            config={"shape": (8, 5, 1, 1)},
            config_for={"keras": {"shape": (1, 1, 5, 8)}},
            exact=("fan_in", "fan_out"),
            options={"outputs": ("fan_in", "fan_out")},
        ),
    ),
    divergences=(
        Divergence(
            name="order_of_the_axes",
            summary=Text(
                "PyTorch keeps a dense weight as (n_out, n_in) and takes fan_in from the last "
                "axis, so a weight of shape (7, 3) has fan_in 3 there and 7 in Keras.",
                "PyTorch は全結合層の重みを (n_out, n_in) の形で持ち、最後の軸を fan_in とする。"
                "形が (7, 3) なら、fan_in は PyTorch では 3、Keras では 7 である。",
            ),
            reconciled=Text(
                "Give each framework the shape in its own layout.",
                "それぞれのフレームワークの並び順で形を渡す。",
            ),
            source="torch.nn.init._calculate_fan_in_and_fan_out; keras compute_fans",
            case="dense",
            native={"torch": {"shape": (7, 3)}, "keras": {"shape": (7, 3)}},
            quantity="fan_in",
        ),
        Divergence(
            name="depthwise",
            summary=Text(
                "For a depthwise kernel (16 channels, 3 by 3) PyTorch counts (9, 144) and Keras "
                "(144, 9): the multiplier's axis stands where the frameworks look for c_in or "
                "c_out.",
                "depthwise 畳み込みのカーネル(16チャネル, 3×3)の fan は、PyTorch では (9, 144)、"
                "Keras では (144, 9) になる。乗数の軸を c_in と見るか c_out と見るかが違う。",
            ),
            reconciled=Text(
                "Every output sums 9 numbers, as PyTorch counts; in Keras VarianceScaling with "
                'mode="fan_out" gives that, if each channel has one kernel.',
                "1つの出力は9個の値の和であり、PyTorch の数え方が正しい。"
                'Keras では、1チャネル1カーネルなら VarianceScaling に mode="fan_out" を指定する。',
            ),
            source="measured; torch.nn.init._calculate_fan_in_and_fan_out; keras compute_fans",
            case="kernel",
            native={"torch": {"shape": (16, 1, 3, 3)}, "keras": {"shape": (3, 3, 16, 1)}},
            quantity="fan_in",
        ),
    ),
    also_called=("calculate_fan_in_and_fan_out",),
    mistakes=(
        Mistake(
            name="kernel_area_forgotten",
            line="return c_in * k_h * k_w, c_out * k_h * k_w",
            wrong="return c_in, c_out",
            why=Text(
                "Every output of a convolution sums over the whole window: c_in k_h k_w numbers.",
                "畳み込みの1つの出力は、窓全体 c_in k_h k_w 個の値の和である。",
            ),
        ),
        Mistake(
            name="kernel_fans_swapped",
            line="return c_in * k_h * k_w, c_out * k_h * k_w",
            wrong="return c_out * k_h * k_w, c_in * k_h * k_w",
            why=FANS_SWAPPED,
        ),
        Mistake(
            name="dense_fans_swapped",
            line="return shape[0], shape[1]",
            wrong="return shape[1], shape[0]",
            why=Text(
                "That is right for PyTorch's (n_out, n_in); here a weight is (n_in, n_out).",
                "これは PyTorch の (n_out, n_in) なら正しい。ここでの重みは (n_in, n_out) である。",
            ),
        ),
        Mistake(
            name="kernel_in_keras_order",
            line="c_out, c_in, k_h, k_w = shape",
            wrong="k_h, k_w, c_in, c_out = shape",
            why=Text(
                "That is Keras' order. Here, as in PyTorch, a kernel is (c_out, c_in, k_h, k_w).",
                "これは Keras の並び順である。ここでは PyTorch と同じく "
                "(c_out, c_in, k_h, k_w) とする。",
            ),
        ),
    ),
)

_ZERO = {"scale": "every element is 0", "samples": "every element is 0"}

Zeros = Concept(
    kind="initializer",
    title=Text("Zeros", "ゼロ初期化"),
    summary=Text(
        "Every element is 0: right for biases. Weights that start at 0 all get the same gradient, "
        "so all units of a layer stay alike.",
        "すべての要素を 0 にする。バイアスの初期値に使う。重みを 0 で始めると"
        "層内の全ユニットが同じ勾配を受け、いつまでも同じ値のままになる。",
    ),
    equation="W = 0",
    formula=(r"W = 0",),
    shapes={"W": "any"},
    sources=("Goodfellow, Bengio and Courville (2016), Deep Learning, section 8.4",),
    cases=(
        _case("dense", DENSE, 1, "constant", zero=_ZERO),
        _case("kernel", KERNEL, 2, "constant", zero=_ZERO),
    ),
    also_called=(
        "zeros_init",
        "init_zeros",
    ),
    mistakes=(
        Mistake(
            name="ones",
            line="return 0.0",
            wrong="return 1.0",
            why=Text(
                "A bias that starts at 1 shifts every unit before anything is learned.",
                "バイアスを 1 で始めると、何も学習しないうちから各ユニットの出力がずれる。",
            ),
        ),
        Mistake(
            name="small_instead_of_zero",
            line="return 0.0",
            wrong="return 0.01",
            why=Text(
                "Some start the biases of ReLU units a little above 0, so that all are active at "
                "first; that is another initializer.",
                "ReLU のユニットを最初に働かせるため、バイアスを 0 より少し大きくする流儀も"
                "あるが、それは別の初期化法である。",
            ),
        ),
        Mistake(
            name="scaled_like_a_weight",
            line="return 0.0",
            wrong="return math.sqrt(1 / fans(shape)[0])",
            why=Text(
                "fan_in has no meaning for a bias, to which no sum is attached.",
                "バイアスには入力との積和がないので、fan_in に合わせる意味がない。",
            ),
        ),
    ),
)

Gauss = Concept(
    kind="initializer",
    title=Text("Gaussian initialization", "ガウス分布による初期化"),
    summary=Text(
        "A normal distribution with a standard deviation fixed by hand, 0.01 in the course. Too "
        "small for a deep network: the activations, and with them the gradients, fade away.",
        "標準偏差を決め打ちした正規分布(教材では 0.01)。深いネットワークには小さすぎ、"
        "出力も勾配も層を経るごとに消えていく。",
    ),
    equation="W ~ N(0, sigma^2)",
    formula=(r"W \thicksim \mathcal{N}(0, \sigma^2)",),
    shapes={"W": "any"},
    sources=(
        "Krizhevsky, Sutskever and Hinton (2012), ImageNet classification with deep convolutional "
        "neural networks, section 5: standard deviation 0.01",
    ),
    cases=(
        _case("dense", DENSE, 1, "normal"),
        _case("wider", KERNEL, 2, "normal", {"sigma": 0.3}),
    ),
    defaults=(
        Default(
            "sigma",
            0.01,
            torch=("torch.nn.init.normal_", "std", 1.0),
            keras=("keras.initializers.RandomNormal", "stddev", 0.05),
        ),
    ),
    also_called=(
        "gauss_init",
        "gaussian",
        "normal_init",
    ),
    mistakes=(
        Mistake(
            name="variance_for_standard_deviation",
            line="return self.sigma",
            wrong="return self.sigma**2",
            why=Text(
                "sigma is the standard deviation, which the draw is multiplied by; sigma^2 is the "
                "variance.",
                "乱数に掛けるのは標準偏差 sigma である。sigma^2 は分散になる。",
            ),
        ),
        Mistake(
            name="not_scaled",
            line="return self.sigma",
            wrong="return 1.0",
            why=Text(
                "Standard normal weights saturate a sigmoid at once: its gradient vanishes.",
                "標準正規分布のままの重みではシグモイドがすぐに飽和し、勾配が消失する。",
            ),
        ),
        Mistake(
            name="root_of_sigma",
            line="return self.sigma",
            wrong="return math.sqrt(self.sigma)",
            why=Text(
                "The root is taken where a variance is given; sigma is a standard deviation "
                "already.",
                "平方根を取るのは分散が与えられたときである。sigma はすでに標準偏差である。",
            ),
        ),
        Mistake(
            name="argument_ignored",
            line="self.sigma = sigma",
            wrong="self.sigma = 0.01",
            why=Text(
                "The number that was asked for never arrives; only the default works.",
                "指定した値が使われず、常に既定値になってしまう。",
            ),
        ),
    ),
)


def _fan_in_mistakes(right: str, factor: str) -> tuple[Mistake, ...]:
    """Return the mistakes that are made in a rule by fan_in alone: ``right`` is its last line."""
    other = {"1": "2", "2": "1", "3": "6", "6": "3"}[factor]
    rule = {
        "1": ("sqrt(1 / fan_in) is LeCun's", "sqrt(1 / fan_in) は LeCun の式である"),
        "2": ("sqrt(2 / fan_in) is He's", "sqrt(2 / fan_in) は He の式である"),
        "3": ("sqrt(3 / fan_in) is LeCun's limit", "sqrt(3 / fan_in) は LeCun の区間の端である"),
        "6": ("sqrt(6 / fan_in) is He's limit", "sqrt(6 / fan_in) は He の区間の端である"),
    }[other]
    return (
        Mistake("fans_swapped", "fan_in, _ = fans(shape)", "_, fan_in = fans(shape)", FANS_SWAPPED),
        Mistake(
            "kernel_area_forgotten",
            "fan_in, _ = fans(shape)",
            "fan_in = shape[1] if len(shape) == 4 else shape[0]",
            KERNEL_AREA_FORGOTTEN,
        ),
        Mistake(
            "root_forgotten",
            right,
            f"return {factor} / fan_in",
            Text(
                "Without the root that is a variance, not a width: far too narrow for large "
                "layers.",
                "平方根を取らないと幅ではなく分散の式になり、大きな層では狭くなりすぎる。",
            ),
        ),
        Mistake(
            "factor_of_another_rule",
            right,
            f"return math.sqrt({other} / fan_in)",
            Text(
                f"{rule[0]}. The 2 of He's rule makes up for ReLU, which blocks half of the "
                "signal; for other activations there is no such factor.",
                f"{rule[1]}。He の 2 は、ReLU が信号の半分を止める分を"
                "補うためのもので、それ以外の活性化関数には付かない。",
            ),
        ),
    )


XavierTaught = Concept(
    kind="initializer",
    title=Text("Xavier initialization as taught", "Xavierの初期値(教材の形)"),
    summary=Text(
        "Standard deviation 1 / sqrt(fan_in), as the course teaches Xavier's rule for sigmoid and "
        "tanh. These are LeCun's numbers; Glorot and Bengio's own rule looks at fan_out as well.",
        "標準偏差 1 / sqrt(fan_in)。シグモイドや tanh 向けの Xavier の初期値として教わる形である。"
        "値は LeCun の初期値と同じで、Glorot と Bengio 自身の式は fan_out も使う。",
    ),
    equation="std = 1 / sqrt(fan_in)",
    formula=(
        r"W \thicksim \mathcal{N}(0, \text{std}^2)",
        r"\text{std} = \frac{1}{\sqrt{\text{fan_in}}}",
    ),
    shapes={"W": "(n_in, n_out) or (c_out, c_in, k_h, k_w)"},
    sources=(
        "Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward "
        "neural networks, AISTATS, for the name",
        "LeCun, Bottou, Orr and Müller (1998), Efficient BackProp, eq. 16, for the numbers",
    ),
    cases=_normal_cases(),
    divergences=(
        Divergence(
            name="glorot",
            summary=Text(
                "The frameworks mean std = sqrt(2 / (fan_in + fan_out)) when they say Xavier "
                "(torch.nn.init.xavier_normal_); the two agree only where fan_in = fan_out.",
                "フレームワークで Xavier といえば(torch.nn.init.xavier_normal_)"
                "std = sqrt(2 / (fan_in + fan_out)) を指す。"
                "両者が一致するのは fan_in = fan_out のときだけである。",
            ),
            reconciled=Text(
                "Name the rule: XavierTaught (LeCun's) or GlorotNormal.",
                "XavierTaught(LeCun と同じ)か GlorotNormal かを区別して使う。",
            ),
            source="torch.nn.init.xavier_normal_: std = gain sqrt(2 / (fan_in + fan_out))",
            case="kernel",
            native={"numpy": {}, "torch": {"callable": "torch.nn.init.xavier_normal_"}},
            quantity="scale",
        ),
    ),
    also_called=(
        "xavier",
        "xavier_init",
        "xavier_initializer",
    ),
    mistakes=_fan_in_mistakes("return math.sqrt(1 / fan_in)", "1"),
)

LecunNormal = Concept(
    kind="initializer",
    title=Text("LeCun initialization (normal)", "LeCunの初期値(正規分布)"),
    summary=Text(
        "Standard deviation sqrt(1 / fan_in): a sum of fan_in terms keeps the variance of its "
        "inputs. For tanh and SELU.",
        "標準偏差 sqrt(1 / fan_in)。fan_in 個の積和をとっても分散が入力と同じに保たれる。"
        "tanh や SELU に使う。",
    ),
    equation="std = sqrt(1 / fan_in)",
    formula=(
        r"W \thicksim \mathcal{N}(0, \text{std}^2)",
        r"\text{std} = \sqrt{\frac{1}{\text{fan_in}}}",
    ),
    shapes={"W": "(n_in, n_out) or (c_out, c_in, k_h, k_w)"},
    sources=("LeCun, Bottou, Orr and Müller (1998), Efficient BackProp, eq. 16",),
    cases=_normal_cases(),
    divergences=(_truncated_by_default("LecunNormal", None),),
    mistakes=_fan_in_mistakes("return math.sqrt(1 / fan_in)", "1"),
)


def _glorot_mistakes(right: str, factor: str) -> tuple[Mistake, ...]:
    """Return the mistakes that are made in a rule by both fans: ``right`` is its last line."""
    return (
        Mistake(
            "fan_in_only",
            right,
            f"return math.sqrt({factor} / (2 * fan_in))",
            Text(
                "That keeps the variance forward only. Glorot's rule is the compromise with the "
                "way back, whose sums have fan_out terms.",
                "これでは順伝播の分散しか保てない。Glorot の式は、fan_out 個の和になる"
                "逆伝播の側とのあいだをとったものである。",
            ),
        ),
        Mistake(
            "factor_forgotten",
            right,
            "return math.sqrt(1 / (fan_in + fan_out))",
            Text(
                "The rule goes by the mean of the two fans, (fan_in + fan_out) / 2; the sum alone "
                "is twice that.",
                "使うのは2つの fan の平均 (fan_in + fan_out) / 2 である。和のままでは2倍になる。",
            ),
        ),
        Mistake(
            "root_forgotten",
            right,
            f"return {factor} / (fan_in + fan_out)",
            VARIANCE_FOR_STD,
        ),
        Mistake(
            "kernel_area_forgotten",
            "fan_in, fan_out = fans(shape)",
            "fan_in, fan_out = shape[:2]",
            Text(
                "For a kernel both fans count the whole window, k_h k_w positions.",
                "カーネルでは、どちらの fan にも窓の大きさ k_h k_w を掛ける。",
            ),
        ),
    )


GlorotNormal = Concept(
    kind="initializer",
    title=Text("Glorot (Xavier) initialization (normal)", "Glorot(Xavier)の初期値(正規分布)"),
    summary=Text(
        "Standard deviation sqrt(2 / (fan_in + fan_out)): the compromise between keeping the "
        "variance of the signals forward and of the gradients backward. For sigmoid and tanh.",
        "標準偏差 sqrt(2 / (fan_in + fan_out))。順伝播の信号と逆伝播の勾配の分散を"
        "ともに保とうとする折衷案である。シグモイドや tanh に使う。",
    ),
    equation="std = sqrt(2 / (fan_in + fan_out))",
    formula=(
        r"W \thicksim \mathcal{N}(0, \text{std}^2)",
        r"\text{std} = \sqrt{\frac{2}{\text{fan_in} + \text{fan_out}}}",
    ),
    shapes={"W": "(n_in, n_out) or (c_out, c_in, k_h, k_w)"},
    sources=(
        "Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward "
        "neural networks, AISTATS, eq. 12",
    ),
    cases=_normal_cases(),
    divergences=(_truncated_by_default("GlorotNormal", "xavier_normal_"),),
    also_called=("xavier_normal",),
    mistakes=_glorot_mistakes("return math.sqrt(2 / (fan_in + fan_out))", "2"),
)

HeNormal = Concept(
    kind="initializer",
    title=Text("He initialization (normal)", "Heの初期値(正規分布)"),
    summary=Text(
        "Standard deviation sqrt(2 / fan_in): the 2 makes up for ReLU, which blocks half of the "
        "signal.",
        "標準偏差 sqrt(2 / fan_in)。ReLU が信号の半分を止めるので、その分を 2 で補う。",
    ),
    equation="std = sqrt(2 / fan_in)",
    formula=(
        r"W \thicksim \mathcal{N}(0, \text{std}^2)",
        r"\text{std} = \sqrt{\frac{2}{\text{fan_in}}}",
    ),
    shapes={"W": "(n_in, n_out) or (c_out, c_in, k_h, k_w)"},
    sources=("He, Zhang, Ren and Sun (2015), Delving deep into rectifiers, ICCV, eq. 10",),
    cases=_normal_cases(),
    divergences=(_truncated_by_default("HeNormal", "kaiming_normal_"),),
    also_called=(
        "he",
        "he_init",
        "he_initializer",
        "kaiming_normal",
    ),
    mistakes=_fan_in_mistakes("return math.sqrt(2 / fan_in)", "2"),
)

STD_FOR_LIMIT = Text(
    "That is the standard deviation. A uniform distribution on [-a, a] has the variance a^2 / 3, "
    "so the limit is sqrt(3) times wider.",
    "これは標準偏差である。[-a, a] の一様分布の分散は a^2 / 3 なので、"
    "区間の端はその sqrt(3) 倍になる。",
)

LecunUniform = Concept(
    kind="initializer",
    title=Text("LeCun initialization (uniform)", "LeCunの初期値(一様分布)"),
    summary=Text(
        "Uniform between -limit and limit with LeCun's variance 1 / fan_in.",
        "分散が LeCun の 1 / fan_in になるように、-limit から limit の一様分布から生成する。",
    ),
    equation="limit = sqrt(3 / fan_in)",
    formula=(
        r"W \thicksim \mathcal{U}({-\text{limit}}, \text{limit})",
        r"\text{limit} = \sqrt{\frac{3}{\text{fan_in}}}",
        r"\operatorname{Var}(W) = \frac{\text{limit}^2}{3} = \frac{1}{\text{fan_in}}",
    ),
    shapes={"W": "(n_in, n_out) or (c_out, c_in, k_h, k_w)"},
    sources=("LeCun, Bottou, Orr and Müller (1998), Efficient BackProp, eq. 16",),
    cases=_uniform_cases(),
    divergences=(_limit_in_float32("LecunUniform"),),
    mistakes=(
        *_fan_in_mistakes("return math.sqrt(3 / fan_in)", "3"),
        Mistake(
            "std_for_limit",
            "return math.sqrt(3 / fan_in)",
            "return math.sqrt(1 / fan_in)",
            STD_FOR_LIMIT,
        ),
    ),
)

GlorotUniform = Concept(
    kind="initializer",
    title=Text("Glorot (Xavier) initialization (uniform)", "Glorot(Xavier)の初期値(一様分布)"),
    summary=Text(
        "Uniform between -limit and limit with Glorot's variance 2 / (fan_in + fan_out); what "
        "Keras' layers use unless told otherwise.",
        "分散が Glorot の 2 / (fan_in + fan_out) になるように、-limit から limit の一様分布から"
        "生成する。Keras の層の既定の初期化である。",
    ),
    equation="limit = sqrt(6 / (fan_in + fan_out))",
    formula=(
        r"W \thicksim \mathcal{U}({-\text{limit}}, \text{limit})",
        r"\text{limit} = \sqrt{\frac{6}{\text{fan_in} + \text{fan_out}}}",
        r"\operatorname{Var}(W) = \frac{\text{limit}^2}{3} = "
        r"\frac{2}{\text{fan_in} + \text{fan_out}}",
    ),
    shapes={"W": "(n_in, n_out) or (c_out, c_in, k_h, k_w)"},
    sources=(
        "Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward "
        "neural networks, AISTATS, eq. 16",
    ),
    cases=_uniform_cases(),
    divergences=(
        _limit_in_float32("GlorotUniform"),
        Divergence(
            name="default_of_the_layers",
            summary=Text(
                "Unless told otherwise, torch.nn.Linear and Conv2d draw weights (and biases) "
                "between -1 / sqrt(fan_in) and 1 / sqrt(fan_in), by kaiming_uniform_ with "
                "a = sqrt(5). Keras' Dense and Conv2D use this one, with biases of 0.",
                "指定がなければ、torch.nn.Linear と Conv2d は重みも(バイアスも)"
                "±1 / sqrt(fan_in) の一様分布(a = sqrt(5) の kaiming_uniform_)から、Keras の "
                "Dense と Conv2D は重みをこの分布から生成し、バイアスを 0 とする。",
            ),
            reconciled=Text(
                "Name the initializer in both, or copy the weights from one to the other.",
                "両方で初期化法を明示するか、一方の重みをもう一方へ写す。",
            ),
            source="torch/nn/modules/linear.py: init.kaiming_uniform_(self.weight, a=math.sqrt(5))",
            case="kernel",
            native={
                "torch": {"callable": "torch.nn.init.kaiming_uniform_", "a": math.sqrt(5)},
                "keras": {},
            },
            quantity="scale",
        ),
    ),
    also_called=("xavier_uniform",),
    mistakes=(
        *_glorot_mistakes("return math.sqrt(6 / (fan_in + fan_out))", "6"),
        Mistake(
            "std_for_limit",
            "return math.sqrt(6 / (fan_in + fan_out))",
            "return math.sqrt(2 / (fan_in + fan_out))",
            STD_FOR_LIMIT,
        ),
    ),
)

HeUniform = Concept(
    kind="initializer",
    title=Text("He initialization (uniform)", "Heの初期値(一様分布)"),
    summary=Text(
        "Uniform between -limit and limit with He's variance 2 / fan_in, for ReLU.",
        "分散が He の 2 / fan_in になるように、-limit から limit の一様分布から生成する。"
        "ReLU に使う。",
    ),
    equation="limit = sqrt(6 / fan_in)",
    formula=(
        r"W \thicksim \mathcal{U}({-\text{limit}}, \text{limit})",
        r"\text{limit} = \sqrt{\frac{6}{\text{fan_in}}}",
        r"\operatorname{Var}(W) = \frac{\text{limit}^2}{3} = \frac{2}{\text{fan_in}}",
    ),
    shapes={"W": "(n_in, n_out) or (c_out, c_in, k_h, k_w)"},
    sources=("He, Zhang, Ren and Sun (2015), Delving deep into rectifiers, ICCV, section 2.2",),
    cases=_uniform_cases(),
    divergences=(_limit_in_float32("HeUniform"),),
    also_called=("kaiming_uniform",),
    mistakes=(
        *_fan_in_mistakes("return math.sqrt(6 / fan_in)", "6"),
        Mistake(
            "std_for_limit",
            "return math.sqrt(6 / fan_in)",
            "return math.sqrt(2 / fan_in)",
            STD_FOR_LIMIT,
        ),
    ),
)
