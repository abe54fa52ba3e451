"""Anchor boxes."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.vision._sources import LIU, REN
from parity.describing.concept import Case, Concept, Convention, Default, Mistake, Text
from parity.describing.draw import values
from parity.describing.identity import Arrays, Identity, Implementations

SCALES, RATIOS = [32.0, 64.0, 128.0], [0.5, 1.0]


def _case(
    name: str,
    scales: list[float],
    ratios: list[float],
    size: tuple[int, int],
    ours: bool = False,
    **config: Any,
) -> Case:
    return Case(
        name,
        inputs={"scales": values(scales), "ratios": values(ratios)},
        config={"feature_size": size, **config},
        ours=ours,
    )


def _overlaps(of: Implementations, a: Arrays) -> Arrays:
    """Return how much the anchors of one cell overlap each other."""
    anchors = of("anchor_boxes")(a["scales"], a["ratios"], (1, 1))
    return {"y": of("iou")(anchors, anchors)}


def _by_the_ratios(of: Implementations, a: Arrays) -> Arrays:
    """Return the same from centers and sizes: h / w = r at the area s^2, around one point."""
    root = np.sqrt(a["ratios"])
    size = a["scales"][0] * np.stack([1 / root, root], axis=1)
    boxes = np.concatenate([np.full_like(size, 8.0), size], axis=1)
    return {"y": of("iou")(boxes, boxes, box_format="center_xywh")}


anchor_boxes = Concept(
    kind="function",
    order=2,
    syllabus=("4-2-1", "4-2-2"),
    needs=("iou",),
    title=Text("Anchor boxes", "アンカーボックス"),
    summary=Text(
        "Boxes of several sizes and shapes around every cell of a feature map, to which a detector "
        "says what is in them, and how they must be moved.",
        "特徴マップの各セルを中心に、大きさと縦横比の異なる矩形を並べる。検出器はそれぞれについて、"
        "何が入っているかと、どう動かせばよいかを予測する。",
    ),
    why=Text(
        "A network has a fixed number of outputs, an image any number of objects. Anchors give "
        "each output a box for which it is responsible, so that it only learns a small "
        "correction. Several shapes in one place let a person who stands and a car be found where "
        "they overlap. Scale and ratio are independent here: the ratio changes the shape and "
        "leaves the area.",
        "ネットワークの出力の数は決まっているが、画像の中の物体の数は決まっていない。"
        "アンカーを置くと、各出力の担当する矩形が決まり、小さな補正だけを学べばよくなる。"
        "同じ場所に形の違う矩形を置くので、立っている人と車が重なっていても両方を検出できる。"
        "スケールと縦横比は独立で、縦横比を変えても面積は変わらない。",
    ),
    equation="h = s sqrt(r), w = s / sqrt(r), around ((j + offset) stride, (i + offset) stride)",
    formula=(
        r"h = s \sqrt{r}, \quad w = \frac{s}{\sqrt{r}}",
        r"x_{ij} = (j + o)\,d, \quad y_{ij} = (i + o)\,d",
        r"\left( x_{ij} - \frac{w}{2}, \; y_{ij} - \frac{h}{2}, \; x_{ij} + \frac{w}{2}, \; y_{ij} "
        r"+ \frac{h}{2} \right)",
    ),
    shapes={"scales": "(S,)", "ratios": "(R,)", "y": "(H W S R, 4)"},
    sources=(f"{REN}, section 3.1.1", f"{LIU}, section 2.2"),
    cases=(
        _case("several_scales_and_ratios", SCALES, RATIOS, (2, 5), stride=8.0),
        _case("ratios_of_faster_rcnn", [128.0, 256.0], [0.5, 1.0, 2.0], (3, 4)),
        _case("whole_stride", SCALES, [0.25, 4.0], (4, 3), stride=32),
        _case("centers_in_the_corner", SCALES, RATIOS, (2, 3), stride=4.0, offset=0.0),
        _case("one_cell", [16.0], [3.0, 0.5], (1, 1)),
        _case("one_of_each", [16.0], [2.0], (3, 2), stride=10.0),
        _case("relative", [0.25, 0.5, 0.75], RATIOS, (4, 5), stride=0.125),
        _case("defaults", SCALES, RATIOS, (2, 3), ours=True),
    ),
    defaults=(Default("stride", 16.0), Default("offset", 0.5)),
    conventions=(
        Convention(
            name="ratio_of_width_to_height",
            text=Text(
                "The ratio is width over height, as in SSD; Faster R-CNN's is height over width.",
                "比を 幅/高さ としている(SSD の流儀)。Faster R-CNN では 高さ/幅 である。",
            ),
            edits={
                "h = (scales[:, None] * np.sqrt(ratios)).ravel()": (
                    "h = (scales[:, None] / np.sqrt(ratios)).ravel()"
                ),
                "w = (scales[:, None] / np.sqrt(ratios)).ravel()": (
                    "w = (scales[:, None] * np.sqrt(ratios)).ravel()"
                ),
            },
        ),
        Convention(
            name="centers_in_the_corner",
            text=Text(
                "The centers lie in the corners of the cells.",
                "中心をセルの左上の角に置いている。",
            ),
            config={"offset": 0.0},
        ),
    ),
    also_called=("generate_anchors", "make_anchors", "create_anchors", "prior_boxes", "prior_box"),
    identities=(
        Identity(
            sibling="iou",
            text=Text(
                "Anchors of one scale around one point overlap as their ratios alone say: they "
                "have the same area.",
                "同じ点を中心とする同じスケールのアンカーは面積が等しく、"
                "重なり具合は縦横比だけで決まる。",
            ),
            case=Case(
                "one_area",
                inputs={"scales": values([12.0]), "ratios": values([0.25, 1.0, 4.0, 2.0])},
            ),
            left=_overlaps,
            right=_by_the_ratios,
        ),
    ),
    mistakes=(
        Mistake(
            name="ratio_without_the_root",
            ja="縦横比の平方根をとらない",
            line="h = (scales[:, None] * np.sqrt(ratios)).ravel()",
            wrong="h = (scales[:, None] * ratios).ravel()",
            why=Text(
                "Height and width each take the root: h / w is r then, and h w stays s^2.",
                "高さと幅に平方根を掛け、割るので、h / w = r となり、h w は s の2乗のままになる。",
            ),
        ),
        Mistake(
            name="whole_size_for_the_half",
            ja="半分にせずに足し引きする",
            line="half = np.stack([w, h], axis=-1) / 2  # (S R, 2)",
            wrong="half = np.stack([w, h], axis=-1)",
            why=Text(
                "From the center to the edge it is half the width.",
                "中心から辺までの距離は、幅の半分である。",
            ),
        ),
        Mistake(
            name="rows_and_columns_exchanged",
            ja="行と列を取り違える",
            line="x = (np.arange(W) + offset) * stride",
            wrong="x = (np.arange(H) + offset) * stride",
            why=Text(
                "x counts the columns, of which there are W.",
                "x は列の位置であり、列は W 個ある。",
            ),
        ),
        Mistake(
            name="corner_for_the_center",
            ja="セルの角を中心にする",
            line="y = (np.arange(H) + offset) * stride",
            wrong="y = np.arange(H) * stride",
            why=Text(
                "A cell stands for the pixels around its middle, half a stride further.",
                "セルが担当するのはその中央のまわりの画素で、角から stride の半分だけずれている。",
            ),
        ),
        Mistake(
            name="width_and_height_exchanged",
            ja="幅と高さを取り違える",
            line="half = np.stack([w, h], axis=-1) / 2  # (S R, 2)",
            wrong="half = np.stack([h, w], axis=-1) / 2",
            why=Text(
                "The corners are x first: the width belongs to x.",
                "角の座標は x が先なので、幅を先に並べる。",
            ),
        ),
    ),
)
