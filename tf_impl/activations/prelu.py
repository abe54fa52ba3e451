"""PReLU (parametric ReLU) in Keras."""

from __future__ import annotations

import keras


@keras.saving.register_keras_serializable(package="dl_parity")
class PReLU(keras.layers.Layer):
    """y = x where x > 0, else a x with a learned slope a.

    Not a :class:`keras.layers.PReLU`: its relu(x) - a relu(-x) has the derivative 0 at x = 0, where
    the paper's formula has a, and it keeps a slope for each element of an example unless
    ``shared_axes`` names the other axes.

    Shapes:
        alpha (n_channels,); x, y: any with one slope, else (N, ..., n_channels).
    """

    def __init__(self, n_channels: int = 1, init: float = 0.25, **kwargs) -> None:
        super().__init__(**kwargs)
        self.n_channels, self.init = n_channels, init
        self.alpha = self.add_weight(
            shape=(n_channels,), initializer=keras.initializers.Constant(init), name="alpha"
        )

    def call(self, inputs):
        """Return y, of the shape of x."""
        return keras.ops.where(inputs > 0, inputs, self.alpha * inputs)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), "n_channels": self.n_channels, "init": self.init}
