"""The axis of softmax and of its logarithm where nobody names it."""

from __future__ import annotations

from parity.describing.concept import Text

GUESSED = Text(
    "Without an axis Keras takes the last one; PyTorch guesses from the number of axes "
    "(with a warning): axis 0 for 1 or 3 of them, else axis 1.",
    "軸を指定しないと、Keras は最後の軸をとるが、PyTorch は警告を出したうえで"
    "次元数から推測し、1次元と3次元では軸 0、それ以外では軸 1 をとる。",
)
NAMED = Text("Name the axis everywhere.", "どの実装でも軸を明示する。")
