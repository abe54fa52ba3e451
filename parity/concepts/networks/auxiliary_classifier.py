"""GoogLeNet's Inception module, and the auxiliary classifier beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parity.concept import Case, Concept, Mistake, Text
from parity.concepts.networks._convnets import conv, dense, flat, no_activation, table
from parity.draw import Draw, bernoulli, labels, normal, uniform

SMALL: Mapping[str, Any] = {
    "n_in": 3, "n_1x1": 2, "n_3x3": (2, 4), "n_5x5": (2, 1), "n_pool": 5,
}  # fmt: skip


def _parameters() -> dict[str, Draw]:
    return {
        **conv("conv1_1", 2, 3, 1),
        **conv("conv2_1", 2, 3, 1),
        **conv("conv2_2", 4, 2, 3),
        **conv("conv3_1", 2, 3, 1),
        **conv("conv3_2", 1, 2, 5),
        **conv("conv4_1", 5, 3, 1),
    }


Inception = Concept(
    kind="network",
    order=8,
    title=Text("Inception module", "Inception モジュール"),
    summary=Text(
        "1×1, 3×3 and 5×5 convolutions and a pooling side by side, joined along the channels. "
        "1×1 convolutions in front reduce the channels, and so the cost, of the large windows.",
        "1×1・3×3・5×5 の畳み込みとプーリングを並列に行い、チャネル方向に結合する。"
        "大きな窓の前に 1×1 の畳み込みを置いてチャネル数を減らし、計算量を抑える。",
    ),
    equation="y = concat(g_1(x), g_3(g_1(x)), g_5(g_1(x)), g_1(pool(x))), g_k(x) = f(conv_k(x))",
    formula=(
        r"g_k(x) = f(x * W_k + b_k)",
        r"y = [\,g_1(x),\ g_3(g_1(x)),\ g_5(g_1(x)),\ g_1(\operatorname{pool}(x))\,]",
        r"\frac{\partial L}{\partial x} = \sum_{i=1}^{4} \frac{\partial L}{\partial x^{(i)}}",
    ),
    shapes={"x": "(N, n_in, H, W)", "y": "(N, n_1x1 + n_3x3[1] + n_5x5[1] + n_pool, H, W)"},
    sources=(
        "Szegedy et al. (2015), Going deeper with convolutions, section 4, figure 2b and table 1",
    ),
    cases=(
        Case(
            "gradients",
            inputs={"x": normal(2, 3, 4, 5)},
            params=_parameters(),
            upstream=normal(2, 12, 4, 5),
            config={**SMALL, "activation": "tanh", "pooling": "average"},
            images=("x", "dx", "y"),
            options={"differences": ("dx", "dconv2_1.b", "dconv3_1.W", "dconv4_1.b")},
        ),
        Case(
            "as_published",
            inputs={"x": normal(2, 3, 5, 4)},
            params=_parameters(),
            upstream=normal(2, 12, 5, 4),
            config=SMALL,
            images=("x", "dx", "y"),
            kink=True,
        ),
        table(
            "layer_table",
            (192, 14, 10),
            n_in=192,
            n_1x1=64,
            n_3x3=(96, 128),
            n_5x5=(16, 32),
            n_pool=32,
        ),
    ),
    also_called=(
        "inception_module",
        "inception_block",
    ),
    mistakes=(
        Mistake(
            name="gradient_cut_into_equal_parts",
            line="cuts = np.cumsum(self.widths)[:-1]",
            wrong="cuts = np.arange(1, 4) * (sum(self.widths) // 4)",
            why=Text(
                "The branches have different widths; dy must be cut where they were joined.",
                "枝ごとにチャネル数が違うので、dy は結合した境目で分割しなければならない。",
            ),
        ),
        Mistake(
            name="last_branch_only",
            line="dx = dx + other",
            wrong="dx = other",
            why=Text(
                "x went into four branches, so the four gradients add up.",
                "x は4つの枝に流れたので、4つの勾配を足し合わせる。",
            ),
        ),
        Mistake(
            name="joined_in_another_order",
            line="y = np.concatenate(outputs, axis=1)",
            wrong="y = np.concatenate(outputs[::-1], axis=1)",
            why=Text(
                "The layers behind expect the channels in a fixed order, and backward cuts dy in "
                "that order.",
                "後ろの層はチャネルの並びが決まっていることを前提とし、逆伝播の分割もその順に行う。",
            ),
        ),
        Mistake(
            name="pooling_behind_the_convolutions",
            line="if i == 4:",
            wrong="if i == 3:",
            why=Text(
                "The pooling belongs to the fourth branch, in front of its 1×1 convolution.",
                "プーリングは4番目の枝の 1×1 畳み込みの前に置く。",
            ),
        ),
    ),
)

SMALL_CLASSIFIER: Mapping[str, Any] = {
    "input_shape": (3, 5, 7), "n_filters": 2, "hidden": 5, "n_classes": 4, "window": (3, 2),
}  # fmt: skip


def _classifier_parameters() -> dict[str, Draw]:
    return {**conv("conv", 2, 3, 1), **dense("dense1", 12, 5), **dense("dense2", 5, 4)}


AuxiliaryClassifier = Concept(
    kind="network",
    order=8,
    title=Text("Auxiliary classifier", "補助分類器"),
    summary=Text(
        "A small classifier on a hidden layer, whose loss is added with a weight of 0.3 in "
        "training, so that the lower layers get a strong gradient.",
        "中間層に付ける小さな分類器。学習時にその損失を 0.3 倍して加え、"
        "入力に近い層にも十分な勾配を届ける。",
    ),
    equation="y = weight · cross-entropy(dropout(f(flatten(f(conv(pool(x)))) W_1 + b_1)) W_2 "
    "+ b_2, t)",
    formula=(
        r"h = \operatorname{flatten}(f(\operatorname{pool}(x) * W_0 + b_0))",
        r"z = \operatorname{drop}(f(h W_1 + b_1)) W_2 + b_2",
        r"y = - \frac{w}{N} \sum_n \log\, \operatorname{softmax}(z_n)_{t_n}",
        r"\frac{\partial y}{\partial z_n} = \frac{w}{N} (\operatorname{softmax}(z_n) - "
        r"e_{t_n})",
    ),
    shapes={"x": "(N, C, H, W)", "t": "(N,)", "y": "()"},
    sources=("Szegedy et al. (2015), Going deeper with convolutions, section 5",),
    cases=(
        Case(
            "training",
            inputs={
                "x": normal(4, 3, 5, 7),
                "t": labels(4, classes=4),
                "masks.dropout1": bernoulli(4, 5, keep=0.75),
            },
            params=_classifier_parameters(),
            upstream=uniform(low=0.5, high=1.5),
            config={**SMALL_CLASSIFIER, "dropout": 0.25, "activation": "tanh"},
            training=True,
            images=("x", "dx"),
            keras_layouts=flat(2, 2, 3),
            options={"differences": ("dx", "dconv.W", "ddense1.b")},
        ),
        Case(
            "another_weight",
            inputs={"x": normal(5, 3, 4, 7), "t": labels(5, classes=4)},
            params={**conv("conv", 2, 3, 1), **dense("dense1", 12, 5), **dense("dense2", 5, 4)},
            upstream=uniform(low=0.5, high=1.5),
            config={
                **SMALL_CLASSIFIER,
                "input_shape": (3, 4, 7),
                "window": (2, 2),
                "weight": 0.5,
            },
            training=False,
            images=("x", "dx"),
            keras_layouts=flat(2, 2, 3),
            kink=True,
        ),
        table("layer_table", (512, 14, 14)),
    ),
    mistakes=(
        Mistake(
            name="weight_left_out_of_the_loss",
            line="return self.weight * self.loss.forward(scores, t)",
            wrong="return self.loss.forward(scores, t)",
            why=Text(
                "The auxiliary loss counts 0.3; in full it would compete with the main one.",
                "補助損失は 0.3 倍で加える。そのまま加えると主損失と競合してしまう。",
            ),
        ),
        Mistake(
            name="weight_left_out_of_the_gradient",
            line="dloss = self.weight * dy",
            wrong="dloss = dy",
            why=Text(
                "A factor of the loss is a factor of its gradient.",
                "損失に掛けた係数は、勾配にも同じように掛かる。",
            ),
        ),
        no_activation('self.add("activation1", act())'),
        Mistake(
            name="keeps_instead_of_drops",
            line='self.add("dropout1", Dropout(dropout, seed=self.next_seed()))',
            wrong='self.add("dropout1", Dropout(1 - dropout, seed=self.next_seed()))',
            why=Text(
                "The rate, 0.7, is what is dropped.",
                "割合 0.7 は残す方ではなく落とす方である。",
            ),
        ),
    ),
)
