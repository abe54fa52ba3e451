"""What the exam's ridge and lasso check."""

from __future__ import annotations

import numpy as np

from numpy_impl.validation import as_float, require_not_negative, require_shape


def param_and_grad(
    param: np.ndarray, grad: np.ndarray, rate: float
) -> tuple[np.ndarray, np.ndarray, float]:
    """Return the parameter and its gradient as floats of one shape, and the rate, checked."""
    param, grad = as_float("param", param), as_float("grad", grad)
    require_shape("grad", grad, param.shape)
    require_not_negative("rate", rate)
    return param, grad, float(rate)
