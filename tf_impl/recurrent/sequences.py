"""What the recurrent layers share in Keras: padded sequences and cut gradients."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

from tf_impl.initializers.glorot_uniform import GlorotUniform
from tf_impl.initializers.initializer import Initializer, seeded
from tf_impl.seeds import spawned


def weights_drawn(initializer: Initializer | None, seed: int | None) -> dict[str, Any]:
    """Return Keras' arguments for the two kernels; the second has a seed of its own."""
    draw = initializer or GlorotUniform()
    (own,) = spawned(seed, 1)
    return {
        "kernel_initializer": seeded(draw, seed),
        "recurrent_initializer": seeded(draw, own),
    }


class Sequences(keras.layers.RNN):
    """Gives a recurrent layer of Keras our way to be called: (x, states, lengths).

    ``lengths`` becomes a mask, under which Keras leaves the state as it is; it also has y be 0
    there. Keras' own way, with ``initial_state`` and ``mask``, is how its wrappers call. With
    ``truncate`` the layer is called on so many steps at a time, and no gradient goes back through
    the states between.
    """

    truncate: int | None
    own: dict[str, Any]

    def keep(self, **own: Any) -> None:
        """Note the constructor's own arguments, for ``get_config``."""
        self.own, self.truncate = arguments(**own), own.get("truncate")
        if not own.get("stateful"):
            self.build((None, None, own["n_in"]))

    def over(
        self,
        x: tf.Tensor,
        states: list[tf.Tensor] | None,
        lengths: tf.Tensor | None,
        mask: tf.Tensor | None,
    ) -> tuple[tf.Tensor, ...]:
        """Return (y, last states...) for x (N, T, n_in)."""
        if lengths is not None:
            mask = tf.sequence_mask(lengths, x.shape[1])
        # Where every operation runs at once, a loop's bookkeeping only costs time. (Unrolled and
        # backwards, Keras takes padded steps otherwise.)
        self.unroll = mask is None and tf.executing_eagerly()
        parts, step = [], self.truncate or x.shape[1]
        for start in range(0, x.shape[1], step):
            if start:
                states = [tf.stop_gradient(state) for state in states or ()]
            part = slice(start, start + step)
            masked = None if mask is None else mask[:, part]
            y, *states = super().call(x[:, part], initial_state=states, mask=masked)
            parts.append(y)
        return (tf.concat(parts, axis=1), *(states or ()))

    def build(self, inputs_shape: tuple) -> None:
        """Make the weights for sequences of this shape (N, T, n_in)."""
        super().build(inputs_shape)

    def compute_output_shape(self, inputs_shape: tuple) -> tuple:
        """Return the shapes of y and of the last states."""
        return super().compute_output_shape(inputs_shape)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = keras.Layer.get_config(self)  # that of RNN would hold the cell as well
        return {**{name: config[name] for name in ("name", "trainable", "dtype")}, **self.own}

    @classmethod
    def from_config(cls, config: dict) -> Sequences:
        """Return the layer with such a configuration."""
        return cls(**config)


def arguments(**own: Any) -> dict[str, Any]:
    """Return a constructor's own arguments as ``get_config`` gives them: the drawing as data."""
    initializer = own["initializer"]
    if isinstance(initializer, keras.initializers.Initializer):
        own["initializer"] = keras.initializers.serialize(initializer)
    return own


def with_forget_bias(cell: keras.layers.LSTMCell, value: float) -> None:
    """Let the forget gate's quarter of the bias start at a value; Keras itself knows 0 and 1."""
    if cell.use_bias:
        i, _, rest = tf.split(cell.bias, [cell.units, cell.units, 2 * cell.units])
        cell.bias.assign(tf.concat([i, tf.fill([cell.units], tf.cast(value, i.dtype)), rest], 0))
