"""Measures of information at the edges: impossible outcomes, units, and what is refused."""

import numpy as np
import pytest

from numpy_impl.information.entropy import entropy, entropy_backward
from numpy_impl.information.js_divergence import js_divergence, js_divergence_backward
from numpy_impl.information.kl_divergence import kl_divergence, kl_divergence_backward
from numpy_impl.information.mutual_information import (
    mutual_information,
    mutual_information_backward,
)

HALF = np.array([0.5, 0.5])
CERTAIN = np.array([1.0, 0.0])


def test_what_q_calls_impossible_is_infinitely_far():
    assert kl_divergence(HALF, CERTAIN) == np.inf
    assert kl_divergence(CERTAIN, HALF) == pytest.approx(np.log(2))
    assert kl_divergence(CERTAIN, CERTAIN) == 0
    _, dq = kl_divergence_backward(1.0, HALF, CERTAIN)
    assert dq.tolist() == [-0.5, -np.inf]


def test_the_slope_at_an_impossible_outcome_has_no_bound():
    assert entropy_backward(1.0, CERTAIN)[0].tolist() == [-1.0, np.inf]
    dp, dq = js_divergence_backward(1.0, CERTAIN, HALF)
    assert dp[1] == -np.inf
    assert np.isfinite(dq).all()
    assert js_divergence_backward(1.0, HALF, CERTAIN)[1][1] == -np.inf
    dp, dq = kl_divergence_backward(1.0, CERTAIN, CERTAIN)
    assert dp.tolist() == [1.0, -np.inf]
    assert dq.tolist() == [-1.0, 0.0]
    (dP,) = mutual_information_backward(1.0, [[0.5, 0.0], [0.5, 0.0]])
    assert dP.tolist() == [[-1.0, -np.inf]] * 2
    assert [d[1] for d in js_divergence_backward(1.0, CERTAIN, CERTAIN)] == [0, 0]


@pytest.mark.parametrize("found", [
    lambda: entropy(HALF, base=2), lambda: entropy(np.full(9, 1 / 9), base=9),
    lambda: js_divergence(CERTAIN, CERTAIN[::-1], base=2),
    lambda: mutual_information(np.diag(HALF), base=2),
])  # fmt: skip
def test_one_unit_of_information(found):
    assert found() == pytest.approx(1.0, rel=1e-14)


def test_a_base_below_1_turns_the_sign():
    assert entropy(HALF, base=0.5) == pytest.approx(-1.0, rel=1e-14)


@pytest.mark.parametrize(("call", "said"), [
    (lambda: entropy([0.5, -0.5]), r"p holds -0.5"),
    (lambda: entropy(1.0), r"p has shape \(\)"),
    (lambda: entropy(HALF, base=1), "base is 1"),
    (lambda: entropy(HALF, base=-2.0), "base is -2.0"),
    (lambda: entropy(HALF, base=0), "base is 0"),
    (lambda: entropy_backward([1.0], HALF), r"^dH has shape \(1,\)"),
    (lambda: kl_divergence_backward([1.0], HALF, HALF), r"^dKL has shape \(1,\)"),
    (lambda: js_divergence_backward([1.0], HALF, HALF), r"^dJS has shape \(1,\)"),
    (lambda: kl_divergence(HALF, [0.5, 1.5]), r"q holds 1.5"),
    (lambda: kl_divergence(HALF, [HALF]), r"q has shape \(1, 2\)"),
    (lambda: mutual_information(HALF), r"P has shape \(2,\)"),
])  # fmt: skip
def test_what_is_no_distribution_is_refused_with_its_numbers(call, said):
    with pytest.raises(ValueError, match=said):
        call()
