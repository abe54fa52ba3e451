"""The regularizers beyond their cases: known values, what they do to weights, errors, types."""

import numpy as np
import pytest

from numpy_impl.gradients.numerical_gradient import numerical_gradient
from numpy_impl.optimizers.sgd import SGD
from numpy_impl.regularizers.elastic_net import ElasticNet
from numpy_impl.regularizers.l1 import L1
from numpy_impl.regularizers.l2 import L2

REGULARIZERS = [L1(0.3), L2(0.3), ElasticNet(0.2, 0.4)]
W = np.array([[1.0, -2.0, 2.0], [0.5, -0.25, 3.0]])


def test_penalties_and_gradients_of_known_weights():
    w = np.array([1.0, -2.0, 2.0])
    assert L1(0.5).forward(w) == 2.5
    assert L2(0.5).forward(w) == 2.25
    assert ElasticNet(0.5, 0.5).forward(w) == 4.75
    for regularizer, dw in (
        (L1(0.5), [0.5, -0.5, 0.5]),
        (L2(0.5), [0.5, -1.0, 1.0]),
        (ElasticNet(0.5, 0.5), [1.0, -1.5, 1.5]),
    ):
        regularizer.forward(w)
        np.testing.assert_array_equal(regularizer.backward(), dw)
        np.testing.assert_array_equal(regularizer.backward(-2.0), -2 * np.array(dw))


@pytest.mark.parametrize("regularizer", REGULARIZERS, ids=lambda r: type(r).__name__)
def test_the_gradient_is_that_of_the_penalty(regularizer):
    regularizer.forward(W)
    dW = regularizer.backward()
    # All are at most quadratic between the kinks, so only the rounding, eps |f| / h, is left.
    np.testing.assert_allclose(dW, numerical_gradient(regularizer.forward, W), atol=1e-11)


def test_the_norm_in_the_loss_does_not_belong_to_the_gradient_that_is_taught():
    """Claim C7: sqrt(sum W^2) has the gradient W / |W|, not W."""
    rate = 0.3
    of_the_norm = numerical_gradient(lambda w: rate * np.sqrt(np.sum(w**2)), W)
    np.testing.assert_allclose(of_the_norm, rate * W / np.linalg.norm(W), rtol=1e-9)
    regularizer = L2(rate)
    regularizer.forward(W)
    assert np.linalg.norm(of_the_norm) == pytest.approx(rate)
    assert np.linalg.norm(regularizer.backward()) == pytest.approx(rate * np.linalg.norm(W))


def test_the_gradient_of_l2_is_the_optimizers_weight_decay():
    rate, g = 0.3, np.array([0.5, -1.0, 2.0])
    by_penalty, by_decay = {"w": np.array([1.0, 2.0, -3.0])}, {"w": np.array([1.0, 2.0, -3.0])}
    regularizer = L2(rate)
    penalized, decayed = SGD(lr=0.1), SGD(lr=0.1, weight_decay=rate)
    for _ in range(5):
        regularizer.forward(by_penalty["w"].copy())
        penalized.update(by_penalty, {"w": g + regularizer.backward()})
        decayed.update(by_decay, {"w": g})
    np.testing.assert_allclose(by_penalty["w"], by_decay["w"], rtol=1e-14)
    assert not np.allclose(by_decay["w"], np.array([1.0, 2.0, -3.0]) - 5 * 0.1 * g)


def test_the_lasso_pulls_alike_and_the_ridge_in_proportion():
    large_and_small = np.array([10.0, 0.1])
    lasso, ridge = L1(0.3), L2(0.3)
    lasso.forward(large_and_small)
    ridge.forward(large_and_small)
    np.testing.assert_array_equal(lasso.backward(), [0.3, 0.3])
    np.testing.assert_allclose(ridge.backward(), [3.0, 0.03], rtol=1e-15)


@pytest.mark.parametrize("regularizer", [L1(0.3), ElasticNet(0.2, 0.4)], ids=["L1", "ElasticNet"])
def test_a_weight_that_is_0_stays_there(regularizer):
    """Claim C14: the derivative of |w| at 0 is 0."""
    regularizer.forward(np.array([0.0, -0.0, 1.0]))
    np.testing.assert_array_equal(regularizer.backward()[:2], [0.0, 0.0])


@pytest.mark.parametrize("regularizer", REGULARIZERS, ids=lambda r: type(r).__name__)
def test_types_are_kept_and_integers_taken(regularizer):
    penalty = regularizer.forward(W.astype(np.float32))
    assert penalty.dtype == np.float32
    assert regularizer.backward(np.float64(1.5)).dtype == np.float32
    assert regularizer.forward([[1, -2], [3, 4]]) == regularizer.forward(
        np.array([[1.0, -2.0], [3.0, 4.0]])
    )
    with pytest.raises(ValueError, match="complex"):
        regularizer.forward(np.array([1j]))


@pytest.mark.parametrize("regularizer", REGULARIZERS, ids=lambda r: type(r).__name__)
def test_no_weights_cost_nothing(regularizer):
    assert regularizer.forward(np.ones((0, 3))) == 0
    assert regularizer.backward().shape == (0, 3)


def test_a_negative_rate_is_refused_and_a_rate_of_0_does_nothing():
    for make, name in (
        (lambda: L1(-0.1), "rate"),
        (lambda: L2(-0.1), "rate"),
        (lambda: ElasticNet(-0.1, 0.1), "l1"),
        (lambda: ElasticNet(0.1, -0.1), "l2"),
    ):
        with pytest.raises(ValueError, match=f"{name} is -0.1"):
            make()
    for regularizer in (L1(0.0), L2(0.0), ElasticNet(0.0, 0.0)):
        assert regularizer.forward(W) == 0
        np.testing.assert_array_equal(regularizer.backward(), np.zeros_like(W))
