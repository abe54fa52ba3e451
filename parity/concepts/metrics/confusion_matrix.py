"""The confusion matrix."""

from __future__ import annotations

import numpy as np

from parity.concepts.metrics._shared import FAWCETT, N_CLASSES, of_classes
from parity.describing.concept import Concept, Convention, Mistake, Text
from parity.describing.draw import labels, values
from parity.describing.identity import Arrays, Identity, Implementations


def _iou_of_the_matrix(of: Implementations, a: Arrays) -> Arrays:
    n = of("confusion_matrix")(a["y"], a["t"])
    tp = np.diagonal(n)
    return {"mIoU": np.mean(tp / (n.sum(axis=0) + n.sum(axis=1) - tp))}


def _mean_iou(of: Implementations, a: Arrays) -> Arrays:
    return {"mIoU": of("mean_iou")(a["y"], a["t"], 3)}


confusion_matrix = Concept(
    kind="function",
    order=1,
    syllabus=("2-1-12",),
    needs=(),
    title=Text("Confusion matrix", "混同行列"),
    summary=Text(
        "How many examples of each true class are said to be of each class: rows are the truth, "
        "columns the predictions, the diagonal is right.",
        "正解の各クラスが、それぞれどのクラスと予測されたかを数えた表。行が正解、列が予測で、"
        "対角成分が正しく予測した数である。",
    ),
    why=Text(
        "One number hides what a classifier mixes up. The matrix keeps every pair: of two classes "
        "it holds TN, FP, FN and TP, of more it shows which digit is taken for which. Accuracy, "
        "precision, recall and F are all read from it, along a row, a column or the diagonal.",
        "1つの数値では、どのクラスをどのクラスと間違えたのか分からない。混同行列はすべての組を数える。"
        "2クラスなら TN, FP, FN, TP の4つが並び、多クラスならどの数字をどの数字と取り違えたかが"
        "分かる。正解率、適合率、再現率、F値はどれも、この表の行・列・対角から求められる。",
    ),
    equation="n_ij = how many examples of the true class i are said to be of class j",
    formula=(r"n_{ij} = \sum_k [t_k = i] \, [y_k = j]",),
    shapes={"y": "(N,), or any: class numbers", "t": "as y", "n": "(C, C): true, then predicted"},
    sources=(
        f"{FAWCETT}, figure 1",
        "tf.math.confusion_matrix: rows represent the real labels",
    ),
    cases=(
        of_classes("two_classes", "n", labels(13, classes=2), labels(13, classes=2)),
        of_classes("four_classes", "n", labels(17, classes=4), labels(17, classes=4)),
        of_classes("more_classes", "n", labels(9, classes=3), labels(9, classes=3), n_classes=5),
        of_classes("images", "n", labels(2, 3, 4, classes=3), labels(2, 3, 4, classes=3)),
        of_classes("larger_in_y", "n", values([0, 3, 1, 3]), values([0, 1, 1, 0])),
        of_classes("larger_in_t", "n", values([0, 1, 1, 0]), values([0, 3, 1, 3])),
        of_classes("one_example", "n", values([2]), values([1])),
    ),
    defaults=(N_CLASSES,),
    conventions=(
        Convention(
            "predictions_first",
            Text(
                "Rows are the predictions and columns the truth.",
                "行が予測、列が正解である。",
            ),
            like="rows_are_the_predictions",
        ),
    ),
    also_called=("conf_matrix", "confusion", "cm", "compute_confusion_matrix", "make_confusion"),
    identities=(
        Identity(
            sibling="mean_iou",
            text=Text(
                "The mean IoU is the mean of the diagonal, divided by row and column less the "
                "diagonal.",
                "平均 IoU は、対角成分を「行の和 + 列の和 - 対角成分」で割り、平均したものである。",
            ),
            case=of_classes(
                "mean_iou_of_the_matrix", "mIoU", labels(19, classes=3), labels(19, classes=3)
            ),
            left=_iou_of_the_matrix,
            right=_mean_iou,
        ),
    ),
    mistakes=(
        Mistake(
            name="repeated_pairs_lost",
            ja="同じ組を1回しか数えない",
            line="np.add.at(n, (t, y), 1)  # n[t, y] += 1 would count an index that repeats once "
            "only",
            wrong="n[t, y] += 1",
            why=Text(
                "With arrays as indices, += reads and writes each place once, however often it is "
                "named. np.add.at or np.bincount counts.",
                "配列を添字にした += は、同じ場所が何度現れても1回しか足さない。"
                "np.add.at か np.bincount を使う。",
            ),
        ),
        Mistake(
            name="rows_are_the_predictions",
            ja="行と列を取り違える",
            line="np.add.at(n, (t, y), 1)  # n[t, y] += 1 would count an index that repeats once "
            "only",
            wrong="np.add.at(n, (y, t), 1)",
            why=Text(
                "The truth comes first, as the row. Turned over, precision and recall change "
                "places.",
                "正解が先で、行になる。転置すると適合率と再現率が入れ替わってしまう。",
            ),
        ),
        Mistake(
            name="one_class_too_few",
            ja="クラス数が1つ足りない",
            line="C = largest + 1 if n_classes is None else n_classes",
            wrong="C = largest if n_classes is None else n_classes",
            why=Text(
                "Classes are counted from 0: the largest number is one less than their count.",
                "クラス番号は 0 から始まるので、クラス数は最大の番号より1つ多い。",
            ),
        ),
        Mistake(
            name="classes_of_the_truth_alone",
            ja="正解のクラスだけを見る",
            line="largest = max(y.max(initial=0), t.max(initial=0))",
            wrong="largest = t.max(initial=0)",
            why=Text(
                "A class may be said that never is true; it needs a column too.",
                "正解に一度も現れないクラスが予測されることもあり、その列も必要である。",
            ),
        ),
    ),
)
