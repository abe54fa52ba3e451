"""Auxiliary classifier."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parity.concepts.networks._convnets import conv, dense, flat, no_activation, table
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.draw import Draw, bernoulli, labels, normal, uniform

SMALL_CLASSIFIER: Mapping[str, Any] = {
    "input_shape": (3, 5, 7), "n_filters": 2, "hidden": 5, "n_classes": 4, "window": (3, 2),
}  # fmt: skip


def _classifier_parameters() -> dict[str, Draw]:
    return {**conv("conv", 2, 3, 1), **dense("dense1", 12, 5), **dense("dense2", 5, 4)}


AuxiliaryClassifier = Concept(
    kind="network",
    order=9,
    syllabus=("course",),
    needs=("inception", "dropout", "softmax_cross_entropy"),
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
            ja="損失に重みを掛けない",
            line="return self.weight * self.loss.forward(scores, t)",
            wrong="return self.loss.forward(scores, t)",
            why=Text(
                "The auxiliary loss counts 0.3; in full it would compete with the main one.",
                "補助損失は 0.3 倍で加える。そのまま加えると主損失と競合してしまう。",
            ),
        ),
        Mistake(
            name="weight_left_out_of_the_gradient",
            ja="勾配に重みを掛けない",
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
            ja="落とす割合を残す割合とみなす",
            line='self.add("dropout1", Dropout(dropout, seed=self.next_seed()))',
            wrong='self.add("dropout1", Dropout(1 - dropout, seed=self.next_seed()))',
            why=Text(
                "The rate, 0.7, is what is dropped.",
                "割合 0.7 は残す方ではなく落とす方である。",
            ),
        ),
    ),
)
