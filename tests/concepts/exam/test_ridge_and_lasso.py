"""The exam's penalties on weights beyond their cases: by hand, errors."""

import numpy as np
import pytest

from numpy_impl.exam.lasso import lasso
from numpy_impl.exam.ridge import ridge


def test_ridge_and_lasso_by_hand():
    param, grad = np.array([2.0, 0.0, -4.0]), np.array([1.0, 1.0, 1.0])
    np.testing.assert_array_equal(ridge(param, grad, 0.25), [1.5, 1.0, 0.0])
    np.testing.assert_array_equal(lasso(param, grad, 0.25), [1.25, 1.0, 0.75])


@pytest.mark.parametrize("function", [ridge, lasso])
def test_ridge_and_lasso_refuse_shapes_that_would_broadcast(function):
    with pytest.raises(ValueError, match=r"grad has shape \(3,\), but \(2, 3\)"):
        function(np.ones((2, 3)), np.ones(3), 0.1)
    with pytest.raises(ValueError, match=r"rate is -0\.1"):
        function(np.ones(3), np.ones(3), -0.1)
    assert function(np.ones((0, 3)), np.ones((0, 3)), 0.1).shape == (0, 3)
