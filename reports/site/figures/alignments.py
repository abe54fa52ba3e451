"""CTC: where the labels are said, and what a wider beam finds."""

from __future__ import annotations

import numpy as np

from numpy_impl.losses.ctc_loss import CTCLoss
from numpy_impl.models.ctc_beam_search import ctc_beam_search
from parity.describing.concept import Concept, Text
from reports.site.drawing.chart import Chart
from reports.site.drawing.sheet import QUIET, WIDTH, Drawing, Sheet
from reports.site.figures.exam_recurrent import strength

T, CLASSES = 10, ("-", "a", "b")
LABELS = (1, 2, 2)
WIDTHS = np.arange(1, 41)


def given_and_aligned() -> tuple[np.ndarray, np.ndarray]:
    """Return y and gamma (C, T) of a network that has learned nothing yet, for the labels abb."""
    x = np.random.default_rng(1).standard_normal((1, T, len(CLASSES))) * 0.4
    loss = CTCLoss("sum")
    loss.forward(x, [LABELS])
    y = np.exp(loss.log_y[0])
    return y.T, (y - loss.backward()[0]).T


def draw_ctc_loss(concept: Concept) -> Drawing:
    """Draw what the network says at each step, and where the labels are, given that they are."""
    sheet = Sheet(208)
    titles = (
        Text("y: what the network says", "y:ネットワークの出力"),
        Text("γ: given that it says a b b", "γ:a b b を出すと分かったとき"),
    )
    for k, (title, found) in enumerate(zip(titles, given_and_aligned(), strict=True)):
        top = 34 + k * 88
        sheet.grid(60, top, found, (36, 18), strength(found), lambda v: f"{v:.2f}", title, 9)
        for i, name in enumerate(CLASSES):
            sheet.text(50, top + 9 + i * 18, name, 11, anchor="end")
    sheet.text(60, 198, Text("step 1 to 10 →", "時刻 1 から 10 →"), 9.5, QUIET)
    return Drawing(
        sheet,
        Text(
            "Above the probabilities y of an untrained network over ten steps, - being the blank. "
            "Below γ, how probable each class is at each step given that the labels a b b come "
            "out: a stands at the beginning, and between the two b there is room for a blank. The "
            "gradient is y - γ.",
            "上は、未学習のネットワークが10の時刻に出す確率 y(- はブランク)。下の γ は、"
            "ラベル a b b が出たという条件の下での各時刻・各クラスの確率である。a は前のほうに"
            "現れ、2つの b の間にはブランクが入る。勾配は y − γ になる。",
        ),
        Text(
            "Two maps of three classes over ten steps; in the lower one a is dark on the left, b "
            "on the right.",
            "3クラス×10時刻の2つの図。下の図では a の行は左側、b の行は右側が濃い。",
        ),
    )


def found_by_width() -> np.ndarray:
    """Return the probability of what the search finds, by the beam's width."""
    x = np.random.default_rng(8).standard_normal((1, 8, 5))
    return np.array([np.exp(ctc_beam_search(x, beam_width=int(w))[1][0]) for w in WIDTHS])


def draw_ctc_beam_search(concept: Concept) -> Drawing:
    """Draw the probability that the search finds over the beam's width."""
    p = found_by_width()
    most = float(p.max()) * 1.15
    sheet = Sheet(216)
    chart = Chart(sheet, (52, 34, WIDTH - 72, 136), (0, 41), (0, most))
    ticks = [round(most * share, 3) for share in (0, 0.4, 0.8)]
    chart.frame(
        [1, 10, 20, 30, 40],
        ticks,
        Text("beam width", "ビーム幅"),
        Text("probability of the labels found", "見つかったラベル列の確率"),
    )
    chart.line(WIDTHS, p, 0)
    return Drawing(
        sheet,
        Text(
            "What the search finds in eight steps with five classes. A wider beam adds up more "
            "alignments, and may find likelier labels; with some dozens of prefixes nearly nothing "
            "is lost.",
            "8時刻・5クラスの出力に対する探索の結果。幅を広げるほど多くのアライメントを"
            "足し合わせられ、より確率の高いラベル列も見つかる。数十も残せば、"
            "取りこぼしはほとんどない。",
        ),
        Text(
            "A curve that rises steeply at first and then hardly any more.",
            "はじめは急に上がり、その後はほとんど上がらない曲線。",
        ),
    )


FIGURES = {"ctc_loss": draw_ctc_loss, "ctc_beam_search": draw_ctc_beam_search}
