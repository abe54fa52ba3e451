"""Non-maximum suppression."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.vision._conventions import LAST_PIXELS
from parity.concepts.vision._draws import boxes
from parity.concepts.vision._sources import GIRSHICK_2014
from parity.describing.concept import (
    Case,
    Concept,
    Convention,
    Default,
    Mistake,
    Text,
)
from parity.describing.draw import labels, spaced, values
from parity.describing.identity import Arrays, Identity, Implementations

ROW = [
    [0.0, 0.0, 2.0, 1.0],
    [0.0, 0.0, 1.0, 1.0],
    [0.0, 0.0, 1.0, 1.25],
    [4.0, 0.0, 6.0, 1.0],
    [4.5, 0.0, 6.0, 1.0],
]
"""The second covers half of the first, and four fifths of the third; the last two overlap too."""


def _case(name: str, n: int, of_classes: int = 0, ours: bool = False, **config: Any) -> Case:
    """Return a case of n boxes in a narrow place, so that many are doubles."""
    inputs = {
        "boxes": boxes(n, within=6.0, least=3.0, most=4.5),
        "scores": spaced(n, gap=0.0625, shift=0.5),
    }
    if of_classes:
        inputs["classes"] = labels(n, classes=of_classes)
    return Case(name, inputs=inputs, config=config, exact=("y",), ours=ours)


def _in_a_row(name: str, scores: list[float], ours: bool = False, **config: Any) -> Case:
    inputs = {"boxes": values(ROW), "scores": values(scores)}
    return Case(name, inputs=inputs, config=config, exact=("y",), ours=ours)


def _kept(of: Implementations, a: Arrays) -> Arrays:
    return {"y": of("nms")(a["boxes"], a["scores"], iou_threshold=0.4).astype(float)}


def _one_by_one(of: Implementations, a: Arrays) -> Arrays:
    """Return the boxes that overlap none of the better ones that are kept, by the table of IoU."""
    overlap = of("iou")(a["boxes"], a["boxes"])
    kept: list[int] = []
    for i in (-a["scores"]).argsort():
        if all(overlap[i, j] <= 0.4 for j in kept):
            kept.append(int(i))
    return {"y": np.array(kept, dtype=float)}


nms = Concept(
    kind="function",
    order=5,
    syllabus=("4-2-1", "4-2-2"),
    needs=("iou",),
    title=Text("Non-maximum suppression", "非最大値抑制(NMS)"),
    summary=Text(
        "Of several boxes on one object the one with the best score is kept; the others, which "
        "overlap it much, are dropped.",
        "1つの物体に重なる複数の矩形のうち、スコアが最大のものだけを残し、"
        "それと大きく重なる矩形を捨てる。",
    ),
    why=Text(
        "A detector looks at each place by itself, so neighbouring anchors find the same object "
        "several times. Which boxes mean one object is not known; that they overlap much says so. "
        "The best box is certain to be kept, its doubles go, and so on with what is left. The "
        "threshold weighs doubles that stay against neighbours, in a crowd, that are lost.",
        "検出器は場所ごとに判断するので、隣り合うアンカーが同じ物体を何度も検出する。"
        "どの矩形が同じ物体を指すかは分からないが、大きく重なっていればそうだとみなせる。"
        "最もスコアの高い矩形を残して重複を捨て、残りについて同じことを繰り返す。"
        "しきい値が高いと重複が残り、低いと、密集した別々の物体の矩形まで失う。",
    ),
    equation="keep the best box, drop those with IoU > threshold, repeat",
    formula=(
        r"i = \arg\max_{j \in S} s_j",
        r"S \leftarrow \{ j \in S : \text{IoU}(b_i, b_j) \le \theta \}",
    ),
    shapes={
        "boxes": "(N, 4)",
        "scores": "(N,)",
        "classes": "(N,)",
        "y": "(K,): numbers of boxes, the best first",
    },
    sources=(f"{GIRSHICK_2014}, section 2.2",),
    cases=(
        _case("many_doubles", 12, iou_threshold=0.5),
        _case("low_threshold", 12, iou_threshold=0.2),
        _case("high_threshold", 12, iou_threshold=0.75),
        _case("of_several_classes", 12, of_classes=3, iou_threshold=0.3),
        _case("weak_ones_dropped_first", 12, iou_threshold=0.75, min_score=0.5),
        _case("at_most_two", 12, iou_threshold=0.75, max_output=2),
        _case("of_classes_and_at_most_four", 15, of_classes=3, min_score=0.3, max_output=4),
        _in_a_row("exactly_at_the_threshold", [0.5, 0.75, 0.25, 0.125, 0.375], iou_threshold=0.5),
        _in_a_row("a_double_of_a_double", [0.75, 0.25, 0.5, 0.125, 0.0625], iou_threshold=0.45),
        _in_a_row("a_score_at_the_threshold", [0.5, 0.25, 0.75, 0.125, 1.0], min_score=0.5),
        _in_a_row("equal_scores", [0.5, 0.5, 0.5, 0.5, 0.5], ours=True, iou_threshold=0.4),
        _in_a_row("scores_below_0", [-0.5, -3.0, 2.0, -1.0, -0.75], iou_threshold=0.25),
        _case("one_box", 1),
        _case("defaults", 12, ours=True),
    ),
    defaults=(
        Default("classes", None),
        Default(
            "iou_threshold",
            0.5,
            keras=("tensorflow.image.non_max_suppression", "iou_threshold", 0.5),
        ),
        Default("min_score", None),
        Default("max_output", None),
    ),
    conventions=(
        Convention(
            name="a_double_at_the_threshold_too",
            text=Text(
                "A box whose IoU is exactly the threshold is dropped as well.",
                "IoU がしきい値にちょうど等しい矩形も捨てている。",
            ),
            edits={
                "double = (overlap > iou_threshold) & (classes[rest] == classes[best])": (
                    "double = (overlap >= iou_threshold) & (classes[rest] == classes[best])"
                ),
            },
        ),
        Convention(
            name="last_pixels",
            text=LAST_PIXELS,
            edits={
                "overlap = iou(boxes[best], boxes[rest])": (
                    "overlap = iou(boxes[best], boxes[rest], offset=1.0)"
                ),
            },
        ),
    ),
    also_called=(
        "non_max_suppression",
        "non_maximum_suppression",
        "box_nms",
        "py_cpu_nms",
        "nms_boxes",
        "batched_nms",
        "apply_nms",
    ),
    identities=(
        Identity(
            sibling="iou",
            text=Text(
                "A box is kept where its IoU with no better box that is kept is above the "
                "threshold.",
                "より良い矩形で残されたもののどれとも IoU がしきい値を超えないとき、"
                "その矩形は残る。",
            ),
            case=Case(
                "by_the_table_of_overlaps",
                inputs={
                    "boxes": boxes(9, within=6.0, least=3.0, most=4.5),
                    "scores": spaced(9, gap=0.0625, shift=0.5),
                },
            ),
            left=_kept,
            right=_one_by_one,
        ),
    ),
    mistakes=(
        Mistake(
            name="worst_first",
            ja="スコアの低い順に処理する",
            line='order = np.argsort(-scores, kind="stable")  # the best first',
            wrong='order = np.argsort(scores, kind="stable")',
            why=Text(
                "argsort begins with the smallest. The worst box would be kept, and the best "
                "dropped as its double.",
                "argsort は小さい順に並べる。"
                "最もスコアの低い矩形が残り、良い矩形がその重複として捨てられる。",
            ),
        ),
        Mistake(
            name="boxes_that_overlap_kept",
            ja="重なるほうを残す",
            line="order = rest[~double]",
            wrong="order = rest[double]",
            why=Text(
                "What overlaps the best box is its double and goes; what does not is another "
                "object.",
                "最良の矩形と重なるものは重複なので捨て、重ならないものは別の物体として残す。",
            ),
        ),
        Mistake(
            name="best_box_compared_with_itself",
            ja="残した矩形を候補から外さない",
            line="best, rest = order[0], order[1:]",
            wrong="best, rest = order[0], order[order != order[-1]]",
            why=Text(
                "The box that is kept leaves the candidates, and no other with it.",
                "候補から外すのは、残すと決めた矩形だけである。",
            ),
        ),
        Mistake(
            name="classes_mixed",
            ja="クラスを区別しない",
            line="double = (overlap > iou_threshold) & (classes[rest] == classes[best])",
            wrong="double = overlap > iou_threshold",
            why=Text(
                "A rider on a horse overlaps it much, and neither is a double of the other.",
                "馬に乗った人と馬は大きく重なるが、互いに重複ではない。",
            ),
        ),
        Mistake(
            name="places_in_the_order_for_numbers",
            ja="並べ替えた後の順番を返す",
            line="kept.append(best)",
            wrong="kept.append(len(kept))",
            why=Text(
                "What is returned are the numbers that the boxes had before they were sorted.",
                "返すのは、並べ替える前の矩形の番号である。",
            ),
        ),
    ),
)
