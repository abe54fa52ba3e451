"""Mean intersection over union of a segmentation."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.vision._sources import EVERINGHAM, LONG
from parity.describing.concept import Case, Concept, Default, Divergence, Mistake, Text
from parity.describing.draw import Draw, labels, values
from parity.describing.identity import Arrays, Identity, Implementations

SQUARES = [[1.0, 0.0, 4.0, 3.0], [2.0, 1.0, 6.0, 4.0]]
"""Two boxes whose corners lie between the pixels."""


def _near(*shape: int, classes: int) -> Draw:
    """Draw the labels of a prediction: rare classes come less often."""
    weights = np.arange(classes, 0, -1) / (classes * (classes + 1) / 2)

    def make(rng: np.random.Generator) -> np.ndarray:
        return rng.choice(classes, shape, p=weights).astype(np.intp)

    return Draw("labels", shape, make)


def _case(name: str, *shape: int, classes: int, **config: Any) -> Case:
    inputs = {"y": _near(*shape, classes=classes), "t": labels(*shape, classes=classes)}
    return Case(name, inputs=inputs, config={"n_classes": classes, **config})


def _pixels_of(box: Any) -> np.ndarray:
    """Return which pixels of an image (5, 7) lie in a box: 1 inside, 0 outside."""
    x1, y1, x2, y2 = box
    row, column = np.indices((5, 7))
    return ((x1 <= column) & (column < x2) & (y1 <= row) & (row < y2)).astype(int)


def _of_pixels(of: Implementations, a: Arrays) -> Arrays:
    p, q = (_pixels_of(box) for box in a["boxes"])
    inside = p | q  # what both leave out counts for neither: the other class has no pixel here
    y, t = p[inside == 1], q[inside == 1]
    return {"iou": 2 * of("mean_iou")(y, t, 2)}


def _of_boxes(of: Implementations, a: Arrays) -> Arrays:
    return {"iou": of("iou")(a["boxes"][0], a["boxes"][1])}


mean_iou = Concept(
    kind="function",
    order=12,
    syllabus=("4-3-1",),
    needs=("iou",),
    title=Text("Mean IoU", "平均 IoU(mIoU)"),
    summary=Text(
        "How good a segmentation is: for each class, the pixels that are right, divided by those "
        "that are said or true; then the mean over the classes.",
        "領域分割の良さを測る。クラスごとに、正しく予測した画素の数を、予測か正解のどちらかがその"
        "クラスである画素の数で割り、クラスについて平均する。",
    ),
    why=Text(
        "Most pixels of a street are road and sky, so who calls everything road is right in half "
        "of them. IoU asks each class by itself, and punishes both pixels that were missed and "
        "pixels that were claimed too much. The mean gives a bicycle the same weight as the sky.",
        "街の画像では大半の画素が道路と空なので、すべてを道路と答えても正解率は高くなる。"
        "IoU はクラスごとに計算し、見逃した画素と余計に塗った画素の両方を減点する。"
        "クラスについて平均するので、自転車も空と同じ重みになる。",
    ),
    equation="mIoU = mean over classes of n_cc / (sum_j n_cj + sum_i n_ic - n_cc)",
    formula=(
        r"\text{mIoU} = \frac{1}{|K|} \sum_{c \in K} \frac{n_{cc}}{\sum_j n_{cj} + \sum_i n_{ic} - "
        r"n_{cc}}",
    ),
    shapes={"y": "any: the predicted class of each pixel", "t": "as y", "mIoU": "scalar"},
    sources=(f"{LONG}, section 5", f"{EVERINGHAM}, section 4.3"),
    cases=tuple(
        Case(
            case.name,
            inputs=case.inputs,
            config=case.config,
            options={"outputs": ("mIoU",)},
            dtypes=("float64",),  # of whole numbers alone, no result is in float32
            ours=case.ours,
        )
        for case in (
            _case("images", 2, 5, 7, classes=4),
            _case("one_image", 6, 5, classes=3),
            _case("two_classes", 4, 9, classes=2),
            _case("a_row_of_pixels", 20, classes=3),
            _case("a_class_ignored", 2, 5, 7, classes=4, ignore=0),
            Case(
                "border_ignored",
                inputs={
                    "y": values([[0, 1, 2, 1], [2, 2, 1, 0], [0, 1, 1, 1]]),
                    "t": values([[255, 1, 2, 2], [2, 255, 1, 0], [0, 0, 1, 255]]),
                },
                config={"n_classes": 3, "ignore": 255},
            ),
            Case(
                "a_class_that_never_occurs",
                inputs={
                    "y": values([[0, 1, 3, 1], [3, 3, 1, 0], [0, 1, 1, 1]]),
                    "t": values([[0, 1, 3, 3], [3, 0, 1, 0], [0, 0, 1, 1]]),
                },
                config={"n_classes": 5},
            ),
            Case(
                "a_class_that_is_never_said",
                inputs={
                    "y": values([[0, 1, 1], [0, 0, 1]]),
                    "t": values([[0, 1, 2], [0, 2, 1]]),
                },
                config={"n_classes": 3},
            ),
            Case(
                "one_pixel",
                inputs={"y": values([1]), "t": values([1])},
                config={"n_classes": 2},
            ),
        )
    ),
    defaults=(Default("ignore", None),),
    divergences=(
        Divergence(
            name="counts_in_float32",
            ja="float32 での計算",
            summary=Text(
                "keras.metrics.MeanIoU divides in float32 and adds 1e-7 to both denominators, so a "
                "perfect segmentation comes out a little below 1.",
                "keras.metrics.MeanIoU は float32 で割り算し、2つの分母に 1e-7 を足す。"
                "完全に正しい分割でも 1 よりわずかに小さくなる。",
            ),
            reconciled=Text(
                "The Keras twin divides the counts of tf.math.confusion_matrix itself.",
                "Keras 側の実装では、tf.math.confusion_matrix の計数をそのまま割る。",
            ),
            source='keras.metrics.IoU.result: ops.cast(denominator, dtype="float32"), '
            "denominator + backend.epsilon()",
            case="one_image",
            native={
                "numpy": {},
                "keras": {"callable": "tf_impl.vision.mean_iou._metric", "n_classes": 3},
            },
            quantity="mIoU",
        ),
    ),
    also_called=("miou", "mIoU", "mean_intersection_over_union", "compute_miou", "calc_miou"),
    identities=(
        Identity(
            sibling="iou",
            text=Text(
                "Over the pixels that lie in one of two boxes, the class of the inside has the "
                "boxes' IoU, and the other one 0.",
                "2つの矩形のどちらかに入る画素だけで数えると、内側のクラスの IoU は矩形の IoU に"
                "等しく、もう一方のクラスの IoU は 0 になる。",
            ),
            case=Case("boxes_of_pixels", inputs={"boxes": values(SQUARES)}),
            left=_of_pixels,
            right=_of_boxes,
        ),
    ),
    mistakes=(
        Mistake(
            name="common_pixels_counted_twice",
            ja="共通の画素を二重に数える",
            line="union = n.sum(axis=0) + n.sum(axis=1) - common",
            wrong="union = n.sum(axis=0) + n.sum(axis=1)",
            why=Text(
                "The right pixels are in the row and in the column: once they must go.",
                "正解の画素は行の和にも列の和にも入るので、1回分を引く。",
            ),
        ),
        Mistake(
            name="share_of_the_true_pixels",
            ja="正解の画素数だけで割る",
            line="union = n.sum(axis=0) + n.sum(axis=1) - common",
            wrong="union = n.sum(axis=1)",
            why=Text(
                "That is the recall of the class: who calls everything a bicycle would get 1.",
                "それはクラスごとの再現率である。すべてを自転車と答えれば 1 になってしまう。",
            ),
        ),
        Mistake(
            name="pixels_of_all_classes_together",
            ja="クラスごとに割らずにまとめる",
            line="return (common[present] / union[present]).mean()",
            wrong="return common[present].sum() / union[present].sum()",
            why=Text(
                "Summed before the division, large classes rule. Each class has its own share.",
                "割る前に足すと、画素の多いクラスで値が決まる。クラスごとに割ってから平均する。",
            ),
        ),
        Mistake(
            name="absent_classes_in_the_mean",
            ja="存在しないクラスも平均に含める",
            line="return (common[present] / union[present]).mean()",
            wrong="return (common[present] / union[present]).sum() / n_classes",
            why=Text(
                "A class that is neither said nor true has no IoU, and is no mistake.",
                "予測にも正解にもないクラスの IoU は定義されず、誤りでもない。",
            ),
        ),
        Mistake(
            name="ignored_pixels_counted",
            ja="無視する画素を数える",
            line="counts_at = np.ones(t.shape, dtype=bool) if ignore is None else t != ignore",
            wrong="counts_at = np.ones(t.shape, dtype=bool) if ignore is None else t < n_classes",
            why=Text(
                "The pixels of the ignored label do not count, whichever number it has.",
                "無視するラベルの画素は、その番号によらず数えない。",
            ),
        ),
    ),
)
