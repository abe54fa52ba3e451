"""Adam in PyTorch."""

from __future__ import annotations

import torch
from torch import optim
from torch.optim.adam import adam

from torch_impl.optimizers.optimizer import keep_in_groups, loss_of, with_gradient


class Adam(optim.Adam):
    """:class:`torch.optim.Adam`, with epsilon in either place, and with or without correction.

    PyTorch adds eps to the "corrected" root sqrt(v / c2), with c2 = 1 - beta2^t. Adding epsilon to
    the "uncorrected" root sqrt(v) is the same as eps = epsilon / sqrt(c2) of this one step; to
    leave the correction out altogether, lr is multiplied by c1 / sqrt(c2) besides.
    """

    def __init__(
        self,
        params,
        lr: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
        epsilon_place: str = "corrected",
        bias_correction: bool = True,
        weight_decay: float = 0.0,
    ) -> None:
        if epsilon_place not in ("corrected", "uncorrected"):
            raise ValueError(
                f"epsilon_place is {epsilon_place!r}, but must be 'corrected' or 'uncorrected'."
            )
        super().__init__(
            params, lr=lr, betas=(beta1, beta2), eps=epsilon, weight_decay=weight_decay
        )
        keep_in_groups(self, epsilon_place=epsilon_place, bias_correction=bias_correction)

    @torch.no_grad()
    def step(self, closure=None):
        """Take one step; see :meth:`torch.optim.Adam.step`."""
        if all(
            group["bias_correction"] and group["epsilon_place"] == "corrected"
            for group in self.param_groups
        ):
            return super().step(closure)
        loss = loss_of(closure)
        for p, group in with_gradient(self):
            self.update_one(p, group)
        return loss

    def update_one(self, p: torch.Tensor, group: dict) -> None:
        """Update one parameter, by its own count of steps."""
        state = self.state[p]
        if not state:  # as PyTorch starts
            state["step"] = torch.zeros(())
            state["exp_avg"], state["exp_avg_sq"] = torch.zeros_like(p), torch.zeros_like(p)
        beta1, beta2 = group["betas"]
        t = state["step"].item() + 1
        c1, c2 = 1 - beta1**t, 1 - beta2**t
        lr, eps = group["lr"], group["eps"]
        if not group["bias_correction"]:
            lr = lr * (c1 / c2**0.5)
        if group["epsilon_place"] == "uncorrected" or not group["bias_correction"]:
            eps = eps / c2**0.5
        adam(
            [p],
            [p.grad],
            [state["exp_avg"]],
            [state["exp_avg_sq"]],
            [],
            [state["step"]],
            amsgrad=False,
            beta1=beta1,
            beta2=beta2,
            lr=lr,
            weight_decay=group["weight_decay"],
            eps=eps,
            maximize=group["maximize"],
        )
