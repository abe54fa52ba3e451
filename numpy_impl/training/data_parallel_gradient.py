"""The gradient of a batch that several workers share."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy
from numpy_impl.validation import as_float, require_choice, require_shape


def data_parallel_gradient(
    x: ArrayLike,
    t: ArrayLike,
    W: ArrayLike,
    b: ArrayLike,
    n_workers: int = 2,
    average: str = "examples",
    normalize: str = "none",
    epsilon: float = 1e-5,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradients of a classifier's mean loss, each worker's part averaged.

    Each worker has the same weights and a part of the batch, finds the gradient of the mean
    cross-entropy of x W + b over its part, and the gradients are averaged (all-reduce).

    Args:
        x: (N, D). The first workers have one example more where N does not divide.
        t: the true classes (N,).
        W: (D, C).
        b: (C,).
        n_workers: how many workers there are, at most N.
        average: ``"examples"`` weighs a worker by its examples, which gives the gradient of the
            whole batch; ``"workers"`` counts each alike.
        normalize: ``"shard"`` standardizes x by each worker's own mean and variance, as batch
            normalization does; ``"batch"`` by those of the whole batch; ``"none"`` not at all.
        epsilon: added to the variance.

    Returns:
        (dW, db), of the shapes of W and b.

    Raises:
        ValueError: if a worker would have no example.

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 12.1.3.
    """
    require_choice("average", average, ("examples", "workers"))
    require_choice("normalize", normalize, ("none", "shard", "batch"))
    x, W, b = as_float("x", x), as_float("W", W), as_float("b", b)
    t = np.asarray(t)
    require_shape("x", x, (None, None))
    N, D = x.shape
    require_shape("W", W, (D, None))
    require_shape("b", b, W.shape[1:])
    require_shape("t", t, (N,))
    if not 1 <= n_workers <= N:
        raise ValueError(f"n_workers is {n_workers}, but must be from 1 to the {N} examples.")
    if normalize == "batch":
        x = _standardized(x, epsilon)
    dW, db = np.zeros_like(W), np.zeros_like(b)
    for part in np.array_split(np.arange(N), n_workers):
        x_k = _standardized(x[part], epsilon) if normalize == "shard" else x[part]
        loss = SoftmaxCrossEntropy()
        loss.forward(x_k @ W + b, t[part])
        dz = loss.backward()  # of the mean over this worker's examples
        share = len(part) / N if average == "examples" else 1 / n_workers
        dW += share * (x_k.T @ dz)
        db += share * dz.sum(axis=0)
    return dW, db


def _standardized(x: np.ndarray, epsilon: float) -> np.ndarray:
    return (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + epsilon)
