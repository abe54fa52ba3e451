"""What is nearly certain costs nearly nothing, and not nothing: small losses keep their digits."""

import numpy as np
import pytest

from numpy_impl.activations.log_softmax import LogSoftmax
from numpy_impl.generative.evidence_lower_bound import (
    evidence_lower_bound,
    evidence_lower_bound_backward,
)
from numpy_impl.generative.kl_to_standard_normal import kl_to_standard_normal_backward
from numpy_impl.losses.label_smoothing import LabelSmoothing
from numpy_impl.losses.masked_language_model_loss import MaskedLanguageModelLoss
from numpy_impl.losses.next_sentence_loss import NextSentenceLoss
from numpy_impl.losses.next_token_loss import NextTokenLoss
from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy
from numpy_impl.models.time_softmax_cross_entropy import TimeSoftmaxCrossEntropy
from numpy_impl.reinforcement.actor_critic import actor_critic
from numpy_impl.reinforcement.policy_gradient import policy_gradient

FAR = 40.0
"""How far the right logit is above two others."""

SURE = FAR * np.eye(3)
LOSS = np.log1p(2 * np.exp(-FAR))
RIGHT = np.arange(3)
NEXT = np.array([[2, 0, 1, 2]])  # what comes after each of three words, as the logits say


LOSSES = {
    "softmax_cross_entropy": lambda: SoftmaxCrossEntropy().forward(SURE, RIGHT),
    "label_smoothing": lambda: LabelSmoothing(0.0).forward(SURE, RIGHT),
    "time_softmax_cross_entropy": lambda: TimeSoftmaxCrossEntropy().forward(
        SURE[np.newaxis], RIGHT[np.newaxis]
    ),
    "masked_language_model_loss": lambda: MaskedLanguageModelLoss().forward(SURE, RIGHT),
    "next_token_loss": lambda: NextTokenLoss().forward(
        SURE[np.newaxis][:, [0, 1, 2, 0]], NEXT[:, [0, 1, 2, 3]]
    ),
    "log_softmax": lambda: -LogSoftmax().forward(SURE).diagonal().mean(),
    "policy_gradient": lambda: policy_gradient(SURE, RIGHT, np.ones(3)),
    "actor_critic": lambda: actor_critic(
        SURE, np.zeros(3), RIGHT, np.ones(3), np.ones(3), value_weight=0.0, entropy_weight=0.0
    )[1],
}


@pytest.mark.parametrize("name", LOSSES)
def test_what_is_nearly_certain_has_a_small_loss(name):
    np.testing.assert_allclose(LOSSES[name](), LOSS, rtol=1e-12)


@pytest.mark.parametrize("log_var", [2.0**-40, -(2.0**-40)])
def test_a_variance_of_nearly_1_has_a_small_slope(log_var):
    x, mu = np.full((1, 2), 0.5), np.zeros((1, 1))
    almost = np.full((1, 1), log_var)
    (*_, of_bound) = evidence_lower_bound_backward(1.0, x, x, mu, almost)
    (*_, of_kl) = kl_to_standard_normal_backward(1.0, mu, almost)
    for slope in (-of_bound, of_kl):
        np.testing.assert_allclose(slope, np.expm1(almost) / 2, rtol=1e-14)
    assert np.isfinite(evidence_lower_bound(x, x, mu, almost))


def test_a_pair_that_is_nearly_certain_has_a_small_loss():
    loss = NextSentenceLoss().forward(np.array([[FAR, 0.0], [-FAR, 0.0]]), np.array([0, 1]))
    np.testing.assert_allclose(loss, np.log1p(np.exp(-FAR)), rtol=1e-14)
