"""The double convolutional network of the course."""

from __future__ import annotations

from parity.concepts.networks._convnets import (
    conv,
    dense,
    flat,
    larger_windows,
    no_activation,
    on_digits,
    table,
)
from parity.concepts.networks._sources import LECUN_1989
from parity.concepts.networks._way_back import (
    at_the_image,
    back_to_an_image,
    from_the_scores,
    one_block_further,
    through_dense_layers,
    through_pooling,
)
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.draw import normal

CONV = "conv = Conv2d(self.size[0], n, k, padding=1, initializer=draw, seed=self.next_seed())"

DoubleConvNet = Concept(
    kind="network",
    order=3,
    syllabus=("course",),
    needs=("simple_convnet",),
    name="double_convnet",
    title=Text("Double convolutional network (2_7)", "2層の畳み込みネットワーク(2_7)"),
    summary=Text(
        "Two convolutions, each with an activation and a pooling; then two dense layers.",
        "畳み込み・活性化・プーリングを2回繰り返し、全結合層を2つ重ねる。",
    ),
    why=Text(
        "One convolution finds edges and strokes. A second one, behind a pooling, looks at how "
        "they lie to each other, over a larger part of the image: corners, loops, crossings. It "
        "is the step from one layer to depth, on which one can follow how windows and poolings "
        "change the size, and that each kernel of the second layer adds up over all channels of "
        "the first.",
        "畳み込み1層で見つかるのは、エッジや線である。"
        "プーリングの後にもう1層重ねると、角・輪・交差のように、"
        "それらの位置関係を画像のより広い範囲で捉えられる。"
        "1層から多層へ進む最初の一歩であり、窓やプーリングで大きさがどう変わるか、"
        "2層目のカーネルが1層目の全チャネルを足し合わせることを、手で追って確かめられる。",
    ),
    equation="h = pool(f(x * W_1 + b_1)); h = pool(f(h * W_2 + b_2)); "
    "y = f(flatten(h) W_3 + b_3) W_4 + b_4",
    formula=(
        r"h_1 = \operatorname{pool}(f(x * W_1 + b_1))",
        r"h_2 = \operatorname{pool}(f(h_1 * W_2 + b_2))",
        r"h_3 = f(\operatorname{flatten}(h_2) W_3 + b_3)",
        r"y = h_3 W_4 + b_4",
    ),
    derivation=(
        from_the_scores(4, "h_3"),
        through_dense_layers((3, r"\operatorname{flatten}(h_2)")),
        back_to_an_image(3),
        through_pooling(2),
        one_block_further(2),
        at_the_image(),
    ),
    shapes={"x": "(N, C, H, W)", "y": "(N, n_classes)"},
    sources=(
        LECUN_1989,
        "The course's notebook 2_7: 10 filters of 7×7 and 20 of 3×3, both padded by 1",
    ),
    cases=(
        Case(
            "gradients",
            inputs={"x": normal(2, 1, 8, 6)},
            params={
                **conv("conv1", 2, 1, 3),
                **conv("conv2", 3, 2, 1),
                **dense("dense1", 18, 5),
                **dense("dense2", 5, 4),
            },
            upstream=normal(2, 4),
            config={
                "input_shape": (1, 8, 6),
                "n_filters": (2, 3),
                "kernel_sizes": (3, 1),
                "hidden": 5,
                "n_classes": 4,
                "activation": "tanh",
                "pooling": "average",
            },
            images=("x", "dx"),
            keras_layouts=flat(3, 3, 2),
            options={"differences": ("dx", "dconv1.W", "dconv2.b", "ddense2.W")},
        ),
        Case(
            "as_taught",
            inputs={"x": normal(3, 2, 12, 16)},
            params={
                **conv("conv1", 4, 2, 7),
                **conv("conv2", 5, 4, 3),
                **dense("dense1", 30, 6),
                **dense("dense2", 6, 4),
            },
            upstream=normal(3, 4),
            config={
                "input_shape": (2, 12, 16),
                "n_filters": (4, 5),
                "hidden": 6,
                "n_classes": 4,
            },
            images=("x", "dx"),
            keras_layouts=flat(5, 2, 3),
            kink=True,
        ),
        on_digits(
            "double_convnet",
            "digits_momentum",
            {
                **conv("conv1", 4, 1, 7),
                **conv("conv2", 6, 4, 3),
                **dense("dense1", 54, 15),
                **dense("dense2", 15, 10),
            },
            flat(6, 3, 3),
            {"n_filters": (4, 6), "hidden": 15},
            ("momentum.Momentum", {"lr": 0.02, "momentum": 0.9}),
            dtypes=("float64",),
        ),
        table("layer_table", (1, 28, 28)),
    ),
    also_called=("double_conv_net",),
    mistakes=(
        no_activation(),
        larger_windows('self.add(f"pool{i}", pool(2))'),
        Mistake(
            name="padding_for_the_same_size",
            ja="同じ大きさになるようパディングする",
            line=CONV,
            wrong=CONV.replace("padding=1", "padding=k // 2"),
            why=Text(
                "A padding of half the window keeps the image's size. This network pads by 1 "
                "whatever the window, so 7×7 takes 28 to 24.",
                "窓の半分だけパディングすると画像の大きさが保たれる。このネットワークのパディングは"
                "窓によらず 1 であり、7×7 の畳み込みで 28 が 24 になる。",
            ),
        ),
        Mistake(
            name="hidden_activation_forgotten",
            ja="隠れ層の活性化を忘れる",
            line='self.add("activation3", act())',
            wrong="pass",
            why=Text(
                "The two dense layers then multiply out to one matrix.",
                "2つの全結合層が1つの行列の積にまとまってしまう。",
            ),
        ),
    ),
)
