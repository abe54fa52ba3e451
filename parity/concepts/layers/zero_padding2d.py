"""Zeros around an image, as a layer of its own."""

from __future__ import annotations

from parity.concepts.layers._sources import ALEXNET
from parity.describing.concept import Case, Concept, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated

_IMAGES = ("x", "y", "dx")
_SIDES = ((1, 2), (0, 3))


def _before_a_convolution(of: Implementations, a: Arrays) -> Arrays:
    """Return an unpadded convolution of the padded image."""
    pad, conv = of("zero_padding2d")(padding=1), of("conv2d")(3, 7, (2, 4))
    conv.params.update(W=a["W"], b=a["b"])
    y = conv.forward(pad.forward(a["x"]))
    dx = pad.backward(conv.backward(a["dy"]))
    return {"y": y, "dx": dx, "dW": conv.grads["W"], "db": conv.grads["b"]}


ZeroPadding2d = Concept(
    kind="layer",
    order=12,
    syllabus=("3-4-1",),
    needs=(),
    title=Text("Zero padding", "ゼロパディング"),
    summary=Text(
        "Puts rows and columns of zeros around each image, so that a convolution keeps its size.",
        "画像の周囲に 0 の行と列を加え、畳み込みで画像が小さくなるのを防ぐ。",
    ),
    why=Text(
        "A window of k pixels fits k - 1 times fewer than there are pixels, so each convolution "
        "makes the image smaller; after a few of them little is left. Pixels at the border also "
        "lie in fewer windows than those in the middle, and count for less. A frame of zeros, (k - "
        "1)/2 wide on each side, keeps the size. Zeros are chosen as they add nothing to a "
        "weighted sum.",
        "k 画素の窓を置ける位置は画素数より k - 1 少ないので、畳み込みのたびに画像は小さくなり、"
        "何層か重ねるとほとんど残らない。また、端の画素は中央の画素より少ない窓にしか入らず、"
        "軽く扱われる。各辺に幅 (k - 1)/2 の 0 の枠を付ければ、画像の大きさが保たれる。"
        "0 を使うのは、重み付きの和に何も加えないからである。",
    ),
    equation="y[top + h, left + w] = x[h, w], 0 elsewhere",
    formula=(
        r"y_{n,c,h + t,w + l} = x_{n,c,h,w}",
        r"\frac{\partial L}{\partial x_{n,c,h,w}} = \frac{\partial L}{\partial y_{n,c,h + "
        r"t,w + l}}",
    ),
    derivation=(
        Step(
            heading=Text(
                "Every output is a pixel of x, or the constant 0",
                "出力は、x の画素か定数 0 のどちらかである",
            ),
            text=Text(
                "t rows stand above the image and l columns to its left, so each pixel moves down "
                "by t and right by l.",
                "画像の上に t 行、左に l 列が加わるので、各画素は下に t、右に l だけずれる。",
            ),
            equation=r"y_{n,c,h + t,w + l} = x_{n,c,h,w}",
        ),
        Step(
            heading=Text(
                "A pixel stands in exactly one place, with the slope 1",
                "画素が現れるのは1か所だけで、傾きは 1 である",
            ),
            text=Text(
                "The frame does not depend on x, so its slope is 0, whatever gradient arrives "
                "there.",
                "枠は x によらないので、そこに勾配が届いても傾きは 0 である。",
            ),
            equation=r"\frac{\partial y_{n,c,h + t,w + l}}{\partial x_{n,c,h,w}} = 1",
        ),
        Step(
            heading=Text(
                "So the way back cuts the frame off",
                "したがって、逆伝播では枠を切り落とす",
            ),
            text=Text(
                "dx is the part of dy where the image stood. A convolution that pads by itself "
                "does the same at the end of its backward pass.",
                "dx は、dy のうち画像があった部分である。パディングを内部で行う畳み込みも、"
                "逆伝播の最後に同じことをする。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x_{n,c,h,w}} = \frac{\partial L}{\partial y_{n,c,h + "
                r"t,w + l}}"
            ),
            check=Text(
                "dx has the shape of x, (N, C, H, W), and shares no memory with dy.",
                "dx は x と同じ形 (N, C, H, W) で、dy とメモリを共有しない。",
            ),
        ),
    ),
    shapes={"x": "(N, C, H, W)", "y": "(N, C, top + H + bottom, left + W + right)"},
    sources=(
        ALEXNET,
        "torch.nn.ZeroPad2d and keras.layers.ZeroPadding2D documentation",
    ),
    cases=(
        Case(
            "one_number",
            inputs={"x": normal(1, 2, 3, 4)},
            upstream=normal(1, 2, 5, 6),
            config={"padding": 1},
            images=_IMAGES,
        ),
        Case(
            "height_and_width",
            inputs={"x": normal(2, 3, 5, 4)},
            upstream=normal(2, 3, 7, 8),
            config={"padding": (1, 2)},
            images=_IMAGES,
        ),
        Case(
            "four_sides",
            inputs={"x": normal(2, 3, 4, 5)},
            upstream=normal(2, 3, 7, 8),
            config={"padding": _SIDES},
            images=_IMAGES,
        ),
        Case(
            "none",
            inputs={"x": normal(2, 1, 4, 3)},
            upstream=normal(2, 1, 4, 3),
            config={"padding": 0},
            images=_IMAGES,
        ),
    ),
    divergences=(
        Divergence(
            name="order_of_the_sides",
            ja="辺の順序",
            summary=Text(
                "PyTorch's four numbers are left, right, top, bottom: the last axis first. Keras' "
                "two pairs are (top, bottom), (left, right).",
                "PyTorch の4つの数は左・右・上・下の順、つまり最後の軸が先に来る。"
                "Keras の2組は(上, 下)、(左, 右)の順である。",
            ),
            reconciled=Text(
                "Ours is Keras' order; PyTorch's is made from it.",
                "ここでは Keras の順を用い、PyTorch には並べ替えて渡す。",
            ),
            source="torch.nn.ZeroPad2d and keras.layers.ZeroPadding2D documentation",
            case="four_sides",
            native={
                "torch": {"callable": "torch.nn.ZeroPad2d", "padding": (1, 2, 0, 3)},
                "keras": {"callable": "keras.layers.ZeroPadding2D", "padding": _SIDES},
            },
            quantity="y",
        ),
    ),
    also_called=(
        "zero_padding",
        "pad2d",
    ),
    identities=(
        Identity(
            sibling="conv2d",
            text=Text(
                "Padding, then a convolution without padding, is a convolution with padding.",
                "ゼロパディングのあとにパディングなしの畳み込みを行うのは、"
                "パディング付きの畳み込みと同じである。",
            ),
            case=Case(
                "before_a_convolution",
                inputs={"x": normal(2, 3, 5, 6)},
                params={"W": normal(7, 3, 2, 4), "b": normal(7)},
                upstream=normal(2, 7, 6, 5),
            ),
            left=_before_a_convolution,
            right=evaluated("conv2d", n_in=3, n_out=7, kernel_size=(2, 4), padding=1),
        ),
    ),
    mistakes=(
        Mistake(
            name="on_the_other_side",
            ja="反対側にパディングする",
            line="return np.pad(x, ((0, 0), (0, 0), self.rows, self.columns))",
            wrong="return np.pad(x, ((0, 0), (0, 0), self.rows[::-1], self.columns[::-1]))",
            why=Text(
                "Top and left come first. With the sides swapped the shape is right and the image "
                "is shifted.",
                "上と左が先である。逆にしても形状は合うが、画像の位置がずれる。",
            ),
        ),
        Mistake(
            name="rows_and_columns_swapped",
            ja="行と列を取り違える",
            line="return np.pad(x, ((0, 0), (0, 0), self.rows, self.columns))",
            wrong="return np.pad(x, ((0, 0), (0, 0), self.columns, self.rows))",
            why=Text(
                "Axis 2 is the height and axis 3 the width; PyTorch's ZeroPad2d names them in the "
                "opposite order.",
                "軸 2 が高さ、軸 3 が幅である。PyTorch の ZeroPad2d では指定の順序が逆になる。",
            ),
        ),
        Mistake(
            name="border_repeated",
            ja="0 でなく端の値を繰り返す",
            line="return np.pad(x, ((0, 0), (0, 0), self.rows, self.columns))",
            wrong='return np.pad(x, ((0, 0), (0, 0), self.rows, self.columns), mode="edge")',
            why=Text(
                "The border is zeros, which bring no gradient; a repeated edge would.",
                "加えるのは 0 であり、勾配は流れない。縁の値を繰り返すと別の演算になる。",
            ),
        ),
        Mistake(
            name="cut_from_the_corner",
            ja="角から切り出す",
            line="dx = dy[:, :, top : top + height, left : left + width]",
            wrong="dx = dy[:, :, :height, :width]",
            why=Text(
                "x stood at (top, left), and so does its gradient.",
                "x は (top, left) の位置に置かれたので、その勾配も同じ位置にある。",
            ),
        ),
    ),
)
