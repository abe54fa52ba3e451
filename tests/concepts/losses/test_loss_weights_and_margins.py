"""Class weights, ignored labels, margins and kinks: what is refused, and what an edge gives."""

import numpy as np
import pytest

from numpy_impl.activations.hard_sigmoid import HardSigmoid
from numpy_impl.activations.selu import SELU
from numpy_impl.activations.temperature_softmax import TemperatureSoftmax
from numpy_impl.losses.binary_cross_entropy import BinaryCrossEntropy
from numpy_impl.losses.binary_cross_entropy_with_logits import BinaryCrossEntropyWithLogits
from numpy_impl.losses.contrastive_loss import contrastive_loss
from numpy_impl.losses.dice_loss import DiceLoss
from numpy_impl.losses.distillation_loss import (
    distillation_loss,
    distillation_loss_backward,
)
from numpy_impl.losses.focal_loss import FocalLoss
from numpy_impl.losses.gaussian_nll import gaussian_nll
from numpy_impl.losses.hinge_loss import HingeLoss
from numpy_impl.losses.huber import Huber
from numpy_impl.losses.info_nce import info_nce
from numpy_impl.losses.negative_log_likelihood import NegativeLogLikelihood
from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy
from numpy_impl.losses.triplet_loss import triplet_loss

LOG_P = np.log([[0.5, 0.25, 0.25], [0.125, 0.75, 0.125]])


HALF = np.full((2, 3), 0.5)


def of_classes(t, **options):
    return SoftmaxCrossEntropy(**options).forward(LOG_P, t)


def of_answers(loss, **options):
    return loss(**options).forward(HALF, np.zeros((2, 3)))


@pytest.mark.parametrize(("call", "said"), [
    (lambda: of_classes([0, 1], weight=(1.0, 2.0)), r"weight has shape \(2,\).* \(2, 3\)"),
    (lambda: of_classes([0, 1], weight=2.0), r"weight has shape \(\), but \(3,\)"),
    (lambda: of_classes([0, 1], weight=(1.0, -2.0, 0.0)), "weight holds -2"),
    (lambda: of_classes([0, 1], weight=(0.0, 0.0, 1.0)), "all 2 labels weigh nothing"),
    (lambda: of_classes([-1, -1], ignore_index=-1), "all 2 labels weigh nothing"),
    (lambda: of_classes([0, -1]), "t holds the class -1"),
    (lambda: of_classes([0, 1], mean_over="batch"), "mean_over is 'batch'"),
    (lambda: of_answers(BinaryCrossEntropy, weight=(1.0, 2.0)), r"weight has shape \(2,\)"),
    (lambda: of_answers(BinaryCrossEntropy, weight=-1.0), "weight holds -1"),
    (lambda: of_answers(BinaryCrossEntropyWithLogits, weight=np.ones((3, 1))), "weight has shape"),
    (lambda: of_answers(BinaryCrossEntropyWithLogits, pos_weight=(1, -3, 1)), "_weight holds -3"),
    (lambda: NegativeLogLikelihood((1.0, 2.0)).forward(LOG_P, [0, 1]), r"weight has shape \(2,\)"),
    (lambda: NegativeLogLikelihood().forward(LOG_P, [0, 3]), "t holds the class 3"),
    (lambda: NegativeLogLikelihood().forward(LOG_P, [0, -1]), "t holds the class -1"),
    (lambda: NegativeLogLikelihood().forward(LOG_P, [-100, -100]), "all 2 labels"),
    (lambda: NegativeLogLikelihood((0.0, 0.0, 1.0)).forward(LOG_P, [0, 1]), "all 2 labels"),
    (lambda: NegativeLogLikelihood(mean_over="batch"), "mean_over is 'batch'"),
    (lambda: HingeLoss().forward(np.zeros(2), [1, 2]), "t holds 2"),
    (lambda: HingeLoss().forward(np.zeros(3), [1, 0, -1]), "t holds 0"),
    (lambda: Huber(0.0), "delta is 0.0"),
    (lambda: DiceLoss(smooth=-1.0), "smooth is -1.0"),
    (lambda: DiceLoss(smooth=0.0).forward(np.zeros((1, 2)), np.zeros((1, 2))), "smooth must be"),
    (lambda: DiceLoss().forward(np.zeros(2), np.zeros(2)), r"y has shape \(2,\)"),
    (lambda: gaussian_nll([0.0], [0.0], [-1.0]), "var holds -1"),
    (lambda: gaussian_nll([0.0], [0.0], 1.0), r"var has shape \(\)"),
    (lambda: gaussian_nll([0.0], [0.0], [1.0], eps=0.0), "eps is 0.0"),
    (lambda: FocalLoss(gamma=-1.0), "gamma is -1.0"),
    (lambda: triplet_loss([[0.0]], [[1.0]], [[2.0]], margin=0.0), "margin is 0.0"),
    (lambda: triplet_loss([[0.0]], [[1.0]], [2.0]), r"negative has shape \(1,\)"),
    (lambda: triplet_loss(0.0, 1.0, 2.0), r"anchor has shape \(\)"),
])  # fmt: skip
def test_what_does_not_fit_is_one_clear_error(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_equal_weights_are_no_weights_in_pytorchs_mean_and_a_factor_in_keras():
    t = np.array([0, 1])
    plain = NegativeLogLikelihood().forward(LOG_P, t)
    threes = (3.0, 3.0, 3.0)
    assert NegativeLogLikelihood(threes).forward(LOG_P, t) == pytest.approx(plain)
    over = NegativeLogLikelihood(threes, mean_over="examples")
    assert over.forward(LOG_P, t) == pytest.approx(3 * plain)


@pytest.mark.parametrize("reduction", ["none", "sum"])
def test_where_every_answer_is_yes_its_weight_is_a_factor_and_without_any_it_is_none(reduction):
    for t, factor in ((1, 3.0), (0, 1.0)):
        plain, weighed = (
            BinaryCrossEntropyWithLogits(reduction, pos_weight=q) for q in (None, 3.0)
        )
        targets = np.full(LOG_P.shape, t)
        wanted = factor * plain.forward(LOG_P, targets)
        np.testing.assert_allclose(weighed.forward(LOG_P, targets), wanted, rtol=1e-15)
        dL = np.ones_like(wanted)
        np.testing.assert_allclose(weighed.backward(dL), factor * plain.backward(dL), rtol=1e-15)


def test_an_ignored_label_is_an_example_that_is_not_there():
    x = np.array([[1.0, 2.0, 0.5], [3.0, -1.0, 0.0], [0.0, 0.25, 0.75]])
    loss, fewer = SoftmaxCrossEntropy(label_smoothing=0.1), SoftmaxCrossEntropy(label_smoothing=0.1)
    assert loss.forward(x, [2, -100, 1]) == pytest.approx(fewer.forward(x[[0, 2]], [2, 1]))
    dx = loss.backward()
    assert not dx[1].any()
    np.testing.assert_allclose(dx[[0, 2]], fewer.backward(), rtol=1e-14)


def test_what_weighs_nothing_has_a_gradient_of_nothing():
    loss = BinaryCrossEntropyWithLogits("sum", pos_weight=0.0)
    assert loss.forward(LOG_P, np.ones((2, 3))) == 0
    assert not loss.backward().any()


def test_what_selu_was_made_for_holds():
    """A standard normal x gives y of mean 0 and variance 1."""
    x = np.linspace(-12, 12, 400_001)
    density = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi) * (x[1] - x[0])
    y = SELU().forward(x)
    mean = (y * density).sum()
    assert mean == pytest.approx(0, abs=1e-8)
    assert (y**2 * density).sum() - mean**2 == pytest.approx(1, abs=1e-8)


def test_the_gradient_at_a_kink_is_the_one_that_is_said():
    hard = HardSigmoid(alpha=0.25)
    hard.forward(np.array([-2.0, 2.0, 0.0]))
    assert hard.backward(np.ones(3)).tolist() == [0, 0, 0.25]
    selu = SELU()
    selu.forward(np.zeros(1))
    assert selu.backward(np.ones(1)) == pytest.approx(1.7580993408473766)


def test_easy_examples_fade_without_overflow():
    loss = FocalLoss(reduction="none")
    x = np.array([1e4, -1e4, 800.0, 0.0])
    found = loss.forward(x, np.array([1.0, 0.0, 0.0, 1.0]))
    assert found[:2].tolist() == [0, 0]
    assert found[2] == 0.75 * 800
    assert np.isfinite(loss.backward(np.ones(4))).all()


ROWS = np.arange(6.0).reshape(2, 3)


@pytest.mark.parametrize(("call", "said"), [
    (lambda: contrastive_loss(ROWS, ROWS, [0, 2]), "t must be 0 or 1"),
    (lambda: contrastive_loss(ROWS, ROWS, [0, 1], margin=0), "margin is 0"),
    (lambda: contrastive_loss(ROWS, ROWS, [0, 1], same_label=2), "same_label is 2"),
    (lambda: info_nce(ROWS, ROWS, temperature=0), "temperature is 0"),
    (lambda: info_nce(ROWS, ROWS[:1]), r"k has shape \(1, 3\)"),
    (lambda: distillation_loss(ROWS, ROWS, [0, 1], temperature=-1), "temperature is -1"),
    (lambda: distillation_loss(ROWS, ROWS, [0, 1], alpha=1.5), "alpha is 1.5"),
    (lambda: distillation_loss(ROWS[:0], ROWS[:0], []), "no examples"),
    (lambda: TemperatureSoftmax(0.0), "temperature is 0.0"),
])  # fmt: skip
def test_what_losses_of_pairs_and_teachers_refuse(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_a_student_as_good_as_its_teacher_has_no_soft_loss():
    assert distillation_loss(ROWS, ROWS, [0, 1], alpha=1.0) == 0
    (dx,) = distillation_loss_backward(1.0, ROWS, ROWS, [0, 1], alpha=1.0)
    assert not dx.any()
