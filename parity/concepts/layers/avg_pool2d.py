"""Pooling: one number for each window of an image, or for the whole image."""

from __future__ import annotations

import numpy as np

from parity.concept import Case, Concept, Convention, Default, Divergence, Mistake, Text
from parity.draw import Draw, normal, spaced, uniform, values

_IMAGES = ("x", "y", "dx")


def _ties(seed: int, *shape: int) -> Draw:
    """Take 0, 1 and 2 at fixed places, so that most windows have several maxima."""
    return values(np.random.default_rng(seed).integers(0, 3, shape).astype(np.float64))


_SOURCES = (
    "Krizhevsky, Sutskever and Hinton (2012), ImageNet classification with deep convolutional "
    "neural networks, section 3.4: overlapping pooling",
)

MaxPool2d = Concept(
    kind="layer",
    order=13,
    title=Text("Max pooling", "最大プーリング"),
    summary=Text(
        "Keeps the largest value of each window; the gradient goes to where it came from.",
        "窓ごとに最大値を取り出す。勾配は最大値を与えた画素だけに流れる。",
    ),
    equation="y = max of each window; OH = (H + 2 padding - kernel) // stride + 1",
    formula=(
        r"y_{h,w} = \max_{(u,v) \in R_{h,w}} x_{u,v}",
        r"(u^*, v^*)_{h,w} = \operatorname{argmax}_{(u,v) \in R_{h,w}} x_{u,v}",
        r"\frac{\partial L}{\partial x_{u,v}} = \sum_{(u^*,v^*)_{h,w} = (u,v)} "
        r"\frac{\partial L}{\partial y_{h,w}}",
    ),
    shapes={"x": "(N, C, H, W)", "y": "(N, C, OH, OW)"},
    sources=(
        "Ranzato, Boureau and LeCun (2007), Sparse feature learning for deep belief networks",
        *_SOURCES,
    ),
    cases=(
        Case(
            "ordinary",
            inputs={"x": spaced(2, 3, 4, 6)},
            upstream=normal(2, 3, 2, 3),
            config={"kernel_size": 2},
            images=_IMAGES,
        ),
        Case(
            "overlapping",
            inputs={"x": spaced(2, 1, 7, 5)},
            upstream=normal(2, 1, 3, 2),
            config={"kernel_size": 3, "stride": 2},
            images=_IMAGES,
        ),
        Case(
            "padded_and_negative",
            inputs={"x": spaced(1, 2, 6, 8, shift=-14.0)},
            upstream=normal(1, 2, 3, 4),
            config={"kernel_size": 3, "stride": 2, "padding": 1},
            images=_IMAGES,
        ),
        Case(
            "rectangular",
            inputs={"x": spaced(2, 3, 4, 5)},
            upstream=normal(2, 3, 5, 2),
            config={"kernel_size": (2, 3), "stride": (1, 2), "padding": (1, 0)},
            images=_IMAGES,
        ),
        Case(
            "gaps",
            inputs={"x": spaced(1, 2, 5, 9)},
            upstream=normal(1, 2, 2, 3),
            config={"kernel_size": 2, "stride": 3},
            images=_IMAGES,
        ),
        Case(
            "rest_left_over",
            inputs={"x": spaced(2, 1, 5, 7)},
            upstream=normal(2, 1, 2, 3),
            config={"kernel_size": 2},
            images=_IMAGES,
        ),
        Case(
            "ties",
            inputs={"x": _ties(1, 2, 3, 4, 6)},
            upstream=normal(2, 3, 2, 3),
            config={"kernel_size": 2},
            images=_IMAGES,
            kink=True,
        ),
        Case(
            "ties_of_overlapping_windows",
            inputs={"x": _ties(2, 1, 2, 7, 5)},
            upstream=normal(1, 2, 4, 3),
            config={"kernel_size": 3, "stride": 2, "padding": 1},
            images=_IMAGES,
            kink=True,
        ),
        Case(
            "ties_of_the_whole_image",
            inputs={"x": _ties(3, 2, 5, 3, 4)},
            upstream=normal(2, 5, 1, 1),
            config={"kernel_size": (3, 4)},
            images=_IMAGES,
            kink=True,
        ),
    ),
    defaults=(
        Default(
            "stride",
            None,
            torch=("torch.nn.MaxPool2d", "stride", None),
            keras=("keras.layers.MaxPooling2D", "strides", None),
        ),
        Default(
            "padding",
            0,
            torch=("torch.nn.MaxPool2d", "padding", 0),
            keras=("keras.layers.MaxPooling2D", "padding", "valid"),
        ),
    ),
    divergences=(
        Divergence(
            name="same_is_not_symmetric",
            summary=Text(
                "PyTorch pads both sides by the same number. Keras knows only 'valid' and 'same', "
                "and 'same' pads an even image for a kernel of 3 and a stride of 2 at the bottom "
                "and on the right alone: the shape is that of padding 1, the windows are not.",
                "PyTorch は両側に同じ数だけパディングする。Keras には 'valid' と 'same' しかなく、"
                "'same' は、辺の長さが偶数の画像にカーネル 3・ストライド 2 を適用すると、"
                "下側と右側だけにパディングする。出力の形状は padding=1 と同じだが、"
                "窓の位置がずれる。",
            ),
            reconciled=Text(
                "Pad explicitly with the least number before a 'valid' pooling.",
                "表現できる最小の数で明示的にパディングしてから、'valid' でプーリングする。",
            ),
            source="torch.nn.MaxPool2d documentation; TensorFlow's notes on padding in tf.nn",
            case="padded_and_negative",
            native={
                "torch": {
                    "callable": "torch.nn.MaxPool2d",
                    "kernel_size": 3,
                    "stride": 2,
                    "padding": 1,
                },
                "keras": {
                    "callable": "keras.layers.MaxPooling2D",
                    "pool_size": 3,
                    "strides": 2,
                    "padding": "same",
                },
            },
            quantity="y",
        ),
        Divergence(
            name="ties_over_the_whole_image",
            summary=Text(
                "Over a whole image PyTorch's AdaptiveMaxPool2d(1) gives a tie's gradient to the "
                "first maximum, as every max pooling does; Keras' GlobalMaxPooling2D, a "
                "reduce_max, shares it.",
                "画像全体の最大値が複数ある場合、PyTorch の AdaptiveMaxPool2d(1) は、"
                "通常の最大プーリングと同じく最初の最大値だけに勾配を渡す。"
                "Keras の GlobalMaxPooling2D は reduce_max なので、勾配を等分する。",
            ),
            reconciled=Text(
                "A window of the image's size takes the first; global_max_pool2d shares, and is "
                "amax in PyTorch.",
                "画像と同じ大きさの窓による最大プーリングは最初の最大値を選ぶ。"
                "global_max_pool2d は等分し、PyTorch では amax に相当する。",
            ),
            source="torch.amax documentation, which names the difference from max; "
            "keras.layers.GlobalMaxPooling2D source",
            case="ties_of_the_whole_image",
            native={
                "torch": {"callable": "torch.nn.AdaptiveMaxPool2d", "output_size": 1},
                "keras": {"callable": "keras.layers.GlobalMaxPooling2D", "keepdims": True},
            },
            quantity="dx",
        ),
    ),
    conventions=(
        Convention(
            name="padded_with_zeros",
            text=Text(
                "Padding is 0 and takes part in the maximum, as in the book's im2col; PyTorch and "
                "Keras pad with minus infinity, so that padding never wins.",
                "教科書の im2col と同じく、パディングの 0 も最大値の候補になる。PyTorch と Keras は"
                "負の無限大で埋めるため、パディングが選ばれることはない。",
            ),
            like="padded_with_zeros",
        ),
        Convention(
            name="gradient_to_all_maxima",
            text=Text(
                "Where several elements are the maximum each gets the whole gradient, as "
                "(window == max) * dout gives it; PyTorch and Keras give it to the first.",
                "最大値が複数あるとき、(window == max) * dout のようにすべてへ勾配を渡す。"
                "PyTorch と Keras は最初の要素にだけ渡す。",
            ),
            like="gradient_to_all_maxima",
        ),
    ),
    also_called=(
        "pooling",
        "max_pooling",
        "max_pool",
        "max_pool_forward",
        "max_pool_forward_naive",
        "max_pooling2d",
    ),
    mistakes=(
        Mistake(
            name="padded_with_zeros",
            line="self.x = self.padded(x, -np.inf)",
            wrong="self.x = self.padded(x, 0.0)",
            why=Text(
                "Where a whole border is negative, a zero of the padding would be its maximum, "
                "and the gradient would be lost in it. The from-scratch code of courses does this.",
                "縁の値がすべて負のとき、パディングの 0 が最大値になり、"
                "勾配もそこへ消えてしまう。入門書の NumPy 実装に見られる誤りである。",
            ),
        ),
        Mistake(
            name="the_last_maximum_wins",
            line="pairs = list(zip(self.elements(a, axis), self.elements(da, axis), strict=True))",
            wrong="pairs = list(zip(self.elements(a, axis), self.elements(da, axis)))[::-1]",
            why=Text(
                "Of equal maxima the first in reading order takes the gradient, as argmax does; "
                "ReLU makes many such ties, at 0.",
                "最大値が複数あるときは、argmax と同じく、行優先の順で最初のものに勾配を渡す。"
                "ReLU の後では 0 どうしの同値が頻繁に起こる。",
            ),
        ),
        Mistake(
            name="gradient_to_all_maxima",
            line="left = np.subtract(left, taken, out=rest)",
            wrong="left = dy",
            why=Text(
                "What is equal to the maximum is not always what was chosen: comparing with y "
                "alone gives a tie's gradient out twice.",
                "最大値に等しい画素が、選ばれた画素とは限らない。y と比べるだけでは、"
                "同値のときに勾配を二重に配ってしまう。",
            ),
        ),
        Mistake(
            name="overlapping_windows_overwrite",
            line="put = np.copyto if tiled else _add_to  # else a pixel may be in several windows",
            wrong="put = np.copyto",
            why=Text(
                "A pixel that is the maximum of several windows gets the sum of their gradients; "
                "an assignment keeps only the last.",
                "複数の窓で最大値になる画素には、それらの勾配の和が流れる。"
                "代入すると最後の窓の分しか残らない。",
            ),
        ),
        Mistake(
            name="padding_not_cut_off",
            line="return self.cropped(dx)",
            wrong="return dx[:, :, : self.shape[2], : self.shape[3]]",
            why=Text(
                "The image stands in the middle of its padding: without the offset the gradient "
                "comes back one pixel too far down and to the right.",
                "画像はパディングの内側にある。先頭から切り出すと、"
                "勾配が右下に1画素ずれて返ってくる。",
            ),
        ),
    ),
)

AvgPool2d = Concept(
    kind="layer",
    order=14,
    title=Text("Average pooling", "平均プーリング"),
    summary=Text(
        "Takes the mean of each window, with or without the padding.",
        "窓ごとに平均をとる。パディングを数に含める流儀と含めない流儀がある。",
    ),
    equation="y = sum of each window / number of its pixels",
    formula=(
        r"y_{h,w} = \frac{1}{|R_{h,w}|} \sum_{(u,v) \in R_{h,w}} x_{u,v}",
        r"\frac{\partial L}{\partial x_{u,v}} = \sum_{R_{h,w} \ni (u,v)} "
        r"\frac{1}{|R_{h,w}|} \frac{\partial L}{\partial y_{h,w}}",
    ),
    shapes={"x": "(N, C, H, W)", "y": "(N, C, OH, OW)"},
    sources=(
        "LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document "
        "recognition, section II.B",
        *_SOURCES,
    ),
    cases=(
        Case(
            "ordinary",
            inputs={"x": normal(2, 3, 4, 6)},
            upstream=normal(2, 3, 2, 3),
            config={"kernel_size": 2},
            images=_IMAGES,
        ),
        Case(
            "overlapping",
            inputs={"x": normal(2, 1, 7, 5)},
            upstream=normal(2, 1, 3, 2),
            config={"kernel_size": 3, "stride": 2},
            images=_IMAGES,
        ),
        Case(
            "padding_counted",
            inputs={"x": normal(1, 2, 7, 5)},
            upstream=normal(1, 2, 4, 3),
            config={"kernel_size": 3, "stride": 2, "padding": 1, "count_include_pad": True},
            images=_IMAGES,
        ),
        Case(
            "padding_not_counted",
            inputs={"x": normal(1, 2, 7, 5)},
            upstream=normal(1, 2, 4, 3),
            config={"kernel_size": 3, "stride": 2, "padding": 1, "count_include_pad": False},
            images=_IMAGES,
        ),
        Case(
            "rectangular",
            inputs={"x": normal(2, 3, 4, 5)},
            upstream=normal(2, 3, 5, 2),
            config={
                "kernel_size": (2, 3),
                "stride": (1, 2),
                "padding": (1, 0),
                "count_include_pad": False,
            },
            images=_IMAGES,
        ),
        Case(
            "gaps",
            inputs={"x": normal(1, 2, 5, 9)},
            upstream=normal(1, 2, 2, 3),
            config={"kernel_size": 2, "stride": 3},
            images=_IMAGES,
        ),
    ),
    defaults=(
        Default(
            "stride",
            None,
            torch=("torch.nn.AvgPool2d", "stride", None),
            keras=("keras.layers.AveragePooling2D", "strides", None),
        ),
        Default(
            "padding",
            0,
            torch=("torch.nn.AvgPool2d", "padding", 0),
            keras=("keras.layers.AveragePooling2D", "padding", "valid"),
        ),
        Default(
            "count_include_pad",
            True,
            torch=("torch.nn.AvgPool2d", "count_include_pad", True),
        ),
    ),
    divergences=(
        Divergence(
            name="padding_counted_or_not",
            summary=Text(
                "At the border PyTorch divides by the whole window, zeros of the padding "
                "included; Keras divides by the pixels that are there. On an odd image with a "
                "kernel of 3 and a stride of 2, where 'same' is padding 1, this alone differs.",
                "縁の窓では、PyTorch はパディングの 0 も含めた窓全体の画素数で割り、"
                "Keras は実在する画素の数だけで割る。辺の長さが奇数でカーネル 3・ストライド 2 なら"
                " 'same' は padding=1 と一致し、違いはこの点だけになる。",
            ),
            reconciled=Text(
                "count_include_pad names the convention. In Keras, pad with zeros to count them; "
                "else divide by the average pooling of ones.",
                "count_include_pad で規約を選ぶ。Keras では、数に含めるなら 0 で"
                "明示的にパディングし、含めないなら 1 だけの画像の平均プーリングで割る。",
            ),
            source="torch.nn.AvgPool2d documentation, count_include_pad; "
            "keras.layers.AveragePooling2D on TensorFlow's avg_pool kernel",
            case="padding_not_counted",
            native={
                "torch": {
                    "callable": "torch.nn.AvgPool2d",
                    "kernel_size": 3,
                    "stride": 2,
                    "padding": 1,
                },
                "keras": {
                    "callable": "keras.layers.AveragePooling2D",
                    "pool_size": 3,
                    "strides": 2,
                    "padding": "same",
                },
            },
            quantity="y",
        ),
    ),
    conventions=(
        Convention(
            name="padding_not_counted",
            text=Text(
                "Padding is left out of the average, as in Keras; PyTorch counts it unless told "
                "otherwise.",
                "Keras と同じく、パディングを平均に含めない。PyTorch は既定で含める。",
            ),
            config={"count_include_pad": False},
        ),
    ),
    also_called=(
        "average_pooling",
        "avg_pool",
        "average_pooling2d",
        "avg_pooling",
        "average_pool2d",
    ),
    mistakes=(
        Mistake(
            name="gradient_not_divided",
            line="share = dy / self.n",
            wrong="share = dy",
            why=Text(
                "Each pixel moves the mean by 1/n of its own change, so it gets 1/n of dy.",
                "各画素は平均を自分の変化の 1/n だけ動かすので、受け取る勾配も dy の 1/n である。",
            ),
        ),
        Mistake(
            name="divided_by_the_rows_alone",
            line="return kh * kw",
            wrong="return kh",
            why=Text(
                "A window has kh kw pixels, and the mean is over all of them.",
                "窓の画素数は kh kw であり、平均はそのすべてについてとる。",
            ),
        ),
        Mistake(
            name="padding_always_counted",
            line="if self.count_include_pad or self.padding == (0, 0):",
            wrong="if True:",
            why=Text(
                "A mean over the real pixels has fewer of them at the border; dividing by the "
                "whole window darkens the border.",
                "実在する画素だけの平均では、縁の窓ほど画素数が少ない。"
                "窓全体の画素数で割ると縁が暗くなる。",
            ),
        ),
        Mistake(
            name="padding_never_counted",
            line="if self.count_include_pad or self.padding == (0, 0):",
            wrong="if self.padding == (0, 0):",
            why=Text(
                "With count_include_pad the zeros of the padding are pixels like others.",
                "count_include_pad が真なら、パディングの 0 も通常の画素として数える。",
            ),
        ),
        Mistake(
            name="padding_not_cut_off",
            line="return self.cropped(self.spread(share))",
            wrong="return self.spread(share)[:, :, : self.shape[2], : self.shape[3]]",
            why=Text(
                "The image stands in the middle of its padding, not at its beginning.",
                "画像はパディングの内側にあり、先頭から始まるわけではない。",
            ),
        ),
    ),
)

LpPool2d = Concept(
    kind="layer",
    order=17,
    title=Text("L_p pooling", "Lp プーリング"),
    summary=Text(
        "Takes the L_p norm of each window: the sum for p = 1, near the maximum for a large p.",
        "窓ごとに Lp ノルムをとる。p = 1 なら和、p が大きければ最大値に近づく。",
    ),
    equation="y = (sum of x^p over each window)^(1/p)",
    formula=(
        r"y_{h,w} = \left(\sum_{(u,v) \in R_{h,w}} x_{u,v}^p\right)^{1/p}",
        r"\frac{\partial L}{\partial x_{u,v}} = \sum_{R_{h,w} \ni (u,v)} \frac{\partial "
        r"L}{\partial y_{h,w}} \left(\frac{x_{u,v}}{y_{h,w}}\right)^{p-1}",
    ),
    shapes={"x": "(N, C, H, W)", "y": "(N, C, OH, OW)"},
    sources=(
        "Sermanet, Chintala and LeCun (2012), Convolutional neural networks applied to house "
        "numbers digit classification, ICPR, section 2.2",
        "torch.nn.LPPool2d documentation: the sum is of x^p, signs kept",
    ),
    cases=(
        Case(
            "euclidean",
            inputs={"x": normal(2, 3, 4, 6, apart=0.125)},
            upstream=normal(2, 3, 2, 3),
            config={"norm_type": 2, "kernel_size": 2},
            images=_IMAGES,
        ),
        Case(
            "overlapping",
            inputs={"x": normal(2, 1, 7, 5, apart=0.125)},
            upstream=normal(2, 1, 3, 2),
            config={"norm_type": 4, "kernel_size": 3, "stride": 2},
            images=_IMAGES,
        ),
        Case(
            "odd_with_signs",
            inputs={"x": normal(1, 2, 4, 9, shift=2.0)},
            upstream=normal(1, 2, 3, 4),
            config={"norm_type": 3, "kernel_size": (2, 3), "stride": (1, 2)},
            images=_IMAGES,
        ),
        Case(
            "fraction",
            inputs={"x": uniform(2, 3, 5, 4, low=0.25, high=2.0)},
            upstream=normal(2, 3, 2, 3),
            config={"norm_type": 1.5, "kernel_size": (3, 2), "stride": (2, 1)},
            images=_IMAGES,
        ),
        Case(
            "sum",
            inputs={"x": uniform(2, 1, 3, 5, low=0.25, high=2.0)},
            upstream=normal(2, 1, 1, 2),
            config={"norm_type": 1, "kernel_size": 2},
            images=_IMAGES,
        ),
    ),
    defaults=(Default("stride", None, torch=("torch.nn.LPPool2d", "stride", None)),),
    also_called=(
        "lp_pooling",
        "lp_pool",
    ),
    mistakes=(
        Mistake(
            name="root_forgotten",
            line="self.y = total ** (1 / self.p)",
            wrong="self.y = total",
            why=Text(
                "The p-th root brings the sum of powers back to the scale of x.",
                "p 乗根をとって、べき乗和を x の尺度に戻さなければならない。",
            ),
        ),
        Mistake(
            name="mean_for_sum",
            line="total = self.sums(self.x**self.p)",
            wrong="total = self.sums(self.x**self.p) / (self.kernel[0] * self.kernel[1])",
            why=Text(
                "A norm is of the sum; with the mean it would be a generalized mean.",
                "ノルムはべき乗の和からつくる。平均を使うと一般化平均になってしまう。",
            ),
        ),
        Mistake(
            name="absolute_values",
            line="total = self.sums(self.x**self.p)",
            wrong="total = self.sums(np.abs(self.x) ** self.p)",
            why=Text(
                "A true norm takes |x|; PyTorch's layer, which this follows, takes x, and an odd "
                "p keeps the sign.",
                "本来のノルムは |x| を使うが、ここで従う PyTorch の層は x をそのまま使うので、"
                "p が奇数なら符号が残る。",
            ),
        ),
        Mistake(
            name="outer_derivative_forgotten",
            line="return self.spread(share) * self.x ** (self.p - 1)",
            wrong="return self.spread(dy) * self.x ** (self.p - 1)",
            why=Text(
                "The chain rule goes through the root too: its derivative is y^(1 - p) / p.",
                "連鎖律は根号も通る。その微分は y^(1 - p) / p である。",
            ),
        ),
        Mistake(
            name="exponent_not_lowered",
            line="return self.spread(share) * self.x ** (self.p - 1)",
            wrong="return self.spread(share) * self.x**self.p",
            why=Text(
                "The derivative of x^p is p x^(p - 1).",
                "x^p の微分は p x^(p - 1) である。",
            ),
        ),
    ),
)

GlobalMaxPool2d = Concept(
    kind="layer",
    order=15,
    title=Text("Global max pooling", "大域最大プーリング"),
    summary=Text(
        "Keeps the largest value of each channel's whole image. Equal maxima share the gradient.",
        "チャネルごとに画像全体の最大値を取り出す。最大値が複数あれば勾配を等分する。",
    ),
    equation="y = max of x over H and W",
    formula=(
        r"y_{n,c} = \max_{h,w} x_{n,c,h,w}",
        r"\frac{\partial L}{\partial x_{n,c,h,w}} = \begin{cases} "
        r"\frac{1}{k}\frac{\partial L}{\partial y_{n,c}} & x_{n,c,h,w} = y_{n,c} \\ 0 & "
        r"x_{n,c,h,w} < y_{n,c} \end{cases}",
        r"k = |\{(h,w) : x_{n,c,h,w} = y_{n,c}\}|",
    ),
    shapes={"x": "(N, C, H, W)", "y": "(N, C)"},
    sources=(
        "Oquab, Bottou, Laptev and Sivic (2015), Is object localization for free?, CVPR, section 3",
    ),
    cases=(
        Case(
            "ordinary",
            inputs={"x": spaced(2, 3, 4, 5)},
            upstream=normal(2, 3),
            images=("x", "dx"),
        ),
        Case(
            "negative",
            inputs={"x": spaced(3, 4, 5, 2, shift=-20.0)},
            upstream=normal(3, 4),
            images=("x", "dx"),
        ),
        Case(
            "ties",
            inputs={"x": _ties(4, 3, 2, 4, 5)},
            upstream=normal(3, 2),
            images=("x", "dx"),
            kink=True,
        ),
    ),
    also_called=(
        "global_max_pooling",
        "global_max_pooling2d",
        "global_max_pool",
    ),
    mistakes=(
        Mistake(
            name="every_maximum_takes_all",
            line="share = dy / n_max",
            wrong="share = dy",
            why=Text(
                "Equal maxima share dy; if each takes all of it, the gradient grows with the ties.",
                "同値の最大値は dy を分け合う。それぞれが全額を受け取ると、"
                "同値の数だけ勾配が膨らむ。",
            ),
        ),
        Mistake(
            name="maximum_over_the_rows_alone",
            line="is_max = self.x == self.y[:, :, None, None]",
            wrong="is_max = self.x == self.x.max(axis=2, keepdims=True)",
            why=Text(
                "Only the maximum of the whole image moved y, not that of each column.",
                "y を決めたのは画像全体の最大値だけであり、各列の最大値ではない。",
            ),
        ),
        Mistake(
            name="gradient_spread_evenly",
            line="return is_max * share[:, :, None, None]",
            wrong="return np.ones_like(self.x) * (dy / self.x[0, 0].size)[:, :, None, None]",
            why=Text(
                "That is the mean's gradient: a pixel below the maximum does not move y.",
                "これは平均の勾配である。最大値でない画素は y を動かさない。",
            ),
        ),
        Mistake(
            name="largest_absolute_value",
            line="self.y = self.x.max(axis=(2, 3))",
            wrong="self.y = np.abs(self.x).max(axis=(2, 3))",
            why=Text(
                "The maximum is by sign: of -3 and 1 it is 1.",
                "最大値は符号つきで比べる。-3 と 1 の最大値は 1 である。",
            ),
        ),
    ),
)

GlobalAvgPool2d = Concept(
    kind="layer",
    order=16,
    title=Text("Global average pooling", "大域平均プーリング"),
    summary=Text(
        "Takes the mean of each channel's whole image; in place of dense layers it needs no "
        "parameters.",
        "チャネルごとに画像全体の平均をとる。全結合層の代わりに使えばパラメータが要らない。",
    ),
    equation="y = mean of x over H and W",
    formula=(
        r"y_{n,c} = \frac{1}{H W} \sum_{h,w} x_{n,c,h,w}",
        r"\frac{\partial L}{\partial x_{n,c,h,w}} = \frac{1}{H W} \frac{\partial "
        r"L}{\partial y_{n,c}}",
    ),
    shapes={"x": "(N, C, H, W)", "y": "(N, C)"},
    sources=("Lin, Chen and Yan (2014), Network in network, ICLR, section 3.2",),
    cases=(
        Case(
            "ordinary",
            inputs={"x": normal(2, 3, 4, 5)},
            upstream=normal(2, 3),
            images=("x", "dx"),
        ),
        Case(
            "large_mean",
            inputs={"x": normal(3, 2, 5, 4, shift=5.0)},
            upstream=normal(3, 2),
            images=("x", "dx"),
        ),
        Case(
            "one_pixel_wide",
            inputs={"x": normal(4, 3, 5, 1)},
            upstream=normal(4, 3),
            images=("x", "dx"),
        ),
    ),
    also_called=(
        "global_average_pooling",
        "global_average_pooling2d",
        "global_avg_pool",
        "gap",
    ),
    mistakes=(
        Mistake(
            name="gradient_not_divided",
            line="share = dy / (height * width)",
            wrong="share = dy",
            why=Text(
                "Each of the H W pixels moves the mean by its share only.",
                "H W 個の画素は、それぞれ自分の持ち分だけ平均を動かす。",
            ),
        ),
        Mistake(
            name="divided_by_the_height_alone",
            line="share = dy / (height * width)",
            wrong="share = dy / height",
            why=Text(
                "The mean is over both axes, so over H W pixels.",
                "平均は両方の軸についてとるので、画素数は H W である。",
            ),
        ),
        Mistake(
            name="sum_for_mean",
            line="return x.mean(axis=(2, 3))",
            wrong="return x.sum(axis=(2, 3))",
            why=Text(
                "A sum grows with the image; the mean does not.",
                "和は画像の大きさとともに増えるが、平均はそうではない。",
            ),
        ),
        Mistake(
            name="divided_by_the_batch",
            line="share = dy / (height * width)",
            wrong="share = dy / (n * height * width)",
            why=Text(
                "Every example has a mean of its own; the batch is the loss's affair.",
                "平均はデータごとに別々である。バッチサイズで割るのは損失関数の役目である。",
            ),
        ),
    ),
)
