"""A deep Q-network in PyTorch."""

from __future__ import annotations

import numpy as np
import torch
from torch.nn import functional as F

from parity.describing.concept import DrawnCase
from parity.experiments.setting import Setting
from parity.experiments.training.courses.agents.deep_q.learning import Batch
from parity.harness.evaluators.subject import dotted
from parity.harness.evaluators.torch_evaluator import construct
from torch_impl.reinforcement.td_target import td_target


class TorchLearner:
    """PyTorch's side of :class:`.learning.Learner`."""

    def __init__(self, setting: Setting, case: DrawnCase) -> None:
        torch.set_default_dtype(torch.float64)
        self.gamma = float(setting.options["gamma"])
        self.network, self.older = (construct(case, torch.float64) for _ in range(2))
        optimizer = dotted(f"torch_impl.{setting.optimizer}")
        self.optimizer = optimizer(self.network.parameters(), **setting.optimizer_config)

    def values(self, s: np.ndarray) -> np.ndarray:
        """Return the values of the actions."""
        with torch.inference_mode():
            return self.network(torch.from_numpy(s[np.newaxis]))[0].numpy()

    def learn(self, batch: Batch) -> float:
        """Take a step; return the loss before it."""
        s, a, r, s_next, done = (torch.from_numpy(array) for array in batch)
        with torch.no_grad():
            y = td_target(r, self.older(s_next), done, gamma=self.gamma)
        taken = self.network(s).gather(1, a[:, None]).squeeze(1)
        loss = F.smooth_l1_loss(taken, y)
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        return float(loss.detach())

    def renew(self) -> None:
        """Make the copy equal to the network."""
        self.older.load_state_dict(self.network.state_dict())
