"""Mutual information in PyTorch."""

from __future__ import annotations

import math

import torch

from torch_impl.information.kl_divergence import kl_divergence


def mutual_information(P: torch.Tensor, base: float = math.e) -> torch.Tensor:
    """Return I(X; Y), the KL divergence of the joint from the product of the marginals.

    Shapes:
        P (..., X, Y), probabilities over both; I (...).
    """
    independent = P.sum(dim=-1, keepdim=True) * P.sum(dim=-2, keepdim=True)
    return kl_divergence(P.flatten(-2), independent.flatten(-2), base=base)
