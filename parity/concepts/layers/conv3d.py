"""Convolution along three axes."""

from __future__ import annotations

from typing import Any

from parity.concepts.layers import _convolutions as shared
from parity.concepts.layers._same_with_a_stride import PAD_EXPLICITLY
from parity.concepts.layers._sources import GUIDE
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text, Weight
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated

_SEEN = "u s + m d,\\,h s + i d,\\,w s + j d"
_MET = r"u s + m d = p \atop h s + i d = q \atop w s + j d = r"

Five = tuple[int, int, int, int, int]


def _case(
    name: str, x: Five, W: Five, y: tuple[int, int, int], bias: bool = True, **config: Any
) -> Case:
    """Return a case with the shapes of x and W, and (OD, OH, OW) of y."""
    n_out, _, *kernel = W
    return Case(
        name,
        inputs={"x": normal(*x)},
        params={"W": normal(*W), **({"b": normal(n_out)} if bias else {})},
        upstream=normal(x[0], n_out, *y),
        config={"n_in": x[1], "n_out": n_out, "kernel_size": tuple(kernel), **config},
        images=("x", "y", "dx"),
    )


def _each_slice_alone(of: Implementations, a: Arrays) -> Arrays:
    """Return a convolution of every slice as an image of its own."""
    conv = of("conv2d")(2, 3, (2, 1), stride=(2, 1), padding=(0, 1))
    conv.params.update(W=a["W"][:, :, 0], b=a["b"])

    def images(volumes: Any) -> Any:
        return volumes.swapaxes(1, 2).reshape(-1, volumes.shape[1], *volumes.shape[3:])

    def volumes(images: Any) -> Any:
        return images.reshape(3, 4, *images.shape[1:]).swapaxes(1, 2)

    y = conv.forward(images(a["x"]))
    dx = conv.backward(images(a["dy"]))
    return {"y": volumes(y), "dx": volumes(dx), "dW": conv.grads["W"][:, :, None],
            "db": conv.grads["b"]}  # fmt: skip


Conv3d = Concept(
    kind="layer",
    order=31,
    syllabus=("3-4-1", "3-4-2"),
    needs=("conv2d", "conv1d"),
    title=Text("Convolution along three axes", "3次元畳み込み層"),
    summary=Text(
        "Slides a block through a volume: every place of the output is a weighted sum over a few "
        "neighbouring places in depth, height and width, and all channels.",
        "立体の中でブロック状のカーネルをずらす。出力の各位置は、奥行き・高さ・幅の方向に近い"
        "数か所と全チャネルの重み付き和になる。",
    ),
    why=Text(
        "A film is a stack of images, and a scan of a body a stack of slices. A convolution of "
        "single images sees no movement and no shape through the slices; with the frames as "
        "channels it sees them once and then no more, for the axis of time is gone after the first "
        "layer. A kernel with a third axis slides along it as well and keeps it. The price is its "
        "size: 27 weights for each pair of channels where a 3×3 kernel has 9.",
        "動画は画像を重ねたもの、体の断層写真は断面を重ねたものである。画像ごとの畳み込みでは、"
        "動きも、断面をまたぐ形も見えない。フレームをチャネルとして扱うと、見えるのは最初の層"
        "だけで、時間の軸はそこで失われる。カーネルに3つ目の軸を加えれば、その方向にもずらし"
        "ながら、軸を残せる。代わりに重みが増え、チャネルの組ごとに、3×3 なら 9 個のところが"
        " 27 個になる。",
    ),
    equation="y[n, o, u, h, w] = sum_{c,m,i,j} W[o, c, m, i, j] "
    "x[n, c, u s + m d, h s + i d, w s + j d] + b[o]",
    formula=shared.formula("u,h,w", _SEEN, "m,i,j", "p,q,r", _MET),
    derivation=shared.derivation("u,h,w", _SEEN, "m,i,j", "(u, h, w)", "p,q,r", _MET),
    shapes={
        "x": "(N, n_in, D, H, W)",
        "W": "(n_out, n_in / groups, kd, kh, kw)",
        "b": "(n_out,)",
        "y": "(N, n_out, OD, OH, OW)",
    },
    sources=(
        "Ji, Xu, Yang and Yu (2013), 3D convolutional neural networks for human action "
        "recognition, eq. 2",
        "Tran et al. (2015), Learning spatiotemporal features with 3D convolutional networks",
        GUIDE,
    ),
    weights={
        "W": Weight(torch="weight", keras="kernel", keras_layout="hwio"),
        "b": Weight(torch="bias", keras="bias"),
    },
    cases=(
        _case("plain", (1, 2, 3, 4, 5), (6, 2, 1, 3, 4), (3, 2, 2)),
        _case("stride_2", (2, 1, 5, 4, 3), (4, 1, 2, 3, 1), (2, 1, 2), stride=2),
        _case("stride_by_axis", (1, 2, 4, 3, 5), (6, 2, 3, 1, 4), (2, 2, 1), stride=(1, 2, 3)),
        _case("padding", (1, 2, 4, 3, 1), (4, 2, 3, 1, 1), (4, 5, 3), padding=1),
        _case(
            "uneven_padding",
            (1, 3, 2, 4, 5),
            (2, 3, 1, 4, 5),
            (3, 4, 1),
            padding=((1, 0), (1, 2), (0, 0)),
        ),
        _case("dilation", (1, 2, 3, 7, 5), (6, 2, 1, 3, 4), (3, 3, 2), dilation=(3, 2, 1)),
        _case(
            "stride_and_dilation",
            (1, 2, 3, 9, 7),
            (5, 2, 1, 4, 3),
            (2, 2, 2),
            stride=2,
            dilation=2,
        ),
        _case("groups", (1, 4, 2, 3, 5), (6, 2, 1, 3, 4), (2, 1, 2), groups=2),
        _case("each_channel_alone", (2, 3, 1, 4, 5), (6, 1, 1, 2, 3), (1, 3, 3), groups=3),
        _case(
            "same_stride_2",
            (1, 2, 3, 6, 4),
            (4, 2, 1, 5, 3),
            (2, 3, 2),
            stride=2,
            padding="same",
        ),
        _case(
            "same_lower",
            (1, 2, 3, 6, 4),
            (4, 2, 1, 5, 3),
            (2, 3, 2),
            stride=2,
            padding="same_lower",
        ),
        _case("valid", (1, 2, 3, 4, 5), (4, 2, 1, 3, 5), (3, 2, 1), padding="valid"),
        _case(
            "edge",
            (1, 2, 3, 4, 5),
            (5, 2, 3, 1, 4),
            (4, 4, 3),
            padding=((1, 2), (0, 0), (1, 0)),
            padding_mode="edge",
        ),
        _case(
            "reflect",
            (1, 2, 3, 4, 5),
            (5, 2, 3, 1, 4),
            (3, 4, 4),
            padding=(1, 0, 1),
            padding_mode="reflect",
        ),
        _case(
            "circular",
            (1, 2, 3, 4, 5),
            (5, 2, 3, 1, 4),
            (3, 4, 4),
            padding=(1, 0, 1),
            padding_mode="circular",
        ),
        _case("one_place", (1, 3, 2, 4, 5), (2, 3, 1, 1, 1), (2, 4, 5)),
        _case("no_bias", (1, 3, 2, 4, 5), (2, 3, 1, 4, 5), (2, 1, 1), False, use_bias=False),
    ),
    defaults=(
        Default(
            "stride",
            1,
            torch=("torch.nn.Conv3d", "stride", 1),
            keras=("keras.layers.Conv3D", "strides", (1, 1, 1)),
        ),
        Default(
            "padding",
            0,
            torch=("torch.nn.Conv3d", "padding", 0),
            keras=("keras.layers.Conv3D", "padding", "valid"),
        ),
        Default(
            "dilation",
            1,
            torch=("torch.nn.Conv3d", "dilation", 1),
            keras=("keras.layers.Conv3D", "dilation_rate", (1, 1, 1)),
        ),
        Default(
            "groups",
            1,
            torch=("torch.nn.Conv3d", "groups", 1),
            keras=("keras.layers.Conv3D", "groups", 1),
        ),
        Default("padding_mode", "zeros", torch=("torch.nn.Conv3d", "padding_mode", "zeros")),
    ),
    divergences=(
        Divergence(
            name="same_is_not_symmetric",
            ja="same のパディングは対称でない",
            summary=Text(
                "With a stride Keras' 'same' puts the odd place of each axis behind the volume; "
                "torch.nn.Conv3d pads both ends alike, which gives the same shape at most.",
                "ストライドがあるとき、Keras の 'same' は各軸の端数の1か所を後ろ側に足す。"
                "torch.nn.Conv3d は両端に同じだけ足すので、一致するのはせいぜい形だけである。",
            ),
            reconciled=PAD_EXPLICITLY,
            source="tf.nn documentation, notes on padding; torch.nn.Conv3d: padding='same' is "
            "not supported for strided convolutions",
            case="same_stride_2",
            native={
                "torch": {
                    "callable": "torch.nn.Conv3d",
                    "in_channels": 2,
                    "out_channels": 4,
                    "kernel_size": (1, 5, 3),
                    "stride": 2,
                    "padding": (0, 2, 1),
                },
                "keras": {
                    "callable": "keras.layers.Conv3D",
                    "filters": 4,
                    "kernel_size": (1, 5, 3),
                    "strides": 2,
                    "padding": "same",
                },
            },
            quantity="y",
        ),
    ),
    also_called=("convolution3d", "conv_3d", "c3d", "volumetric_convolution"),
    identities=(
        Identity(
            sibling="conv2d",
            text=Text(
                "With a kernel that is one slice deep it is the convolution of every slice.",
                "カーネルの奥行きが 1 なら、断面ごとの畳み込みである。",
            ),
            case=Case(
                "each_slice_alone",
                inputs={"x": normal(3, 2, 4, 6, 5)},
                params={"W": normal(3, 2, 1, 2, 1), "b": normal(3)},
                upstream=normal(3, 3, 4, 3, 7),
            ),
            left=evaluated(
                "conv3d",
                n_in=2,
                n_out=3,
                kernel_size=(1, 2, 1),
                stride=(1, 2, 1),
                padding=(0, 0, 1),
            ),
            right=_each_slice_alone,
        ),
    ),
    mistakes=(
        Mistake(
            name="kernel_flipped",
            ja="カーネルを反転する",
            line="y_rows += W[:, :, :, m, i, j] @ self.in_rows(seen)",
            wrong="y_rows += W[:, :, :, -1 - m, -1 - i, -1 - j] @ self.in_rows(seen)",
            why=shared.AS_IT_STANDS,
        ),
        Mistake(
            name="groups_of_every_second_channel",
            ja="チャネルを1つおきにグループへ分ける",
            line="self.x = self.grouped(self.padded(x))",
            wrong="self.x = np.stack(np.split(self.padded(x), self.n_in // self.groups, 1), 2)",
            why=shared.SIDE_BY_SIDE,
        ),
        Mistake(
            name="bias_gradient_averaged",
            ja="バイアスの勾配を平均する",
            line='self.grads["b"] = dy.sum(axis=(0, 2, 3, 4))',
            wrong='self.grads["b"] = dy.mean(axis=(0, 2, 3, 4))',
            why=shared.SUMMED_OVER_ALL_PLACES,
        ),
        Mistake(
            name="bias_gradient_of_the_first_slice",
            ja="バイアスの勾配を先頭の断面だけで求める",
            line='self.grads["b"] = dy.sum(axis=(0, 2, 3, 4))',
            wrong='self.grads["b"] = dy[:, :, 0].sum(axis=(0, 2, 3))',
            why=Text(
                "The sum of a convolution of images has one axis less than that of volumes: b is "
                "added in every slice.",
                "画像の畳み込みより和を取る軸が1つ多い。b はすべての断面に足される。",
            ),
        ),
        Mistake(
            name="weight_gradient_divided_by_the_batch",
            ja="重みの勾配をバッチサイズで割る",
            line="dW[:, :, :, m, i, j] = (dy_rows @ self.in_rows(seen).swapaxes(2, 3)).sum(axis=0)",
            wrong="dW[:, :, :, m, i, j] = (dy_rows @ self.in_rows(seen).swapaxes(2, 3)).mean(0)",
            why=shared.ONCE_FOR_EACH_EXAMPLE,
        ),
        Mistake(
            name="overlapping_windows_overwrite",
            ja="重なる窓が上書きする",
            line="dseen += dseen_rows.reshape(dseen.shape)  # a place lies in several windows",
            wrong="dseen[...] = dseen_rows.reshape(dseen.shape)",
            why=shared.FROM_EVERY_WINDOW,
        ),
        Mistake(
            name="kernel_flipped_on_the_way_back",
            ja="逆伝播でカーネルを反転する",
            line="dseen_rows = W[:, :, :, m, i, j].swapaxes(1, 2) @ dy_rows",
            wrong="dseen_rows = W[:, :, :, -1 - m, -1 - i, -1 - j].swapaxes(1, 2) @ dy_rows",
            why=shared.FLIPPED_BACK,
        ),
    ),
)
