"""Convolution."""

from __future__ import annotations

from typing import Any

from parity.concepts.layers._conv2d_identities import IDENTITIES
from parity.concepts.layers._sources import GUIDE
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text, Weight
from parity.describing.draw import normal

_IMAGES = ("x", "y", "dx")


def _case(
    name: str,
    x: tuple[int, int, int, int],
    W: tuple[int, int, int, int],
    y: tuple[int, int],
    bias: bool = True,
    **config: Any,
) -> Case:
    """Return a case with the shapes of x and W, and (OH, OW) of y."""
    n_out, _, kh, kw = W
    return Case(
        name,
        inputs={"x": normal(*x)},
        params={"W": normal(*W), "b": normal(n_out)} if bias else {"W": normal(*W)},
        upstream=normal(x[0], n_out, *y),
        config={"n_in": x[1], "n_out": n_out, "kernel_size": (kh, kw), **config},
        images=_IMAGES,
    )


Conv2d = Concept(
    kind="layer",
    order=30,
    syllabus=("3-4-1", "3-4-2"),
    needs=("dense", "zero_padding2d", "output_size"),
    title=Text("Convolution", "畳み込み層"),
    summary=Text(
        "Slides a kernel over the image: every output pixel is the sum of a window's pixels, "
        "each times its weight. The same weights serve every place.",
        "カーネルを画像上でずらしながら、ウィンドウ内の画素と重みの積和を各出力画素とする。"
        "重みはすべての位置で共有される。",
    ),
    equation="y[n, o, h, w] = sum_{c,i,j} W[o, c, i, j] x[n, c, h s + i d, w s + j d] + b[o]",
    formula=(
        r"y_{n,o,h,w} = b_o + \sum_{c,i,j} W_{o,c,i,j}\, x_{n,\,c,\,h s + i d,\,w s + j d}",
        r"\frac{\partial L}{\partial W_{o,c,i,j}} = \sum_{n,h,w} \frac{\partial "
        r"L}{\partial y_{n,o,h,w}} x_{n,\,c,\,h s + i d,\,w s + j d}",
        r"\frac{\partial L}{\partial b_o} = \sum_{n,h,w} \frac{\partial L}{\partial "
        r"y_{n,o,h,w}}",
        r"\frac{\partial L}{\partial x_{n,c,u,v}} = \sum_{o} \sum_{h s + i d = u \atop w "
        r"s + j d = v} W_{o,c,i,j} \frac{\partial L}{\partial y_{n,o,h,w}}",
    ),
    shapes={
        "x": "(N, n_in, H, W)",
        "W": "(n_out, n_in / groups, kh, kw)",
        "b": "(n_out,)",
        "y": "(N, n_out, OH, OW)",
    },
    sources=(
        "LeCun et al. (1998), Gradient-based learning applied to document recognition, II.A",
        GUIDE,
    ),
    weights={
        "W": Weight(torch="weight", keras="kernel", keras_layout="hwio"),
        "b": Weight(torch="bias", keras="bias"),
    },
    cases=(
        _case("plain", (2, 3, 4, 5), (5, 3, 2, 4), (3, 2)),
        _case("stride_2", (2, 1, 8, 5), (4, 1, 3, 2), (3, 2), stride=2),
        _case("stride_by_axis", (3, 2, 5, 4), (4, 2, 3, 1), (3, 6), stride=(2, 1), padding=1),
        _case("dilation_2", (2, 1, 5, 7), (4, 1, 2, 3), (3, 3), dilation=2),
        _case("stride_and_dilation", (2, 1, 7, 8), (4, 1, 3, 2), (2, 3), stride=2, dilation=(2, 3)),
        _case("groups", (3, 4, 5, 2), (6, 2, 3, 1), (3, 2), groups=2),
        _case("depthwise", (2, 3, 5, 4), (6, 1, 3, 2), (3, 3), groups=3),
        _case("one_by_one", (2, 3, 4, 5), (6, 3, 1, 1), (4, 5)),
        _case("no_bias", (2, 3, 5, 4), (4, 3, 1, 2), (7, 3), False, padding=(1, 0), use_bias=False),
        _case("uneven_padding", (2, 3, 4, 5), (5, 3, 2, 4), (6, 5), padding=((1, 2), (0, 3))),
        _case("more_padding_than_kernel", (2, 3, 4, 5), (4, 3, 1, 2), (8, 8), padding=2),
        _case("same_stride_2", (2, 1, 6, 8), (4, 1, 3, 5), (3, 4), stride=2, padding="same"),
        _case("same_even_kernel", (3, 1, 5, 4), (6, 1, 2, 4), (5, 4), padding="same"),
        _case(
            "same_stride_and_dilation",
            (2, 1, 6, 5),
            (4, 1, 3, 2),
            (3, 3),
            stride=2,
            dilation=2,
            padding="same",
        ),
        _case("same_with_gaps", (2, 3, 5, 4), (6, 3, 1, 2), (2, 2), stride=3, padding="same"),
        _case("valid", (2, 3, 5, 4), (6, 3, 2, 1), (4, 4), padding="valid"),
        _case(
            "edge",
            (2, 3, 4, 5),
            (4, 3, 2, 1),
            (6, 8),
            padding=((1, 2), (2, 1)),
            padding_mode="edge",
        ),
        _case(
            "reflect", (2, 1, 4, 5), (3, 1, 2, 4), (7, 4), padding=(2, 1), padding_mode="reflect"
        ),
        _case(
            "reflect_same",
            (2, 1, 6, 8),
            (4, 1, 3, 5),
            (3, 4),
            stride=2,
            padding="same",
            padding_mode="reflect",
        ),
        Case(
            "keras_itself_on_stride_and_dilation",
            inputs={"x": normal(2, 1, 7, 8)},
            params={"W": normal(4, 1, 3, 2), "b": normal(4)},
            upstream=normal(2, 4, 2, 3),
            config={"n_in": 1, "n_out": 4, "kernel_size": (3, 2), "stride": 2, "dilation": 2},
            config_for={
                "keras": {
                    "callable": "keras.layers.Conv2D",
                    "filters": 4,
                    "kernel_size": (3, 2),
                    "strides": 2,
                    "dilation_rate": 2,
                }
            },
            images=_IMAGES,
            refused_by={"keras": "`strides > 1` not supported in conjunction with"},
        ),
    ),
    defaults=(
        Default(
            "stride",
            1,
            torch=("torch.nn.Conv2d", "stride", 1),
            keras=("keras.layers.Conv2D", "strides", (1, 1)),
        ),
        Default(
            "padding",
            0,
            torch=("torch.nn.Conv2d", "padding", 0),
            keras=("keras.layers.Conv2D", "padding", "valid"),
        ),
        Default(
            "dilation",
            1,
            torch=("torch.nn.Conv2d", "dilation", 1),
            keras=("keras.layers.Conv2D", "dilation_rate", (1, 1)),
        ),
        Default(
            "groups",
            1,
            torch=("torch.nn.Conv2d", "groups", 1),
            keras=("keras.layers.Conv2D", "groups", 1),
        ),
        Default(
            "padding_mode",
            "zeros",
            torch=("torch.nn.Conv2d", "padding_mode", "zeros"),
        ),
        Default(
            "initializer",
            None,
            keras=("keras.layers.Conv2D", "kernel_initializer", "glorot_uniform"),
        ),
    ),
    divergences=(
        Divergence(
            name="same_is_not_symmetric",
            summary=Text(
                "Keras' 'same' puts the odd pixel of the padding behind the image. A symmetric "
                "padding, the only kind that torch.nn.Conv2d has with a stride, gives the right "
                "shape and wrong values.",
                "Keras の 'same' は、パディングの端数の1画素を画像の後ろ側に付ける。"
                "ストライドがあるとき torch.nn.Conv2d が使えるのは対称なパディングだけで、"
                "形は合うが値が異なる。",
            ),
            reconciled=Text(
                "Pad explicitly: total = max((ceil(n/s) - 1) s + (k - 1) d + 1 - n, 0), of which "
                "total // 2 comes before.",
                "明示的にパディングする。"
                "total = max((ceil(n/s) - 1) s + (k - 1) d + 1 - n, 0) とし、"
                "そのうち total // 2 を前側に付ける。",
            ),
            source="tf.nn documentation, notes on padding; torch.nn.Conv2d: padding='same' is "
            "not supported for strided convolutions",
            case="same_stride_2",
            native={
                "torch": {
                    "callable": "torch.nn.Conv2d",
                    "in_channels": 1,
                    "out_channels": 4,
                    "kernel_size": (3, 5),
                    "stride": 2,
                    "padding": (1, 2),
                },
                "keras": {"padding": "same"},
            },
            quantity="y",
        ),
        Divergence(
            name="mirrored_with_or_without_the_edge",
            summary=Text(
                "'reflect' mirrors at the outermost pixel and does not repeat it; TensorFlow's "
                "'SYMMETRIC' repeats it, which for one pixel is 'edge' (PyTorch's 'replicate').",
                "'reflect' は端の画素を軸に折り返し、端の画素自体は繰り返さない。TensorFlow の "
                "'SYMMETRIC' は端も繰り返し、"
                "1画素分なら 'edge'(PyTorch の 'replicate')と同じになる。",
            ),
            reconciled=Text(
                "padding_mode names the border.",
                "padding_mode で境界の扱いを指定する。",
            ),
            source="tf.pad and torch.nn.functional.pad documentation",
            case="reflect",
            native={"torch": {"padding_mode": "reflect"}, "keras": {"padding_mode": "edge"}},
            quantity="y",
        ),
    ),
    also_called=(
        "convolution",
        "conv",
        "convolution2d",
        "conv_layer",
        "conv_forward",
        "conv_forward_naive",
    ),
    identities=IDENTITIES,
    mistakes=(
        Mistake(
            name="transpose_forgotten",
            line="W_rows = W[outs].transpose(2, 3, 1, 0).reshape(-1, self.n_out // self.groups)",
            wrong="W_rows = W[outs].reshape(-1, self.n_out // self.groups)",
            why=Text(
                "The columns go through (kh, kw, C), so the kernel must too; reshape alone keeps "
                "the order (n_out, C, kh, kw) and mixes the weights up.",
                "列の並びは (kh, kw, C) なので、カーネルも同じ順に並べ替える必要がある。"
                "reshape だけでは (n_out, C, kh, kw) の順のままで、重みが入り乱れる。",
            ),
        ),
        Mistake(
            name="kernel_flipped",
            line="W_rows = W[outs].transpose(2, 3, 1, 0).reshape(-1, self.n_out // self.groups)",
            wrong="W_rows = W[outs][:, :, ::-1, ::-1].transpose(2, 3, 1, 0).reshape("
            "-1, self.n_out // self.groups)",
            why=Text(
                "A layer's convolution does not flip the kernel: it is what mathematics calls a "
                "cross-correlation.",
                "畳み込み層ではカーネルを反転させない。数学でいう相互相関に当たる。",
            ),
        ),
        Mistake(
            name="kernel_not_flipped_on_the_way_back",
            line="flipped = W[outs][:, :, ::-1, ::-1]",
            wrong="flipped = W[outs]",
            why=Text(
                "The pixel that an element of the kernel met lies before the output pixel on the "
                "way back, so the kernel is turned by 180 degrees.",
                "逆向きに見ると各画素と出力の位置関係が反対になるので、"
                "カーネルを180度回転させなければならない。",
            ),
        ),
        Mistake(
            name="weight_gradient_left_flipped",
            line="dW[outs] = dW_flipped[:, :, ::-1, ::-1]",
            wrong="dW[outs] = dW_flipped",
            why=Text(
                "What was found is the gradient of the flipped kernel; dW is that, flipped back.",
                "得られたのは反転したカーネルの勾配なので、dW にするには元の向きに戻す。",
            ),
        ),
        Mistake(
            name="same_padding_on_the_wrong_side",
            line="before = total // 2",
            wrong="before = total - total // 2",
            why=Text(
                "Of an odd number of added pixels the larger half comes behind the image.",
                "追加する画素数が奇数のとき、多いほうの半分は画像の後ろ側に付く。",
            ),
        ),
        Mistake(
            name="same_padding_symmetric",
            line="found.append((before, total - before))",
            wrong="found.append(((total + 1) // 2, (total + 1) // 2))",
            why=Text(
                "With a stride the output has the right shape all the same, and every window lies "
                "one pixel off.",
                "ストライドがあると出力の形は合ってしまうが、全ウィンドウの位置が1画素ずれる。",
            ),
        ),
        Mistake(
            name="bias_gradient_averaged_over_pixels",
            line='self.grads["b"] = dy.sum(axis=2).sum(axis=(0, 2))  # the image rows first: fast',
            wrong='self.grads["b"] = dy.sum(axis=0).mean(axis=(1, 2))',
            why=Text(
                "b is added to every pixel of its channel, so its gradient is the sum over them.",
                "b はチャネルの全画素に足されるので、勾配は全画素にわたる和になる。",
            ),
        ),
        Mistake(
            name="mirror_repeats_the_edge",
            line="return n - 1 - np.abs(n - 1 - np.abs(at))",
            wrong="return np.where(at < 0, -1 - at, np.where(at < n, at, 2 * n - 1 - at))",
            why=Text(
                "'reflect' mirrors at the outermost pixel, which is therefore not repeated.",
                "'reflect' は端の画素を軸に折り返すので、端の画素自体は繰り返さない。",
            ),
        ),
        Mistake(
            name="border_gradient_overwritten",
            line="dx[:, :, :, source] += rows[:, :, :, at]",
            wrong="dx[:, :, :, source] = rows[:, :, :, at]",
            why=Text(
                "A pixel that the border repeats collects the gradients of all its copies.",
                "境界に複製された画素には、すべての複製からの勾配を足し合わせる。",
            ),
        ),
    ),
)
