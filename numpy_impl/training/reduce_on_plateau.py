"""A learning rate that is lowered on a plateau."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_choice, require_not_negative, require_shape


def reduce_on_plateau(
    losses: ArrayLike,
    lr: float = 0.1,
    factor: float = 0.1,
    patience: int = 10,
    threshold: float = 1e-4,
    cooldown: int = 0,
    min_lr: float = 0.0,
    mode: str = "min",
    threshold_mode: str = "rel",
) -> np.ndarray:
    """Return the learning rate after each epoch: times factor where the loss has come to rest.

    When more than patience epochs in a row have not improved, the rate is lowered. Then cooldown
    epochs are not counted, for the loss needs some to answer.

    Args:
        losses: the validation loss of each epoch (E,).
        lr: the rate at the start.
        factor: what it is multiplied by, less than 1.
        patience: how many epochs in a row may pass without improvement.
        threshold: an improvement that is not larger does not count.
        cooldown: how many epochs after a reduction are not counted.
        min_lr: the rate never falls below it.
        mode: ``"min"`` for a loss, ``"max"`` for what shall be large, such as an accuracy.
        threshold_mode: ``"rel"``: the threshold is a share of the best loss; ``"abs"``: it is
            taken as it is.

    Returns:
        rates (E,): the rate with which the epoch after each one trains.

    Source:
        torch.optim.lr_scheduler.ReduceLROnPlateau; by hand, on a plateau of the error, already:
        He, Zhang, Ren and Sun (2016), Deep residual learning for image recognition, section 3.4.
    """
    losses = as_float("losses", losses)
    require_shape("losses", losses, (None,))
    require_choice("mode", mode, ("min", "max"))
    require_choice("threshold_mode", threshold_mode, ("rel", "abs"))
    if not 0 <= factor < 1:
        raise ValueError(f"factor is {factor}, but must be at least 0 and less than 1.")
    given = {"lr": lr, "patience": patience, "threshold": threshold, "cooldown": cooldown,
             "min_lr": min_lr}  # fmt: skip
    for name, value in given.items():
        require_not_negative(name, value)
    sign = 1 if mode == "min" else -1
    rates = np.full(losses.shape, lr, dtype=losses.dtype)
    wait = rest = best = 0
    for epoch in range(1, len(losses)):
        margin = threshold * losses[best] if threshold_mode == "rel" else threshold
        wait += 1
        if sign * losses[epoch] < sign * losses[best] - margin:
            best, wait = epoch, 0
        if rest > 0:
            rest, wait = rest - 1, 0
        if wait > patience:
            lr = max(lr * factor, min_lr)
            rest, wait = cooldown, 0
        rates[epoch] = lr
    return rates
