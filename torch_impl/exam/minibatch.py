"""The exam's random crop and mini-batch in PyTorch."""

from __future__ import annotations

import torch
from torch.utils.data import DataLoader, TensorDataset


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


def minibatch(
    data_x: torch.Tensor, data_t: torch.Tensor, i: int, batch_size: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the first batch that a :class:`torch.utils.data.DataLoader` gives from example i."""
    data = TensorDataset(data_x, data_t)
    x, t = next(iter(DataLoader(data, batch_size, sampler=range(i, len(data)))))
    return x, t
