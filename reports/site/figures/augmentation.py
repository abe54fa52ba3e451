"""Augmentation: data before and after."""

from __future__ import annotations

import numpy as np

from numpy_impl.augmentation.mix_up import mix_up
from numpy_impl.augmentation.spec_augment import spec_augment
from parity.describing.concept import Concept, Text
from reports.site.drawing.sheet import C1, Drawing, Sheet, number

DISC = np.array([[0, 1, 1, 0], [1, 1, 1, 1], [1, 1, 1, 1], [0, 1, 1, 0]], dtype=float)
CROSS = np.array([[1, 0, 0, 1], [0, 1, 1, 0], [0, 1, 1, 0], [1, 0, 0, 1]], dtype=float)
RAMP = np.array([[0.2, 0.3, 0.4, 0.6], [0.3, 0.5, 0.9, 0.7], [0.1, 0.8, 1.0, 0.5]])


def picture_of(sheet: Sheet, left: float, top: float, x: np.ndarray, cell: float = 22) -> None:
    """Draw an image of one channel, from 0 to 1, without its numbers."""
    shades = np.round(np.clip(x, 0, 1), 3)
    sheet.grid(left, top, x, cell, lambda i, j: (C1, float(shades[i, j])), None)


def draw_mix_up(concept: Concept) -> Drawing:
    """Draw two images and their mixtures."""
    x, t = np.stack([DISC, CROSS]), np.eye(2)
    sheet = Sheet(150)
    for k, m in enumerate((1.0, 0.75, 0.5, 0.25)):
        x_mixed, t_mixed = mix_up(x, t, [1, 0], [m, m])
        picture_of(sheet, 16 + 106 * k, 16, x_mixed[0])
        said = ", ".join(number(v) for v in t_mixed[0])
        sheet.text(60 + 106 * k, 126, f"t = ({said})", 11, anchor="middle")
    return Drawing(
        sheet,
        Text("The target is mixed as the image is.", "正解ラベルも画像と同じ割合で混ぜる。"),
        Text("Two images, mixed in four shares.", "2枚の画像を4通りの割合で混ぜたもの。"),
    )


def draw_spec_augment(concept: Concept) -> Drawing:
    """Draw a spectrogram before and after."""
    F, T = np.indices((8, 12))
    x = 0.15 + 0.8 * np.exp(-((F - 3.5 - 2 * np.sin(T / 2)) ** 2) / 3)
    y = spec_augment(x, [[5, 2]], [[3, 2], [9, 1]])
    sheet = Sheet(160)
    picture_of(sheet, 12, 20, x, 16)
    sheet.arrow((210, 84), (228, 84))
    picture_of(sheet, 236, 20, y, 16)
    return Drawing(
        sheet,
        Text(
            "A band of frequencies and two spans of time are erased.",
            "周波数の帯1つと時間の区間2つを消す。",
        ),
        Text("A spectrogram, and the masked one.", "スペクトログラムと、マスクしたもの。"),
    )


FIGURES = {
    "mix_up": draw_mix_up,
    "spec_augment": draw_spec_augment,
}
