"""Adam in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops

from tf_impl.optimizers.optimizer import Optimizer


@keras.saving.register_keras_serializable(package="dl_parity")
class Adam(Optimizer, keras.optimizers.Adam):
    """:class:`keras.optimizers.Adam`, with epsilon in either place, and with or without correction.

    Keras adds epsilon to the "uncorrected" root sqrt(v). Adding it to the "corrected" root
    sqrt(v / c2), with c2 = 1 - beta2^t, is the same as epsilon sqrt(c2) of this one step. To leave
    the correction out altogether, lr is multiplied by c1 / sqrt(c2).
    """

    keras_names = {**Optimizer.keras_names, "beta1": "beta_1", "beta2": "beta_2"}

    def __init__(
        self,
        lr: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
        epsilon_place: str = "corrected",
        bias_correction: bool = True,
        weight_decay: float = 0.0,
        **kwargs,
    ) -> None:
        if epsilon_place not in ("corrected", "uncorrected"):
            raise ValueError(
                f"epsilon_place is {epsilon_place!r}, but must be 'corrected' or 'uncorrected'."
            )
        super().__init__(learning_rate=lr, beta_1=beta1, beta_2=beta2, epsilon=epsilon, **kwargs)
        self.epsilon_place = epsilon_place
        self.bias_correction = bias_correction
        self.coupled_weight_decay = weight_decay

    def update_step(self, gradient, variable, learning_rate):
        """Update one variable; Keras' own weight decay would leave the averages out."""
        # Dense, because Keras squares repeated embedding rows before it adds them up.
        gradient = tf.convert_to_tensor(gradient) + variable * self.coupled_weight_decay
        t = ops.cast(self.iterations + 1, variable.dtype)
        c1 = 1 - ops.power(ops.cast(self.beta_1, variable.dtype), t)
        c2 = 1 - ops.power(ops.cast(self.beta_2, variable.dtype), t)
        given = self.epsilon
        if not self.bias_correction:
            learning_rate = ops.cast(learning_rate, variable.dtype) * c1 / ops.sqrt(c2)
        elif self.epsilon_place == "corrected":
            self.epsilon = given * ops.sqrt(c2)
        super().update_step(gradient, variable, learning_rate)
        self.epsilon = given

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        del config["amsgrad"]
        own = {"epsilon_place": self.epsilon_place, "bias_correction": self.bias_correction}
        return {**config, **own, "weight_decay": self.coupled_weight_decay}
