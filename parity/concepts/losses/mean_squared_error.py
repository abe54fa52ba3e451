"""The losses."""

from __future__ import annotations

from parity.concept import Case, Concept, Convention, Default, Divergence, Mistake, Text
from parity.draw import (
    bernoulli,
    labels,
    normal,
    one_hot,
    probabilities,
    uniform,
    values,
)

_BY_ELEMENT = Convention(
    name="by_element",
    text=Text(
        'The loss of each element is returned, as in torch with reduction="none".',
        '損失を要素ごとに返す。PyTorch の reduction="none" に当たる。',
    ),
    config={"reduction": "none"},
)
_SUMMED = Convention(
    name="summed",
    text=Text(
        'The loss is summed over the batch, as in torch with reduction="sum"; the usual '
        "one is averaged.",
        '損失をバッチで平均せず合計する。PyTorch の reduction="sum" に当たる。',
    ),
    config={"reduction": "sum"},
)

_RUMELHART = (
    "Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating errors, "
    "Nature 323, eq. 3"
)
_BISHOP = "Bishop (2006), Pattern Recognition and Machine Learning"
_SZEGEDY = (
    "Szegedy et al. (2016), Rethinking the Inception architecture for computer vision, CVPR, "
    "section 7 (label smoothing)"
)
_KERAS_LOSSES = "https://keras.io/api/losses/"
_KERAS_BACKEND = "keras/src/backend/tensorflow/nn.py, Keras 3.15.1"

# The gradient of a reduced loss is a number, and never 1: whoever forgets it is found out.
_SCALAR = uniform(low=0.5, high=2.0)

_TINY = 2.0**-20
"""An epsilon for which float32 holds 1 - epsilon exactly."""

_UPSTREAM_IGNORED = Text(
    "Whatever comes after the loss (a weight, a sum with a penalty) arrives as dL. By the chain "
    "rule the gradient is a multiple of it; taking 1 instead works only where the loss is the end.",
    "損失より後の計算(重み付けや罰則項との和など)の影響は dL として届く。連鎖律により勾配には dL が"
    "掛かる。1 で置き換えてよいのは、損失が計算の最後にあるときだけである。",
)

_LAST_AXIS = Text(
    "Keras' losses of numbers average over the last axis first; what is left is reduced. So its "
    '"sum" adds up one mean per row, and its "none" has an axis fewer. PyTorch and our NumPy code '
    "keep every element until the reduction.",
    "Keras の要素ごとの損失は、まず最後の軸で平均を取り、残りを reduction で集約する。"
    "そのため sum は行ごとの平均の和になり、none では軸が一つ減る。"
    "PyTorch とこちらの NumPy 実装は、集約するまですべての要素を残す。",
)
_LAST_AXIS_RECONCILED = Text(
    "Give Keras the arrays with one more axis of length 1: the mean over that changes nothing.",
    "Keras には長さ 1 の軸を末尾に加えた配列を渡す。その軸での平均は何も変えない。",
)

HalfSquaredError = Concept(
    kind="loss",
    title=Text("Half squared error", "二乗和誤差(1/2 付き)"),
    summary=Text(
        "Half the sum of the squared errors, as introductory courses teach it. The 1/2 cancels "
        "the 2 of the derivative.",
        "誤差の二乗和の半分で、入門の講義で教えられる形である。"
        "1/2 は微分で出てくる 2 と打ち消し合う。",
    ),
    equation="L = 1/2 sum (y - t)^2",
    formula=(
        r"L = \frac{1}{2} \sum_i (y_i - t_i)^2",
        r"\frac{\partial L}{\partial y_i} = y_i - t_i",
    ),
    shapes={"y": "any", "t": "as y", "L": "scalar, or as y without a reduction"},
    sources=(_RUMELHART,),
    cases=(
        Case("sum", inputs={"y": normal(4, 3), "t": normal(4, 3)}, upstream=_SCALAR),
        Case(
            "mean",
            inputs={"y": normal(5, 2), "t": normal(5, 2)},
            upstream=_SCALAR,
            config={"reduction": "mean"},
        ),
        Case(
            "none",
            inputs={"y": normal(3, 5), "t": normal(3, 5)},
            upstream=normal(3, 5),
            config={"reduction": "none"},
        ),
        Case("one_axis", inputs={"y": normal(7), "t": normal(7)}, upstream=_SCALAR),
        Case("many_axes", inputs={"y": normal(2, 3, 4), "t": normal(2, 3, 4)}, upstream=_SCALAR),
    ),
    divergences=(
        Divergence(
            name="half_against_whole",
            summary=Text(
                "The frameworks' squared error has no 1/2, so it is twice as large, and so is its "
                "gradient.",
                "フレームワークの二乗誤差には 1/2 が付かないので、値も勾配も 2 倍になる。",
            ),
            reconciled=Text(
                "Halve the framework's sum.",
                "フレームワークの和を 2 で割る。",
            ),
            source="https://docs.pytorch.org/docs/stable/generated/torch.nn.MSELoss.html",
            case="sum",
            native={"numpy": {}, "torch": {"callable": "torch.nn.MSELoss", "reduction": "sum"}},
            quantity="dy",
        ),
        Divergence(
            name="sum_against_mean",
            summary=Text(
                "The taught form adds up all examples; Keras' default divides by their number. "
                "So with the same learning rate, its steps grow with the batch.",
                "講義の形はすべてのデータの和だが、Keras の既定は個数で割る。"
                "そのため同じ学習率でも、講義の形ではバッチサイズとともに更新幅が大きくなる。",
            ),
            reconciled=Text(
                'Set reduction="sum" on both sides and halve.',
                'どちらも reduction="sum" とし、2 で割る。',
            ),
            source=_KERAS_LOSSES,
            case="sum",
            native={"numpy": {}, "keras": {"callable": "keras.losses.MeanSquaredError"}},
            quantity="loss",
        ),
    ),
    conventions=(
        Convention(
            name="averaged",
            text=Text(
                "The loss is averaged over all elements instead of summed.",
                "損失を合計せず、全要素で平均する。",
            ),
            config={"reduction": "mean"},
        ),
        _BY_ELEMENT,
    ),
    also_called=(
        "sum_squared_error",
        "sum_of_squared_error",
        "sse",
        "squared_error",
    ),
    mistakes=(
        Mistake(
            name="factor_2_kept",
            line="return dlosses * self.error",
            wrong="return dlosses * 2 * self.error",
            why=Text(
                "The 2 of the derivative cancels against the 1/2: that is what the 1/2 is for.",
                "微分で出る 2 は 1/2 と打ち消し合う。1/2 はそのために付いている。",
            ),
        ),
        Mistake(
            name="error_of_wrong_sign",
            line="self.error = y - t",
            wrong="self.error = t - y",
            why=Text(
                "The loss stays the same, so nothing shows in it, but the gradient points the "
                "other way: every step makes the error larger.",
                "損失の値は変わらないので見ただけでは気づかないが、勾配の符号が逆になり、"
                "更新のたびに誤差が大きくなる。",
            ),
        ),
        Mistake(
            name="divided_by_the_batch",
            line="return self.reduce(losses)",
            wrong="return self.reduce(losses) / len(losses)",
            why=Text(
                "This loss is a plain sum. A division by N in the loss alone no longer fits the "
                "gradient.",
                "この損失は単なる和である。損失だけを N で割ると、勾配と合わなくなる。",
            ),
        ),
        Mistake(
            name="upstream_ignored",
            line="dlosses = self.share(dL)",
            wrong="dlosses = self.share(dL**0)",
            why=_UPSTREAM_IGNORED,
        ),
    ),
)

MeanSquaredError = Concept(
    kind="loss",
    title=Text("Mean squared error", "平均二乗誤差"),
    summary=Text(
        "The mean of the squared errors over every element, the usual loss of a regression.",
        "全要素にわたる誤差の二乗の平均で、回帰で標準的に使われる損失である。",
    ),
    equation="L = 1/n sum (y - t)^2",
    formula=(
        r"L = \frac{1}{n} \sum_i (y_i - t_i)^2",
        r"\frac{\partial L}{\partial y_i} = \frac{2}{n} (y_i - t_i)",
    ),
    shapes={"y": "any, n elements", "t": "as y", "L": "scalar, or as y without a reduction"},
    sources=(f"{_BISHOP}, section 1.5.5, eq. 1.87",),
    cases=(
        Case("mean", inputs={"y": normal(4, 3), "t": normal(4, 3)}, upstream=_SCALAR),
        Case(
            "sum",
            inputs={"y": normal(5, 2), "t": normal(5, 2)},
            upstream=_SCALAR,
            config={"reduction": "sum"},
        ),
        Case(
            "none",
            inputs={"y": normal(3, 5), "t": normal(3, 5)},
            upstream=normal(3, 5),
            config={"reduction": "none"},
        ),
        Case("one_axis", inputs={"y": normal(7), "t": normal(7)}, upstream=_SCALAR),
        Case("many_axes", inputs={"y": normal(2, 3, 4), "t": normal(2, 3, 4)}, upstream=_SCALAR),
    ),
    divergences=(
        Divergence(
            name="last_axis_averaged_first",
            summary=_LAST_AXIS,
            reconciled=_LAST_AXIS_RECONCILED,
            source=_KERAS_LOSSES,
            case="mean",
            native={
                "numpy": {"reduction": "sum"},
                "keras": {"callable": "keras.losses.MeanSquaredError", "reduction": "sum"},
            },
            quantity="loss",
        ),
    ),
    defaults=(
        Default(
            "reduction",
            "mean",
            torch=("torch.nn.MSELoss", "reduction", "mean"),
            keras=("keras.losses.MeanSquaredError", "reduction", "sum_over_batch_size"),
        ),
    ),
    conventions=(
        _SUMMED,
        _BY_ELEMENT,
    ),
    also_called=(
        "mse",
        "mse_loss",
        "mean_square_error",
    ),
    mistakes=(
        Mistake(
            name="factor_2_dropped",
            line="return dlosses * 2 * self.error",
            wrong="return dlosses * self.error",
            why=Text(
                "The derivative of the square brings a 2 down, and here no 1/2 cancels it.",
                "二乗の微分では 2 が出てくる。ここにはそれを打ち消す 1/2 がない。",
            ),
        ),
        Mistake(
            name="gradient_not_averaged",
            line="dlosses = self.share(dL)",
            wrong="dlosses = np.broadcast_to(dL, self.error.shape)",
            why=Text(
                "The mean divides every element's loss by their number, so the gradient is "
                "divided by it as well.",
                "平均では各要素の損失が要素数で割られる。したがって勾配も要素数で割らなければなら"
                "ない。",
            ),
        ),
        Mistake(
            name="divided_by_the_batch_again",
            line="dlosses = self.share(dL)",
            wrong="dlosses = self.share(dL) / len(self.error)",
            why=Text(
                "The mean has divided by the number of elements already; the batch size is in it.",
                "平均の時点で要素数による割り算は済んでいて、バッチサイズもそこに含まれている。",
            ),
        ),
        Mistake(
            name="root_taken",
            line="return self.reduce(losses)",
            wrong="return np.sqrt(self.reduce(losses))",
            why=Text(
                "That is the RMSE, a measure to report in the targets' own unit; its gradient is "
                "another one.",
                "それは RMSE であり、目的変数と同じ単位で報告するための指標である。"
                "勾配も別の式になる。",
            ),
        ),
        Mistake(
            name="upstream_ignored",
            line="dlosses = self.share(dL)",
            wrong="dlosses = self.share(dL**0)",
            why=_UPSTREAM_IGNORED,
        ),
    ),
)

BinaryCrossEntropyWithLogits = Concept(
    kind="loss",
    title=Text("Binary cross-entropy from logits", "二値交差エントロピー(ロジット入力)"),
    summary=Text(
        "Sigmoid and cross-entropy in one, for yes-or-no targets. Computed together, they neither "
        "overflow nor reach log 0, and the gradient is simply sigmoid(x) - t.",
        "シグモイド関数と交差エントロピーをまとめた、二値分類の損失である。まとめて計算すると"
        "オーバーフローも log 0 も起こらず、勾配は sigmoid(x) - t という簡単な形になる。",
    ),
    equation="L = -(t log s(x) + (1 - t) log(1 - s(x))) = max(x, 0) - x t + log(1 + exp(-|x|))",
    formula=(
        r"L = \frac{1}{n} \sum_i \ell_i, \quad s(x) = \frac{1}{1 + \exp({-x})}",
        r"\ell = {-t} \,\log\, s(x) - (1 - t) \,\log(1 - s(x))",
        r"\ell = \max(x, 0) - x t + \log\left(1 + \exp\left({-\left| x \right|}\right)\right)",
        r"\frac{\partial L}{\partial x_i} = \frac{1}{n} (s(x_i) - t_i)",
    ),
    shapes={"x": "any", "t": "as x, from 0 to 1", "L": "scalar, or as x without a reduction"},
    sources=(f"{_BISHOP}, section 4.3.2, eq. 4.90 and 4.91", _SZEGEDY),
    cases=(
        Case("mean", inputs={"x": normal(4, 3), "t": bernoulli(4, 3)}, upstream=_SCALAR),
        Case(
            "sum",
            inputs={"x": normal(5, 2), "t": bernoulli(5, 2)},
            upstream=_SCALAR,
            config={"reduction": "sum"},
        ),
        Case(
            "none",
            inputs={"x": normal(3, 5), "t": bernoulli(3, 5)},
            upstream=normal(3, 5),
            config={"reduction": "none"},
        ),
        Case("one_axis", inputs={"x": normal(7), "t": bernoulli(7)}, upstream=_SCALAR),
        Case(
            "soft_targets",
            inputs={"x": normal(2, 3, 4), "t": uniform(2, 3, 4)},
            upstream=_SCALAR,
        ),
        Case(
            "label_smoothing",
            inputs={"x": normal(3, 4), "t": bernoulli(3, 4)},
            upstream=_SCALAR,
            config={"label_smoothing": 0.1},
        ),
        Case(
            "large_logits",
            inputs={
                "x": values([1e4, -1e4, 1e4, -1e4, 800.0, -30.0, 0.0]),
                "t": values([0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0]),
            },
            upstream=normal(7),
            config={"reduction": "none"},
        ),
    ),
    divergences=(
        Divergence(
            name="last_axis_averaged_first",
            summary=_LAST_AXIS,
            reconciled=_LAST_AXIS_RECONCILED,
            source=_KERAS_LOSSES,
            case="mean",
            native={
                "numpy": {"reduction": "sum"},
                "keras": {
                    "callable": "keras.losses.BinaryCrossentropy",
                    "from_logits": True,
                    "reduction": "sum",
                },
            },
            quantity="loss",
        ),
        Divergence(
            name="no_binary_label_smoothing",
            summary=Text(
                "Keras smooths the labels of two classes; PyTorch has no such argument, and leaves "
                "the targets as they are.",
                "Keras は二値のラベルも平滑化できるが、PyTorch にその引数はなく、"
                "目標値はそのまま使われる。",
            ),
            reconciled=Text(
                "Smooth PyTorch's targets before the loss: t (1 - a) + a / 2.",
                "PyTorch では損失に渡す前に目標値を t (1 - a) + a / 2 と平滑化しておく。",
            ),
            source="https://docs.pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html",
            case="label_smoothing",
            native={"torch": {"callable": "torch.nn.BCEWithLogitsLoss"}, "keras": {}},
            quantity="dx",
        ),
        Divergence(
            name="probabilities_expected_by_default",
            summary=Text(
                "Keras' BinaryCrossentropy takes probabilities unless told from_logits=True. Given "
                "logits it raises no error: it clips them between 0 and 1.",
                "Keras の BinaryCrossentropy は from_logits=True を指定しない限り確率を受け取る。"
                "ロジットを渡してもエラーにはならず、0 と 1 の間に切り詰められてしまう。",
            ),
            reconciled=Text("Set from_logits=True.", "from_logits=True を指定する。"),
            source=_KERAS_LOSSES,
            case="mean",
            native={"numpy": {}, "keras": {"callable": "keras.losses.BinaryCrossentropy"}},
            quantity="loss",
        ),
    ),
    defaults=(
        Default(
            "reduction",
            "mean",
            torch=("torch.nn.BCEWithLogitsLoss", "reduction", "mean"),
            keras=("keras.losses.BinaryCrossentropy", "reduction", "sum_over_batch_size"),
        ),
        Default(
            "label_smoothing",
            0.0,
            keras=("keras.losses.BinaryCrossentropy", "label_smoothing", 0.0),
        ),
    ),
    conventions=(
        _SUMMED,
        _BY_ELEMENT,
    ),
    also_called=(
        "bce_with_logits",
        "sigmoid_with_loss",
        "sigmoid_cross_entropy",
    ),
    mistakes=(
        Mistake(
            name="target_not_subtracted",
            line="return dlosses * (self.sigmoid - self.t)",
            wrong="return dlosses * self.sigmoid",
            why=Text(
                "The gradient is the error sigmoid(x) - t. Without t it is always positive and "
                "drives every logit down.",
                "勾配は誤差 sigmoid(x) - t である。t を引かないと常に正となり、"
                "どのロジットも下げ続ける。",
            ),
        ),
        Mistake(
            name="sigmoid_derivative_multiplied",
            line="return dlosses * (self.sigmoid - self.t)",
            wrong="return dlosses * (self.sigmoid - self.t) * self.sigmoid * (1 - self.sigmoid)",
            why=Text(
                "The sigmoid's derivative cancels against the logarithm's 1/(s(1 - s)). "
                "Multiplied in, it brings the vanishing gradient of the squared error back.",
                "シグモイド関数の微分は、対数の微分 1/(s(1 - s)) と打ち消し合っている。"
                "これを掛けると、二乗誤差のときの勾配消失が戻ってきてしまう。",
            ),
        ),
        Mistake(
            name="exponential_overflows",
            line="losses = np.maximum(x, 0) - x * self.t + np.log1p(e)",
            wrong="losses = np.log(1 + np.exp(x)) - x * self.t",
            why=Text(
                "The same on paper, but exp(x) is infinite from x = 710 on (89 in float32).",
                "式の上では同じだが、exp(x) は x が 710 程度(float32 では 89 程度)を超えると"
                "無限大になる。",
            ),
        ),
        Mistake(
            name="smoothed_towards_0",
            line="self.t = (1 - smooth) * t + smooth / 2",
            wrong="self.t = (1 - smooth) * t",
            why=Text(
                "Smoothing mixes the target with the uniform distribution: what is taken from one "
                "class is spread over both, half each.",
                "ラベル平滑化は目標値を一様分布と混ぜる。一方のクラスから取った分は、"
                "両クラスに半分ずつ配る。",
            ),
        ),
        Mistake(
            name="sigmoid_mirrored_for_negative_x",
            line="self.sigmoid = np.where(x >= 0, 1, e) / (1 + e)",
            wrong="self.sigmoid = 1 / (1 + e)",
            why=Text(
                "e is exp(-|x|). For negative x the sigmoid is e/(1 + e), which is 1 - 1/(1 + e).",
                "e は exp(-|x|) である。x が負のとき、シグモイドは e/(1 + e) であって 1/(1 + e) で"
                "はない。",
            ),
        ),
    ),
)

BinaryCrossEntropy = Concept(
    kind="loss",
    title=Text("Binary cross-entropy from probabilities", "二値交差エントロピー(確率入力)"),
    summary=Text(
        "The cross-entropy of a yes or no from a probability, which is clipped so that the "
        "logarithm stays finite. Where the clip acts, no gradient comes back.",
        "確率から求める二値の交差エントロピーである。対数が有限に留まるよう確率を切り詰める。"
        "切り詰めが働いたところでは勾配が返らない。",
    ),
    equation="L = -(t log y + (1 - t) log(1 - y)), y clipped to [epsilon, 1 - epsilon]",
    formula=(
        r"L = -\frac{1}{n} \sum_i \left(t_i \,\log\, p_i + (1 - t_i) \,\log\, q_i\right)",
        r"p = \min(\max(y, \epsilon), 1 - \epsilon)",
        r"q = \min(\max(1 - y, \epsilon), 1 - \epsilon)",
        r"\frac{\partial L}{\partial y_i} = \begin{cases} "
        r"\frac{1}{n} \left(\frac{1 - t_i}{q_i} - \frac{t_i}{p_i}\right) & (y_i \in "
        r"[\epsilon, 1 - \epsilon]) \\ 0 & (y_i \notin [\epsilon, 1 - \epsilon]) \end{cases}",
    ),
    shapes={"y": "any, from 0 to 1", "t": "as y", "L": "scalar, or as y without a reduction"},
    sources=(f"{_BISHOP}, section 4.3.2, eq. 4.90", _SZEGEDY),
    cases=(
        Case(
            "mean",
            inputs={"y": uniform(4, 3, low=0.125, high=0.625), "t": bernoulli(4, 3)},
            upstream=_SCALAR,
        ),
        Case(
            "sum",
            inputs={"y": uniform(5, 2, low=0.125, high=0.625), "t": bernoulli(5, 2)},
            upstream=_SCALAR,
            config={"reduction": "sum"},
        ),
        Case(
            "none",
            inputs={"y": uniform(3, 5, low=0.125, high=0.625), "t": bernoulli(3, 5)},
            upstream=normal(3, 5),
            config={"reduction": "none"},
        ),
        Case(
            "soft_targets",
            inputs={"y": uniform(2, 3, 4, low=0.125, high=0.625), "t": uniform(2, 3, 4)},
            upstream=_SCALAR,
        ),
        Case(
            "label_smoothing",
            inputs={"y": uniform(3, 4, low=0.125, high=0.625), "t": bernoulli(3, 4)},
            upstream=_SCALAR,
            config={"label_smoothing": 0.1},
        ),
        Case(
            "saturated",
            inputs={
                "y": values([[0.0, 0.0, 0.25], [1.0, 1.0, 0.875]]),
                "t": values([[0.0, 1.0, 1.0], [0.0, 1.0, 0.0]]),
            },
            upstream=_SCALAR,
            config={"epsilon": _TINY},
            kink=True,
        ),
        Case(
            "on_the_bounds",
            inputs={
                "y": values([_TINY, 1 - _TINY, _TINY / 2, 1 - _TINY / 2, 0.5]),
                "t": values([1.0, 0.0, 1.0, 0.0, 1.0]),
            },
            upstream=values([1.5, -0.75, 0.625, 1.25, 0.875]),
            config={"epsilon": _TINY, "reduction": "none"},
            kink=True,
        ),
        Case(
            "saturated_at_0",
            inputs={
                "y": values([0.0, 0.0, 0.25, 0.75]),
                "t": values([0.0, 1.0, 1.0, 0.0]),
            },
            upstream=values([1.5, -0.75, 0.625, 1.25]),
            config={"reduction": "none"},
            kink=True,
        ),
    ),
    divergences=(
        Divergence(
            name="logarithm_kept_above_minus_100",
            summary=Text(
                "PyTorch's BCELoss does not clip y, but keeps its logarithm at -100 or more: a "
                "certain and wrong answer costs 100. With the clip at 1e-7 it costs 16.1.",
                "PyTorch の BCELoss は y を切り詰めず、対数を -100 以上に保つ。"
                "確信して間違えたときの損失は 100 になる。1e-7 で切り詰めると 16.1 である。",
            ),
            reconciled=Text(
                "Clip y before PyTorch's loss.",
                "PyTorch の損失に渡す前に y を切り詰める。",
            ),
            source="https://docs.pytorch.org/docs/stable/generated/torch.nn.BCELoss.html",
            case="saturated",
            native={"numpy": {"epsilon": 1e-7}, "torch": {"callable": "torch.nn.BCELoss"}},
            quantity="loss",
        ),
        Divergence(
            name="gradient_of_a_saturated_output",
            summary=Text(
                "Where y is 0 or 1 and wrong, PyTorch's BCELoss gives a gradient of 1e12, for it "
                "keeps y (1 - y) at 1e-12 or more. Keras clips y, and the gradient is 0.",
                "y が 0 や 1 に張り付いて間違っているとき、PyTorch の BCELoss は y (1 - y) を"
                " 1e-12 以上に保つため、勾配は 1e12 になる。Keras は y を切り詰めるので、"
                "勾配は 0 になる。",
            ),
            reconciled=Text(
                "Clip y before PyTorch's loss; better, take the loss from logits.",
                "PyTorch の損失に渡す前に y を切り詰める。"
                "ロジットを受け取る損失を使うほうがなおよい。",
            ),
            source="aten/src/ATen/native/Loss.cpp, binary_cross_entropy_backward; measured",
            case="saturated",
            native={
                "torch": {"callable": "torch.nn.BCELoss"},
                "keras": {"callable": "keras.losses.BinaryCrossentropy"},
            },
            quantity="dy",
        ),
        Divergence(
            name="float32_has_no_1_minus_1e-7",
            summary=Text(
                "In float32 the number nearest to 1 - 1e-7 is 1 - 1.19e-7. So Keras' loss of a "
                "certain and wrong yes is 15.94 and not 16.12. Our NumPy code clips 1 - y by "
                "itself, and has 16.12 in both types.",
                "float32 で 1 - 1e-7 に最も近い数は 1 - 1.19e-7 である。そのため、"
                "確信して間違えたときの Keras の損失は 16.12 ではなく 15.94 になる。"
                "NumPy 実装は 1 - y の側を別に切り詰めるので、どちらの型でも 16.12 になる。",
            ),
            reconciled=Text(
                "An epsilon that is a power of 2 makes all alike; at 1e-7 the difference remains.",
                "epsilon を 2 のべきにすればどれも等しくなる。1e-7 のままでは差が残る。",
            ),
            source="IEEE 754; measured",
            case="saturated",
            native={"numpy": {"epsilon": 1e-7}, "keras": {"epsilon": 1e-7}},
            quantity="loss",
            irreducible=True,
            size=0.03,
            dtype="float32",
        ),
        Divergence(
            name="last_axis_averaged_first",
            summary=_LAST_AXIS,
            reconciled=_LAST_AXIS_RECONCILED,
            source=_KERAS_LOSSES,
            case="mean",
            native={
                "numpy": {"reduction": "sum"},
                "keras": {"callable": "keras.losses.BinaryCrossentropy", "reduction": "sum"},
            },
            quantity="loss",
        ),
    ),
    defaults=(
        Default(
            "reduction",
            "mean",
            torch=("torch.nn.BCELoss", "reduction", "mean"),
            keras=("keras.losses.BinaryCrossentropy", "reduction", "sum_over_batch_size"),
        ),
        Default(
            "label_smoothing",
            0.0,
            keras=("keras.losses.BinaryCrossentropy", "label_smoothing", 0.0),
        ),
    ),
    conventions=(
        _SUMMED,
        _BY_ELEMENT,
    ),
    also_called=(
        "bce",
        "bce_loss",
    ),
    mistakes=(
        Mistake(
            name="gradient_of_the_logit",
            line="dp = dlosses * ((1 - self.t) / self.q - self.t / self.p)",
            wrong="dp = dlosses * (self.p - self.t)",
            why=Text(
                "y - t is the gradient at the logit, with the sigmoid's derivative in it. At the "
                "probability it is (y - t) / (y (1 - y)).",
                "y - t はシグモイドの微分まで含めた、ロジットについての勾配である。"
                "確率についての勾配は (y - t) / (y (1 - y)) である。",
            ),
        ),
        Mistake(
            name="only_the_positive_half",
            line="losses = -(self.t * np.log(self.p) + (1 - self.t) * np.log(self.q))",
            wrong="losses = -self.t * np.log(self.p)",
            why=Text(
                "Where t = 0 the loss would be 0 whatever y is. The other class needs its own "
                "term.",
                "t = 0 のとき、y が何であっても損失が 0 になってしまう。"
                "もう一方のクラスの項も必要である。",
            ),
        ),
        Mistake(
            name="gradient_through_the_clip",
            line="return np.where(self.inside, dp, 0)",
            wrong="return dp",
            why=Text(
                "Where y was clipped, the loss is constant, and its derivative is 0.",
                "y が切り詰められた範囲では損失は定数なので、微分は 0 である。",
            ),
        ),
        Mistake(
            name="second_term_of_wrong_sign",
            line="dp = dlosses * ((1 - self.t) / self.q - self.t / self.p)",
            wrong="dp = -dlosses * ((1 - self.t) / self.q + self.t / self.p)",
            why=Text(
                "d log(1 - y)/dy is -1/(1 - y): the inner derivative turns the sign of one term.",
                "log(1 - y) の y による微分は -1/(1 - y) である。"
                "内側の微分により片方の項の符号が変わる。",
            ),
        ),
        Mistake(
            name="clip_forgotten",
            line="self.p, self.q = np.clip(y, least, most), np.clip(1 - y, least, most)",
            wrong="self.p, self.q = y, 1 - y",
            why=Text(
                "A sigmoid reaches exactly 0 and 1 in floating point, and log 0 is minus infinity; "
                "0 times that is NaN.",
                "浮動小数点ではシグモイドの値はちょうど 0 や 1 になりうる。log 0 は負の無限大で、"
                "0 を掛けると NaN になる。",
            ),
        ),
    ),
)

SoftmaxCrossEntropy = Concept(
    kind="loss",
    title=Text("Softmax with cross-entropy", "ソフトマックス関数と交差エントロピー"),
    summary=Text(
        "Softmax and cross-entropy in one, from logits. Computed together, they neither overflow "
        "nor reach log 0, and the gradient is simply softmax(x) - t.",
        "ロジットを入力とし、ソフトマックス関数と交差エントロピーをまとめた損失である。"
        "まとめて計算するとオーバーフローも log 0 も起こらず、"
        "勾配は softmax(x) - t という簡単な形になる。",
    ),
    equation="L = -1/N sum_n sum_c t_nc log softmax(x_n)_c",
    formula=(
        r"L = -\frac{1}{N} \sum_n \sum_c t_{nc} \,\log\, p_{nc}",
        r"p_{nc} = \frac{\exp(x_{nc})}{\sum_k \exp(x_{nk})}",
        r"\log\, p_{nc} = x_{nc} - \log\left(\sum\limits_k \exp(x_{nk})\right)",
        r"\frac{\partial L}{\partial x_{nc}} = \frac{1}{N} (p_{nc} - t_{nc})",
    ),
    shapes={
        "x": "(..., C)",
        "t": "(...) class numbers, or (..., C) one-hot",
        "L": "scalar, or (...) without a reduction",
    },
    sources=(f"{_BISHOP}, section 4.3.4, eq. 4.108 and 4.109", _SZEGEDY),
    cases=(
        Case("index", inputs={"x": normal(5, 3), "t": labels(5, classes=3)}, upstream=_SCALAR),
        Case("one_hot", inputs={"x": normal(4, 5), "t": one_hot(4, 5)}, upstream=_SCALAR),
        Case(
            "index_sum",
            inputs={"x": normal(4, 6), "t": labels(4, classes=6)},
            upstream=_SCALAR,
            config={"reduction": "sum"},
        ),
        Case(
            "one_hot_sum",
            inputs={"x": normal(6, 3), "t": one_hot(6, 3)},
            upstream=_SCALAR,
            config={"reduction": "sum"},
        ),
        Case(
            "index_none",
            inputs={"x": normal(5, 4), "t": labels(5, classes=4)},
            upstream=normal(5),
            config={"reduction": "none"},
        ),
        Case(
            "one_hot_none",
            inputs={"x": normal(3, 7), "t": one_hot(3, 7)},
            upstream=normal(3),
            config={"reduction": "none"},
        ),
        Case(
            "soft_targets", inputs={"x": normal(3, 5), "t": probabilities(3, 5)}, upstream=_SCALAR
        ),
        Case(
            "index_smoothing",
            inputs={"x": normal(3, 4), "t": labels(3, classes=4)},
            upstream=_SCALAR,
            config={"label_smoothing": 0.1},
        ),
        Case(
            "one_hot_smoothing",
            inputs={"x": normal(5, 6), "t": one_hot(5, 6)},
            upstream=normal(5),
            config={"label_smoothing": 0.3, "reduction": "none"},
        ),
        Case(
            "sequence",
            inputs={"x": normal(2, 4, 3), "t": labels(2, 4, classes=3)},
            upstream=_SCALAR,
        ),
        Case(
            "sequence_one_hot",
            inputs={"x": normal(2, 3, 4), "t": one_hot(2, 3, 4)},
            upstream=_SCALAR,
        ),
        Case(
            "sequence_none",
            inputs={"x": normal(3, 2, 5), "t": labels(3, 2, classes=5)},
            upstream=normal(3, 2),
            config={"reduction": "none"},
        ),
        Case(
            "large_logits",
            inputs={
                "x": values(
                    [[1e4, -1e4, 0.0], [-1e4, 9999.0, 1e4], [1.0, 2.0, 4.0], [0, -1e4, 1e4]]
                ),
                "t": values([1, 1, 0, 2]),
            },
            upstream=normal(4),
            config={"reduction": "none"},
        ),
    ),
    divergences=(
        Divergence(
            name="classes_on_axis_1",
            summary=Text(
                "PyTorch's classes are on axis 1, Keras' on the last. For (N, C) that is the same. "
                "A sequence (N, T, C) with one-hot targets raises no error in PyTorch: it takes "
                "the softmax over time.",
                "クラスの軸は PyTorch では軸 1、Keras では最後の軸である。(N, C) なら同じだが、"
                "one-hot の目標値を持つ系列 (N, T, C) を PyTorch に渡すと、"
                "エラーにならずに時間方向のソフトマックスが計算されてしまう。",
            ),
            reconciled=Text(
                "Make the leading axes one axis of examples, so that C stands on axis 1.",
                "前の軸をまとめてデータの軸一つにし、C を軸 1 に置く。",
            ),
            source="https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html",
            case="sequence_one_hot",
            native={"torch": {"callable": "torch.nn.CrossEntropyLoss"}, "keras": {}},
            quantity="loss",
        ),
        Divergence(
            name="probabilities_expected_by_default",
            summary=Text(
                "PyTorch's CrossEntropyLoss takes logits. Keras' two take probabilities unless "
                "told from_logits=True, and clip what they are given without a word.",
                "PyTorch の CrossEntropyLoss はロジットを受け取る。Keras の二つの損失は "
                "from_logits=True を指定しない限り確率を受け取り、渡された値を黙って切り詰める。",
            ),
            reconciled=Text("Set from_logits=True.", "from_logits=True を指定する。"),
            source=_KERAS_LOSSES,
            case="index",
            native={
                "torch": {"callable": "torch.nn.CrossEntropyLoss"},
                "keras": {"callable": "keras.losses.SparseCategoricalCrossentropy"},
            },
            quantity="loss",
        ),
    ),
    defaults=(
        Default(
            "reduction",
            "mean",
            torch=("torch.nn.CrossEntropyLoss", "reduction", "mean"),
            keras=("keras.losses.CategoricalCrossentropy", "reduction", "sum_over_batch_size"),
        ),
        Default(
            "label_smoothing",
            0.0,
            torch=("torch.nn.CrossEntropyLoss", "label_smoothing", 0.0),
            keras=("keras.losses.CategoricalCrossentropy", "label_smoothing", 0.0),
        ),
    ),
    conventions=(
        _SUMMED,
        _BY_ELEMENT,
    ),
    also_called=(
        "softmax_with_loss",
        "softmax_loss",
        "softmax_with_cross_entropy",
        "softmax_cross_entropy_loss",
    ),
    mistakes=(
        Mistake(
            name="target_not_subtracted",
            line="return dlosses * (self.p - self.t)",
            wrong="return dlosses * self.p",
            why=Text(
                "The gradient is softmax(x) - t: every class is pushed down by its probability, "
                "and the right one up by 1.",
                "勾配は softmax(x) - t である。どのクラスも確率の分だけ下げられ、"
                "正解のクラスは 1 だけ上げられる。",
            ),
        ),
        Mistake(
            name="exponential_overflows",
            line="z = x - x.max(axis=-1, keepdims=True)",
            wrong="z = x",
            why=Text(
                "The softmax does not change when every logit moves alike; without moving the "
                "largest to 0, exp overflows from 710 on (89 in float32).",
                "すべてのロジットを同じだけずらしてもソフトマックスは変わらない。"
                "最大値を 0 にずらしておかないと、710 程度(float32 では 89 程度)を超えた exp があ"
                "ふれる。",
            ),
        ),
        Mistake(
            name="softmax_over_the_batch",
            line="log_p = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))",
            wrong="log_p = z - np.log(np.exp(z).sum(axis=0, keepdims=True))",
            why=Text(
                "The probabilities of one example's classes sum to 1, not those of one class over "
                "the batch: the sum runs over the last axis.",
                "和が 1 になるのは1つのデータのクラス確率であって、バッチ方向の和ではない。"
                "和は最後の軸で取る。",
            ),
        ),
        Mistake(
            name="smoothing_only_the_wrong_classes",
            line="self.t = (1 - self.label_smoothing) * t + self.label_smoothing / C",
            wrong="self.t = (1 - self.label_smoothing) * t"
            " + self.label_smoothing * (1 - t) / (C - 1)",
            why=Text(
                "The mass is spread evenly over all C classes, the right one among them, not over "
                "the C - 1 wrong ones.",
                "取り分けた確率は、正解のクラスも含めた C 個すべてに均等に配る。"
                "不正解の C - 1 個だけに配るのではない。",
            ),
        ),
        Mistake(
            name="gradient_not_averaged",
            line="dlosses = self.share(dL)[..., np.newaxis]",
            wrong="dlosses = np.asarray(dL)[..., np.newaxis]",
            why=Text(
                "The loss is a mean over the examples, so each one's gradient is divided by their "
                "number. Forgotten, the learning rate is N times what it says.",
                "損失はデータについての平均なので、各データの勾配もデータ数で割る。"
                "忘れると学習率が実質 N 倍になる。",
            ),
        ),
        Mistake(
            name="averaged_over_the_classes",
            line="losses = -(self.t * log_p).sum(axis=-1)",
            wrong="losses = -(self.t * log_p).mean(axis=-1)",
            why=Text(
                "The cross-entropy sums over the classes; only the examples are averaged.",
                "交差エントロピーはクラスについて和を取る。"
                "平均を取るのはデータについてだけである。",
            ),
        ),
    ),
)

CrossEntropy = Concept(
    kind="loss",
    title=Text("Cross-entropy from probabilities", "交差エントロピー(確率入力)"),
    summary=Text(
        "The negative logarithm of the right class's probability, which is clipped so that it "
        "stays finite; on request y is normalized to sum to 1 first, as Keras does.",
        "正解クラスの確率の対数に負号を付けたもので、有限に留まるよう確率を切り詰める。"
        "Keras のように、先に和が 1 になるよう y を正規化することもできる。",
    ),
    equation="L = -1/N sum_n sum_c t_nc log y_nc, y clipped to [epsilon, 1 - epsilon]",
    formula=(
        r"L = -\frac{1}{N} \sum_n \sum_c t_{nc} \,\log\, p_{nc}",
        r"p_{nc} = \min(\max(y_{nc}, \epsilon), 1 - \epsilon)",
        r"\frac{\partial L}{\partial y_{nc}} = \begin{cases} "
        r"-\frac{t_{nc}}{N p_{nc}} & (y_{nc} \in [\epsilon, 1 - \epsilon]) \\ "
        r"0 & (y_{nc} \notin [\epsilon, 1 - \epsilon]) \end{cases}",
    ),
    shapes={
        "y": "(..., C)",
        "t": "(...) class numbers, or (..., C) one-hot",
        "L": "scalar, or (...) without a reduction",
    },
    sources=(f"{_BISHOP}, section 4.3.4, eq. 4.108", _SZEGEDY),
    cases=(
        Case(
            "index", inputs={"y": probabilities(5, 3), "t": labels(5, classes=3)}, upstream=_SCALAR
        ),
        Case("one_hot", inputs={"y": probabilities(4, 5), "t": one_hot(4, 5)}, upstream=_SCALAR),
        Case(
            "index_sum",
            inputs={"y": probabilities(4, 6), "t": labels(4, classes=6)},
            upstream=_SCALAR,
            config={"reduction": "sum"},
        ),
        Case(
            "one_hot_none",
            inputs={"y": probabilities(3, 7), "t": one_hot(3, 7)},
            upstream=normal(3),
            config={"reduction": "none"},
        ),
        Case(
            "index_smoothing",
            inputs={"y": probabilities(3, 4), "t": labels(3, classes=4)},
            upstream=_SCALAR,
            config={"label_smoothing": 0.1},
        ),
        Case(
            "one_hot_smoothing",
            inputs={"y": probabilities(5, 6), "t": one_hot(5, 6)},
            upstream=_SCALAR,
            config={"label_smoothing": 0.3, "reduction": "sum"},
        ),
        Case(
            "soft_targets",
            inputs={"y": probabilities(3, 5), "t": probabilities(3, 5)},
            upstream=_SCALAR,
        ),
        Case(
            "sequence",
            inputs={"y": probabilities(2, 4, 3), "t": labels(2, 4, classes=3)},
            upstream=_SCALAR,
        ),
        Case(
            "not_of_sum_1",
            inputs={"y": uniform(4, 3, low=0.125, high=0.875), "t": one_hot(4, 3)},
            upstream=_SCALAR,
        ),
        Case(
            "normalized",
            inputs={"y": uniform(4, 3, low=0.25, high=3.0), "t": one_hot(4, 3)},
            upstream=_SCALAR,
            config={"normalize": True},
        ),
        Case(
            "normalized_index",
            inputs={"y": uniform(5, 3, low=0.25, high=3.0), "t": labels(5, classes=3)},
            upstream=_SCALAR,
            config={"normalize": True},
        ),
        Case(
            "normalized_index_none",
            inputs={"y": uniform(5, 4, low=0.25, high=3.0), "t": labels(5, classes=4)},
            upstream=normal(5),
            config={"normalize": True, "reduction": "none"},
        ),
        Case(
            "normalized_smoothing",
            inputs={"y": uniform(2, 4, 3, low=0.25, high=3.0), "t": one_hot(2, 4, 3)},
            upstream=_SCALAR,
            config={"normalize": True, "label_smoothing": 0.1, "reduction": "sum"},
        ),
        Case(
            "saturated",
            inputs={
                "y": values([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.25, 0.25, 0.5], [0.5, 0.5, 0.0]]),
                "t": values([1, 1, 0, 2]),
            },
            upstream=_SCALAR,
            kink=True,
        ),
        Case(
            "saturated_normalized",
            inputs={
                "y": values([[0.0, 2.0, 0.0], [4.0, 0.0, 0.0], [1.0, 1.0, 2.0], [0.5, 1.5, 0.0]]),
                "t": values([1, 1, 0, 2]),
            },
            upstream=_SCALAR,
            config={"normalize": True, "label_smoothing": 0.25, "epsilon": _TINY},
            kink=True,
        ),
        Case(
            "on_the_bounds",
            inputs={
                "y": values([[_TINY, 1 - _TINY, 0.5], [0.25, _TINY / 2, 1.0]]),
                "t": values([[0.5, 0.25, 0.25], [0.25, 0.25, 0.5]]),
            },
            upstream=_SCALAR,
            config={"epsilon": _TINY},
            kink=True,
        ),
    ),
    divergences=(
        Divergence(
            name="keras_normalizes",
            summary=Text(
                "Keras divides y by its sum over the classes before the logarithm, and "
                "differentiates through that. Even where y sums to 1 and the loss is the same, the "
                "gradient of y has 1 more in every class (1/N in the mean).",
                "Keras は対数を取る前に y をクラスについての和で割り、その割り算も微分する。"
                "y の和が 1 で損失が等しいときでも、y の勾配はすべてのクラスで 1(平均では 1/N)だけ"
                "異なる。",
            ),
            reconciled=Text(
                "normalize=True in NumPy and PyTorch. Followed by the softmax's backward pass, "
                "both gradients give the same: what is added to every class alike cancels there.",
                "NumPy と PyTorch で normalize=True とする。なお、"
                "ソフトマックスの逆伝播を通せばどちらの勾配も同じになる。"
                "全クラスに等しく加わる分は、そこで打ち消されるからである。",
            ),
            source=_KERAS_BACKEND + ", categorical_crossentropy",
            case="one_hot",
            native={
                "numpy": {},
                "keras": {"callable": "keras.losses.CategoricalCrossentropy"},
            },
            quantity="dy",
        ),
        Divergence(
            name="keras_sum_of_y",
            summary=Text(
                "Where y does not sum to 1, Keras' normalization changes the loss itself.",
                "y の和が 1 でないときは、Keras の正規化によって損失の値そのものも変わる。",
            ),
            reconciled=Text(
                "normalize=True in NumPy and PyTorch.",
                "NumPy と PyTorch で normalize=True とする。",
            ),
            source=_KERAS_BACKEND + ", categorical_crossentropy",
            case="not_of_sum_1",
            native={
                "numpy": {},
                "keras": {"callable": "keras.losses.CategoricalCrossentropy"},
            },
            quantity="loss",
        ),
        Divergence(
            name="keras_sparse_clips_first",
            summary=Text(
                "With one-hot targets Keras normalizes and then clips. With class numbers it clips "
                "and then normalizes, by way of a softmax of the logarithm: values above 1 become "
                "1 first.",
                "Keras は one-hot の目標値に対しては正規化してから切り詰めるが、"
                "クラス番号に対しては切り詰めてから(対数のソフトマックスによって)正規化する。"
                "1 より大きい値はまず 1 にされる。",
            ),
            reconciled=Text(
                "Make the class numbers one-hot and use the categorical loss.",
                "クラス番号を one-hot にして categorical のほうの損失を使う。",
            ),
            source=_KERAS_BACKEND + ", sparse_categorical_crossentropy",
            case="normalized_index",
            native={
                "numpy": {},
                "keras": {"callable": "keras.losses.SparseCategoricalCrossentropy"},
            },
            quantity="loss",
        ),
        Divergence(
            name="torch_wants_logarithms",
            summary=Text(
                "PyTorch has no cross-entropy of probabilities. NLLLoss takes their logarithms; "
                "given the probabilities themselves it raises no error and returns -y.",
                "PyTorch に確率を受け取る交差エントロピーはない。NLLLoss は確率の対数を受け取る。"
                "確率をそのまま渡してもエラーにならず、-y の平均が返る。",
            ),
            reconciled=Text("Take the logarithm first.", "先に対数を取る。"),
            source="https://docs.pytorch.org/docs/stable/generated/torch.nn.NLLLoss.html",
            case="index",
            native={"torch": {"callable": "torch.nn.NLLLoss"}, "numpy": {}},
            quantity="loss",
        ),
    ),
    defaults=(
        Default(
            "reduction",
            "mean",
            torch=("torch.nn.NLLLoss", "reduction", "mean"),
            keras=("keras.losses.CategoricalCrossentropy", "reduction", "sum_over_batch_size"),
        ),
        Default(
            "label_smoothing",
            0.0,
            keras=("keras.losses.CategoricalCrossentropy", "label_smoothing", 0.0),
        ),
    ),
    conventions=(
        _SUMMED,
        _BY_ELEMENT,
        Convention(
            name="normalized",
            text=Text(
                "The probabilities are divided by their sum first, as Keras does.",
                "Keras と同じく、まず確率をその和で割る。",
            ),
            config={"normalize": True},
        ),
    ),
    also_called=("cross_entropy_loss",),
    mistakes=(
        Mistake(
            name="gradient_of_the_logits",
            line="dp = -dlosses * self.t / self.p",
            wrong="dp = dlosses * (self.p - self.t)",
            why=Text(
                "y - t is the gradient at the logits, with the softmax's derivative in it. At the "
                "probabilities it is -t/y; followed by the softmax's own backward pass, y - t "
                "would count the softmax twice.",
                "y - t はソフトマックスの微分まで含めた、ロジットについての勾配である。"
                "確率についての勾配は -t/y であり、この後にソフトマックスの逆伝播を行うなら"
                " y - t では二重に数えることになる。",
            ),
        ),
        Mistake(
            name="minus_forgotten",
            line="dp = -dlosses * self.t / self.p",
            wrong="dp = dlosses * self.t / self.p",
            why=Text(
                "The loss is minus the logarithm: a larger probability of the right class makes it "
                "smaller, so the gradient is negative there.",
                "損失は対数に負号を付けたものである。正解クラスの確率が大きいほど小さくなるので、"
                "勾配はそこで負になる。",
            ),
        ),
        Mistake(
            name="gradient_through_the_clip",
            line="dy = np.where(self.inside, dp, 0)",
            wrong="dy = dp",
            why=Text(
                "Where y was clipped, the loss is constant, and its derivative is 0.",
                "y が切り詰められた範囲では損失は定数なので、微分は 0 である。",
            ),
        ),
        Mistake(
            name="normalization_not_differentiated",
            line="dy = (dy - (dy * self.y).sum(axis=-1, keepdims=True)) / self.total",
            wrong="dy = dy / self.total",
            why=Text(
                "Each y is also in the sum that divides the others, so the other classes' "
                "gradients come back through it.",
                "各 y は他のクラスを割る和の中にも入っているので、その経路を通る勾配も加わる。",
            ),
        ),
        Mistake(
            name="logarithm_of_the_sum",
            line="losses = -(self.t * np.log(self.p)).sum(axis=-1)",
            wrong="losses = -np.log((self.t * self.p).sum(axis=-1))",
            why=Text(
                "For one-hot targets both are equal. For smoothed or soft ones the logarithm "
                "belongs inside the sum.",
                "one-hot の目標値ならどちらも同じだが、平滑化した目標値などでは、対数は和の内側に"
                "置かなければならない。",
            ),
        ),
    ),
)

TaughtCrossEntropy = Concept(
    kind="loss",
    title=Text("Cross-entropy as taught, with 1e-7", "交差エントロピー(講義の形、1e-7 付き)"),
    summary=Text(
        "The cross-entropy with 1e-7 inside the logarithm, as introductory courses and the exam "
        "write it, differentiated as it stands.",
        "対数の中に 1e-7 を加えた交差エントロピーで、入門の講義や試験に現れる形である。"
        "勾配はこの式をそのまま微分したものである。",
    ),
    equation="L = -1/N sum_n sum_c t_nc log(y_nc + 1e-7)",
    formula=(
        r"L = -\frac{1}{N} \sum_n \sum_c t_{nc} \,\log(y_{nc} + 10^{-7})",
        r"\frac{\partial L}{\partial y_{nc}} = -\frac{t_{nc}}{N (y_{nc} + 10^{-7})}",
    ),
    shapes={"y": "(..., C)", "t": "(...) class numbers, or (..., C) one-hot", "L": "scalar"},
    sources=(
        f"{_BISHOP}, section 4.3.4, eq. 4.108 (without the 1e-7)",
        "https://github.com/oreilly-japan/deep-learning-from-scratch, cross_entropy_error",
    ),
    cases=(
        Case(
            "index", inputs={"y": probabilities(5, 3), "t": labels(5, classes=3)}, upstream=_SCALAR
        ),
        Case("one_hot", inputs={"y": probabilities(4, 5), "t": one_hot(4, 5)}, upstream=_SCALAR),
        Case(
            "soft_targets",
            inputs={"y": probabilities(3, 5), "t": probabilities(3, 5)},
            upstream=_SCALAR,
        ),
        Case(
            "sequence",
            inputs={"y": probabilities(2, 4, 3), "t": labels(2, 4, classes=3)},
            upstream=_SCALAR,
        ),
        Case(
            "probability_0",
            inputs={
                "y": values([[0.0, 1.0, 0.0], [0.5, 0.25, 0.25]]),
                "t": values([2, 1]),
            },
            upstream=_SCALAR,
            kink=True,  # no kink, but nothing is defined to the left of 0
        ),
    ),
    divergences=(
        Divergence(
            name="off_by_1e-7",
            summary=Text(
                "The 1e-7 inside makes each example's loss smaller than the exact cross-entropy by "
                "about 1e-7/y: 1.6e-6 where y = 1/16. Where softmax and loss are taught as one "
                "layer, that layer's gradient (y - t)/N is the exact cross-entropy's, and does not "
                "fit this loss to the last digit.",
                "対数の中の 1e-7 のため、各データの損失は厳密な交差エントロピーよりおよそ"
                " 1e-7/y だけ小さい(y = 1/16 なら 1.6e-6)。"
                "ソフトマックスと損失を一つの層として教える場合、"
                "その勾配 (y - t)/N は厳密な交差エントロピーのものであり、"
                "この損失の微分とは最後の桁まで一致しない。",
            ),
            reconciled=Text(
                "Nothing makes them equal, but the difference is below 1e-7 over the smallest y.",
                "等しくする方法はないが、差は 1e-7 を最小の y で割った値より小さい。",
            ),
            source="measured; keras.losses.CategoricalCrossentropy",
            case="one_hot",
            native={
                "numpy": {},
                "keras": {"callable": "keras.losses.CategoricalCrossentropy"},
            },
            quantity="loss",
            irreducible=True,
            size=1.6e-6,
        ),
    ),
    also_called=("cross_entropy_error_taught",),
    mistakes=(
        Mistake(
            name="gradient_of_the_logits",
            line="return -dlosses * self.t / (self.y + 1e-7)",
            wrong="return dlosses * (self.y - self.t)",
            why=Text(
                "(y - t)/N belongs to softmax and loss in one, at the logits. At the probabilities "
                "the gradient is -t/(y + 1e-7)/N.",
                "(y - t)/N はソフトマックスと損失をまとめたときの、ロジットについての勾配である。"
                "確率についての勾配は -t/(y + 1e-7)/N である。",
            ),
        ),
        Mistake(
            name="epsilon_outside_the_logarithm",
            line="losses = -(self.t * np.log(self.y + 1e-7)).sum(axis=-1)",
            wrong="losses = -(self.t * (np.log(self.y) + 1e-7)).sum(axis=-1)",
            why=Text(
                "Outside, it protects nothing: log 0 is minus infinity before anything is added.",
                "外に置いたのでは何も防げない。足し算の前に log 0 が負の無限大になってしまう。",
            ),
        ),
        Mistake(
            name="epsilon_missing_in_the_derivative",
            line="return -dlosses * self.t / (self.y + 1e-7)",
            wrong="return -dlosses * self.t / self.y",
            why=Text(
                "The derivative of log(y + 1e-7) is 1/(y + 1e-7); without it a probability of 0 "
                "divides by 0.",
                "log(y + 1e-7) の微分は 1/(y + 1e-7) である。1e-7 を落とすと、"
                "確率が 0 のとき 0 で割ることになる。",
            ),
        ),
        Mistake(
            name="not_divided_by_the_batch",
            line="return self.reduce(losses)",
            wrong="return self.reduce(losses) * losses.size",
            why=Text(
                "The loss is the mean over the N examples, so that it does not grow with the "
                "batch.",
                "損失は N 個のデータについての平均である。"
                "そうしないとバッチサイズとともに大きくなる。",
            ),
        ),
        Mistake(
            name="upstream_ignored",
            line="dlosses = self.share(dL)[..., np.newaxis]",
            wrong="dlosses = self.share(dL**0)[..., np.newaxis]",
            why=_UPSTREAM_IGNORED,
        ),
    ),
)
