"""The exam's cross-entropy beyond its cases: by hand, soft targets, errors."""

import math

import numpy as np
import pytest

from numpy_impl.exam.cross_entropy_error import cross_entropy_error

RNG = np.random.default_rng(3)


def test_cross_entropy_by_hand():
    d = np.array([[1, 0], [0, 1]])
    y = np.array([[0.25, 0.75], [0.5, 0.5]])
    expected = -(math.log(0.25 + 1e-7) + math.log(0.5 + 1e-7)) / 2
    assert cross_entropy_error(d, y) == pytest.approx(expected, rel=1e-15)
    assert cross_entropy_error(d[0], y[0]) == pytest.approx(-math.log(0.25 + 1e-7), rel=1e-15)
    assert cross_entropy_error([0, 1], [1.0, 0.0]) == pytest.approx(-math.log(1e-7), rel=1e-15)


def test_cross_entropy_takes_soft_targets_and_the_mean_of_the_single_errors():
    y = RNG.dirichlet(np.ones(3), 4)
    d = RNG.dirichlet(np.ones(3), 4)
    singles = [cross_entropy_error(d[n], y[n]) for n in range(4)]
    assert cross_entropy_error(d, y) == pytest.approx(np.mean(singles), rel=1e-14)


@pytest.mark.parametrize(
    ("d", "y", "message"),
    [
        (np.ones((2, 3)), np.ones((3, 2)), r"d has shape \(2, 3\), but \(3, 2\)"),
        (np.array([1, 0]), np.ones((2, 3)), r"\(2,\).*\(2, 3\)"),
        (np.ones((2, 3, 4)), np.ones((2, 3, 4)), r"\(2, 3, 4\)"),
        (np.ones((0, 3)), np.ones((0, 3)), r"\(0, 3\)"),
        (np.array(1.0), np.array(0.5), r"\(\)"),
        (np.array([1.0, 0.0]), np.array([2.5, -1.0]), "2.5, which is no probability"),
    ],
)
def test_cross_entropy_refuses_what_has_no_meaning(d, y, message):
    with pytest.raises(ValueError, match=message):
        cross_entropy_error(d, y)
