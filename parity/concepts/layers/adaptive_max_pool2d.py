"""Adaptive max pooling."""

from __future__ import annotations

from parity.concepts.layers._adaptive_pooling import MISTAKES, SOURCES, WINDOWS, case
from parity.concepts.layers._max_pool2d_derivation import DERIVATION
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal, spaced, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _windows_of_one_size(of: Implementations, a: Arrays) -> Arrays:
    pool = of("max_pool2d")((2, 3))
    return {"y": pool.forward(a["x"]), "dx": pool.backward(a["dy"])}


AdaptiveMaxPool2d = Concept(
    kind="layer",
    order=15,
    syllabus=("3-4-3",),
    needs=("max_pool2d", "global_max_pool2d"),
    title=Text("Adaptive max pooling", "適応的最大プーリング"),
    summary=Text(
        "Shares the image out among a given number of windows, whatever its size, and keeps the "
        "largest value of each.",
        "画像の大きさによらず、指定した個数の窓に分けて、窓ごとに最大値を取り出す。",
    ),
    why=Text(
        "The layers behind want so many numbers, and images come in many sizes. Spatial pyramid "
        "pooling shares an image out among 1, 4 and 16 windows and takes the maximum of each: 21 "
        "numbers a channel, from every image. RoI pooling does the same with a box of the image, "
        "so that a detector's boxes of all sizes can go through one dense layer.",
        "後ろの層が受け取る値の個数は決まっているが、画像の大きさはさまざまである。"
        "空間ピラミッドプーリングは画像を 1 個、4 個、16 個の窓に分けて、それぞれの最大値をとる。"
        "どの画像からもチャネルあたり 21 個の値が得られる。"
        "RoI プーリングは画像の中の矩形に同じことをするので、"
        "物体検出でさまざまな大きさの矩形を1つの全結合層に通せる。",
    ),
    equation="y = max of each window; window i of m along n pixels: floor(i n / m) up to "
    "ceil((i + 1) n / m)",
    formula=(
        r"y_{h,w} = \max_{(u,v) \in R_{h,w}} x_{u,v}",
        r"(u^*, v^*)_{h,w} = \operatorname{argmax}_{(u,v) \in R_{h,w}} x_{u,v}",
        r"\frac{\partial L}{\partial x_{u,v}} = \sum_{(u^*,v^*)_{h,w} = (u,v)} "
        r"\frac{\partial L}{\partial y_{h,w}}",
    ),
    derivation=(
        Step(
            heading=Text("Every window keeps its largest pixel", "窓ごとに最大の画素を残す"),
            text=WINDOWS,
            equation=r"y_{h,w} = \max_{(u,v) \in R_{h,w}} x_{u,v}",
        ),
        *DERIVATION[:3],
    ),
    shapes={"x": "(N, C, H, W)", "y": "(N, C, OH, OW)"},
    sources=SOURCES,
    cases=(
        case("ordinary", spaced(2, 3, 4, 6), (2, 3)),
        case("overlapping", spaced(2, 3, 7, 5), (4, 3)),
        case("one_number", spaced(3, 2, 5, 8), 3),
        case("negative", spaced(2, 3, 4, 5, shift=-14.0), 1),
        case("more_windows_than_pixels", spaced(1, 4, 3, 2), (5, 4)),
        case(
            "ties_in_a_row",
            values([[[[1.0, 3.0, 3.0, 0.0], [2.0, 1.0, 0.0, 2.0], [4.0, 4.0, 4.0, 4.0]]]]),
            (2, 3),
            kink=True,
        ),
    ),
    also_called=("adaptive_max_pooling", "adaptive_max_pooling2d", "adaptive_max_pool"),
    identities=(
        Identity(
            sibling="max_pool2d",
            text=Text(
                "Where the windows divide the image, it is max pooling with windows of one size.",
                "窓の個数が画像を割り切るなら、同じ大きさの窓による最大プーリングである。",
            ),
            case=Case(
                "windows_of_one_size",
                inputs={"x": spaced(2, 3, 4, 15)},
                upstream=normal(2, 3, 2, 5),
                config={"out_size": (2, 5)},
            ),
            left=evaluated("adaptive_max_pool2d"),
            right=_windows_of_one_size,
        ),
    ),
    mistakes=(
        *MISTAKES,
        Mistake(
            name="place_within_the_window",
            ja="窓の中での位置のまま使う",
            line="self.at[:, :, i, j, 0] = h.start + row",
            wrong="self.at[:, :, i, j, 0] = row",
            why=Text(
                "argmax counts from the corner of the window; in the image the window begins at "
                "h.start.",
                "argmax の返す位置は窓の角から数えたものである。画像の中では、窓は h.start から"
                "始まる。",
            ),
        ),
        Mistake(
            name="overlaps_overwritten",
            ja="重なった画素の勾配を上書きする",
            line="dx[n, c, row, column] += dy[:, :, i, j]",
            wrong="dx[n, c, row, column] = dy[:, :, i, j]",
            why=Text(
                "A pixel may be the maximum of two windows, and gets the gradient of both.",
                "1つの画素が2つの窓の最大値になることがあり、そのときは両方から勾配を受け取る。",
            ),
        ),
    ),
)
