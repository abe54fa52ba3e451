"""The loss of knowledge distillation."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.activations.log_softmax import LogSoftmax
from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy
from numpy_impl.validation import as_float, require_shape


def distillation_loss(
    x: ArrayLike, z: ArrayLike, t: ArrayLike, temperature: float = 2.0, alpha: float = 0.5
) -> np.ndarray:
    """Return what a student lacks to its teacher's soft answers and to the labels.

        L = alpha T^2 KL(softmax(z / T) || softmax(x / T)) + (1 - alpha) CE(x, t)

    Args:
        x: the student's logits (N, C).
        z: the teacher's logits (N, C); they get no gradient.
        t: the labels (N,), or distributions (N, C).
        temperature: T, by which logits are divided: the larger, the softer.
        alpha: how much the teacher counts, from 0 to 1; the labels count the rest.

    Returns:
        L, a scalar: the mean over the examples.

    Source:
        Hinton, Vinyals and Dean (2015), Distilling the knowledge in a neural network, section 2.
    """
    x, z = _logits(x, z, temperature, alpha)
    temperature, alpha = float(temperature), float(alpha)
    log_p, log_q = _softened(x, temperature), _softened(z, temperature)
    soft = (np.exp(log_q) * (log_q - log_p)).sum(axis=1).mean()
    hard = SoftmaxCrossEntropy().forward(x, t)
    return alpha * temperature**2 * soft + (1 - alpha) * hard


def distillation_loss_backward(
    dL: ArrayLike,
    x: ArrayLike,
    z: ArrayLike,
    t: ArrayLike,
    temperature: float = 2.0,
    alpha: float = 0.5,
) -> tuple[np.ndarray]:
    """Return the gradient of the student's logits.

    Args:
        dL: the gradient of L.
        x: as it was given.
        z: as it was given.
        t: as it was given.
        temperature: as it was given.
        alpha: as it was given.

    Returns:
        (dx,), of the shape of x.
    """
    x, z = _logits(x, z, temperature, alpha)
    temperature, alpha = float(temperature), float(alpha)
    dL = np.asarray(dL, dtype=x.dtype)
    require_shape("dL", dL, ())
    p, q = np.exp(_softened(x, temperature)), np.exp(_softened(z, temperature))
    # One 1 / T comes from x / T; of T^2 one T is left.
    soft = temperature * (p - q) / len(x)
    loss = SoftmaxCrossEntropy()
    loss.forward(x, t)
    hard = loss.backward()
    return (dL * (alpha * soft + (1 - alpha) * hard),)


def _softened(x: np.ndarray, temperature: float) -> np.ndarray:
    """Return log softmax(x / T)."""
    return LogSoftmax().forward(x / temperature)


def _logits(
    x: ArrayLike, z: ArrayLike, temperature: float, alpha: float
) -> tuple[np.ndarray, np.ndarray]:
    x = as_float("x", x)
    z = as_float("z", z).astype(x.dtype, copy=False)
    require_shape("x", x, (None, None))
    require_shape("z", z, x.shape)
    if not len(x):
        raise ValueError(f"x has shape {x.shape}, but the mean of no examples is not defined.")
    if not temperature > 0:
        raise ValueError(f"temperature is {temperature}, but must be greater than 0.")
    if not 0 <= alpha <= 1:
        raise ValueError(f"alpha is {alpha}, but must be from 0 to 1.")
    return x, z
