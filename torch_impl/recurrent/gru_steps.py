"""What the GRU's cell and layer share in PyTorch: the forms that PyTorch's own have not."""

from __future__ import annotations

import torch
import torch.nn.functional as F


def reset_before(
    x: torch.Tensor,
    h: torch.Tensor,
    W: torch.Tensor,
    U: torch.Tensor,
    b: torch.Tensor | None,
    z_weighs: str,
) -> torch.Tensor:
    """Return h_new of a step whose reset gate acts before the product, composed."""
    H = h.shape[-1]
    a_r, a_z, a_n = F.linear(x, W, b).chunk(3, dim=-1)
    u_r, u_z = F.linear(h, U[: 2 * H]).chunk(2, dim=-1)
    r, z = torch.sigmoid(a_r + u_r), torch.sigmoid(a_z + u_z)
    n = torch.tanh(a_n + F.linear(r * h, U[2 * H :]))
    return torch.lerp(h, n, z) if z_weighs == "new" else torch.lerp(n, h, z)


def with_z_negated(weight: torch.Tensor) -> torch.Tensor:
    """Return a weight (3H, ...) whose z, s(-a) = 1 - s(a), is the other share."""
    r, z, n = weight.chunk(3)
    return torch.cat([r, -z, n])
