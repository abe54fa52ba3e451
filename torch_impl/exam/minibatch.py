"""Mini-batch (exam) in PyTorch."""

from __future__ import annotations

import torch
from torch.utils.data import DataLoader, TensorDataset


def minibatch(
    data_x: torch.Tensor, data_t: torch.Tensor, i: int, batch_size: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the first batch that a :class:`torch.utils.data.DataLoader` gives from example i."""
    data = TensorDataset(data_x, data_t)
    x, t = next(iter(DataLoader(data, batch_size, sampler=range(i, len(data)))))
    return x, t
