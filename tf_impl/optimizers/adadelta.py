"""Adadelta in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.optimizers.optimizer import Optimizer


@keras.saving.register_keras_serializable(package="dl_parity")
class Adadelta(Optimizer, keras.optimizers.Adadelta):
    """:class:`keras.optimizers.Adadelta` with the paper's settings for defaults."""

    def __init__(self, lr: float = 1.0, rho: float = 0.9, epsilon: float = 1e-6, **kwargs) -> None:
        super().__init__(learning_rate=lr, rho=rho, epsilon=epsilon, **kwargs)

    def update_step(self, grad, variable, learning_rate):
        """Update one variable."""
        # Dense, because Keras squares repeated embedding rows before it adds them up.
        gradient = tf.convert_to_tensor(grad)
        given, self.rho = self.rho, tf.constant(self.rho, variable.dtype)  # in full precision
        super().update_step(gradient, variable, learning_rate)
        self.rho = given
