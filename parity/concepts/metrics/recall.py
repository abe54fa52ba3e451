"""Recall."""

from __future__ import annotations

from parity.concepts.metrics._shared import (
    AVERAGE,
    MANNING,
    N_CLASSES,
    averages,
    averaging,
    of_classes,
)
from parity.describing.concept import Concept, Mistake, Text
from parity.describing.draw import labels
from parity.describing.identity import Arrays, Identity, Implementations


def _itself(of: Implementations, a: Arrays) -> Arrays:
    return {"R": of("recall")(a["y"], a["t"], "weighted")}


def _turned(of: Implementations, a: Arrays) -> Arrays:
    return {"R": of("precision")(a["t"], a["y"])}


def _binary(of: Implementations, a: Arrays) -> Arrays:
    return {"R": of("recall")(a["y"], a["t"])}


def _accuracy(of: Implementations, a: Arrays) -> Arrays:
    return {"R": of("accuracy")(a["y"], a["t"])}


recall = Concept(
    kind="function",
    order=5,
    syllabus=("2-1-12",),
    needs=("confusion_matrix", "precision"),
    title=Text("Recall", "再現率(Recall)"),
    summary=Text(
        "Of all that is of a class, the share that is found: TP / (TP + FN). For several classes "
        "it is averaged: micro, macro or weighted.",
        "本当にそのクラスであるもののうち、見つけられた割合 TP / (TP + FN)。"
        "多クラスでは、マイクロ平均・マクロ平均・重み付き平均をとる。",
    ),
    why=Text(
        "Where a miss is expensive, one asks how much is found: how many of the sick a test finds. "
        "It is a row of the confusion matrix. Who calls everybody sick finds them all, so it is "
        "reported beside precision; moved along a threshold, one rises as the other falls. Of two "
        "classes it is also called sensitivity, or true positive rate.",
        "見逃しの代償が大きいときに、どれだけ見つけられたかを測る。検査で患者の何割を見つけたか、"
        "という値である。混同行列では行に当たる。全員を陽性とすれば必ず 1 になるので、適合率と"
        "並べて報告する。しきい値を動かすと、一方が上がれば他方は下がりやすい。"
        "2クラスでは感度、真陽性率とも呼ぶ。",
    ),
    equation="R = TP / (TP + FN)",
    formula=(
        r"R_c = \frac{\text{TP}_c}{\text{TP}_c + \text{FN}_c}",
        r"R_{\text{macro}} = \frac{1}{C} \sum_c R_c",
        r"R_{\text{micro}} = \frac{\sum_c \text{TP}_c}{\sum_c (\text{TP}_c + \text{FN}_c)}",
    ),
    shapes={"y": "(N,) classes", "t": "(N,) classes", "R": "scalar, or (C,) for each class"},
    sources=(f"{MANNING}, eq. 8.4; averages in section 13.6",),
    cases=averages("R"),
    defaults=(AVERAGE, N_CLASSES),
    conventions=averaging("R"),
    also_called=("recall_score", "calc_recall", "compute_recall", "sensitivity", "tpr"),
    identities=(
        Identity(
            sibling="precision",
            text=Text(
                "It is the precision with prediction and truth exchanged.",
                "予測と正解を入れ替えた適合率である。",
            ),
            case=of_classes("turned", "R", labels(14, classes=2), labels(14, classes=2)),
            left=_binary,
            right=_turned,
        ),
        Identity(
            sibling="accuracy",
            text=Text(
                "Weighted by the true classes it is the accuracy: each class' own number falls "
                "out.",
                "正解の個数で重み付けして平均すると、割った個数が打ち消し合い、正解率になる。",
            ),
            case=of_classes("weighted_recall", "R", labels(16, classes=3), labels(16, classes=3)),
            left=_itself,
            right=_accuracy,
        ),
    ),
    mistakes=(
        Mistake(
            name="column_for_a_row",
            ja="列の和をとる",
            line="fn = n.sum(axis=1) - tp  # a row: all that is of the class",
            wrong="fn = n.sum(axis=0) - tp",
            why=Text(
                "A column holds all that is said to be of the class: that gives FP, and the "
                "precision.",
                "列の和はそのクラスと予測したものの数で、得られるのは FP と適合率になる。",
            ),
        ),
        Mistake(
            name="divided_by_the_misses",
            ja="見逃しの数だけで割る",
            line="R = share(tp, tp + fn, average)",
            wrong="R = share(tp, fn, average)",
            why=Text(
                "The whole holds what was found and what was missed, TP + FN.",
                "割る数は、見つけたものと見逃したものの合計 TP + FN である。",
            ),
        ),
        Mistake(
            name="divided_by_the_other_classes",
            ja="他のクラスの数で割る",
            line="R = share(tp, tp + fn, average)",
            wrong="R = share(tp, n.sum() - n.sum(axis=1), average)",
            why=Text(
                "The negatives are the divisor of the false positive rate.",
                "陰性の数は偽陽性率で割る数である。",
            ),
        ),
        Mistake(
            name="classes_added_up",
            ja="平均せずに足す",
            line="return averaged(R, n, average)",
            wrong='return R.sum() if average == "macro" else averaged(R, n, average)',
            why=Text(
                "The macro average is a mean: divided by the number of classes.",
                "マクロ平均は平均なので、クラスの数で割る。",
            ),
        ),
    ),
)
