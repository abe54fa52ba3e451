"""The pointwise convolution."""

from __future__ import annotations

from typing import Any

from parity.concepts.layers._bias import ALREADY_DIVIDED, OVER_EVERY_PIXEL
from parity.describing.concept import Case, Concept, Default, Mistake, Text, Weight
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated
from parity.describing.layouts import to_canonical, to_framework


def _case(
    name: str,
    x: tuple[int, int, int, int],
    n_out: int,
    y: tuple[int, int] | None = None,
    **config: Any,
) -> Case:
    """Return a case with the shape of x and (OH, OW), which is x's where nothing is given."""
    bias = config.get("use_bias", True)
    return Case(
        name,
        inputs={"x": normal(*x)},
        params={"W": normal(n_out, x[1], 1, 1), **({"b": normal(n_out)} if bias else {})},
        upstream=normal(x[0], n_out, *(y or x[2:])),
        config={"n_in": x[1], "n_out": n_out, **config},
        images=("x", "y", "dx"),
    )


def _dense_over_channels(of: Implementations, a: Arrays) -> Arrays:
    """Return a dense layer that is applied to every pixel's channels, as the last axis."""
    dense = of("dense")(3, 4)
    dense.params.update(W=a["W"][:, :, 0, 0].T, b=a["b"])
    y = dense.forward(to_framework("channels_last", a["x"]))
    dx = dense.backward(to_framework("channels_last", a["dy"]))
    return {
        "y": to_canonical("channels_last", y),
        "dx": to_canonical("channels_last", dx),
        "dW": dense.grads["W"].T[:, :, None, None],
        "db": dense.grads["b"],
    }


PointwiseConv2d = Concept(
    kind="layer",
    order=34,
    syllabus=("3-4-2",),
    needs=("conv2d", "dense"),
    title=Text("Pointwise convolution (1×1)", "pointwise 畳み込み(1×1 畳み込み)"),
    summary=Text(
        "A convolution whose kernel is one pixel: it mixes the channels of every pixel by the same "
        "matrix.",
        "カーネルが1画素だけの畳み込み。どの画素でも、同じ行列でチャネルを混ぜ合わせる。",
    ),
    why=Text(
        "A 3×3 convolution on many channels is dear, for its cost grows with their number twice "
        "over. A kernel of 1×1 changes the number of channels for a ninth of that: GoogLeNet and "
        "the bottlenecks of ResNet make the channels fewer first, and MobileNet mixes with it what "
        "a depthwise convolution has seen in each channel. It sees no neighbours: it is a dense "
        "layer at every pixel.",
        "チャネル数の多い 3×3 畳み込みは計算量が大きい。入力と出力のチャネル数の積に比例するからで"
        "ある。1×1 のカーネルなら、その9分の1でチャネル数を変えられる。"
        "GoogLeNet や ResNet のボトルネックは、これで先にチャネルを減らす。"
        "MobileNet は、depthwise 畳み込みがチャネルごとに捉えたものを、これで混ぜ合わせる。"
        "隣の画素は見ず、画素ごとに全結合層を適用するのと同じである。",
    ),
    equation="y[n, o, h, w] = sum_c W[o, c] x[n, c, h s, w s] + b[o]",
    formula=(
        r"y_{n,o,h,w} = b_o + \sum_{c} W_{o,c}\, x_{n,\,c,\,h s,\,w s}",
        r"\frac{\partial L}{\partial W_{o,c}} = \sum_{n,h,w} \frac{\partial "
        r"L}{\partial y_{n,o,h,w}} x_{n,\,c,\,h s,\,w s}",
        r"\frac{\partial L}{\partial b_o} = \sum_{n,h,w} \frac{\partial L}{\partial "
        r"y_{n,o,h,w}}",
        r"\frac{\partial L}{\partial x_{n,c,u,v}} = \sum_{o} \sum_{h s = u \atop w s = v} "
        r"W_{o,c} \frac{\partial L}{\partial y_{n,o,h,w}}",
    ),
    derivation=(
        Step(
            heading=Text(
                "At one pixel it is a dense layer over the channels",
                "1つの画素で見れば、チャネルに対する全結合層である",
            ),
            text=Text(
                "o and c count the channels of y and x. The pixel (h s, w s) of x gives the pixel "
                "(h, w) of y; δ is the gradient that arrives.",
                "o と c は y と x のチャネルの番号である。x の画素 (h s, w s) から y の画素 (h, w) "
                "が決まる。届く勾配を δ とする。",
            ),
            equation=(
                r"y_{n,o,h,w} = b_o + \sum_{c} W_{o,c}\, x_{n,\,c,\,h s,\,w s}"
                "\n"
                r"\delta_{n,o,h,w} = \frac{\partial L}{\partial y_{n,o,h,w}}"
            ),
        ),
        Step(
            heading=Text(
                "The same W and b serve every pixel of every example",
                "同じ W と b が、全データの全画素に使われる",
            ),
            text=Text(
                "So their gradients are a dense layer's, with the pixels as examples.",
                "したがって勾配は、画素をデータとみなした全結合層の勾配になる。",
            ),
            equation=(
                r"\frac{\partial L}{\partial W_{o,c}} = \sum_{n,h,w} \delta_{n,o,h,w} \, "
                r"x_{n,\,c,\,h s,\,w s}"
                "\n"
                r"\frac{\partial L}{\partial b_o} = \sum_{n,h,w} \delta_{n,o,h,w}"
            ),
        ),
        Step(
            heading=Text(
                "A pixel of x reached one pixel of y, or none",
                "x の画素が影響するのは y の1画素か、0画素である",
            ),
            text=Text(
                "With a stride of 1 the inner sum has one term. With a larger one, pixels that are "
                "passed over have none, and get the gradient 0.",
                "ストライド 1 なら内側の和の項は1つである。"
                "ストライドが 2 以上なら、飛ばされた画素には項がなく、勾配は 0 になる。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x_{n,c,u,v}} = \sum_{o} \sum_{h s = u \atop w s = v} "
                r"W_{o,c} \, \delta_{n,o,h,w}"
            ),
            check=Text(
                "As a matrix it is the transpose of W, as for every linear map.",
                "行列で書けば W の転置を掛けることになり、線形な写像に共通の形である。",
            ),
        ),
    ),
    shapes={
        "x": "(N, n_in, H, W)",
        "W": "(n_out, n_in, 1, 1)",
        "b": "(n_out,)",
        "y": "(N, n_out, OH, OW)",
    },
    sources=("Lin, Chen and Yan (2014), Network in network, section 3.1",),
    weights={
        "W": Weight(torch="weight", keras="kernel", keras_layout="hwio"),
        "b": Weight(torch="bias", keras="bias"),
    },
    cases=(
        _case("plain", (2, 3, 4, 5), 6),
        _case("fewer_channels", (3, 5, 2, 4), 2),
        _case("stride_2", (2, 3, 5, 8), 4, (3, 4), stride=2),
        _case("stride_by_axis", (3, 2, 4, 7), 5, (4, 3), stride=(1, 3)),
        _case("stride_2_no_bias", (2, 3, 4, 5), 6, (2, 3), stride=2, use_bias=False),
        _case("no_bias", (2, 3, 4, 5), 6, use_bias=False),
        _case("one_pixel", (4, 3, 1, 1), 5),
        _case("one_channel_to_many", (2, 1, 3, 4), 5),
        _case("many_channels_to_one", (2, 5, 3, 4), 1),
        _case("one_example", (1, 3, 4, 5), 6),
    ),
    defaults=(
        Default(
            "stride",
            1,
            torch=("torch.nn.Conv2d", "stride", 1),
            keras=("keras.layers.Conv2D", "strides", (1, 1)),
        ),
        Default(
            "initializer",
            None,
            keras=("keras.layers.Conv2D", "kernel_initializer", "glorot_uniform"),
        ),
    ),
    also_called=(
        "pointwise",
        "pointwise_conv",
        "pointwise_convolution",
        "pw_conv",
        "pwconv",
        "conv1x1",
        "conv_1x1",
    ),
    identities=(
        Identity(
            sibling="dense",
            text=Text(
                "It is a dense layer over the channels, the same at every pixel.",
                "チャネルに対する全結合層を、すべての画素に同じように適用したものである。",
            ),
            case=Case(
                "dense_at_every_pixel",
                inputs={"x": normal(2, 3, 5, 6)},
                params={"W": normal(4, 3, 1, 1), "b": normal(4)},
                upstream=normal(2, 4, 5, 6),
            ),
            left=evaluated("pointwise_conv2d", n_in=3, n_out=4),
            right=_dense_over_channels,
        ),
        Identity(
            sibling="conv2d",
            text=Text(
                "It is a convolution with a kernel of 1×1.",
                "カーネルが 1×1 の畳み込みである。",
            ),
            case=Case(
                "kernel_of_one_pixel",
                inputs={"x": normal(2, 3, 5, 4)},
                params={"W": normal(6, 3, 1, 1), "b": normal(6)},
                upstream=normal(2, 6, 3, 2),
                config={"n_in": 3, "n_out": 6, "stride": 2},
            ),
            left=evaluated("pointwise_conv2d"),
            right=evaluated("conv2d", kernel_size=1),
        ),
    ),
    mistakes=(
        Mistake(
            name="pixels_and_channels_mixed",
            ja="画素とチャネルが入り乱れる",
            line="y = W @ self.pixels",
            wrong="y = (self.pixels.reshape(len(x), -1, W.shape[1]) @ W.T).transpose(0, 2, 1)",
            why=Text(
                "x is (N, n_in, H, W): reshape alone does not bring the channels behind the "
                "pixels, transpose does.",
                "x の軸は (N, n_in, H, W) である。チャネルを画素の後ろに移すには、reshape ではなく "
                "transpose が必要である。",
            ),
        ),
        Mistake(
            name="stride_forgotten_on_the_way_back",
            ja="逆伝播でストライドを忘れる",
            line="seen = dx[:, :, :: self.stride[0], :: self.stride[1]]",
            wrong="seen = dx[:, :, : self.out_size[0], : self.out_size[1]]",
            why=Text(
                "The pixels that were seen lie stride apart, and so do their gradients.",
                "使われた画素は stride 画素おきにある。勾配も同じ位置に戻す。",
            ),
        ),
        Mistake(
            name="passed_over_pixels_get_a_gradient",
            ja="飛ばした画素にも勾配を渡す",
            line="seen[...] = dpixels.reshape(seen.shape)",
            wrong="seen[...] = dpixels.reshape(seen.shape); dx = np.repeat(np.repeat(seen, "
            "self.stride[0], 2), self.stride[1], 3)[:, :, : dx.shape[2], : dx.shape[3]]",
            why=Text(
                "A pixel that no window saw changes nothing: its gradient is 0.",
                "どの窓にも入らなかった画素は結果に影響しないので、勾配は 0 である。",
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
            line="dW = np.tensordot(dy, self.pixels, axes=((0, 2), (0, 2)))",
            wrong="dW = np.tensordot(dy, self.pixels, axes=((0, 2), (0, 2))) / len(dy)",
            why=ALREADY_DIVIDED,
        ),
        Mistake(
            name="weight_gradient_averaged_over_pixels",
            ja="重みの勾配を画素で平均する",
            line="dW = np.tensordot(dy, self.pixels, axes=((0, 2), (0, 2)))",
            wrong="dW = np.tensordot(dy, self.pixels, axes=((0, 2), (0, 2))) / dy.shape[2]",
            why=Text(
                "All pixels share W, so its gradient is the sum over them.",
                "全画素が同じ W を使うので、勾配は画素についての和になる。",
            ),
        ),
    ),
)
