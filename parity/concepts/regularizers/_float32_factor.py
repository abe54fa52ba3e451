"""How Keras keeps a regularizer's factor."""

from __future__ import annotations

from parity.describing.concept import Text

FLOAT32_FACTOR = Text(
    "Keras casts the factor, a Python float, by way of float32, even when the weights are float64: "
    "up to 6e-8 of it is lost.",
    "Keras は、重みが float64 でも、係数(Python の float)を一度 float32 に丸めてから使う。"
    "相対的に最大 6e-8 の誤差が入る。",
)

FLOAT32_FACTOR_MENDED = Text(
    "Set the factor as a NumPy float64 after construction; its digits are then kept.",
    "生成後に、係数を NumPy の float64 で設定し直す。こうすれば桁は落ちない。",
)
