"""Gaussian initialization."""

from __future__ import annotations

from parity.concepts.initializers._cases import DENSE, KERNEL, case
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.identity import Identity, evaluated

Gauss = Concept(
    kind="initializer",
    order=3,
    syllabus=("3-2-4",),
    needs=("zeros",),
    title=Text("Gaussian initialization", "ガウス分布による初期化"),
    summary=Text(
        "A normal distribution with a standard deviation fixed by hand, 0.01 in the course. Too "
        "small for a deep network: the activations, and with them the gradients, fade away.",
        "標準偏差を決め打ちした正規分布(教材では 0.01)。深いネットワークには小さすぎ、"
        "出力も勾配も層を経るごとに消えていく。",
    ),
    why=Text(
        "Weights that start alike get the same gradients and stay alike; drawing them at random "
        "makes the units of a layer differ. A normal distribution with a width fixed by hand is "
        "the simplest way, and it shows why the width must follow the layer: at 0.01 the signals "
        "of a deep network fade from layer to layer, at 1 sigmoid and tanh saturate.",
        "同じ値から始めた重みは同じ勾配を受け、ずっと同じままである。"
        "乱数で決めれば、層の各ユニットが別々の働きを持てる。"
        "幅を手で決めた正規分布は最も単純な方法であり、幅を層に合わせなければならない理由もここか"
        "らわかる。"
        "標準偏差が 0.01 では深いネットワークの信号が層ごとに弱まり、"
        "1 ではシグモイドや tanh が飽和する。",
    ),
    equation="W ~ N(0, sigma^2)",
    formula=(r"W \thicksim \mathcal{N}(0, \sigma^2)",),
    derivation=(
        Step(
            heading=Text(
                "A layer multiplies the variance by fan_in σ²",
                "1つの層で、分散には fan_in σ² が掛かる",
            ),
            text=Text(
                "y is the sum of a unit, x its inputs. With independent weights of mean 0, the "
                "variances of its fan_in terms add up.",
                "ユニットの和を y、その入力を x とする。"
                "重みが互いに独立で平均 0 なら、fan_in 個の項の分散を足せばよい。",
            ),
            equation=(
                r"y = \sum_i W_i x_i, \quad \operatorname{Var}(y) = \text{fan_in} \, \sigma^2 "
                r"\operatorname{E}[x^2]"
            ),
        ),
        Step(
            heading=Text(
                "Over k layers the factor is raised to the power k",
                "k 層進むと、その k 乗が掛かる",
            ),
            text=Text(
                "h is the output of layer k. While the signals are small, tanh hardly changes "
                "them, so layer after layer multiplies alike. The gradients on the way back have "
                "their fan_out in its place.",
                "k 層目の出力を h とする。"
                "信号が小さいうちは tanh を通してもほとんど変わらないので、"
                "どの層でも同じ倍率が掛かる。逆伝播の勾配では、fan_in の代わりに fan_out になる。",
            ),
            equation=(
                r"\operatorname{Var}(h_k) \approx (\text{fan_in} \, \sigma^2)^k "
                r"\operatorname{Var}(x)"
            ),
            check=Text(
                "100 units and σ = 0.01: the standard deviation falls to a tenth in each layer. σ "
                "= 1: it grows tenfold, and tanh saturates at once.",
                "100 ユニットで σ = 0.01 なら、標準偏差は層ごとに 1/10 になる。"
                "σ = 1 なら 10 倍になり、tanh はすぐに飽和する。",
            ),
        ),
        Step(
            heading=Text(
                "Only one σ keeps the signals, and it depends on the layer",
                "信号を保つ σ は1つだけで、層によって異なる",
            ),
            text=Text(
                "The factor is 1 for the σ that LeCun's initialization takes; for other sizes of "
                "layers it is another one, which is why no number fixed by hand fits them all.",
                "倍率が 1 になる σ が LeCun の初期値である。"
                "層の大きさが違えば値も変わるので、手で決めた1つの数がすべての層に合うことはない。",
            ),
            equation=(
                r"\text{fan_in} \, \sigma^2 = 1, \quad \sigma = \frac{1}{\sqrt{\text{fan_in}}}"
            ),
        ),
    ),
    shapes={"W": "any"},
    sources=(
        "Krizhevsky, Sutskever and Hinton (2012), ImageNet classification with deep convolutional "
        "neural networks, section 5: standard deviation 0.01",
    ),
    cases=(
        case("dense", DENSE, 1, "normal"),
        case("wider", KERNEL, 2, "normal", {"sigma": 0.3}),
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
    identities=(
        Identity(
            sibling="lecun_normal",
            text=Text(
                "With sigma = 1 / sqrt(fan_in) it is LeCun's: from the same seed, the same "
                "numbers.",
                "sigma = 1 / sqrt(fan_in) とすると LeCun の初期値になる。"
                "シードが同じなら値も同じである。",
            ),
            case=Case("sigma_of_the_fan", options={"shape": (64, 30), "seed": 11}),
            left=evaluated("gauss", sigma=0.125),
            right=evaluated("lecun_normal"),
        ),
    ),
    mistakes=(
        Mistake(
            name="variance_for_standard_deviation",
            ja="標準偏差の代わりに分散を使う",
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
            ja="縮尺を掛けない",
            line="return self.sigma",
            wrong="return 1.0",
            why=Text(
                "Standard normal weights saturate a sigmoid at once: its gradient vanishes.",
                "標準正規分布のままの重みではシグモイドがすぐに飽和し、勾配が消失する。",
            ),
        ),
        Mistake(
            name="root_of_sigma",
            ja="sigma の平方根を使う",
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
            ja="引数を無視する",
            line="self.sigma = sigma",
            wrong="self.sigma = 0.01",
            why=Text(
                "The number that was asked for never arrives; only the default works.",
                "指定した値が使われず、常に既定値になってしまう。",
            ),
        ),
    ),
)
