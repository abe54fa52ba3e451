"""The small mathematics at its edges."""

import numpy as np
import pytest

from numpy_impl.mathematics.distances import distances
from numpy_impl.mathematics.k_means import k_means
from numpy_impl.mathematics.logistic_regression import logistic_regression
from numpy_impl.mathematics.pca import pca
from numpy_impl.mathematics.svd_low_rank import svd_low_rank

RNG = np.random.default_rng(3)
X = RNG.standard_normal((7, 3))


def test_all_components_keep_the_variance_and_the_distances():
    z, V, variance = pca(X, 3)
    np.testing.assert_allclose(V.T @ V, np.eye(3), atol=1e-15)
    np.testing.assert_allclose(variance.sum(), X.var(axis=0, ddof=1).sum(), rtol=1e-14)
    np.testing.assert_allclose(distances(z, z), distances(X, X), atol=1e-14)
    assert all(V[np.abs(V).argmax(axis=0), np.arange(3)] > 0)


def test_rank_0_is_nothing_and_full_rank_is_everything():
    y, error = svd_low_rank(X, 0)
    assert not y.any()
    assert error == pytest.approx(np.linalg.norm(X), rel=1e-15)
    y, error = svd_low_rank(X, 3)
    np.testing.assert_allclose(y, X, atol=1e-14)
    assert error == 0


def test_more_steps_never_make_k_means_worse():
    x = RNG.standard_normal((30, 2))
    found = [k_means(x, x[:4], steps)[2] for steps in range(12)]
    assert np.all(np.diff(found) <= 1e-12)
    assert k_means(np.zeros((0, 2)), x[:2])[1].shape == (0,)


def test_of_equally_near_centers_the_first_is_taken():
    centers, nearest, _ = k_means([[0.0], [1.0], [2.0]], [[0.0], [2.0]], 0)
    assert nearest.tolist() == [0, 0, 1]
    assert centers.tolist() == [[0.0], [2.0]]


def test_large_logits_neither_overflow_nor_stop():
    x = np.array([[900.0], [-900.0]])
    w, _, loss = logistic_regression(x, [1, 0], [1.0], 0.0, n_steps=2)
    assert np.isfinite(w).all()
    assert loss == 0


def test_metrics_meet_where_they_should():
    a, b = [[0.0, 0.0]], [[0.25, -0.5]]
    assert distances(a, b, metric="chebyshev").tolist() == [[0.5]]
    assert distances(a, b, metric="lp", p=1).tolist() == [[0.75]]
    nowhere = np.zeros((2, 0))
    assert distances(nowhere, nowhere[:1], metric="chebyshev").tolist() == [[0.0], [0.0]]


def test_no_step_gives_back_the_start_and_not_the_array_itself():
    w, b = np.ones(3), np.array(0.5)
    given = logistic_regression(X, np.ones(7), w, b, n_steps=0)
    assert [g.tolist() for g in given[:2]] == [w.tolist(), b.tolist()]
    assert not np.shares_memory(given[0], w)
    assert not np.shares_memory(given[1], b)
    assert all(isinstance(g, np.ndarray) for g in logistic_regression(X, np.ones(7), w, b)[:2])


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: pca(X, 4), "from 1 to 3"),
        (lambda: pca(X[:1], 1), "from 1 to 0"),
        (lambda: pca(X, 0), "n_components is 0"),
        (lambda: svd_low_rank(X, 4), "from 0 to 3"),
        (lambda: k_means(X, X[:0]), "one at least"),
        (lambda: k_means(X, X[:2], -1), "n_steps is -1"),
        (lambda: distances(X, X[:, :2]), "b has shape"),
        (lambda: distances(X, X, metric="lp", p=0.5), "p is 0.5"),
        (lambda: distances(X, X, metric="mahalanobis"), "needs a covariance"),
        (lambda: distances(X, X, metric="mahalanobis", covariance=np.eye(2)), "^covariance has"),
        (lambda: distances(X, X, metric="jaccard"), "metric is 'jaccard'"),
        (lambda: logistic_regression(X[0], [1], [1.0], 0.0), r"x has shape \(3,\)"),
        (lambda: logistic_regression(X, np.ones(7), np.ones(3), [0.0]), r"b has shape \(1,\)"),
        (lambda: logistic_regression(X, np.ones(7), np.ones(3), 0, n_steps=-1), "n_steps is -1"),
        (lambda: logistic_regression(X, np.ones(7), np.ones(3), 0.0, l2=-1.0), "l2 is -1"),
        (lambda: logistic_regression(X, np.ones(6), np.ones(3), 0.0), "t has shape"),
        (lambda: logistic_regression(X[:0], [], np.ones(3), 0.0), "at least one example"),
    ],
)
def test_what_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
