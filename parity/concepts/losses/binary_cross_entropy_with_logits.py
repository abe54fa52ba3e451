"""Binary cross-entropy from logits."""

from __future__ import annotations

from parity.concepts.losses._binary_cross_entropy_derivations import OF_LOGITS
from parity.concepts.losses._binary_weights import (
    LOGITS,
    NO_WEIGHT_OF_A_YES,
    OF_A_YES,
    OVER_THE_WEIGHTS,
    WITHOUT_THE_WEIGHT,
)
from parity.concepts.losses._conventions import (
    BY_ELEMENT,
    FROM_LOGITS,
    LAST_AXIS,
    LAST_AXIS_RECONCILED,
    SUMMED,
)
from parity.concepts.losses._draws import SCALAR
from parity.concepts.losses._sources import BISHOP, KERAS_LOSSES, SZEGEDY
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text
from parity.describing.draw import bernoulli, normal, uniform, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _behind_a_sigmoid(of: Implementations, a: Arrays) -> Arrays:
    """Return the binary cross-entropy of the sigmoid of x."""
    sigmoid, loss = of("sigmoid")(), of("binary_cross_entropy")()
    y = sigmoid.forward(a["x"])
    return {"loss": loss.forward(y, a["t"]), "dx": sigmoid.backward(loss.backward(a["dy"]))}


def _softplus(of: Implementations, a: Arrays) -> Arrays:
    softplus = of("softplus")()
    return {"loss": softplus.forward(a["x"]), "dx": softplus.backward(a["dy"])}


BinaryCrossEntropyWithLogits = Concept(
    kind="loss",
    order=3,
    syllabus=("3-1-3",),
    needs=("binary_cross_entropy",),
    title=Text("Binary cross-entropy from logits", "二値交差エントロピー(ロジット入力)"),
    summary=Text(
        "Sigmoid and cross-entropy in one, for yes-or-no targets. Computed together, they neither "
        "overflow nor reach log 0, and the gradient is simply sigmoid(x) - t.",
        "シグモイド関数と交差エントロピーをまとめた、二値分類の損失である。まとめて計算すると"
        "オーバーフローも log 0 も起こらず、勾配は sigmoid(x) - t という簡単な形になる。",
    ),
    why=Text(
        "A sigmoid with a logarithm behind it breaks down at large logits: in float32, y rounds "
        "to exactly 1 or 0, so that the loss is infinite and the gradient lost just where the "
        "network is most wrong. Taken as one function, exponential and logarithm cancel: the loss "
        "is finite for every logit, and its gradient is simply s(x) - t. So networks end in "
        "logits, and leave the sigmoid to the loss.",
        "シグモイドの後に対数を取ると、ロジットの絶対値が大きいところで破綻する。"
        "float32 では y が丸められてちょうど 1 や 0 になり、損失は無限大になって、"
        "最も大きく間違えているところの勾配が失われる。"
        "1つの関数として扱えば指数関数と対数が打ち消し合い、どんなロジットでも損失は有限で、"
        "勾配は s(x) - t になる。"
        "そのため、ネットワークはロジットを出力し、シグモイドは損失に任せるのがよい。",
    ),
    equation="L = -(t log s(x) + (1 - t) log(1 - s(x))) = max(x, 0) - x t + log(1 + exp(-|x|))",
    formula=(
        r"L = \frac{1}{n} \sum_i \ell_i, \quad s(x) = \frac{1}{1 + \exp({-x})}",
        r"\ell = {-t} \,\log\, s(x) - (1 - t) \,\log(1 - s(x))",
        r"\ell = \max(x, 0) - x t + \log\left(1 + \exp\left({-\left| x \right|}\right)\right)",
        r"\frac{\partial L}{\partial x_i} = \frac{1}{n} (s(x_i) - t_i)",
    ),
    derivation=OF_LOGITS,
    shapes={"x": "any", "t": "as x, from 0 to 1", "L": "scalar, or as x without a reduction"},
    sources=(f"{BISHOP}, section 4.3.2, eq. 4.90 and 4.91", SZEGEDY),
    cases=(
        Case("mean", inputs={"x": normal(4, 3), "t": bernoulli(4, 3)}, upstream=SCALAR),
        Case(
            "sum",
            inputs={"x": normal(5, 2), "t": bernoulli(5, 2)},
            upstream=SCALAR,
            config={"reduction": "sum"},
        ),
        Case(
            "none",
            inputs={"x": normal(3, 5), "t": bernoulli(3, 5)},
            upstream=normal(3, 5),
            config={"reduction": "none"},
        ),
        Case("one_axis", inputs={"x": normal(7), "t": bernoulli(7)}, upstream=SCALAR),
        Case(
            "soft_targets",
            inputs={"x": normal(2, 3, 4), "t": uniform(2, 3, 4)},
            upstream=SCALAR,
        ),
        Case(
            "label_smoothing",
            inputs={"x": normal(3, 4), "t": bernoulli(3, 4)},
            upstream=SCALAR,
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
        Case(
            "sure",
            inputs={
                "x": values([40.0, -60.0, 20.0, -5.0, 0.5]),
                "t": values([1.0, 0.0, 1.0, 0.0, 0.0]),
            },
            upstream=normal(5),
            config={"reduction": "none"},
            by_element=("loss",),
            loses={"torch": "it subtracts log(sigmoid(x)) from x"},
        ),
        *LOGITS,
    ),
    divergences=(
        Divergence(
            name="last_axis_averaged_first",
            ja="最後の軸を先に平均する",
            summary=LAST_AXIS,
            reconciled=LAST_AXIS_RECONCILED,
            source=KERAS_LOSSES,
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
            ja="2 値のラベル平滑化がない",
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
            ja="既定では確率を受け取る",
            summary=Text(
                "Keras' BinaryCrossentropy takes probabilities unless told from_logits=True. Given "
                "logits it raises no error: it clips them between 0 and 1.",
                "Keras の BinaryCrossentropy は from_logits=True を指定しない限り確率を受け取る。"
                "ロジットを渡してもエラーにはならず、0 と 1 の間に切り詰められてしまう。",
            ),
            reconciled=FROM_LOGITS,
            source=KERAS_LOSSES,
            case="mean",
            native={"numpy": {}, "keras": {"callable": "keras.losses.BinaryCrossentropy"}},
            quantity="loss",
        ),
        NO_WEIGHT_OF_A_YES,
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
        Default("weight", None, torch=("torch.nn.BCEWithLogitsLoss", "weight", None)),
        Default("pos_weight", None, torch=("torch.nn.BCEWithLogitsLoss", "pos_weight", None)),
    ),
    conventions=(
        SUMMED,
        BY_ELEMENT,
    ),
    also_called=(
        "bce_with_logits",
        "sigmoid_with_loss",
        "sigmoid_cross_entropy",
    ),
    identities=(
        Identity(
            sibling="binary_cross_entropy",
            text=Text(
                "It is the binary cross-entropy of the sigmoid of x, as long as nothing is "
                "clipped.",
                "クリップが働かない範囲では、x のシグモイドに対する"
                "二値クロスエントロピーと同じである。",
            ),
            case=Case(
                "behind_a_sigmoid",
                inputs={"x": normal(4, 3), "t": uniform(4, 3)},
                upstream=SCALAR,
            ),
            left=evaluated("binary_cross_entropy_with_logits"),
            right=_behind_a_sigmoid,
        ),
        Identity(
            sibling="softplus",
            text=Text(
                "For the target 0 it is softplus(x), whose derivative is the sigmoid.",
                "目標が 0 のときは softplus(x) であり、その微分はシグモイドである。",
            ),
            case=Case(
                "target_0",
                inputs={"x": normal(2, 3, scale=2.0), "t": values([[0.0] * 3] * 2)},
                config={"reduction": "none"},
            ),
            left=evaluated("binary_cross_entropy_with_logits"),
            right=_softplus,
        ),
    ),
    mistakes=(
        Mistake(
            name="target_not_subtracted",
            ja="目標を引かない",
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
            ja="シグモイドの微分を余分に掛ける",
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
            ja="指数関数がオーバーフローする",
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
            ja="0 に向けて平滑化する",
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
            ja="負の x でシグモイドが裏返る",
            line="self.sigmoid = np.where(x >= 0, 1, e) / (1 + e)",
            wrong="self.sigmoid = 1 / (1 + e)",
            why=Text(
                "e is exp(-|x|). For negative x the sigmoid is e/(1 + e), which is 1 - 1/(1 + e).",
                "e は exp(-|x|) である。x が負のとき、シグモイドは e/(1 + e) であって 1/(1 + e) で"
                "はない。",
            ),
        ),
        OF_A_YES,
        WITHOUT_THE_WEIGHT,
        OVER_THE_WEIGHTS,
    ),
)
