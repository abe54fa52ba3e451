"""How much of the input one output sees, in PyTorch: asked of the gradient."""

from __future__ import annotations

import torch
import torch.nn.functional as F


def receptive_field(
    kernel: torch.Tensor,
    stride: torch.Tensor | None = None,
    dilation: torch.Tensor | None = None,
    padding: torch.Tensor | None = None,
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return where the gradients of two neighbouring outputs of convolutions of ones are not 0.

    Shapes:
        kernel, stride, dilation, padding and the three results (L,).
    """
    one, none = torch.ones_like(kernel), torch.zeros_like(kernel)
    s, d = (one if given is None else given for given in (stride, dilation))
    p = none if padding is None else padding
    long = 4 * int(torch.prod(s)) * (1 + int((kernel * d).sum()))
    x = torch.ones(1, 1, long, dtype=torch.float64, requires_grad=True)
    y, rows = x, []
    for layer in range(len(kernel)):
        ones = torch.ones(1, 1, int(kernel[layer]), dtype=torch.float64)
        y = F.conv1d(y, ones, None, int(s[layer]), int(p[layer]), int(d[layer]))
        o = y.shape[2] // 2
        (first, last), (following, _) = (_seen(y[0, 0, at], x) for at in (o, o + 1))
        jump = following - first
        rows.append((last - first + 1, jump, first - o * jump))
    size, jump_, start = torch.tensor(rows).reshape(-1, 3).T
    return size, jump_, start


def _seen(y: torch.Tensor, x: torch.Tensor) -> tuple[int, int]:
    """Return the first and the last pixel that an output has a gradient for."""
    (gradient,) = torch.autograd.grad(y, x, retain_graph=True)
    places = gradient[0, 0].nonzero()
    return int(places[0]), int(places[-1])
