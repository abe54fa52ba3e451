"""Regions of a map, and what the anchors, cells and places of an image learn."""

from __future__ import annotations

import numpy as np

from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy
from numpy_impl.vision.fcos_targets import fcos_targets
from numpy_impl.vision.feature_pyramid import FeaturePyramid
from numpy_impl.vision.iou import iou
from parity.describing.concept import Concept, Text
from reports.site.drawing.sheet import C1, C2, INK, QUIET, SOFT, Drawing, Sheet, number

CELL = 30.0
BOX = np.array([1.4, 0.7, 6.6, 4.4])
"""A region between the pixels of a map of 6×8."""


def _grid(sheet: Sheet, rows: int, columns: int, left: float, top: float, size: float) -> None:
    cells = [
        (left + size * j, top + size * i, size, size) for i in range(rows) for j in range(columns)
    ]
    sheet.boxes(cells, "none", QUIET, None, 0.6)


def _outline(sheet: Sheet, box: np.ndarray, colour: str, left: float, top: float) -> None:
    x1, y1, x2, y2 = box * CELL
    sheet.boxes([(left + x1, top + y1, x2 - x1, y2 - y1)], "none", colour, None, 2)


def draw_roi_pool(concept: Concept) -> Drawing:
    """Draw a region, the pixels to which it is rounded, and their bins."""
    sheet = Sheet(218)
    x1, y1, x2, y2 = np.floor(BOX + 0.5).astype(int)
    bins = [
        (left, top, right, bottom)
        for top, bottom in _parts(y1, y2 + 1, 2)
        for left, right in _parts(x1, x2 + 1, 3)
    ]
    for k, (left, top, right, bottom) in enumerate(bins):
        place = (20 + left * CELL, 20 + top * CELL, (right - left) * CELL, (bottom - top) * CELL)
        sheet.boxes([place], C1, C1, 0.12 + 0.14 * (k % 2), 1.4)
    _grid(sheet, 6, 8, 20, 20, CELL)
    _outline(sheet, BOX, C2, 20, 20)
    sheet.text(284, 60, Text("orange: the region", "橙:領域"), 11, C2)
    sheet.text(284, 84, Text("blue: 2×3 bins", "青:2×3 の区画"), 11, C1)
    sheet.text(284, 108, Text("each: its maximum", "区画ごとに最大値"), 11, QUIET)
    return Drawing(
        sheet,
        Text(
            "The corners are rounded to pixels, and the pixels divided into bins. What is rounded "
            "is up to half a pixel of this map, which may be 8 of the image.",
            "角を画素に丸め、画素を区画に分ける。丸めによるずれはこのマップで最大半画素だが、"
            "元の画像では 8 画素にもなる。",
        ),
        Text("A region on a map, and its bins.", "マップ上の領域と、その区画。"),
    )


def _parts(start: int, stop: int, n: int) -> list[tuple[int, int]]:
    m = stop - start
    return [(start + i * m // n, start - (-(i + 1) * m // n)) for i in range(n)]


def draw_roi_align(concept: Concept) -> Drawing:
    """Draw a region, its bins, and the samples in them."""
    sheet = Sheet(218)
    _grid(sheet, 6, 8, 20, 20, CELL)
    x1, y1, x2, y2 = BOX
    wide, high = (x2 - x1) / 3, (y2 - y1) / 2
    for i in range(2):
        for j in range(3):
            box = np.array([x1 + j * wide, y1 + i * high, x1 + (j + 1) * wide, y1 + (i + 1) * high])
            _outline(sheet, box, C2, 20, 20)
            for a in (0.25, 0.75):
                for b in (0.25, 0.75):
                    x, y = box[0] + b * wide, box[1] + a * high
                    sheet.boxes([(18 + x * CELL, 18 + y * CELL, 4, 4)], C1)
    sheet.text(284, 60, Text("orange: bins", "橙:区画"), 11, C2)
    sheet.text(284, 84, Text("blue: the samples", "青:標本"), 11, C1)
    sheet.text(284, 108, Text("a bin is their mean", "区画はその平均"), 11, QUIET)
    return Drawing(
        sheet,
        Text(
            "Nothing is rounded: each sample is read between the four pixels around it.",
            "何も丸めない。各標本は、周りの4画素から補間して読み取る。",
        ),
        Text("A region's bins with four samples each.", "4つずつ標本をとる領域の区画。"),
    )


def draw_fcos_targets(concept: Concept) -> Drawing:
    """Draw the centre-ness of each place in two boxes."""
    places = np.array([[j + 0.5, i + 0.5] for i in range(6) for j in range(12)])
    boxes = np.array([[0.25, 0.25, 7.75, 5.75], [5.25, 1.25, 11.75, 4.75]])
    classes, _, near = fcos_targets(places, boxes, np.array([1, 2]))
    sheet = Sheet(218)
    for (x, y), kind, c in zip(places, classes, near, strict=True):
        place = (20 + (x - 0.5) * CELL, 20 + (y - 0.5) * CELL, CELL, CELL)
        if kind:
            colour = C1 if kind == 1 else C2
            sheet.boxes([place], colour, colour, 0.08 + 0.6 * float(c), 0)
            sheet.text(place[0] + 4, place[1] + 15, number(float(c), 1), 9, INK)
    _grid(sheet, 6, 12, 20, 20, CELL)
    for box, colour in zip(boxes, (C1, C2), strict=True):
        _outline(sheet, box, colour, 20, 20)
    return Drawing(
        sheet,
        Text(
            "A place in both boxes learns the smaller one. The centre-ness falls towards the "
            "borders.",
            "両方の内側にある位置は、小さいほうを学習する。センターネスは境界に向かって下がる。",
        ),
        Text("Places of a map, coloured by centre-ness.", "センターネスで塗ったマップの各位置。"),
    )


def draw_ssd_loss(concept: Concept) -> Drawing:
    """Draw the losses of anchors, and which of them count."""
    z = np.array([[2.0, 0.5], [0.2, 0.9], [3.0, -1.0], [0.1, 0.6], [1.0, 2.0],
                  [2.5, 0.0], [0.8, 1.0], [1.6, 0.2], [3.4, -1.2], [1.1, 0.9]])  # fmt: skip
    kinds = np.array([0, 0, 0, 0, 1, 0, 0, 0, 0, 0])
    losses = SoftmaxCrossEntropy("none").forward(z, kinds)
    hard = np.argsort(-np.where(kinds, -np.inf, losses))[:3]
    sheet = Sheet(190)
    for k, loss in enumerate(losses):
        colour = C2 if kinds[k] else C1 if k in hard else SOFT
        high = 110 * float(loss)
        sheet.boxes([(30 + 40 * k, 150 - high, 26, high)], colour)
    sheet.segments([[(20, 150), (434, 150)]], QUIET, 1)
    sheet.text(20, 174, Text("orange: an object, blue: the three hardest of the background",
                             "橙:物体、青:背景のうち最も難しい3つ"), 11, QUIET)  # fmt: skip
    return Drawing(
        sheet,
        Text(
            "One anchor holds an object, so three negatives count: those with the largest losses.",
            "物体を含むアンカーが1つなので、負例は損失の大きい順に3つだけ数える。",
        ),
        Text("The losses of ten anchors.", "10個のアンカーの損失。"),
    )


def draw_yolo_loss(concept: Concept) -> Drawing:
    """Draw a grid, an object, and the two boxes of its cell."""
    truth, ours = (
        np.array([1.2, 0.8, 4.4, 4.2]),
        np.array([[1.5, 0.3, 4.9, 4.6], [2.2, 1.8, 3.5, 3]]),
    )
    sheet = Sheet(218)
    sheet.boxes([(20 + 2 * CELL, 20 + 2 * CELL, CELL, CELL)], SOFT)
    _grid(sheet, 6, 6, 20, 20, CELL)
    _outline(sheet, truth, INK, 20, 20)
    for box, colour in zip(ours, (C1, C2), strict=True):
        _outline(sheet, box, colour, 20, 20)
    overlaps = [float(iou(truth, box)) for box in ours]
    sheet.text(224, 60, Text("black: the object", "黒:物体"), 11)
    for k, (colour, overlap) in enumerate(zip((C1, C2), overlaps, strict=True)):
        sheet.text(224, 84 + 22 * k, f"IoU {number(overlap, 2)}", 11, colour)
    return Drawing(
        sheet,
        Text(
            "The shaded cell holds the object's center. Of its two boxes the blue one overlaps it "
            "more and is responsible; the other learns to be unsure.",
            "灰色のセルに物体の中心がある。2つの矩形のうち、より重なる青が担当し、"
            "もう一方は信頼度を 0 にするよう学習する。",
        ),
        Text("A cell with an object and two boxes.", "物体のあるセルと2つの矩形。"),
    )


def draw_feature_pyramid(concept: Concept) -> Drawing:
    """Draw three maps, the way down through their sums, and what is made of each."""
    c = [np.zeros((1, 2, n, n)) for n in (16, 8, 4)]
    shapes = [p.shape[2:] for p in FeaturePyramid((2, 2, 2), 2, seed=0).forward(*c)]
    sheet = Sheet(258)
    for k, (height, width) in enumerate(shapes):
        y = 206 - 78 * k
        name = chr(ord("2") + k)
        for x, letter, colour in ((62, "c", QUIET), (226, "m", C1), (378, "p", C2)):
            wide = 24 + 5.5 * width
            place = (x - wide / 2, y - 11 - height, wide, 22 + 2 * height)
            sheet.boxes([place], colour, colour, 0.14, 1.2)
            sheet.text(x, y, f"{letter}{name}  {height}×{width}", 10, INK, "middle")
        sheet.arrow((62 + 12 + 2.75 * width, y), (222 - 12 - 2.75 * width, y), QUIET, 1.4)
        sheet.arrow((230 + 12 + 2.75 * width, y), (374 - 12 - 2.75 * width, y), QUIET, 1.4)
        sheet.text(144, y - 10, "1×1", 10, QUIET, "middle")
        sheet.text(302, y - 10, "3×3", 10, QUIET, "middle")
    for k in (1, 2):
        y, height = 206 - 78 * k, shapes[k][0]
        sheet.arrow((226, y + 12 + height), (226, y + 78 - 13 - shapes[k - 1][0]), C1, 2)
        sheet.text(234, y + 34 + height / 2, Text("×2, added", "2倍にして足す"), 10, C1)
    return Drawing(
        sheet,
        Text(
            "From the coarsest map down each sum is enlarged and added to the finer one; p is made "
            "beside the way down.",
            "最も粗いマップから下へ、和を拡大して細かいほうに足していく。p はその脇で作られる。",
        ),
        Text("Three maps of different sizes, joined from the top down.",
             "上から下へつながる、大きさの異なる3つのマップ。"),
    )  # fmt: skip


FIGURES = {
    "feature_pyramid": draw_feature_pyramid,
    "roi_pool": draw_roi_pool,
    "roi_align": draw_roi_align,
    "fcos_targets": draw_fcos_targets,
    "ssd_loss": draw_ssd_loss,
    "yolo_loss": draw_yolo_loss,
}
