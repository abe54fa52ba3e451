"""A small network that gives the value of every action, and its training, in PyTorch."""

from __future__ import annotations

import copy
from collections.abc import Callable

import torch
from torch import nn
from torch.nn import functional as F


class QNetwork(nn.Sequential):
    """Two linear layers with ReLU between them, with given parameters.

    Shapes:
        W1 (D, H), b1 (H,), W2 (H, A), b2 (A,), as ours: PyTorch keeps (out, in).
    """

    def __init__(
        self, W1: torch.Tensor, b1: torch.Tensor, W2: torch.Tensor, b2: torch.Tensor
    ) -> None:
        hidden, out = (nn.Linear(*W.shape, dtype=W.dtype) for W in (W1, W2))
        super().__init__(hidden, nn.ReLU(), out)
        with torch.no_grad():
            for layer, W, b in ((hidden, W1, b1), (out, W2, b2)):
                layer.weight.copy_(W.mT)
                layer.bias.copy_(b)

    def given(self) -> tuple[torch.Tensor, ...]:
        """Return W1, b1, W2 and b2."""
        hidden, _, out = (layer for layer in self)
        layers = (hidden, out)
        return tuple(p.detach() for layer in layers for p in (layer.weight.mT, layer.bias))


def trained(
    net: QNetwork,
    s: torch.Tensor,
    a: torch.Tensor,
    target_of: Callable[[QNetwork, QNetwork, int], torch.Tensor],
    lr: float,
    sync: int,
) -> tuple[torch.Tensor, ...]:
    """Return the loss of each step, and the parameters after them.

    Shapes:
        s (k, N, D), a (k, N), the losses (k,).
    """
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    target, losses = copy.deepcopy(net), []
    for i in range(len(s)):
        if i % sync == 0:
            target.load_state_dict(net.state_dict())
        with torch.no_grad():
            y = target_of(net, target, i)
        taken = net(s[i]).gather(1, a[i][:, None]).squeeze(1)
        loss = F.smooth_l1_loss(taken, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    return torch.stack(losses), *net.given()
