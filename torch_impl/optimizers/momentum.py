"""Gradient descent with momentum in PyTorch."""

from __future__ import annotations

import torch
from torch import optim

from torch_impl.optimizers.optimizer import keep_in_groups, loss_of, with_gradient


class Momentum(optim.SGD):
    """:class:`torch.optim.SGD` with momentum, in either of its two forms.

    "buffer" is PyTorch's own: b <- mu b + g; w <- w - lr b. "velocity", v <- mu v - lr g;
    w <- w + v, is the same thing while lr is constant, with v = -lr b. So that v stays as it is
    when lr changes, b is multiplied by the old rate over the new.
    """

    def __init__(
        self,
        params,
        lr: float = 0.01,
        momentum: float = 0.9,
        form: str = "velocity",
        weight_decay: float = 0.0,
    ) -> None:
        if form not in ("velocity", "buffer"):
            raise ValueError(f"form is {form!r}, but must be 'velocity' or 'buffer'.")
        super().__init__(params, lr=lr, momentum=momentum, weight_decay=weight_decay)
        keep_in_groups(self, form=form)

    @torch.no_grad()
    def step(self, closure=None):
        """Take one step; see :meth:`torch.optim.SGD.step`."""
        loss = loss_of(closure)
        for p, group in with_gradient(self):
            if group["form"] == "velocity" and group["momentum"]:
                self._keep_velocity(self.state[p], group["lr"])
        super().step()
        return loss

    def _keep_velocity(self, state: dict, lr: float) -> None:
        last_lr = state.get("last_lr", lr)
        state["last_lr"] = lr
        if lr == last_lr:
            return
        if lr == 0:
            raise ValueError("A buffer cannot keep a velocity at a learning rate of 0.")
        if "momentum_buffer" in state:
            state["momentum_buffer"].mul_(last_lr / lr)
