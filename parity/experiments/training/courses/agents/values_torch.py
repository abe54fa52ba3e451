"""A table of values in PyTorch."""

from __future__ import annotations

import numpy as np
import torch

from parity.experiments.setting import Setting
from torch_impl.reinforcement.epsilon_greedy import epsilon_greedy
from torch_impl.reinforcement.q_learning import q_learning
from torch_impl.reinforcement.sarsa import sarsa


class TorchLearner:
    """PyTorch's side; see :class:`parity.experiments.training.courses.agents.values.Learner`."""

    def __init__(self, states: int, actions: int, setting: Setting, gamma: float) -> None:
        torch.set_default_dtype(torch.float64)
        self.Q = torch.zeros(states, actions)
        self.on_policy = setting.network.endswith("sarsa")
        self.epsilon, self.gamma = setting.options["epsilon"], gamma

    def choose(self, s: int, u: float, random: int) -> int:
        """Return the action."""
        drawn = torch.tensor([u]), torch.tensor([random])
        return int(epsilon_greedy(self.Q[s : s + 1], *drawn, self.epsilon)[1])

    def learn(
        self, s: int, a: int, r: float, s_next: int, a_next: int, done: bool, lr: float
    ) -> float:
        """Learn; return the error before."""
        seen = torch.tensor([s]), torch.tensor([a]), torch.tensor([r]), torch.tensor([s_next])
        end = torch.tensor([float(done)])
        if self.on_policy:
            taken = torch.tensor([a_next])
            self.Q, delta = sarsa(self.Q, *seen, taken, end, lr=lr, gamma=self.gamma)
        else:
            self.Q, delta = q_learning(self.Q, *seen, end, lr=lr, gamma=self.gamma)
        return float(delta)

    def table(self) -> np.ndarray:
        """Return the table (S, A)."""
        return self.Q.numpy().copy()
