"""Boxes: how they overlap, where anchors stand, and which are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from numpy_impl.vision.anchor_boxes import anchor_boxes
from numpy_impl.vision.box_decoding import box_decoding
from numpy_impl.vision.box_encoding import box_encoding
from numpy_impl.vision.iou import iou
from numpy_impl.vision.mean_iou import mean_iou
from numpy_impl.vision.nms import nms
from parity.describing.concept import Concept, Text
from reports.site.drawing.sheet import C1, C2, INK, QUIET, Drawing, Sheet, number

Look = tuple[str, float] | None
"""A cell's colour and opacity."""

ANCHOR = np.array([[20.0, 30.0, 100.0, 90.0]])
BOX = np.array([[40.0, 20.0, 150.0, 100.0]])


def _boxes(
    sheet: Sheet, boxes: Iterable[np.ndarray], left: float, top: float, colour: str, fill: float
) -> None:
    """Draw boxes given by their corners, moved to a place."""
    drawn = [(left + x1, top + y1, x2 - x1, y2 - y1) for x1, y1, x2, y2 in boxes]
    sheet.boxes(drawn, colour, colour, fill, 1.6)


def draw_iou(concept: Concept) -> Drawing:
    """Draw three pairs of boxes with their IoU and GIoU."""
    a = np.array([0.0, 20.0, 60.0, 80.0])
    sheet = Sheet(170)
    for k, shift in enumerate((10.0, 36.0, 76.0)):
        b, left = a + np.array([shift, -10, shift, -10]), (16.0, 140.0, 286.0)[k]
        _boxes(sheet, [a], left, 10, C1, 0.3)
        _boxes(sheet, [b], left, 10, C2, 0.3)
        sheet.text(left, 116, f"IoU {number(float(iou(a, b)), 2)}", 11)
        sheet.text(left, 136, f"GIoU {number(float(iou(a, b, generalized=True)), 2)}", 11)
    return Drawing(
        sheet,
        Text(
            "Where the boxes no longer meet, IoU stays at 0; GIoU goes on falling.",
            "矩形が離れると IoU は 0 のままだが、GIoU は下がり続ける。",
        ),
        Text("Three pairs of boxes, further and further apart.", "次第に離れていく3組の矩形。"),
    )


def draw_anchor_boxes(concept: Concept) -> Drawing:
    """Draw the anchors of one cell of a feature map."""
    ratios = np.array([0.5, 1.0, 2.0])
    anchors = anchor_boxes(np.array([48.0, 80.0]), ratios, (4, 6), stride=32.0)
    own = anchors.reshape(4, 6, 6, 4)[2, 2]
    sheet = Sheet(176)
    cells = [(40.0 + 32 * j, 24.0 + 32 * i, 32.0, 32.0) for i in range(4) for j in range(6)]
    sheet.boxes(cells, "none", QUIET, None, 0.6)
    _boxes(sheet, own[:3], 40, 24, C1, 0.08)
    _boxes(sheet, own[3:], 40, 24, C2, 0.06)
    sheet.dots([(40 + 80.0, 24 + 80.0)], INK)
    sheet.text(262, 60, Text("2 scales, 3 ratios:", "スケール2種、縦横比3種:"), 11)
    sheet.text(262, 80, Text("6 anchors for each cell", "各セルに6個のアンカー"), 11)
    return Drawing(
        sheet,
        Text(
            "All anchors of a cell have its middle as their center; those of one scale have the "
            "same area.",
            "1つのセルのアンカーは、すべてセルの中央を中心とする。同じスケールなら面積も等しい。",
        ),
        Text("A grid of cells, and six boxes around one.", "セルの格子と、1つのセルの6個の矩形。"),
    )


def _deltas(sheet: Sheet, box: np.ndarray, y: np.ndarray) -> None:
    _boxes(sheet, ANCHOR, 10, 14, C1, 0.12)
    _boxes(sheet, box, 10, 14, C2, 0.12)
    centers = [(10 + (b[0] + b[2]) / 2, 14 + (b[1] + b[3]) / 2) for b in (ANCHOR[0], box[0])]
    sheet.arrow(centers[0], centers[1])
    sheet.text(16, 136, Text("anchor", "アンカー"), 11, C1)
    sheet.text(96, 136, Text("box", "矩形"), 11, C2)
    sheet.grid(196, 60, y, (54, 30), None, lambda v: number(v, 2), "t_x, t_y, t_w, t_h")


def draw_box_encoding(concept: Concept) -> Drawing:
    """Draw an anchor, a box and its deltas."""
    sheet = Sheet(150)
    _deltas(sheet, BOX, box_encoding(BOX, ANCHOR))
    return Drawing(
        sheet,
        Text(
            "The arrow, in sizes of the anchor, and the logarithms of the two ratios of size.",
            "矢印をアンカーの大きさで割ったものと、大きさの比の対数。",
        ),
        Text("An anchor, a box, and four deltas.", "アンカーと矩形、4つの差分。"),
    )


def draw_box_decoding(concept: Concept) -> Drawing:
    """Draw an anchor, deltas, and the box that they mean."""
    t = np.array([[0.5, -0.25, 0.25, 0.5]])
    sheet = Sheet(150)
    _deltas(sheet, box_decoding(t, ANCHOR), t)
    return Drawing(
        sheet,
        Text(
            "The first two deltas move the anchor, the last two stretch it.",
            "最初の2つの差分でアンカーを動かし、残りの2つで伸縮する。",
        ),
        Text("An anchor, four deltas, and a box.", "アンカーと4つの差分、得られる矩形。"),
    )


def draw_nms(concept: Concept) -> Drawing:
    """Draw boxes on two objects, and those that are kept."""
    boxes = np.array(
        [
            [10, 20, 80, 90],
            [16, 26, 88, 96],
            [4, 14, 70, 88],
            [104, 30, 160, 96],
            [110, 36, 168, 98],
        ],
        dtype=float,
    )
    scores = np.array([0.9, 0.75, 0.5, 0.8, 0.625])
    kept = nms(boxes, scores)
    sheet = Sheet(140)
    _boxes(sheet, boxes, 10, 10, C1, 0.05)
    _boxes(sheet, boxes[kept], 230, 10, C2, 0.15)
    sheet.arrow((190, 68), (224, 68))
    sheet.text(16, 126, Text("5 boxes", "5個の矩形"), 11)
    sheet.text(240, 126, Text(f"{len(kept)} are kept", f"{len(kept)}個が残る"), 11)
    return Drawing(
        sheet,
        Text(
            "Of the boxes on each object the one with the best score is left.",
            "物体ごとに、スコアの最も高い矩形だけが残る。",
        ),
        Text("Five boxes on two objects, and two of them.", "2つの物体の5個の矩形と、残る2個。"),
    )


def _each(looks: list[list[Look]]) -> Callable[[int, int], Look]:
    return lambda i, j: looks[i][j]


def draw_mean_iou(concept: Concept) -> Drawing:
    """Draw a prediction, the truth, and their mean IoU."""
    t = np.array([[0, 0, 0, 1, 1], [0, 0, 1, 1, 1], [0, 2, 2, 1, 1], [2, 2, 2, 2, 0]])
    y = np.array([[0, 0, 1, 1, 1], [0, 0, 1, 1, 1], [0, 2, 1, 1, 0], [2, 2, 2, 0, 0]])
    fills = [None, (C1, 0.3), (C2, 0.3)]
    sheet = Sheet(160)
    for k, (labels, title) in enumerate(
        ((y, Text("predicted", "予測")), (t, Text("true", "正解")))
    ):
        looks = [[fills[label] for label in row] for row in labels.tolist()]
        sheet.grid(20 + 150 * k, 36, labels, 24, _each(looks), lambda v: f"{v:g}", title)
    sheet.text(310, 80, f"mIoU {number(float(mean_iou(y, t, 3)), 2)}", 12, bold=True)
    return Drawing(
        sheet,
        Text(
            "Each class counts alike, however few pixels it has.",
            "画素の少ないクラスも、ほかのクラスと同じ重みで数える。",
        ),
        Text("Two maps of three classes, and their mean IoU.", "3クラスの2枚の地図と平均 IoU。"),
    )


FIGURES = {
    "iou": draw_iou,
    "anchor_boxes": draw_anchor_boxes,
    "box_encoding": draw_box_encoding,
    "box_decoding": draw_box_decoding,
    "nms": draw_nms,
    "mean_iou": draw_mean_iou,
}
