"""The NumPy losses that belong together, one in terms of the other."""

import numpy as np
import pytest

from numpy_impl.losses.binary_cross_entropy import BinaryCrossEntropy
from numpy_impl.losses.binary_cross_entropy_with_logits import BinaryCrossEntropyWithLogits
from numpy_impl.losses.cross_entropy import CrossEntropy
from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def through_softmax(p, dp):
    """Return the gradient of the logits: dp times the softmax's Jacobian, written out."""
    jacobians = np.einsum("ni,ij->nij", p, np.eye(p.shape[1])) - np.einsum("ni,nj->nij", p, p)
    return np.einsum("ni,nij->nj", dp, jacobians)


@pytest.mark.parametrize("normalize", [False, True])
def test_softmax_then_cross_entropy_is_softmax_cross_entropy(normalize, rng):
    x, t = rng.standard_normal((5, 4)), rng.integers(0, 4, 5)
    together = SoftmaxCrossEntropy("none", label_smoothing=0.1)
    apart = CrossEntropy("none", label_smoothing=0.1, normalize=normalize)
    p = softmax(x)
    np.testing.assert_allclose(apart.forward(p, t), together.forward(x, t), rtol=1e-12)
    dL = rng.standard_normal(5)
    np.testing.assert_allclose(
        through_softmax(p, apart.backward(dL)), together.backward(dL), rtol=1e-10, atol=1e-14
    )


def test_normalization_changes_the_gradient_of_probabilities_though_not_their_loss(rng):
    y, t = rng.dirichlet(np.ones(4), 5), rng.integers(0, 4, 5)
    plain, normalized = CrossEntropy("none"), CrossEntropy("none", normalize=True)
    np.testing.assert_allclose(plain.forward(y, t), normalized.forward(y, t), rtol=1e-13)
    dL = rng.standard_normal(5)
    difference = normalized.backward(dL) - plain.backward(dL)
    np.testing.assert_allclose(difference, np.tile(dL[:, np.newaxis], (1, 4)), rtol=1e-9)


def test_normalization_makes_the_scale_of_y_meaningless(rng):
    y, t = rng.uniform(0.5, 3, (5, 4)), rng.integers(0, 4, 5)
    loss, scaled = CrossEntropy(normalize=True), CrossEntropy(normalize=True)
    assert loss.forward(y, t) == pytest.approx(scaled.forward(8 * y, t), rel=1e-14)
    np.testing.assert_allclose(loss.backward(0.75), 8 * scaled.backward(0.75), rtol=1e-14)


def test_sigmoid_then_binary_cross_entropy_is_the_loss_from_logits(rng):
    x, t = rng.standard_normal((5, 4)), rng.uniform(size=(5, 4))
    s = 1 / (1 + np.exp(-x))
    together, apart = BinaryCrossEntropyWithLogits("none"), BinaryCrossEntropy("none")
    np.testing.assert_allclose(apart.forward(s, t), together.forward(x, t), rtol=1e-12)
    dL = rng.standard_normal((5, 4))
    np.testing.assert_allclose(
        apart.backward(dL) * s * (1 - s), together.backward(dL), rtol=1e-10, atol=1e-14
    )


def test_two_classes_are_one_logit(rng):
    x, t = rng.standard_normal(6), rng.integers(0, 2, 6)
    two, one = SoftmaxCrossEntropy(), BinaryCrossEntropyWithLogits()
    value = two.forward(np.stack([np.zeros(6), x], axis=1), t)
    assert value == pytest.approx(one.forward(x, t), rel=1e-13)
    np.testing.assert_allclose(two.backward(1.25)[:, 1], one.backward(1.25), rtol=1e-12)
