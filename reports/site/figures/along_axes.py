"""Convolutions along one axis and along three, drawn with numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from numpy_impl.layers.conv1d import Conv1d
from numpy_impl.layers.conv3d import Conv3d
from numpy_impl.layers.conv_transpose1d import ConvTranspose1d
from numpy_impl.layers.conv_transpose3d import ConvTranspose3d
from numpy_impl.layers.upsampling2d import Upsampling2d
from parity.describing.concept import Concept, Text
from parity.harness.evaluators.subject import implementation
from reports.site.drawing.sheet import C1, C2, C3, QUIET, Drawing, Sheet, number

STEPS = np.array([1, 3, 0, 2, 1, 4], dtype=float)
KERNEL = np.array([1, -1, 2], dtype=float)
VOLUME = np.array(
    [[[1, 0, 2], [0, 1, 1], [2, 1, 0]], [[0, 2, 1], [1, 0, 0], [1, 2, 1]],
     [[2, 1, 0], [0, 1, 2], [1, 0, 1]]], dtype=float
)  # fmt: skip
COLOURS = (C1, C2, C3)
BLOCK = np.array([[[1, 0], [0, 1]], [[0, 1], [1, 0]]], dtype=float)

Look = Callable[[int, int], tuple[str, float] | None]


def _columns(marked: Sequence[int], rows: int = 1) -> Look:
    """Return what marks some columns in the first rows."""
    return lambda i, j: (C1, 0.25) if i < rows and j in marked else None


def _windows(width: int) -> Look:
    """Return what gives every window of so many columns its colour."""
    return lambda i, j: (COLOURS[j // width], 0.2)


def _painted(series: int) -> Look:
    """Return what gives all cells the colour of one series."""
    return lambda i, j: (COLOURS[series], 0.2)


def _ones(dx: np.ndarray) -> Callable[[int, int], bool]:
    """Return what tells which cells have the whole of a gradient of 1."""
    rows = np.atleast_2d(dx)
    return lambda i, j: bool(rows[i, j] == 1)


def one_axis(concept: Concept) -> Drawing:
    """Draw a sequence, a kernel and the result, with the dilations 1 and 2."""
    sheet = Sheet(250)
    cell = 34.0
    for row, dilation in enumerate((1, 2)):
        layer = Conv1d(1, 1, 3, dilation=dilation, use_bias=False)
        layer.params["W"] = KERNEL[None, None]
        y = layer.forward(STEPS[None, None])[0, 0]
        met = [1 + k * dilation for k in range(3)]
        top = 44 + 118 * row
        sheet.grid(
            16, top, STEPS, cell, title=Text(f"x, dilation {dilation}", f"x(膨張 {dilation})"),
            style=_columns(met),
        )  # fmt: skip
        sheet.text(236, top + 17, "*", 16, anchor="middle")
        sheet.grid(252, top, KERNEL, cell, lambda i, j: (C2, 0.2), title="W")
        at = 16 + (6 - len(y)) / 2 * cell
        sheet.grid(
            at, top + 52, y, cell,
            lambda i, j: (C1, 0.25) if j == 1 else None, strong=lambda i, j: j == 1,
        )  # fmt: skip
        sheet.text(at - 8, top + 69, "y", anchor="end")
        terms = " + ".join(
            f"{number(w)}·{number(STEPS[m])}" for w, m in zip(KERNEL, met, strict=True)
        )
        told = f"{terms} = {number(float(y[1]))}".replace("+ −", "− ")
        sheet.text(236, top + 69, told, 10.5)
    return Drawing(
        sheet,
        Text(
            "Each step of y is the sum of a window times the kernel. With a dilation of 2 the same "
            "three weights see five steps, every second one.",
            "y の各時刻は、窓とカーネルの積の和である。膨張を 2 にすると、同じ3個の重みで、"
            "1つおきに5時刻の範囲を見る。",
        ),
        Text(
            "A sequence of six numbers, a kernel of three, and the result: four numbers without a "
            "dilation and two with a dilation of 2.",
            "6個の数の系列、3個の数のカーネルとその結果。膨張なしでは4個、膨張 2 では2個の数に"
            "なる。",
        ),
    )


def three_axes(concept: Concept) -> Drawing:
    """Draw a volume slice by slice, a block, and the result."""
    layer = Conv3d(1, 1, 2, use_bias=False)
    layer.params["W"] = BLOCK[None, None]
    y = layer.forward(VOLUME[None, None])[0, 0]
    sheet = Sheet(350)
    for d in range(3):
        sheet.grid(
            20, 40 + 104 * d, VOLUME[d], 26,
            _columns((0, 1), 2 if d < 2 else 0),
            title=Text(f"x, slice {d}", f"x、断面 {d}"),
        )  # fmt: skip
    sheet.text(126, 130, "*", 16, anchor="middle")
    for d in range(2):
        sheet.grid(
            152, 53 + 104 * d, BLOCK[d], 26, lambda i, j: (C2, 0.2),
            title=Text(f"W, slice {d}", f"W、断面 {d}"),
        )  # fmt: skip
    sheet.text(236, 130, "=", 16, anchor="middle")
    for d in range(2):
        sheet.grid(
            264, 53 + 104 * d, y[d], 26,
            _columns((0,), 1 - d),
            title=Text(f"y, slice {d}", f"y、断面 {d}"),
        )  # fmt: skip
    sheet.text(
        152, 290, Text("8 products for each number of y", "y の数1つにつき積が8個"), 10.5, QUIET
    )
    return Drawing(
        sheet,
        Text(
            "The kernel is a block of two slices: it meets two slices of x at once and moves "
            "through all three axes, so y keeps an axis of depth.",
            "カーネルは断面2枚分のブロックである。x の断面2枚を同時に見ながら3つの軸の方向に"
            "動くので、y にも奥行きの軸が残る。",
        ),
        Text(
            "Three slices of 3×3 numbers, a kernel of two slices of 2×2, and a result of two "
            "slices of 2×2; one block of eight numbers and its sum are marked.",
            "3×3 の断面3枚、2×2 の断面2枚のカーネル、2×2 の断面2枚の結果。8個の数のブロック1つ"
            "とその和に色が付いている。",
        ),
    )


def pooled_sequence(concept: Concept) -> Drawing:
    """Draw a sequence, what the layer keeps of it, and the gradient for dy of ones."""
    layer = implementation("numpy", concept)(2)
    y = layer.forward(STEPS[None, None])
    dx = layer.backward(np.ones_like(y))[0, 0]
    sheet = Sheet(200)
    cell = 44.0
    for left, top, values, title in (
        (24.0, 34.0, STEPS, Text("x, windows of 2", "x(長さ 2 の窓)")),
        (24 + cell / 2, 86.0, y[0, 0], "y"),
        (24.0, 144.0, dx, Text("dx for dy = 1", "dy = 1 のときの dx")),
    ):
        wide = (2 * cell, 26.0) if len(values) == 3 else (cell, 26.0)
        per_window = 1 if len(values) == 3 else 2
        at = 24.0 if len(values) == 3 else left
        sheet.grid(
            at, top, values, wide,
            _windows(per_window), title=title, strong=_ones(dx if per_window == 2 else 0 * dx),
        )  # fmt: skip
    return Drawing(
        sheet,
        KEPT[concept.name],
        Text(
            f"Six numbers, the three that {concept.title.en} makes of them, and six gradients.",
            f"6個の数と、{concept.title.ja}でできる3個の数、6個の勾配。",
        ),
    )


def pooled_volume(concept: Concept) -> Drawing:
    """Draw two slices of a volume, what the layer keeps of them, and the gradients."""
    layer = implementation("numpy", concept)(2)
    x = np.stack([[[1, 5, 2, 0], [3, 2, 1, 4]], [[0, 1, 6, 2], [2, 3, 1, 3]]]).astype(float)
    y = layer.forward(x[None, None])
    dx = layer.backward(np.ones_like(y))[0, 0]
    sheet = Sheet(210)
    for d in range(2):
        for left, values, title in (
            (16.0, x[d], Text(f"x, slice {d}", f"x、断面 {d}")),
            (260.0, dx[d], Text(f"dx, slice {d}", f"dx、断面 {d}")),
        ):
            sheet.grid(
                left, 40.0 + 92 * d, values, (38.0, 26.0),
                _windows(2), lambda v: number(v, 2), title, 10, strong=_ones(dx[d]),
            )  # fmt: skip
    sheet.grid(
        182, 86, y[0, 0, 0], (32.0, 26.0), lambda i, j: (COLOURS[j], 0.2),
        lambda v: number(v, 3), "y", 10,
    )  # fmt: skip
    return Drawing(
        sheet,
        KEPT[concept.name],
        Text(
            f"Two slices of 2×4 numbers, the two numbers that {concept.title.en} makes of their "
            "two blocks, and the gradients.",
            f"2×4 の断面2枚と、2つの区画から{concept.title.ja}でできる2個の数、その勾配。",
        ),
    )


KEPT = {
    "max_pool1d": Text(
        "Each window of two steps becomes its larger number; that step alone gets a gradient.",
        "2時刻の窓ごとに大きいほうの数を残す。勾配を受け取るのはその時刻だけである。",
    ),
    "avg_pool1d": Text(
        "Each window of two steps becomes its mean; both steps get half of the gradient.",
        "2時刻の窓ごとに平均を残す。どちらの時刻も勾配の半分を受け取る。",
    ),
    "max_pool3d": Text(
        "A block of 2×2×2 reaches through both slices; the largest of its eight numbers is kept.",
        "2×2×2 の区画は断面2枚にまたがる。8個の数のうち最大のものを残す。",
    ),
    "avg_pool3d": Text(
        "A block of 2×2×2 reaches through both slices; each of its eight numbers gets an eighth of "
        "the gradient.",
        "2×2×2 の区画は断面2枚にまたがる。8個の数のどれもが勾配の8分の1を受け取る。",
    ),
}


def painted_sequence(concept: Concept) -> Drawing:
    """Draw how each step of a sequence paints its copy of the kernel."""
    x = np.array([1.0, 3.0, -1.0])
    layer = ConvTranspose1d(1, 1, 3, stride=2, use_bias=False)
    layer.params["W"] = KERNEL[None, None]
    y = layer.forward(x[None, None])[0, 0]
    sheet = Sheet(240)
    cell = 38.0
    sheet.grid(20, 34, x, cell, _windows(1), title="x")
    sheet.text(152, 53, "*", 16, anchor="middle")
    sheet.grid(170, 34, KERNEL, cell, title=Text("W, stride 2", "W(ストライド 2)"))
    for t in range(3):
        left = 20 + 2 * t * cell
        sheet.grid(left, 92 + 30 * t, x[t] * KERNEL, (cell, 26.0), _painted(t))
    sheet.grid(20, 196, y, cell, title=Text("y, the sum", "y(和)"))
    return Drawing(
        sheet,
        Text(
            "Each step of x paints the kernel, times its value, into y, two steps further each "
            "time; where two copies meet they add up.",
            "x の各時刻が、その値を掛けたカーネルを2時刻ずつずらして y に描く。"
            "コピーが重なるところでは足し合わせる。",
        ),
        Text(
            "Three numbers, a kernel of three, three copies of it beside each other, each in a "
            "row of its own, and their sum of seven numbers.",
            "3個の数、3個の数のカーネル、1行ずつずらして並べた3つのコピーと、その和である7個の数。",
        ),
    )


def painted_volume(concept: Concept) -> Drawing:
    """Draw how one place becomes a block, in a volume of two slices."""
    x = np.array([[[1.0, 2.0]]])
    layer = ConvTranspose3d(1, 1, 2, stride=2, use_bias=False)
    layer.params["W"] = BLOCK[None, None]
    y = layer.forward(x[None, None])[0, 0]
    sheet = Sheet(210)
    sheet.grid(20, 92, x[0], 30, _windows(1), title=Text("x, 1×1×2", "x(1×1×2)"))
    sheet.text(104, 107, "*", 16, anchor="middle")
    for d in range(2):
        sheet.grid(124, 40 + 88 * d, BLOCK[d], 26, title=Text(f"W, slice {d}", f"W、断面 {d}"))
        sheet.grid(
            250, 40 + 88 * d, y[d], 26, _windows(2), title=Text(f"y, slice {d}", f"y、断面 {d}")
        )
    sheet.arrow((192, 107), (236, 107))
    return Drawing(
        sheet,
        Text(
            "Each place of x becomes a block of 2×2×2: the kernel times its value. With a stride "
            "of 2 the blocks lie side by side.",
            "x の各位置が、値を掛けたカーネル、つまり 2×2×2 のブロックになる。ストライド 2 なら"
            "ブロックは隣り合って並ぶ。",
        ),
        Text(
            "Two numbers, a kernel of two slices of 2×2, and a result of two slices of 2×4, half "
            "of which belongs to each number.",
            "2個の数、2×2 の断面2枚のカーネル、2×4 の断面2枚の結果。結果の半分ずつが各数に"
            "対応する。",
        ),
    )


def enlarged(concept: Concept) -> Drawing:
    """Draw a small image enlarged in three ways."""
    x = np.array([[0.0, 4.0], [8.0, 4.0]])
    sheet = Sheet(190)
    sheet.grid(14, 78, x, 28, title=Text("x, 2×2", "x(2×2)"))
    ways = (
        (Text("nearest", "最近傍"), Upsampling2d()),
        (Text("bilinear", "線形補間"), Upsampling2d(interpolation="bilinear")),
        (
            Text("aligned", "角をそろえる"),
            Upsampling2d(interpolation="bilinear", align_corners=True),
        ),
    )
    for k, (title, layer) in enumerate(ways):
        y = layer.forward(x[None, None])[0, 0]
        sheet.grid(
            92 + 118 * k, 50, y, 27, _painted(k), lambda v: number(v, 2), title=title, size=9.5
        )
    return Drawing(
        sheet,
        Text(
            "The nearest pixel repeats; between pixels bilinear goes straight, and keeps the "
            "outermost as they are. With aligned corners the four corners are those of x.",
            "最近傍は画素を繰り返す。線形補間は画素の間を直線で結び、外側はそのまま延ばす。角を"
            "そろえると、四隅の値が x の四隅に一致する。",
        ),
        Text(
            "A 2×2 image, and three 4×4 images made of it.",
            "2×2 の画像と、そこから作った 4×4 の画像3つ。",
        ),
    )


FIGURES = {
    "upsampling2d": enlarged,
    "conv_transpose1d": painted_sequence,
    "conv_transpose3d": painted_volume,
    "conv1d": one_axis,
    "conv3d": three_axes,
    "max_pool1d": pooled_sequence,
    "avg_pool1d": pooled_sequence,
    "max_pool3d": pooled_volume,
    "avg_pool3d": pooled_volume,
}
