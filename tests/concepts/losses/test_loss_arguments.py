"""The NumPy losses: the types of their arguments, which are left alone."""

import numpy as np
import pytest
from loss_families import OF_CLASSES, OF_NUMBERS, WITH_SMOOTHING, example

from numpy_impl.losses.binary_cross_entropy import BinaryCrossEntropy
from numpy_impl.losses.cross_entropy import CrossEntropy
from numpy_impl.losses.mean_squared_error import MeanSquaredError


@pytest.mark.parametrize("loss_class", [*OF_NUMBERS, *OF_CLASSES])
def test_float32_stays_float32(loss_class, rng):
    y, t = example(loss_class, rng, np.float32)
    options = {}
    if loss_class in WITH_SMOOTHING:
        options["label_smoothing"] = np.float64(0.1)
    if loss_class in (BinaryCrossEntropy, CrossEntropy):
        options["epsilon"] = np.float64(1e-6)
    loss = loss_class(**options)
    targets = t if loss_class in OF_CLASSES else t.astype(np.float64)
    assert loss.forward(y, targets).dtype == np.float32
    assert loss.backward(np.float64(0.75)).dtype == np.float32


@pytest.mark.parametrize("loss_class", [*OF_NUMBERS, *OF_CLASSES])
def test_arguments_are_left_alone(loss_class, rng):
    y, t = example(loss_class, rng)
    kept = y.copy(), t.copy()
    loss = loss_class()
    loss.forward(y, t)
    before = loss.backward(0.75)
    np.testing.assert_array_equal(y, kept[0])
    np.testing.assert_array_equal(t, kept[1])
    np.testing.assert_array_equal(loss.backward(0.75), before)


def test_lists_and_integers_become_float64():
    loss = MeanSquaredError("none")
    assert loss.forward([1, 2], [3, 4]).dtype == np.float64
    np.testing.assert_array_equal(loss.backward([1.0, 2.0]), [-4.0, -8.0])
