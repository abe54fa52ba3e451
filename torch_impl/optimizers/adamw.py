"""AdamW in PyTorch."""

from __future__ import annotations

from torch import optim


class AdamW(optim.AdamW):
    """:class:`torch.optim.AdamW`, with epsilon in either place.

    PyTorch adds eps to the "corrected" root sqrt(v / c2), with c2 = 1 - beta2^t. Adding epsilon to
    the "uncorrected" root sqrt(v) is the same as eps = epsilon / sqrt(c2) of this one step.
    """

    def __init__(
        self,
        params,
        lr: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
        weight_decay: float = 0.01,
        epsilon_place: str = "corrected",
    ) -> None:
        if epsilon_place not in ("corrected", "uncorrected"):
            raise ValueError(
                f"epsilon_place is {epsilon_place!r}, but must be 'corrected' or 'uncorrected'."
            )
        super().__init__(
            params, lr=lr, betas=(beta1, beta2), eps=epsilon, weight_decay=weight_decay
        )
        self.epsilon_place = epsilon_place

    def step(self, closure=None):
        """Take one step; see :meth:`torch.optim.AdamW.step`."""
        given = [group["eps"] for group in self.param_groups]
        for group in self.param_groups:
            group["t"] = group.get("t", 0) + 1
            if self.epsilon_place == "uncorrected":
                group["eps"] /= (1 - group["betas"][1] ** group["t"]) ** 0.5
        try:
            return super().step(closure)
        finally:
            for group, eps in zip(self.param_groups, given, strict=True):
                group["eps"] = eps
