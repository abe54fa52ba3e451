"""VGG-16."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from parity.concepts.networks._convnets import (
    RATE_OF_DROPPING,
    conv,
    dense,
    flat,
    full_size,
    no_activation,
    table,
)
from parity.concepts.networks._way_back import (
    at_the_image,
    back_to_an_image,
    from_the_scores,
    one_block_further,
    through_convolutions,
    through_dense_layers,
    through_pooling,
)
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.draw import Draw, bernoulli, normal
from parity.describing.identity import Arrays, Identity, Implementations

D = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))


def _parameters(n_in: int, plan: Sequence[Sequence[int]], widths: Sequence[int]) -> dict[str, Draw]:
    """Return draws of all parameters; ``widths`` from what Flatten gives to the scores."""
    drawn: dict[str, Draw] = {}
    for i, (n, convolutions) in enumerate(plan, start=1):
        for j in range(1, convolutions + 1):
            drawn |= conv(f"conv{i}_{j}", n, n_in, 3)
            n_in = n
    names = [*(f"dense{i}" for i in range(1, len(widths) - 1)), "scores"]
    for i, name in enumerate(names):
        drawn |= dense(name, widths[i], widths[i + 1])
    return drawn


SMALL: Mapping[str, Any] = {
    "input_shape": (3, 8, 12),
    "plan": ((2, 1), (4, 2)),
    "hidden": (5, 7),
    "n_classes": 6,
}
ONE_GROUP = {"input_shape": (2, 4, 6), "plan": ((3, 2),), "hidden": (), "n_classes": 5}


def _full() -> tuple[Case, Case]:
    """Return the published network, whose outputs are compared, and one without kinks.

    Single precision puts some of fourteen million ReLUs on the other side of 0, and turns round
    which of four pixels is the largest; what comes back through these jumps.
    """
    params = _parameters(3, D, (25088, 4096, 4096, 1000))
    layouts = flat(512, 7, 7)
    return (
        full_size("full_size", params, {}, keras_layouts=layouts, options={"outputs_alone": True}),
        replace(
            full_size(
                "full_size_smooth",
                params,
                {"activation": "tanh", "pooling": "average"},
                keras_layouts=layouts,
            ),
            drawn_as=("vgg16", "full_size"),
        ),
    )


def _one_group(of: Implementations, a: Arrays) -> Arrays:
    return _result(of("vgg16")(**ONE_GROUP), a)


def _a_block_and_a_dense_layer(of: Implementations, a: Arrays) -> Arrays:
    block, scores = of("vgg_block")(2, 3, 2), of("dense")(18, 5)
    for name, array in block.params.items():
        array[...] = a[name.replace("conv", "conv1_")]
    scores.params.update(W=a["scores.W"], b=a["scores.b"])
    h = block.forward(a["x"])
    y = scores.forward(h.reshape(len(h), -1))
    dx = block.backward(scores.backward(a["dy"]).reshape(h.shape))
    return {"y": y, "dx": dx, "dscores.W": scores.grads["W"]}


def _result(network: Any, a: Arrays) -> Arrays:
    for name, array in network.params.items():
        array[...] = a[name]
    y = network.forward(a["x"])
    dx = network.backward(np.array(a["dy"]))
    return {"y": y, "dx": dx, "dscores.W": network.grads["scores.W"]}


CONV = "conv = Conv2d(self.size[0], n, 3, padding=1, initializer=draw, seed=own)"

VGG16 = Concept(
    kind="network",
    order=15,
    syllabus=("course",),
    needs=("vgg_block", "alexnet"),
    name="vgg16",
    title=Text("VGG-16", "VGG-16"),
    summary=Text(
        "Thirteen 3×3 convolutions in five groups, each halving the image at its end, and three "
        "dense layers: 138,357,544 parameters, three quarters of them in the first dense layer.",
        "3×3 の畳み込み13層を5つの組に分け、組の終わりごとに画像を半分にし、全結合層を3つ置く。"
        "パラメータ数は 138,357,544 で、その4分の3を最初の全結合層が占める。",
    ),
    why=Text(
        "What does depth alone bring? VGG left everything else as simple as can be: one size of "
        "window, one kind of pooling, channels that double when the image is halved. From 11 to "
        "19 layers the error fell with each step, and the network became the standard for taking "
        "features out of images. Its price are the dense layers: the first one sees 7×7 pixels of "
        "512 channels with 4096 units each, a hundred million weights, which GoogLeNet and ResNet "
        "replaced by a mean.",
        "深さだけで何が得られるのだろうか。VGG は、それ以外をできるかぎり単純にした。"
        "窓は1種類、プーリングも1種類で、画像が半分になるたびにチャネル数を2倍にする。"
        "11 層から 19 層まで深くするほど誤り率は下がり、"
        "画像から特徴を取り出す標準のネットワークになった。"
        "代償は全結合層である。最初の層は 512 チャネルの 7×7 画素を 4096 個のユニットで見るので"
        "重みが1億個になり、GoogLeNet や ResNet はこれを平均に置き換えた。",
    ),
    equation="(conv 3 - conv 3 - pool 2) × 2 - (conv 3 - conv 3 - conv 3 - pool 2) × 3 - "
    "dense 4096 - dropout - dense 4096 - dropout - dense 1000",
    formula=(
        r"h_0 = x, \quad h_k = f(h_{k-1} * W_k + b_k)",
        r"h_k = \operatorname{pool}(f(h_{k-1} * W_k + b_k)), \quad k \in \{2, 4, 7, 10, 13\}",
        r"h_{14} = \operatorname{drop}(f(\operatorname{flatten}(h_{13}) W_{14} + b_{14}))",
        r"h_{15} = \operatorname{drop}(f(h_{14} W_{15} + b_{15})), \quad y = h_{15} W_{16} + "
        r"b_{16}",
    ),
    derivation=(
        from_the_scores(16, "h_{15}"),
        through_dense_layers((15, "h_{14}"), (14, r"\operatorname{flatten}(h_{13})")),
        back_to_an_image(14),
        through_pooling(13),
        through_convolutions(13, 11),
        one_block_further(11),
        at_the_image(),
    ),
    shapes={"x": "(N, C, H, W)", "y": "(N, n_classes)"},
    sources=(
        "Simonyan and Zisserman (2015), Very deep convolutional networks for large-scale image "
        "recognition, table 1, configuration D",
    ),
    cases=(
        Case(
            "gradients",
            inputs={
                "x": normal(2, 3, 8, 12),
                "masks.dropout1": bernoulli(2, 5, keep=0.75),
                "masks.dropout2": bernoulli(2, 7, keep=0.75),
            },
            params=_parameters(3, SMALL["plan"], (24, 5, 7, 6)),
            upstream=normal(2, 6),
            config={**SMALL, "dropout": 0.25, "activation": "tanh", "pooling": "average"},
            training=True,
            images=("x", "dx"),
            keras_layouts=flat(4, 2, 3),
            options={"differences": ("dconv1_1.b", "ddense1.b", "dscores.b")},
        ),
        Case(
            "inference",
            inputs={"x": normal(3, 2, 8, 4)},
            params=_parameters(2, ((3, 2), (4, 1)), (8, 5, 6)),
            upstream=normal(3, 6),
            config={
                "input_shape": (2, 8, 4),
                "plan": ((3, 2), (4, 1)),
                "hidden": (5,),
                "n_classes": 6,
            },
            training=False,
            images=("x", "dx"),
            keras_layouts=flat(4, 2, 1),
            kink=True,
        ),
        table("layer_table", (3, 224, 224)),
        *_full(),
    ),
    also_called=("vgg", "vgg_16", "vggnet"),
    identities=(
        Identity(
            sibling="vgg_block",
            text=Text(
                "One group with no hidden layer is a VGG block and a dense layer.",
                "組が1つで隠れ層がなければ、VGG ブロックと全結合層を並べたものである。",
            ),
            case=Case(
                "one_group",
                inputs={"x": normal(2, 2, 4, 6)},
                params=_parameters(2, ((3, 2),), (18, 5)),
                upstream=normal(2, 5),
            ),
            left=_one_group,
            right=_a_block_and_a_dense_layer,
        ),
    ),
    mistakes=(
        no_activation('self.add(f"activation{i}_{j}", act())'),
        Mistake(
            name="pooling_windows_overlap",
            ja="プーリングのウィンドウが重なる",
            line='self.add(f"pool{i}", pool(2))',
            wrong='self.add(f"pool{i}", pool(3, 2, 1))',
            why=Text(
                "A padded window of 3 halves an even size just as one of 2 does: the shapes fit, "
                "and the values do not.",
                "パディングした窓 3 も、偶数の大きさを窓 2 と同じく半分にする。"
                "形状は合うが、値が違う。",
            ),
        ),
        Mistake(
            name="windows_of_5",
            ja="5×5 の窓を使う",
            line=CONV,
            wrong=CONV.replace("n, 3, padding=1", "n, 5, padding=2"),
            why=Text(
                "All windows are 3×3: two of them see what one of 5×5 does, with fewer weights.",
                "窓はすべて 3×3 である。2つ重ねれば 5×5 と同じ範囲が見え、重みは少なくて済む。",
            ),
        ),
        Mistake(
            name="keeps_instead_of_drops",
            ja="落とす割合と残す割合を取り違える",
            line='self.add(f"dropout{i}", Dropout(dropout, seed=self.next_seed()))',
            wrong='self.add(f"dropout{i}", Dropout(1 - dropout, seed=self.next_seed()))',
            why=RATE_OF_DROPPING,
        ),
        Mistake(
            name="activation_of_a_dense_layer_forgotten",
            ja="全結合層の活性化を忘れる",
            line='self.add(f"activation{i}", act())',
            wrong="pass",
            why=Text(
                "The hidden dense layers, too, need an activation each: else the three are one.",
                "隠れ層の全結合層にも活性化関数が要る。なければ3つの層は1つの層と同じになる。",
            ),
        ),
    ),
)
