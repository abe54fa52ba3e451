"""A table of values in NumPy."""

from __future__ import annotations

import numpy as np

from numpy_impl.reinforcement.epsilon_greedy import epsilon_greedy
from numpy_impl.reinforcement.q_learning import q_learning
from numpy_impl.reinforcement.sarsa import sarsa
from parity.experiments.setting import Setting


class NumpyLearner:
    """NumPy's side; see :class:`parity.experiments.training.courses.agents.values.Learner`."""

    def __init__(self, states: int, actions: int, setting: Setting, gamma: float) -> None:
        self.Q = np.zeros((states, actions))
        self.on_policy = setting.network.endswith("sarsa")
        self.epsilon, self.gamma = setting.options["epsilon"], gamma

    def choose(self, s: int, u: float, random: int) -> int:
        """Return the action."""
        _, a = epsilon_greedy(self.Q[s : s + 1], np.array([u]), [random], self.epsilon)
        return int(a[0])

    def learn(
        self, s: int, a: int, r: float, s_next: int, a_next: int, done: bool, lr: float
    ) -> float:
        """Learn; return the error before."""
        seen, reward = ([s], [a]), np.array([r])
        if self.on_policy:
            self.Q, delta = sarsa(
                self.Q, *seen, reward, [s_next], [a_next], [done], lr=lr, gamma=self.gamma
            )
        else:
            self.Q, delta = q_learning(
                self.Q, *seen, reward, [s_next], [done], lr=lr, gamma=self.gamma
            )
        return float(delta[0])

    def table(self) -> np.ndarray:
        """Return the table (S, A)."""
        return self.Q.copy()
