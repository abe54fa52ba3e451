"""Adaptive pooling: what its two concepts share."""

from __future__ import annotations

from typing import Any

from parity.describing.concept import Case, Mistake, Text
from parity.describing.draw import Draw, normal

SOURCES = (
    "He, Zhang, Ren and Sun (2015), Spatial pyramid pooling in deep convolutional networks for "
    "visual recognition, IEEE TPAMI",
    "torch.nn.AdaptiveAvgPool2d and keras.layers.AdaptiveAveragePooling2D documentation",
)

WINDOWS = Text(
    "R is the set of a window's pixels, |R| their number. Where the windows divide the image they "
    "lie side by side; elsewhere one begins at the pixel in which the one before ends.",
    "R は窓に入る画素の集合、|R| はその個数である。窓の個数が画像を割り切れば、窓は隙間なく並ぶ。"
    "割り切れなければ、隣の窓が終わる画素から次の窓が始まる。",
)


def case(name: str, x: Draw, out_size: Any, **more: Any) -> Case:
    """Return a case for images x (N, C, H, W)."""
    rows, columns = out_size if isinstance(out_size, tuple) else (out_size, out_size)
    return Case(
        name,
        inputs={"x": x},
        upstream=normal(*x.shape[:2], rows, columns),
        config={"out_size": out_size},
        images=("x", "y", "dx"),
        **more,
    )


_LINE = "return [slice(i * n // m, -(-(i + 1) * n // m)) for i in range(m)]"

MISTAKES = (
    Mistake(
        name="ends_rounded_down",
        ja="窓の終わりを切り捨てる",
        line=_LINE,
        wrong="return [slice(i * n // m, (i + 1) * n // m) for i in range(m)]",
        why=Text(
            "A window ends at ceil((i + 1) n / m): a pixel that two windows share belongs to both.",
            "窓の終わりは (i + 1) n / m を切り上げる。2つの窓の境にある画素は両方に入る。",
        ),
    ),
    Mistake(
        name="rest_left_out",
        ja="余りの画素を捨てる",
        line=_LINE,
        wrong="return [slice(i * (n // m), (i + 1) * (n // m)) for i in range(m)]",
        why=Text(
            "Windows of one size leave out what is left over; here they reach the last pixel.",
            "大きさをそろえた窓では余りの画素が漏れる。ここでは最後の画素まで届かなければならない。",
        ),
    ),
)
