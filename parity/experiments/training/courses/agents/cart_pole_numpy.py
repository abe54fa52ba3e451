"""An actor and a critic in NumPy."""

from __future__ import annotations

import numpy as np

from numpy_impl.activations.softmax import Softmax
from numpy_impl.layers import threads
from numpy_impl.losses.mean_squared_error import MeanSquaredError
from numpy_impl.reinforcement.actor_critic import actor_critic, actor_critic_backward
from numpy_impl.reinforcement.discounted_returns import discounted_returns
from numpy_impl.reinforcement.policy_gradient import policy_gradient, policy_gradient_backward
from parity.describing.concept import DrawnCase
from parity.experiments.setting import Setting
from parity.experiments.training.courses.agents.cart_pole import Rollout
from parity.harness.evaluators.numpy_evaluator import construct
from parity.harness.evaluators.subject import dotted

# One part, or a sum over two of them would depend on how many cores there are.
threads.THREADS = 1


class NumpyAgent:
    """NumPy's side; see :class:`parity.experiments.training.courses.agents.cart_pole.Agent`."""

    def __init__(self, setting: Setting, actor: DrawnCase, critic: DrawnCase) -> None:
        self.options = setting.options
        self.waits = setting.network.endswith("policy_gradient")
        self.actor, self.critic = (construct(c, np.dtype(np.float64)) for c in (actor, critic))
        self.softmax = Softmax()
        self.optimizer = dotted(f"numpy_impl.{setting.optimizer}")(**setting.optimizer_config)

    def policy(self, s: np.ndarray) -> np.ndarray:
        """Return the probabilities of the actions."""
        with threads.products_in_one_thread():
            return self.softmax.forward(self.actor.forward(s[np.newaxis], training=False))[0]

    def learn(self, rollout: Rollout) -> float:
        """Take a step; return the loss before it."""
        with threads.products_in_one_thread():
            s, a, r, done = rollout.arrays()
            x, v = self.actor.forward(s), self.critic.forward(s)[:, 0]
            loss, dx, dv = (
                self._reinforce(x, v, a, r, done)
                if self.waits
                else self._actor_critic(x, v, a, r, done, rollout)
            )
            self.actor.fill_gradients(dx)
            # Its layers saw the state behind the rollout since.
            self.critic.forward(s)
            self.critic.fill_gradients(dv[:, np.newaxis])
            networks = {"actor": self.actor, "critic": self.critic}
            self.optimizer.update(
                {f"{n}.{name}": p for n, net in networks.items() for name, p in net.params.items()},
                {f"{n}.{name}": g for n, net in networks.items() for name, g in net.grads.items()},
            )
        return loss

    def _reinforce(
        self, x: np.ndarray, v: np.ndarray, a: np.ndarray, r: np.ndarray, done: np.ndarray
    ) -> tuple[float, np.ndarray, np.ndarray]:
        """Return the loss with the critic as baseline, and the gradients of x and v."""
        G, weight = discounted_returns(r, done, gamma=self.options["gamma"]), self.weight
        squares = MeanSquaredError()
        loss = policy_gradient(x, a, G, v) + weight * squares.forward(v, G)
        dx, _ = policy_gradient_backward(1.0, x, a, G, v)  # the baseline's gradient is left out
        return float(loss), dx, squares.backward(weight)

    @property
    def weight(self) -> float:
        """How much the critic's loss counts."""
        return float(self.options["value_weight"])

    def _actor_critic(
        self, x: np.ndarray, v: np.ndarray, a: np.ndarray, r: np.ndarray, done: np.ndarray,
        rollout: Rollout,
    ) -> tuple[float, np.ndarray, np.ndarray]:  # fmt: skip
        """Return the loss, and the gradients of x and v."""
        after = self.critic.forward(rollout.s_last[np.newaxis])[0, 0]
        weights = self.options["gamma"], self.weight, self.options["entropy_weight"]
        loss = actor_critic(x, v, a, r, done, after, *weights)[0]
        return float(loss), *actor_critic_backward(1.0, x, v, a, r, done, after, *weights)
