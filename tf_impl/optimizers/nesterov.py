"""Nesterov's accelerated gradient in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops

from tf_impl.optimizers.optimizer import Optimizer


@keras.saving.register_keras_serializable(package="dl_parity")
class Nesterov(Optimizer, keras.optimizers.SGD):
    """:class:`keras.optimizers.SGD` with ``nesterov=True``, in either of its two forms.

    "velocity" is Keras' own: v <- mu v - lr g; w <- w + mu v - lr g. "buffer", b <- mu b + g;
    w <- w - lr (g + mu b), is the same thing while lr is constant, with v = -lr b. So that b stays
    as it is when lr changes, v is multiplied by the new rate over the old; lr must not become 0
    there.
    """

    def __init__(
        self,
        lr: float = 0.01,
        momentum: float = 0.9,
        form: str = "velocity",
        weight_decay: float = 0.0,
        **kwargs,
    ) -> None:
        if form not in ("velocity", "buffer"):
            raise ValueError(f"form is {form!r}, but must be 'velocity' or 'buffer'.")
        super().__init__(learning_rate=lr, momentum=momentum, nesterov=True, **kwargs)
        self.form = form
        self.coupled_weight_decay = weight_decay

    def build(self, variables):
        """Make the velocities, and keep the rate of each variable's last step."""
        if self.built:
            return
        super().build(variables)
        self.last_lrs = [
            self.add_variable((), dtype=variable.dtype, name="last_lr") for variable in variables
        ]

    def update_step(self, gradient, variable, learning_rate):
        """Update one variable; Keras' own weight decay would leave the memory out."""
        gradient = tf.convert_to_tensor(gradient) + variable * self.coupled_weight_decay
        if self.form == "buffer" and self.momentum:
            self._keep_buffer(variable, learning_rate)
        super().update_step(gradient, variable, learning_rate)

    def _keep_buffer(self, variable, learning_rate):
        # Keras has no public way from a variable to its state.
        i = self._get_variable_index(variable)
        velocity, last_lr = self.momentums[i], self.last_lrs[i]
        lr = ops.cast(learning_rate, variable.dtype)
        tf.debugging.assert_positive(lr, "A velocity cannot keep a buffer at a learning rate of 0.")
        # At the first step last_lr is 0, and so is the velocity.
        self.assign(velocity, velocity * tf.math.divide_no_nan(lr, last_lr.value))
        self.assign(last_lr, lr)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        del config["nesterov"]
        return {**config, "form": self.form, "weight_decay": self.coupled_weight_decay}
