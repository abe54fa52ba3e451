"""RoIAlign."""

from __future__ import annotations

from typing import Any

from parity.concepts.vision._draws import boxes
from parity.concepts.vision._sources import HE_2017
from parity.describing.concept import Case, Concept, Convention, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, normal, values
from parity.describing.identity import Arrays, Identity, Implementations

EDGES = [[-2.5, 1.0, 3.5, 8.25], [4.75, -3.0, 9.5, 2.5], [2.0, 1.5, 2.25, 1.75]]
"""Two that reach far over the edge, and one that is smaller than a pixel."""


def _case(
    name: str, size: tuple[int, ...], where: Draw, images: list[int], bins: tuple[int, int],
    ours: bool = False, **config: Any,
) -> Case:  # fmt: skip
    return Case(
        name,
        inputs={"x": normal(*size), "boxes": where, "images": values(images)},
        upstream=normal(len(images), size[1], *bins),
        config={"output_size": bins, **config},
        differentiable=("x",),
        ours=ours,
    )


def _whole(of: Implementations, a: Arrays) -> Arrays:
    given = {"boxes": [[0, 0, 6, 4]] * 2, "images": [0, 1], "output_size": (2, 3)}
    back = of("roi_align").__globals__["roi_align_backward"]
    return {"y": of("roi_align")(a["x"], **given), "dx": back(a["dy"], a["x"], **given)[0]}


def _average_pooling(of: Implementations, a: Arrays) -> Arrays:
    pool = of("avg_pool2d")(2)
    return {"y": pool.forward(a["x"]), "dx": pool.backward(a["dy"])}


BOTH = "A, B = _matrices(box, x.shape[2:], output_size, sampling_ratio, aligned)"

roi_align = Concept(
    kind="function",
    order=8,
    syllabus=("4-2-1",),
    needs=("roi_pool",),
    title=Text("RoIAlign", "RoIAlign"),
    summary=Text(
        "RoI pooling without rounding: each bin is the mean of a few samples between the pixels, "
        "found by bilinear interpolation.",
        "丸めを行わない RoI プーリング。区画ごとに、画素の間の点の値を双線形補間で求めて平均する。",
    ),
    why=Text(
        "RoI pooling rounds a region to pixels of a map on which one of them stands for 16 of the "
        "image. For a class that does not matter; for a mask, which is to fit to the pixel, it "
        "does. RoIAlign rounds nothing: it reads the map between its pixels, at places that "
        "divide each bin evenly. In Mask R-CNN that alone made masks a tenth to a half better.",
        "RoI プーリングは、1画素が元画像の 16 画素に当たるマップの上で、領域を画素に丸める。"
        "クラスを当てるだけなら構わないが、画素単位で合うべきマスクには響く。RoIAlign は何も"
        "丸めず、区画を等分する点で、画素の間の値を読み取る。Mask R-CNN では、"
        "これだけでマスクの精度が1割から5割上がった。",
    ),
    equation="y[k, c] = A x[n, c] B^T, rows of A and B: the means of bilinear weights of a bin",
    formula=(
        r"y_{k,c} = A_k\, x_{n_k,c}\, B_k^\top",
        r"A_{i,u} = \frac{1}{r} \sum_{a=1}^{r} \max(0,\ 1 - |p_{i,a} - u|), \quad p_{i,a} = y_1 + "
        r"\left(i + \frac{a - 1/2}{r}\right) \frac{y_2 - y_1}{h}",
        r"\frac{\partial L}{\partial x_{n,c}} = \sum_{k : n_k = n} A_k^\top \frac{\partial L}"
        r"{\partial y_{k,c}} B_k",
    ),
    derivation=(
        Step(
            heading=Text(
                "Bilinear interpolation is linear in the pixels",
                "双線形補間は、画素について線形である",
            ),
            text=Text(
                "A sample counts each of the four pixels around it by a weight along the height "
                "times one along the width, so all samples of a box are two matrices around x.",
                "標本点の値は、周りの4画素に、縦の重みと横の重みの積を掛けた和である。"
                "したがって、1つの領域の全標本は、x を2つの行列で挟んだ形になる。",
            ),
            equation=r"y_{k,c,i,j} = \sum_{u,v} A_{i,u}\, B_{j,v}\, x_{n_k,c,u,v}",
        ),
        Step(
            heading=Text("On the way back the matrices are transposed", "逆伝播では行列を転置する"),
            text=Text(
                "Each gradient goes to the four pixels by the same weights. Boxes of one image "
                "add up. The corners are taken for constant, though nothing is rounded.",
                "勾配は同じ重みで4画素に分かれ、同じ画像の領域の分は足し合わされる。"
                "丸めてはいないが、角は定数として扱う。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x_{n,c,u,v}} = \sum_{k : n_k = n} \sum_{i,j} A_{i,u} "
                r"B_{j,v} \frac{\partial L}{\partial y_{k,c,i,j}}"
            ),
            check=Text(
                "Every row of A sums to 1 within the map, so a constant map stays constant.",
                "マップの内側では A の各行の和が 1 なので、一定のマップは一定のままである。",
            ),
        ),
    ),
    shapes={
        "x": "(N, C, H, W)",
        "boxes": "(K, 4)",
        "images": "(K,)",
        "y": "(K, C, h, w)",
    },
    sources=(f"{HE_2017}, section 3", "torchvision.ops.roi_align: sampling_ratio, aligned"),
    cases=(
        _case("two_images", (2, 3, 6, 7), boxes(5, within=6.0), [0, 1, 1, 0, 1], (2, 3)),
        _case(
            "scaled",
            (3, 2, 6, 5),
            boxes(5, within=16.0, least=4.0, most=12.0),
            [2, 0, 0, 1, 2],
            (3, 2),
            spatial_scale=0.25,
            sampling_ratio=1,
        ),
        _case(
            "not_aligned",
            (2, 3, 5, 7),
            boxes(3, within=5.0, least=0.25, most=3.0),
            [1, 0, 1],
            (2, 4),
            aligned=False,
            sampling_ratio=3,
        ),
        _case("over_the_edge", (2, 4, 5, 7), values(EDGES), [1, 0, 1], (2, 3)),
        _case(
            "over_the_edge_not_aligned",
            (2, 4, 5, 7),
            values(EDGES),
            [1, 0, 1],
            (3, 2),
            aligned=False,
        ),
        Case(
            "defaults",
            inputs={"x": normal(1, 2, 5, 6), "boxes": boxes(1, within=5.0), "images": values([0])},
            upstream=normal(1, 2, 7, 7),
            differentiable=("x",),
            ours=True,
        ),
    ),
    defaults=(
        Default("output_size", (7, 7)),
        Default("spatial_scale", 1.0),
        Default("sampling_ratio", 2),
        Default("aligned", True),
    ),
    conventions=(
        Convention(
            name="not_aligned",
            text=Text(
                "The pixel i is at i, not around i + 1/2, as in the first code of Mask R-CNN and "
                "by default in torchvision.",
                "画素 i を i + 1/2 ではなく i の位置にあるとみなしている"
                "(最初の Mask R-CNN の実装や torchvision の既定値)。",
            ),
            config={"aligned": False},
        ),
    ),
    also_called=("roialign", "region_align"),
    identities=(
        Identity(
            sibling="avg_pool2d",
            text=Text(
                "Of a box over the whole map, with a sample in each pixel, it is average pooling.",
                "マップ全体を覆う矩形で、画素ごとに標本を1つとれば、平均プーリングと同じである。",
            ),
            case=Case(
                "whole_map_sampled",
                inputs={"x": normal(2, 3, 4, 6)},
                upstream=normal(2, 3, 2, 3),
            ),
            left=_whole,
            right=_average_pooling,
        ),
    ),
    mistakes=(
        Mistake(
            name="half_a_pixel_forgotten",
            ja="半画素のずれを忘れる",
            line=BOTH,
            wrong=BOTH.replace("aligned", "False"),
            why=Text(
                "The pixel 0 covers 0 to 1, so its value is at 1/2, and all places move by that.",
                "画素 0 は 0 から 1 までを占め、その値は 1/2 にある。位置はその分だけずれる。",
            ),
        ),
        Mistake(
            name="box_rounded",
            ja="矩形を画素に丸める",
            line=BOTH,
            wrong=BOTH.replace("box,", "np.round(box),"),
            why=Text(
                "That is RoI pooling's rounding, which RoIAlign is there to avoid.",
                "それでは RoI プーリングと同じ丸めになる。丸めないのが RoIAlign である。",
            ),
        ),
        Mistake(
            name="height_and_width_exchanged",
            ja="縦と横を取り違える",
            line=BOTH,
            wrong=BOTH.replace("box,", "box[[1, 0, 3, 2]],"),
            why=Text(
                "A box names x first, and an array its rows: y goes with the height.",
                "矩形は x が先だが、配列は行が先である。y は高さの軸に対応する。",
            ),
        ),
        Mistake(
            name="gradients_of_other_boxes_lost",
            ja="ほかの領域の勾配を消す",
            line="dx[images[k]] += rows.T.astype(x.dtype) @ dy[k] @ columns.astype(x.dtype)",
            wrong="dx[images[k]] = rows.T.astype(x.dtype) @ dy[k] @ columns.astype(x.dtype)",
            why=Text(
                "Several boxes lie on one image, and their gradients add up.",
                "1枚の画像には複数の領域があり、勾配は足し合わされる。",
            ),
        ),
    ),
)
