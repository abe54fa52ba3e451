"""What the GRU's cell and layer share in Keras: its cell, with our weights."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf


class TaughtGRUCell(keras.layers.GRUCell):
    """Keras' own GRU cell, over weights in the order r, z, n, with z the share that is asked for.

    Keras reads its three weights when it is called: they are made from ours, in its order z, r, n
    and, as s(-a) = 1 - s(a), with the sign of z changed where z is the share of the new. Its two
    biases, rows of one array, are two weights here.
    """

    def __init__(self, units: int, n_in: int, z_weighs: str, **kwargs: Any) -> None:
        super().__init__(units, **kwargs)
        self.n_in, self.z_weighs = n_in, z_weighs
        self.build((None, n_in))

    def build(self, input_shape: tuple) -> None:
        """Make the weights."""
        H, own = self.units, self.add_weight
        self.W = own(shape=(self.n_in, 3 * H), initializer=self.kernel_initializer, name="W")
        self.U = own(shape=(H, 3 * H), initializer=self.recurrent_initializer, name="U")
        self.b = self.b_U = None
        if self.use_bias:
            self.b = own(shape=(3 * H,), initializer="zeros", name="b")
            if self.reset_after:
                self.b_U = own(shape=(3 * H,), initializer="zeros", name="b_U")
        self.built = True

    @property
    def kernel(self) -> tf.Tensor:
        """W as Keras has it, (n_in, 3 n_hidden)."""
        return self.turned(self.W)

    @property
    def recurrent_kernel(self) -> tf.Tensor:
        """U as Keras has it, (n_hidden, 3 n_hidden)."""
        return self.turned(self.U)

    @property
    def bias(self) -> tf.Tensor | None:
        """The biases as Keras has them: (2, 3 n_hidden) with the reset after the product."""
        if not self.use_bias:
            return None
        if not self.reset_after:
            return self.turned(self.b)
        return tf.stack([self.turned(self.b), self.turned(self.b_U)])

    def turned(self, weight: Any) -> tf.Tensor:
        """Return a weight (..., r z n) as (..., z r n), z of the sign that makes it Keras' z."""
        r, z, n = tf.split(tf.convert_to_tensor(weight), 3, axis=-1)
        return tf.concat([-z if self.z_weighs == "new" else z, r, n], axis=-1)
