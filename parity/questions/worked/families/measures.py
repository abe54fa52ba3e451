"""Measures of performance by hand."""

from __future__ import annotations

from parity.describing.text import Text
from parity.questions.worked.problem import Draws, Problem, Wrong, worked


@worked("precision_recall", items=("2-1-12",))
def _precision_recall(d: Draws) -> Problem:
    tp, fp, fn, tn = d.pick(
        (40, 10, 20, 30), (30, 20, 10, 40), (8, 2, 8, 82), (45, 5, 30, 20), (12, 8, 4, 76)
    )
    kind = d.pick("precision", "recall", "f1", "specificity", "accuracy")
    values = {
        "precision": tp / (tp + fp),
        "recall": tp / (tp + fn),
        "f1": 2 * tp / (2 * tp + fp + fn),
        "specificity": tn / (tn + fp),
        "accuracy": (tp + tn) / (tp + fp + fn + tn),
    }
    name = {
        "precision": ("precision", "適合率(Precision)"),
        "recall": ("recall", "再現率(Recall)"),
        "f1": ("F1 score", "F1 値"),
        "specificity": ("specificity", "特異度(Specificity)"),
        "accuracy": ("accuracy", "正解率(Accuracy)"),
    }
    why = {
        "precision": Text("Precision: TP / (TP + FP), of what was called positive.", "適合率は TP / (TP + FP)、陽性と予測したもののうち正しい割合である。"),
        "recall": Text("Recall: TP / (TP + FN), of what is positive.", "再現率は TP / (TP + FN)、実際の陽性のうち見つけた割合である。"),
        "f1": Text("F1: the harmonic mean of precision and recall, 2TP / (2TP + FP + FN).", "F1 値は適合率と再現率の調和平均、2TP / (2TP + FP + FN) である。"),
        "specificity": Text("Specificity: TN / (TN + FP), of what is negative.", "特異度は TN / (TN + FP)、実際の陰性のうち陰性とした割合である。"),
        "accuracy": Text("Accuracy: (TP + TN) over all.", "正解率は (TP + TN) / 全体である。"),
    }  # fmt: skip
    mean = (values["precision"] + values["recall"]) / 2
    return Problem(
        Text(
            f"A confusion matrix has TP = {tp}, FP = {fp}, FN = {fn}, TN = {tn}. What is the {name[kind][0]}, to three decimals?",
            f"混同行列が TP = {tp}、FP = {fp}、FN = {fn}、TN = {tn} である。{name[kind][1]}を小数第3位まで求めよ。",
        ),
        values[kind],
        why[kind],
        [Wrong(values[k], why[k]) for k in values if k != kind]
        + [
            Wrong(
                mean,
                Text("The plain mean of precision and recall.", "適合率と再現率の単純平均である。"),
            )
        ],
        places=3,
    )


@worked("macro_and_micro", items=("2-1-12",))
def _macro_and_micro(d: Draws) -> Problem:
    rows = d.pick(((90, 10), (2, 8)), ((40, 10), (5, 5)), ((60, 40), (9, 1)), ((80, 20), (1, 4)))
    (tp1, fn1), (tp2, fn2) = rows
    recalls = (tp1 / (tp1 + fn1), tp2 / (tp2 + fn2))
    macro = sum(recalls) / 2
    micro = (tp1 + tp2) / (tp1 + fn1 + tp2 + fn2)
    asked = d.pick("macro", "micro")
    values = {"macro": macro, "micro": micro}
    why = {
        "macro": Text("The mean of the classes' recalls: small classes count as much as large ones.", "クラスごとの再現率の平均で、少ないクラスも同じ重みをもつ。"),
        "micro": Text("All counts together: large classes weigh more.", "全クラスの件数を合計してから求め、多いクラスほど重みが大きい。"),
    }  # fmt: skip
    return Problem(
        Text(
            f"Of class A {tp1} of {tp1 + fn1} examples were found, of class B {tp2} of {tp2 + fn2}. What is the {asked} average of the "
            "recall, to three decimals?",
            f"クラス A は {tp1 + fn1} 件中 {tp1} 件、クラス B は {tp2 + fn2} 件中 {tp2} 件を正しく見つけた。再現率の"
            f"{'マクロ' if asked == 'macro' else 'マイクロ'}平均を小数第3位まで求めよ。",
        ),
        values[asked],
        why[asked],
        [
            Wrong(
                values["micro" if asked == "macro" else "macro"],
                why["micro" if asked == "macro" else "macro"],
            ),
            Wrong(recalls[0], Text("Class A alone.", "クラス A だけの値である。")),
            Wrong(recalls[1], Text("Class B alone.", "クラス B だけの値である。")),
            Wrong(
                2 * recalls[0] * recalls[1] / sum(recalls),
                Text("The harmonic mean of both.", "2つの調和平均である。"),
            ),
            Wrong(
                (recalls[0] * recalls[1]) ** 0.5,
                Text("The geometric mean of both.", "2つの幾何平均である。"),
            ),
        ],
        places=3,
    )


@worked("area_under_the_curve", items=("2-1-12",))
def _area_under_the_curve(d: Draws) -> Problem:
    order = d.pick("PPNPN", "PNPPN", "PNPNN", "NPPPN", "PPNNPN", "NPPNP")
    p, n = order.count("P"), order.count("N")
    pairs = sum(
        order[i] == "P" and order[j] == "N"
        for i in range(len(order))
        for j in range(i + 1, len(order))
    )
    right = pairs / (p * n)
    shown_order = ", ".join("positive" if c == "P" else "negative" for c in order)
    shown_ja = "、".join("正" if c == "P" else "負" for c in order)
    return Problem(
        Text(
            f"Sorted by falling score, the examples are {shown_order}. What is the AUC (area under the ROC curve), to three decimals?",
            f"得点の高い順に並べると、データは {shown_ja} であった。AUC(ROC 曲線の下の面積)を小数第3位まで求めよ。",
        ),
        right,
        Text(
            f"The share of pairs in which the positive stands before the negative: {pairs} of {p * n}.",
            f"正例が負例より上位にある組の割合で、{p * n} 組中 {pairs} 組である。",
        ),
        (
            Wrong(1 - right, Text("The order is turned over.", "順位の向きが逆である。")),
            Wrong(pairs / (len(order) * (len(order) - 1) / 2), Text("Divided by all pairs, also those of one kind.", "同じ種類どうしの組まで数えて割っている。")),
            Wrong(p / len(order), Text("That is the share of positives.", "正例の割合である。")),
            Wrong(order[:p].count("P") / p, Text("That is the recall of the first ones.", "上位だけで見た再現率である。")),
            Wrong(0.5, Text("That is the AUC of guessing.", "でたらめに並べたときの AUC である。")),
        ),
        places=3,
    )  # fmt: skip


@worked("cross_validation", items=("2-1-11",))
def _cross_validation(d: Draws) -> Problem:
    n, k = d.pick((1000, 5), (600, 10), (900, 3), (1200, 4))
    settings = d.pick(3, 4, 6)
    return Problem(
        Text(
            f"{settings} settings are compared by {k}-fold cross-validation on {n} examples. How many examples, counted each time, are trained on in "
            "all?",
            f"{settings} 通りの設定を、{n} 件のデータの {k} 分割交差検証で比べる。学習に使うデータは、延べ何件になるか。",
        ),
        settings * k * (n - n // k),
        Text(
            f"{settings}·{k} trainings, each on {n} − {n // k} examples.",
            f"学習は {settings}·{k} 回で、1回につき {n} − {n // k} 件を使う。",
        ),
        (
            Wrong(settings * n, Text("Each setting is trained k times.", "設定ごとに1回の学習しか数えていない。")),
            Wrong(settings * k * n, Text("The part for validation is not trained on.", "検証用の分割まで学習に数えている。")),
            Wrong(k * (n - n // k), Text("One setting only.", "設定1つ分しか数えていない。")),
            Wrong(settings * (n - n // k), Text("One fold only.", "分割1回分しか数えていない。")),
            Wrong(settings * k * (n // k), Text("That is what is validated on.", "検証に使う件数である。")),
        ),
    )  # fmt: skip
