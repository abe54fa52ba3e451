"""Adam in PyTorch."""

from __future__ import annotations

from torch import optim


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
        self.epsilon_place = epsilon_place
        self.bias_correction = bias_correction

    def step(self, closure=None):
        """Take one step; see :meth:`torch.optim.Adam.step`."""
        given = [(group["lr"], group["eps"]) for group in self.param_groups]
        for group in self.param_groups:
            group["t"] = group.get("t", 0) + 1
            beta1, beta2 = group["betas"]
            c1, c2 = 1 - beta1 ** group["t"], 1 - beta2 ** group["t"]
            if not self.bias_correction:
                group["lr"] *= c1 / c2**0.5
            if self.epsilon_place == "uncorrected" or not self.bias_correction:
                group["eps"] /= c2**0.5
        try:
            return super().step(closure)
        finally:
            for group, (lr, eps) in zip(self.param_groups, given, strict=True):
                group["lr"], group["eps"] = lr, eps
