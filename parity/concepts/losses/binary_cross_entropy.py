"""Binary cross-entropy from probabilities."""

from __future__ import annotations

import numpy as np

from parity.concepts.losses._binary_cross_entropy_derivations import OF_PROBABILITIES
from parity.concepts.losses._binary_weights import (
    OVER_THE_WEIGHTS,
    PROBABILITIES,
    WITHOUT_THE_WEIGHT,
)
from parity.concepts.losses._conventions import (
    BY_ELEMENT,
    CLIPPED,
    LAST_AXIS,
    LAST_AXIS_RECONCILED,
    SUMMED,
)
from parity.concepts.losses._draws import SCALAR, TINY
from parity.concepts.losses._sources import BISHOP, KERAS_LOSSES, SZEGEDY
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text
from parity.describing.draw import bernoulli, normal, uniform, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _as_two_classes(of: Implementations, a: Arrays) -> Arrays:
    """Return the cross-entropy of the two probabilities y and 1 - y."""
    loss = of("cross_entropy")()
    y, t = (np.stack([p, 1 - p], axis=-1) for p in (a["y"], a["t"]))
    value = loss.forward(y, t)
    d = loss.backward(a["dy"])
    return {"loss": value, "dy": d[:, 0] - d[:, 1]}


BinaryCrossEntropy = Concept(
    kind="loss",
    order=4,
    syllabus=("3-1-3", "1-2-2"),
    needs=("sigmoid",),
    title=Text("Binary cross-entropy from probabilities", "二値交差エントロピー(確率入力)"),
    summary=Text(
        "The cross-entropy of a yes or no from a probability, which is clipped so that the "
        "logarithm stays finite. Where the clip acts, no gradient comes back.",
        "確率から求める二値の交差エントロピーである。対数が有限に留まるよう確率を切り詰める。"
        "切り詰めが働いたところでは勾配が返らない。",
    ),
    why=Text(
        "A classifier of two classes gives the probability y of a yes. Its loss is minus the "
        "logarithm of the probability that it gave to what came true: small where it was sure and "
        "right, without bound where it was sure and wrong. To minimize it is to maximize the "
        "likelihood. And its gradient is steepest where a sigmoid is flat and wrong, so that the "
        "two together do not stall, as the squared error does.",
        "二値分類のモデルは、「はい」である確率 y を出力する。"
        "損失は、実際に起きたほうに与えた確率の対数に負号を付けたものである。"
        "自信をもって当てれば小さく、自信をもって外せばいくらでも大きくなる。"
        "これを最小にすることは、尤度を最大にすることにあたる。"
        "しかも、シグモイドが誤った側で平らになるところほど損失の傾きが急になるので、"
        "二乗誤差のように学習が止まることがない。",
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
    derivation=OF_PROBABILITIES,
    shapes={"y": "any, from 0 to 1", "t": "as y", "L": "scalar, or as y without a reduction"},
    sources=(f"{BISHOP}, section 4.3.2, eq. 4.90", SZEGEDY),
    cases=(
        Case(
            "mean",
            inputs={"y": uniform(4, 3, low=0.125, high=0.625), "t": bernoulli(4, 3)},
            upstream=SCALAR,
        ),
        Case(
            "sum",
            inputs={"y": uniform(5, 2, low=0.125, high=0.625), "t": bernoulli(5, 2)},
            upstream=SCALAR,
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
            upstream=SCALAR,
        ),
        Case(
            "label_smoothing",
            inputs={"y": uniform(3, 4, low=0.125, high=0.625), "t": bernoulli(3, 4)},
            upstream=SCALAR,
            config={"label_smoothing": 0.1},
        ),
        Case(
            "saturated",
            inputs={
                "y": values([[0.0, 0.0, 0.25], [1.0, 1.0, 0.875]]),
                "t": values([[0.0, 1.0, 1.0], [0.0, 1.0, 0.0]]),
            },
            upstream=SCALAR,
            config={"epsilon": TINY},
            kink=True,
        ),
        Case(
            "on_the_bounds",
            inputs={
                "y": values([TINY, 1 - TINY, TINY / 2, 1 - TINY / 2, 0.5]),
                "t": values([1.0, 0.0, 1.0, 0.0, 1.0]),
            },
            upstream=values([1.5, -0.75, 0.625, 1.25, 0.875]),
            config={"epsilon": TINY, "reduction": "none"},
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
        Case(
            "one_example",
            inputs={"y": uniform(1, 3, low=0.125, high=0.625), "t": bernoulli(1, 3)},
            upstream=SCALAR,
            ours=True,
        ),
        *PROBABILITIES,
    ),
    divergences=(
        Divergence(
            name="logarithm_kept_above_minus_100",
            ja="対数を -100 以上に保つ",
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
            ja="飽和した出力の勾配",
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
            ja="float32 では 1 - 1e-7 を表しきれない",
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
            ja="最後の軸を先に平均する",
            summary=LAST_AXIS,
            reconciled=LAST_AXIS_RECONCILED,
            source=KERAS_LOSSES,
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
        Default("weight", None, torch=("torch.nn.BCELoss", "weight", None)),
    ),
    conventions=(
        SUMMED,
        BY_ELEMENT,
    ),
    also_called=(
        "bce",
        "bce_loss",
        "binary_cross_entropy_loss",
        "loss_binary_cross_entropy",
    ),
    identities=(
        Identity(
            sibling="cross_entropy",
            text=Text(
                "It is the cross-entropy of two classes, with the probabilities y and 1 - y.",
                "確率が y と 1 - y の2クラスに対するクロスエントロピーである。",
            ),
            case=Case(
                "two_classes",
                inputs={"y": uniform(6, low=0.125, high=0.875), "t": uniform(6)},
                upstream=SCALAR,
            ),
            left=evaluated("binary_cross_entropy"),
            right=_as_two_classes,
        ),
    ),
    mistakes=(
        Mistake(
            name="gradient_of_the_logit",
            ja="ロジットの勾配を返す",
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
            ja="正例の項しか使わない",
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
            ja="クリップした所にも勾配を通す",
            line="return np.where(self.inside, dp, 0)",
            wrong="return dp",
            why=CLIPPED,
        ),
        Mistake(
            name="second_term_of_wrong_sign",
            ja="第 2 項の符号が逆",
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
            ja="クリップを忘れる",
            line="self.p, self.q = np.clip(y, least, most), np.clip(1 - y, least, most)",
            wrong="self.p, self.q = y, 1 - y",
            why=Text(
                "A sigmoid reaches exactly 0 and 1 in floating point, and log 0 is minus infinity; "
                "0 times that is NaN.",
                "浮動小数点ではシグモイドの値はちょうど 0 や 1 になりうる。log 0 は負の無限大で、"
                "0 を掛けると NaN になる。",
            ),
        ),
        WITHOUT_THE_WEIGHT,
        OVER_THE_WEIGHTS,
    ),
)
