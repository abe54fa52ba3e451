"""What several concepts of detection say of people's conventions."""

from __future__ import annotations

from parity.describing.concept import Text

LAST_PIXELS = Text(
    "x2 and y2 are the last pixels inside the box, so that a width is x2 - x1 + 1, as in PASCAL "
    "VOC and the first R-CNN code.",
    "x2, y2 を矩形に含まれる最後の画素とし、幅を x2 - x1 + 1 とする流儀"
    "(PASCAL VOC や初期の R-CNN のコード)。",
)
