"""An actor and a critic in PyTorch."""

from __future__ import annotations

import numpy as np
import torch

from parity.describing.concept import DrawnCase
from parity.experiments.setting import Setting
from parity.experiments.training.courses.agents.cart_pole import Rollout
from parity.harness.evaluators.subject import dotted
from parity.harness.evaluators.torch_evaluator import construct
from torch_impl.losses.mean_squared_error import MeanSquaredError
from torch_impl.reinforcement.actor_critic import actor_critic
from torch_impl.reinforcement.discounted_returns import discounted_returns
from torch_impl.reinforcement.policy_gradient import policy_gradient


class TorchAgent:
    """PyTorch's side; see :class:`parity.experiments.training.courses.agents.cart_pole.Agent`."""

    def __init__(self, setting: Setting, actor: DrawnCase, critic: DrawnCase) -> None:
        torch.set_default_dtype(torch.float64)
        self.options = setting.options
        self.waits = setting.network.endswith("policy_gradient")
        self.actor, self.critic = (construct(c, torch.float64) for c in (actor, critic))
        self.squares = MeanSquaredError()
        parameters = [*self.actor.parameters(), *self.critic.parameters()]
        optimizer = dotted(f"torch_impl.{setting.optimizer}")
        self.optimizer = optimizer(parameters, **setting.optimizer_config)

    def policy(self, s: np.ndarray) -> np.ndarray:
        """Return the probabilities of the actions."""
        with torch.inference_mode():
            return torch.softmax(self.actor(torch.from_numpy(s[np.newaxis])), 1)[0].numpy()

    def learn(self, rollout: Rollout) -> float:
        """Take a step; return the loss before it."""
        s, a, r, done = (torch.from_numpy(array) for array in rollout.arrays())
        x, v = self.actor(s), self.critic(s)[:, 0]
        gamma, weight = self.options["gamma"], self.options["value_weight"]
        if self.waits:
            G = discounted_returns(r, done, gamma=gamma)
            loss = policy_gradient(x, a, G, v) + weight * self.squares(v, G)
        else:
            with torch.no_grad():
                after = self.critic(torch.from_numpy(rollout.s_last[np.newaxis]))[0, 0]
            entropy = self.options["entropy_weight"]
            loss = actor_critic(x, v, a, r, done, after, gamma, weight, entropy)[0]
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        return float(loss.detach())
