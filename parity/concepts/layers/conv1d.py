"""Convolution along one axis."""

from __future__ import annotations

from typing import Any

from parity.concepts.layers import _convolutions as shared
from parity.concepts.layers._same_with_a_stride import PAD_EXPLICITLY
from parity.concepts.layers._sources import GUIDE
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text, Weight
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(
    name: str,
    x: tuple[int, int, int],
    W: tuple[int, int, int],
    steps: int,
    bias: bool = True,
    config_for: Any = None,
    **config: Any,
) -> Case:
    """Return a case with the shapes of x and W, and how many steps y has."""
    n_out, _, kernel = W
    return Case(
        name,
        inputs={"x": normal(*x)},
        params={"W": normal(*W), **({"b": normal(n_out)} if bias else {})},
        upstream=normal(x[0], n_out, steps),
        config={"n_in": x[1], "n_out": n_out, "kernel_size": kernel, **config},
        config_for=config_for or {},
        images=("x", "y", "dx"),
    )


def _images_of_one_row(of: Implementations, a: Arrays) -> Arrays:
    conv = of("conv2d")(3, 4, (1, 2), stride=(1, 2), padding=(0, 1))
    conv.params.update(W=a["W"][:, :, None], b=a["b"])
    y = conv.forward(a["x"][:, :, None])
    dx = conv.backward(a["dy"][:, :, None])
    return {"y": y[:, :, 0], "dx": dx[:, :, 0], "dW": conv.grads["W"][:, :, 0],
            "db": conv.grads["b"]}  # fmt: skip


Conv1d = Concept(
    kind="layer",
    order=31,
    syllabus=("3-4-1", "3-4-2"),
    needs=("conv2d", "output_size"),
    title=Text("Convolution along one axis", "1次元畳み込み層"),
    summary=Text(
        "Slides a kernel along a sequence: every step of the output is a weighted sum over a few "
        "neighbouring steps and all channels.",
        "カーネルを系列に沿ってずらす。出力の各時刻は、近くの数時刻・全チャネルの重み付き和に"
        "なる。",
    ),
    why=Text(
        "Sound, sensor values and words come one after the other. What matters, an onset or a "
        "phrase, spans a few steps and may begin at any of them. A kernel that slides along the "
        "axis of time finds it wherever it is, with the same few weights; unlike a recurrent layer "
        "it computes all steps at once. How far back it sees is fixed by the kernel, and grows "
        "with the dilation and with the number of layers.",
        "音声やセンサーの値、単語は順に並んでいる。手掛かりになる音の立ち上がりや語句は数時刻に"
        "わたり、どの時刻から始まるかは決まっていない。時間軸に沿ってカーネルをずらせば、同じ"
        "少数の重みで、どこにあっても見つけられる。再帰層と違い、全時刻を同時に計算できる。"
        "どこまで前を見られるかはカーネルの大きさで決まり、膨張や層の数を増やすと広がる。",
    ),
    equation="y[n, o, t] = sum_{c,k} W[o, c, k] x[n, c, t s + k d] + b[o]",
    formula=shared.formula("t", "t s + k d", "k", "u", "t s + k d = u"),
    derivation=shared.derivation("t", "t s + k d", "k", "t", "u", "t s + k d = u"),
    shapes={
        "x": "(N, n_in, T)",
        "W": "(n_out, n_in / groups, K)",
        "b": "(n_out,)",
        "y": "(N, n_out, OT)",
    },
    sources=(
        "Waibel et al. (1989), Phoneme recognition using time-delay neural networks",
        "Kim (2014), Convolutional neural networks for sentence classification, section 2",
        GUIDE,
    ),
    weights={
        "W": Weight(torch="weight", keras="kernel", keras_layout="hwio"),
        "b": Weight(torch="bias", keras="bias"),
    },
    cases=(
        _case("plain", (2, 3, 5), (4, 3, 2), 4),
        _case("stride_2", (2, 1, 7), (4, 1, 3), 3, stride=2),
        _case("padding", (3, 2, 4), (5, 2, 3), 4, padding=1),
        _case("uneven_padding", (2, 3, 4), (5, 3, 2), 6, padding=(2, 1)),
        _case("uneven_pair", (2, 3, 5), (4, 3, 2), 5, padding=((0, 1),)),
        _case("dilation_3", (2, 3, 7), (4, 3, 2), 4, dilation=3),
        _case("stride_and_dilation", (2, 1, 8), (4, 1, 3), 2, stride=2, dilation=2),
        _case("gaps", (2, 3, 8), (4, 3, 2), 3, stride=3),
        _case("groups", (3, 4, 5), (6, 2, 3), 3, groups=2),
        _case("each_channel_alone", (2, 3, 5), (6, 1, 2), 4, groups=3),
        _case("groups_stride_2", (2, 4, 7), (6, 2, 3), 3, groups=2, stride=2),
        _case("same_stride_2", (2, 3, 6), (4, 3, 5), 3, stride=2, padding="same"),
        _case("same_lower", (2, 3, 6), (4, 3, 5), 3, stride=2, padding="same_lower"),
        _case("same_dilation", (3, 2, 4), (5, 2, 3), 4, dilation=2, padding="same"),
        _case(
            "causal",
            (2, 3, 5),
            (4, 3, 2),
            5,
            padding="causal",
            dilation=2,
            config_for={
                "keras": {
                    "callable": "keras.layers.Conv1D",
                    "filters": 4,
                    "kernel_size": 2,
                    "padding": "causal",
                    "dilation_rate": 2,
                }
            },
        ),
        _case("causal_stride_2", (2, 1, 5), (4, 1, 3), 3, padding="causal", stride=2),
        _case("valid", (2, 3, 4), (5, 3, 2), 3, padding="valid"),
        _case("edge", (2, 3, 4), (5, 3, 2), 6, padding=(1, 2), padding_mode="edge"),
        _case("reflect", (2, 1, 4), (3, 1, 2), 7, padding=2, padding_mode="reflect"),
        _case("circular", (2, 3, 4), (5, 3, 2), 6, padding=(1, 2), padding_mode="circular"),
        _case("smaller_than_the_kernel", (3, 2, 1), (6, 2, 4), 2, padding=2),
        _case("one_step", (2, 3, 4), (5, 3, 1), 4),
        _case("no_bias", (2, 3, 4), (5, 3, 2), 3, False, use_bias=False),
    ),
    defaults=(
        Default(
            "stride",
            1,
            torch=("torch.nn.Conv1d", "stride", 1),
            keras=("keras.layers.Conv1D", "strides", 1),
        ),
        Default(
            "padding",
            0,
            torch=("torch.nn.Conv1d", "padding", 0),
            keras=("keras.layers.Conv1D", "padding", "valid"),
        ),
        Default(
            "dilation",
            1,
            torch=("torch.nn.Conv1d", "dilation", 1),
            keras=("keras.layers.Conv1D", "dilation_rate", 1),
        ),
        Default(
            "groups",
            1,
            torch=("torch.nn.Conv1d", "groups", 1),
            keras=("keras.layers.Conv1D", "groups", 1),
        ),
        Default("padding_mode", "zeros", torch=("torch.nn.Conv1d", "padding_mode", "zeros")),
    ),
    divergences=(
        Divergence(
            name="same_is_not_symmetric",
            ja="same のパディングは対称でない",
            summary=Text(
                "With a stride Keras' 'same' puts the odd step behind the sequence, and "
                "torch.nn.Conv1d knows a symmetric padding alone: as many steps, other windows.",
                "ストライドがあるとき、Keras の 'same' は端数の1時刻を系列の後ろに足す。"
                "torch.nn.Conv1d が使えるのは対称なパディングだけなので、長さは同じでも"
                "窓の位置が異なる。",
            ),
            reconciled=PAD_EXPLICITLY,
            source="tf.nn documentation, notes on padding; torch.nn.Conv1d: padding='same' is "
            "not supported for strided convolutions",
            case="same_stride_2",
            native={
                "torch": {
                    "callable": "torch.nn.Conv1d",
                    "in_channels": 3,
                    "out_channels": 4,
                    "kernel_size": 5,
                    "stride": 2,
                    "padding": 2,
                },
                "keras": {
                    "callable": "keras.layers.Conv1D",
                    "filters": 4,
                    "kernel_size": 5,
                    "strides": 2,
                    "padding": "same",
                },
            },
            quantity="y",
        ),
    ),
    also_called=("convolution1d", "conv_1d", "temporal_convolution", "conv1d_layer", "tdnn"),
    identities=(
        Identity(
            sibling="conv2d",
            text=Text(
                "It is the convolution of images that are one pixel high.",
                "高さが1画素の画像に対する畳み込みである。",
            ),
            case=Case(
                "images_of_one_row",
                inputs={"x": normal(2, 3, 5)},
                params={"W": normal(4, 3, 2), "b": normal(4)},
                upstream=normal(2, 4, 3),
            ),
            left=evaluated("conv1d", n_in=3, n_out=4, kernel_size=2, stride=2, padding=1),
            right=_images_of_one_row,
        ),
    ),
    mistakes=(
        Mistake(
            name="kernel_flipped",
            ja="カーネルを反転する",
            line="y_of_groups += W[:, :, :, k] @ seen  # seen[..., t] is x[..., t s + k d]",
            wrong="y_of_groups += W[:, :, :, -1 - k] @ seen",
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
            line='self.grads["b"] = dy.sum(axis=(0, 2))',
            wrong='self.grads["b"] = dy.mean(axis=(0, 2))',
            why=shared.SUMMED_OVER_ALL_PLACES,
        ),
        Mistake(
            name="bias_gradient_of_the_last_step",
            ja="バイアスの勾配を最後の時刻だけで求める",
            line='self.grads["b"] = dy.sum(axis=(0, 2))',
            wrong='self.grads["b"] = dy[:, :, -1].sum(axis=0)',
            why=shared.AT_EVERY_STEP,
        ),
        Mistake(
            name="weight_gradient_divided_by_the_batch",
            ja="重みの勾配をバッチサイズで割る",
            line="dW[:, :, :, k] = (dy @ seen.swapaxes(2, 3)).sum(axis=0)",
            wrong="dW[:, :, :, k] = (dy @ seen.swapaxes(2, 3)).mean(axis=0)",
            why=shared.ONCE_FOR_EACH_EXAMPLE,
        ),
        Mistake(
            name="overlapping_windows_overwrite",
            ja="重なる窓が上書きする",
            line="dseen += W[:, :, :, k].swapaxes(1, 2) @ dy  # a step lies in several windows",
            wrong="dseen[...] = W[:, :, :, k].swapaxes(1, 2) @ dy",
            why=shared.FROM_EVERY_WINDOW,
        ),
        Mistake(
            name="kernel_flipped_on_the_way_back",
            ja="逆伝播でカーネルを反転する",
            line="dseen += W[:, :, :, k].swapaxes(1, 2) @ dy  # a step lies in several windows",
            wrong="dseen += W[:, :, :, -1 - k].swapaxes(1, 2) @ dy",
            why=shared.FLIPPED_BACK,
        ),
    ),
)
