"""Early stopping."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_choice, require_not_negative, require_shape


def early_stopping(
    losses: ArrayLike, patience: int = 0, min_delta: float = 0.0, mode: str = "min"
) -> tuple[np.ndarray, np.ndarray]:
    """Return after which epoch training ends, and which epoch's weights are restored.

    An epoch improves if its loss is below the best one by more than min_delta. Training ends with
    the first epoch that does not improve and is at least patience epochs after the best one.

    Args:
        losses: the validation loss of each epoch (E,), as it would be without stopping.
        patience: how many epochs in a row may pass without improvement; 0 is as 1.
        min_delta: an improvement that is not larger does not count.
        mode: ``"min"`` for a loss, ``"max"`` for what shall be large, such as an accuracy.

    Returns:
        (stop, best), scalars that count from 0: the last epoch, and that of the best loss so far.

    Raises:
        ValueError: if there are no epochs, or patience or min_delta is negative.

    Source:
        Goodfellow, Bengio and Courville (2016), Deep learning, algorithm 7.1.
    """
    losses = as_float("losses", losses)
    require_shape("losses", losses, (None,))
    if not len(losses):
        raise ValueError("losses is empty, but one epoch at least is needed.")
    require_choice("mode", mode, ("min", "max"))
    require_not_negative("patience", patience)
    require_not_negative("min_delta", min_delta)
    sign = 1 if mode == "min" else -1
    best, wait, stop = 0, 0, len(losses) - 1
    for epoch in range(1, len(losses)):
        wait += 1
        if sign * losses[epoch] < sign * losses[best] - min_delta:
            best, wait = epoch, 0
        elif wait >= patience:
            stop = epoch
            break
    return np.array(stop), np.array(best)
