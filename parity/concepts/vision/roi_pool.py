"""Pooling of regions of interest."""

from __future__ import annotations

from typing import Any

from parity.concepts.vision._draws import boxes
from parity.concepts.vision._sources import GIRSHICK_2015
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal, spaced, values
from parity.describing.identity import Arrays, Identity, Implementations

HALVES = [[0.5, 1.5, 4.5, 3.5], [2.5, 0.5, 5.5, 3.5]]
EDGES = [[-3.0, 1.0, 4.0, 9.0], [5.0, -2.0, 11.0, 2.0], [4.0, 3.0, 4.0, 3.0]]
"""Two that reach over the edge, and one of a single pixel."""


def _case(
    name: str, size: tuple[int, ...], where: Draw, images: list[int], bins: tuple[int, int],
    ours: bool = False, **config: Any,
) -> Case:  # fmt: skip
    return Case(
        name,
        inputs={"x": spaced(*size), "boxes": where, "images": values(images)},
        upstream=normal(len(images), size[1], *bins, apart=0.25),
        config={"output_size": bins, **config},
        differentiable=("x",),
        ours=ours,
    )


def _whole(of: Implementations, a: Arrays) -> Arrays:
    where, own = [[0, 0, 5, 3]] * 2, [0, 1]
    back = of("roi_pool").__globals__["roi_pool_backward"]
    given = {"boxes": where, "images": own, "output_size": (2, 3)}
    y = of("roi_pool")(a["x"], **given)
    return {"y": y, "dx": back(a["dy"], a["x"], **given)[0]}


def _max_pooling(of: Implementations, a: Arrays) -> Arrays:
    pool = of("max_pool2d")(2)
    return {"y": pool.forward(a["x"]), "dx": pool.backward(a["dy"])}


BINS = "for k, i, j, rows, columns in _bins(x, corners, output_size):"

roi_pool = Concept(
    kind="function",
    order=7,
    syllabus=("4-2-1",),
    needs=("max_pool2d", "anchor_boxes"),
    title=Text("RoI pooling", "RoI プーリング"),
    summary=Text(
        "Makes a map of one size of each proposed region, whatever its own: the maxima of a fixed "
        "number of bins.",
        "提案された領域の大きさによらず、決まった個数の区画の最大値をとり、"
        "同じ大きさのマップにする。",
    ),
    why=Text(
        "R-CNN ran a network on each of two thousand regions of an image. Fast R-CNN runs it once "
        "on the image, and takes from the last map what lies under each region. But the layers "
        "behind want inputs of one size: so each region is cut into 7×7 bins, as large as they "
        "come, and each bin gives its maximum. The gradients of all regions meet in one map, so "
        "the network learns end to end.",
        "R-CNN は1枚の画像の2000個の領域それぞれにネットワークを適用した。Fast R-CNN は画像全体に"
        "1回だけ適用し、最後のマップから各領域の下の部分を取り出す。しかし、後の層には同じ大きさの"
        "入力が要る。そこで領域を 7×7 の区画に分け、区画ごとに最大値をとる。"
        "全領域の勾配が1つのマップに集まるので、端から端まで学習できる。",
    ),
    equation="y[k, c, i, j] = max of x[n, c] over bin (i, j) of the box, rounded to pixels",
    formula=(
        r"y_{k,c,i,j} = \max_{(u,v) \in R_{k,i,j}} x_{n_k,c,u,v}",
        r"\frac{\partial L}{\partial x_{n,c,u,v}} = \sum_{k,i,j} [\,(u,v) = "
        r"\text{argmax}_{k,c,i,j}"
        r"\,] \frac{\partial L}{\partial y_{k,c,i,j}}",
    ),
    derivation=(
        Step(
            heading=Text(
                "A maximum has the slope 1 where it is, and 0 elsewhere",
                "最大値の傾きは、最大の画素で 1、ほかでは 0",
            ),
            text=Text(
                "Which pixel it is must be known from the way there, as in max pooling.",
                "どの画素が最大だったかは、最大プーリングと同じく順伝播で決まる。",
            ),
            equation=(
                r"\frac{\partial y_{k,c,i,j}}{\partial x_{n_k,c,u,v}} = [\,(u,v) = "
                r"\text{argmax}_{k,c,i,j}\,]"
            ),
        ),
        Step(
            heading=Text(
                "Regions overlap, so a pixel collects", "領域は重なるので、勾配は足し合わされる"
            ),
            text=Text(
                "A pixel may be the maximum of several bins of several boxes. Rounded, the "
                "corners "
                "of a box get no gradient at all.",
                "1つの画素が、いくつもの領域や区画の最大になることがある。"
                "矩形の角は丸められるので、勾配は届かない。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x_{n,c,u,v}} = \sum_{k,i,j} \frac{\partial "
                r"y_{k,c,i,j}}{\partial x_{n,c,u,v}} \frac{\partial L}{\partial y_{k,c,i,j}}"
            ),
            check=Text(
                "With one box over the whole map it is max pooling.",
                "マップ全体を1つの領域とすれば、最大プーリングと一致する。",
            ),
        ),
    ),
    shapes={
        "x": "(N, C, H, W)",
        "boxes": "(K, 4)",
        "images": "(K,)",
        "y": "(K, C, h, w)",
    },
    sources=(f"{GIRSHICK_2015}, section 2.1",),
    cases=(
        _case("two_images", (2, 3, 6, 8), boxes(5, within=5.0), [0, 1, 1, 0, 1], (2, 3)),
        _case(
            "scaled",
            (3, 2, 7, 5),
            boxes(5, within=16.0, least=4.0, most=12.0),
            [2, 0, 0, 1, 2],
            (3, 2),
            spatial_scale=0.25,
        ),
        _case("halves_go_up", (1, 2, 5, 7), values(HALVES), [0, 0], (3, 3)),
        _case("over_the_edge", (2, 4, 5, 7), values(EDGES), [1, 0, 1], (2, 3)),
        _case("one_bin", (2, 3, 4, 5), boxes(3, within=4.0, most=3.0), [0, 1, 0], (1, 1)),
        Case(
            "defaults",
            inputs={
                "x": spaced(1, 2, 9, 8),
                "boxes": values([[0.0, 1.0, 7.0, 8.0]]),
                "images": values([0]),
            },
            upstream=normal(1, 2, 7, 7),
            differentiable=("x",),
            ours=True,
        ),
    ),
    defaults=(Default("output_size", (7, 7)), Default("spatial_scale", 1.0)),
    also_called=("roi_pooling", "roi_max_pool", "region_pooling"),
    identities=(
        Identity(
            sibling="max_pool2d",
            text=Text(
                "Of a box over the whole map it is max pooling, where the bins fit.",
                "マップ全体を覆う矩形なら、区画で割り切れるとき最大プーリングと同じである。",
            ),
            case=Case(
                "whole_map",
                inputs={"x": spaced(2, 3, 4, 6)},
                upstream=normal(2, 3, 2, 3),
            ),
            left=_whole,
            right=_max_pooling,
        ),
    ),
    mistakes=(
        Mistake(
            name="last_pixel_left_out",
            ja="最後の画素を含めない",
            line=BINS,
            wrong=BINS.replace("corners", "corners - [0, 0, 1, 1]"),
            why=Text(
                "Both rounded corners are pixels of the region; a slice leaves out its end, so it "
                "needs one more.",
                "丸めた角の画素は、両端とも領域に含まれる。スライスは終端を含まないので1を足す。",
            ),
        ),
        Mistake(
            name="cut_off_instead_of_rounded",
            ja="四捨五入せずに切り捨てる",
            line=BINS,
            wrong=BINS.replace("corners", "np.floor(corners)"),
            why=Text(
                "Corners are rounded to the nearest pixel; cut off, every box moves to the left "
                "and up.",
                "角は最も近い画素に丸める。切り捨てると、どの矩形も左上にずれる。",
            ),
        ),
        Mistake(
            name="mean_of_the_bin",
            ja="区画の平均をとる",
            line="y[k, :, i, j] = x[images[k], :, rows, columns].max(axis=(1, 2))",
            wrong="y[k, :, i, j] = x[images[k], :, rows, columns].mean(axis=(1, 2))",
            why=Text(
                "A bin gives its maximum; means of samples are RoIAlign's.",
                "区画からは最大値をとる。標本の平均をとるのは RoIAlign である。",
            ),
        ),
        Mistake(
            name="gradient_overwritten",
            ja="勾配を足さずに上書きする",
            line="dx[images[k], np.arange(len(bin_)), tall.start + r, wide.start + c] += "
            "dy[k, :, i, j]",
            wrong="dx[images[k], np.arange(len(bin_)), tall.start + r, wide.start + c] = "
            "dy[k, :, i, j]",
            why=Text(
                "A pixel that is the maximum of several bins collects all their gradients.",
                "いくつもの区画の最大になった画素には、そのすべての勾配が集まる。",
            ),
        ),
    ),
)
