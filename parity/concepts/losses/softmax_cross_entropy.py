"""Softmax with cross-entropy."""

from __future__ import annotations

import numpy as np

from parity.concepts.losses._class_weights import (
    DIVIDED_BY_THE_WEIGHTS,
    MISTAKES,
    ONE_HOT_DIVIDED_BY_THE_NUMBER,
)
from parity.concepts.losses._conventions import (
    BY_ELEMENT,
    FROM_LOGITS,
    OVER_THE_EXAMPLES,
    SUM_OVER_CLASSES,
    SUMMED,
)
from parity.concepts.losses._draws import SCALAR
from parity.concepts.losses._softmax_cross_entropy_cases import CASES
from parity.concepts.losses._softmax_cross_entropy_derivation import DERIVATION
from parity.concepts.losses._sources import BISHOP, KERAS_LOSSES, SZEGEDY
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text
from parity.describing.draw import labels, normal, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _behind_a_softmax(of: Implementations, a: Arrays) -> Arrays:
    """Return the cross-entropy of the softmax of x."""
    softmax, loss = of("softmax")(), of("cross_entropy")()
    y = softmax.forward(a["x"])
    return {"loss": loss.forward(y, a["t"]), "dx": softmax.backward(loss.backward(a["dy"]))}


def _of_the_difference(of: Implementations, a: Arrays) -> Arrays:
    """Return the binary cross-entropy of the logit x_1 - x_0."""
    loss = of("binary_cross_entropy_with_logits")("none" if a["dy"].ndim else "mean")
    value = loss.forward(a["x"][:, 1] - a["x"][:, 0], a["t"])
    d = loss.backward(a["dy"])
    return {"loss": value, "dx": np.stack([-d, d], axis=1)}


SoftmaxCrossEntropy = Concept(
    kind="loss",
    order=5,
    syllabus=("3-1-3",),
    needs=("softmax", "cross_entropy"),
    title=Text("Softmax with cross-entropy", "ソフトマックス関数と交差エントロピー"),
    summary=Text(
        "Softmax and cross-entropy in one, from logits. Computed together, they neither overflow "
        "nor reach log 0, and the gradient is simply softmax(x) - t.",
        "ロジットを入力とし、ソフトマックス関数と交差エントロピーをまとめた損失である。"
        "まとめて計算するとオーバーフローも log 0 も起こらず、"
        "勾配は softmax(x) - t という簡単な形になる。",
    ),
    why=Text(
        "A classifier of C classes ends in softmax and is trained by cross-entropy. Written as two "
        "layers they lose digits: softmax rounds a small probability to 0, the logarithm makes "
        "infinity of it, and the gradient is a huge number times a tiny one. Taken as one function "
        "of the logits, exponential and logarithm cancel. The loss stays finite, and the gradient "
        "is p - t: it does not fade where the network is sure and wrong, which is just where it "
        "has most to learn.",
        "C クラスの分類器は、最後をソフトマックス関数とし、交差エントロピーで学習する。"
        "これを2つの層として書くと桁落ちが起こる。ソフトマックス関数が小さな確率を 0 に丸め、"
        "対数はそれを無限大にし、勾配は巨大な数と微小な数の積になる。"
        "ロジットの1つの関数とみなせば、指数と対数が打ち消し合い、損失は有限にとどまり、"
        "勾配は p - t になる。確信をもって誤っているところ、つまり最も学ぶべきところでも、"
        "勾配は小さくならない。",
    ),
    equation="L = -1/N sum_n sum_c t_nc log softmax(x_n)_c",
    formula=(
        r"L = -\frac{1}{N} \sum_n \sum_c t_{nc} \,\log\, p_{nc}",
        r"p_{nc} = \frac{\exp(x_{nc})}{\sum_k \exp(x_{nk})}",
        r"\log\, p_{nc} = x_{nc} - \log\left(\sum\limits_k \exp(x_{nk})\right)",
        r"\frac{\partial L}{\partial x_{nc}} = \frac{1}{N} (p_{nc} - t_{nc})",
    ),
    derivation=DERIVATION,
    shapes={
        "x": "(..., C)",
        "t": "(...) class numbers, or (..., C) one-hot",
        "L": "scalar, or (...) without a reduction",
    },
    sources=(f"{BISHOP}, section 4.3.4, eq. 4.108 and 4.109", SZEGEDY),
    cases=CASES,
    divergences=(
        Divergence(
            name="classes_on_axis_1",
            ja="クラスの軸は軸 1 か最後か",
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
            ja="既定では確率を受け取る",
            summary=Text(
                "PyTorch's CrossEntropyLoss takes logits. Keras' two take probabilities unless "
                "told from_logits=True, and clip what they are given without a word.",
                "PyTorch の CrossEntropyLoss はロジットを受け取る。Keras の二つの損失は "
                "from_logits=True を指定しない限り確率を受け取り、渡された値を黙って切り詰める。",
            ),
            reconciled=FROM_LOGITS,
            source=KERAS_LOSSES,
            case="index",
            native={
                "torch": {"callable": "torch.nn.CrossEntropyLoss"},
                "keras": {"callable": "keras.losses.SparseCategoricalCrossentropy"},
            },
            quantity="loss",
        ),
        DIVIDED_BY_THE_WEIGHTS,
        ONE_HOT_DIVIDED_BY_THE_NUMBER,
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
        Default("weight", None, torch=("torch.nn.CrossEntropyLoss", "weight", None)),
        Default(
            "ignore_index",
            -100,
            torch=("torch.nn.CrossEntropyLoss", "ignore_index", -100),
            keras=("keras.losses.SparseCategoricalCrossentropy", "ignore_class", None),
        ),
        Default("mean_over", "weights"),
    ),
    conventions=(
        SUMMED,
        BY_ELEMENT,
        OVER_THE_EXAMPLES,
    ),
    also_called=(
        "softmax_with_loss",
        "softmax_loss",
        "softmax_with_cross_entropy",
        "softmax_cross_entropy_loss",
        "activation_softmax_loss_categorical_crossentropy",
    ),
    identities=(
        Identity(
            sibling="cross_entropy",
            text=Text(
                "It is the cross-entropy of the softmax of x, as long as nothing is clipped.",
                "クリップが働かない範囲では、x のソフトマックスに対する"
                "クロスエントロピーと同じである。",
            ),
            case=Case(
                "behind_a_softmax",
                inputs={"x": normal(4, 5), "t": labels(4, classes=5)},
                upstream=SCALAR,
            ),
            left=evaluated("softmax_cross_entropy"),
            right=_behind_a_softmax,
        ),
        Identity(
            sibling="binary_cross_entropy_with_logits",
            text=Text(
                "With two classes it is the binary cross-entropy of the difference of the logits.",
                "2クラスなら、ロジットの差に対する二値クロスエントロピーである。",
            ),
            case=Case(
                "two_classes",
                inputs={"x": normal(5, 2), "t": labels(5, classes=2)},
                upstream=SCALAR,
            ),
            left=evaluated("softmax_cross_entropy"),
            right=_of_the_difference,
        ),
        Identity(
            sibling="binary_cross_entropy_with_logits",
            text=Text(
                "So it is for examples that are all but certain, each to the last digit.",
                "ほぼ確実な例についても、1つずつ最後の桁まで一致する。",
            ),
            case=Case(
                "two_sure_classes",
                inputs={
                    "x": values([[3.0, -37.0], [-60.0, 1.0], [0.5, 0.25], [0.0, 20.0]]),
                    "t": values([0, 1, 0, 1]),
                },
                upstream=normal(4),
                config={"reduction": "none"},
                by_element=("loss",),
            ),
            left=evaluated("softmax_cross_entropy"),
            right=_of_the_difference,
        ),
    ),
    mistakes=(
        Mistake(
            name="target_not_subtracted",
            ja="目標を引かない",
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
            ja="指数関数がオーバーフローする",
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
            ja="バッチ方向にソフトマックスをとる",
            line="log_p = z - np.logaddexp.reduce(z, axis=-1, keepdims=True)",
            wrong="log_p = z - np.logaddexp.reduce(z, axis=0, keepdims=True)",
            why=Text(
                "The probabilities of one example's classes sum to 1, not those of one class over "
                "the batch: the sum runs over the last axis.",
                "和が 1 になるのは1つのデータのクラス確率であって、バッチ方向の和ではない。"
                "和は最後の軸で取る。",
            ),
        ),
        Mistake(
            name="smoothing_only_the_wrong_classes",
            ja="誤りのクラスだけを平滑化する",
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
            ja="勾配を平均しない",
            line="dlosses = (self.share(dL) * self.w)[..., np.newaxis]",
            wrong="dlosses = (np.asarray(dL) * self.w)[..., np.newaxis]",
            why=Text(
                "The loss is a mean over the examples, so each one's gradient is divided by their "
                "number. Forgotten, the learning rate is N times what it says.",
                "損失はデータについての平均なので、各データの勾配もデータ数で割る。"
                "忘れると学習率が実質 N 倍になる。",
            ),
        ),
        Mistake(
            name="averaged_over_the_classes",
            ja="クラスで平均する",
            line="losses = -(self.t * log_p).sum(axis=-1)",
            wrong="losses = -(self.t * log_p).mean(axis=-1)",
            why=SUM_OVER_CLASSES,
        ),
        *MISTAKES,
    ),
)
