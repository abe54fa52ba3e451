"""One step down a gradient, for networks that train themselves."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import nn


def descend(loss: torch.Tensor, parameters: Iterable[nn.Parameter], lr: float) -> None:
    """Move some parameters against their gradient of the loss, by :class:`torch.optim.SGD`."""
    kept = list(parameters)
    optimizer = torch.optim.SGD(kept, lr=lr)
    for parameter, gradient in zip(kept, torch.autograd.grad(loss, kept), strict=True):
        parameter.grad = gradient
    optimizer.step()
    optimizer.zero_grad()
