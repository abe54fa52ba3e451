"""One step of training, written out."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.layers.threads import products_in_one_thread
from numpy_impl.networks.network import Network
from numpy_impl.optimizers.optimizer import Optimizer


def train_step(
    network: Network,
    loss: Layer,
    optimizer: Optimizer,
    x: np.ndarray,
    t: np.ndarray,
    masks: dict[str, np.ndarray] | None = None,
) -> tuple[float, float]:
    """Move the network's parameters one step along the gradient of the loss on one batch.

    Args:
        network: gives class scores (N, classes) for x.
        loss: compares scores and targets.
        optimizer: makes the step.
        x: the batch (N, ...).
        t: class numbers (N,).
        masks: dropout masks by layer; drawn by the layers themselves if none are given.

    Returns:
        The loss, penalty included, and the accuracy (a fraction), both before the step.
    """
    options = {} if masks is None else {"masks": masks}
    with products_in_one_thread():
        scores = network.forward(x, training=True, **options)
        value = float(loss.forward(scores, t)) + network.penalty()
        network.fill_gradients(loss.backward(1.0))
        optimizer.update(network.params, network.grads)
    return value, float(np.mean(scores.argmax(axis=1) == t))
