"""Precision."""

from __future__ import annotations

from parity.concepts.metrics._shared import AVERAGE, MANNING, N_CLASSES, averages, averaging
from parity.describing.concept import Concept, Mistake, Text

precision = Concept(
    kind="function",
    order=4,
    syllabus=("2-1-12",),
    needs=("confusion_matrix",),
    title=Text("Precision", "適合率(Precision)"),
    summary=Text(
        "Of all that is said to be of a class, the share that is: TP / (TP + FP). For several "
        "classes it is averaged: micro, macro or weighted.",
        "そのクラスと予測したもののうち、本当にそのクラスだった割合 TP / (TP + FP)。"
        "多クラスでは、マイクロ平均・マクロ平均・重み付き平均をとる。",
    ),
    why=Text(
        "Where an alarm is expensive, one asks how far it can be trusted: how many of the mails in "
        "the spam folder are spam. It is a column of the confusion matrix. Who says positive only "
        "when very sure gets a high one for free, so it is reported beside recall. The macro mean "
        "gives each class the same weight, the micro mean each example.",
        "誤報の代償が大きいときに、「陽性という予測をどこまで信じてよいか」を測る。迷惑メールの"
        "フォルダーにあるメールのうち、本当に迷惑メールなのは何割か、という値である。混同行列では"
        "列に当たる。確実なときだけ陽性とすれば簡単に高くできるので、再現率と並べて報告する。"
        "マクロ平均はクラスを、マイクロ平均はデータを平等に扱う。",
    ),
    equation="P = TP / (TP + FP)",
    formula=(
        r"P_c = \frac{\text{TP}_c}{\text{TP}_c + \text{FP}_c}",
        r"P_{\text{macro}} = \frac{1}{C} \sum_c P_c",
        r"P_{\text{micro}} = \frac{\sum_c \text{TP}_c}{\sum_c (\text{TP}_c + \text{FP}_c)}",
    ),
    shapes={"y": "(N,) classes", "t": "(N,) classes", "P": "scalar, or (C,) for each class"},
    sources=(f"{MANNING}, eq. 8.3; averages in section 13.6",),
    cases=averages("P"),
    defaults=(AVERAGE, N_CLASSES),
    conventions=averaging("P"),
    also_called=("precision_score", "calc_precision", "compute_precision", "prec"),
    mistakes=(
        Mistake(
            name="row_for_a_column",
            ja="行の和をとる",
            line="fp = n.sum(axis=0) - tp  # a column: all that is said to be of the class",
            wrong="fp = n.sum(axis=1) - tp",
            why=Text(
                "A row holds all that truly is of the class: that gives FN, and the recall.",
                "行の和は本当にそのクラスであるものの数で、得られるのは FN と再現率になる。",
            ),
        ),
        Mistake(
            name="divided_by_all_examples",
            ja="全データ数で割る",
            line="P = share(tp, tp + fp, average)",
            wrong="P = share(tp, tp + fp + n.sum() - n.sum(axis=0), average)",
            why=Text(
                "Only what is said to be of the class counts, TP + FP.",
                "割る数は、そのクラスと予測した TP + FP だけである。",
            ),
        ),
        Mistake(
            name="micro_for_every_average",
            ja="常にマイクロ平均になる",
            line="P = share(tp, tp + fp, average)",
            wrong='P = share(tp, tp + fp, "micro") + 0 * tp',
            why=Text(
                "Counts that are added up before dividing give each example the same weight; the "
                "macro mean divides first.",
                "割る前に個数を足し合わせるとマイクロ平均になる。マクロ平均では先に割る。",
            ),
        ),
        Mistake(
            name="weighted_by_the_predictions",
            ja="予測の個数で重み付けする",
            line="return averaged(P, n, average)",
            wrong="return averaged(P, n.T, average)",
            why=Text(
                "The weights are how often each class is true; by how often it is said, the "
                "weighted precision would be the accuracy.",
                "重みは正解の個数である。予測の個数で重み付けすると、正解率になってしまう。",
            ),
        ),
    ),
)
