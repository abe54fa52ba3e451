"""Positive pointwise mutual information in PyTorch."""

from __future__ import annotations

import torch


def positive_pmi(C: torch.Tensor, epsilon: float = 1e-8) -> torch.Tensor:
    """Return y (V, K) for counts C (V, K), from probabilities: log2(P(i, j) / (P(i) P(j)))."""
    joint = C / C.sum()  # integers become real numbers here
    by_chance = torch.outer(joint.sum(dim=1), joint.sum(dim=0))
    ratio = torch.where(by_chance > 0, joint / by_chance, torch.zeros_like(joint))
    return torch.log2(ratio + epsilon).relu()
