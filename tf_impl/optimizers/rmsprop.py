"""RMSprop in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops

from tf_impl.optimizers.optimizer import Optimizer


@keras.saving.register_keras_serializable(package="dl_parity")
class RMSprop(Optimizer, keras.optimizers.RMSprop):
    """:class:`keras.optimizers.RMSprop`, with epsilon "inside" the root (its own way) or "outside".

    Since (sqrt(v) + epsilon)^2 = v + epsilon (2 sqrt(v) + epsilon), "outside" is Keras' root with
    that last product in epsilon's place, element by element.
    """

    def __init__(
        self,
        lr: float = 0.01,
        rho: float = 0.99,
        epsilon: float = 1e-7,
        epsilon_place: str = "outside",
        **kwargs,
    ) -> None:
        if epsilon_place not in ("outside", "inside"):
            raise ValueError(
                f"epsilon_place is {epsilon_place!r}, but must be 'outside' or 'inside'."
            )
        super().__init__(learning_rate=lr, rho=rho, epsilon=epsilon, **kwargs)
        self.epsilon_place = epsilon_place

    def update_step(self, gradient, variable, learning_rate):
        """Update one variable."""
        # Dense, because Keras squares repeated embedding rows before it adds them up.
        gradient = tf.convert_to_tensor(gradient)
        given = self.epsilon
        if self.epsilon_place == "outside":
            # Keras has no public way from a variable to its state.
            v = self._velocities[self._get_variable_index(variable)]
            root = ops.sqrt(v * self.rho + ops.square(gradient) * (1 - self.rho))
            self.epsilon = given * (2 * root + given)
        super().update_step(gradient, variable, learning_rate)
        self.epsilon = given

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), "epsilon_place": self.epsilon_place}
