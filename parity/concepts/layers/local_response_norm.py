"""Local response normalization."""

from __future__ import annotations

from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Identity, evaluated

_IMAGES = ("x", "y", "dx")
_TORCH = "torch.nn.LocalResponseNorm"
_TENSORFLOW = "tensorflow.nn.local_response_normalization"

LocalResponseNorm = Concept(
    kind="layer",
    order=18,
    syllabus=("course",),
    needs=("conv2d",),
    title=Text("Local response normalization", "局所応答正規化(LRN)"),
    summary=Text(
        "Divides each value by a power of the sum of squares over the neighbouring channels at "
        "its pixel.",
        "同じ位置で隣り合うチャネルの2乗和から求めた値で各要素を割り、"
        "チャネルどうしを競わせる。AlexNet で用いられた。",
    ),
    why=Text(
        "ReLU does not bound its outputs, and several kernels may answer to the same pattern. In "
        "AlexNet the channels compete at each pixel: where one of them responds strongly, its "
        "neighbours are damped, as neurons inhibit the ones beside them. That lowered the top-1 "
        "error by 1.4 points there. VGG found it to cost memory and time and to bring nothing, and "
        "batch normalization has taken its place.",
        "ReLU の出力には上限がなく、複数のカーネルが同じパターンに反応することもある。"
        "AlexNet では、画素ごとにチャネルどうしを競わせる。あるチャネルが強く反応すると、"
        "隣のチャネルが弱められる。神経細胞が隣の細胞を抑える側抑制にならったもので、"
        "AlexNet ではトップ 1 誤り率が 1.4 ポイント下がった。VGG の論文では、"
        "メモリと時間を使うだけで効果がないとされ、その後はバッチ正規化に置き換わった。",
    ),
    equation="y = x / (k + alpha sum of x^2 over size neighbouring channels)^beta",
    formula=(
        r"s_c = k + \alpha \sum_{c' \in N(c)} x_{c'}^2, \quad y_c = \frac{x_c}{s_c^{\beta}}",
        r"\frac{\partial L}{\partial x_c} = s_c^{-\beta} \frac{\partial L}{\partial y_c} "
        r"- 2 \alpha \beta\, x_c \sum_{N(c') \ni c} \frac{\partial L}{\partial y_{c'}} "
        r"\frac{x_{c'}}{s_{c'}^{\beta + 1}}",
    ),
    derivation=(
        Step(
            heading=Text(
                "A channel acts twice: as a numerator, and in its neighbours' sums",
                "チャネルは2通りに効く:自分の分子と、隣の和である",
            ),
            text=Text(
                "N(c) are the channels of the window around c. The x of channel c stands in front "
                "of its own power of s, and its square in the s of every window that contains it.",
                "N(c) は c を中心とする窓に入るチャネルである。チャネル c の x は自分の s のべきに"
                "掛かり、その2乗は、c を含むすべての窓の s に入る。",
            ),
            equation=r"s_c = k + \alpha \sum_{c' \in N(c)} x_{c'}^2, \quad y_c = x_c s_c^{-\beta}",
        ),
        Step(
            heading=Text(
                "Through the sum: a larger s makes y smaller",
                "和を通る道:s が大きいほど y は小さい",
            ),
            text=Text(
                "x held, y is a power of s. Its exponent -β comes to the front, and one more "
                "factor 1/s.",
                "x を固定すると、y は s のべきである。指数 -β が前に出て、1/s がもう1つ掛かる。",
            ),
            equation=(
                r"\frac{\partial L}{\partial s_c} = -\beta\, x_c s_c^{-\beta - 1} \frac{\partial "
                r"L}{\partial y_c} = -\beta \frac{y_c}{s_c} \frac{\partial L}{\partial y_c}"
            ),
        ),
        Step(
            heading=Text(
                "Every sum around it reacts to x alike",
                "x を含む和は、どれも同じだけ変わる",
            ),
            text=Text(
                "The square of x stands in the s of c' as soon as c belongs to the window of c', "
                "always with the weight α.",
                "c' の窓に c が入っていれば、c' の s に x の2乗が係数 α で含まれる。",
            ),
            equation=r"\frac{\partial s_{c'}}{\partial x_c} = 2 \alpha\, x_c",
        ),
        Step(
            heading=Text(
                "Together: the own share, less what all windows around lose",
                "まとめると、自分の分から、周りの窓での減りを引いたものになる",
            ),
            text=Text(
                "The sum runs over the windows that contain c. For an even size they are the "
                "mirror image of the window of c.",
                "和は、c を含む窓すべてについてとる。size が偶数なら、"
                "それは c の窓を左右反転した範囲になる。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x_c} = s_c^{-\beta} \frac{\partial L}{\partial y_c} + "
                r"2 \alpha\, x_c \sum_{N(c') \ni c} \frac{\partial L}{\partial s_{c'}}"
            ),
            check=Text(
                "With α = 0 only the first term is left: a constant scale k to the power -β.",
                "α = 0 なら最初の項だけが残り、k の -β 乗を掛けるだけになる。",
            ),
        ),
    ),
    shapes={"x": "(N, C, H, W)", "y": "as x"},
    sources=(
        "Krizhevsky, Sutskever and Hinton (2012), ImageNet classification with deep convolutional "
        "neural networks, section 3.3",
    ),
    cases=(
        Case(
            "ordinary",
            inputs={"x": normal(1, 7, 3, 4)},
            config={"size": 5, "alpha": 0.5, "beta": 0.75, "k": 2.0},
            images=_IMAGES,
        ),
        Case(
            "as_in_the_paper",
            inputs={"x": normal(2, 8, 3, 1, scale=30.0)},
            config={"size": 5},
            images=_IMAGES,
        ),
        Case(
            "even_size",
            inputs={"x": normal(2, 6, 3, 4)},
            config={"size": 4, "alpha": 0.25, "beta": 0.5, "k": 1.0},
            images=_IMAGES,
        ),
        Case(
            "wider_than_the_channels",
            inputs={"x": normal(2, 3, 4, 5)},
            config={"size": 8, "alpha": 1.0, "beta": 1.0, "k": 0.5},
            images=_IMAGES,
        ),
        Case(
            "one_channel_alone",
            inputs={"x": normal(2, 3, 5, 4)},
            config={"size": 1, "alpha": 2.0, "beta": 1.5, "k": 1.0},
            images=_IMAGES,
        ),
    ),
    defaults=(
        Default("alpha", 1e-4, torch=(_TORCH, "alpha", 1e-4), keras=(_TENSORFLOW, "alpha", 1)),
        Default("beta", 0.75, torch=(_TORCH, "beta", 0.75), keras=(_TENSORFLOW, "beta", 0.5)),
        Default("k", 2.0, torch=(_TORCH, "k", 1.0), keras=(_TENSORFLOW, "bias", 1)),
    ),
    divergences=(
        Divergence(
            name="alpha_divided_by_the_size",
            ja="alpha をウィンドウの大きさで割るか",
            summary=Text(
                "PyTorch's alpha weights the mean of the squares over the window, TensorFlow's "
                "and the paper's their sum: the same number differs by the factor size.",
                "PyTorch の alpha は窓内の2乗の平均に、TensorFlow と論文の alpha は2乗の和に"
                "掛かる。同じ値を指定しても効果が size 倍異なる。",
            ),
            reconciled=Text(
                "alpha_torch = size alpha. TensorFlow's own has no float64 kernel, so there the "
                "formula is composed.",
                "alpha_torch = size × alpha とする。TensorFlow の関数は float64 に対応しないので、"
                "式のとおりに組み立てる。",
            ),
            source="torch.nn.LocalResponseNorm and tf.nn.local_response_normalization "
            "documentation; Krizhevsky, Sutskever and Hinton (2012), section 3.3",
            case="ordinary",
            native={
                "torch": {"callable": _TORCH, "size": 5, "alpha": 0.5, "beta": 0.75, "k": 2.0},
                "keras": {
                    "callable": _TENSORFLOW,
                    "depth_radius": 2,
                    "alpha": 0.5,
                    "beta": 0.75,
                    "bias": 2.0,
                },
            },
            quantity="y",
            dtype="float32",
        ),
        Divergence(
            name="defaults",
            ja="既定値",
            summary=Text(
                "Untouched, PyTorch has the paper's alpha and beta but k = 1 where the paper has "
                "2; TensorFlow has bias 1, alpha 1, beta 0.5 and a radius of 5, so 11 channels.",
                "既定値では、PyTorch の alpha と beta は論文と同じだが、k は論文の 2 に対して 1 "
                "である。TensorFlow は bias=1、alpha=1、beta=0.5、半径 5(11 チャネル)である。",
            ),
            reconciled=Text(
                "Set all of them. The size is 2 depth_radius + 1, so TensorFlow's is always odd.",
                "すべて明示的に指定する。size = 2 depth_radius + 1 なので、"
                "TensorFlow では必ず奇数になる。",
            ),
            source="signatures of torch.nn.LocalResponseNorm and "
            "tf.nn.local_response_normalization",
            case="ordinary",
            native={
                "torch": {"callable": _TORCH, "size": 11},
                "keras": {"callable": _TENSORFLOW},
            },
            quantity="y",
            dtype="float32",
        ),
    ),
    conventions=(
        Convention(
            name="alpha_divided_by_the_size",
            text=Text(
                "alpha is divided by the size of the window, as in PyTorch; the paper and "
                "TensorFlow multiply the sum by alpha itself.",
                "PyTorch と同じく alpha を窓の大きさで割る。論文と TensorFlow は和に alpha を"
                "そのまま掛ける。",
            ),
            config={"alpha": lambda alpha, config: alpha / config["size"]},
        ),
    ),
    also_called=(
        "lrn",
        "local_response_normalization",
    ),
    identities=(
        Identity(
            sibling="identity",
            text=Text(
                "With alpha = 0 and k = 1 the channels do not compete: it is the identity "
                "function.",
                "alpha = 0、k = 1 ならチャネルどうしは競合せず、恒等関数になる。",
            ),
            case=Case("alpha_0", inputs={"x": normal(2, 5, 3, 4)}),
            left=evaluated("local_response_norm", size=3, alpha=0.0, k=1.0),
            right=evaluated("identity"),
        ),
    ),
    mistakes=(
        Mistake(
            name="window_one_channel_short",
            ja="ウィンドウが 1 チャネル短い",
            line="for i in range(1, before + after + 1):",
            wrong="for i in range(1, before + after):",
            why=Text(
                "range leaves its end out: the last channel of each window would be missing.",
                "range は終端を含まない。このままでは窓の最後のチャネルが抜ける。",
            ),
        ),
        Mistake(
            name="border_of_the_channels_off_by_one",
            ja="チャネルの端が 1 つずれる",
            line="a = np.pad(a, ((0, 0), (before, after), (0, 0), (0, 0)))",
            wrong="a = np.pad(a, ((0, 0), (before + 1, after), (0, 0), (0, 0)))",
            why=Text(
                "One row of zeros too many shifts every window by a channel.",
                "0 のチャネルを1枚余分に加えると、すべての窓が1チャネルずれる。",
            ),
        ),
        Mistake(
            name="channels_wrap_around",
            ja="チャネルが端で循環する",
            line="a = np.pad(a, ((0, 0), (before, after), (0, 0), (0, 0)))",
            wrong='a = np.pad(a, ((0, 0), (before, after), (0, 0), (0, 0)), mode="wrap")',
            why=Text(
                "The first and the last channel are no neighbours: the window is cut off there.",
                "最初と最後のチャネルは隣どうしではない。窓は両端で打ち切る。",
            ),
        ),
        Mistake(
            name="alpha_divided_by_the_size",
            ja="alpha を大きさで割る",
            line="self.s = self.k + self.alpha * sums",
            wrong="self.s = self.k + self.alpha / (self.before + self.after + 1) * sums",
            why=Text(
                "That is PyTorch's alpha, which weights the mean of the squares; the paper's "
                "weights their sum.",
                "これは2乗の平均に掛かる PyTorch の alpha である。論文の alpha は和に掛かる。",
            ),
        ),
        Mistake(
            name="window_not_mirrored_on_the_way_back",
            ja="逆伝播でウィンドウを裏返さない",
            line="losses = self.channel_sums(loss, self.after, self.before)",
            wrong="losses = self.channel_sums(loss, self.before, self.after)",
            why=Text(
                "A channel is in the windows of those that it is a neighbour of. For an even size "
                "the window is lopsided, and that is its mirror image.",
                "あるチャネルが属する窓は、そのチャネルを近傍に含むチャネルの窓である。"
                "size が偶数なら窓は非対称なので、向きが逆になる。",
            ),
        ),
        Mistake(
            name="neighbours_forgotten_on_the_way_back",
            ja="逆伝播で近傍のチャネルを忘れる",
            line="losses = self.channel_sums(loss, self.after, self.before)",
            wrong="losses = loss",
            why=Text(
                "x also damps its neighbours, so their gradients reach it too.",
                "x は隣のチャネルの出力も抑えるので、そちらの勾配も流れ込む。",
            ),
        ),
        Mistake(
            name="factor_two_dropped",
            ja="係数 2 を落とす",
            line="return dy * self.power - 2 * self.alpha * self.beta * self.x * losses",
            wrong="return dy * self.power - self.alpha * self.beta * self.x * losses",
            why=Text(
                "The derivative of x^2 is 2 x.",
                "x^2 の微分は 2x である。",
            ),
        ),
        Mistake(
            name="exponent_not_lowered",
            ja="指数を 1 減らさない",
            line="loss = dy * self.x * self.power / self.s",
            wrong="loss = dy * self.x * self.power",
            why=Text(
                "The derivative of s^(-beta) is -beta s^(-beta - 1).",
                "s^(-beta) の微分は -beta s^(-beta - 1) である。",
            ),
        ),
    ),
)
