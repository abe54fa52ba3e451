"""The depthwise convolution."""

from __future__ import annotations

from typing import Any

from parity.concepts.layers._bias import ALREADY_DIVIDED, OVER_EVERY_PIXEL
from parity.concepts.layers._same_with_a_stride import UNEVEN, same_is_not_symmetric
from parity.concepts.layers._sources import MOBILENET, XCEPTION
from parity.describing.concept import Case, Concept, Default, Mistake, Text, Weight
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Identity, evaluated


def _case(
    name: str,
    x: tuple[int, int, int, int],
    kernel: tuple[int, int],
    y: tuple[int, int],
    m: int = 1,
    **more: Any,
) -> Case:
    """Return a case with the shape of x, (kh, kw), (OH, OW) and the depth multiplier."""
    config = {"n_in": x[1], "kernel_size": kernel}
    config |= {"depth_multiplier": m} if m > 1 else {}
    told = ("stride", "padding", "dilation", "use_bias")
    config |= {key: more.pop(key) for key in told if key in more}
    bias = config.get("use_bias", True)
    return Case(
        name,
        inputs={"x": normal(*x)},
        params={"W": normal(m * x[1], 1, *kernel), **({"b": normal(m * x[1])} if bias else {})},
        upstream=normal(x[0], m * x[1], *y),
        config=config,
        images=("x", "y", "dx"),
        keras_layouts={"W": f"depthwise:{x[1]}"},
        **more,
    )


DepthwiseConv2d = Concept(
    kind="layer",
    order=33,
    syllabus=("3-4-2",),
    needs=("conv2d",),
    title=Text("Depthwise convolution", "depthwise 畳み込み"),
    summary=Text(
        "Every channel is convolved with a kernel of its own; no sum goes over the channels.",
        "チャネルごとに専用のカーネルで畳み込む。チャネルをまたぐ和は取らない。",
    ),
    why=Text(
        "A convolution does two things at once: it looks at a pixel's neighbours, and it mixes the "
        "channels. Its cost is the product of both, and in a network for a telephone that is too "
        "much. The depthwise convolution only looks around, in each channel by itself: a kernel "
        "has kh kw weights where it had kh kw n_in, and there are as many kernels as channels. "
        "What it leaves out, a pointwise convolution behind it makes up for.",
        "通常の畳み込みは、近くの画素を見ることと、チャネルを混ぜることを同時に行う。"
        "計算量は両者の積になり、スマートフォンで動かすネットワークには重すぎる。"
        "depthwise 畳み込みは、チャネルごとに近くの画素を見るだけである。"
        "1つのカーネルの重みは kh kw n_in 個から kh kw 個に減り、"
        "カーネルの数も入力チャネルの数で済む。"
        "チャネルを混ぜる働きは、後ろに置く pointwise 畳み込みが受け持つ。",
    ),
    equation="y[n, c, q, h, w] = sum_{i,j} W[c, q, i, j] x[n, c, h s + i d, w s + j d] + b[c, q]",
    formula=(
        r"y_{n,c,q,h,w} = b_{c,q} + \sum_{i,j} W_{c,q,i,j}\, x_{n,\,c,\,h s + i d,\,w s + j d}",
        r"\frac{\partial L}{\partial W_{c,q,i,j}} = \sum_{n,h,w} \frac{\partial "
        r"L}{\partial y_{n,c,q,h,w}} x_{n,\,c,\,h s + i d,\,w s + j d}",
        r"\frac{\partial L}{\partial b_{c,q}} = \sum_{n,h,w} \frac{\partial L}{\partial "
        r"y_{n,c,q,h,w}}",
        r"\frac{\partial L}{\partial x_{n,c,u,v}} = \sum_{q} \sum_{h s + i d = u \atop w "
        r"s + j d = v} W_{c,q,i,j} \frac{\partial L}{\partial y_{n,c,q,h,w}}",
    ),
    derivation=(
        Step(
            heading=Text(
                "A channel and its kernels are a small convolution of their own",
                "1つのチャネルとそのカーネルは、それだけで小さな畳み込みである",
            ),
            text=Text(
                "c counts the channels of x, q the kernels of one channel, usually only one. In "
                "the sum of the convolution the channels are gone; δ is the gradient that arrives.",
                "c は x のチャネル、q は1つのチャネルが持つカーネル(普通は1つだけ)の番号である。"
                "畳み込みの式から、チャネルについての和がなくなる。届く勾配を δ とする。",
            ),
            equation=(
                r"y_{n,c,q,h,w} = b_{c,q} + \sum_{i,j} W_{c,q,i,j}\, x_{n,\,c,\,h s + i d,\,w s + "
                r"j d}"
                "\n"
                r"\delta_{n,c,q,h,w} = \frac{\partial L}{\partial y_{n,c,q,h,w}}"
            ),
        ),
        Step(
            heading=Text(
                "A weight and a bias serve every place, so their gradients are sums over them",
                "重みとバイアスはすべての位置で使われるので、勾配はその和になる",
            ),
            text=Text(
                "At (h, w) the weight (i, j) meets the pixel (h s + i d, w s + j d) of its own "
                "channel, and of no other.",
                "位置 (h, w) で、重み (i, j) は自分のチャネルの画素 (h s + i d, w s + j d) にだけ"
                "掛かり、ほかのチャネルには掛からない。",
            ),
            equation=(
                r"\frac{\partial L}{\partial W_{c,q,i,j}} = \sum_{n,h,w} \delta_{n,c,q,h,w} \, "
                r"x_{n,\,c,\,h s + i d,\,w s + j d}"
                "\n"
                r"\frac{\partial L}{\partial b_{c,q}} = \sum_{n,h,w} \delta_{n,c,q,h,w}"
            ),
        ),
        Step(
            heading=Text(
                "A pixel collects from the windows that it lies in, and from its own kernels alone",
                "画素は自分を含む窓から、自分のチャネルのカーネルの分だけ勾配を集める",
            ),
            text=Text(
                "In a convolution this sum goes over all output channels; here only over the m "
                "kernels of the pixel's channel.",
                "通常の畳み込みではすべての出力チャネルについて和を取るが、ここでは、その画素の"
                "チャネルが持つ m 個のカーネルについてだけ和を取る。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x_{n,c,u,v}} = \sum_{q} \sum_{h s + i d = u \atop w s "
                r"+ j d = v} W_{c,q,i,j} \, \delta_{n,c,q,h,w}"
            ),
            check=Text(
                "So dx of a channel is 0 where the gradient of its own outputs is, whatever comes "
                "from the others.",
                "したがって、あるチャネルの出力に届く勾配が 0 なら、ほかのチャネルに何が届いても、"
                "そのチャネルの dx は 0 である。",
            ),
        ),
    ),
    shapes={
        "x": "(N, n_in, H, W)",
        "W": "(n_in m, 1, kh, kw)",
        "b": "(n_in m,)",
        "y": "(N, n_in m, OH, OW)",
    },
    sources=(XCEPTION, f"{MOBILENET}, eq. 3"),
    weights={
        "W": Weight(torch="weight", keras="kernel", keras_layout="kernel_of_a_channel"),
        "b": Weight(torch="bias", keras="bias"),
    },
    cases=(
        _case("plain", (2, 3, 4, 5), (2, 4), (3, 2)),
        _case("stride_2", (2, 4, 8, 5), (3, 2), (3, 2), stride=2),
        _case("stride_by_axis", (3, 2, 5, 4), (3, 1), (3, 6), stride=(2, 1), padding=1),
        _case("padding", (2, 4, 5, 3), (3, 2), (5, 4), padding=1),
        _case("dilation_2", (2, 4, 5, 7), (2, 3), (3, 3), dilation=2),
        _case("stride_and_dilation", (2, 4, 7, 8), (3, 2), (2, 3), stride=2, dilation=(2, 3)),
        _case("two_kernels_each", (2, 3, 5, 4), (3, 2), (3, 3), m=2),
        _case("three_kernels_stride_2", (3, 2, 6, 5), (2, 1), (3, 3), m=3, stride=2),
        _case("uneven_padding", (2, 3, 4, 5), (2, 4), (6, 5), padding=((1, 2), (0, 3))),
        _case("same_stride_2", (2, 4, 6, 8), (3, 5), (3, 4), stride=2, padding="same"),
        _case("same_lower", (2, 4, 6, 8), (3, 5), (3, 4), stride=2, padding="same_lower"),
        _case("same_two_kernels", (2, 3, 5, 4), (2, 3), (5, 4), m=2, padding="same"),
        _case(
            "same_stride_and_dilation",
            (2, 4, 6, 5),
            (3, 2),
            (3, 3),
            stride=2,
            dilation=2,
            padding="same",
        ),
        _case("valid", (2, 3, 5, 4), (2, 1), (4, 4), padding="valid"),
        _case("one_channel", (3, 1, 5, 4), (2, 3), (4, 2)),
        _case("one_example", (1, 6, 4, 5), (2, 3), (3, 3)),
        _case("one_by_one", (2, 3, 4, 5), (1, 1), (4, 5)),
        _case("no_bias", (2, 3, 5, 4), (1, 2), (7, 5), padding=1, use_bias=False),
        _case("no_bias_stride_2", (2, 3, 5, 4), (2, 1), (2, 2), stride=2, use_bias=False),
        _case(
            "keras_itself_on_uneven_strides",
            (2, 3, 5, 4),
            (2, 1),
            (2, 4),
            stride=(2, 1),
            config_for={
                "keras": {
                    "callable": "keras.layers.DepthwiseConv2D",
                    "kernel_size": (2, 1),
                    "strides": (2, 1),
                }
            },
            refused_by={"keras": UNEVEN},
        ),
    ),
    defaults=(
        Default(
            "stride",
            1,
            torch=("torch.nn.Conv2d", "stride", 1),
            keras=("keras.layers.DepthwiseConv2D", "strides", (1, 1)),
        ),
        Default(
            "padding",
            0,
            torch=("torch.nn.Conv2d", "padding", 0),
            keras=("keras.layers.DepthwiseConv2D", "padding", "valid"),
        ),
        Default(
            "dilation",
            1,
            torch=("torch.nn.Conv2d", "dilation", 1),
            keras=("keras.layers.DepthwiseConv2D", "dilation_rate", (1, 1)),
        ),
        Default(
            "depth_multiplier",
            1,
            keras=("keras.layers.DepthwiseConv2D", "depth_multiplier", 1),
        ),
    ),
    divergences=(same_is_not_symmetric((1, 2)),),
    also_called=(
        "depthwise",
        "depthwise_conv",
        "depthwise_convolution",
        "depthwise_conv_layer",
        "dw_conv",
        "dwconv",
    ),
    identities=(
        Identity(
            sibling="conv2d",
            text=Text(
                "It is a convolution with as many groups as channels.",
                "グループ数を入力チャネル数と同じにした畳み込みである。",
            ),
            case=Case(
                "a_group_for_each_channel",
                inputs={"x": normal(2, 3, 5, 6)},
                params={"W": normal(6, 1, 2, 4), "b": normal(6)},
                upstream=normal(2, 6, 2, 3),
                config={"n_in": 3, "kernel_size": (2, 4), "stride": 2, "padding": (0, 1)},
            ),
            left=evaluated("depthwise_conv2d", depth_multiplier=2),
            right=evaluated("conv2d", n_out=6, groups=3),
        ),
    ),
    mistakes=(
        Mistake(
            name="channels_summed",
            ja="チャネルについて足し合わせる",
            line="y += W[:, :, i, j, None, None] * seen",
            wrong="y += (W[:, :, i, j, None, None] * seen).sum(axis=1, keepdims=True)",
            why=Text(
                "That is what an ordinary convolution does; here no channel sees another.",
                "それは通常の畳み込みである。depthwise 畳み込みではチャネルどうしを混ぜない。",
            ),
        ),
        Mistake(
            name="one_kernel_for_all_channels",
            ja="全チャネルで同じカーネルを使う",
            line="y += W[:, :, i, j, None, None] * seen",
            wrong="y += W[:1, :, i, j, None, None] * seen",
            why=Text(
                "Every channel has a kernel of its own.",
                "カーネルはチャネルごとに別のものを使う。",
            ),
        ),
        Mistake(
            name="kernel_flipped",
            ja="カーネルを反転する",
            line="y += W[:, :, i, j, None, None] * seen",
            wrong="y += W[:, :, -1 - i, -1 - j, None, None] * seen",
            why=Text(
                "Like that of a convolution the kernel is not flipped.",
                "畳み込み層と同じく、カーネルは反転させない。",
            ),
        ),
        Mistake(
            name="outputs_in_another_order",
            ja="出力チャネルの並びが違う",
            line="y = y.reshape(len(y), self.n_out, *self.out_size)",
            wrong="y = y.swapaxes(1, 2).reshape(len(y), self.n_out, *self.out_size)",
            why=Text(
                "The outputs of one channel lie side by side: c m + q, not q n_in + c.",
                "1つのチャネルから作られた出力は隣り合って並ぶ。番号は q n_in + c ではなく c m + q "
                "である。",
            ),
        ),
        Mistake(
            name="bias_gradient_averaged",
            ja="バイアスの勾配を平均する",
            line='self.grads["b"] = dy.sum(axis=(0, 2, 3))',
            wrong='self.grads["b"] = dy.mean(axis=(0, 2, 3))',
            why=OVER_EVERY_PIXEL,
        ),
        Mistake(
            name="weight_gradient_divided_by_the_batch",
            ja="重みの勾配をバッチサイズで割る",
            line="dW[:, :, i, j] = (dy * self.x[:, :, None, rows, columns]).sum(axis=(0, 3, 4))",
            wrong="dW[:, :, i, j] = (dy * self.x[:, :, None, rows, columns]).mean(axis=0)"
            ".sum(axis=(2, 3))",
            why=ALREADY_DIVIDED,
        ),
        Mistake(
            name="overlapping_windows_overwrite",
            ja="重なるウィンドウが上書きする",
            line="dx[:, :, rows, columns] += (W[:, :, i, j, None, None] * dy).sum(axis=2)",
            wrong="dx[:, :, rows, columns] = (W[:, :, i, j, None, None] * dy).sum(axis=2)",
            why=Text(
                "A pixel lies in several windows and collects from each of them.",
                "画素は複数のウィンドウに含まれるので、それぞれからの勾配を足し合わせる。",
            ),
        ),
        Mistake(
            name="gradient_mixed_over_channels",
            ja="勾配をチャネル間で混ぜる",
            line="dx[:, :, rows, columns] += (W[:, :, i, j, None, None] * dy).sum(axis=2)",
            wrong="dx[:, :, rows, columns] += (W[:, :, i, j, None, None] * dy).sum(axis=2)"
            ".sum(axis=1, keepdims=True)",
            why=Text(
                "The sum over the output channels belongs to an ordinary convolution: here a "
                "channel of x reached its own outputs alone.",
                "出力チャネルについての和を取るのは通常の畳み込みである。ここでは x の各チャネルは"
                "自分の出力にしか影響しない。",
            ),
        ),
    ),
)
