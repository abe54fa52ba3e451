"""Distances in PyTorch."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F


def distances(
    a: torch.Tensor,
    b: torch.Tensor,
    metric: str = "euclidean",
    p: float = 3.0,
    covariance: Any = None,
) -> torch.Tensor:
    """Return how far each row of a is from each of b, by :func:`torch.cdist` where it can.

    Shapes:
        a (N, D), b (M, D), covariance (D, D), y (N, M).
    """
    if metric == "cosine":
        return 1 - F.cosine_similarity(a[:, None], b, dim=2)
    if metric == "mahalanobis":  # lengths, where the axes are turned so that S is the identity
        L = torch.linalg.cholesky(torch.as_tensor(covariance, dtype=a.dtype))
        a, b = (torch.linalg.solve_triangular(L, v.T, upper=False).T for v in (a, b))
    order = {"manhattan": 1.0, "lp": float(p), "chebyshev": torch.inf}.get(metric, 2.0)
    return torch.cdist(a, b, order, compute_mode="donot_use_mm_for_euclid_dist")
