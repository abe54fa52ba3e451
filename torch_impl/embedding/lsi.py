"""Latent semantic indexing in PyTorch."""

from __future__ import annotations

import torch


def lsi(X: torch.Tensor, n_topics: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return (U, s, V) for X (terms, docs), by :func:`torch.linalg.svd`, which gives V^T.

    Shapes:
        U (terms, n_topics), s (n_topics,), V (docs, n_topics); the largest element of each column
        of U is positive.
    """
    U, s, V = _as_they_come(X, n_topics)
    largest = U.gather(0, U.abs().argmax(dim=0, keepdim=True))
    return U * largest.sign(), s, V * largest.sign()


def _as_they_come(X: torch.Tensor, n_topics: int) -> tuple[torch.Tensor, ...]:
    """Return (U, s, V) with the signs that the decomposition happens to give."""
    X = X if X.is_floating_point() else X.to(torch.get_default_dtype())
    U, s, Vh = torch.linalg.svd(X, full_matrices=False)
    return U[:, :n_topics], s[:n_topics], Vh[:n_topics].T
