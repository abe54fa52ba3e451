"""AdaGrad in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops

from tf_impl.optimizers.optimizer import Optimizer


@keras.saving.register_keras_serializable(package="dl_parity")
class Adagrad(Optimizer, keras.optimizers.Adagrad):
    """:class:`keras.optimizers.Adagrad`, with epsilon "inside" the root (its own way) or "outside".

    Since (sqrt(h) + epsilon)^2 = h + epsilon (2 sqrt(h) + epsilon), "outside" is Keras' root with
    that last product in epsilon's place, element by element.
    """

    keras_names = {**Optimizer.keras_names, "initial_accumulator": "initial_accumulator_value"}

    def __init__(
        self,
        lr: float = 0.01,
        epsilon: float = 1e-7,
        initial_accumulator: float = 0.0,
        epsilon_place: str = "outside",
        **kwargs,
    ) -> None:
        if epsilon_place not in ("outside", "inside"):
            raise ValueError(
                f"epsilon_place is {epsilon_place!r}, but must be 'outside' or 'inside'."
            )
        super().__init__(
            learning_rate=lr,
            initial_accumulator_value=initial_accumulator,
            epsilon=epsilon,
            **kwargs,
        )
        self.epsilon_place = epsilon_place

    def update_step(self, gradient, variable, learning_rate):
        """Update one variable."""
        # Dense, because Keras squares repeated embedding rows before it adds them up.
        gradient = tf.convert_to_tensor(gradient)
        given = self.epsilon
        if self.epsilon_place == "outside":
            # Keras has no public way from a variable to its state.
            h = self._accumulators[self._get_variable_index(variable)]
            root = ops.sqrt(h + ops.square(gradient))
            self.epsilon = given * (2 * root + given)
        super().update_step(gradient, variable, learning_rate)
        self.epsilon = given

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), "epsilon_place": self.epsilon_place}
