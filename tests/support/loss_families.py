"""The losses by what they take, and an example that suits each of them, for tests."""

import numpy as np

from numpy_impl.losses.binary_cross_entropy import BinaryCrossEntropy
from numpy_impl.losses.binary_cross_entropy_with_logits import BinaryCrossEntropyWithLogits
from numpy_impl.losses.cross_entropy import CrossEntropy
from numpy_impl.losses.half_squared_error import HalfSquaredError
from numpy_impl.losses.mean_squared_error import MeanSquaredError
from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy
from numpy_impl.losses.taught_cross_entropy import TaughtCrossEntropy

OF_NUMBERS = (
    HalfSquaredError,
    MeanSquaredError,
    BinaryCrossEntropyWithLogits,
    BinaryCrossEntropy,
)
OF_CLASSES = (SoftmaxCrossEntropy, CrossEntropy, TaughtCrossEntropy)
WITH_REDUCTION = (*OF_NUMBERS, SoftmaxCrossEntropy, CrossEntropy)
WITH_SMOOTHING = (
    BinaryCrossEntropyWithLogits,
    BinaryCrossEntropy,
    SoftmaxCrossEntropy,
    CrossEntropy,
)


def example(loss_class, rng, dtype=np.float64):
    """Draw a prediction and targets that suit a loss: probabilities suit them all."""
    y = rng.dirichlet(np.ones(3), 5).astype(dtype)
    if loss_class in OF_CLASSES:
        return y, rng.integers(0, 3, 5)
    return y, rng.integers(0, 2, (5, 3)).astype(dtype)
