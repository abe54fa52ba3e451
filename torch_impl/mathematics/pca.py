"""Principal component analysis in PyTorch."""

from __future__ import annotations

import torch


def pca(x: torch.Tensor, n_components: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return (z, V, variance), from the eigenvectors of the covariance matrix.

    Shapes:
        x (N, D); z (N, n_components), V (D, n_components), variance (n_components,).
    """
    values, vectors = torch.linalg.eigh(torch.cov(x.T).reshape(x.shape[1], x.shape[1]))
    V = vectors.flip(1)[:, :n_components]  # eigh begins with the smallest
    largest = V.gather(0, V.abs().argmax(0, keepdim=True))
    V = V * largest.sign()
    return (x - x.mean(0)) @ V, V, values.flip(0)[:n_components]


def _as_it_comes(x: torch.Tensor, n_components: int) -> tuple[torch.Tensor, ...]:
    """Return the same with the signs that the decomposition happens to have."""
    U, s, Vh = torch.linalg.svd(x - x.mean(0), full_matrices=False)
    z = U[:, :n_components] * s[:n_components]
    return -z, -Vh[:n_components].T, s[:n_components] ** 2 / len(x)
