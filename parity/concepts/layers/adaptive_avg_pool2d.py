"""Adaptive average pooling."""

from __future__ import annotations

from parity.concepts.layers._adaptive_pooling import MISTAKES, SOURCES, WINDOWS, case
from parity.describing.concept import Case, Concept, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import normal
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _windows_of_one_size(of: Implementations, a: Arrays) -> Arrays:
    pool = of("avg_pool2d")((2, 3))
    return {"y": pool.forward(a["x"]), "dx": pool.backward(a["dy"])}


def _the_whole_image(of: Implementations, a: Arrays) -> Arrays:
    pool = of("global_avg_pool2d")()
    y = pool.forward(a["x"])[:, :, None, None]
    return {"y": y, "dx": pool.backward(a["dy"][:, :, 0, 0])}


AdaptiveAvgPool2d = Concept(
    kind="layer",
    order=16,
    syllabus=("3-4-3",),
    needs=("avg_pool2d", "global_avg_pool2d"),
    title=Text("Adaptive average pooling", "適応的平均プーリング"),
    summary=Text(
        "Shares the image out among a given number of windows, whatever its size, and takes the "
        "mean of each.",
        "画像の大きさによらず、指定した個数の窓に分けて、窓ごとに平均をとる。",
    ),
    why=Text(
        "A dense layer takes a fixed number of inputs, and images come in many sizes. Ordinary "
        "pooling fixes the window, so a larger image gives more outputs. Adaptive pooling fixes "
        "the number of outputs instead, and the windows follow from it. VGG in PyTorch brings "
        "every image to 7 by 7 so, and ResNet to 1 by 1, which is global average pooling.",
        "全結合層の入力の個数は決まっているが、画像の大きさはさまざまである。"
        "普通のプーリングは窓の大きさを決めるので、画像が大きければ出力も増える。"
        "適応的プーリングは出力の個数のほうを決め、窓はそこから定まる。"
        "PyTorch の VGG はこれでどの画像も 7×7 にし、ResNet は 1×1 にする。"
        "1×1 なら大域平均プーリングである。",
    ),
    equation="y = mean of each window; window i of m along n pixels: floor(i n / m) up to "
    "ceil((i + 1) n / m)",
    formula=(
        r"y_{h,w} = \frac{1}{|R_{h,w}|} \sum_{(u,v) \in R_{h,w}} x_{u,v}",
        r"\frac{\partial L}{\partial x_{u,v}} = \sum_{R_{h,w} \ni (u,v)} "
        r"\frac{1}{|R_{h,w}|} \frac{\partial L}{\partial y_{h,w}}",
    ),
    derivation=(
        Step(
            heading=Text(
                "In a window of |R| pixels each weighs 1/|R|",
                "|R| 個の画素からなる窓では、重みはどれも 1/|R| である",
            ),
            text=WINDOWS,
            equation=(
                r"y_{h,w} = \frac{1}{|R_{h,w}|} \sum_{(u,v) \in R_{h,w}} x_{u,v}"
                "\n"
                r"\frac{\partial y_{h,w}}{\partial x_{u,v}} = \begin{cases} \frac{1}{|R_{h,w}|} & "
                r"((u,v) \in R_{h,w}) \\ 0 & ((u,v) \notin R_{h,w}) \end{cases}"
            ),
        ),
        Step(
            heading=Text(
                "A pixel on the border collects from both windows",
                "境にある画素は、両方の窓から勾配を集める",
            ),
            text=Text(
                "It lies in both; in a corner, even in four.",
                "その画素は両方の窓に入る。角では4つの窓に入ることもある。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x_{u,v}} = \sum_{R_{h,w} \ni (u,v)} "
                r"\frac{1}{|R_{h,w}|} \frac{\partial L}{\partial y_{h,w}}"
            ),
            check=Text("dx adds up to the sum of dy.", "dx をすべて足すと、dy の和に等しい。"),
        ),
    ),
    shapes={"x": "(N, C, H, W)", "y": "(N, C, OH, OW)"},
    sources=SOURCES,
    cases=(
        case("ordinary", normal(2, 3, 4, 6), (2, 3)),
        case("overlapping", normal(2, 3, 7, 5), (4, 3)),
        case("one_number", normal(3, 2, 5, 8), 3),
        case("the_whole_image", normal(2, 3, 4, 5), 1),
        case("as_it_is", normal(2, 3, 4, 5), (4, 5)),
        case("more_windows_than_pixels", normal(1, 4, 3, 2), (5, 4)),
        case("large_mean", normal(2, 1, 6, 5, shift=50.0), (4, 2)),
    ),
    also_called=(
        "adaptive_average_pooling",
        "adaptive_average_pooling2d",
        "adaptive_avg_pool",
        "adaptive_avg_pooling",
    ),
    identities=(
        Identity(
            sibling="avg_pool2d",
            text=Text(
                "Where the windows divide the image, it is average pooling with windows of one "
                "size.",
                "窓の個数が画像を割り切るなら、同じ大きさの窓による平均プーリングである。",
            ),
            case=Case(
                "windows_of_one_size",
                inputs={"x": normal(2, 3, 4, 15)},
                upstream=normal(2, 3, 2, 5),
                config={"out_size": (2, 5)},
            ),
            left=evaluated("adaptive_avg_pool2d"),
            right=_windows_of_one_size,
        ),
        Identity(
            sibling="global_avg_pool2d",
            text=Text(
                "With one window it is global average pooling, with two axes of length 1 left.",
                "窓が1つなら大域平均プーリングである。ただし、長さ 1 の軸が2つ残る。",
            ),
            case=Case(
                "one_window",
                inputs={"x": normal(2, 3, 4, 5)},
                upstream=normal(2, 3, 1, 1),
                config={"out_size": 1},
            ),
            left=evaluated("adaptive_avg_pool2d"),
            right=_the_whole_image,
        ),
    ),
    mistakes=(
        *MISTAKES,
        Mistake(
            name="gradient_not_divided",
            ja="勾配を割らない",
            line="share = dy[:, :, i, j] / ((h.stop - h.start) * (w.stop - w.start))",
            wrong="share = dy[:, :, i, j]",
            why=Text(
                "Each pixel moves the mean by its share only.",
                "各画素は、自分の持ち分だけ平均を動かす。",
            ),
        ),
        Mistake(
            name="overlaps_overwritten",
            ja="重なった画素の勾配を上書きする",
            line="dx[:, :, h, w] += share[:, :, None, None]",
            wrong="dx[:, :, h, w] = share[:, :, None, None]",
            why=Text(
                "A pixel of two windows gets a share from both.",
                "2つの窓に入る画素は、両方から勾配を受け取る。",
            ),
        ),
    ),
)
