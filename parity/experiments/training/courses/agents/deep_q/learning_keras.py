"""A deep Q-network in Keras: choosing and learning are traced once."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import tensorflow as tf

from parity.describing.concept import DrawnCase
from parity.experiments.setting import Setting
from parity.experiments.training.courses.agents.cart_pole import INPUTS
from parity.experiments.training.courses.agents.deep_q.learning import Batch
from parity.harness.evaluators.keras_evaluator import construct, exact
from parity.harness.evaluators.subject import dotted
from tf_impl.reinforcement.td_target import td_target


class KerasLearner:
    """Keras' side of :class:`.learning.Learner`."""

    def __init__(self, setting: Setting, case: DrawnCase) -> None:
        keras.backend.clear_session()
        keras.config.set_floatx("float64")
        keras.config.set_dtype_policy("float64")
        self.network, self.older = (construct(case, "float64") for _ in range(2))
        found = dotted(f"tf_impl.{setting.optimizer}")
        optimizer = found(**exact(found, dict(setting.optimizer_config), "float64"))
        optimizer.build(self.network.trainable_variables)
        self._values, self._learn = _traced(setting, self.network, self.older, optimizer)

    def values(self, s: np.ndarray) -> np.ndarray:
        """Return the values of the actions."""
        return self._values(tf.constant(s[np.newaxis])).numpy()[0]

    def learn(self, batch: Batch) -> float:
        """Take a step; return the loss before it."""
        return float(self._learn(*map(tf.constant, batch)))

    def renew(self) -> None:
        """Make the copy equal to the network."""
        self.older.set_weights(self.network.get_weights())


def _traced(setting: Setting, network: Any, older: Any, optimizer: Any) -> tuple[Any, Any]:
    """Return the functions that choose and learn."""
    # A Python float would be rounded to float32 on its way.
    gamma, huber = tf.constant(setting.options["gamma"], "float64"), keras.losses.Huber()
    states, real = tf.TensorSpec((None, INPUTS), "float64"), tf.TensorSpec((None,), "float64")
    actions, one = tf.TensorSpec((None,), "int64"), tf.TensorSpec((1, INPUTS), "float64")

    @tf.function(autograph=False, input_signature=[one])
    def values(s: tf.Tensor) -> tf.Tensor:
        return network(s)

    @tf.function(autograph=False, input_signature=[states, actions, real, states, real])
    def learn(
        s: tf.Tensor, a: tf.Tensor, r: tf.Tensor, s_next: tf.Tensor, done: tf.Tensor
    ) -> tf.Tensor:
        y = td_target(r, older(s_next), done, gamma=gamma)
        with tf.GradientTape() as tape:
            loss = huber(y, tf.gather(network(s), a, axis=1, batch_dims=1))
        variables = network.trainable_variables
        gradients = tape.gradient(loss, [variable.value for variable in variables])
        optimizer.apply_gradients(zip(gradients, variables, strict=True))
        return loss

    return values, learn
