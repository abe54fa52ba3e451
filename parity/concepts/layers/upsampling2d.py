"""Enlarging images by their pixels' values alone."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.describing.concept import Case, Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated

_FORWARD = r"y_{n,c,i,j} = \sum_{h,w} A_{i,h} B_{j,w}\, x_{n,c,h,w}"
_BACKWARD = (
    r"\frac{\partial L}{\partial x_{n,c,h,w}} = \sum_{i,j} A_{i,h} B_{j,w} "
    r"\frac{\partial L}{\partial y_{n,c,i,j}}"
)


def _case(name: str, x: tuple[int, int, int, int], y: tuple[int, int], **config: Any) -> Case:
    """Return a case with the shape of x, and (OH, OW)."""
    own = config.pop("config_for", {})
    whole = isinstance(config.get("scale", 2), int | tuple)
    return Case(
        name,
        inputs={"x": normal(*x)},
        upstream=normal(*x[:2], *y),
        config=config,
        config_for=own,
        images=("x", "y", "dx"),
        ours=not whole,  # people's code repeats pixels a whole number of times
    )


def _kernels_of_ones(of: Implementations, a: Arrays) -> Arrays:
    conv = of("conv_transpose2d")(3, 3, 2, stride=2, groups=3, use_bias=False)
    conv.params["W"] = np.ones((3, 1, 2, 2))
    return {"y": conv.forward(a["x"]), "dx": conv.backward(a["dy"])}


Upsampling2d = Concept(
    kind="layer",
    order=36,
    syllabus=("3-4-2",),
    needs=("conv_transpose2d", "zero_padding2d"),
    title=Text("Upsampling", "アップサンプリング"),
    summary=Text(
        "Makes an image larger by repeating its pixels or by going from one to the next, straight "
        "or on a curve; nothing is learned.",
        "画素を繰り返すか、隣の画素まで直線や曲線で補間して、画像を大きくする。学習するものはない。",
    ),
    why=Text(
        "What a network has found on a coarse grid must come back to the size of the image: to "
        "label every pixel, or to draw one. A transposed convolution learns how, and may leave a "
        "checkerboard where its copies overlap unevenly. Upsampling leaves none: it repeats or "
        "blends what is there, and a convolution behind it learns the rest.",
        "粗い格子の上で見つけたものを、画像の大きさに戻さなければならない。すべての画素にラベルを"
        "付けるときも、画像を描くときもそうである。転置畳み込みは戻し方を学習するが、重なりのむら"
        "で市松模様を残すことがある。アップサンプリングは値を繰り返すか混ぜるだけなので模様は"
        "残らず、残りは後ろの畳み込みが学習する。",
    ),
    equation="y[n, c, i, j] = sum_{h,w} A[i, h] B[j, w] x[n, c, h, w]",
    formula=(_FORWARD, _BACKWARD),
    derivation=(
        Step(
            heading=Text("Each axis has a matrix of its own", "軸ごとに1つの行列で書ける"),
            text=Text(
                "The row i of A says how much the rows of x give to the row i of y: a single 1 for "
                "the nearest, two numbers of the sum 1 between two, four on a cubic curve. B does "
                "it for the columns.",
                "A の第 i 行は、y の第 i 行に x の各行がどれだけ加わるかを表す。最近傍なら 1 が"
                "1つだけ、線形補間なら和が 1 の2つ、3次補間なら4つの数である。列には B を使う。",
            ),
            equation=_FORWARD,
        ),
        Step(
            heading=Text("On the way back both are transposed", "逆伝播では、どちらも転置する"),
            text=Text(
                "A pixel of x collects from every pixel of y that it was given to, with the same "
                "weight.",
                "x の画素は、自分が加わった y のすべての画素から、同じ重みで勾配を集める。",
            ),
            equation=_BACKWARD,
            check=Text(
                "The rows of A and B sum to 1, so the sum of dx is that of dy.",
                "A と B の各行の和は 1 なので、dx の和は dy の和に等しい。",
            ),
        ),
    ),
    shapes={"x": "(N, C, H, W)", "y": "(N, C, OH, OW)"},
    sources=(
        "torch.nn.Upsample and keras.layers.UpSampling2D documentation",
        "Odena, Dumoulin and Olah (2016), Deconvolution and checkerboard artifacts",
        "Keys (1981), Cubic convolution interpolation for digital image processing",
    ),
    cases=(
        _case(
            "nearest",
            (2, 3, 4, 5),
            (8, 10),
            config_for={"keras": {"callable": "keras.layers.UpSampling2D", "size": 2}},
        ),
        _case("nearest_by_axis", (1, 2, 3, 4), (6, 12), scale=(2, 3)),
        _case("nearest_to_a_size", (1, 2, 4, 3), (7, 5), out_size=(7, 5)),
        _case("nearest_smaller", (1, 2, 5, 6), (3, 4), out_size=(3, 4)),
        _case("nearest_of_a_fraction", (1, 2, 4, 5), (6, 7), scale=1.5),
        _case("bilinear", (2, 1, 3, 4), (6, 8), interpolation="bilinear"),
        _case("bilinear_by_axis", (1, 2, 4, 3), (4, 9), scale=(1, 3), interpolation="bilinear"),
        _case(
            "bilinear_to_a_size", (1, 2, 3, 5), (7, 4), out_size=(7, 4), interpolation="bilinear"
        ),
        _case("bilinear_of_a_fraction", (1, 2, 4, 3), (10, 7), scale=2.5, interpolation="bilinear"),
        _case("aligned", (2, 3, 4, 5), (8, 10), interpolation="bilinear", align_corners=True),
        _case(
            "aligned_to_a_size",
            (1, 2, 3, 4),
            (5, 1),
            out_size=(5, 1),
            interpolation="bilinear",
            align_corners=True,
        ),
        _case("bicubic", (2, 1, 3, 4), (6, 8), interpolation="bicubic"),
        _case("bicubic_by_axis", (1, 2, 5, 3), (5, 9), scale=(1, 3), interpolation="bicubic"),
        _case("bicubic_to_a_size", (1, 2, 5, 3), (4, 7), out_size=(4, 7), interpolation="bicubic"),
        _case("bicubic_of_a_fraction", (1, 2, 4, 3), (10, 7), scale=2.5, interpolation="bicubic"),
        _case(
            "bicubic_aligned",
            (1, 2, 5, 4),
            (7, 3),
            out_size=(7, 3),
            interpolation="bicubic",
            align_corners=True,
        ),
        _case("one_pixel", (2, 3, 1, 1), (2, 3), scale=(2, 3), interpolation="bilinear"),
    ),
    defaults=(
        Default(
            "interpolation",
            "nearest",
            torch=("torch.nn.Upsample", "mode", "nearest"),
            keras=("keras.layers.UpSampling2D", "interpolation", "nearest"),
        ),
        Default("scale", 2, keras=("keras.layers.UpSampling2D", "size", (2, 2))),
    ),
    divergences=(
        Divergence(
            name="corners_aligned_or_not",
            ja="角の画素をそろえるか",
            summary=Text(
                "Keras and TensorFlow 2 lay the outer edges of both images on each other; PyTorch "
                "does so too since 0.4, but with align_corners the centres of the corner pixels, "
                "as older networks were trained.",
                "Keras と TensorFlow 2 は、2つの画像の外側の辺を重ねる。PyTorch も 0.4 以降は同じ"
                "だが、align_corners を指定すると角の画素の中心を重ねる。古いネットワークはその方式"
                "で学習されている。",
            ),
            reconciled=Text(
                "align_corners names the convention.", "align_corners で方式を指定する。"
            ),
            source="torch.nn.Upsample documentation, the warning on align_corners",
            case="bilinear",
            native={"torch": {"align_corners": True}, "keras": {}},
            quantity="y",
        ),
        Divergence(
            name="slope_of_the_cubic_curve",
            ja="3次の曲線の傾き",
            summary=Text(
                "PyTorch's bicubic curve has the slope a = -3/4, Keras' a = -1/2; and beyond the "
                "border PyTorch repeats the outermost pixel, where Keras leaves out what is not "
                "there and divides by the rest.",
                "bicubic の曲線の傾き a は、PyTorch が -3/4、Keras が -1/2 である。また縁の外では、"
                "PyTorch は端の画素を繰り返し、Keras は存在しない画素を除いて残りの重みで割る。",
            ),
            reconciled=Text(
                "The Keras twin gathers the pixels itself, with PyTorch's curve and border.",
                "Keras 側の実装では、PyTorch と同じ曲線と縁の扱いで画素を集める。",
            ),
            source="tf.image.resize: bicubic is a cubic interpolant of Keys, equivalent to the "
            "Catmull-Rom kernel; torch/include/ATen/native/UpSample.h: cubic_convolution1 with "
            "A = -0.75",
            case="bicubic",
            native={
                "torch": {},
                "keras": {
                    "callable": "keras.layers.UpSampling2D",
                    "size": 2,
                    "interpolation": "bicubic",
                },
            },
            quantity="y",
        ),
    ),
    conventions=(
        Convention(
            name="corners_aligned",
            text=Text(
                "The centres of the corner pixels lie on each other, as in PyTorch with "
                "align_corners=True; Keras, and PyTorch by default, lay the outer edges on each "
                "other.",
                "角の画素の中心を重ねている。PyTorch の align_corners=True と同じで、Keras と "
                "PyTorch の既定では外側の辺を重ねる。",
            ),
            config={"align_corners": True},
        ),
        Convention(
            name="curve_with_half_the_slope",
            text=Text(
                "The cubic curve has the slope -1/2, as TensorFlow, Keras and Pillow take it; "
                "PyTorch and OpenCV take -3/4.",
                "3次の曲線の傾きを -1/2 としている。TensorFlow、Keras、Pillow と同じで、"
                "PyTorch と OpenCV は -3/4 である。",
            ),
            edits={"a = -0.75": "a = -0.5"},
        ),
    ),
    also_called=("upsample", "upsample2d", "upsampling", "up_sampling2d", "unpool"),
    identities=(
        Identity(
            sibling="conv_transpose2d",
            text=Text(
                "Repeating pixels is a transposed convolution of every channel alone, whose kernel "
                "is all ones and as large as the stride.",
                "画素の繰り返しは、チャネルごとの転置畳み込みで、カーネルをすべて 1、大きさを"
                "ストライドと同じにしたものである。",
            ),
            case=Case(
                "kernels_of_ones", inputs={"x": normal(2, 3, 4, 5)}, upstream=normal(2, 3, 8, 10)
            ),
            left=evaluated("upsampling2d"),
            right=_kernels_of_ones,
        ),
    ),
    mistakes=(
        Mistake(
            name="corners_of_the_pixels_for_their_centres",
            ja="画素の中心でなく角で計算する",
            line="at = (o + 0.5) * ratio - 0.5  # the centres of the pixels",
            wrong="at = o * ratio",
            why=Text(
                "A pixel's value stands at its centre. Reckoned from its corner, y is shifted "
                "against x by half a pixel, less what the scale makes of it.",
                "画素の値は画素の中心にある。角を基準にすると、y が x に対して半画素ほどずれる。",
            ),
        ),
        Mistake(
            name="corners_not_aligned",
            ja="align_corners の間隔が違う",
            line="at = o * (n - 1) / max(out - 1, 1)",
            wrong="at = o * n / out",
            why=Text(
                "Between n centres there are n - 1 steps: only so the last lies on the last.",
                "n 個の中心の間隔は n - 1 個である。そうしないと最後の画素どうしが重ならない。",
            ),
        ),
        Mistake(
            name="weights_exchanged",
            ja="補間の重みが逆",
            line="W[o, before] = 1 - (at - before)",
            wrong="W[o, before] = at - before",
            why=Text(
                "The nearer a place is to a pixel, the more that pixel weighs.",
                "位置が画素に近いほど、その画素の重みは大きい。",
            ),
        ),
        Mistake(
            name="curve_of_the_near_pixels_everywhere",
            ja="遠い画素にも近い画素の式を使う",
            line="return np.where(t <= 1, near, far)",
            wrong="return near",
            why=Text(
                "The curve has two pieces: one up to a distance of 1, another from there to 2.",
                "曲線は2つの式からなる。距離 1 までと、1 から 2 までとで式が違う。",
            ),
        ),
        Mistake(
            name="gradient_of_one_copy",
            ja="勾配を平均する",
            line="return self.A.T @ dy @ self.B",
            wrong="return self.A.T @ dy @ self.B * (self.A[0].size / len(self.A))",
            why=Text(
                "Each copy of a pixel moves the loss by itself, so their gradients add up; they "
                "are not averaged.",
                "画素のコピーはそれぞれ損失を動かすので、勾配は平均せずに足し合わせる。",
            ),
        ),
    ),
)
