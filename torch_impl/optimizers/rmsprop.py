"""RMSprop in PyTorch."""

from __future__ import annotations

import torch
from torch import optim

from torch_impl.optimizers.optimizer import keep_in_groups, loss_of, with_gradient


class RMSprop(optim.RMSprop):
    """:class:`torch.optim.RMSprop`, with epsilon "outside" the root (its own way) or "inside".

    For "inside" the average itself is kept epsilon higher: what is v + epsilon / rho before a step
    is rho v + (1 - rho) g^2 + epsilon after it, and the root of that needs nothing added.
    """

    def __init__(
        self,
        params,
        lr: float = 0.01,
        rho: float = 0.99,
        epsilon: float = 1e-7,
        epsilon_place: str = "outside",
    ) -> None:
        if epsilon_place not in ("outside", "inside"):
            raise ValueError(
                f"epsilon_place is {epsilon_place!r}, but must be 'outside' or 'inside'."
            )
        if epsilon_place == "inside" and rho == 0:
            raise ValueError("Without an average (rho = 0) there is nothing to keep higher.")
        super().__init__(
            params, lr=lr, alpha=rho, eps=epsilon if epsilon_place == "outside" else 0.0
        )
        keep_in_groups(self, raised_by=epsilon if epsilon_place == "inside" else 0.0)

    @torch.no_grad()
    def step(self, closure=None):
        """Take one step; see :meth:`torch.optim.RMSprop.step`."""
        loss = loss_of(closure)
        for p, group in with_gradient(self):
            if group["raised_by"]:
                self._raise_average(p, group["raised_by"], group["alpha"])
        super().step()
        return loss

    def _raise_average(self, p: torch.Tensor, raised_by: float, rho: float) -> None:
        state = self.state[p]
        if state:
            state["square_avg"].add_(raised_by * (1 - rho) / rho)
        else:
            state["step"] = torch.zeros(())
            state["square_avg"] = torch.full_like(p, raised_by / rho)
