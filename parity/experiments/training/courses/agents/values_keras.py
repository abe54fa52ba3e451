"""A table of values in TensorFlow: choosing and learning are traced once."""

from __future__ import annotations

from functools import cache

import keras
import numpy as np
import tensorflow as tf

# It says how many threads there are, which cannot be changed once TensorFlow has computed.
import parity.harness.evaluators.keras_evaluator  # noqa: F401
from parity.experiments.setting import Setting
from tf_impl.reinforcement.epsilon_greedy import epsilon_greedy
from tf_impl.reinforcement.q_learning import q_learning
from tf_impl.reinforcement.sarsa import sarsa


class KerasLearner:
    """Keras' side; see :class:`parity.experiments.training.courses.agents.values.Learner`."""

    def __init__(self, states: int, actions: int, setting: Setting, gamma: float) -> None:
        on_policy = setting.network.endswith("sarsa")
        self.Q, self._choose, self._learn = _traced(
            states, actions, on_policy, setting.options["epsilon"], gamma
        )
        self.Q.assign(tf.zeros_like(self.Q))

    def choose(self, s: int, u: float, random: int) -> int:
        """Return the action."""
        return int(self._choose(np.int64(s), u, np.int64(random))[0])

    def learn(
        self, s: int, a: int, r: float, s_next: int, a_next: int, done: bool, lr: float
    ) -> float:
        """Learn; return the error before."""
        seen = np.int64(s), np.int64(a), r, np.int64(s_next), np.int64(a_next)
        return float(self._learn(*seen, float(done), lr)[0])

    def table(self) -> np.ndarray:
        """Return the table (S, A)."""
        return self.Q.numpy().copy()


@cache
def _traced(states: int, actions: int, on_policy: bool, epsilon: float, gamma: float) -> tuple:
    """Return a table, and the functions that choose by it and change it; runs share them."""
    keras.config.set_floatx("float64")
    table = tf.Variable(tf.zeros((states, actions), "float64"))
    number, real = tf.TensorSpec((), "int64"), tf.TensorSpec((), "float64")
    rate, discount = tf.constant(epsilon, "float64"), tf.constant(gamma, "float64")

    @tf.function(autograph=False, input_signature=[number, real, number])
    def choose(s: tf.Tensor, u: tf.Tensor, random: tf.Tensor) -> tf.Tensor:
        return epsilon_greedy(tf.gather(table, [s]), [u], [random], rate)[1]

    @tf.function(
        autograph=False, input_signature=[number, number, real, number, number, real, real]
    )
    def learn(
        s: tf.Tensor, a: tf.Tensor, r: tf.Tensor, s_next: tf.Tensor, a_next: tf.Tensor,
        done: tf.Tensor, lr: tf.Tensor,
    ) -> tf.Tensor:  # fmt: skip
        s, a, r, s_next, a_next, done = (t[tf.newaxis] for t in (s, a, r, s_next, a_next, done))
        Q = table.read_value()
        if on_policy:
            Q, delta = sarsa(Q, s, a, r, s_next, a_next, done, lr, discount)
        else:
            Q, delta = q_learning(Q, s, a, r, s_next, done, lr, discount)
        table.assign(Q)
        return delta

    return table, choose, learn
