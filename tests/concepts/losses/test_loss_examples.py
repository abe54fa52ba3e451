"""The NumPy losses: worked examples."""

import math

import numpy as np
import pytest

from numpy_impl.losses.binary_cross_entropy import BinaryCrossEntropy
from numpy_impl.losses.binary_cross_entropy_with_logits import BinaryCrossEntropyWithLogits
from numpy_impl.losses.cross_entropy import CrossEntropy
from numpy_impl.losses.half_squared_error import HalfSquaredError
from numpy_impl.losses.mean_squared_error import MeanSquaredError
from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy
from numpy_impl.losses.taught_cross_entropy import TaughtCrossEntropy


@pytest.mark.parametrize(
    ("loss", "prediction", "target", "value", "gradient"),
    [
        (HalfSquaredError(), [1.0, 2.0, 0.5], [0.0, 4.0, 0.5], 2.5, [1.0, -2.0, 0.0]),
        (HalfSquaredError("mean"), [1.0, 2.0], [0.0, 4.0], 1.25, [0.5, -1.0]),
        (MeanSquaredError(), [1.0, 2.0], [0.0, 4.0], 2.5, [1.0, -2.0]),
        (MeanSquaredError("sum"), [1.0, 2.0], [0.0, 4.0], 5.0, [2.0, -4.0]),
        (BinaryCrossEntropyWithLogits(), [0.0], [1.0], math.log(2), [-0.5]),
        (BinaryCrossEntropyWithLogits(), [math.log(3)], [1.0], math.log(4 / 3), [-0.25]),
        (BinaryCrossEntropyWithLogits(), [-math.log(3)], [1.0], math.log(4), [-0.75]),
        (BinaryCrossEntropy(), [0.25], [1.0], math.log(4), [-4.0]),
        (BinaryCrossEntropy(), [0.25], [0.0], math.log(4 / 3), [4 / 3]),
        (
            SoftmaxCrossEntropy(),
            np.log([[1.0, 2.0, 5.0]]),
            [2],
            math.log(1.6),
            [[0.125, 0.25, -0.375]],
        ),
        (
            SoftmaxCrossEntropy(label_smoothing=0.3),
            np.log([[1.0, 2.0, 5.0]]),
            [2],
            0.1 * math.log(8) + 0.1 * math.log(4) + 0.8 * math.log(1.6),
            [[0.025, 0.15, -0.175]],
        ),
        (CrossEntropy(), [[0.125, 0.25, 0.625]], [1], math.log(4), [[0.0, -4.0, 0.0]]),
        (CrossEntropy("sum"), [[0.5, 0.5], [0.2, 0.8]], [0, 0], math.log(10), [[-2, 0], [-5, 0]]),
        (
            CrossEntropy(normalize=True),
            [[1.0, 2.0, 1.0]],
            [1],
            math.log(2),
            [[0.25, -0.25, 0.25]],
        ),
        (
            TaughtCrossEntropy(),
            [[0.1, 0.6, 0.3], [0.5, 0.25, 0.25]],
            [1, 0],
            -(math.log(0.6 + 1e-7) + math.log(0.5 + 1e-7)) / 2,
            [[0.0, -0.5 / (0.6 + 1e-7), 0.0], [-0.5 / (0.5 + 1e-7), 0.0, 0.0]],
        ),
    ],
)
def test_a_worked_example(loss, prediction, target, value, gradient):
    prediction = np.asarray(prediction)
    assert loss.forward(prediction, target) == pytest.approx(value, rel=1e-14)
    np.testing.assert_allclose(loss.backward(), gradient, rtol=1e-14, atol=1e-16)
    np.testing.assert_allclose(loss.backward(-1.75), -1.75 * np.asarray(gradient), rtol=1e-14)


def test_the_exam_s_form_is_off_by_its_epsilon():
    y, t = np.array([[0.1, 0.6, 0.3], [0.5, 0.25, 0.25]]), np.array([1, 0])
    taught, exact = TaughtCrossEntropy().forward(y, t), CrossEntropy().forward(y, t)
    assert exact - taught == pytest.approx(1e-7 * (1 / 0.6 + 1 / 0.5) / 2, rel=1e-6)


def test_the_exam_s_form_of_a_probability_of_0_is_16():
    loss = TaughtCrossEntropy()
    assert loss.forward(np.array([[0.0, 1.0]]), [0]) == pytest.approx(16.11809565)
    np.testing.assert_allclose(loss.backward(0.5), [[-5e6, 0.0]])
