"""The ROC curve."""

from __future__ import annotations

from parity.concepts.metrics._shared import FAWCETT, ranked, rankings
from parity.describing.concept import Concept, Mistake, Text
from parity.describing.draw import spaced, values
from parity.describing.identity import Arrays, Identity, Implementations

THRESHOLD = 0.5


def _at_a_threshold(of: Implementations, a: Arrays) -> Arrays:
    """Return the point whose threshold is just below 1/2."""
    FPR, TPR = of("roc_curve")(a["y"], a["t"])
    k = int((a["y"] > THRESHOLD).sum())
    return {"TPR": TPR[k], "TNR": 1 - FPR[k]}


def _of_both_classes(of: Implementations, a: Arrays) -> Arrays:
    found = of("recall")(a["y"] > THRESHOLD, a["t"], "none")
    return {"TPR": found[1], "TNR": found[0]}


roc_curve = Concept(
    kind="function",
    order=7,
    syllabus=("2-1-12",),
    needs=("recall",),
    title=Text("ROC curve", "ROC 曲線"),
    summary=Text(
        "The true positive rate over the false positive rate, as the threshold falls from above "
        "the largest score to the smallest.",
        "しきい値を最大のスコアの上から最小のスコアまで下げていくときの、偽陽性率に対する真陽性率の"
        "グラフ。",
    ),
    why=Text(
        "Most classifiers give a score, and where to cut is a choice of its own: it depends on "
        "what a miss and a false alarm cost. The curve shows all choices at once. A perfect "
        "order goes up to (0, 1) before it goes right; scores that know nothing follow the "
        "diagonal. Both rates are shares of one class alone, so the curve does not change with "
        "how frequent the classes are.",
        "分類器の多くはスコアを出力し、どこで切るかは別に決める。見逃しと誤報の損失によって適切な"
        "しきい値は変わる。ROC 曲線はすべてのしきい値を1枚に示す。完全な順位なら (0, 1) まで真上に"
        "上がってから右へ進み、当て推量のスコアなら対角線に沿う。"
        "どちらの率もそれぞれのクラスの中の割合なので、クラスの比率が変わっても曲線は変わらない。",
    ),
    equation="FPR = FP / (FP + TN), TPR = TP / (TP + FN), for each threshold",
    formula=(
        r"\text{TPR}_k = \frac{\text{TP}_k}{\text{TP} + \text{FN}}",
        r"\text{FPR}_k = \frac{\text{FP}_k}{\text{FP} + \text{TN}}",
    ),
    shapes={
        "y": "(N,) scores",
        "t": "(N,) 0 or 1",
        "FPR": "(K + 1,) for K different scores",
        "TPR": "as FPR",
    },
    sources=(f"{FAWCETT}, algorithm 1",),
    cases=rankings("FPR", "TPR"),
    also_called=("roc", "calc_roc", "compute_roc", "roc_points"),
    identities=(
        Identity(
            sibling="recall",
            text=Text(
                "At a threshold, TPR is the recall of class 1 and 1 - FPR that of class 0.",
                "あるしきい値での TPR はクラス 1 の再現率、1 - FPR はクラス 0 の再現率である。",
            ),
            case=ranked(
                "recall_of_both",
                spaced(10, gap=1 / 16, shift=0.5),
                values([0, 1, 1, 0, 1, 0, 1, 0, 0, 1]),
                "TPR",
                "TNR",
            ),
            left=_at_a_threshold,
            right=_of_both_classes,
        ),
    ),
    mistakes=(
        Mistake(
            name="false_positives_among_all",
            ja="FP を全体の数で割る",
            line="FPR = np.append(0, fp) / fp[-1]",
            wrong="FPR = np.append(0, fp) / len(t)",
            why=Text(
                "Each rate is a share of its own class: FP of the negatives, FP + TN.",
                "率はそれぞれのクラスの中の割合で、FP は陰性の数 FP + TN で割る。",
            ),
        ),
        Mistake(
            name="precision_for_the_rate",
            ja="偽陽性率の代わりに 1 - 適合率",
            line="FPR = np.append(0, fp) / fp[-1]",
            wrong="FPR = np.append(0, fp / (tp + fp))",
            why=Text(
                "FP / (TP + FP) is 1 less the precision: the divisor is what is called positive, "
                "not what is negative.",
                "FP / (TP + FP) は 1 - 適合率である。割る数は陽性と予測した数ではなく、"
                "本当に陰性である数である。",
            ),
        ),
        Mistake(
            name="axes_exchanged",
            ja="縦軸と横軸が逆",
            line="return FPR.astype(y.dtype), TPR.astype(y.dtype)",
            wrong="return TPR.astype(y.dtype), FPR.astype(y.dtype)",
            why=Text(
                "False positives go along, true positives up.",
                "横軸が偽陽性率、縦軸が真陽性率である。",
            ),
        ),
        Mistake(
            name="true_negative_rate",
            ja="特異度を横軸にする",
            line="FPR = np.append(0, fp) / fp[-1]",
            wrong="FPR = 1 - np.append(0, fp) / fp[-1]",
            why=Text(
                "That is the specificity, TNR; the axis is 1 less it.",
                "それは特異度(TNR)である。横軸は 1 から特異度を引いた値である。",
            ),
        ),
    ),
)
