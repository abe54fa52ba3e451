"""A recurrent layer with what reads it, in Keras."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import keras
import tensorflow as tf

from parity.harness.evaluators.subject import dotted
from tf_impl.layers.dense import Dense
from tf_impl.layers.dropout import Dropout
from tf_impl.models.rnn_taught import RNNTaught
from tf_impl.networks.network import Network

Masks = Mapping[str, tf.Tensor]


class Taught(Network):
    """The course's network, of which only the outputs are wanted."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__()
        self.add("rnn", RNNTaught(**arguments))
        self.built = True

    def call(
        self, inputs: tf.Tensor, training: bool | None = None, masks: Masks | None = None
    ) -> tf.Tensor:
        """Return y (N, n_out, T) for inputs (N, T, n_in)."""
        _, y = self.rnn(inputs, tf.zeros_like(inputs[..., : self.rnn.own["n_out"]]))
        return keras.ops.swapaxes(y, 1, 2)


class Readout(Network):
    """A recurrent layer, a dense one, and the dropout of inputs and states; see the package."""

    def __init__(
        self,
        layer: str,
        arguments: Mapping[str, Any],
        n_out: int,
        reads: str = "each",
        answers: str = "identity",
        activation: str = "",
        input_dropout: float = 0.0,
        state_dropout: float = 0.0,
        orthogonal: bool = False,
        unroll: bool = False,
    ) -> None:
        super().__init__()
        self.each, self.sigmoid = reads == "each", answers == "sigmoid"
        own = {**arguments, "activation": activation} if activation else arguments
        self.add("rnn", dotted(f"tf_impl.{layer}")(**own))
        self.rnn.unroll = unroll
        self.add("dense", Dense(arguments["n_hidden"], n_out))
        self.drops = bool(input_dropout)
        if self.drops:
            self.add("input_dropout", Dropout(input_dropout))
            self.add("state_dropout", Dropout(state_dropout))
        self.built = True

    def call(
        self, inputs: tf.Tensor, training: bool | None = None, masks: Masks | None = None
    ) -> tf.Tensor:
        """Return the scores for inputs (N, T, n_in)."""
        y = self.states(inputs, training, masks or {}) if self.drops else self.rnn(inputs)[0]
        scores = self.dense(y if self.each else y[:, -1])
        if self.sigmoid:
            scores = tf.sigmoid(scores)
        return keras.ops.swapaxes(scores, 1, 2) if self.each else scores

    def states(self, x: tf.Tensor, training: bool | None, masks: Masks) -> tf.Tensor:
        """Return every state, by Keras' cell; its own dropout would draw masks of its own."""
        cell = self.rnn.cell
        h = tf.zeros((tf.shape(x)[0], cell.units), x.dtype)
        m_x, m_h = (
            dropout(tf.ones_like(a), training=training, mask=masks.get(name))
            for name, dropout, a in (
                ("input_dropout", self.input_dropout, x[:, 0]),
                ("state_dropout", self.state_dropout, h),
            )
        )
        found = []
        for x_t in tf.unstack(x, axis=1):
            h, _ = cell(x_t * m_x, [h * m_h], training=False)
            found.append(h)
        return tf.stack(found, axis=1)
