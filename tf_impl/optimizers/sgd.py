"""Stochastic gradient descent in Keras."""

from __future__ import annotations

import keras


class SGD(keras.optimizers.SGD):
    """w <- w - lr g - lr weight_decay w, as :class:`keras.optimizers.SGD` without momentum.

    Keras takes the decay off the weights themselves. Without a memory of earlier gradients this
    is what adding it to the gradient gives.
    """

    def __init__(self, lr: float = 0.01, weight_decay: float = 0.0) -> None:
        super().__init__(learning_rate=lr, weight_decay=weight_decay or None)
