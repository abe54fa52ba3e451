"""Weights of a loss as PyTorch keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch

Weight = float | Sequence[Any]
"""A number, or rows of numbers."""


def weight_tensor(weight: Weight | None) -> torch.Tensor | None:
    """Return a weight as a tensor of floats; None stays None."""
    return None if weight is None else torch.tensor(weight, dtype=torch.get_default_dtype())
