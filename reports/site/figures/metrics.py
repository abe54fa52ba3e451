"""Metrics: a confusion matrix and what is read from it, and what a ranking gives."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from numpy_impl.metrics.accuracy import accuracy
from numpy_impl.metrics.average_precision import average_precision
from numpy_impl.metrics.confusion_matrix import confusion_matrix
from numpy_impl.metrics.f1_score import f1_score
from numpy_impl.metrics.precision import precision
from numpy_impl.metrics.recall import recall
from numpy_impl.metrics.roc_auc import roc_auc
from numpy_impl.metrics.roc_curve import roc_curve
from numpy_impl.metrics.root_mean_squared_error import root_mean_squared_error
from numpy_impl.metrics.top_k_accuracy import top_k_accuracy
from parity.describing.concept import Concept, Text
from reports.site.drawing.chart import Chart
from reports.site.drawing.sheet import C1, C2, C3, QUIET, Drawing, Sheet, number

Y = np.repeat([0, 1, 2, 0, 1, 2, 1, 2], [6, 2, 1, 1, 4, 2, 1, 3])
T = np.repeat([0, 0, 0, 1, 1, 1, 2, 2], [6, 2, 1, 1, 4, 2, 1, 3])
CLASS = 1
Look = tuple[str, float] | None


def _matrix(sheet: Sheet, style: Callable[[int, int], Look]) -> None:
    sheet.text(150, 14, Text("predicted", "予測"), 11, QUIET, "middle")
    sheet.text(88, 88, Text("true", "正解"), 11, QUIET, "end")
    sheet.grid(96, 30, confusion_matrix(Y, T), 36, style, lambda v: f"{v:g}")


def _of_the_matrix(
    style: Callable[[int, int], Look], said: list[str], caption: Text, what: Text
) -> Drawing:
    sheet = Sheet(150)
    _matrix(sheet, style)
    for k, line in enumerate(said):
        sheet.text(226, 66 + 22 * k, line, 12, bold=k == len(said) - 1)
    return Drawing(
        sheet,
        caption,
        Text(
            f"A confusion matrix of three classes, {what.en}.", f"3クラスの混同行列と、{what.ja}。"
        ),
    )


def _on_the_diagonal(i: int, j: int) -> Look:
    return (C1, 0.3) if i == j else None


def draw_confusion_matrix(concept: Concept) -> Drawing:
    """Draw a matrix, what is right marked."""
    return _of_the_matrix(
        _on_the_diagonal,
        ["n[i, j]"],
        Text(
            "Rows are the true classes, columns the predicted ones; the diagonal is right.",
            "行が正解、列が予測で、対角成分が正しく予測した数である。",
        ),
        Text("its diagonal marked", "対角成分"),
    )


def draw_accuracy(concept: Concept) -> Drawing:
    """Draw the accuracy as the diagonal's share."""
    right = int(np.trace(confusion_matrix(Y, T)))
    return _of_the_matrix(
        _on_the_diagonal,
        [f"{right} / {len(T)}", f"A = {number(float(accuracy(Y, T)))}"],
        Text("The diagonal, divided by all.", "対角成分の和を全体の数で割る。"),
        Text("its diagonal marked, and the accuracy", "対角成分、正解率"),
    )


def draw_precision(concept: Concept) -> Drawing:
    """Draw the precision of one class, from its column."""
    n = confusion_matrix(Y, T)
    P = precision(Y, T, "none")[CLASS]
    return _of_the_matrix(
        lambda i, j: (C1, 0.45) if i == j == CLASS else (C2, 0.2) if j == CLASS else None,
        [f"{n[CLASS, CLASS]} / {n[:, CLASS].sum()}", f"P = {number(float(P))}"],
        Text(
            "Of the column, all that is said to be of class 1, the marked ones are.",
            "クラス 1 と予測した列のうち、本当にクラス 1 なのは濃い部分である。",
        ),
        Text("a column marked, and its precision", "1つの列、その適合率"),
    )


def draw_recall(concept: Concept) -> Drawing:
    """Draw the recall of one class, from its row."""
    n = confusion_matrix(Y, T)
    R = recall(Y, T, "none")[CLASS]
    return _of_the_matrix(
        lambda i, j: (C1, 0.45) if i == j == CLASS else (C3, 0.2) if i == CLASS else None,
        [f"{n[CLASS, CLASS]} / {n[CLASS].sum()}", f"R = {number(float(R))}"],
        Text(
            "Of the row, all that is of class 1, the marked ones are found.",
            "本当にクラス 1 である行のうち、見つけられたのは濃い部分である。",
        ),
        Text("a row marked, and its recall", "1つの行、その再現率"),
    )


def draw_f1_score(concept: Concept) -> Drawing:
    """Draw the F score of one class, from its row and its column."""
    P, R, F = (float(f(Y, T, "none")[CLASS]) for f in (precision, recall, f1_score))

    def style(i: int, j: int) -> Look:
        if i == j == CLASS:
            return C1, 0.45
        return (C2, 0.2) if j == CLASS else (C3, 0.2) if i == CLASS else None

    return _of_the_matrix(
        style,
        [f"P = {number(P)}", f"R = {number(R)}", f"F = {number(F)}"],
        Text(
            "Column and row together; the corner that is neither, the true negatives, plays no "
            "part.",
            "列と行を合わせて見る。どちらでもない部分(TN)は値に影響しない。",
        ),
        Text("a row and a column marked, and F", "1つの行と列、F値"),
    )


SCORES = np.array([0.9, 0.8, 0.7, 0.6, 0.55, 0.5, 0.4, 0.3, 0.2, 0.1])
TRUTH = np.array([1, 1, 0, 1, 0, 1, 0, 0, 1, 0])


def _roc(sheet: Sheet) -> Chart:
    FPR, TPR = roc_curve(SCORES, TRUTH)
    chart = Chart(sheet, (130, 22, 170, 150), (0, 1), (0, 1))
    chart.frame([0, 0.5, 1], [0, 0.5, 1], "FPR", "TPR")
    sheet.segments([[chart.at(0, 0), chart.at(1, 1)]], QUIET, 1, (3, 3))
    points = [chart.at(*p) for p in zip(FPR, TPR, strict=True)]
    sheet.segments([points], C1, 2)
    sheet.dots(points, C1)
    return chart


def draw_roc_curve(concept: Concept) -> Drawing:
    """Draw the curve of ten scores."""
    sheet = Sheet(214)
    _roc(sheet)
    return Drawing(
        sheet,
        Text(
            "From the largest score down: each positive example is a step up, each negative one a "
            "step to the right. The diagonal is chance.",
            "スコアの大きい順に、陽性なら上へ、陰性なら右へ1段進む。対角線は当て推量である。",
        ),
        Text("The ROC curve of ten examples.", "10個のデータの ROC 曲線。"),
    )


def draw_roc_auc(concept: Concept) -> Drawing:
    """Draw the area under the curve of ten scores."""
    sheet = Sheet(214)
    chart = _roc(sheet)
    FPR, TPR = roc_curve(SCORES, TRUTH)
    for k in np.flatnonzero(np.diff(FPR)):
        (left, top), (right, bottom) = chart.at(FPR[k], TPR[k]), chart.at(FPR[k + 1], 0)
        sheet.boxes([(left, top, right - left, bottom - top)], C1, opacity=0.2)
    sheet.text(320, 100, f"AUC {number(float(roc_auc(SCORES, TRUTH)))}", 12, bold=True)
    return Drawing(
        sheet,
        Text(
            "Each column is a negative example, as high as the share of the positive ones above "
            "it.",
            "縦の帯は陰性のデータ1つで、高さはそれより上位にある陽性の割合である。",
        ),
        Text("The area under an ROC curve.", "ROC 曲線の下の面積。"),
    )


def draw_average_precision(concept: Concept) -> Drawing:
    """Draw precision over recall, and the best that is still to come."""
    tp = np.cumsum(TRUTH)
    P, R = tp / np.arange(1, len(tp) + 1), tp / tp[-1]
    sheet = Sheet(214)
    chart = Chart(sheet, (60, 22, 200, 150), (0, 1), (0, 1))
    chart.frame([0, 0.5, 1], [0, 0.5, 1], Text("recall", "再現率"), Text("precision", "適合率"))
    best = np.maximum.accumulate(P[::-1])[::-1]
    for k in np.flatnonzero(TRUTH):
        before = R[k] - 1 / tp[-1]
        (left, top), (right, bottom) = chart.at(before, P[k]), chart.at(R[k], 0)
        sheet.boxes([(left, top, right - left, bottom - top)], C1, opacity=0.2)
        sheet.segments([[chart.at(before, best[k]), chart.at(R[k], best[k])]], C2, 2, (3, 2))
    sheet.dots([chart.at(r, p) for r, p in zip(R, P, strict=True)], C1)
    for y, word, option in (
        (80, Text("area: ", "面積 "), "none"),
        (104, Text("dashed: ", "破線 "), "all_points"),
    ):
        AP = number(float(average_precision(SCORES, TRUTH, option)))
        sheet.text(290, y, Text(word.en + AP, word.ja + AP), 12)
    return Drawing(
        sheet,
        Text(
            "Each hit adds a column as high as the precision there; dashed the best precision "
            "from there on.",
            "正解1つごとに、そこでの適合率を高さとする帯が加わる。破線は以後の最良の適合率である。",
        ),
        Text("Precision over recall of ten examples.", "10個のデータの再現率と適合率。"),
    )


def draw_top_k_accuracy(concept: Concept) -> Drawing:
    """Draw scores of four examples, the true class and the two best marked."""
    y = np.array([[5, 1, 3, 2], [1, 4, 2, 3], [2, 6, 1, 4], [3, 2, 5, 1]])
    t = np.array([0, 3, 0, 2])
    place = (-y).argsort(axis=1).argsort(axis=1)
    sheet = Sheet(150)
    sheet.grid(
        90, 26, y, (40, 24),
        lambda i, j: (C2, 0.3) if place[i, j] < 2 else None,
        lambda v: f"{v:g}",
        strong=lambda i, j: j == t[i],
    )  # fmt: skip
    for k in (1, 2):
        A = number(float(top_k_accuracy(y, t, k)))
        sheet.text(290, 40 + 26 * k, Text(f"top {k}: {A}", f"上位{k}個:{A}"), 12)
    return Drawing(
        sheet,
        Text(
            "The two best scores of each row are marked, the true class is bold.",
            "各行で上位2個に色を付け、正解のクラスを太字にした。",
        ),
        Text("Scores of four examples.", "4つのデータのスコア。"),
    )


def draw_root_mean_squared_error(concept: Concept) -> Drawing:
    """Draw values, predictions, and the errors between them."""
    t = np.array([1.0, 2.0, 1.5, 3.0, 2.5, 3.5])
    y = np.array([1.2, 1.7, 1.9, 2.8, 3.5, 3.3])
    sheet = Sheet(170)
    chart = Chart(sheet, (50, 16, 220, 120), (-0.5, 5.5), (0, 4))
    chart.frame([], [0, 2, 4])
    for k, (a, b) in enumerate(zip(t, y, strict=True)):
        sheet.segments([[chart.at(k, a), chart.at(k, b)]], C2, 2)
    sheet.dots([chart.at(k, a) for k, a in enumerate(t)], C1)
    sheet.dots([chart.at(k, b) for k, b in enumerate(y)], C1, hollow=True)
    for k, (name, value) in enumerate(
        (("RMSE", float(root_mean_squared_error(y, t))), ("MAE", float(np.abs(y - t).mean())))
    ):
        sheet.text(300, 60 + 26 * k, f"{name} {number(value)}", 12, bold=not k)
    return Drawing(
        sheet,
        Text(
            "One large error lifts the RMSE above the MAE.",
            "大きな誤差が1つあるだけで、RMSE は MAE より大きくなる。",
        ),
        Text("Six values, their predictions and errors.", "6つの値と予測、その誤差。"),
    )


FIGURES = {
    "confusion_matrix": draw_confusion_matrix,
    "accuracy": draw_accuracy,
    "top_k_accuracy": draw_top_k_accuracy,
    "precision": draw_precision,
    "recall": draw_recall,
    "f1_score": draw_f1_score,
    "roc_curve": draw_roc_curve,
    "roc_auc": draw_roc_auc,
    "average_precision": draw_average_precision,
    "root_mean_squared_error": draw_root_mean_squared_error,
}
