"""The NumPy losses: what they refuse, and what they say then."""

import numpy as np
import pytest
from loss_families import OF_CLASSES, OF_NUMBERS, WITH_REDUCTION, WITH_SMOOTHING, example

from numpy_impl.losses.binary_cross_entropy import BinaryCrossEntropy
from numpy_impl.losses.cross_entropy import CrossEntropy
from numpy_impl.losses.taught_cross_entropy import TaughtCrossEntropy


@pytest.mark.parametrize("loss_class", WITH_REDUCTION)
def test_an_unknown_reduction_is_refused(loss_class):
    with pytest.raises(ValueError, match=r"'average'.*'none', 'sum', 'mean'"):
        loss_class("average")


@pytest.mark.parametrize("loss_class", WITH_SMOOTHING)
@pytest.mark.parametrize("smoothing", [-0.1, 1.0, float("nan")])
def test_smoothing_outside_0_to_1_is_refused(loss_class, smoothing):
    with pytest.raises(ValueError, match=f"label_smoothing is {smoothing}"):
        loss_class(label_smoothing=smoothing)


@pytest.mark.parametrize("loss_class", [BinaryCrossEntropy, CrossEntropy])
@pytest.mark.parametrize("epsilon", [0.0, -1e-7, 0.5, float("nan")])
def test_an_epsilon_that_clips_nothing_or_everything_is_refused(loss_class, epsilon):
    with pytest.raises(ValueError, match=f"epsilon is {epsilon}"):
        loss_class(epsilon=epsilon)


@pytest.mark.parametrize("loss_class", OF_NUMBERS)
def test_targets_are_never_broadcast(loss_class):
    with pytest.raises(ValueError, match=r"t has shape \(4,\), but \(4, 1\) was expected"):
        loss_class().forward(np.full((4, 1), 0.5), np.ones(4))


@pytest.mark.parametrize("loss_class", OF_CLASSES)
@pytest.mark.parametrize("shape", [(3,), (4, 1), (4, 2), (3, 4)])
def test_targets_of_another_shape_are_refused(loss_class, shape):
    message = rf"t has shape \({', '.join(map(str, shape))},?\), but . of shape \(4, 3\)"
    with pytest.raises(ValueError, match=message):
        loss_class().forward(np.full((4, 3), 1 / 3), np.zeros(shape, dtype=int))


@pytest.mark.parametrize("loss_class", OF_CLASSES)
@pytest.mark.parametrize("wrong", [3, -1])
def test_a_class_that_does_not_exist_is_refused(loss_class, wrong):
    with pytest.raises(ValueError, match=f"the class {wrong}, but C = 3 classes are 0 to 2"):
        loss_class().forward(np.full((2, 3), 1 / 3), [0, wrong])


@pytest.mark.parametrize("loss_class", OF_CLASSES)
def test_targets_that_are_neither_class_numbers_nor_distributions_are_refused(loss_class):
    y = np.full((2, 3), 1 / 3)
    with pytest.raises(ValueError, match="integers, but the dtype of t is float64"):
        loss_class().forward(y, [0.0, 1.0])
    with pytest.raises(ValueError, match=r"sum to 1 .* but one sums to 0\.75"):
        loss_class().forward(y, [[0.0, 1.0, 0.0], [0.25, 0.5, 0.0]])
    for shape in ((), (2, 0)):
        with pytest.raises(ValueError, match="its last axis must be the classes"):
            loss_class().forward(np.zeros(shape), 0)


@pytest.mark.parametrize("loss_class", [BinaryCrossEntropy, CrossEntropy, TaughtCrossEntropy])
@pytest.mark.parametrize("logit", [-0.5, 1.5])
def test_a_logit_is_not_taken_for_a_probability(loss_class, logit):
    t = [1, 0] if loss_class is BinaryCrossEntropy else 0
    with pytest.raises(ValueError, match=f"y holds {logit}, which is no probability"):
        loss_class().forward(np.array([0.5, logit]), t)


def test_rows_that_cannot_be_normalized_are_refused():
    with pytest.raises(ValueError, match="positive sum over the classes, but one sum is 0"):
        CrossEntropy(normalize=True).forward(np.array([[0.5, 0.5], [0.0, 0.0]]), [0, 1])


@pytest.mark.parametrize("loss_class", [*OF_NUMBERS, *OF_CLASSES])
def test_a_gradient_of_another_shape_is_refused(loss_class, rng):
    y, t = example(loss_class, rng)
    loss = loss_class()
    loss.forward(y, t)
    with pytest.raises(ValueError, match=r"dL has shape \(1,\), but \(\) was expected"):
        loss.backward(np.ones(1))
    if loss_class in WITH_REDUCTION:
        single = loss_class("none")
        single.forward(y, t)
        with pytest.raises(ValueError, match=r"dL has shape \(\), but \(5,"):
            single.backward()
