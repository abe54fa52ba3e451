"""Stochastic gradient descent in Keras."""

from __future__ import annotations

import keras

from tf_impl.optimizers.optimizer import Optimizer


@keras.saving.register_keras_serializable(package="dl_parity")
class SGD(Optimizer, keras.optimizers.SGD):
    """w <- w - lr g - lr weight_decay w, as :class:`keras.optimizers.SGD` without momentum.

    Keras takes the decay off the weights themselves. Without a memory of earlier gradients this
    is what adding it to the gradient gives.
    """

    def __init__(self, lr: float = 0.01, weight_decay: float = 0.0, **kwargs) -> None:
        super().__init__(learning_rate=lr, weight_decay=weight_decay or None, **kwargs)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        del config["momentum"], config["nesterov"]
        return {**config, "weight_decay": self.weight_decay or 0.0}
