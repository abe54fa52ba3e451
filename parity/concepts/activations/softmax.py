"""The activation functions."""

from __future__ import annotations

from parity.concept import Case, Concept, Convention, Default, Divergence, Mistake, Text, Weight
from parity.draw import normal, uniform, values

_EXTREME = values([-1e4, -700.0, -30.0, -3.0, -0.5, 0.25, 2.0, 30.0, 700.0, 1e4])
"""Where a formula that overflows, or divides 0 by 0, gives itself away."""

_KINK = values([-1.0, 0.0, 2.0, -0.0])
"""Both zeros, with a value on each side."""

_LARGE_LOGITS = values(
    [[1e4, 1e4, -1e4], [-1e4, -1e4, -1e4], [1e4, 9999.0, 9998.5], [-1e4, 1e4, 0.0]]
)
"""Ties and near-ties far from 0. The step of finite differences, |x| / 128, is far too wide here,
so a case with them counts as a kink."""

_ONE_CLASS_WINS = values([[1e4, -1e4, 5e3], [-2e3, 1e4, -1e4]])

Step = Concept(
    kind="layer",
    title=Text("Step function", "ステップ関数"),
    summary=Text(
        "1 for positive values, 0 for the rest: the perceptron's activation. Its derivative is 0, "
        "so nothing before it can learn by gradient descent.",
        "正の値を 1、それ以外を 0 にする、パーセプトロンの活性化関数。微分が 0 なので、"
        "これより前の層は勾配降下法では学習できない。",
    ),
    equation="y = 1 if x > 0, else 0",
    formula=(
        r"y = \begin{cases} 1 & (x > 0) \\ 0 & (x \le 0) \end{cases}",
        r"\frac{\partial L}{\partial x} = 0",
    ),
    shapes={"x": "any", "y": "as x"},
    sources=(
        "McCulloch and Pitts (1943), A logical calculus of the ideas immanent in nervous "
        "activity, Bulletin of Mathematical Biophysics 5",
    ),
    cases=(
        Case(
            "ordinary",
            inputs={"x": normal(3, 4, 5, apart=0.125)},
            zero={"dx": "a step is flat on both sides of its jump"},
        ),
        Case(
            "kink",
            inputs={"x": _KINK},
            zero={"dx": "the derivative at the jump is taken to be 0 as well"},
            kink=True,
        ),
    ),
    divergences=(
        Divergence(
            name="value_at_0",
            summary=Text(
                "The value at x = 0 is a convention. Here it is 0, as in x > 0; signal processing "
                "takes 1/2, and a threshold that fires when it is reached gives 1. The heaviside "
                "of NumPy, PyTorch and TensorFlow therefore has no default: the caller says it.",
                "x = 0 での値は規約による。ここでは x > 0 に従って 0 とするが、"
                "信号処理では 1/2 とし、しきい値に達したら発火すると考えれば 1 になる。"
                "そのため NumPy、PyTorch、TensorFlow の "
                "heaviside には既定値がなく、呼び出す側が値を指定する。",
            ),
            reconciled=Text(
                "Pass 0 as the value at 0, or compare with x > 0.",
                "0 での値として 0 を渡すか、x > 0 という比較で書く。",
            ),
            source="measured; numpy.heaviside(x1, x2), torch.heaviside(input, values)",
            case="kink",
            native={
                "torch": {},
                "keras": {"callable": "tensorflow.experimental.numpy.heaviside", "x2": 0.5},
            },
            quantity="y",
        ),
    ),
    also_called=(
        "step_function",
        "heaviside",
    ),
    mistakes=(
        Mistake(
            name="fires_at_0",
            line="return (x > 0).astype(x.dtype)",
            wrong="return (x >= 0).astype(x.dtype)",
            why=Text(
                "With >= the value at x = 0 is 1; by the convention here, and in most "
                "textbooks, it is 0.",
                ">= では x = 0 での値が 1 になる。ここでの規約は、多くの教科書と同じく 0 である。",
            ),
        ),
        Mistake(
            name="sign_instead_of_step",
            line="return (x > 0).astype(x.dtype)",
            wrong="return np.sign(x)",
            why=Text(
                "The sign function jumps from -1 to 1; the step function from 0 to 1.",
                "符号関数は -1 から 1 へ、ステップ関数は 0 から 1 へ跳ぶ。",
            ),
        ),
        Mistake(
            name="positive_values_kept",
            line="return (x > 0).astype(x.dtype)",
            wrong="return (x > 0) * x",
            why=Text(
                "That is ReLU: a step forgets how large x was.",
                "これは ReLU である。ステップ関数は x の大きさを捨てて 0 か 1 だけを返す。",
            ),
        ),
        Mistake(
            name="gradient_passed_straight_through",
            line="return np.zeros_like(dy)",
            wrong="return dy.copy()",
            why=Text(
                "A step is flat, so its derivative is 0. Passing dy on is the straight-through "
                "estimator, a trick for binary networks, not the derivative.",
                "ステップ関数は平らなので微分は 0 である。"
                "dy をそのまま流すのは二値ネットワークで使う "
                "straight-through 推定量という工夫であり、微分ではない。",
            ),
        ),
    ),
)

Identity = Concept(
    kind="layer",
    title=Text("Identity function", "恒等関数"),
    summary=Text(
        "Gives back what it is given: the output activation of a regression.",
        "入力をそのまま返す。回帰問題の出力層で使う。",
    ),
    equation="y = x",
    formula=(
        r"y = x",
        r"\frac{\partial L}{\partial x} = \frac{\partial L}{\partial y}",
    ),
    shapes={"x": "any", "y": "as x"},
    sources=("Bishop (2006), Pattern Recognition and Machine Learning, section 5.1",),
    cases=(
        Case("ordinary", inputs={"x": normal(3, 4, 5)}),
        Case("extreme", inputs={"x": _EXTREME}),
    ),
    also_called=("identity_function",),
    mistakes=(
        Mistake(
            name="upstream_gradient_dropped",
            line="return dy.copy()",
            wrong="return np.ones_like(dy)",
            why=Text(
                "The function's own derivative is 1, but the chain rule multiplies it by dL/dy.",
                "関数自体の微分は 1 だが、連鎖律によって dL/dy を掛けなければならない。",
            ),
        ),
        Mistake(
            name="gradient_divided_by_the_batch",
            line="return dy.copy()",
            wrong="return dy / len(dy)",
            why=Text(
                "The loss has already divided by the batch size; no layer does it again.",
                "バッチサイズによる割り算は損失の中で済んでいる。層がもう一度割ってはならない。",
            ),
        ),
        Mistake(
            name="gradient_zeroed",
            line="return dy.copy()",
            wrong="return np.zeros_like(dy)",
            why=Text(
                "A constant has the derivative 0; y = x has the derivative 1.",
                "微分が 0 になるのは定数であり、y = x の微分は 1 である。",
            ),
        ),
        Mistake(
            name="output_clipped_to_0_and_1",
            line="return x.copy()",
            wrong="return np.clip(x, 0, 1)",
            why=Text(
                "A regression's output has no bounds; only a probability lies between 0 and 1.",
                "回帰の出力に範囲の制限はない。0 から 1 に収まるのは確率の場合だけである。",
            ),
        ),
    ),
)

Sigmoid = Concept(
    kind="layer",
    title=Text("Sigmoid", "シグモイド関数"),
    summary=Text(
        "Squeezes any number between 0 and 1. Its derivative y (1 - y) is at most 1/4, so "
        "gradients fade through many layers.",
        "任意の実数を 0 から 1 の間に収める。微分 y (1 - y) は最大でも 1/4 なので、"
        "層を重ねると勾配が消失しやすい。",
    ),
    equation="y = 1 / (1 + exp(-x)),  dy/dx = y (1 - y)",
    formula=(
        r"y = \frac{1}{1 + \exp({-x})}",
        r"\frac{\partial L}{\partial x} = y (1 - y) \frac{\partial L}{\partial y}",
    ),
    shapes={"x": "any", "y": "as x"},
    sources=(
        "Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating "
        "errors, Nature 323, eq. 2",
    ),
    cases=(
        Case("ordinary", inputs={"x": normal(3, 4, 5, scale=2.0)}),
        Case("extreme", inputs={"x": _EXTREME}),
        Case(
            "saturated",
            inputs={"x": values([-1e4, 1e4, -1e3, 1e3])},
            zero={"dx": "y is exactly 0 or 1, so y (1 - y) is 0"},
        ),
    ),
    also_called=(
        "logistic",
        "sigmoid_function",
        "sigmoid_layer",
    ),
    mistakes=(
        Mistake(
            name="derivative_taken_at_the_output",
            line="return dy * self.y * (1 - self.y)",
            wrong="return dy * Sigmoid().forward(self.y) * (1 - Sigmoid().forward(self.y))",
            why=Text(
                "y is already sigmoid(x). A function that computes the derivative from x must be "
                "given x; given y, it applies the sigmoid twice.",
                "y はすでに sigmoid(x) である。x から微分を求める関数には x を渡す。"
                "y を渡すとシグモイドを2回適用してしまう。",
            ),
        ),
        Mistake(
            name="factor_y_dropped",
            line="return dy * self.y * (1 - self.y)",
            wrong="return dy * (1 - self.y)",
            why=Text(
                "The derivative is y (1 - y): symmetric in y and 1 - y, and 0 at both ends.",
                "微分は y (1 - y) であり、y と 1 - y について対称で、両端で 0 になる。",
            ),
        ),
        Mistake(
            name="derivative_of_tanh",
            line="return dy * self.y * (1 - self.y)",
            wrong="return dy * (1 - self.y**2)",
            why=Text(
                "1 - y^2 is the derivative of tanh; the sigmoid's is y (1 - y).",
                "1 - y^2 は tanh の微分である。シグモイドの微分は y (1 - y) である。",
            ),
        ),
        Mistake(
            name="exponential_overflows",
            line="self.y = np.where(x >= 0, 1, e) / (1 + e)",
            wrong="self.y = np.exp(x) / (1 + np.exp(x))",
            why=Text(
                "For a large x both exponentials are infinite, and inf / inf is not a number. "
                "Only exp(-|x|) is safe on both sides.",
                "x が大きいと分子と分母がともに無限大になり、inf / inf は NaN になる。"
                "どちら側でも安全なのは exp(-|x|) だけである。",
            ),
        ),
    ),
)

Tanh = Concept(
    kind="layer",
    title=Text("Hyperbolic tangent (tanh)", "双曲線正接関数 (tanh)"),
    summary=Text(
        "A sigmoid from -1 to 1: tanh(x) = 2 sigmoid(2x) - 1. Its output is centred on 0, and its "
        "derivative is at most 1.",
        "値域が -1 から 1 の S 字型関数で、tanh(x) = 2 sigmoid(2x) - 1 が成り立つ。"
        "出力の中心が 0 にあり、微分の最大値は 1 である。",
    ),
    equation="y = tanh(x),  dy/dx = 1 - y^2",
    formula=(
        r"y = \tanh(x) = \frac{\exp(x) - \exp({-x})}{\exp(x) + \exp({-x})}",
        r"\frac{\partial L}{\partial x} = (1 - y^2) \frac{\partial L}{\partial y}",
    ),
    shapes={"x": "any", "y": "as x"},
    sources=("LeCun, Bottou, Orr and Müller (1998), Efficient BackProp, section 4.4",),
    cases=(
        Case("ordinary", inputs={"x": normal(3, 4, 5)}),
        Case("extreme", inputs={"x": _EXTREME}),
        Case(
            "saturated",
            inputs={"x": values([-1e4, 1e4, -1e3, 1e3])},
            zero={"dx": "y is exactly -1 or 1, so 1 - y^2 is 0"},
        ),
    ),
    also_called=(
        "hyperbolic_tangent",
        "tanh_function",
        "tanh_layer",
    ),
    mistakes=(
        Mistake(
            name="derivative_taken_at_the_output",
            line="return dy * (1 - self.y**2)",
            wrong="return dy * (1 - np.tanh(self.y) ** 2)",
            why=Text(
                "y is already tanh(x), so 1 - y^2 is complete; another tanh evaluates the "
                "derivative at the wrong point.",
                "y はすでに tanh(x) なので 1 - y^2 でよい。さらに tanh を適用すると、"
                "別の点での微分を求めることになる。",
            ),
        ),
        Mistake(
            name="derivative_of_sigmoid",
            line="return dy * (1 - self.y**2)",
            wrong="return dy * self.y * (1 - self.y)",
            why=Text(
                "y (1 - y) is the sigmoid's derivative; for tanh it would even turn negative.",
                "y (1 - y) はシグモイドの微分である。tanh に使うと負の値にさえなる。",
            ),
        ),
        Mistake(
            name="square_dropped",
            line="return dy * (1 - self.y**2)",
            wrong="return dy * (1 - self.y)",
            why=Text(
                "Without the square, the derivative is 2 rather than 0 where y is near -1.",
                "2乗を忘れると、y が -1 に近いところで微分が 0 ではなく 2 になる。",
            ),
        ),
        Mistake(
            name="upstream_gradient_dropped",
            line="return dy * (1 - self.y**2)",
            wrong="return 1 - self.y**2",
            why=Text(
                "1 - y^2 is dy/dx; the chain rule multiplies it by dL/dy.",
                "1 - y^2 は dy/dx である。連鎖律により dL/dy を掛ける必要がある。",
            ),
        ),
    ),
)

ReLU = Concept(
    kind="layer",
    title=Text("ReLU", "ReLU(正規化線形関数)"),
    summary=Text(
        "Lets positive values through and blocks the rest; its derivative is 1 or 0.",
        "正の値はそのまま通し、それ以外は 0 にする。微分は 1 か 0 になる。",
    ),
    equation="y = max(x, 0)",
    formula=(
        r"y = \max(x, 0)",
        r"\frac{\partial L}{\partial x} = \begin{cases} "
        r"\frac{\partial L}{\partial y} & (x > 0) \\ 0 & (x \le 0) \end{cases}",
    ),
    shapes={"x": "any", "y": "as x"},
    sources=(
        "Nair and Hinton (2010), Rectified linear units improve restricted Boltzmann machines, "
        "ICML",
    ),
    cases=(
        Case("ordinary", inputs={"x": normal(3, 4, 5, apart=0.125)}),
        Case("kink", inputs={"x": _KINK}, kink=True),
    ),
    divergences=(
        Divergence(
            name="gradient_at_0_of_maximum",
            summary=Text(
                "relu has the derivative 0 at x = 0; written as maximum(x, 0), TensorFlow's is 1 "
                "there and PyTorch's is 1/2.",
                "relu の x = 0 での微分は 0 だが、maximum(x, 0) と書くと TensorFlow では 1、"
                "PyTorch では 1/2 になる。",
            ),
            reconciled=Text(
                "Use the framework's relu, whose derivative at 0 is 0 everywhere.",
                "各フレームワークの relu を使う。0 での微分はどれも 0 である。",
            ),
            source="measured; tf.maximum and torch.maximum share a tie differently",
            case="kink",
            native={"torch": {}, "keras": {"callable": "tensorflow.maximum", "y": 0.0}},
            quantity="dx",
        ),
    ),
    also_called=(
        "relu_function",
        "relu_layer",
        "rectifier",
    ),
    mistakes=(
        Mistake(
            name="gradient_not_masked",
            line="return dy * self.positive",
            wrong="return dy",
            why=Text(
                "Where x was not positive, y does not depend on x: the gradient stops there.",
                "x が正でなかった要素では y は x に依存しないので、勾配はそこで止まる。",
            ),
        ),
        Mistake(
            name="mask_from_the_gradient",
            line="return dy * self.positive",
            wrong="return np.where(dy > 0, dy, 0)",
            why=Text(
                "The mask belongs to the input of the forward pass; the sign of dy has no part in "
                "the derivative.",
                "マスクは順伝播の入力 x から決まる。dy の符号は微分に関係しない。",
            ),
        ),
        Mistake(
            name="derivative_at_0_is_1",
            line="self.positive = x > 0",
            wrong="self.positive = x >= 0",
            why=Text(
                "At x = 0 the frameworks take the derivative 0; with >= it is 1.",
                "フレームワークは x = 0 での微分を 0 とする。>= では 1 になってしまう。",
            ),
        ),
        Mistake(
            name="output_is_the_mask",
            line="return np.maximum(x, 0)",
            wrong="return self.positive.astype(x.dtype)",
            why=Text(
                "That is the derivative (a step), not the function: positive values must pass.",
                "これは微分(ステップ関数)であって、関数そのものではない。正の値はそのまま通す。",
            ),
        ),
    ),
)

LeakyReLU = Concept(
    kind="layer",
    title=Text("Leaky ReLU", "Leaky ReLU"),
    summary=Text(
        "A ReLU that lets a small share of the negative values through, so that a unit which is "
        "negative for every example still gets a gradient.",
        "負の値もわずかに通す ReLU。すべてのデータで負になるユニットにも勾配が流れる。",
    ),
    equation="y = x if x > 0, else slope x",
    formula=(
        r"y = \begin{cases} x & (x > 0) \\ \text{slope}\, x & (x \le 0) \end{cases}",
        r"\frac{\partial L}{\partial x} = \begin{cases} "
        r"\frac{\partial L}{\partial y} & (x > 0) \\ "
        r"\text{slope}\, \frac{\partial L}{\partial y} & (x \le 0) \end{cases}",
    ),
    shapes={"x": "any", "y": "as x"},
    sources=(
        "Maas, Hannun and Ng (2013), Rectifier nonlinearities improve neural network acoustic "
        "models, ICML workshop, section 2",
    ),
    # Slopes that float32 holds exactly: Keras rounds every other one, see float32_slope.
    cases=(
        Case("ordinary", inputs={"x": normal(3, 4, 5, apart=0.125)}, config={"slope": 0.25}),
        Case("small_slope", inputs={"x": normal(5, 7, apart=0.125)}, config={"slope": 2.0**-7}),
        Case("kink", inputs={"x": _KINK}, config={"slope": 0.25}, kink=True),
    ),
    divergences=(
        Divergence(
            name="default_slope",
            summary=Text(
                "The default slope is 0.01 in PyTorch, 0.3 in Keras' layer and 0.2 in Keras' "
                "function.",
                "傾きの既定値は、PyTorch では 0.01、"
                "Keras の層では 0.3、Keras の関数では 0.2 である。",
            ),
            reconciled=Text("Set the slope everywhere.", "傾きをすべての実装で明示する。"),
            source="signatures of torch.nn.LeakyReLU, keras.layers.LeakyReLU and "
            "keras.activations.leaky_relu",
            case="ordinary",
            native={
                "torch": {"callable": "torch.nn.LeakyReLU"},
                "keras": {"callable": "keras.layers.LeakyReLU"},
            },
            quantity="y",
        ),
        Divergence(
            name="float32_slope",
            summary=Text(
                "TensorFlow's leaky_relu holds the slope in float32 even for float64 arrays: 0.01 "
                "becomes 0.00999999978.",
                "TensorFlow の leaky_relu は、配列が float64 でも傾きを float32 で保持するため、"
                "0.01 は 0.00999999978 になる。",
            ),
            reconciled=Text(
                "No setting changes it: only a slope that float32 holds exactly, such as 0.25, is "
                "free of it.",
                "設定では変えられない。影響がないのは、"
                "0.25 のように float32 で正確に表せる傾きだけである。",
            ),
            source="measured; the attribute alpha of TensorFlow's LeakyRelu operation is a float32",
            case="ordinary",
            native={
                "torch": {"slope": 0.01},
                "keras": {"callable": "keras.layers.LeakyReLU", "negative_slope": 0.01},
            },
            quantity="y",
            irreducible=True,
            size=1e-9,
        ),
    ),
    defaults=(
        Default(
            "slope",
            0.01,
            torch=("torch.nn.LeakyReLU", "negative_slope", 0.01),
            keras=("keras.layers.LeakyReLU", "negative_slope", 0.3),
        ),
        Default("slope", 0.01, keras=("keras.activations.leaky_relu", "negative_slope", 0.2)),
    ),
    also_called=(
        "lrelu",
        "leakyrelu",
    ),
    mistakes=(
        Mistake(
            name="gradient_of_relu",
            line="return np.where(self.positive, dy, self.slope * dy)",
            wrong="return np.where(self.positive, dy, 0)",
            why=Text(
                "The point of the leak is the gradient on the negative side: slope dy, not 0.",
                "負の側にも勾配を流すことが目的である。そこでの勾配は 0 ではなく slope dy になる。",
            ),
        ),
        Mistake(
            name="upstream_gradient_dropped_below_0",
            line="return np.where(self.positive, dy, self.slope * dy)",
            wrong="return np.where(self.positive, dy, self.slope)",
            why=Text(
                "The slope is dy/dx; on this side too the chain rule multiplies it by dL/dy.",
                "傾きは dy/dx にすぎない。こちら側でも連鎖律により dL/dy を掛ける。",
            ),
        ),
        Mistake(
            name="slope_subtracted",
            line="return np.where(self.positive, x, self.slope * x)",
            wrong="return np.where(self.positive, x, -self.slope * x)",
            why=Text(
                "x is negative there, and slope x is too; a minus sign folds the line upwards.",
                "そこでは x が負なので slope x も負である。負号を付けると直線が上に折れてしまう。",
            ),
        ),
        Mistake(
            name="derivative_at_0_is_1",
            line="self.positive = x > 0",
            wrong="self.positive = x >= 0",
            why=Text(
                "At x = 0 the frameworks take the derivative of the negative side, the slope.",
                "フレームワークは x = 0 での微分として、負の側の値である傾きを使う。",
            ),
        ),
    ),
)

PReLU = Concept(
    kind="layer",
    title=Text("PReLU (parametric ReLU)", "PReLU(パラメトリック ReLU)"),
    summary=Text(
        "A leaky ReLU whose slope is learned: one for all elements or one for each channel. The "
        "slope's gradient is the sum over everything that shares it.",
        "傾きを学習する Leaky ReLU。傾きは全要素で1つ、またはチャネルごとに1つ持つ。"
        "傾きの勾配は、それを共有するすべての要素についての和になる。",
    ),
    equation="y = x if x > 0, else a x;  da = sum of x dy where x <= 0",
    formula=(
        r"y = \begin{cases} x & (x > 0) \\ a x & (x \le 0) \end{cases}",
        r"\frac{\partial L}{\partial x} = \begin{cases} "
        r"\frac{\partial L}{\partial y} & (x > 0) \\ "
        r"a \frac{\partial L}{\partial y} & (x \le 0) \end{cases}",
        r"\frac{\partial L}{\partial a} = \sum_{x \le 0} x \frac{\partial L}{\partial y}",
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
    mistakes=(
        Mistake(
            name="slope_gradient_averaged",
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
            line="da = np.where(x > 0, 0, x * dy)",
            wrong="da = np.where(x > 0, 0, dy)",
            why=Text(
                "y = a x on that side, so dy/da = x: the gradient of a carries the factor x.",
                "そちら側では y = a x なので dy/da = x である。a の勾配には x が掛かる。",
            ),
        ),
        Mistake(
            name="slope_gradient_from_the_positive_side",
            line="da = np.where(x > 0, 0, x * dy)",
            wrong="da = np.where(x > 0, x * dy, 0)",
            why=Text(
                "a plays no part where x is positive; only the other elements depend on it.",
                "x が正の要素に a は関わらない。a に依存するのはそれ以外の要素だけである。",
            ),
        ),
        Mistake(
            name="maximum_of_two_lines",
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

ELU = Concept(
    kind="layer",
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
        Case("extreme", inputs={"x": _EXTREME}, config={"alpha": 0.7}),
        Case("kink", inputs={"x": _KINK}, config={"alpha": 0.7}, kink=True),
    ),
    defaults=(
        Default(
            "alpha",
            1.0,
            torch=("torch.nn.ELU", "alpha", 1.0),
            keras=("keras.layers.ELU", "alpha", 1.0),
        ),
    ),
    mistakes=(
        Mistake(
            name="alpha_missing_in_the_derivative",
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
            line="slope = self.alpha * np.exp(np.minimum(self.x, 0))",
            wrong="slope = self.alpha * np.expm1(np.minimum(self.x, 0))",
            why=Text(
                "That is y itself, which is negative; the derivative is y + alpha.",
                "これは負の値である y そのものである。微分は y + alpha になる。",
            ),
        ),
        Mistake(
            name="one_not_subtracted",
            line="return np.where(x > 0, x, self.alpha * np.expm1(below))",
            wrong="return np.where(x > 0, x, self.alpha * np.exp(below))",
            why=Text(
                "Without the -1 the function jumps by alpha at 0 and is never negative.",
                "-1 を忘れると x = 0 で alpha だけ跳び、負の値をとらなくなる。",
            ),
        ),
        Mistake(
            name="exponential_overflows",
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
            line="return np.where(self.x > 0, dy, slope * dy)",
            wrong="return np.where(self.x >= 0, dy, slope * dy)",
            why=Text(
                "At x = 0 the frameworks take the derivative of the exponential side, alpha.",
                "フレームワークは x = 0 での微分として、指数関数の側の値である alpha を使う。",
            ),
        ),
    ),
)

GELU = Concept(
    kind="layer",
    title=Text("GELU (Gaussian error linear unit)", "GELU(ガウス誤差線形ユニット)"),
    summary=Text(
        "Weights x by the probability that a standard normal variable lies below it: a smooth ReLU "
        "that dips below 0. The activation of BERT and GPT; an approximation by tanh is common.",
        "標準正規分布に従う変数が x 以下になる確率を x に掛ける。"
        "わずかに負の値もとる滑らかな ReLU で、"
        "BERT や GPT で使われる。tanh による近似もよく用いられる。",
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
    shapes={"x": "any", "y": "as x"},
    sources=("Hendrycks and Gimpel (2016), Gaussian error linear units (GELUs), section 2",),
    cases=(
        Case("exact", inputs={"x": normal(3, 4, 5, scale=2.0)}),
        Case("tanh", inputs={"x": normal(3, 4, 5, scale=2.0)}, config={"approximate": True}),
        Case("extreme", inputs={"x": _EXTREME}),
        Case("extreme_tanh", inputs={"x": _EXTREME}, config={"approximate": True}),
    ),
    divergences=(
        Divergence(
            name="exact_or_tanh",
            summary=Text(
                "torch.nn.GELU and keras.activations.gelu are exact by default; keras.ops.gelu "
                "uses the tanh approximation unless told otherwise.",
                "torch.nn.GELU と keras.activations.gelu の既定は厳密な式だが、"
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
            summary=Text(
                "TensorFlow's gelu rounds 1 / sqrt(2) to float32 even for float64 arrays.",
                "TensorFlow の gelu は、配列が float64 でも 1/√2 を float32 に丸めて使う。",
            ),
            reconciled=Text(
                "No setting changes it; written out with erf, as our layer is, it is exact.",
                "設定では変えられない。本実装のように erf を使って式のまま書けば正確になる。",
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
    ),
    mistakes=(
        Mistake(
            name="product_rule_forgotten",
            line="return dy * (self.Phi + x * phi)",
            wrong="return dy * self.Phi",
            why=Text(
                "y is a product of x and Phi(x): its derivative has a second term, x phi(x).",
                "y は x と Phi(x) の積なので、微分には第2項 x phi(x) が現れる。",
            ),
        ),
        Mistake(
            name="square_root_of_2_missing",
            line="self.Phi = (1 + erf(x / math.sqrt(2)).astype(x.dtype)) / 2",
            wrong="self.Phi = (1 + erf(x).astype(x.dtype)) / 2",
            why=Text(
                "erf belongs to a normal distribution of variance 1/2; dividing by sqrt(2) makes "
                "the variance 1.",
                "erf は分散 1/2 の正規分布に対応する。√2 で割ることで分散が 1 になる。",
            ),
        ),
        Mistake(
            name="density_not_normalised",
            line="phi = np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)",
            wrong="phi = np.exp(-(x**2) / 2)",
            why=Text(
                "The density of the normal distribution carries 1 / sqrt(2 pi).",
                "正規分布の確率密度関数には係数 1 / √(2π) が付く。",
            ),
        ),
        Mistake(
            name="cube_written_as_square",
            line="u = math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)",
            wrong="u = math.sqrt(2 / math.pi) * (x + 0.044715 * x**2)",
            why=Text(
                "tanh's argument must be odd in x, like erf's: the correction is a cube.",
                "tanh の引数は erf の引数と同じく x の奇関数でなければならず、補正項は3乗である。",
            ),
        ),
        Mistake(
            name="inner_derivative_of_the_cube_dropped",
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

Softplus = Concept(
    kind="layer",
    title=Text("Softplus", "ソフトプラス関数"),
    summary=Text(
        "A smooth ReLU, always positive; its derivative is the sigmoid.",
        "滑らかな ReLU で、値は常に正である。微分はシグモイド関数になる。",
    ),
    equation="y = log(1 + exp(x)),  dy/dx = sigmoid(x)",
    formula=(
        r"y = \log(1 + \exp(x))",
        r"y = \max(x, 0) + \log\left(1 + \exp\left({-\left| x \right|}\right)\right)",
        r"\frac{\partial L}{\partial x} = "
        r"\frac{1}{1 + \exp({-x})} \frac{\partial L}{\partial y}",
    ),
    shapes={"x": "any", "y": "as x"},
    sources=(
        "Dugas, Bengio, Bélisle, Nadeau and Garcia (2001), Incorporating second-order functional "
        "knowledge for better option pricing, NIPS 13",
    ),
    cases=(
        Case("ordinary", inputs={"x": normal(3, 4, 5, scale=2.0)}),
        Case("above_20", inputs={"x": values([-25.0, -20.5, -1.0, 3.0, 19.5, 20.5, 22.0, 27.0])}),
        Case("extreme", inputs={"x": _EXTREME}),
    ),
    divergences=(
        Divergence(
            name="linear_above_20",
            summary=Text(
                "PyTorch replaces softplus by x itself from x = 20 on, which is off by up to "
                "exp(-20) = 2e-9; Keras is exact there.",
                "PyTorch は x が 20 を超えると softplus を x そのもので置き換えるため、"
                "最大 exp(-20) = 2e-9 の誤差がある。Keras にはこの誤差がない。",
            ),
            reconciled=Text(
                "Give torch.nn.Softplus the threshold 40: from there on x is exact in float64.",
                "torch.nn.Softplus の threshold を 40 にする。そこから先は x で置き換えても "
                "float64 では誤差がない。",
            ),
            source="https://docs.pytorch.org/docs/stable/generated/torch.nn.Softplus.html",
            case="above_20",
            native={"torch": {"callable": "torch.nn.Softplus"}, "keras": {}},
            quantity="y",
        ),
    ),
    mistakes=(
        Mistake(
            name="exponential_overflows",
            line="return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))",
            wrong="return np.log(1 + np.exp(x))",
            why=Text(
                "As written in the definition, exp(x) overflows above 709 and the result is "
                "infinite, where it should be x.",
                "定義どおりに書くと、x が 709 を超えたところで exp(x) がオーバーフローし、"
                "x になるべき値が無限大になる。",
            ),
        ),
        Mistake(
            name="maximum_forgotten",
            line="return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))",
            wrong="return np.log1p(np.exp(-np.abs(x)))",
            why=Text(
                "log(1 + exp(-|x|)) is softplus only for x <= 0; for x > 0 the term x that was "
                "taken out must be added.",
                "log(1 + exp(-|x|)) が softplus と一致するのは x <= 0 のときだけである。"
                "x > 0 では、くくり出した x を足す必要がある。",
            ),
        ),
        Mistake(
            name="derivative_of_relu",
            line="return dy * Sigmoid().forward(self.x)",
            wrong="return np.where(self.x > 0, dy, 0)",
            why=Text(
                "Softplus looks like ReLU from afar, but its derivative is the sigmoid, 1/2 at 0.",
                "遠くから見ると ReLU に似ているが、微分はシグモイド関数であり、"
                "x = 0 では 1/2 になる。",
            ),
        ),
        Mistake(
            name="derivative_of_sigmoid",
            line="return dy * Sigmoid().forward(self.x)",
            wrong="return dy * Sigmoid().forward(self.x) * Sigmoid().forward(-self.x)",
            why=Text(
                "The derivative of softplus is the sigmoid itself; this is one derivative further.",
                "softplus の微分はシグモイドそのものである。"
                "これはもう1回微分したものになっている。",
            ),
        ),
    ),
)

Softmax = Concept(
    kind="layer",
    title=Text("Softmax", "ソフトマックス関数"),
    summary=Text(
        "Turns scores into probabilities that sum to 1 along one axis. Each output depends on all "
        "the inputs, so the derivative is a full matrix y_i ([i = j] - y_j).",
        "スコアを、ある軸に沿って和が 1 になる確率に変える。各出力がすべての入力に依存するので、"
        "微分は y_i ([i = j] - y_j) を成分とする行列になる。",
    ),
    equation="y_i = exp(x_i) / sum_j exp(x_j),  dx_i = y_i (dy_i - sum_j dy_j y_j)",
    formula=(
        r"y_i = \frac{\exp(x_i)}{\sum_j \exp(x_j)} = "
        r"\frac{\exp(x_i - c)}{\sum_j \exp(x_j - c)}",
        r"c = \max_j x_j",
        r"\frac{\partial L}{\partial x_i} = "
        r"y_i \left(\frac{\partial L}{\partial y_i} - \sum\limits_j \frac{\partial "
        r"L}{\partial y_j} y_j\right)",
    ),
    shapes={"x": "any with the axis of the classes", "y": "as x"},
    sources=(
        "Bridle (1990), Probabilistic interpretation of feedforward classification network "
        "outputs, with relationships to statistical pattern recognition",
    ),
    cases=(
        Case("rows", inputs={"x": normal(4, 7)}),
        Case("last_axis", inputs={"x": normal(3, 4, 5)}, config={"axis": -1}),
        Case("first_axis", inputs={"x": normal(3, 4, 5)}, config={"axis": 0}),
        Case("middle_axis", inputs={"x": normal(3, 4, 5)}, config={"axis": 1}),
        Case("large", inputs={"x": _LARGE_LOGITS}, kink=True),
        Case(
            "saturated",
            inputs={"x": _ONE_CLASS_WINS},
            zero={"dx": "one class has all the probability, so y_i ([i = j] - y_j) is 0"},
        ),
    ),
    divergences=(
        Divergence(
            name="default_axis",
            summary=Text(
                "Without an axis Keras takes the last one; PyTorch guesses from the number of axes "
                "(with a warning): axis 0 for 1 or 3 of them, else axis 1.",
                "軸を指定しないと、Keras は最後の軸をとるが、PyTorch は警告を出したうえで"
                "次元数から推測し、1次元と3次元では軸 0、それ以外では軸 1 をとる。",
            ),
            reconciled=Text("Name the axis everywhere.", "どの実装でも軸を明示する。"),
            source="torch/nn/functional.py, _get_softmax_dim",
            case="last_axis",
            native={
                "torch": {"callable": "torch.nn.Softmax"},
                "keras": {"callable": "keras.layers.Softmax"},
            },
            quantity="y",
        ),
    ),
    defaults=(
        Default(
            "axis",
            -1,
            torch=("torch.nn.Softmax", "dim", None),
            keras=("keras.layers.Softmax", "axis", -1),
        ),
    ),
    also_called=(
        "softmax_function",
        "softmax_layer",
    ),
    mistakes=(
        Mistake(
            name="other_classes_forgotten",
            line="return self.y * (dy - mean)",
            wrong="return self.y * (1 - self.y) * dy",
            why=Text(
                "That is the diagonal of the derivative only. x_i also moves every other y_j, "
                "through the sum.",
                "これは微分の行列の対角成分だけである。"
                "x_i は分母の和を通じて他のすべての y_j にも影響する。",
            ),
        ),
        Mistake(
            name="mean_term_dropped",
            line="return self.y * (dy - mean)",
            wrong="return self.y * dy",
            why=Text(
                "A shift of all x_i changes nothing, so dx must sum to 0 along the axis; the mean "
                "of dy, weighted by y, sees to that.",
                "すべての x_i に同じ数を足しても出力は変わらないので、dx の軸方向の和は 0 になる。"
                "それを保証するのが y で重み付けした dy の平均である。",
            ),
        ),
        Mistake(
            name="summed_over_everything",
            line="self.y = e / e.sum(axis=self.axis, keepdims=True)",
            wrong="self.y = e / e.sum()",
            why=Text(
                "Each example has a distribution of its own; here the whole batch sums to 1.",
                "確率分布はデータごとに1つある。これではバッチ全体の和が 1 になってしまう。",
            ),
        ),
        Mistake(
            name="maximum_not_subtracted",
            line="e = np.exp(x - c)",
            wrong="e = np.exp(x)",
            why=Text(
                "exp(x) overflows for x above 709 (88 in float32), and inf / inf is not a number.",
                "x が 709(float32 では 88)を超えると exp(x) がオーバーフローし、"
                "inf / inf は NaN になる。",
            ),
        ),
        Mistake(
            name="maximum_of_everything",
            line="c = x.max(axis=self.axis, keepdims=True)",
            wrong="c = x.max()",
            why=Text(
                "In a row far below the largest value of the batch every exp becomes 0, and 0 / 0 "
                "is not a number: each row needs its own maximum.",
                "バッチ全体の最大値よりずっと小さい行では exp がすべて 0 になり、"
                "0 / 0 は NaN になる。最大値は行ごとにとる。",
            ),
        ),
    ),
)

LogSoftmax = Concept(
    kind="layer",
    title=Text("Log-softmax", "対数ソフトマックス関数"),
    summary=Text(
        "The logarithm of softmax, computed without taking the logarithm of a small number: what "
        "the cross-entropy of logits is made of.",
        "ソフトマックスの対数を、小さな数の対数をとらずに計算する。"
        "ロジットから交差エントロピーを求めるときの基本部品である。",
    ),
    equation="y_i = x_i - log(sum_j exp(x_j)),  dx_i = dy_i - softmax(x)_i sum_j dy_j",
    formula=(
        r"y_i = x_i - \log\left(\sum\limits_j \exp(x_j)\right)",
        r"\frac{\partial L}{\partial x_i} = "
        r"\frac{\partial L}{\partial y_i} - \exp(y_i) \sum_j \frac{\partial L}{\partial y_j}",
    ),
    shapes={"x": "any with the axis of the classes", "y": "as x"},
    sources=(
        "Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.2.2.3 (softmax units)",
    ),
    cases=(
        Case("rows", inputs={"x": normal(4, 7)}),
        Case("last_axis", inputs={"x": normal(3, 4, 5)}, config={"axis": -1}),
        Case("first_axis", inputs={"x": normal(3, 4, 5)}, config={"axis": 0}),
        Case("middle_axis", inputs={"x": normal(3, 4, 5)}, config={"axis": 1}),
        Case("large", inputs={"x": _LARGE_LOGITS}, kink=True),
        Case("saturated", inputs={"x": _ONE_CLASS_WINS}),
    ),
    divergences=(
        Divergence(
            name="default_axis",
            summary=Text(
                "Without an axis Keras takes the last one; PyTorch guesses from the number of axes "
                "(with a warning): axis 0 for 1 or 3 of them, else axis 1.",
                "軸を指定しないと、Keras は最後の軸をとるが、PyTorch は警告を出したうえで"
                "次元数から推測し、1次元と3次元では軸 0、それ以外では軸 1 をとる。",
            ),
            reconciled=Text("Name the axis everywhere.", "どの実装でも軸を明示する。"),
            source="torch/nn/functional.py, _get_softmax_dim",
            case="last_axis",
            native={
                "torch": {"callable": "torch.nn.LogSoftmax"},
                "keras": {"callable": "keras.activations.log_softmax"},
            },
            quantity="y",
        ),
    ),
    defaults=(
        Default(
            "axis",
            -1,
            torch=("torch.nn.LogSoftmax", "dim", None),
            keras=("keras.activations.log_softmax", "axis", -1),
        ),
    ),
    also_called=("logsoftmax",),
    mistakes=(
        Mistake(
            name="logarithm_of_softmax",
            line="self.y = z - np.log(np.exp(z).sum(axis=self.axis, keepdims=True))",
            wrong="self.y = np.log(np.exp(z) / np.exp(z).sum(axis=self.axis, keepdims=True))",
            why=Text(
                "A probability below 1e-308 is 0 in the computer, and log(0) is -inf. Taken apart, "
                "the logarithm never sees it.",
                "1e-308 より小さい確率は計算機では 0 になり、log(0) は -inf である。"
                "対数を分けて書けば、その 0 に触れずに済む。",
            ),
        ),
        Mistake(
            name="maximum_not_subtracted",
            line="z = x - c",
            wrong="z = x",
            why=Text(
                "Without the shift exp overflows for x above 709, and the logarithm is infinite.",
                "最大値を引かないと、x が 709 を超えたところで exp がオーバーフローし、"
                "対数も無限大になる。",
            ),
        ),
        Mistake(
            name="sum_of_gradients_dropped",
            line="return dy - np.exp(self.y) * total",
            wrong="return dy - np.exp(self.y) * dy",
            why=Text(
                "x_i enters every y_j through the common sum, so the second term collects "
                "all dy_j.",
                "x_i は共通の和を通じてすべての y_j に現れるので、"
                "第2項では dy_j をすべて足し合わせる。",
            ),
        ),
        Mistake(
            name="output_taken_for_the_probability",
            line="return dy - np.exp(self.y) * total",
            wrong="return dy - self.y * total",
            why=Text(
                "y is the logarithm of the probability; the derivative needs softmax(x) = exp(y).",
                "y は確率の対数である。微分に現れるのは softmax(x) = exp(y) である。",
            ),
        ),
    ),
)
