"""The transposed convolution along one axis."""

from __future__ import annotations

from typing import Any

from parity.concepts.layers import _transposed as shared
from parity.concepts.layers._sources import GUIDE
from parity.describing.concept import Case, Concept, Mistake, Text, Weight
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _case(
    name: str,
    x: tuple[int, int, int],
    W: tuple[int, int, int],
    y: tuple[int, ...],
    bias: bool = True,
    **config: Any,
) -> Case:
    """Return a case with the shapes of x and W, and y's size along the axes of space."""
    n_in, per_group, *kernel = W
    n_out = per_group * config.get("groups", 1)
    size = kernel[0] if len(kernel) == 1 else tuple(kernel)
    return Case(
        name,
        inputs={"x": normal(*x)},
        params={"W": normal(*W), **({"b": normal(n_out)} if bias else {})},
        upstream=normal(x[0], n_out, *y),
        config={"n_in": n_in, "n_out": n_out, "kernel_size": size, **config},
        images=("x", "y", "dx"),
    )


def _convolution_backward(of: Implementations, a: Arrays) -> Arrays:
    """Return what the convolution with the same kernel gives the other way round."""
    conv = of("conv1d")(2, 3, 5, stride=2, padding=1, use_bias=False)
    conv.params["W"] = a["W"]
    dx = conv.forward(a["dy"])
    return {"y": conv.backward(a["x"]), "dx": dx, "dW": conv.grads["W"]}


ConvTranspose1d = Concept(
    kind="layer",
    order=32,
    syllabus=("3-4-2",),
    needs=("conv1d", "conv_transpose2d"),
    title=Text("Transposed convolution along one axis", "1次元の転置畳み込み層"),
    summary=Text(
        "Every step paints a copy of the kernel, times its value, into a longer sequence; copies "
        "that overlap add up.",
        "各時刻が、その値を掛けたカーネルのコピーを長い系列に描く。重なった分は足し合わせる。",
    ),
    why=Text(
        "A decoder of sound has a few numbers for each tenth of a second and must give thousands. "
        "Repeating them would give steps; the transposed convolution learns the shape that each "
        "of them stands for, and lays the shapes side by side, a stride apart. It is the way back "
        "of a convolution, used as a layer. Where the stride does not divide the kernel's size "
        "the copies overlap unevenly, and that is heard as a tone.",
        "音声のデコーダは、0.1 秒ごとに数個の値から数千個の値を作る。値を繰り返すだけでは階段状に"
        "なる。転置畳み込みは、それぞれの値が表す波形を学習し、ストライドの間隔で並べる。畳み込み"
        "の逆伝播を層として使ったものである。カーネルの大きさがストライドで割り切れないと重なりに"
        "むらができ、それが音として聞こえる。",
    ),
    equation="y[n, o, t s + k d - p] += W[c, o, k] x[n, c, t], for all; plus b",
    formula=shared.formula("u", "t", "k", "t s + k d - p = u", "t s + k d - p"),
    derivation=shared.derivation("u", "t", "k", "t s + k d - p = u", "t s + k d - p"),
    shapes={
        "x": "(N, n_in, T)",
        "W": "(n_in, n_out / groups, K)",
        "b": "(n_out,)",
        "y": "(N, n_out, OT)",
    },
    sources=(GUIDE + ", section 4",),
    weights={
        "W": Weight(torch="weight", keras="kernel", keras_layout="hwio"),
        "b": Weight(torch="bias", keras="bias"),
    },
    cases=(
        _case("plain", (2, 3, 4), (3, 5, 2), (5,)),
        _case("stride_2", (2, 3, 4), (3, 1, 5), (11,), stride=2),
        _case("padding", (3, 2, 5), (2, 4, 3), (5,), padding=1),
        _case("output_padding", (3, 2, 4), (2, 3, 5), (8,), stride=2, padding=2, output_padding=1),
        _case("uneven_padding", (2, 3, 4), (3, 2, 4), (4,), padding=(1, 2)),
        _case("gaps", (2, 3, 4), (3, 5, 2), (13,), stride=4, output_padding=2, padding=((1, 2),)),
        _case("dilation", (2, 3, 4), (3, 1, 2), (7,), dilation=3),
        _case("groups", (2, 4, 3), (4, 3, 2), (4,), groups=2),
        _case("each_channel_alone", (2, 3, 4), (3, 1, 5), (11,), stride=2, groups=3),
        _case(
            "groups_and_dilation",
            (3, 4, 2),
            (4, 1, 3),
            (6,),
            stride=2,
            padding=1,
            output_padding=1,
            dilation=2,
            groups=2,
        ),
        _case("same", (2, 3, 4), (3, 2, 5), (8,), stride=2, padding="same"),
        _case("same_lower", (2, 3, 4), (3, 2, 5), (8,), stride=2, padding="same_lower"),
        _case("same_with_gaps", (2, 3, 4), (3, 5, 2), (12,), stride=3, padding="same"),
        _case("no_bias", (2, 3, 4), (3, 5, 2), (5,), False, use_bias=False),
    ),
    defaults=shared.defaults(1),
    divergences=(shared.same_cuts_the_other_side(1, 5, 2),),
    also_called=("transposed_convolution1d", "deconv1d", "conv1d_transpose", "deconvolution1d"),
    identities=(
        Identity(
            sibling="conv1d",
            text=shared.AS_ITS_CONVOLUTION,
            case=Case(
                "convolution_backward",
                inputs={"x": normal(2, 3, 4)},
                params={"W": normal(3, 2, 5)},
                upstream=normal(2, 2, 9),
            ),
            left=evaluated(
                "conv_transpose1d",
                n_in=3,
                n_out=2,
                kernel_size=5,
                stride=2,
                padding=1,
                use_bias=False,
            ),
            right=_convolution_backward,
        ),
    ),
    mistakes=(
        Mistake(
            name="copies_overwrite",
            ja="コピーが上書きする",
            line="painted += W[:, :, :, k].swapaxes(1, 2) @ self.x  # copies that overlap add up",
            wrong="painted[...] = W[:, :, :, k].swapaxes(1, 2) @ self.x",
            why=shared.OVERLAPPING_COPIES,
        ),
        Mistake(
            name="kernel_turned",
            ja="カーネルを反転する",
            line="painted += W[:, :, :, k].swapaxes(1, 2) @ self.x  # copies that overlap add up",
            wrong="painted += W[:, :, :, -1 - k].swapaxes(1, 2) @ self.x",
            why=shared.NOT_TURNED,
        ),
        Mistake(
            name="front_not_cut_off",
            ja="前側を切り落とさない",
            line="y = self.kept(whole)",
            wrong="y = whole[:, :, : self.y_shape[2]]",
            why=shared.CUT_AT_THE_FRONT,
        ),
        Mistake(
            name="bias_gradient_averaged",
            ja="バイアスの勾配を平均する",
            line='self.grads["b"] = dy.sum(axis=(0, 2))',
            wrong='self.grads["b"] = dy.mean(axis=(0, 2))',
            why=shared.EVERY_PLACE_OF_Y,
        ),
        Mistake(
            name="weight_gradient_divided_by_the_batch",
            ja="重みの勾配をバッチサイズで割る",
            line="dW[:, :, :, k] = (self.x @ reached.swapaxes(2, 3)).sum(axis=0)",
            wrong="dW[:, :, :, k] = (self.x @ reached.swapaxes(2, 3)).mean(axis=0)",
            why=shared.ALL_EXAMPLES,
        ),
        Mistake(
            name="gradient_of_the_last_element_alone",
            ja="最後の要素の勾配だけを残す",
            line="dx += W[:, :, :, k] @ reached  # a step collects from all that it has reached",
            wrong="dx = W[:, :, :, k] @ reached",
            why=shared.FROM_ALL_THAT_IT_REACHED,
        ),
    ),
)
