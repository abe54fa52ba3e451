"""One step of a table of values, as gradient descent."""

from __future__ import annotations

import torch
from torch.nn import functional as F


def moved_towards(
    Q: torch.Tensor, s: torch.Tensor, a: torch.Tensor, y: torch.Tensor, lr: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the table after a step of SGD on (y - Q(s, a))^2 / 2, and y - Q(s, a).

    The target y is detached: the gradient is that of Q(s, a) alone.

    Shapes:
        Q (S, A); s, a, y and lr scalars.
    """
    table = Q.detach().clone().requires_grad_()
    y = y.detach()
    F.mse_loss(table[s, a], y).div(2).backward()
    delta = y - table[s, a].detach()
    optimizer = torch.optim.SGD([table], lr=float(lr))
    optimizer.step()
    return table.detach(), delta
