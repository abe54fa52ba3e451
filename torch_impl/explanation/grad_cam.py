"""Grad-CAM in PyTorch."""

from __future__ import annotations

import torch
from torch.nn import functional as F


def grad_cam(A: torch.Tensor, dA: torch.Tensor, normalize: bool = False) -> torch.Tensor:
    """Return the maps, a 1x1 convolution whose kernels are the pooled gradients.

    Shapes:
        A and dA (N, K, H, W); the maps (N, H, W).
    """
    A, dA = (a if a.is_floating_point() else a.double() for a in (A, dA))
    alpha = F.adaptive_avg_pool2d(dA, 1)
    n, k, height, width = A.shape
    maps = F.conv2d(A.reshape(1, n * k, height, width), alpha.reshape(n, k, 1, 1), groups=n)
    cam = F.relu(maps[0])
    if normalize:
        most = cam.amax(dim=(1, 2), keepdim=True)
        cam = torch.where(most > 0, cam / most, cam)
    return cam
