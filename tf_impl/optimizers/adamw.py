"""AdamW in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops

from tf_impl.optimizers.optimizer import Optimizer


@keras.saving.register_keras_serializable(package="dl_parity")
class AdamW(Optimizer, keras.optimizers.AdamW):
    """:class:`keras.optimizers.AdamW`, with epsilon in either place.

    Keras adds epsilon to the "uncorrected" root sqrt(v). Adding it to the "corrected" root
    sqrt(v / c2), with c2 = 1 - beta2^t, is the same as epsilon sqrt(c2) of this one step.
    """

    keras_names = {**Optimizer.keras_names, "beta1": "beta_1", "beta2": "beta_2"}

    def __init__(
        self,
        lr: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
        weight_decay: float = 0.01,
        epsilon_place: str = "corrected",
        **kwargs,
    ) -> None:
        if epsilon_place not in ("corrected", "uncorrected"):
            raise ValueError(
                f"epsilon_place is {epsilon_place!r}, but must be 'corrected' or 'uncorrected'."
            )
        super().__init__(
            learning_rate=lr,
            beta_1=beta1,
            beta_2=beta2,
            epsilon=epsilon,
            weight_decay=weight_decay,
            **kwargs,
        )
        self.epsilon_place = epsilon_place

    def update_step(self, gradient, variable, learning_rate):
        """Update one variable."""
        # Dense, because Keras squares repeated embedding rows before it adds them up.
        gradient = tf.convert_to_tensor(gradient)
        given = self.epsilon
        if self.epsilon_place == "corrected":
            t = ops.cast(self.iterations + 1, variable.dtype)
            c2 = 1 - ops.power(ops.cast(self.beta_2, variable.dtype), t)
            self.epsilon = given * ops.sqrt(c2)
        super().update_step(gradient, variable, learning_rate)
        self.epsilon = given

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        del config["amsgrad"]
        return {**config, "epsilon_place": self.epsilon_place}
