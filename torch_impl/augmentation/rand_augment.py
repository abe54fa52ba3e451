"""RandAugment in PyTorch."""

from __future__ import annotations

import torch
from torch.nn import functional

from torch_impl.augmentation.brightness import brightness
from torch_impl.augmentation.contrast import contrast
from torch_impl.augmentation.rotate import rotate


def rand_augment(
    x: torch.Tensor,
    operations: torch.Tensor,
    magnitudes: torch.Tensor,
    fill: float = 0.0,
    clip: tuple[float, float] = (0.0, 1.0),
) -> torch.Tensor:
    """Return the images, each changed by its own operations.

    All are made of every image at once, and of each the chosen one is kept.

    Shapes:
        x (N, C, H, W), operations and magnitudes (N, L); the result as x.
    """
    for chosen, m in zip(operations.T, magnitudes.T, strict=True):
        made = torch.stack(
            [
                x,
                rotate(x, 30 * m, fill),
                brightness(x, 1 + 0.9 * m, "scale", clip),
                contrast(x, 1 + 0.9 * m, clip=clip),
                torch.where(x >= 1 - m.abs()[:, None, None, None], 1 - x, x),
                torch.stack([_moved(each, s, fill) for each, s in zip(x, m.tolist(), strict=True)]),
                torch.stack(
                    [
                        _moved(each.transpose(1, 2), s, fill).transpose(1, 2)
                        for each, s in zip(x, m.tolist(), strict=True)
                    ]
                ),
            ]
        )
        x = made[chosen.long(), torch.arange(len(x))]
    return x


def _moved(image: torch.Tensor, m: float, fill: float) -> torch.Tensor:
    """Return (C, H, W) moved along its last axis: a negative padding cuts off."""
    by = int(0.45 * m * image.shape[-1])
    return functional.pad(image, (by, -by), value=fill)
