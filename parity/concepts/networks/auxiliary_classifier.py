"""Auxiliary classifier."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parity.concepts.networks._convnets import conv, dense, flat, no_activation, table
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
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
    why=Text(
        "In a network as deep as GoogLeNet, which had neither batch normalization nor shortcuts, "
        "little of the gradient may be left when it reaches the first layers. A small classifier "
        "on a hidden layer brings a loss of its own close to them, and asks for features that "
        "tell the classes apart early. Its loss counts 0.3, so that the main one leads; in "
        "inference it is taken off.",
        "GoogLeNet のように深く、バッチ正規化も残差接続もないネットワークでは、"
        "入力に近い層に届くころには勾配がほとんど残っていないことがある。"
        "中間層に小さな分類器を付ければ、その近くに別の損失ができ、"
        "早い段階からクラスを見分けられる特徴が求められる。"
        "主となる損失が優先されるように 0.3 倍して加え、推論時には取り外す。",
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
    derivation=(
        Step(
            heading=Text(
                "The weight multiplies the whole gradient",
                "損失に掛けた重みは、勾配全体に掛かる",
            ),
            text=Text(
                "Softmax with cross-entropy gives the probability less the one-hot target, "
                "divided by N. Here y, the weighted loss, is w times as large, and so is each of "
                "its gradients.",
                "ソフトマックスと交差エントロピーの勾配は、確率と one-hot の正解の差を N で割った"
                "ものである。y は損失を w 倍したものなので、勾配もすべて w 倍になる。",
            ),
            equation=(
                r"\delta_n = \frac{\partial y}{\partial z_n} = \frac{w}{N} "
                r"(\operatorname{softmax}(z_n) - e_{t_n})"
            ),
        ),
        Step(
            heading=Text(
                "Two dense layers, with a dropout between them",
                "ドロップアウトを挟んだ2つの全結合層",
            ),
            text=Text(
                "a is the hidden layer's sum. Back through the weights, then through the mask, "
                "which is the one of the way there, then times the slope of f.",
                "隠れ層の和を a とする。"
                "重みを逆にたどり、順伝播と同じマスクを掛け、さらに f の傾きを掛ける。",
            ),
            equation=(
                r"a = h W_1 + b_1, \quad \frac{\partial y}{\partial W_2} = "
                r"\operatorname{drop}(f(a))^\top \delta"
                "\n"
                r"\frac{\partial y}{\partial a} = \operatorname{drop}(\delta \, W_2^\top) \odot "
                r"f'(a)"
                "\n"
                r"\frac{\partial y}{\partial W_1} = h^\top \frac{\partial y}{\partial a}"
            ),
        ),
        Step(
            heading=Text(
                "From the row back to the hidden layer's image",
                "ベクトルから、中間層の画像に戻る",
            ),
            text=Text(
                "c is what the 1×1 convolution gives. Flatten only rearranges; Jᵀ stands for the "
                "backward pass of the convolution and of the pooling. Average pooling hands its "
                "gradient to all pixels of a window.",
                "1×1 の畳み込みの出力を c とする。平坦化は並べ替えるだけである。"
                "Jᵀ は畳み込みやプーリングの逆伝播を表す。"
                "平均プーリングは、窓のすべての画素に勾配を配る。",
            ),
            equation=(
                r"c = \operatorname{pool}(x) * W_0 + b_0"
                "\n"
                r"\operatorname{flatten}\left(\frac{\partial y}{\partial f(c)}\right) = "
                r"\frac{\partial y}{\partial a} W_1^\top"
                "\n"
                r"\frac{\partial y}{\partial x} = J_{\text{pool}}^\top J_0^\top \left( "
                r"\frac{\partial y}{\partial f(c)} \odot f'(c) \right)"
            ),
        ),
        Step(
            heading=Text(
                "In training the hidden layer gets two gradients",
                "学習時、中間層には2つの勾配が届く",
            ),
            text=Text(
                "The network is trained on its own loss L plus y. What comes from the end of the "
                "network and what comes from here are added where the classifier hangs.",
                "ネットワークは、本来の損失 L と y の和で学習する。"
                "出力側から届く勾配とこの分類器から届く勾配が、分類器を付けた層で足し合わされる。",
            ),
            equation=(
                r"\frac{\partial (L + y)}{\partial x} = \frac{\partial L}{\partial x} + "
                r"\frac{\partial y}{\partial x}"
            ),
            check=Text(
                "dx agrees with finite differences, and with PyTorch and Keras for the same mask.",
                "dx は数値微分と一致し、同じマスクを使えば PyTorch・Keras とも一致する。",
            ),
        ),
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
