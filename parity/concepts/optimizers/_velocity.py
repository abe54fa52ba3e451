"""The velocity that momentum and Nesterov share."""

from __future__ import annotations

from parity.describing.concept import Text

RESCALED = Text(
    "At the change, multiply PyTorch's buffer by lr_old / lr_new, or Keras' velocity "
    "by lr_new / lr_old. While the rate is constant, v = -lr b and nothing differs.",
    "変更時に PyTorch の buffer に lr_old / lr_new を、"
    "または Keras の velocity に lr_new / lr_old を掛ける。"
    "学習率が一定なら v = -lr b であり、差は生じない。",
)
LR_OUTSIDE = Text(
    "The learning rate multiplies the accumulated gradients, as in PyTorch; in "
    "Keras and the book it is inside the velocity. The two part only when the rate "
    "changes.",
    "PyTorch と同じく、蓄積した勾配に学習率を掛ける。Keras と教科書では速度の中に"
    "学習率が入る。両者は学習率を変えたときにだけ異なる。",
)
IS_SGD = Text(
    "With momentum 0 it is SGD, at every step.",
    "momentum が 0 なら、どのステップでも SGD と同じである。",
)
