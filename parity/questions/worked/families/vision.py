"""Boxes, detection and segmentation by hand."""

from __future__ import annotations

import numpy as np

from parity.describing.text import Text
from parity.questions.worked.problem import Draws, Problem, Wrong, listed, worked

Box = tuple[int, int, int, int]


def _area(box: Box) -> int:
    return max(0, box[2] - box[0]) * max(0, box[3] - box[1])


def _both(a: Box, b: Box) -> int:
    return _area((max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])))


@worked("intersection_over_union", items=("4-2-1", "2-1-12"))
def _intersection_over_union(d: Draws) -> Problem:
    w, h = d.pick(4, 6, 8), d.pick(4, 6)
    a = (0, 0, w, h)
    x, y = d.whole(1, w - 1), d.whole(0, h - 2)
    b = (x, y, x + d.pick(4, 6), y + d.pick(3, 5))
    both, one, two = _both(a, b), _area(a), _area(b)
    union = one + two - both
    return Problem(
        Text(
            f"Two boxes (x₁, y₁, x₂, y₂) are {a} and {b}. What is their IoU, to three decimals?",
            f"2つの矩形 (x₁, y₁, x₂, y₂) が {a} と {b} である。IoU を小数第3位まで求めよ。",
        ),
        both / union,
        Text(
            f"Intersection {both}; union {one} + {two} − {both} = {union}.",
            f"共通部分の面積は {both}、和集合は {one} + {two} − {both} = {union} である。",
        ),
        (
            Wrong(both / (one + two), Text("The intersection is counted twice in the union.", "和集合で共通部分を二重に数えている。")),
            Wrong(2 * both / (one + two), Text("That is the Dice coefficient.", "Dice 係数である。")),
            Wrong(both / min(one, two), Text("Divided by the smaller box.", "小さいほうの矩形の面積で割っている。")),
            Wrong(both / one, Text("Divided by the first box.", "一方の矩形の面積で割っている。")),
            Wrong(union / (one + two), Text("The union over the sum.", "和集合を面積の和で割っている。")),
        ),
        places=3,
    )  # fmt: skip


@worked("suppressed_boxes", items=("4-2-2", "4-2-1"))
def _suppressed_boxes(d: Draws) -> Problem:
    shift = d.several(3, 1, 2, 3, 4, 6)
    boxes: list[Box] = [(0, 0, 10, 10), *((s, 0, 10 + s, 10) for s in shift), (30, 0, 40, 10)]
    scores = d.several(5, 0.95, 0.9, 0.8, 0.7, 0.6)
    limit = 0.5
    order = sorted(range(5), key=lambda i: -scores[i])
    kept: list[int] = []
    for i in order:
        if all(
            _both(boxes[i], boxes[k]) / (200 - _both(boxes[i], boxes[k])) <= limit for k in kept
        ):
            kept.append(i)
    names = "ABCDE"
    told = "; ".join(f"{names[i]} {boxes[i]}, {scores[i]}" for i in range(5))
    told_ja = "、".join(f"{names[i]} {boxes[i]} 得点 {scores[i]}" for i in range(5))

    def say(which: list[int]) -> str:
        return ", ".join(sorted(names[i] for i in which))

    above = [i for i in range(5) if scores[i] > limit]
    lowest = sorted(range(5), key=lambda i: scores[i])
    from_below: list[int] = []
    for i in lowest:
        if all(
            _both(boxes[i], boxes[k]) / (200 - _both(boxes[i], boxes[k])) <= limit
            for k in from_below
        ):
            from_below.append(i)
    apart = [i for i in range(5) if all(k == i or not _both(boxes[i], boxes[k]) for k in range(5))]
    return Problem(
        Text(
            f"Boxes of one class with scores: {told}. Which stay after non-maximum suppression with the IoU threshold "
            f"{limit}? (Each box has the area 100.)",
            f"同じクラスの矩形と得点が {told_ja} である。IoU のしきい値 {limit} で NMS を行った後に残る矩形はどれか。"
            "(どの矩形も面積 100 である)",
        ),
        say(kept),
        Text(
            "The best score is kept first; what overlaps it by more than the threshold goes, and so on.",
            "得点の高い順に残し、残した矩形との IoU がしきい値を超えるものを取り除く。これを繰り返す。",
        ),
        (
            Wrong(say([order[0]]), Text("Boxes that do not overlap the best one stay too.", "最良の矩形と重ならない矩形も残る。")),
            Wrong(say(above), Text("Only the scores are compared; nothing is suppressed.", "得点だけを見ており、重なりを取り除いていない。")),
            Wrong(say(from_below), Text("It begins with the lowest score.", "得点の低い順に残している。")),
            Wrong(say([order[0], *apart]), Text("Whatever touches the best box is removed; the IoU must be above the threshold.", "少しでも重なるものを取り除いている。IoU がしきい値を超えたものだけである。")),
            Wrong(say(kept[:-1] or [4]), Text("One that stays is missing.", "残るべき矩形が1つ足りない。")),
            Wrong(say(apart), Text("Of overlapping boxes, the best one stays.", "重なった矩形のうち、最良のものは残る。")),
        ),
    )  # fmt: skip


@worked("default_boxes", items=("4-2-2",))
def _default_boxes(d: Draws) -> Problem:
    maps = d.pick(((8, 4), (4, 6), (2, 4)), ((10, 4), (5, 6), (3, 6)), ((6, 4), (3, 6), (1, 4)))
    classes = d.pick(20, 10)
    boxes = sum(s * s * k for s, k in maps)
    told = ", ".join(f"{s}×{s} with {k}" for s, k in maps)
    told_ja = "、".join(f"{s}×{s}(各位置 {k} 個)" for s, k in maps)
    return Problem(
        Text(
            f"An SSD has feature maps with default boxes at each place: {told}. For {classes} classes and the background "
            "and 4 offsets, how many numbers does it put out for an image?",
            f"SSD の特徴マップとデフォルトボックスが {told_ja} である。{classes} クラスと背景の得点、および 4 つのオフセットを"
            "出力するとき、画像1枚の出力の数は全部でいくつか。",
        ),
        boxes * (classes + 1 + 4),
        Text(
            f"{boxes} boxes, each with {classes} + 1 scores and 4 offsets.",
            f"ボックスは {boxes} 個で、それぞれに {classes} + 1 個の得点と 4 個のオフセットがある。",
        ),
        (
            Wrong(boxes * (classes + 4), Text("The background is left out.", "背景を数えていない。")),
            Wrong(boxes * (classes + 1), Text("The offsets are left out.", "オフセットを数えていない。")),
            Wrong(boxes * (classes + 1) * 4, Text("Offsets for each class; SSD has four for each box.", "クラスごとにオフセットを数えている。SSD では各ボックスに4つである。")),
            Wrong(sum(s * k for s, k in maps) * (classes + 5), Text("The maps are counted along one side only.", "特徴マップの一辺しか数えていない。")),
            Wrong(boxes, Text("That is the number of boxes.", "ボックスの数である。")),
        ),
    )  # fmt: skip


@worked("dice_and_overlap", items=("4-3-1", "2-1-12"))
def _dice(d: Draws) -> Problem:
    tp, fp, fn = d.pick((6, 2, 4), (8, 4, 0), (5, 3, 2), (9, 1, 2), (4, 4, 8))
    dice = 2 * tp / (2 * tp + fp + fn)
    return Problem(
        Text(
            f"A segmentation marks {tp + fp} pixels as 'road', {tp} of them rightly, and misses {fn} pixels of road. What is "
            "the Dice coefficient, to three decimals?",
            f"セグメンテーションが {tp + fp} 画素を「道路」とし、そのうち {tp} 画素が正しかった。道路の {fn} 画素を"
            "見落としている。Dice 係数を小数第3位まで求めよ。",
        ),
        dice,
        Text(
            f"2·{tp} / (2·{tp} + {fp} + {fn}): twice the overlap over the sum of both areas.",
            f"2·{tp} / (2·{tp} + {fp} + {fn}) である。共通部分の2倍を、2つの面積の和で割る。",
        ),
        (
            Wrong(tp / (tp + fp + fn), Text("That is the IoU.", "IoU の値である。")),
            Wrong(tp / (tp + fp), Text("That is the precision.", "適合率である。")),
            Wrong(tp / (tp + fn), Text("That is the recall.", "再現率である。")),
            Wrong(tp / (2 * tp + fp + fn), Text("The 2 above is forgotten.", "分子の 2 を忘れている。")),
        ),
        places=3,
    )  # fmt: skip


@worked("average_precision", items=("4-2-1", "2-1-12"))
def _average_precision(d: Draws) -> Problem:
    hits = d.pick((1, 0, 1, 0), (1, 1, 0, 1), (0, 1, 1, 0), (1, 0, 0, 1), (0, 1, 0, 1))
    truths = sum(hits)
    precisions = [sum(hits[: i + 1]) / (i + 1) for i in range(4)]
    right = sum(p for p, h in zip(precisions, hits, strict=True) if h) / truths
    marks = ", ".join("right" if h else "wrong" for h in hits)
    marks_ja = "、".join("正" if h else "誤" for h in hits)
    return Problem(
        Text(
            f"Detections of one class, by falling score, are {marks}; there are {truths} true boxes. What is the average "
            "precision, as the mean of the precision at each right detection, to three decimals?",
            f"あるクラスの検出を得点の高い順に並べると {marks_ja} であり、正解の矩形は {truths} 個である。正しい検出が"
            "現れるたびの適合率の平均として、平均適合率(AP)を小数第3位まで求めよ。",
        ),
        right,
        Text(
            f"Precisions at the right ones: {listed([round(p, 3) for p, h in zip(precisions, hits, strict=True) if h])}.",
            f"正しい検出での適合率は {listed([round(p, 3) for p, h in zip(precisions, hits, strict=True) if h])} である。",
        ),
        (
            Wrong(float(np.mean(precisions)), Text("The precision at wrong detections is counted too.", "誤った検出での適合率も平均している。")),
            Wrong(precisions[-1], Text("That is the precision of all four.", "4つ全体の適合率である。")),
            Wrong(right * truths / 4, Text("Divided by the number of detections, not of true boxes.", "正解の数ではなく検出の数で割っている。")),
            Wrong(max(precisions), Text("Only the best precision.", "最大の適合率だけを使っている。")),
            Wrong(sum(p for p, h in zip(precisions, hits, strict=True) if not h) / max(1, 4 - truths), Text("The precision at the wrong detections.", "誤った検出での適合率を平均している。")),
        ),
        places=3,
    )  # fmt: skip
