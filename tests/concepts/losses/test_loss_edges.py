"""Soft targets, empty regions, exact edges, other axes and defaults of the losses beside MSE."""

import numpy as np
import pytest

from numpy_impl.losses.contrastive_loss import contrastive_loss
from numpy_impl.losses.dice_loss import DiceLoss
from numpy_impl.losses.distillation_loss import distillation_loss, distillation_loss_backward
from numpy_impl.losses.focal_loss import FocalLoss
from numpy_impl.losses.gaussian_nll import gaussian_nll, gaussian_nll_backward
from numpy_impl.losses.info_nce import info_nce, info_nce_backward
from numpy_impl.losses.negative_log_likelihood import NegativeLogLikelihood
from numpy_impl.losses.next_sentence_loss import NextSentenceLoss
from numpy_impl.losses.triplet_loss import triplet_loss, triplet_loss_backward

ROWS = np.arange(6.0).reshape(2, 3)
CUBE = np.zeros((2, 3, 4))


def test_soft_targets_are_squared_as_the_probabilities_are():
    y, t = np.array([[0.5, 1.0]]), np.array([[0.25, 0.5]])
    found = DiceLoss(smooth=0.0, squared=True).forward(y, t)
    assert found == pytest.approx(1 - 2 * 0.625 / (1.25 + 0.3125), rel=1e-15)


def test_one_empty_example_is_as_bad_as_all():
    y = np.array([[0.0, 0.0], [0.5, 0.0]])
    with pytest.raises(ValueError, match="0 everywhere in an example"):
        DiceLoss(smooth=0.0).forward(y, y)


def test_a_tiny_error_is_not_lost_beside_the_1():
    loss = FocalLoss(alpha=None, gamma=0.0, reduction="sum")
    loss.forward(np.array([60.0]), np.array([1.0]))
    assert loss.backward() == pytest.approx(-np.exp(-60.0), rel=1e-12, abs=0)


def test_what_is_surely_right_has_no_gradient_however_steep_the_factor():
    loss = FocalLoss(gamma=0.5, reduction="sum")
    loss.forward(np.array([1000.0]), np.array([1.0]))
    assert loss.backward().tolist() == [0.0]


def test_a_variance_of_0_counts_as_epsilon_on_both_ways():
    mu, t, var = np.array([0.0]), np.array([1e-3]), np.array([0.0])
    assert gaussian_nll(mu, t, var) == pytest.approx(0.5 * (np.log(1e-6) + 1.0), rel=1e-14)
    dmu, dvar = gaussian_nll_backward(1.0, mu, t, var)
    assert dmu == pytest.approx(-1e3, rel=1e-14)
    assert dvar == pytest.approx(0.0, abs=1e-6)


def test_a_triplet_that_just_keeps_the_margin_has_no_gradient():
    # The distances are 0 and 1, and the margin is 1 if none is said.
    kept = triplet_loss_backward(1.0, [[0.0]], [[0.0]], [[1.0]])
    assert [g.tolist() for g in kept] == [[[0.0]], [[0.0]], [[0.0]]]
    broken = triplet_loss_backward(1.0, [[0.0]], [[0.25]], [[1.125]])
    assert [g.item() for g in broken] == [0.0, 1.0, -1.0]


@pytest.mark.parametrize("squared", [False, True])
def test_the_last_axis_holds_an_embedding(squared):
    a, p, n = np.random.default_rng(5).normal(size=(3, 2, 4, 3))
    options = {"margin": 3.0, "squared": squared}
    apart = [
        [triplet_loss(a[i, j], p[i, j], n[i, j], **options) for j in range(4)] for i in range(2)
    ]
    np.testing.assert_allclose(
        triplet_loss(a, p, n, reduction="none", **options), apart, rtol=1e-14
    )
    for whole, first in zip(
        triplet_loss_backward(1.0, a, p, n, reduction="sum", **options),
        triplet_loss_backward(1.0, a[1, 2], p[1, 2], n[1, 2], **options),
        strict=True,
    ):
        np.testing.assert_allclose(whole[1, 2], first, rtol=1e-14)


def test_one_example_is_as_good_as_a_batch_of_it():
    x = np.array([2.0, 0.5])
    loss, batch = NextSentenceLoss(), NextSentenceLoss()
    assert loss.forward(x, 1) == batch.forward(x[None], [1])
    assert loss.backward().tolist() == batch.backward()[0].tolist()
    log_p = np.log([0.5, 0.125, 0.375])
    assert NegativeLogLikelihood().forward(log_p, 2) == -log_p[2]
    in_time = np.log(np.full((2, 3, 4), 0.25))
    found = NegativeLogLikelihood().forward(in_time, np.zeros((2, 3), dtype=int))
    assert found == pytest.approx(np.log(4))


def test_an_upstream_gradient_in_float64_leaves_float32_as_it_is():
    loss = NegativeLogLikelihood(reduction="none")
    loss.forward(np.log(np.full((2, 3), 1 / 3, np.float32)), [0, 2])
    assert loss.backward(np.array([1.0, 2.0])).dtype == np.float32


def backward_of_two(loss, x, t):
    loss.forward(x, t)
    loss.backward(np.ones(2))


@pytest.mark.parametrize(("call", "said"), [
    (lambda: contrastive_loss(ROWS[0], ROWS[0], [1, 0, 1]), r"x1 has shape \(3,\)"),
    (lambda: distillation_loss(CUBE, CUBE, [0, 1]), r"x has shape \(2, 3, 4\)"),
    (lambda: distillation_loss(ROWS, ROWS, [0, 1], temperature=0), "temperature is 0"),
    (lambda: distillation_loss_backward([1.0, 1.0], ROWS, ROWS, [0, 1]), r"dL has shape \(2,\)"),
    (lambda: info_nce(CUBE, CUBE), r"q has shape \(2, 3, 4\)"),
    (lambda: info_nce_backward(np.ones((2, 2)), ROWS, ROWS), r"dL has shape \(2, 2\)"),
    (lambda: NegativeLogLikelihood(reduction="average"), "reduction is 'average'"),
    (lambda: backward_of_two(NegativeLogLikelihood(), ROWS, [0, 1]), r"dL has shape \(2,\)"),
    (lambda: NextSentenceLoss().forward(1.0, 0), r"x has shape \(\)"),
    (lambda: triplet_loss([[0.0]], [1.0], [[2.0]]), r"^positive has shape \(1,\)"),
])  # fmt: skip
def test_what_does_not_fit_is_refused_by_name(call, said):
    with pytest.raises(ValueError, match=said):
        call()
