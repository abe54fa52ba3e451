"""Training: when it ends, and gradients that come in parts."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from numpy_impl.training.early_stopping import early_stopping
from numpy_impl.training.gradient_accumulation import gradient_accumulation
from numpy_impl.training.magnitude_pruning import magnitude_pruning
from numpy_impl.training.quantize import quantize
from numpy_impl.training.reduce_on_plateau import reduce_on_plateau
from parity.describing.concept import Concept, Text
from parity.harness.evaluators.subject import implementation
from reports.site.drawing.chart import Chart
from reports.site.drawing.sheet import C1, C2, INK, QUIET, Drawing, Sheet

LOSSES = np.array([1.6, 1.2, 0.9, 1.0, 0.75, 0.65, 0.7, 0.68, 0.74, 0.85, 0.95, 1.1])
PATIENCE = 3


def draw_early_stopping(concept: Concept) -> Drawing:
    """Draw a validation loss, how long one has waited at each epoch, and where training ends."""
    stop, best = (int(epoch) for epoch in early_stopping(LOSSES, PATIENCE))
    sheet = Sheet(190)
    at = [(40 + 33.0 * k, 130 - 70 * (loss - 0.5)) for k, loss in enumerate(LOSSES)]
    sheet.segments([at[: stop + 1]], C1, 2)
    sheet.segments([at[stop:]], QUIET, 1.5, (3, 3))
    sheet.dots(at[: stop + 1], C1)
    for epoch, word in ((best, Text("best", "最良")), (stop, Text("stop", "終了"))):
        x, y = at[epoch]
        sheet.segments([[(x, y + 6), (x, 146)]], C2, 1, (2, 2))
        sheet.text(x, 20, word, 11, C2, "middle")
        sheet.segments([[(x, 30), (x, y - 6)]], C2, 1, (2, 2))
    sheet.text(4, 158, "t", 10, QUIET)
    for epoch in range(stop + 1):
        low = min(LOSSES[: epoch + 1])
        wait = epoch - int(np.flatnonzero(LOSSES[: epoch + 1] == low)[0])
        sheet.text(at[epoch][0], 158, str(epoch), 10, QUIET, "middle")
        sheet.text(at[epoch][0], 176, str(wait), 11, INK, "middle", bold=wait >= PATIENCE)
    sheet.text(4, 176, Text("wait", "待ち"), 10, QUIET)
    return Drawing(
        sheet,
        Text(
            f"With a patience of {PATIENCE}: the third epoch in a row without improvement is the "
            "last, and the weights of the best one come back.",
            f"patience が {PATIENCE} のとき、改善のないエポックが{PATIENCE}回続いたところで終え、"
            "最良のエポックの重みに戻す。",
        ),
        Text(
            "A validation loss by epoch, and how many epochs one has waited.",
            "エポックごとの検証損失と、待っているエポック数。",
        ),
    )


def draw_reduce_on_plateau(concept: Concept) -> Drawing:
    """Draw a validation loss, and the learning rate that follows it."""
    losses = np.array([1.6, 1.2, 0.9, 0.95, 0.92, 0.7, 0.6, 0.62, 0.61, 0.5, 0.48, 0.49, 0.5, 0.47])
    rates = reduce_on_plateau(losses, 0.8, 0.5, 1)
    sheet = Sheet(176)
    at = [(40 + 29.0 * k, 100 - 52 * (loss - 0.4)) for k, loss in enumerate(losses)]
    sheet.segments([at], C1, 2)
    sheet.dots(at, C1)
    stair = []
    for k, rate in enumerate(rates):
        y = 162 - 48 * float(rate)
        stair += [(40 + 29.0 * (k - 0.5), y), (40 + 29.0 * (k + 0.5), y)]
    sheet.segments([stair], C2, 2)
    sheet.text(4, 70, Text("loss", "損失"), 10, QUIET)
    sheet.text(4, 144, Text("rate", "学習率"), 10, QUIET)
    return Drawing(
        sheet,
        Text(
            "With a patience of 1: where two epochs in a row have not improved, the rate becomes "
            "half of what it was.",
            "patience が 1 のとき、改善しないエポックが2回続いたところで学習率を半分にする。",
        ),
        Text(
            "A validation loss by epoch with three plateaus, and a rate that falls after each.",
            "3回停滞する検証損失と、そのたびに下がる学習率。",
        ),
    )


def _parts(whole: Text, parts: Text, back: Text, caption: Text, alternative: Text) -> Drawing:
    """Draw what goes out to three parts, and what comes back."""
    sheet = Sheet(176)
    sheet.node(220, 26, whole, width=150)
    for k in range(3):
        x = 80 + 140 * k
        sheet.arrow((220, 44), (x, 76))
        sheet.node(x, 94, Text(f"{parts.en} {k + 1}", f"{parts.ja} {k + 1}"), f"n{k + 1}", 104, 34)
        sheet.arrow((x, 113), (220, 142))
    sheet.node(220, 158, back, width=190)
    return Drawing(sheet, caption, alternative)


def draw_data_parallel_gradient(concept: Concept) -> Drawing:
    """Draw a batch that is split, and the mean of the gradients."""
    return _parts(
        Text("batch, weights W", "バッチ、重み W"),
        Text("worker", "ワーカー"),
        Text("mean of the gradients", "勾配の平均(all-reduce)"),
        Text(
            "The same weights, a part of the batch each, and one mean of what is found.",
            "重みは共通で、バッチの一部ずつを受け持ち、求めた勾配を平均する。",
        ),
        Text("A batch, three workers, a mean.", "バッチと3つのワーカー、勾配の平均。"),
    )


def draw_federated_averaging(concept: Concept) -> Drawing:
    """Draw a model that goes out to clients and comes back as their mean."""
    return _parts(
        Text("global model W", "グローバルモデル W"),
        Text("client", "クライアント"),
        Text("mean of the local models", "ローカルモデルの平均"),
        Text(
            "The model goes to the data; only weights come back.",
            "モデルのほうがデータのある場所へ行き、重みだけが戻る。",
        ),
        Text("A model, three clients, a mean.", "モデルと3つのクライアント、平均。"),
    )


def draw_gradient_accumulation(concept: Concept) -> Drawing:
    """Draw a weight that moves at every fourth micro-batch."""
    g = np.array([0.6, 1.0, 0.2, 1.4, 0.5, -0.2, 0.9, 0.4, 0.3, 0.5, -0.1, 0.6])
    path = gradient_accumulation(np.array(2.0), g, lr=0.5)
    sheet = Sheet(150)
    at = [(40 + 33.0 * k, 110 - 60 * (w - 1)) for k, w in enumerate(path)]
    stairs = [at[0]]
    for left, right in pairwise(at):
        stairs += [(right[0], left[1]), right]
    sheet.segments([stairs], C1, 2)
    sheet.dots(at, C1)
    for k, (x, _) in enumerate(at):
        sheet.text(x, 136, str(k + 1), 10, INK if (k + 1) % 4 == 0 else QUIET, "middle")
    return Drawing(
        sheet,
        Text(
            "W waits while gradients are summed, and moves at every fourth micro-batch.",
            "勾配を足している間 W は変わらず、4つ目ごとに更新する。",
        ),
        Text("A weight over twelve micro-batches.", "12個の小分けバッチの間の重み。"),
    )


def draw_quantize(concept: Concept) -> Drawing:
    """Draw numbers and what comes back of them at three bits."""
    x = np.array([-0.9, -0.35, 0.0, 0.2, 0.75, 1.3, 1.9])
    q, scale, zero_point = quantize(x, n_bits=3)
    back = scale * (q - zero_point)
    sheet = Sheet(130)

    def at(value: float) -> float:
        return 160 + 130 * value

    for level in range(-4, 4):
        place = at(float(scale * (level - zero_point)))
        sheet.segments([[(place, 74), (place, 86)]], QUIET, 1)
        sheet.text(place, 100, f"{level}".replace("-", "−"), 10, QUIET, "middle")
    for value, known in zip(x, back, strict=True):
        sheet.segments([[(at(value), 34), (at(known), 74)]], C1, 1.2)
    sheet.dots([(at(value), 34) for value in x], C1)
    sheet.dots([(at(known), 74) for known in back], C2)
    sheet.text(4, 34, "x", 11, C1)
    sheet.text(4, 100, "q", 11, QUIET)
    return Drawing(
        sheet,
        Text(
            "Eight whole numbers for the whole range; 0 comes back as exactly 0.",
            "範囲全体を8個の整数で表す。0 はちょうど 0 に戻る。",
        ),
        Text("Seven numbers, rounded to eight levels.", "7個の数を8段階に丸めたもの。"),
    )


def draw_magnitude_pruning(concept: Concept) -> Drawing:
    """Draw a matrix, half of its weights pruned, and two of its columns."""
    W = np.array([[0.9, -0.1, 0.3, -0.7], [0.2, 0.05, -0.8, 0.6], [-0.4, 0.15, 0.5, -0.25]])
    sheet = Sheet(140)
    for k, (axis, title) in enumerate(
        ((None, Text("single weights", "重みごと")), (1, Text("whole columns", "列ごと")))
    ):
        pruned, mask = magnitude_pruning(W, 0.5, axis)
        _masked(sheet, 20 + 216 * k, pruned, mask, title)
    return Drawing(
        sheet,
        Text(
            "Half of the weights are gone, the smallest ones or the shortest columns.",
            "重みの半分を除く。小さいものから1つずつか、ノルムの小さい列ごとか。",
        ),
        Text("A matrix, pruned in two ways.", "2通りに枝刈りした行列。"),
    )


def _masked(sheet: Sheet, left: float, pruned: np.ndarray, mask: np.ndarray, title: Text) -> None:
    sheet.grid(
        left,
        36,
        pruned,
        (46, 28),
        lambda i, j: (C1, 0.25) if mask[i, j] else None,
        lambda v: f"{v:g}".replace("-", "−"),
        title,
    )


RATES: dict[str, list[dict[str, Any]]] = {
    "step_decay": [{"step_size": 10, "gamma": 0.5}],
    "exponential_decay": [{"gamma": 0.9}, {"gamma": 0.97}],
    "polynomial_decay": [{"decay_steps": 30}, {"decay_steps": 30, "power": 2.0}],
    "linear_warm_up": [{"warmup_steps": 10}],
    "cosine_decay": [
        {"decay_steps": 40},
        {"decay_steps": 6, "restarts": True, "t_mult": 2},
    ],
}
"""Of each schedule, what is drawn of it."""


def draw_schedule(concept: Concept) -> Drawing:
    """Draw learning rates over forty steps."""
    step = np.arange(41)
    sheet = Sheet(170)
    chart = Chart(sheet, (52, 20, 360, 104), (0, 40), (0, 0.11))
    chart.frame([0, 10, 20, 30, 40], [0, 0.05, 0.1], Text("step", "ステップ"))
    for series, options in enumerate(RATES[concept.name]):
        chart.line(step, implementation("numpy", concept)(step, **options), series)
    return Drawing(
        sheet,
        Text(
            f"{concept.title.en} of a learning rate of 0.1, over forty steps.",
            f"学習率 0.1 に対する{concept.title.ja}、40 ステップ。",
        ),
        Text(f"The learning rate of {concept.title.en}.", f"{concept.title.ja}の学習率。"),
    )


FIGURES = {
    **dict.fromkeys(RATES, draw_schedule),
    "early_stopping": draw_early_stopping,
    "reduce_on_plateau": draw_reduce_on_plateau,
    "data_parallel_gradient": draw_data_parallel_gradient,
    "gradient_accumulation": draw_gradient_accumulation,
    "federated_averaging": draw_federated_averaging,
    "quantize": draw_quantize,
    "magnitude_pruning": draw_magnitude_pruning,
}
