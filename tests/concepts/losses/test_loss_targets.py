"""The NumPy losses: one-hot targets, class numbers, smoothing."""

import numpy as np
import pytest
from loss_families import OF_CLASSES, OF_NUMBERS, WITH_SMOOTHING, example

from numpy_impl.losses.cross_entropy import CrossEntropy
from numpy_impl.losses.half_squared_error import HalfSquaredError
from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy


@pytest.mark.parametrize("loss_class", OF_CLASSES)
@pytest.mark.parametrize("dtype", [np.int64, np.uint8, np.bool_, np.float32])
def test_one_hot_targets_and_class_numbers_are_the_same(loss_class, dtype, rng):
    y, t = example(loss_class, rng)
    numbers, one_hot = loss_class(), loss_class()
    assert numbers.forward(y, t.astype(np.uint8)) == one_hot.forward(y, np.eye(3, dtype=dtype)[t])
    np.testing.assert_array_equal(numbers.backward(0.75), one_hot.backward(0.75))


@pytest.mark.parametrize("loss_class", WITH_SMOOTHING)
def test_smoothing_mixes_the_target_with_the_even_one(loss_class, rng):
    y, t = example(loss_class, rng)
    if loss_class in OF_CLASSES:
        mixed = 0.8 * np.eye(3)[t] + 0.2 / 3
        even = np.full((5, 3), 1 / 3)
    else:
        mixed = 0.8 * t + 0.1
        even = np.full((5, 3), 0.5)
    smooth, plain = loss_class(label_smoothing=0.2), loss_class()
    assert smooth.forward(y, t) == pytest.approx(plain.forward(y, mixed), rel=1e-13)
    np.testing.assert_allclose(smooth.backward(1.5), plain.backward(1.5), rtol=1e-12)
    assert loss_class(label_smoothing=0).forward(y, t) == loss_class().forward(y, t)
    almost = loss_class(label_smoothing=1 - 2**-40).forward(y, t)
    assert almost == pytest.approx(loss_class().forward(y, even), rel=1e-10)


def test_squared_errors_take_integer_targets(rng):
    y = rng.standard_normal((4, 2))
    t = rng.integers(-3, 4, (4, 2))
    assert HalfSquaredError().forward(y, t) == HalfSquaredError().forward(y, t.astype(float))


@pytest.mark.parametrize("loss_class", [*OF_NUMBERS, *OF_CLASSES])
def test_targets_in_double_precision_leave_single_precision_as_it_is(loss_class, rng):
    y, t = example(loss_class, rng, np.float32)
    targets = [np.asarray(t, np.float64) if loss_class in OF_NUMBERS else np.eye(3)[t]]
    targets.append(np.asarray(targets[0], np.int64))
    for given in targets:
        loss = loss_class()
        assert loss.forward(y, given) == loss_class().forward(y, t)
        assert loss.forward(y, given).dtype == loss.backward(1.0).dtype == np.float32
    np.testing.assert_array_equal(targets[0], targets[1])


@pytest.mark.parametrize("loss_class", [SoftmaxCrossEntropy, CrossEntropy])
def test_no_examples_have_no_losses(loss_class):
    loss = loss_class("none")
    assert loss.forward(np.zeros((0, 3)), []).shape == (0,)
    assert loss.backward(np.zeros(0)).shape == (0, 3)
