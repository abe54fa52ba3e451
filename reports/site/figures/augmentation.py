"""Augmentation: data before and after."""

from __future__ import annotations

import numpy as np

from numpy_impl.augmentation.brightness import brightness
from numpy_impl.augmentation.contrast import contrast
from numpy_impl.augmentation.mix_up import mix_up
from numpy_impl.augmentation.rand_augment import OPERATIONS, rand_augment
from numpy_impl.augmentation.random_erase import random_erase
from numpy_impl.augmentation.random_flip import random_flip
from numpy_impl.augmentation.rotate import rotate
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


def draw_rotate(concept: Concept) -> Drawing:
    """Draw a letter at three angles."""
    x = np.zeros((7, 7))
    x[1:6, 2] = x[5, 2:5] = 1
    turned = rotate(np.stack([x[np.newaxis]] * 4), [0, 20, 45, 90])[:, 0]
    sheet = Sheet(150)
    for k, (angle, y) in enumerate(zip((0, 20, 45, 90), turned, strict=True)):
        picture_of(sheet, 14 + 108 * k, 16, y, 13)
        sheet.text(60 + 108 * k, 128, f"{angle}°", 11, anchor="middle")
    return Drawing(
        sheet,
        Text(
            "Between the old pixels the new ones are blends; only a quarter turn needs none.",
            "元の画素の間に来る値は混ぜて作る。混ぜずに済むのは 90 度だけである。",
        ),
        Text("An L, turned by four angles.", "4つの角度に回した L の字。"),
    )


def draw_rand_augment(concept: Concept) -> Drawing:
    """Draw one image after each of the operations, and after two of them."""
    x = np.full((7, 7), 0.15)
    x[1:6, 2] = x[5, 2:5] = 0.75
    x[1:3, 4:6] = 1.0
    drawn = [[0, 0], [1, 0], [2, 0], [3, 0], [4, 0], [5, 0], [6, 0], [1, 4]]
    y = rand_augment(np.stack([x[np.newaxis]] * 8), drawn, np.full((8, 2), 0.6))[:, 0]
    sheet = Sheet(268)
    for k, (image, (first, second)) in enumerate(zip(y, drawn, strict=True)):
        left, top = 14 + 108 * (k % 4), 14 + 128 * (k // 4)
        picture_of(sheet, left, top, image, 13)
        words = OPERATIONS[first] if not second else f"{OPERATIONS[first]}, {OPERATIONS[second]}"
        sheet.text(left + 46, top + 106, words, 10, anchor="middle")
    return Drawing(
        sheet,
        Text(
            "All with m = 0.6. The last one went through two operations, one after the other.",
            "どれも m = 0.6。最後の画像には、2つの操作を順に施した。",
        ),
        Text("One image and seven changes of it.", "1枚の画像と、7通りに変えたもの。"),
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


def _before_and_after(
    pictures: list[tuple[Text, np.ndarray]], caption: Text, alternative: Text
) -> Drawing:
    """Draw a few images beside each other, what each is above it."""
    sheet = Sheet(130)
    for k, (title, x) in enumerate(pictures):
        left = 20 + 142 * k
        sheet.text(left, 14, title, 11)
        picture_of(sheet, left, 28, x, 28)
    return Drawing(sheet, caption, alternative)


ORIGINAL = Text("original", "元の画像")


def draw_random_flip(concept: Concept) -> Drawing:
    """Draw an image and both of its mirror images."""
    x = RAMP[None, None]
    return _before_and_after(
        [
            (ORIGINAL, RAMP),
            (Text("left to right", "左右反転"), random_flip(x, [1])[0, 0]),
            (Text("upside down", "上下反転"), random_flip(x, [1], vertical=True)[0, 0]),
        ],
        Text("The label stays as it was.", "ラベルは元のままである。"),
        Text("An image and its mirror images.", "画像と、その反転。"),
    )


def draw_random_erase(concept: Concept) -> Drawing:
    """Draw an image with rectangles erased."""
    x = RAMP[None, None]
    return _before_and_after(
        [
            (ORIGINAL, RAMP),
            (Text("2 x 2 erased", "2×2 を消す"), random_erase(x, [[0, 1, 2, 2]])[0, 0]),
            (Text("1 x 3 erased", "1×3 を消す"), random_erase(x, [[2, 0, 1, 3]])[0, 0]),
        ],
        Text("The rest must be enough to tell what it is.", "残りの部分だけで見分けさせる。"),
        Text("An image, twice with a rectangle erased.", "画像と、長方形を消した2枚。"),
    )


def draw_brightness(concept: Concept) -> Drawing:
    """Draw an image made brighter in two ways."""
    x, ends = RAMP[None, None], (0.0, 1.0)
    return _before_and_after(
        [
            (ORIGINAL, RAMP),
            (Text("less 0.25", "0.25 を引く"), brightness(x, [-0.25], clip=ends)[0, 0]),
            (Text("times 0.5", "0.5 を掛ける"), brightness(x, [0.5], "scale", ends)[0, 0]),
        ],
        Text(
            "Adding moves all pixels alike; a factor moves the large ones more.",
            "足す場合はどの画素も同じだけ変わり、掛ける場合は大きい値ほど変わる。",
        ),
        Text("An image, darkened in two ways.", "画像と、2通りに値を下げたもの。"),
    )


def draw_contrast(concept: Concept) -> Drawing:
    """Draw an image with less and with more contrast."""
    x, ends = RAMP[None, None], (0.0, 1.0)
    return _before_and_after(
        [
            (ORIGINAL, RAMP),
            (Text("factor 0.25", "係数 0.25"), contrast(x, [0.25], clip=ends)[0, 0]),
            (Text("factor 2", "係数 2"), contrast(x, [2.0], clip=ends)[0, 0]),
        ],
        Text("The mean stays where it is.", "平均は変わらない。"),
        Text("An image with less and with more contrast.", "画像と、コントラストを変えたもの。"),
    )


FIGURES = {
    "rand_augment": draw_rand_augment,
    "rotate": draw_rotate,
    "mix_up": draw_mix_up,
    "random_flip": draw_random_flip,
    "random_erase": draw_random_erase,
    "brightness": draw_brightness,
    "contrast": draw_contrast,
    "spec_augment": draw_spec_augment,
}
