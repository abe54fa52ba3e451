"""Accuracy."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.metrics._shared import FAWCETT, of_classes
from parity.describing.concept import Case, Concept, Convention, Default, Mistake, Text
from parity.describing.draw import Draw, labels, one_hot, spaced, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _scored(name: str, y: Draw, t: Draw, **config: Any) -> Case:
    return Case(
        name,
        inputs={"y": y, "t": t},
        config=config,
        differentiable=(),
        options={"outputs": ("A",)},
    )


def _of_the_matrix(of: Implementations, a: Arrays) -> Arrays:
    n = of("confusion_matrix")(a["y"], a["t"])
    return {"A": np.trace(n) / n.sum()}


def _micro(name: str) -> Any:
    return lambda of, a: {"A": of(name)(a["y"], a["t"], "micro")}


NUMBERS = labels(15, classes=3)
HOT = values(np.eye(4, dtype=int)[[0, 3, 2, 2, 1, 0, 1]])

accuracy = Concept(
    kind="function",
    order=2,
    syllabus=("2-1-12",),
    needs=("softmax",),
    title=Text("Accuracy", "正解率(Accuracy)"),
    summary=Text(
        "The share of the examples whose class is said rightly.",
        "クラスを正しく予測できたデータの割合。",
    ),
    why=Text(
        "It is what a classifier is for, and what a loss only stands for: argmax has no gradient, "
        "so one trains with the cross-entropy and reports the accuracy. Where classes are rare it "
        "deceives: who never finds the one sick person in a hundred is right in 99 %. Then ask "
        "precision and recall.",
        "分類器に本当に求められるのはこの値だが、argmax には勾配がないので、学習には"
        "交差エントロピーを使い、正解率は報告に使う。クラスの割合が偏っていると正解率はあてにならない。"
        "100人に1人の患者を一度も見つけなくても、正解率は99%になる。"
        "そういうときは適合率と再現率を見る。",
    ),
    equation="A = how many examples are right / N",
    formula=(r"A = \frac{1}{N} \sum_k [\text{argmax}_c \, y_{kc} = t_k]",),
    shapes={
        "y": "(N,) classes, (N, C) scores, or (N,) probabilities with a threshold",
        "t": "(N,) classes or (N, C) one-hot",
        "A": "scalar",
    },
    sources=(f"{FAWCETT}, figure 1",),
    cases=(
        _scored("scores", spaced(11, 4), labels(11, classes=4)),
        _scored("scores_and_one_hot", spaced(9, 3), one_hot(9, 3)),
        _scored("two_columns", spaced(13, 2), labels(13, classes=2)),
        _scored("scores_below_0", spaced(7, 5, shift=-20.0), labels(7, classes=5)),
        of_classes("classes", "A", NUMBERS, NUMBERS),
        of_classes("classes_and_one_hot", "A", values([0, 3, 1, 2, 2, 0, 3]), HOT),
        _scored(
            "threshold",
            values([0.25, 0.75, 0.5, 0.875, 0.125, 0.5, 0.625]),
            values([0, 1, 0, 0, 1, 0, 1]),
            threshold=0.5,
        ),
        _scored(
            "threshold_of_logits",
            values([-0.5, 0.75, 0.0, 2.0, -1.5]),
            values([1, 1, 0, 0, 0]),
            threshold=0.0,
        ),
        _scored("one_example", values([[0.25, 0.5, 0.125]]), values([1])),
    ),
    defaults=(
        Default("threshold", None, keras=("keras.metrics.BinaryAccuracy", "threshold", 0.5)),
    ),
    conventions=(
        Convention(
            "probability_of_class_1",
            Text(
                "y is the probability of class 1: above 0.5 it is said to be 1.",
                "y はクラス 1 の確率で、0.5 を超えたらクラス 1 とする。",
            ),
            {"threshold": 0.5},
        ),
        Convention(
            "logit_of_class_1",
            Text(
                "y is a logit: above 0 it is said to be 1.",
                "y はロジットで、0 を超えたらクラス 1 とする。",
            ),
            {"threshold": 0.0},
        ),
    ),
    also_called=("acc", "accuracy_score", "calc_accuracy", "compute_accuracy", "get_accuracy"),
    identities=(
        Identity(
            sibling="confusion_matrix",
            text=Text(
                "It is the diagonal of the confusion matrix, divided by all.",
                "混同行列の対角成分の和を全体の数で割ったものである。",
            ),
            case=of_classes("trace_of_the_matrix", "A", NUMBERS, NUMBERS),
            left=evaluated("accuracy"),
            right=_of_the_matrix,
        ),
        *(
            Identity(
                sibling=name,
                text=Text(
                    f"Where each example has one class, the micro average of {name} is the "
                    "accuracy: each error is one FP and one FN.",
                    f"1つのデータに1つのクラスなら、{ja}のマイクロ平均は正解率に等しい。"
                    "1つの誤りが FP と FN に1回ずつ数えられるからである。",
                ),
                case=of_classes(f"micro_{name}", "A", NUMBERS, NUMBERS),
                left=evaluated("accuracy"),
                right=_micro(name),
            )
            for name, ja in (("precision", "適合率"), ("recall", "再現率"))
        ),
    ),
    mistakes=(
        Mistake(
            name="argmax_over_the_examples",
            ja="データの軸で argmax をとる",
            line="said = y.argmax(axis=1) if y.ndim == 2 and y.shape[1] else y",
            wrong="said = y.argmax(axis=0) if y.ndim == 2 and y.shape[1] else y",
            why=Text(
                "axis=1 goes along the classes of one example; axis=0 asks which example has the "
                "largest score of a class.",
                "axis=1 で、1つのデータのクラスの中から最大を選ぶ。axis=0 では、"
                "クラスごとにスコアが最大のデータを探すことになる。",
            ),
        ),
        Mistake(
            name="count_not_divided",
            ja="個数で割らない",
            line="return right.mean(dtype=kind)",
            wrong="return right.sum(dtype=kind)",
            why=Text(
                "The sum counts the right ones; their share is that divided by N.",
                "和は正しいデータの個数である。割合にするには N で割る。",
            ),
        ),
        Mistake(
            name="threshold_itself_counts",
            ja="しきい値ちょうどを含める",
            line="y = y > threshold",
            wrong="y = y >= threshold",
            why=Text(
                "A probability of exactly 0.5 is not above it: class 0, as in Keras.",
                "0.5 ちょうどは「超える」に当たらないので、Keras と同じくクラス 0 とする。",
            ),
        ),
        Mistake(
            name="smallest_score_chosen",
            ja="最小のスコアを選ぶ",
            line="said = y.argmax(axis=1) if y.ndim == 2 and y.shape[1] else y",
            wrong="said = y.argmin(axis=1) if y.ndim == 2 and y.shape[1] else y",
            why=Text(
                "The class that is meant has the largest score.",
                "予測するのはスコアが最大のクラスである。",
            ),
        ),
        Mistake(
            name="share_of_the_wrong_ones",
            ja="誤り率を返す",
            line="return right.mean(dtype=kind)",
            wrong="return 1 - right.mean(dtype=kind)",
            why=Text(
                "That is the error rate, what is left to 1.",
                "それは誤り率で、1 から正解率を引いたものである。",
            ),
        ),
    ),
)
