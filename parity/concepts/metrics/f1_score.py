"""The F score."""

from __future__ import annotations

from parity.concepts.metrics._shared import (
    AVERAGE,
    MANNING,
    N_CLASSES,
    averages,
    averaging,
    of_classes,
)
from parity.describing.concept import Concept, Convention, Default, Divergence, Mistake, Text
from parity.describing.draw import labels, values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _harmonic(of: Implementations, a: Arrays) -> Arrays:
    P, R = (of(name)(a["y"], a["t"]) for name in ("precision", "recall"))
    return {"F": 2 / (1 / P + 1 / R)}


def _dice(of: Implementations, a: Arrays) -> Arrays:
    """Return 1 less the Dice loss of one image of zeros and ones, without smoothing."""
    y, t = (a[name][None].astype(float) for name in ("y", "t"))
    return {"F": 1 - of("dice_loss")(smooth=0.0).forward(y, t)}


f1_score = Concept(
    kind="function",
    order=6,
    syllabus=("2-1-12",),
    needs=("precision", "recall"),
    title=Text("F score", "F値(F1 スコア)"),
    summary=Text(
        "Precision and recall in one number: their harmonic mean, 2 TP / (2 TP + FP + FN). For "
        "several classes it is averaged: micro, macro or weighted.",
        "適合率と再現率を1つの数にまとめた調和平均 2 TP / (2 TP + FP + FN)。"
        "多クラスでは、マイクロ平均・マクロ平均・重み付き平均をとる。",
    ),
    why=Text(
        "Either of precision and recall can be had for free, and their arithmetic mean still "
        "gives 0.5 to who calls everything positive where almost nothing is. The harmonic mean is "
        "near the smaller one: it is high only where both are. True negatives do not occur in it, "
        "so it suits rare classes, search and named entities.",
        "適合率も再現率も、片方だけなら簡単に高くできる。算術平均では、陽性がほとんどないのに"
        "すべてを陽性とした場合でも 0.5 になってしまう。調和平均は小さいほうに近い値になり、"
        "両方が高くないと高くならない。TN が式に現れないので、まれなクラスや検索、"
        "固有表現抽出の評価に向く。",
    ),
    equation="F = 2 P R / (P + R) = 2 TP / (2 TP + FP + FN)",
    formula=(
        r"F = \frac{(1 + \beta^2) \, \text{TP}}{(1 + \beta^2) \, \text{TP} + \text{FP} + "
        r"\beta^2 \, \text{FN}}",
        r"F_1 = \frac{2 P R}{P + R}",
    ),
    shapes={"y": "(N,) classes", "t": "(N,) classes", "F": "scalar, or (C,) for each class"},
    sources=(
        f"{MANNING}, eq. 8.5 and 8.6",
        "van Rijsbergen (1979), Information retrieval, chapter 7",
    ),
    cases=(
        *averages("F"),
        of_classes(
            "recall_counts_more", "F", labels(12, classes=2), labels(12, classes=2), beta=2.0
        ),
        of_classes(
            "precision_counts_more",
            "F",
            labels(15, classes=3),
            labels(15, classes=3),
            beta=0.5,
            average="macro",
        ),
        of_classes(
            "recall_counts_more_in_each",
            "F",
            labels(15, classes=3),
            labels(15, classes=3),
            beta=2.0,
            average="none",
        ),
        of_classes(
            "micro_with_beta",
            "F",
            labels(11, classes=3),
            labels(11, classes=3),
            beta=2.0,
            average="micro",
        ),
        of_classes(
            "weighted_with_beta",
            "F",
            labels(14, classes=4),
            labels(14, classes=4),
            beta=0.5,
            average="weighted",
        ),
    ),
    defaults=(
        AVERAGE,
        N_CLASSES,
        Default("beta", 1.0, keras=("keras.metrics.FBetaScore", "beta", 1.0)),
    ),
    divergences=(
        Divergence(
            name="epsilon_in_the_divisors",
            ja="分母に足す微小値",
            summary=Text(
                "keras.metrics.F1Score adds 1e-7 to every divisor, so a perfect prediction comes "
                "out a little below 1. A class that does not occur counts as 0 in its macro mean.",
                "keras.metrics.F1Score はすべての分母に 1e-7 を足すため、完全な予測でも 1 より"
                "わずかに小さい。一度も現れないクラスも、マクロ平均では 0 として数える。",
            ),
            reconciled=Text(
                "The Keras twin takes the harmonic mean of Keras' precision and recall, which do "
                "not add it.",
                "Keras 側の実装では、微小値を足さない Keras の Precision と Recall の調和平均を"
                "とる。",
            ),
            source="keras.metrics.FBetaScore.result: ops.divide(..., ... + backend.epsilon())",
            case="each_class",
            native={
                "numpy": {"average": "none"},
                "keras": {"callable": "tf_impl.metrics.f1_score._metric", "n_classes": 3},
            },
            quantity="F",
        ),
    ),
    conventions=(
        *averaging("F"),
        Convention(
            "f2",
            Text("It is F2: recall counts more.", "再現率を重視する F2 である。"),
            {"beta": 2.0},
        ),
    ),
    also_called=(
        "f1",
        "macro_f1",
        "micro_f1",
        "f_score",
        "f_measure",
        "fscore",
        "calc_f1",
        "compute_f1",
        "fbeta_score",
    ),
    identities=(
        Identity(
            sibling="precision",
            text=Text(
                "It is the harmonic mean of precision and recall.",
                "適合率と再現率の調和平均である。",
            ),
            case=of_classes("harmonic_mean", "F", labels(17, classes=2), labels(17, classes=2)),
            left=evaluated("f1_score"),
            right=_harmonic,
        ),
        Identity(
            sibling="dice_loss",
            text=Text(
                "Of two classes it is the Dice coefficient: 1 less the Dice loss of a mask of "
                "zeros and ones.",
                "2クラスでは Dice 係数に等しい。つまり、0 と 1 のマスクの Dice 損失を 1 から"
                "引いたものである。",
            ),
            case=of_classes("dice", "F", values([0, 1, 1, 0, 1, 1]), values([1, 1, 0, 0, 1, 1])),
            left=evaluated("f1_score"),
            right=_dice,
        ),
    ),
    mistakes=(
        Mistake(
            name="arithmetic_mean",
            ja="算術平均をとる",
            line="F = share((1 + b) * tp, (1 + b) * tp + fp + b * fn, average)",
            wrong="F = (share(tp, tp + fp, average) + b * share(tp, tp + fn, average)) / (1 + b)",
            why=Text(
                "The mean of P and R is harmonic: 2 / (1 / P + 1 / R).",
                "P と R は調和平均する。2 / (1 / P + 1 / R) である。",
            ),
        ),
        Mistake(
            name="factor_of_two_forgotten",
            ja="2 を忘れる",
            line="F = share((1 + b) * tp, (1 + b) * tp + fp + b * fn, average)",
            wrong="F = share(tp, (1 + b) * tp + fp + b * fn, average)",
            why=Text(
                "P R / (P + R) is at most 1/2; the harmonic mean has a 2.",
                "P R / (P + R) は最大でも 1/2 である。調和平均には 2 が掛かる。",
            ),
        ),
        Mistake(
            name="jaccard_index",
            ja="IoU になる",
            line="F = share((1 + b) * tp, (1 + b) * tp + fp + b * fn, average)",
            wrong="F = share(tp, tp + fp + b * fn, average)",
            why=Text(
                "TP / (TP + FP + FN) is the IoU; in F the hits count twice, once for P and once "
                "for R.",
                "TP / (TP + FP + FN) は IoU である。F値では TP を P と R の分で2回数える。",
            ),
        ),
        Mistake(
            name="beta_weighs_precision",
            ja="β が適合率に掛かる",
            line="F = share((1 + b) * tp, (1 + b) * tp + fp + b * fn, average)",
            wrong="F = share((1 + b) * tp, (1 + b) * tp + b * fp + fn, average)",
            why=Text(
                "A beta above 1 makes misses, FN, more expensive: recall counts more.",
                "β が 1 より大きいと見逃し(FN)が重くなり、再現率を重視する。",
            ),
        ),
        Mistake(
            name="beta_not_squared",
            ja="β を2乗しない",
            line="b = beta**2",
            wrong="b = beta",
            why=Text(
                "It is beta squared that weighs 1 / R against 1 / P.",
                "1 / R の重みは β の2乗である。",
            ),
        ),
    ),
)
