"""The transposed convolution along three axes."""

from __future__ import annotations

from typing import Any

from parity.concepts.layers import _transposed as shared
from parity.concepts.layers._sources import GUIDE
from parity.describing.concept import Case, Concept, Mistake, Text, Weight
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated

_MET = r"u s + m d - p = e \atop h s + i d - p = f \atop w s + j d - p = g"
_REACHED = r"u s + m d - p,\,h s + i d - p,\,w s + j d - p"


def _case(
    name: str,
    x: tuple[int, int, int, int, int],
    W: tuple[int, int, int, int, int],
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
    conv = of("conv3d")(2, 3, (1, 4, 5), padding=(0, 1, 1), use_bias=False)
    conv.params["W"] = a["W"]
    dx = conv.forward(a["dy"])
    return {"y": conv.backward(a["x"]), "dx": dx, "dW": conv.grads["W"]}


ConvTranspose3d = Concept(
    kind="layer",
    order=32,
    syllabus=("3-4-2",),
    needs=("conv3d", "conv_transpose2d"),
    title=Text("Transposed convolution along three axes", "3次元の転置畳み込み層"),
    summary=Text(
        "Every place paints a block, the kernel times its value, into a larger volume; blocks "
        "that overlap add up.",
        "各位置が、その値を掛けたカーネルのブロックを大きな立体に描く。重なった分は足し合わせる。",
    ),
    why=Text(
        "A network that labels every place of a scan first shrinks the volume to see far, and "
        "must then come back to its full size. Repeating the places blurs what was found; the "
        "transposed convolution learns how a place unfolds into a block. Its price is that of a "
        "convolution along three axes, and where copies overlap unevenly a pattern of blocks may "
        "show.",
        "断層写真のすべての位置にラベルを付けるネットワークは、広い範囲を見るために立体を小さくし"
        "、その後で元の大きさに戻す。値を繰り返すだけでは結果がぼける。転置畳み込みは、1つの位置を"
        "どのようなブロックに広げるかを学習する。計算量は3次元の畳み込みと同じで、重なりにむらがあ"
        "ると格子模様が現れることがある。",
    ),
    equation=(
        "y[n, o, u s + m d - p, h s + i d - p, w s + j d - p] += W[c, o, m, i, j] x[n, c, u, h, "
        "w], for all; plus b"
    ),
    formula=shared.formula("e,f,g", "u,h,w", "m,i,j", _MET, _REACHED),
    derivation=shared.derivation("e,f,g", "u,h,w", "m,i,j", _MET, _REACHED),
    shapes={
        "x": "(N, n_in, D, H, W)",
        "W": "(n_in, n_out / groups, kd, kh, kw)",
        "b": "(n_out,)",
        "y": "(N, n_out, OD, OH, OW)",
    },
    sources=(
        GUIDE + ", section 4",
        "Cicek et al. (2016), 3D U-Net: learning dense volumetric segmentation from sparse "
        "annotation, section 2",
    ),
    weights={
        "W": Weight(torch="weight", keras="kernel", keras_layout="hwio"),
        "b": Weight(torch="bias", keras="bias"),
    },
    cases=(
        _case("plain", (1, 2, 3, 4, 5), (2, 3, 1, 4, 5), (3, 7, 9)),
        _case("stride_by_axis", (1, 2, 3, 1, 4), (2, 5, 3, 1, 4), (5, 1, 13), stride=(1, 2, 3)),
        _case("padding", (2, 1, 3, 4, 5), (1, 2, 3, 4, 1), (3, 5, 3), padding=1),
        _case(
            "output_padding",
            (1, 2, 3, 4, 5),
            (2, 1, 3, 5, 7),
            (6, 8, 10),
            stride=2,
            padding=(1, 2, 3),
            output_padding=1,
        ),
        _case(
            "output_padding_by_axis",
            (1, 3, 2, 1, 4),
            (3, 2, 1, 4, 5),
            (4, 5, 11),
            stride=(3, 2, 2),
            output_padding=(0, 1, 0),
            padding=((0, 0), (0, 0), (0, 0)),
        ),
        _case(
            "uneven_padding",
            (1, 2, 3, 4, 5),
            (2, 3, 1, 4, 5),
            (3, 4, 7),
            padding=((0, 0), (1, 2), (2, 0)),
        ),
        _case("dilation", (1, 2, 3, 1, 4), (2, 1, 3, 4, 1), (7, 10, 4), dilation=(2, 3, 1)),
        _case("groups", (1, 4, 2, 1, 3), (4, 3, 1, 2, 5), (2, 2, 7), groups=2),
        _case("same", (1, 2, 3, 1, 4), (2, 3, 1, 4, 5), (6, 2, 8), stride=2, padding="same"),
        _case("no_bias", (1, 3, 2, 1, 4), (3, 5, 4, 2, 1), (5, 2, 4), False, use_bias=False),
    ),
    defaults=shared.defaults(3),
    divergences=(shared.same_cuts_the_other_side(3, (3, 5, 7), (1, 2, 3)),),
    also_called=("transposed_convolution3d", "deconv3d", "conv3d_transpose", "deconvolution3d"),
    identities=(
        Identity(
            sibling="conv3d",
            text=shared.AS_ITS_CONVOLUTION,
            case=Case(
                "convolution_backward",
                inputs={"x": normal(1, 3, 2, 4, 5)},
                params={"W": normal(3, 2, 1, 4, 5)},
                upstream=normal(1, 2, 2, 5, 7),
            ),
            left=evaluated(
                "conv_transpose3d",
                n_in=3,
                n_out=2,
                kernel_size=(1, 4, 5),
                padding=(0, 1, 1),
                use_bias=False,
            ),
            right=_convolution_backward,
        ),
    ),
    mistakes=(
        Mistake(
            name="copies_overwrite",
            ja="コピーが上書きする",
            line="painted += painted_rows.reshape(painted.shape)  # copies that overlap add up",
            wrong="painted[...] = painted_rows.reshape(painted.shape)",
            why=shared.OVERLAPPING_COPIES,
        ),
        Mistake(
            name="kernel_turned",
            ja="カーネルを反転する",
            line="painted_rows = W[:, :, :, m, i, j].swapaxes(1, 2) @ self.x_rows",
            wrong="painted_rows = W[:, :, :, -1 - m, -1 - i, -1 - j].swapaxes(1, 2) @ self.x_rows",
            why=shared.NOT_TURNED,
        ),
        Mistake(
            name="front_not_cut_off",
            ja="前側を切り落とさない",
            line="y = self.kept(whole)",
            wrong="y = whole[(..., *map(slice, self.y_shape[2:]))]",
            why=shared.CUT_AT_THE_FRONT,
        ),
        Mistake(
            name="bias_gradient_averaged",
            ja="バイアスの勾配を平均する",
            line='self.grads["b"] = dy.sum(axis=(0, 2, 3, 4))',
            wrong='self.grads["b"] = dy.mean(axis=(0, 2, 3, 4))',
            why=shared.EVERY_PLACE_OF_Y,
        ),
        Mistake(
            name="weight_gradient_divided_by_the_batch",
            ja="重みの勾配をバッチサイズで割る",
            line="dW[:, :, :, m, i, j] = (self.x_rows @ reached_rows.swapaxes(2, 3)).sum(axis=0)",
            wrong="dW[:, :, :, m, i, j] = (self.x_rows @ reached_rows.swapaxes(2, 3)).mean(axis=0)",
            why=shared.ALL_EXAMPLES,
        ),
        Mistake(
            name="gradient_of_the_last_element_alone",
            ja="最後の要素の勾配だけを残す",
            line=(
                "dx_rows += W[:, :, :, m, i, j] @ reached_rows  # from all that a place has reached"
            ),
            wrong="dx_rows = W[:, :, :, m, i, j] @ reached_rows",
            why=shared.FROM_ALL_THAT_IT_REACHED,
        ),
    ),
)
