"""Random crop (exam) in PyTorch."""

from __future__ import annotations

import torch


def random_crop(
    image: torch.Tensor, crop_size: tuple[int, int], *, seed: int | None = None
) -> torch.Tensor:
    """Return a random window (h, w, C) of the image (H, W, C).

    The offsets are drawn as ``torchvision.transforms.RandomCrop`` does it, which is a package of
    its own.
    """
    (H, W, _), (h, w) = image.shape, crop_size
    generator = torch.Generator()
    if seed is None:
        generator.seed()
    else:
        generator.manual_seed(seed)
    top, left = (int(torch.randint(n + 1, (), generator=generator)) for n in (H - h, W - w))
    return image.narrow(0, top, h).narrow(1, left, w)
