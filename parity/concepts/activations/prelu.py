"""PReLU (parametric ReLU)."""

from __future__ import annotations

from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text, Weight
from parity.describing.derivation import Step
from parity.describing.draw import normal, uniform, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _leaky_relu(of: Implementations, a: Arrays) -> Arrays:
    """Return leaky ReLU with the slope that PReLU has."""
    leaky_relu = of("leaky_relu")(slope=float(a["a"][0]))
    return {"y": leaky_relu.forward(a["x"]), "dx": leaky_relu.backward(a["dy"])}


PReLU = Concept(
    kind="layer",
    order=7,
    syllabus=("3-1-4",),
    needs=("leaky_relu",),
    title=Text("PReLU (parametric ReLU)", "PReLU(パラメトリック ReLU)"),
    summary=Text(
        "A leaky ReLU whose slope is learned: one for all elements or one for each channel. The "
        "slope's gradient is the sum over everything that shares it.",
        "傾きを学習する Leaky ReLU。傾きは全要素で1つ、またはチャネルごとに1つ持つ。"
        "傾きの勾配は、それを共有するすべての要素についての和になる。",
    ),
    why=Text(
        "Leaky ReLU leaves open how large the slope for negative values should be; 0.01 is a "
        "guess. PReLU makes it a parameter a, which is learned with the weights by the same "
        "back-propagation. One number for each channel, or one for the whole layer, adds next to "
        "nothing that could overfit. With it He et al. got below the error that was measured for a "
        "human on ImageNet.",
        "Leaky ReLU では、負の側の傾きをどれだけにすべきかが決まっていない。"
        "0.01 は勘で選んだ値である。PReLU はこれをパラメータ a とし、"
        "重みと同じく誤差逆伝播法で学習する。増えるのはチャネルごとに1つ、"
        "または層に1つの数だけなので、過学習の心配はほとんどない。"
        "He らはこれを使い、ImageNet で人間について測られた誤り率を初めて下回った。",
    ),
    equation="y = x if x > 0, else a x;  da = sum of x dy where x <= 0",
    formula=(
        r"y = \begin{cases} x & (x > 0) \\ a x & (x \le 0) \end{cases}",
        r"\frac{\partial L}{\partial x} = \begin{cases} "
        r"\frac{\partial L}{\partial y} & (x > 0) \\ "
        r"a \frac{\partial L}{\partial y} & (x \le 0) \end{cases}",
        r"\frac{\partial L}{\partial a} = \sum_{x \le 0} x \frac{\partial L}{\partial y}",
    ),
    derivation=(
        Step(
            heading=Text("For x it is a leaky ReLU", "x については Leaky ReLU と同じである"),
            text=Text(
                "a is a number as long as x is what moves. The slope is 1 on the right and a on "
                "the left, 0 included.",
                "x で微分するあいだ、a は定数である。傾きは右側で 1、0 を含む左側で a である。",
            ),
            equation=(
                r"\frac{\partial y_i}{\partial x_i} = \begin{cases} 1 & (x_i > 0) \\ a & (x_i \le "
                r"0) \end{cases}"
                "\n"
                r"\frac{\partial L}{\partial x_i} = \frac{\partial L}{\partial y_i} \frac{\partial "
                r"y_i}{\partial x_i}"
            ),
        ),
        Step(
            heading=Text(
                "a acts only where x is not positive, and there with x",
                "a が効くのは x が正でないところだけで、係数は x である",
            ),
            text=Text(
                "Call the slope of yᵢ along a mᵢ. On the right a does not occur; on the left y = a "
                "x is a straight line in a, too.",
                "yᵢ を a で微分したものを mᵢ と書く。右側の式に a は現れない。"
                "左側の y = a x は、a についても直線である。",
            ),
            equation=(
                r"m_i = \frac{\partial y_i}{\partial a}"
                "\n"
                r"m_i = \begin{cases} 0 & (x_i > 0) \\ x_i & (x_i \le 0) \end{cases}"
            ),
        ),
        Step(
            heading=Text(
                "a is shared, so its gradient is a sum",
                "a は共有されるので、勾配は和になる",
            ),
            text=Text(
                "Every element that uses the same a adds its share: all of them where there is one "
                "a, those of a channel where each channel has its own.",
                "同じ a を使うすべての要素からの寄与を足し合わせる。"
                "a が1つなら全要素、チャネルごとにあるならそのチャネルの要素についての和である。",
            ),
            equation=(
                r"\frac{\partial L}{\partial a} = \sum_i m_i \frac{\partial L}{\partial y_i} = "
                r"\sum_{x \le 0} x \frac{\partial L}{\partial y}"
            ),
            check=Text(
                "The sum has the shape of a, (n_channels,). If no x is negative it is 0.",
                "和の形は a と同じ (n_channels,) になる。負の x が1つもなければ 0 である。",
            ),
        ),
    ),
    shapes={
        "x": "any with one slope, else (N, n_channels, ...)",
        "a": "(n_channels,)",
        "y": "as x",
    },
    sources=(
        "He, Zhang, Ren and Sun (2015), Delving deep into rectifiers: surpassing human-level "
        "performance on ImageNet classification, ICCV, eq. 1 to 3",
    ),
    weights={"a": Weight(torch="weight", keras="alpha")},
    cases=(
        Case(
            "one_slope",
            inputs={"x": normal(3, 4, 5, apart=0.125)},
            params={"a": uniform(1, low=0.1, high=0.5)},
        ),
        Case(
            "by_feature",
            inputs={"x": normal(5, 3, apart=0.125)},
            # Slopes are learned, so they may well exceed 1 or turn negative.
            params={"a": values([0.25, 1.5, -0.5])},
            config={"n_channels": 3, "init": 0.5},
        ),
        Case(
            "by_channel",
            inputs={"x": normal(2, 3, 4, 5, apart=0.125)},
            params={"a": uniform(3, low=0.1, high=0.9)},
            config={"n_channels": 3},
            images=("x", "y"),
        ),
        Case(
            "images_with_one_slope",
            inputs={"x": normal(2, 3, 4, 5, apart=0.125)},
            params={"a": uniform(1, low=0.1, high=0.9)},
            images=("x", "y"),
        ),
        Case(
            "kink",
            inputs={"x": values([[0.0, -1.0, 2.0], [-2.0, 0.0, -0.0]])},
            params={"a": values([0.25, 1.5, -0.5])},
            config={"n_channels": 3},
            kink=True,
        ),
    ),
    divergences=(
        Divergence(
            name="gradient_at_0",
            ja="0 での勾配",
            summary=Text(
                "At x = 0 PyTorch takes the derivative a, as the paper's formula does; Keras "
                "computes relu(x) - a relu(-x), whose derivative there is 0.",
                "x = 0 での微分を、PyTorch は論文の式のとおり a とする。"
                "Keras は relu(x) - a relu(-x) を計算するため、そこでの微分は 0 になる。",
            ),
            reconciled=Text(
                "Write it as where(x > 0, x, a x) in Keras.",
                "Keras では where(x > 0, x, a x) と書く。",
            ),
            source="measured; keras/src/layers/activations/prelu.py, call",
            case="kink",
            native={"torch": {}, "keras": {"callable": "keras.layers.PReLU"}},
            quantity="dx",
        ),
    ),
    defaults=(
        Default(
            "n_channels",
            1,
            torch=("torch.nn.PReLU", "num_parameters", 1),
            keras=("keras.layers.PReLU", "shared_axes", None),
        ),
        Default(
            "init",
            0.25,
            torch=("torch.nn.PReLU", "init", 0.25),
            keras=("keras.layers.PReLU", "alpha_initializer", "Zeros"),
        ),
    ),
    also_called=("parametric_relu",),
    identities=(
        Identity(
            sibling="leaky_relu",
            text=Text(
                "While its slope is not learned, it is leaky ReLU with that slope.",
                "傾きを学習させずに固定すれば、その傾きの Leaky ReLU と同じである。",
            ),
            case=Case(
                "fixed_slope",
                inputs={"x": normal(3, 4, 5, apart=0.125)},
                params={"a": values([0.375])},
            ),
            left=evaluated("prelu"),
            right=_leaky_relu,
            only_left=("da",),
        ),
    ),
    mistakes=(
        Mistake(
            name="slope_gradient_averaged",
            ja="傾きの勾配を平均する",
            line='self.grads["a"] = da.sum(axis=shared).reshape(self.n_channels)',
            wrong='self.grads["a"] = da.mean(axis=shared).reshape(self.n_channels)',
            why=Text(
                "Every element that uses a adds to its gradient: a sum. The loss has already "
                "divided by the batch size.",
                "a を使うすべての要素の寄与を足し合わせる。バッチサイズによる割り算は"
                "損失の中で済んでいる。",
            ),
        ),
        Mistake(
            name="slope_gradient_without_x",
            ja="傾きの勾配で x を忘れる",
            line="da = np.where(x > 0, 0, x * dy)",
            wrong="da = np.where(x > 0, 0, dy)",
            why=Text(
                "y = a x on that side, so dy/da = x: the gradient of a carries the factor x.",
                "そちら側では y = a x なので dy/da = x である。a の勾配には x が掛かる。",
            ),
        ),
        Mistake(
            name="slope_gradient_from_the_positive_side",
            ja="傾きの勾配を正の側から求める",
            line="da = np.where(x > 0, 0, x * dy)",
            wrong="da = np.where(x > 0, x * dy, 0)",
            why=Text(
                "a plays no part where x is positive; only the other elements depend on it.",
                "x が正の要素に a は関わらない。a に依存するのはそれ以外の要素だけである。",
            ),
        ),
        Mistake(
            name="maximum_of_two_lines",
            ja="2 直線の最大をとる",
            line="return np.where(x > 0, x, a * x)",
            wrong="return np.maximum(x, a * x)",
            why=Text(
                "max(x, a x) is the same only while a <= 1, and nothing keeps a learned slope "
                "there.",
                "max(x, a x) と一致するのは a <= 1 の間だけである。学習される傾きがその範囲に"
                "とどまる保証はない。",
            ),
        ),
        Mistake(
            name="slope_on_the_last_axis",
            ja="傾きを最後の軸に合わせる",
            line="shape[1] = self.n_channels",
            wrong="shape[-1] = self.n_channels",
            why=Text(
                "The last axis of an NCHW image is its width; the channels are axis 1. A slope of "
                "shape (C,) that is broadcast as it is ends up on the last axis too.",
                "NCHW の画像では最後の軸は幅であり、チャネルは軸 1 である。"
                "形状 (C,) の傾きをそのままブロードキャストした場合も最後の軸に揃ってしまう。",
            ),
        ),
    ),
)
