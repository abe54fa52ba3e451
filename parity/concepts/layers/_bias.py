"""What the convolutions' biases share."""

from __future__ import annotations

from parity.describing.concept import Text

OVER_EVERY_PIXEL = Text(
    "b is added to every pixel of its channel, so its gradient is the sum over them.",
    "b はチャネルの全画素に足されるので、勾配は全画素にわたる和になる。",
)
