"""The exam's functions of data, losses and gradients, in examples that can be followed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from numpy_impl.exam.cross_entropy_error import cross_entropy_error
from numpy_impl.exam.gradient_clipping import gradient_clipping
from numpy_impl.exam.minibatch import minibatch
from numpy_impl.exam.random_crop import random_crop
from parity.describing.concept import Concept, Text
from parity.describing.datasets import digits
from parity.harness.evaluators.subject import implementation
from reports.site.drawing.chart import Chart
from reports.site.drawing.sheet import C1, C2, C3, INK, WIDTH, Drawing, Sheet, number

Style = Callable[[int, int], tuple[str, float] | None]


def plain(colour: str) -> Style:
    """Return the style of cells that are all alike."""
    return lambda i, j: (colour, 0.2)


def draw_cross_entropy_error(concept: Concept) -> Drawing:
    """Draw three predictions and the error of each."""
    d = np.eye(4)[[1]]
    rows = (
        (Text("sure and right", "自信があり正解"), np.array([[0.04, 0.9, 0.03, 0.03]])),
        (Text("undecided", "迷っている"), np.array([[0.25, 0.25, 0.25, 0.25]])),
        (Text("sure and wrong", "自信があり不正解"), np.array([[0.9, 0.03, 0.04, 0.03]])),
    )
    sheet = Sheet(196)
    for i, (title, y) in enumerate(rows):
        left = 16 + i * 144
        chart = Chart(sheet, (left, 46, 120, 100), (-0.6, 3.6), (0, 1))
        chart.frame({k: str(k) for k in range(4)}, ())
        chart.bars(y[0], C1)
        chart.bars(d[0], "none", share=0.9, edge=C2)
        error = float(cross_entropy_error(d, y))
        sheet.text(left, 24, title, 10.5)
        sheet.text(left, 178, f"E = {number(error, 3)}", 11.5, INK, bold=True)
    return Drawing(
        sheet,
        Text(
            "Outlined: the one-hot target d (class 1). Only the probability of the right class "
            "counts: "
            "E = -log y.",
            "枠線は one-hot の目標 d(クラス 1)。正解クラスの確率だけが効き、E = -log y となる。",
        ),
        Text(
            "Bars of three predictions beside the target, with the error of each.",
            "目標と並べた3つの予測の棒グラフと、それぞれの誤差。",
        ),
    )


def _shrinking(concept: Concept) -> Drawing:
    function = implementation("numpy", concept)
    w = np.linspace(-2, 2, 40)
    added = function(w, np.zeros_like(w), 0.5)
    sheet = Sheet(226)
    left = Chart(sheet, (36, 34, 160, 150), (-2, 2), (-1.2, 1.2))
    left.frame([-2, -1, 0, 1, 2], [-1, 0, 1], "param")
    sheet.text(36, 13, Text("added to grad, rate 0.5", "grad に加わる量(rate 0.5)"), 10.5)
    if concept.name == "lasso":
        left.line(w[:20], added[:20], 0)
        left.line(w[20:], added[20:], 0)
    else:
        left.line(w, added, 0)
    right = Chart(sheet, (WIDTH / 2 + 28, 34, 176, 150), (0, 40), (-0.6, 1.6))
    label = Text("steps, grad 0, lr 0.1", "ステップ(grad 0、lr 0.1)")
    right.frame([0, 10, 20, 30, 40], [-0.5, 0, 0.5, 1, 1.5], label)
    for i, start in enumerate((1.5, 0.8, -0.4)):
        param, track = np.array([start]), [start]
        for _ in range(40):
            step = 0.1 * function(param, np.zeros(1), 0.5)
            param = np.where(np.abs(step) > np.abs(param), 0.0, param - step)
            track.append(float(param[0]))
        right.line(np.arange(41), track, i)
    captions = {
        "ridge": Text(
            "Ridge (L2) adds rate times the parameter: all shrink by the same share, none "
            "reaches 0.",
            "リッジ(L2)は rate × パラメータを加える。どれも同じ割合で縮み、0 には達しない。",
        ),
        "lasso": Text(
            "Lasso (L1) adds rate times the sign: the same pull for all, so small parameters "
            "reach 0.",
            "ラッソ(L1)は rate × 符号を加える。どれも同じ力で引くので、小さなパラメータは 0 "
            "に達する。",
        ),
    }
    return Drawing(
        sheet,
        captions[concept.name],
        Text(
            "Left: what is added to the gradient, over the parameter. Right: three parameters "
            "shrinking.",
            "左:パラメータに対して勾配に加わる量。右:縮んでいく3つのパラメータ。",
        ),
    )


def draw_random_crop(concept: Concept) -> Drawing:
    """Draw a digit and three crops of it."""
    image = digits()[0][0].reshape(8, 8, 1)
    sheet = Sheet(176)

    def shown(left: float, top: float, pixels: np.ndarray, cell: float, title: Text) -> None:
        sheet.grid(
            left, top, pixels, cell, lambda i, j: (INK, float(pixels[i, j]) / 16 * 0.8), None, title
        )

    shown(
        16,
        36,
        image[:, :, 0] * (16 / max(float(image.max()), 1)),
        15,
        Text("image, 8×8", "画像(8×8)"),
    )
    for k, seed in enumerate((1, 2, 5)):
        crop = random_crop(image, (6, 6), seed=seed)[:, :, 0]
        shown(
            170 + k * 92, 50, crop * (16 / max(float(image.max()), 1)), 13,
            Text(f"crop, seed {seed}", f"切り出し {k + 1}"),
        )  # fmt: skip
    return Drawing(
        sheet,
        Text(
            "Each time another window of 6×6, every place equally likely: the network sees the "
            "same "
            "digit in many positions.",
            "毎回異なる 6×6 の窓を、どの位置も等しい確率で切り出す。"
            "ネットワークは同じ数字を多くの位置で"
            "見ることになる。",
        ),
        Text(
            "A handwritten digit and three random crops of it.",
            "手書き数字と、そのランダムな切り出し3つ。",
        ),
    )


def draw_minibatch(concept: Concept) -> Drawing:
    """Draw ten examples in batches of four."""
    x, t = np.arange(10), np.arange(10) % 3
    sheet = Sheet(166)
    colours = (C1, C2, C3)
    sheet.grid(
        16,
        40,
        x[None],
        28,
        lambda i, j: (colours[j // 4], 0.2),
        title=Text("data_x, N = 10", "data_x(N = 10)"),
    )
    for k, i in enumerate((0, 4, 8)):
        batch, _ = minibatch(x, t, i, 4)
        left = 16 + k * 142
        sheet.grid(
            left,
            112,
            batch[None],
            28,
            plain(colours[k]),
            title=f"i = {i}, i_end = {i + len(batch)}",
        )
    return Drawing(
        sheet,
        Text(
            "Batches of four follow each other; the last one has only two examples, since i_end "
            "stops "
            "at N.",
            "4例ずつのバッチが続く。i_end が N で止まるので、最後のバッチは2例だけになる。",
        ),
        Text("Ten examples and the three batches they make.", "10例と、それを分けた3つのバッチ。"),
    )


def draw_gradient_clipping(concept: Concept) -> Drawing:
    """Draw the norm after over the norm before."""
    lengths = np.linspace(0, 4, 41)
    direction = np.array([0.6, 0.8])
    after = [float(np.linalg.norm(gradient_clipping(v * direction, 1.5))) for v in lengths]
    sheet = Sheet(226)
    chart = Chart(sheet, (60, 24, WIDTH - 100, 160), (0, 4), (0, 4.2))
    chart.frame([0, 1, 2, 3, 4], [0, 1, 2, 3, 4], Text("norm before", "前のノルム"))
    sheet.text(60, 10, Text("norm after, threshold 1.5", "後のノルム(threshold 1.5)"), 10.5)
    chart.line(lengths, lengths, 1, width=1.2)
    chart.line(lengths, after, 0)
    return Drawing(
        sheet,
        Text(
            "Up to the threshold nothing changes (dashed: unchanged); beyond it the gradient "
            "keeps its "
            "direction and gets the length 1.5.",
            "しきい値までは変わらない(破線が元の長さ)。それを超えると、向きを保ったまま長さが "
            "1.5 になる。",
        ),
        Text(
            "The norm after clipping over the norm before.",
            "クリッピング前のノルムに対する後のノルム。",
        ),
    )


FIGURES = {
    "cross_entropy_error": draw_cross_entropy_error,
    "ridge": _shrinking,
    "lasso": _shrinking,
    "random_crop": draw_random_crop,
    "minibatch": draw_minibatch,
    "gradient_clipping": draw_gradient_clipping,
}
