"""What the convolutions' weights and biases share."""

from __future__ import annotations

from parity.describing.concept import Text

OVER_EVERY_PIXEL = Text(
    "b is added to every pixel of its channel, so its gradient is the sum over them.",
    "b はチャネルの全画素に足されるので、勾配は全画素にわたる和になる。",
)

ALREADY_DIVIDED = Text(
    "The loss has already divided by the batch size.",
    "バッチサイズによる割り算は損失の中で済んでいる。",
)
