"""The area under the ROC curve."""

from __future__ import annotations

import numpy as np

from parity.concepts.metrics._shared import FAWCETT, ranked, rankings
from parity.describing.concept import Concept, Divergence, Mistake, Text
from parity.describing.draw import values
from parity.describing.identity import Arrays, Identity, Implementations, evaluated


def _area(of: Implementations, a: Arrays) -> Arrays:
    FPR, TPR = of("roc_curve")(a["y"], a["t"])
    return {"AUC": np.sum(np.diff(FPR) * (TPR[1:] + TPR[:-1])) / 2}


TIES = values([0.5, 0.25, 0.5, 0.75, 0.25, 0.5, 0.875, 0.25])
TRUTH = values([1, 0, 0, 1, 1, 0, 0, 0])

roc_auc = Concept(
    kind="function",
    order=8,
    syllabus=("2-1-12",),
    needs=("roc_curve",),
    title=Text("Area under the ROC curve", "AUC(ROC 曲線の下の面積)"),
    summary=Text(
        "How often a positive example has a larger score than a negative one: the area under the "
        "ROC curve. 1 is a perfect order, 1/2 chance.",
        "陽性のスコアが陰性のスコアを上回る割合で、ROC 曲線の下の面積に等しい。"
        "完全な順位なら 1、当て推量なら 1/2 になる。",
    ),
    why=Text(
        "It judges the order alone, without a threshold: any function that keeps the order leaves "
        "it as it is. Read as pairs it needs no curve: draw one positive and one negative example, "
        "and ask which has the larger score. Below 1/2 a classifier is better turned around. "
        "Where positives are rare, average precision tells more.",
        "しきい値を決めず、順位だけを評価する。順序を変えない変換をスコアに施しても値は変わらない。"
        "組で考えれば曲線も要らない。陽性と陰性を1つずつ選び、どちらのスコアが大きいかを見ればよい。"
        "1/2 を下回るなら、予測を逆にしたほうがよい。陽性がまれなときは、平均適合率のほうが"
        "違いをよく表す。",
    ),
    equation="AUC = share of the pairs with y_positive > y_negative, a tie counting 1/2",
    formula=(
        r"\text{AUC} = \frac{1}{N_{+} N_{-}} \sum_i \sum_j \left( [p_i > q_j] + "
        r"\frac{1}{2} [p_i = q_j] \right)",
    ),
    shapes={"y": "(N,) scores", "t": "(N,) 0 or 1", "AUC": "scalar"},
    sources=(f"{FAWCETT}, section 7", "Hanley and McNeil (1982), Radiology 143"),
    cases=(
        *rankings("AUC"),
        ranked("more_ties", TIES, TRUTH, "AUC"),
        ranked(
            "probabilities_near_each_other",
            values([0.498046875, 0.4990234375, 0.5, 0.501953125, 0.25, 0.75]),
            values([0, 1, 0, 1, 1, 0]),
            "AUC",
        ),
    ),
    divergences=(
        Divergence(
            name="two_hundred_thresholds",
            ja="しきい値が200個",
            summary=Text(
                "keras.metrics.AUC looks at 200 thresholds from 0 to 1. Scores between two of "
                "them count as ties, so the area is an approximation, and logits are refused.",
                "keras.metrics.AUC は 0 から 1 まで200個のしきい値で計算する。その間隔より近い"
                "スコアは同点とみなされるので近似値になり、ロジットは受け付けない。",
            ),
            reconciled=Text(
                "The Keras twin gives it a threshold between any two scores that differ.",
                "Keras 側の実装では、異なるスコアの間ごとにしきい値を与える。",
            ),
            source="keras.metrics.AUC(num_thresholds=200)",
            case="probabilities_near_each_other",
            native={
                "numpy": {},
                "keras": {"callable": "tf_impl.metrics.roc_auc._metric"},
            },
            quantity="AUC",
        ),
    ),
    also_called=("auc", "auroc", "roc_auc_score", "auc_score", "calc_auc", "compute_auc"),
    identities=(
        Identity(
            sibling="roc_curve",
            text=Text(
                "It is the area of the trapezoids under the ROC curve.",
                "ROC 曲線の下の面積を台形公式で求めたものである。",
            ),
            case=ranked("area_under_the_curve", TIES, TRUTH, "AUC"),
            left=evaluated("roc_auc"),
            right=_area,
        ),
    ),
    mistakes=(
        Mistake(
            name="ties_left_out",
            ja="同点を数えない",
            line="return above.mean(dtype=y.dtype) + tied.mean(dtype=y.dtype) / 2",
            wrong="return above.mean(dtype=y.dtype)",
            why=Text(
                "A tie counts half: under the curve it is a slanted piece, of which half lies "
                "below.",
                "同点は 1/2 と数える。曲線では斜めの線になり、その下は半分である。",
            ),
        ),
        Mistake(
            name="ties_count_as_won",
            ja="同点を勝ちとみなす",
            line="above = positive[:, np.newaxis] > negative",
            wrong="above = positive[:, np.newaxis] >= negative",
            why=Text(
                "With >= a score that is the same for all would make a perfect classifier.",
                ">= では、すべて同じスコアでも完全な分類器になってしまう。",
            ),
        ),
        Mistake(
            name="order_turned_around",
            ja="大小が逆",
            line="above = positive[:, np.newaxis] > negative",
            wrong="above = positive[:, np.newaxis] < negative",
            why=Text(
                "The positive example shall have the larger score; turned, it is 1 less the AUC.",
                "陽性のスコアのほうが大きい組を数える。逆にすると 1 - AUC になる。",
            ),
        ),
        Mistake(
            name="pairs_of_neighbours",
            ja="対応する組だけを比べる",
            line="positive, negative = y[t == 1], y[t == 0]",
            wrong="positive, negative = y[t == 1], y[t == 0][:1]",
            why=Text(
                "Each positive example is compared with every negative one, all N+ N- pairs.",
                "陽性と陰性のすべての組 N+・N- 通りを比べる。",
            ),
        ),
    ),
)
