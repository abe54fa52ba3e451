"""LeNet-5."""

from __future__ import annotations

from collections.abc import Sequence

from parity.concepts.networks._convnets import (
    conv,
    dense,
    flat,
    larger_windows,
    no_activation,
    on_digits,
    table,
)
from parity.concepts.networks._way_back import (
    at_the_image,
    back_to_an_image,
    from_the_scores,
    one_block_further,
    through_dense_layers,
    through_pooling,
)
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.draw import Draw, normal


def _parameters(c_in: int, channels: tuple[int, int], widths: Sequence[int]) -> dict[str, Draw]:
    drawn = {**conv("conv1", channels[0], c_in, 5), **conv("conv2", channels[1], channels[0], 5)}
    for i in range(1, 4):
        drawn.update(dense(f"dense{i}", widths[i - 1], widths[i]))
    return drawn


CONV = "conv = Conv2d(self.size[0], n, 5, initializer=draw, seed=self.next_seed())"

LeNet = Concept(
    kind="network",
    order=5,
    syllabus=("course",),
    needs=("simple_convnet", "avg_pool2d", "tanh"),
    name="lenet",
    title=Text("LeNet-5", "LeNet-5"),
    summary=Text(
        "The network that read cheques: two 5×5 convolutions with average pooling, three dense "
        "layers. The exam asks for its shapes, 32×32 to 28×28×6, 14×14×6, 10×10×16 and 5×5×16.",
        "小切手の読み取りに使われたネットワーク。5×5 の畳み込みと平均プーリングを2回繰り返し、"
        "全結合層を3つ重ねる。32×32 → 28×28×6 → 14×14×6 → 10×10×16 → 5×5×16 という"
        "形状が試験でよく問われる。",
    ),
    why=Text(
        "Before LeNet features of handwritten digits were designed by hand, and only the "
        "classifier behind them learned. LeNet-5 learns both at once, by back-propagation from the "
        "class to the first kernel. Its plan became the rule: convolution and pooling in turn, so "
        "that the maps become smaller and more, until dense layers take over. With 60,000 weights "
        "it read a large share of the cheques in the United States.",
        "LeNet 以前は、手書き文字の特徴を人が設計し、学習するのは後ろの分類器だけだった。"
        "LeNet-5 は両方を、クラスから最初のカーネルまで誤差逆伝播法で一度に学習する。"
        "畳み込みとプーリングを交互に重ね、マップを小さく、かつ多くしていき、"
        "最後に全結合層につなぐという構成は、その後の標準になった。"
        "約6万個の重みで、アメリカの小切手の多くを読み取った。",
    ),
    equation="h = pool(f(x * W_1 + b_1)); h = pool(f(h * W_2 + b_2)); "
    "y = f(f(flatten(h) W_3 + b_3) W_4 + b_4) W_5 + b_5",
    formula=(
        r"h_1 = \operatorname{pool}(f(x * W_1 + b_1))",
        r"h_2 = \operatorname{pool}(f(h_1 * W_2 + b_2))",
        r"h_3 = f(\operatorname{flatten}(h_2) W_3 + b_3)",
        r"h_4 = f(h_3 W_4 + b_4), \quad y = h_4 W_5 + b_5",
    ),
    derivation=(
        from_the_scores(5, "h_4"),
        through_dense_layers((4, "h_3"), (3, r"\operatorname{flatten}(h_2)")),
        back_to_an_image(3),
        through_pooling(2),
        one_block_further(2),
        at_the_image(),
    ),
    shapes={"x": "(N, C, H, W)", "y": "(N, n_classes)"},
    sources=(
        "LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document "
        "recognition, Proceedings of the IEEE 86, section II.B",
    ),
    cases=(
        Case(
            "gradients",
            inputs={"x": normal(2, 1, 16, 20)},
            params=_parameters(1, (2, 3), (6, 5, 4, 3)),
            upstream=normal(2, 3),
            config={
                "input_shape": (1, 16, 20),
                "channels": (2, 3),
                "hidden": (5, 4),
                "n_classes": 3,
            },
            images=("x", "dx"),
            keras_layouts=flat(3, 1, 2),
            options={"differences": ("dconv1.b", "dconv2.W", "ddense1.W")},
        ),
        Case(
            "sigmoid_and_max",
            inputs={"x": normal(2, 1, 20, 24)},
            params=_parameters(1, (2, 3), (18, 5, 4, 3)),
            upstream=normal(2, 3),
            config={
                "input_shape": (1, 20, 24),
                "channels": (2, 3),
                "hidden": (5, 4),
                "n_classes": 3,
                "activation": "sigmoid",
                "pooling": "max",
            },
            images=("x", "dx"),
            keras_layouts=flat(3, 2, 3),
            kink=True,
        ),
        on_digits(
            "lenet",
            "digits_sgd",
            _parameters(1, (3, 5), (20, 16, 12, 10)),
            flat(5, 2, 2),
            {"channels": (3, 5), "hidden": (16, 12)},
            ("sgd.SGD", {"lr": 0.1}),
            pad=2,
        ),
        table("layer_table", (1, 32, 32)),
    ),
    also_called=("lenet5",),
    mistakes=(
        no_activation(),
        larger_windows('self.add(f"pool{i}", pool(2))'),
        Mistake(
            name="padded_convolutions",
            ja="畳み込みにパディングを付ける",
            line=CONV,
            wrong=CONV.replace("5,", "5, padding=2,"),
            why=Text(
                "LeNet does not pad: a window of 5 takes 32 to 28, and 14 to 10.",
                "LeNet はパディングしない。5×5 の窓で 32 は 28 に、14 は 10 になる。",
            ),
        ),
        Mistake(
            name="activation_behind_the_scores",
            ja="スコアの後に活性化する",
            line="if i < len(widths):",
            wrong="if i <= len(widths):",
            why=Text(
                "The last layer gives scores for the softmax; through tanh they could not leave "
                "-1 to 1, and no class could become probable.",
                "最後の層は softmax に渡すスコアを出力する。tanh を通すと -1 から 1 に"
                "制限され、どのクラスの確率も十分に高くできない。",
            ),
        ),
    ),
)
