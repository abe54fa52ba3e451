"""The deep convolutional network of the course."""

from __future__ import annotations

from collections.abc import Sequence

from parity.concepts.networks._convnets import (
    RATE_OF_DROPPING,
    conv,
    dense,
    flat,
    larger_windows,
    no_activation,
    on_digits,
    table,
)
from parity.concepts.networks._way_back import at_the_image, back_to_an_image, through_dense_layers
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, bernoulli, normal


def _parameters(c_in: int, channels: Sequence[int], *widths: int) -> dict[str, Draw]:
    drawn: dict[str, Draw] = {}
    for i, c_out in enumerate(channels, start=1):
        drawn.update(conv(f"conv{i}", c_out, c_in, 3))
        c_in = c_out
    for i in (1, 2):
        drawn.update(dense(f"dense{i}", widths[i - 1], widths[i]))
    return drawn


SMALL = (2, 4, 2, 4, 2, 4)

DeepConvNet = Concept(
    kind="network",
    order=4,
    syllabus=("course",),
    needs=("double_convnet", "dropout"),
    name="deep_convnet",
    title=Text("Deep convolutional network (2_8)", "深い畳み込みネットワーク(2_8)"),
    summary=Text(
        "Six 3×3 convolutions in three pairs, each pair followed by a pooling, then two dense "
        "layers with dropout: 99% on MNIST. The course drops out the scores too.",
        "3×3 の畳み込みを2つ重ねてプーリングする組を3回繰り返し、ドロップアウト付きの全結合層を"
        "2つ重ねる。MNIST で 99% に達する。教材ではスコアにもドロップアウトをかける。",
    ),
    why=Text(
        "The last percent of the digits, those written carelessly, asks for features that two "
        "layers do not build. Stacks of 3×3 kernels see a large part of the image with few "
        "weights, and an activation between them each time; as poolings halve the image, the "
        "channels grow in number. Depth has its price: it needs initial weights after He, and "
        "dropout against overfitting. So it reaches 99% on MNIST.",
        "崩れた字など最後の数 % を正しく読むには、2層では作れない特徴が必要になる。"
        "3×3 のカーネルを重ねれば、少ない重みで画像の広い範囲が見え、そのたびに活性化関数も入る。"
        "プーリングで画像が半分になるにつれ、チャネル数は増やしていく。"
        "深くした分、He の初期値や、過学習を抑えるドロップアウトが欠かせない。"
        "MNIST で 99% に達する。",
    ),
    equation="h = pool(f(conv(f(conv(h))))) three times; "
    "y = dropout(dropout(f(flatten(h) W_7 + b_7)) W_8 + b_8)",
    formula=(
        r"h_0 = x, \quad k = 1, 2, 3",
        r"h_k = \operatorname{pool}(f(f(h_{k-1} * W_{2k-1} + b_{2k-1}) * W_{2k} + b_{2k}))",
        r"h_4 = \operatorname{drop}(f(\operatorname{flatten}(h_3) W_7 + b_7))",
        r"y = \operatorname{drop}(h_4 W_8 + b_8)",
    ),
    derivation=(
        Step(
            heading=Text(
                "The scores were dropped out too, so the way back begins with their mask",
                "スコアにもドロップアウトがあるので、逆伝播はそのマスクから始まる",
            ),
            text=Text(
                "Number the layers with weights from 1 to 8; aₖ is what layer k adds up, δₖ the "
                "gradient of the loss by it. Dropout multiplies by a mask, and its way back by the "
                "same mask. In inference it hands everything on.",
                "重みのある層に 1 から 8 の番号を付け、層 k の重み付きの和を aₖ、"
                "それによる損失の勾配を δₖ と書く。ドロップアウトはマスクを掛けるだけなので、"
                "逆伝播でも同じマスクを掛ける。推論時はそのまま通す。",
            ),
            equation=(
                r"\delta_8 = \operatorname{drop}\left(\frac{\partial L}{\partial y}\right)"
                "\n"
                r"\frac{\partial L}{\partial W_8} = h_4^\top \delta_8"
            ),
        ),
        through_dense_layers((7, r"\operatorname{flatten}(h_3)"), dropped=(8,)),
        back_to_an_image(7, given=3),
        Step(
            heading=Text(
                "Each of the three pairs: pooling, slope, convolution, slope, convolution",
                "3つの組では、プーリング、傾き、畳み込み、傾き、畳み込みの順にたどる",
            ),
            text=Text(
                "Jᵀ is the backward pass of the layer it is marked with, the transposed Jacobian; "
                "that of a convolution is a transposed convolution. What a pair hands back is the "
                "upstream gradient of the one in front (the third line, for k = 1 and 2), and so "
                "on to x.",
                "Jᵀ は添字の層の逆伝播、すなわちヤコビ行列の転置を掛けることを表す。"
                "畳み込みの場合は転置畳み込みになる。組から戻った勾配は1つ手前の組の上流の勾配に"
                "なり(3行目、k は 1 と 2)、これを x まで繰り返す。",
            ),
            equation=(
                r"\delta_{2k} = J_{\text{pool}}^\top \left(\frac{\partial L}{\partial "
                r"h_k}\right) \odot f'(a_{2k})"
                "\n"
                r"\delta_{2k-1} = J_{2k}^\top(\delta_{2k}) \odot f'(a_{2k-1})"
                "\n"
                r"\frac{\partial L}{\partial h_k} = J_{2k+1}^\top(\delta_{2k+1})"
            ),
        ),
        at_the_image(),
    ),
    shapes={"x": "(N, C, H, W)", "y": "(N, n_classes)"},
    sources=(
        "Simonyan and Zisserman (2015), Very deep convolutional networks, section 2",
        "He et al. (2015), Delving deep into rectifiers, section 2.2",
        "The course's notebook 2_8: 16, 16, 32, 32, 64, 64 filters, 50 hidden units, dropout 0.5",
    ),
    cases=(
        Case(
            "gradients",
            inputs={
                "x": normal(2, 1, 8, 6),
                "masks.dropout1": bernoulli(2, 5, keep=0.75),
                "masks.dropout2": bernoulli(2, 3, keep=0.75),
            },
            params=_parameters(1, SMALL, 4, 5, 3),
            upstream=normal(2, 3),
            config={
                "input_shape": (1, 8, 6),
                "channels": SMALL,
                "hidden": 5,
                "n_classes": 3,
                "dropout": 0.25,
                "activation": "tanh",
                "pooling": "average",
            },
            training=True,
            images=("x", "dx"),
            options={"differences": ("dconv1.W", "dconv4.b", "ddense1.W")},
        ),
        Case(
            "inference",
            inputs={"x": normal(2, 1, 16, 12)},
            params=_parameters(1, SMALL, 16, 5, 3),
            upstream=normal(2, 3),
            config={"input_shape": (1, 16, 12), "channels": SMALL, "hidden": 5, "n_classes": 3},
            training=False,
            images=("x", "dx"),
            keras_layouts=flat(4, 2, 2),
            kink=True,
        ),
        on_digits(
            "deep_convnet",
            "digits_adam",
            _parameters(1, (4, 5, 6, 7, 6, 8), 32, 16, 10),
            flat(8, 2, 2),
            {"channels": (4, 5, 6, 7, 6, 8), "hidden": 16, "dropout": 0.5},
            ("adam.Adam", {"lr": 0.005}),
            masks={"dropout1": 16, "dropout2": 10},
            dtypes=("float64",),  # in float32 one ReLU that falls on the other side tells at once
        ),
        table("layer_table", (1, 28, 28)),
    ),
    also_called=("deep_conv_net",),
    mistakes=(
        no_activation(),
        larger_windows('self.add(f"pool{i // 2}", pool(2))'),
        Mistake(
            name="wide_padding_one_layer_early",
            ja="広いパディングが 1 層早い",
            line="paddings = (1, 1, 1, 2, 1, 1)  # the 2 makes 14 into 16, which halves twice more",
            wrong="paddings = (1, 1, 2, 1, 1, 1)",
            why=Text(
                "It is the fourth convolution that is padded by 2. At the third the shapes behind "
                "come out the same, and every value at the border is another.",
                "パディング 2 は4番目の畳み込みである。3番目に置いても後ろの形状は一致するが、"
                "縁の値がすべて変わってしまう。",
            ),
        ),
        Mistake(
            name="scores_not_dropped_out",
            ja="スコアの前にドロップアウトしない",
            line='self.add("dropout2", Dropout(dropout, seed=self.next_seed()))',
            wrong="pass",
            why=Text(
                "Most networks do not drop out the scores, but this one is taught so; without it "
                "the training goes another way.",
                "スコアにドロップアウトをかけないのが普通だが、教材のこのネットワークではかける。"
                "省くと学習の経過が変わる。",
            ),
        ),
        Mistake(
            name="keeps_instead_of_drops",
            ja="落とす割合を残す割合とみなす",
            line='self.add("dropout1", Dropout(dropout, seed=self.next_seed()))',
            wrong='self.add("dropout1", Dropout(1 - dropout, seed=self.next_seed()))',
            why=RATE_OF_DROPPING,
        ),
    ),
)
