"""A recursive network on a binary tree in PyTorch."""

from __future__ import annotations

from typing import Any

import torch
from torch.nn import functional as F


def traverse(node: Any, leaves: torch.Tensor, W: torch.Tensor) -> torch.Tensor:
    """Return the vector of a node: a leaf's own, or tanh of ``F.linear`` of its children's.

    Shapes:
        leaves (n, D), W (D, 2D), v (D,).
    """
    if not isinstance(node, dict):
        return leaves[node]
    left, right = (traverse(node[side], leaves, W) for side in ("left", "right"))
    return torch.tanh(F.linear(torch.cat([left, right]), W))
