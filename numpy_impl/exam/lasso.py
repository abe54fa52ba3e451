"""Lasso gradient (exam)."""

from __future__ import annotations

import numpy as np

from numpy_impl.exam.param_and_grad import param_and_grad


def lasso(param: np.ndarray, grad: np.ndarray, rate: float) -> np.ndarray:
    """Return the gradient with that of the penalty rate sum |param| added.

    At 0 the derivative of |param| is taken to be 0, so a weight that has arrived there may stay.
    The exam fills in ``grad += rate * np.sign(param)``; here grad itself is left as it is.

    Args:
        param: the weights, of any shape.
        grad: the loss's gradient, of the shape of param.
        rate: lambda, at least 0.

    Returns:
        grad + rate sign(param), of the shape of param.

    Source:
        Tibshirani (1996), Regression shrinkage and selection via the lasso, J. R. Statist. Soc. B
        58.
    """
    param, grad, rate = param_and_grad(param, grad, rate)
    return grad + rate * np.sign(param)
