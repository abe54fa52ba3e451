"""Where the weight decay goes, in a text that several optimizers share."""

from __future__ import annotations

from parity.describing.concept import Text

DECAY_APART = Text(
    "The weight decay is taken off the weights themselves, lr lambda w at each step, as the "
    "weight_decay of Keras' optimizers; PyTorch adds lambda w to the gradient.",
    "Keras の weight_decay と同じく、各ステップで重みから lr・lambda・w を直接引く。"
    "PyTorch は勾配に lambda・w を加える。",
)
