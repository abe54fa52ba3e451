"""The transposed convolution."""

from __future__ import annotations

from parity.concepts.layers import _transposed as shared
from parity.concepts.layers._bias import OVER_EVERY_PIXEL
from parity.concepts.layers._conv_transpose2d_cases import CASES
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text, Weight
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _convolution_backward(of: Implementations, a: Arrays) -> Arrays:
    """Return what the convolution with the same kernel gives the other way round."""
    conv = of("conv2d")(2, 3, (5, 4), stride=2, padding=1, use_bias=False)
    conv.params["W"] = a["W"]
    dx = conv.forward(a["dy"])
    return {"y": conv.backward(a["x"]), "dx": dx, "dW": conv.grads["W"]}


ConvTranspose2d = Concept(
    kind="layer",
    order=32,
    syllabus=("3-4-2",),
    needs=("conv2d", "col2im"),
    title=Text("Transposed convolution", "転置畳み込み層"),
    summary=Text(
        "Every pixel paints a copy of the kernel, times its value; copies that overlap add up. "
        "It is a convolution's backward pass used as a layer, to enlarge images.",
        "各画素が、その値を掛けたカーネルを出力に描き、重なりは足し合わせる。"
        "畳み込みの逆伝播を層として用いたもので、画像の拡大に使う。",
    ),
    why=Text(
        "A generator must make an image from a few numbers, and a segmentation needs a map as "
        "large as its input; a convolution only keeps a size or shrinks it. The transposed "
        "convolution runs the same connections the other way: every pixel paints a copy of the "
        "kernel, a stride apart, so the image grows, and how it grows is learned. Where the "
        "stride does not divide the kernel's size, copies overlap unevenly, and a checkerboard "
        "may show.",
        "生成モデルは少数の値から画像を作り、セグメンテーションは入力と同じ大きさのラベル画像を出力する。しかし畳み込みでは、大きさは変わらないか小さくなるかである。"
        "転置畳み込みは同じ接続を逆向きにたどる。"
        "各画素がカーネルのコピーをストライドの間隔で描くので画像が大きくなり、"
        "その描き方は学習される。"
        "カーネルの大きさがストライドで割り切れないと重なりにむらができ、"
        "市松模様が現れることがある。",
    ),
    equation="y[n, o, h s + i d - p, w s + j d - p] += W[c, o, i, j] x[n, c, h, w], for all; "
    "plus b",
    formula=(
        r"y_{n,o,u,v} = b_o + \sum_{c} \sum_{h s + i d - p = u \atop w s + j d - p = v} "
        r"W_{c,o,i,j}\, x_{n,c,h,w}",
        r"\frac{\partial L}{\partial x_{n,c,h,w}} = \sum_{o,i,j} W_{c,o,i,j} "
        r"\frac{\partial L}{\partial y_{n,\,o,\,h s + i d - p,\,w s + j d - p}}",
        r"\frac{\partial L}{\partial W_{c,o,i,j}} = \sum_{n,h,w} x_{n,c,h,w} "
        r"\frac{\partial L}{\partial y_{n,\,o,\,h s + i d - p,\,w s + j d - p}}",
        r"\frac{\partial L}{\partial b_o} = \sum_{n,u,v} \frac{\partial L}{\partial "
        r"y_{n,o,u,v}}",
    ),
    derivation=(
        Step(
            heading=Text(
                "A pixel of y collects from the copies that reach it",
                "y の画素は、そこに届くカーネルのコピーから値を集める",
            ),
            text=Text(
                "The pixel (h, w) of x paints its copy of the kernel from (h s - p, w s - p) on, "
                "so that the weight (i, j) falls on u = h s + i d - p, v = w s + j d - p, d being "
                "the dilation. δ is the gradient that arrives from behind.",
                "x の画素 (h, w) は、(h s - p, w s - p) を起点にカーネルのコピーを描く。"
                "重み (i, j) が届く先は u = h s + i d - p、v = w s + j d - p である"
                "(d は dilation)。"
                "後ろから届く勾配を δ とする。",
            ),
            equation=(
                r"y_{n,o,u,v} = b_o + \sum_{c} \sum_{h s + i d - p = u \atop w s + j d - p = v} "
                r"W_{c,o,i,j}\, x_{n,c,h,w}"
                "\n"
                r"\delta_{n,o,u,v} = \frac{\partial L}{\partial y_{n,o,u,v}}"
            ),
        ),
        Step(
            heading=Text(
                "db is a sum over the pixels of y",
                "db は y の画素についての和になる",
            ),
            text=Text(
                "b is added once to every pixel of its channel, painted or not.",
                "b は、コピーが届いたかどうかによらず、チャネルの各画素に1回ずつ足される。",
            ),
            equation=r"\frac{\partial L}{\partial b_o} = \sum_{n,u,v} \delta_{n,o,u,v}",
        ),
        Step(
            heading=Text(
                "dx is a plain convolution of δ",
                "dx は、δ に対する普通の畳み込みになる",
            ),
            text=Text(
                "A pixel of x reaches one window of y, with the kernel as its weights. To sum δ "
                "over this window is to slide the kernel, not turned, over δ with the same stride.",
                "x の1つの画素は y の1つの窓に、カーネルを重みとして届く。"
                "その窓で δ の重み付き和をとることは、カーネルを回転させずに、"
                "同じストライドで δ の上をずらすことにあたる。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x_{n,c,h,w}} = \sum_{o,i,j} W_{c,o,i,j} \, "
                r"\delta_{n,\,o,\,h s + i d - p,\,w s + j d - p}"
            ),
            check=Text(
                "So forward and backward have changed places with those of the convolution.",
                "つまり、順伝播と逆伝播が畳み込みの場合と入れ替わっている。",
            ),
        ),
        Step(
            heading=Text(
                "A weight serves every pixel of x, so dW is a sum over them",
                "重みは x のすべての画素で使われるので、dW はそれらについての和になる",
            ),
            text=Text(
                "Each copy of the kernel was scaled by its pixel. What the padding has cut off "
                "gets no gradient: there δ counts as 0.",
                "カーネルのコピーには、それぞれ x の画素の値が掛かっている。"
                "パディングで切り落とした部分に勾配はなく、そこでは δ を 0 とみなす。",
            ),
            equation=(
                r"\frac{\partial L}{\partial W_{c,o,i,j}} = \sum_{n,h,w} x_{n,c,h,w} \, "
                r"\delta_{n,\,o,\,h s + i d - p,\,w s + j d - p}"
            ),
            check=Text(
                "All three agree with finite differences and with the autograd of both frameworks.",
                "3つの勾配はどれも、数値微分、両フレームワークの自動微分と一致する。",
            ),
        ),
    ),
    shapes={
        "x": "(N, n_in, H, W)",
        "W": "(n_in, n_out / groups, kh, kw)",
        "b": "(n_out,)",
        "y": "(N, n_out, OH, OW)",
    },
    sources=(
        "Dumoulin and Visin (2016), A guide to convolution arithmetic for deep learning, section 4",
        "Zeiler et al. (2010), Deconvolutional networks",
    ),
    weights={
        # Keras keeps (kh, kw, n_out, n_in): the same move of axes as for a convolution's OIHW.
        "W": Weight(torch="weight", keras="kernel", keras_layout="hwio"),
        "b": Weight(torch="bias", keras="bias"),
    },
    cases=CASES,
    defaults=(
        Default(
            "dilation",
            1,
            torch=("torch.nn.ConvTranspose2d", "dilation", 1),
            keras=("keras.layers.Conv2DTranspose", "dilation_rate", (1, 1)),
        ),
        Default("groups", 1, torch=("torch.nn.ConvTranspose2d", "groups", 1)),
        Default(
            "stride",
            1,
            torch=("torch.nn.ConvTranspose2d", "stride", 1),
            keras=("keras.layers.Conv2DTranspose", "strides", (1, 1)),
        ),
        Default(
            "padding",
            0,
            torch=("torch.nn.ConvTranspose2d", "padding", 0),
            keras=("keras.layers.Conv2DTranspose", "padding", "valid"),
        ),
        Default(
            "output_padding",
            0,
            torch=("torch.nn.ConvTranspose2d", "output_padding", 0),
            keras=("keras.layers.Conv2DTranspose", "output_padding", None),
        ),
    ),
    divergences=(
        Divergence(
            name="same_cuts_the_other_side",
            ja="same は反対側を切り落とす",
            summary=Text(
                "Keras' 'same' gives stride times the input, and of an odd number of pixels cuts "
                "the larger half at the end. PyTorch's padding cuts both sides alike, and its "
                "output_padding gives one back at the end: the same shape, shifted by a pixel.",
                "Keras の 'same' では出力が入力のストライド倍になり、切り落とす画素数が奇数なら、"
                "多いほうを末尾側から切る。PyTorch の padding は両側を等しく切り、output_padding で"
                "末尾に戻す。形は同じでも1画素ずれる。",
            ),
            reconciled=Text(
                "Compute y whole ('valid', padding 0) and cut it explicitly.",
                "まず切り落とさずに計算し('valid'、padding 0)、明示的に切り取る。",
            ),
            source="torch.nn.ConvTranspose2d and keras.layers.Conv2DTranspose documentation",
            case="output_padding",
            native={
                "torch": {
                    "callable": "torch.nn.ConvTranspose2d",
                    "in_channels": 2,
                    "out_channels": 1,
                    "kernel_size": (3, 5),
                    "stride": 2,
                    "padding": (1, 2),
                    "output_padding": 1,
                },
                "keras": {
                    "callable": "keras.layers.Conv2DTranspose",
                    "filters": 1,
                    "kernel_size": (3, 5),
                    "strides": 2,
                    "padding": "same",
                },
            },
            quantity="y",
        ),
    ),
    also_called=(
        "transposed_convolution",
        "deconvolution",
        "conv2d_transpose",
        "deconv",
    ),
    identities=(
        Identity(
            sibling="conv2d",
            text=Text(
                "Its forward pass is the backward pass of the convolution with the same kernel, "
                "and the other way round.",
                "順伝播は同じカーネルによる畳み込みの逆伝播であり、逆伝播はその順伝播である。",
            ),
            case=Case(
                "convolution_backward",
                inputs={"x": normal(4, 3, 5, 6)},
                params={"W": normal(3, 2, 5, 4)},
                upstream=normal(4, 2, 11, 12),
            ),
            left=evaluated(
                "conv_transpose2d",
                n_in=3,
                n_out=2,
                kernel_size=(5, 4),
                stride=2,
                padding=1,
                use_bias=False,
            ),
            right=_convolution_backward,
        ),
    ),
    mistakes=(
        Mistake(
            name="input_transpose_forgotten",
            ja="入力の転置を忘れる",
            line="self.x_rows = x.transpose(0, 2, 3, 1).reshape(N * height * width, n_in)",
            wrong="self.x_rows = x.reshape(N * height * width, n_in)",
            why=Text(
                "x is (N, n_in, H, W): the channels must come last before pixels become rows.",
                "x の軸は (N, n_in, H, W) である。"
                "画素を行にする前に、チャネルを最後の軸に移さなければならない。",
            ),
        ),
        Mistake(
            name="result_transpose_forgotten",
            ja="結果の転置を忘れる",
            line="return dx_rows.reshape(N, height, width, n_in).transpose(0, 3, 1, 2)",
            wrong="return dx_rows.reshape(self.x_shape)",
            why=Text(
                "The rows of dx are pixels and its columns channels; reshape can not swap them.",
                "dx の行は画素、列はチャネルである。reshape では入れ替えられない。",
            ),
        ),
        Mistake(
            name="output_padding_at_the_wrong_end",
            ja="output_padding を付ける端が逆",
            line="y = self.kept(whole)",
            wrong="y = np.roll(self.kept(whole), self.more, (2, 3))",
            why=Text(
                "output_padding makes y larger at the bottom and at the right alone; it does not "
                "shift it.",
                "output_padding は下端と右端だけを広げるもので、位置はずらさない。",
            ),
        ),
        Mistake(
            name="copies_overwrite",
            ja="コピーが上書きする",
            line="painted += copies[:, :, :, :, i, j]  # copies that overlap add up",
            wrong="painted[...] = copies[:, :, :, :, i, j]",
            why=shared.OVERLAPPING_COPIES,
        ),
        Mistake(
            name="kernel_turned",
            ja="カーネルを反転する",
            line="painted += copies[:, :, :, :, i, j]  # copies that overlap add up",
            wrong="painted += copies[:, :, :, :, -1 - i, -1 - j]",
            why=shared.NOT_TURNED,
        ),
        Mistake(
            name="bias_gradient_averaged",
            ja="バイアスの勾配を平均する",
            line='self.grads["b"] = dy.sum(axis=(0, 2, 3))',
            wrong='self.grads["b"] = dy.mean(axis=(0, 2, 3))',
            why=OVER_EVERY_PIXEL,
        ),
        Mistake(
            name="output_size_without_the_kernel",
            ja="出力サイズでカーネルを忘れる",
            line="y = self.kept(whole)",
            wrong="y = self.kept(whole)[:, :, : height * self.windows.stride[0], : width * "
            "self.windows.stride[1]]",
            why=Text(
                "The last copy of the kernel begins at (H - 1) stride and is kh rows high.",
                "最後のカーネルは (H - 1) stride の位置から始まり、高さは kh 行ある。",
            ),
        ),
    ),
)
