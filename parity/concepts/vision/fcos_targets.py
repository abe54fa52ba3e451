"""The targets of FCOS."""

from __future__ import annotations

from typing import Any

from parity.concepts.vision._sources import TIAN
from parity.describing.concept import Case, Concept, Default, Mistake, Text
from parity.describing.draw import values

GRID = [[x + 0.5, y + 0.5] for y in range(0, 6, 2) for x in range(0, 10, 2)]
THREE = [[0.0, 0.0, 6.0, 5.0], [2.0, 1.0, 5.0, 4.0], [5.25, 2.0, 9.0, 6.0]]
"""The second lies within the first; the third overlaps a corner of it."""

OUTPUTS = ("classes", "distances", "centerness")


def _case(name: str, boxes: list[list[float]], labels: list[int], **config: Any) -> Case:
    return Case(
        name,
        inputs={"locations": values(GRID), "boxes": values(boxes), "labels": values(labels)},
        config=config,
        exact=("classes",),
        options={"outputs": OUTPUTS},
    )


fcos_targets = Concept(
    kind="function",
    order=11,
    syllabus=("4-2-3",),
    needs=("iou", "anchor_boxes"),
    title=Text("FCOS targets and centre-ness", "FCOS の目標値とセンターネス"),
    summary=Text(
        "What each place of a map learns without anchors: the class of the smallest object around "
        "it, how far its four sides are, and how central the place is.",
        "アンカーを使わずにマップの各位置が学習する値。その位置を含む最小の物体のクラス、"
        "4辺までの距離、位置がどれだけ中心に近いかからなる。",
    ),
    why=Text(
        "Anchors bring numbers that must be chosen for each kind of data, and nearly all of them "
        "match nothing. FCOS asks of every place: are you inside of an object, and how far are "
        "its "
        "sides? A place inside of two objects is ambiguous; most such pairs differ in size, so "
        "each level of a pyramid takes only sides within its range, and what is left goes to the "
        "smaller object. Places near a border give poor boxes; the centre-ness lowers their "
        "scores, so that suppression drops them.",
        "アンカーでは、データごとに大きさや縦横比を決めなければならず、ほとんどのアンカーは何とも"
        "対応しない。FCOS は各位置に、物体の内側にあるか、4辺までどれだけかを尋ねる。2つの物体の"
        "内側にある位置は曖昧だが、大きさが違うことが多いので、"
        "ピラミッドの各段が受け持つ距離の範囲を"
        "決めておき、それでも残る場合は小さいほうをとる。境界に近い位置の矩形は精度が悪いので、"
        "センターネスでスコアを下げ、非最大値抑制で落ちるようにする。",
    ),
    equation="c = sqrt(min(l, r) / max(l, r) * min(t, b) / max(t, b))",
    formula=(
        r"l = x - x_1, \quad t = y - y_1, \quad r = x_2 - x, \quad b = y_2 - y",
        r"c = \sqrt{\frac{\min(l, r)}{\max(l, r)} \cdot \frac{\min(t, b)}{\max(t, b)}}",
    ),
    shapes={
        "locations": "(P, 2)",
        "boxes": "(M, 4)",
        "labels": "(M,)",
        "classes": "(P,)",
        "distances": "(P, 4)",
        "centerness": "(P,)",
    },
    sources=(f"{TIAN}, sections 3.1 and 3.2, eq. 1 and 3",),
    cases=(
        _case("three_boxes", THREE, [3, 1, 2]),
        _case("near_sides_only", THREE, [3, 1, 2], most=3.0),
        _case("far_sides_only", THREE, [2, 3, 1], least=3.125),
        _case("between", THREE, [2, 3, 1], least=2.8125, most=4.625),
        _case("one_box", THREE[:1], [4]),
    ),
    defaults=(Default("least", 0.0), Default("most", float("inf"))),
    also_called=("fcos_target", "compute_targets_fcos", "assign_fcos_targets"),
    mistakes=(
        Mistake(
            name="largest_object",
            ja="大きいほうの物体を選ぶ",
            line="smallest = own[areas[own].argmin()]",
            wrong="smallest = own[areas[own].argmax()]",
            why=Text(
                "An ambiguous place learns the smaller object: the larger one has other places.",
                "曖昧な位置は小さいほうの物体を学習する。大きいほうにはほかの位置もある。",
            ),
        ),
        Mistake(
            name="range_of_the_level_ignored",
            ja="段の範囲を無視する",
            line="own = np.flatnonzero(inside & (farthest >= least) & (farthest <= most))",
            wrong="own = np.flatnonzero(inside)",
            why=Text(
                "Each level of the pyramid takes the objects of its size, and leaves the others.",
                "ピラミッドの各段は、自分の大きさの物体だけを受け持つ。",
            ),
        ),
        Mistake(
            name="root_forgotten",
            ja="平方根を忘れる",
            line="centerness[p] = np.sqrt(across[0] / across[1] * down[0] / down[1])",
            wrong="centerness[p] = across[0] / across[1] * down[0] / down[1]",
            why=Text(
                "The root slows the fall; without it places half way out count a quarter.",
                "平方根は減り方を緩やかにする。なければ、少し外れただけで大きく下がる。",
            ),
        ),
        Mistake(
            name="left_over_right",
            ja="左右の大小をそろえない",
            line="across, down = sorted((left, right)), sorted((top, bottom))",
            wrong="across, down = (left, right), (top, bottom)",
            why=Text(
                "The smaller distance is divided by the larger, so that it is at most 1 on either "
                "side of the center.",
                "小さいほうを大きいほうで割る。中心のどちら側でも 1 "
                "以下になるようにするためである。",
            ),
        ),
    ),
)
