"""Intersection over union."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from parity.concepts.vision._conventions import LAST_PIXELS
from parity.concepts.vision._draws import boxes
from parity.concepts.vision._sources import EVERINGHAM, REZATOFIGHI
from parity.describing.concept import (
    Case,
    Concept,
    Convention,
    Default,
    Divergence,
    Mistake,
    Text,
)
from parity.describing.derivation import Step
from parity.describing.draw import normal, values
from parity.describing.identity import Arrays, Identity, Implementations

KERAS = "keras.utils.bounding_boxes.compute_iou"
APART = [[0.0, 0.0, 1.0, 2.0], [6.0, 5.0, 7.5, 9.0]]
"""Boxes that meet nothing near (3, 3)."""


def _case(name: str, a: tuple[int, ...], b: tuple[int, ...], **config: Any) -> Case:
    as_size = config.get("box_format", "xyxy") != "xyxy"
    return Case(
        name,
        inputs={"a": boxes(*a, as_size=as_size), "b": boxes(*b, as_size=as_size)},
        upstream=normal(*a, *b, shift=2.0, apart=0.25),
        config=config,
    )


def _giou(of: Implementations, a: Arrays) -> Arrays:
    return {"y": of("iou")(a["a"], a["b"], generalized=True)}


def _iou(of: Implementations, a: Arrays) -> Arrays:
    return {"y": of("iou")(a["a"], a["b"])}


iou = Concept(
    kind="function",
    order=1,
    syllabus=("4-2-1", "4-2-2", "2-1-12"),
    needs=(),
    title=Text("IoU and GIoU", "IoU と GIoU"),
    summary=Text(
        "How well two boxes agree: the area that they share, divided by the area that they cover "
        "together. GIoU goes on below 0 where they do not meet.",
        "2つの矩形の重なり具合。共通部分の面積を、合わせて覆う面積で割る。"
        "GIoU は、重ならないときに負の値になる。",
    ),
    why=Text(
        "A detector's box is never exactly the one that a person drew, so a number must say how "
        "near it is. A difference of corners depends on how large the object is; a share of areas "
        "does not. It decides whether a detection counts as right, which anchors learn an object "
        "and which boxes are doubles. But of two boxes that are apart it says 0, however far, and "
        "its slope is 0 too. GIoU subtracts the empty part of the smallest box around both, so "
        "that as a loss it draws them together.",
        "検出器の矩形が、人の付けた矩形と完全に一致することはない。そこで、どれだけ近いかを数で"
        "表す。角の座標の差は物体の大きさに左右されるが、面積の割合は左右されない。"
        "検出が正しいか、どのアンカーに物体を学ばせるか、どの矩形が重複かは、この値で決める。"
        "ただし離れた2つの矩形では、どれだけ離れていても 0 で、傾きも 0 になる。"
        "GIoU は、両方を囲む最小の矩形のうち空いている部分の割合を引くので、"
        "損失として使うと離れた矩形も引き寄せられる。",
    ),
    equation="IoU = I / U, GIoU = I / U - (C - U) / C",
    formula=(
        r"\text{IoU} = \frac{I}{U}, \quad U = A + B - I",
        r"\text{GIoU} = \frac{I}{U} - \frac{C - U}{C}",
        r"\frac{\partial L}{\partial I} = \frac{\partial L}{\partial y} \left( \frac{1}{U} + "
        r"\frac{I}{U^2} \right), \quad \frac{\partial L}{\partial A} = -\frac{\partial L}{\partial "
        r"y} \frac{I}{U^2}",
    ),
    derivation=(
        Step(
            heading=Text("The intersection stands in both areas", "共通部分は両方の面積に入る"),
            text=Text(
                "U contains I with a minus: one unit more in common is one unit less in the union. "
                "The quotient rule gives two terms with the same sign.",
                "U には I が負の符号で入っている。共通部分が1増えると、和集合は1減る。"
                "商の微分により、同じ符号の項が2つできる。",
            ),
            equation=r"\frac{\partial y}{\partial I} = \frac{1}{U} + \frac{I}{U^2}, \quad "
            r"\frac{\partial y}{\partial A} = -\frac{I}{U^2}",
        ),
        Step(
            heading=Text(
                "An edge moves an area by its length", "辺が動くと、その長さだけ面積が変わる"
            ),
            text=Text(
                "The intersection is w wide and h high; its right edge is the left one of the two "
                "right edges. Only the box that has it moves it, and only where the boxes meet.",
                "共通部分の幅を w、高さを h とする。その右端は、2つの右端のうち左にあるほうである。"
                "動かせるのはその辺を持つ矩形だけで、矩形が重なるときに限る。",
            ),
            equation=r"I = w h, \quad \frac{\partial I}{\partial x_2} = h",
        ),
        Step(
            heading=Text(
                "GIoU adds what the box around both does", "GIoU には外側の矩形の分が加わる"
            ),
            text=Text(
                "Written as I / U - 1 + U / C, it grows with the union and shrinks with the box "
                "around both. So boxes that are apart are drawn together.",
                "I / U - 1 + U / C と書ける。U が増えると増え、C が増えると減る。"
                "そのため、離れた矩形は互いに引き寄せられる。",
            ),
            equation=r"\frac{\partial y}{\partial U} = -\frac{I}{U^2} + \frac{1}{C}, \quad "
            r"\frac{\partial y}{\partial C} = -\frac{U}{C^2}",
            check=Text(
                "Of boxes that are apart, I = 0: IoU has no slope, GIoU has.",
                "離れた矩形では I = 0 なので、IoU に傾きはないが、GIoU にはある。",
            ),
        ),
    ),
    shapes={
        "a": "(..., 4): x1, y1, x2, y2",
        "b": "(..., 4)",
        "y": "the axes of a, then those of b",
    },
    sources=(f"{EVERINGHAM}, section 4.2", f"{REZATOFIGHI}, algorithm 1"),
    cases=(
        _case("two_boxes", (), ()),
        _case("all_pairs", (5,), (3,)),
        replace(_case("one_box_and_many", (), (3,)), ours=True),
        _case("batches_of_boxes", (2, 3), (5,)),
        _case("giou_of_all_pairs", (5,), (3,), generalized=True),
        _case("giou_of_two_boxes", (), (), generalized=True),
        Case(
            "apart",
            inputs={"a": values(APART), "b": values([[2.0, 3.0, 4.5, 4.0]])},
            upstream=normal(2, 1, shift=2.0),
            config={"generalized": True},
        ),
        _case("corner_and_size", (3,), (2,), box_format="xywh"),
        _case("center_and_size", (3,), (2,), box_format="center_xywh", generalized=True),
        _case("last_pixels", (3,), (2,), offset=1.0),
        _case("giou_of_last_pixels", (3,), (2,), offset=1.0, generalized=True),
        Case(
            "touching_and_the_same",
            inputs={
                "a": values([[0.0, 0.0, 2.0, 2.0], [1.0, 1.0, 3.0, 2.0], [0.5, 0.5, 1.0, 1.5]]),
                "b": values([[2.0, 0.0, 4.0, 2.0], [1.0, 1.0, 3.0, 2.0]]),
            },
        ),
        Case(
            "empty_boxes",
            inputs={
                "a": values([[1.0, 1.0, 1.0, 1.0], [1.0, 2.0, 3.0, 2.0], [0.0, 0.0, 2.0, 3.0]]),
                "b": values([[1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 4.0, 4.0]]),
            },
            ours=True,  # 0 / 0 is no number in most code, and no box of a data set is empty
        ),
        Case(
            "giou_of_empty_boxes",
            inputs={
                "a": values([[1.0, 1.0, 1.0, 1.0], [1.0, 2.0, 3.0, 2.0], [0.0, 0.0, 2.0, 3.0]]),
                "b": values([[1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 4.0, 4.0]]),
            },
            config={"generalized": True},
            ours=True,
            dtypes=("float64",),  # a box of no size has neighbours of another value
        ),
        Case(
            "thin_boxes",
            inputs={
                "a": values([[0.0, 0.0, 2.0**-12, 1.0], [0.0, 0.5, 1.0, 0.5 + 2.0**-12]]),
                "b": values([[0.0, 0.0, 2.0**-11, 2.0**-11], [0.25, 0.5, 0.75, 0.5 + 2.0**-10]]),
            },
            ours=True,
        ),
    ),
    defaults=(
        Default("generalized", False),
        Default("box_format", "xyxy"),
        Default("offset", 0.0),
    ),
    divergences=(
        Divergence(
            name="epsilon_in_the_union",
            ja="和集合に足す epsilon",
            summary=Text(
                "Keras adds 1e-7 to the union, so that of equal boxes a little less than 1 comes "
                "out, and of tiny ones, in relative coordinates, much less.",
                "Keras は和集合に 1e-7 を足す。同じ矩形どうしでも 1 よりわずかに小さく、"
                "相対座標で表した小さな矩形では大きくずれる。",
            ),
            reconciled=Text(
                "The Keras twin divides without epsilon, and gives 0 where both boxes are empty.",
                "Keras 側の実装では epsilon を足さずに割り、両方が空の矩形なら 0 とする。",
            ),
            source=f"{KERAS}: intersect_area / (union_area + backend.epsilon())",
            case="thin_boxes",
            native={"numpy": {}, "keras": {"callable": KERAS, "bounding_box_format": "xyxy"}},
            quantity="y",
        ),
    ),
    conventions=(
        Convention(
            "last_pixels",
            LAST_PIXELS,
            {"offset": 1.0},
        ),
        Convention(
            "corner_and_size",
            Text("A box is x, y, width, height.", "矩形を x, y, 幅, 高さで表している。"),
            {"box_format": "xywh"},
        ),
        Convention(
            "center_and_size",
            Text(
                "A box is its center, width and height, as in YOLO.",
                "矩形を中心の座標と幅, 高さで表している(YOLO の流儀)。",
            ),
            {"box_format": "center_xywh"},
        ),
        Convention(
            "giou",
            Text("It is the generalized IoU.", "GIoU(一般化 IoU)である。"),
            {"generalized": True},
        ),
    ),
    also_called=(
        "box_iou",
        "bbox_iou",
        "compute_iou",
        "calc_iou",
        "calculate_iou",
        "get_iou",
        "intersection_over_union",
        "jaccard",
        "jaccard_index",
        "giou",
        "generalized_box_iou",
        "pairwise_iou",
    ),
    identities=(
        Identity(
            sibling="iou",
            text=Text(
                "Where two boxes of one height overlap in a row, they fill the box around both: "
                "GIoU is IoU.",
                "同じ高さの矩形が横に並んで重なるとき、2つは外側の矩形をちょうど埋めるので、"
                "GIoU は IoU に等しい。",
            ),
            case=Case(
                "in_a_row",
                inputs={
                    "a": values([[0.0, 1.0, 4.0, 3.0], [1.0, 1.0, 5.5, 3.0], [2.0, 1.0, 6.0, 3.0]]),
                    "b": values([[3.0, 1.0, 8.0, 3.0], [0.5, 1.0, 3.5, 3.0]]),
                },
            ),
            left=_giou,
            right=_iou,
        ),
    ),
    mistakes=(
        Mistake(
            name="sum_of_the_areas_for_the_union",
            ja="和集合の代わりに面積の和を使う",
            line="U = _area(p, offset) + _area(q, offset) - inter",
            wrong="U = _area(p, offset) + _area(q, offset)",
            why=Text(
                "What both boxes cover would be counted twice: equal boxes would give 1/2.",
                "共通部分を二重に数えてしまい、同じ矩形どうしでも 1/2 になる。",
            ),
        ),
        Mistake(
            name="negative_widths_kept",
            ja="負の幅を 0 にしない",
            line="size = np.maximum(bottom_right - top_left + offset, 0)  # boxes that are apart "
            "share nothing",
            wrong="size = bottom_right - top_left + offset",
            why=Text(
                "Boxes that are apart in both directions have a width and a height below 0, and "
                "the product of the two is an area again.",
                "縦にも横にも離れた矩形では、幅と高さがどちらも負になり、"
                "その積が正の面積になってしまう。",
            ),
        ),
        Mistake(
            name="outer_edges_for_the_inner_ones",
            ja="内側の辺の代わりに外側の辺を使う",
            line="top_left = np.maximum(p[..., :2], q[..., :2])",
            wrong="top_left = np.minimum(p[..., :2], q[..., :2])",
            why=Text(
                "What is common begins where the later of the two boxes begins.",
                "共通部分が始まるのは、後から始まるほうの矩形の端である。",
            ),
        ),
        Mistake(
            name="width_and_height_added",
            ja="幅と高さを足す",
            line="inter = size[..., 0] * size[..., 1]",
            wrong="inter = size[..., 0] + size[..., 1]",
            why=Text("An area is width times height.", "面積は幅と高さの積である。"),
        ),
        Mistake(
            name="intersection_in_the_union_forgotten_on_the_way_back",
            ja="逆伝播で和集合の中の共通部分を忘れる",
            line="dI = dy * one_over_U - dU  # U = A + B - I",
            wrong="dI = dy * one_over_U",
            why=Text(
                "I stands in the denominator too: growing, it makes the union smaller.",
                "I は分母にも入っている。I が増えると和集合は減る。",
            ),
        ),
        Mistake(
            name="wrong_side_of_the_hull",
            ja="外側の矩形からの勾配が逆",
            line="dC = -dy * U * one_over_C**2",
            wrong="dC = dy * U * one_over_C**2",
            why=Text(
                "A larger box around both makes GIoU smaller; with the other sign boxes would "
                "flee from each other.",
                "両方を囲む矩形が大きいほど GIoU は小さい。符号が逆だと、矩形は互いに離れていく。",
            ),
        ),
    ),
)
