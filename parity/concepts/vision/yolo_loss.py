"""The loss of YOLO."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.vision._sources import REDMON
from parity.describing.concept import Case, Concept, Convention, Default, Mistake, Text
from parity.describing.derivation import Step
from parity.describing.draw import Draw, single, uniform, values

HERE = [[[0, 1, 1]], [[1, 0, 0]]]
WIDE = [[[0, 1], [1, 0], [1, 1]]]
ALL = [[[1, 1, 1], [1, 1, 1]]]
EMPTY = [[[0, 0, 0]], [[0, 1, 0]]]


ERROR = "total += np.sum(responsible * (confidence - overlap) ** 2)"
SLOPE = "dbox[..., 4] = np.where(chosen, confidence - overlap, float(noobj) * confidence)"
SIZE = "dbox[..., 2:4] = float(coord) * own * (root - np.sqrt(truth[..., None, 2:])) / (2 * root)"


def _boxes(*shape: int) -> Draw:
    """Draw x, y within a cell, w, h of a part of the image, and the confidence (..., 5)."""

    def make(rng: np.random.Generator) -> np.ndarray:
        place = rng.uniform(0.25, 0.75, (*shape, 2))
        size = rng.uniform(0.125, 0.75, (*shape, 2))
        return single(np.concatenate([place, size, rng.uniform(0, 1, (*shape, 1))], axis=-1))

    return Draw("boxes of cells", (*shape, 5), make)


def _truth(*shape: int) -> Draw:
    def make(rng: np.random.Generator) -> np.ndarray:
        place = rng.uniform(0.25, 0.75, (*shape, 2))
        return single(np.concatenate([place, rng.uniform(0.25, 0.875, (*shape, 2))], axis=-1))

    return Draw("true boxes of cells", (*shape, 4), make)


def _case(
    name: str, here: list[Any], n_boxes: int, n_classes: int, ours: bool = False, **config: Any
) -> Case:
    shape = np.shape(here)
    kinds = np.arange(np.size(here)).reshape(shape) % n_classes
    return Case(
        name,
        inputs={
            "boxes": _boxes(*shape, n_boxes),
            "classes": uniform(*shape, n_classes, low=0.0, high=1.0),
            "target_boxes": _truth(*shape),
            "target_classes": values(np.eye(n_classes)[kinds]),
            "objects": values(here),
        },
        upstream=uniform(low=0.5, high=2.0),
        config=config,
        differentiable=("boxes", "classes"),
        kink=True,  # whose IoU is taken for constant, differences see
        ours=ours,
    )


yolo_loss = Concept(
    kind="function",
    order=10,
    syllabus=("4-2-2",),
    needs=("iou", "mean_squared_error"),
    title=Text("YOLO loss", "YOLO の損失"),
    summary=Text(
        "Squared errors of a grid's cells: place and size of the box that is responsible for an "
        "object, confidences of all boxes, and classes where an object is.",
        "格子の各セルの二乗誤差の和。物体を担当する矩形の位置と大きさ、全矩形の信頼度、"
        "物体のあるセルのクラスについて求める。",
    ),
    why=Text(
        "YOLO makes of detection one regression: a grid lies over the image, and each cell says "
        "in one pass where a box is, how sure it is, and what it holds. One sum of squares trains "
        "it all, with three adjustments. Most cells hold nothing, so their confidences count "
        "half; "
        "places count five times; and sizes are compared by their roots, since being off by ten "
        "pixels is worse for a small box. Of a cell's boxes only the best learns from the object, "
        "so that they specialize.",
        "YOLO は物体検出を1つの回帰にする。画像に格子をかぶせ、各セルが、矩形の位置、確からしさ、"
        "中身を1回の計算で答える。全体を1つの二乗和で学習するが、3つの調整がある。ほとんどのセルは"
        "空なので、その信頼度の重みを半分にする。位置の重みは5倍にする。大きさは平方根で比べる。"
        "10画素の誤差は小さい矩形ほど重大だからである。"
        "セルの矩形のうち最も重なるものだけが物体から"
        "学習するので、矩形ごとに得意な形が分かれる。",
    ),
    equation="L = 1/N (coord sum resp ((x - x*)^2 + (y - y*)^2 + (sqrt w - sqrt w*)^2 + (sqrt h - "
    "sqrt h*)^2) + sum resp (c - IoU)^2 + noobj sum others c^2 + sum cells (p - p*)^2)",
    formula=(
        r"P_i = (x_i - x^*)^2 + (y_i - y^*)^2 + (\sqrt{w_i} - \sqrt{w^*})^2 + (\sqrt{h_i} - "
        r"\sqrt{h^*})^2",
        r"L = \frac{1}{N} \left(\lambda_1 \sum_{i \in R} P_i + \sum_{i \in R} (c_i - "
        r"\text{IoU}_i)^2 + \lambda_0 \sum_{i \notin R} c_i^2 + \sum_{s \in O} \sum_k (p_{s,k} - "
        r"p^*_{s,k})^2\right)",
        r"\frac{\partial L}{\partial x_i} = \frac{2 \lambda_1}{N} (x_i - x^*), \quad "
        r"\frac{\partial L}{\partial w_i} = \frac{\lambda_1}{N} \frac{\sqrt{w_i} - \sqrt{w^*}}"
        r"{\sqrt{w_i}} \quad (i \in R)",
    ),
    derivation=(
        Step(
            heading=Text(
                "Only the responsible box has a place to learn",
                "位置を学習するのは、担当する矩形だけ",
            ),
            text=Text(
                "R are the boxes that overlap an object most in its cell, O the cells with an "
                "object. Which they are, and how much they overlap, is taken for constant.",
                "R は物体のあるセルで最も重なる矩形の集合、O は物体のあるセルの集合である。"
                "どれが選ばれるか、どれだけ重なるかは定数とみなす。",
            ),
            equation=(
                r"\frac{\partial L}{\partial x_i} = \frac{2 \lambda_1}{N} (x_i - x^*) \quad (i "
                r"\in R)"
            ),
        ),
        Step(
            heading=Text("A root has the slope 1 / (2 √w)", "平方根の傾きは 1 / (2√w)"),
            text=Text(
                "The chain rule divides by the root of the predicted width, so a small box is "
                "pulled harder.",
                "連鎖律により予測した幅の平方根で割られるので、小さい矩形ほど強く引かれる。",
            ),
            equation=(
                r"\frac{\partial L}{\partial w_i} = \frac{2 \lambda_1}{N} (\sqrt{w_i} - "
                r"\sqrt{w^*}) \frac{1}{2 \sqrt{w_i}}"
            ),
        ),
        Step(
            heading=Text("Confidences and classes are plain squares", "信頼度とクラスは単純な二乗"),
            text=Text(
                "A responsible box is to say its IoU, every other box 0.",
                "担当する矩形は自分の IoU を、ほかの矩形は 0 を答えることを目指す。",
            ),
            equation=(
                r"\frac{\partial L}{\partial c_i} = \frac{2}{N} \begin{cases} c_i - "
                r"\text{IoU}_i & "
                r"i \in R \\ \lambda_0\, c_i & i \notin R \end{cases}, \quad \frac{\partial L}"
                r"{\partial p_{s,k}} = \frac{2}{N} (p_{s,k} - p^*_{s,k}) \quad (s \in O)"
            ),
            check=Text(
                "The gradients agree with those of PyTorch and of TensorFlow, the IoU detached.",
                "IoU を計算グラフから切り離せば、勾配は PyTorch・TensorFlow と一致する。",
            ),
        ),
    ),
    shapes={
        "boxes": "(N, R, S, B, 5)",
        "classes": "(N, R, S, C)",
        "target_boxes": "(N, R, S, 4)",
        "target_classes": "(N, R, S, C)",
        "objects": "(N, R, S)",
        "y": "scalar",
    },
    sources=(f"{REDMON}, section 2.2, eq. 3",),
    cases=(
        _case("two_images", HERE, 4, 4),
        _case("wide_cells", WIDE, 4, 6),
        _case("other_weights", HERE, 4, 5, coord=2.0, noobj=0.25),
        _case("an_object_in_each_cell", ALL, 4, 5, coord=4.0),
        _case("one_image_is_empty", EMPTY, 4, 4, noobj=1.0),
        _case("one_box_each", HERE, 1, 4, True),
    ),
    defaults=(Default("coord", 5.0), Default("noobj", 0.5)),
    conventions=(
        Convention(
            name="confidence_of_1",
            text=Text(
                "The confidence of a responsible box is held to 1, not to its IoU.",
                "担当する矩形の信頼度の目標を、IoU ではなく 1 としている。",
            ),
            edits={
                ERROR: ERROR.replace("overlap", "1"),
                SLOPE: SLOPE.replace("overlap", "1"),
            },
        ),
    ),
    also_called=("yolov1_loss", "yolo_v1_loss"),
    mistakes=(
        Mistake(
            name="sizes_without_roots",
            ja="大きさの平方根をとらない",
            line="size = np.sum((np.sqrt(box[..., 2:4]) - np.sqrt(truth[..., None, 2:])) ** 2, "
            "axis=-1)",
            wrong="size = np.sum((box[..., 2:4] - truth[..., None, 2:]) ** 2, axis=-1)",
            why=Text(
                "The same error is worse for a small box; roots make it count more.",
                "同じ誤差でも小さい矩形のほうが重大である。平方根をとると、その分重くなる。",
            ),
        ),
        Mistake(
            name="empty_cells_weigh_as_much",
            ja="空のセルの重みを下げない",
            line="total += noobj * np.sum(~responsible * confidence**2)",
            wrong="total += np.sum(~responsible * confidence**2)",
            why=Text(
                "Most cells are empty; at full weight they push all confidences to 0.",
                "ほとんどのセルは空なので、同じ重みにすると信頼度がすべて 0 に引かれる。",
            ),
        ),
        Mistake(
            name="all_boxes_are_responsible",
            ja="セルの全矩形に担当させる",
            line="responsible, overlap = _responsible(box, truth, here)",
            wrong="responsible, overlap = here[..., None], _responsible(box, truth, here)[1]",
            why=Text(
                "Only the box that overlaps the object most is responsible for it, so that the "
                "boxes of a cell specialize.",
                "担当するのは、物体と最も重なる矩形だけである。"
                "そうして矩形ごとに得意な形が分かれる。",
            ),
        ),
        Mistake(
            name="classes_of_empty_cells",
            ja="空のセルのクラスも数える",
            line="total += np.sum(here[..., None] * (p - one_hot) ** 2)",
            wrong="total += np.sum((p - one_hot) ** 2)",
            why=Text(
                "What class a cell says counts only where an object is.",
                "クラスの誤差を数えるのは、物体のあるセルだけである。",
            ),
        ),
        Mistake(
            name="slope_of_the_root_forgotten",
            ja="平方根の傾きを忘れる",
            line=SIZE,
            wrong=SIZE.replace(" / (2 * root)", ""),
            why=Text(
                "w goes through a root, whose slope is 1 / (2 sqrt w).",
                "w は平方根を通るので、傾き 1 / (2 sqrt w) が掛かる。",
            ),
        ),
    ),
)
