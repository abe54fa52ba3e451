"""A deep Q-network in NumPy."""

from __future__ import annotations

import numpy as np

from numpy_impl.layers import threads
from numpy_impl.reinforcement.q_network import huber
from numpy_impl.reinforcement.td_target import td_target
from parity.describing.concept import DrawnCase
from parity.experiments.setting import Setting
from parity.experiments.training.courses.agents.deep_q.learning import Batch
from parity.harness.evaluators.numpy_evaluator import construct
from parity.harness.evaluators.subject import dotted

# One part, or a sum over two of them would depend on how many cores there are.
threads.THREADS = 1


class NumpyLearner:
    """NumPy's side of :class:`.learning.Learner`."""

    def __init__(self, setting: Setting, case: DrawnCase) -> None:
        self.gamma = float(setting.options["gamma"])
        self.network, self.older = (construct(case, np.dtype(np.float64)) for _ in range(2))
        self.optimizer = dotted(f"numpy_impl.{setting.optimizer}")(**setting.optimizer_config)

    def values(self, s: np.ndarray) -> np.ndarray:
        """Return the values of the actions."""
        with threads.products_in_one_thread():
            return self.network.forward(s[np.newaxis], training=False)[0]

    def learn(self, batch: Batch) -> float:
        """Take a step; return the loss before it."""
        s, a, r, s_next, done = batch
        rows = np.arange(len(a))
        with threads.products_in_one_thread():
            y = td_target(r, self.older.forward(s_next, training=False), done, gamma=self.gamma)
            q = self.network.forward(s)
            error = q[rows, a] - y
            dq = np.zeros_like(q)
            dq[rows, a] = np.clip(error, -1, 1) / len(a)  # Huber's slope; none flows into y
            self.network.fill_gradients(dq)
            self.optimizer.update(self.network.params, self.network.grads)
        return float(huber(error).mean())

    def renew(self) -> None:
        """Make the copy equal to the network."""
        for name, array in self.network.params.items():
            self.older.params[name][...] = array
