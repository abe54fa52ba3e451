"""The simple convolutional network of the course."""

from __future__ import annotations

from parity.concepts.networks._convnets import (
    conv,
    dense,
    flat,
    larger_windows,
    no_activation,
    on_digits,
    scores_activated,
    table,
)
from parity.concepts.networks._sources import LECUN_1989
from parity.concepts.networks._way_back import (
    at_the_first_kernels,
    back_to_an_image,
    from_the_scores,
    through_dense_layers,
    through_pooling,
)
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.draw import normal

SimpleConvNet = Concept(
    kind="network",
    order=2,
    syllabus=("course",),
    needs=("conv2d", "max_pool2d", "flatten", "mlp"),
    name="simple_convnet",
    title=Text("Simple convolutional network (2_6)", "単純な畳み込みネットワーク(2_6)"),
    summary=Text(
        "One convolution with pooling, then two dense layers: the first convolutional network of "
        "the course.",
        "畳み込み層とプーリング層を1つずつ通し、全結合層を2つ重ねる。"
        "教材で最初に作る畳み込みニューラルネットワークである。",
    ),
    why=Text(
        "A dense layer takes an image as a row of numbers: it does not know which pixels are "
        "neighbours, and must learn a stroke anew for every place where it may appear. A "
        "convolution looks for the same small patterns everywhere, with few weights; pooling makes "
        "the answer tolerant of small shifts; and the dense layers behind decide from what was "
        "found. This is the smallest network that has all three, and the one on which to follow "
        "the shapes by hand.",
        "全結合層は画像を1行の数として扱う。どの画素が隣り合うかを知らず、"
        "同じ線でも現れる場所ごとに学び直さなければならない。畳み込み層は、"
        "同じ小さなパターンを少ない重みで画像のどこからでも見つけ、"
        "プーリング層は小さなずれに強くし、後の全結合層が見つかった特徴から判断する。"
        "この3つがそろった最小のネットワークであり、形状を手で追う練習に向いている。",
    ),
    equation="y = f(flatten(pool(f(x * W_1 + b_1))) W_2 + b_2) W_3 + b_3",
    formula=(
        r"h_1 = \operatorname{pool}(f(x * W_1 + b_1))",
        r"h_2 = f(\operatorname{flatten}(h_1) W_2 + b_2)",
        r"y = h_2 W_3 + b_3",
    ),
    derivation=(
        from_the_scores(3, "h_2"),
        through_dense_layers((2, r"\operatorname{flatten}(h_1)")),
        back_to_an_image(2),
        through_pooling(1),
        at_the_first_kernels(),
    ),
    shapes={"x": "(N, C, H, W)", "y": "(N, n_classes)"},
    sources=(
        LECUN_1989,
        "The course's notebook 2_6: 30 filters of 5×5, 100 hidden units",
    ),
    cases=(
        Case(
            "gradients",
            inputs={"x": normal(2, 1, 7, 6)},
            params={**conv("conv1", 3, 1, 2), **dense("dense1", 18, 5), **dense("dense2", 5, 4)},
            upstream=normal(2, 4),
            config={
                "input_shape": (1, 7, 6),
                "n_filters": 3,
                "kernel_size": 2,
                "hidden": 5,
                "n_classes": 4,
                "activation": "tanh",
                "pooling": "average",
            },
            images=("x", "dx"),
            keras_layouts=flat(3, 3, 2),
        ),
        Case(
            "as_taught",
            inputs={"x": normal(3, 2, 9, 12)},
            params={**conv("conv1", 5, 2, 4), **dense("dense1", 60, 6), **dense("dense2", 6, 4)},
            upstream=normal(3, 4),
            config={
                "input_shape": (2, 9, 12),
                "n_filters": 5,
                "kernel_size": 4,
                "hidden": 6,
                "n_classes": 4,
            },
            images=("x", "dx"),
            keras_layouts=flat(5, 3, 4),
            kink=True,
        ),
        on_digits(
            "simple_convnet",
            "digits_adam",
            {
                **conv("conv1", 6, 1, 5),
                **dense("dense1", 24, 14),
                **dense("dense2", 14, 10),
            },
            flat(6, 2, 2),
            {"n_filters": 6, "hidden": 14},
            ("adam.Adam", {"lr": 0.005}),
            grow=1,
        ),
        table("layer_table", (1, 28, 28)),
    ),
    also_called=("simple_conv_net",),
    mistakes=(
        no_activation('self.add("activation1", act())'),
        larger_windows('self.add("pool1", pool(2))'),
        scores_activated(
            'self.add("dense2", Dense(hidden, n_classes, True, draw, self.next_seed()))', 3
        ),
        Mistake(
            name="hidden_activation_forgotten",
            ja="隠れ層の活性化を忘れる",
            line='self.add("activation2", act())',
            wrong="pass",
            why=Text(
                "The two dense layers then multiply out to one matrix, and the hidden units are "
                "of no use.",
                "2つの全結合層が1つの行列の積にまとまってしまい、隠れ層の意味がなくなる。",
            ),
        ),
    ),
)
