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

ADDED_ONCE = Text(
    "The bias is added once, to the sum of a window's products. Added before the sum, to each "
    "product, it counts n_in kh kw times.",
    "バイアスは、窓の積の和に1回だけ足す。和を取る前に積の一つ一つに足すと、"
    "n_in kh kw 回数えることになる。",
)
