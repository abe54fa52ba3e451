"""Nesterov's accelerated gradient in PyTorch."""

from __future__ import annotations

from torch import optim


class Nesterov(optim.SGD):
    """:class:`torch.optim.SGD` with ``nesterov=True``, in either of its two forms.

    "buffer" is PyTorch's own: b <- mu b + g; w <- w - lr (g + mu b). "velocity",
    v <- mu v - lr g; w <- w + mu v - lr g, is the same thing while lr is constant, with
    v = -lr b. So that v stays as it is when lr changes, b is multiplied by the old rate over the
    new.
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
        # PyTorch refuses nesterov without momentum, where it is plain SGD.
        super().__init__(
            params, lr=lr, momentum=momentum, weight_decay=weight_decay, nesterov=momentum > 0
        )
        self.form = form

    def step(self, closure=None):
        """Take one step; see :meth:`torch.optim.SGD.step`."""
        if self.form == "velocity":
            for group in self.param_groups:
                self._keep_velocity(group)
        return super().step(closure)

    def _keep_velocity(self, group: dict) -> None:
        lr, last_lr = group["lr"], group.get("last_lr", group["lr"])
        group["last_lr"] = lr
        if lr == last_lr:
            return
        if lr == 0:
            raise ValueError("A buffer cannot keep a velocity at a learning rate of 0.")
        for p in group["params"]:
            if "momentum_buffer" in self.state[p]:
                self.state[p]["momentum_buffer"].mul_(last_lr / lr)
