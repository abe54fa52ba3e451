"""The NumPy losses: sum, mean and none, batches, and the gradient that arrives."""

import numpy as np
import pytest
from loss_families import OF_CLASSES, WITH_REDUCTION, example

from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy


@pytest.mark.parametrize("loss_class", WITH_REDUCTION)
def test_sum_and_mean_are_of_the_single_losses(loss_class, rng):
    y, t = example(loss_class, rng)
    single = loss_class("none").forward(y, t)
    assert single.shape == t.shape
    assert len(np.unique(single)) > 2
    assert loss_class("sum").forward(y, t) == pytest.approx(single.sum(), rel=1e-14)
    assert loss_class("mean").forward(y, t) == pytest.approx(single.sum() / t.size, rel=1e-14)


@pytest.mark.parametrize("loss_class", WITH_REDUCTION)
def test_each_single_loss_takes_its_own_gradient_back(loss_class, rng):
    y, t = example(loss_class, rng)
    loss = loss_class("none")
    loss.forward(y, t)
    dL = rng.standard_normal(t.shape)
    together = loss.backward(dL)
    for index in np.ndindex(t.shape):
        alone = loss_class("sum")
        alone.forward(y[index], t[index])
        np.testing.assert_allclose(together[index], alone.backward(dL[index]), rtol=1e-13)


@pytest.mark.parametrize("loss_class", WITH_REDUCTION)
@pytest.mark.parametrize(("reduction", "divisor"), [("sum", 1), ("mean", None)])
def test_the_gradient_is_a_multiple_of_the_one_that_arrives(loss_class, reduction, divisor, rng):
    y, t = example(loss_class, rng)
    loss, single = loss_class(reduction), loss_class("none")
    loss.forward(y, t)
    single.forward(y, t)
    expected = single.backward(np.full(t.shape, -0.625 / (divisor or t.size)))
    np.testing.assert_allclose(loss.backward(-0.625), expected, rtol=1e-13)
    np.testing.assert_array_equal(loss.backward(), loss.backward(1.0))


def test_every_leading_axis_counts_as_examples(rng):
    x, t = rng.standard_normal((2, 4, 3)), rng.integers(0, 3, (2, 4))
    loss, flat = SoftmaxCrossEntropy(), SoftmaxCrossEntropy()
    assert loss.forward(x, t) == pytest.approx(flat.forward(x.reshape(8, 3), t.reshape(8)))
    np.testing.assert_allclose(loss.backward(0.75).reshape(8, 3), flat.backward(0.75), rtol=1e-14)


@pytest.mark.parametrize("loss_class", OF_CLASSES)
def test_one_example_needs_no_batch_axis(loss_class):
    loss, batch = loss_class(), loss_class()
    y = np.array([0.25, 0.5, 0.25])
    assert loss.forward(y, 2) == batch.forward(y[np.newaxis], [2])
    np.testing.assert_array_equal(loss.backward(1.5), batch.backward(1.5)[0])


@pytest.mark.parametrize("loss_class", WITH_REDUCTION)
def test_no_examples_have_a_sum_and_no_mean(loss_class):
    y = np.zeros((0, 3))
    t = np.zeros(0, dtype=int) if loss_class in OF_CLASSES else y
    loss = loss_class("sum")
    assert loss.forward(y, t) == 0
    assert loss.backward(1.5).shape == (0, 3)
    assert loss_class("none").forward(y, t).shape == t.shape
    with pytest.raises(ValueError, match="mean of no examples is not defined"):
        loss_class("mean").forward(y, t)


def test_smoothed_labels_of_sequences_are_those_of_their_steps(rng):
    """The classes are the last axis, whatever the length of the others."""
    x, t = rng.standard_normal((2, 5, 3)), rng.integers(0, 3, (2, 5))
    sequence = SoftmaxCrossEntropy("none", label_smoothing=0.25)
    steps = SoftmaxCrossEntropy("none", label_smoothing=0.25)
    y = sequence.forward(x, t)
    np.testing.assert_allclose(y.ravel(), steps.forward(x.reshape(10, 3), t.ravel()), rtol=1e-14)
