"""An actor and a critic in Keras: choosing and learning are traced once."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import tensorflow as tf

from parity.describing.concept import DrawnCase
from parity.experiments.setting import Setting
from parity.experiments.training.courses.agents.cart_pole import INPUTS, Rollout
from parity.harness.evaluators.keras_evaluator import construct, exact
from parity.harness.evaluators.subject import dotted
from tf_impl.losses.mean_squared_error import MeanSquaredError
from tf_impl.reinforcement.actor_critic import actor_critic
from tf_impl.reinforcement.discounted_returns import discounted_returns
from tf_impl.reinforcement.policy_gradient import policy_gradient


class KerasAgent:
    """Keras' side; see :class:`parity.experiments.training.courses.agents.cart_pole.Agent`."""

    def __init__(self, setting: Setting, actor: DrawnCase, critic: DrawnCase) -> None:
        keras.backend.clear_session()
        keras.config.set_floatx("float64")
        keras.config.set_dtype_policy("float64")
        networks = [construct(case, "float64") for case in (actor, critic)]
        found = dotted(f"tf_impl.{setting.optimizer}")
        optimizer = found(**exact(found, dict(setting.optimizer_config), "float64"))
        optimizer.build([w for network in networks for w in network.trainable_variables])
        self._policy, self._learn = _traced(setting, networks[0], networks[1], optimizer)

    def policy(self, s: np.ndarray) -> np.ndarray:
        """Return the probabilities of the actions."""
        return self._policy(tf.constant(s[np.newaxis])).numpy()[0]

    def learn(self, rollout: Rollout) -> float:
        """Take a step; return the loss before it."""
        seen = [tf.constant(array) for array in rollout.arrays()]
        return float(self._learn(*seen, tf.constant(rollout.s_last[np.newaxis])))


def _traced(setting: Setting, actor: Any, critic: Any, optimizer: Any) -> tuple[Any, Any]:
    """Return the functions that choose and learn."""
    names = ("gamma", "value_weight", "entropy_weight")
    # Python floats would be rounded to float32 on their way.
    gamma, weight, entropy = (tf.constant(setting.options[n], "float64") for n in names)
    squares, waits = MeanSquaredError(), setting.network.endswith("policy_gradient")
    states, real = tf.TensorSpec((None, INPUTS), "float64"), tf.TensorSpec((None,), "float64")
    actions, one = tf.TensorSpec((None,), "int64"), tf.TensorSpec((1, INPUTS), "float64")

    @tf.function(autograph=False, input_signature=[one])
    def policy(s: tf.Tensor) -> tf.Tensor:
        return keras.ops.softmax(actor(s))

    def loss_of(s: tf.Tensor, a: tf.Tensor, r: tf.Tensor, done: tf.Tensor, last: tf.Tensor) -> Any:
        x, v = actor(s), critic(s)[:, 0]
        if waits:
            G = discounted_returns(r, done, gamma=gamma)
            return policy_gradient(x, a, G, v) + weight * squares(G, v)
        return actor_critic(x, v, a, r, done, critic(last)[0, 0], gamma, weight, entropy)[0]

    @tf.function(autograph=False, input_signature=[states, actions, real, real, one])
    def learn(
        s: tf.Tensor, a: tf.Tensor, r: tf.Tensor, done: tf.Tensor, last: tf.Tensor
    ) -> tf.Tensor:
        with tf.GradientTape() as tape:
            loss = loss_of(s, a, r, done, last)
        variables = [*actor.trainable_variables, *critic.trainable_variables]
        gradients = tape.gradient(loss, [variable.value for variable in variables])
        optimizer.apply_gradients(zip(gradients, variables, strict=True))
        return loss

    return policy, learn
