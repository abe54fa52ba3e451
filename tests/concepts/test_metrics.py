"""Metrics beside scikit-learn's, and what they refuse."""

import numpy as np
import pytest

from numpy_impl.metrics.accuracy import accuracy
from numpy_impl.metrics.average_precision import average_precision
from numpy_impl.metrics.confusion_matrix import confusion_matrix
from numpy_impl.metrics.f1_score import f1_score
from numpy_impl.metrics.precision import precision
from numpy_impl.metrics.recall import recall
from numpy_impl.metrics.roc_auc import roc_auc
from numpy_impl.metrics.roc_curve import roc_curve
from numpy_impl.metrics.root_mean_squared_error import root_mean_squared_error
from numpy_impl.metrics.top_k_accuracy import top_k_accuracy

RNG = np.random.default_rng(7)
Y, T = RNG.integers(0, 4, 60), RNG.integers(0, 5, 60)
SCORES, TRUTH = RNG.integers(0, 12, 40) / 4, RNG.integers(0, 2, 40)


def beside(ours, theirs):
    np.testing.assert_allclose(ours, theirs, rtol=1e-13)


@pytest.mark.parametrize("average", ["micro", "macro", "weighted", "none"])
@pytest.mark.filterwarnings("ignore:.*ill-defined")
def test_averages_are_scikit_learns(average):
    from sklearn import metrics

    told = None if average == "none" else average
    beside(precision(Y, T, average), metrics.precision_score(T, Y, average=told))
    beside(recall(Y, T, average), metrics.recall_score(T, Y, average=told))
    beside(f1_score(Y, T, average), metrics.f1_score(T, Y, average=told))
    beside(f1_score(Y, T, average, beta=2.0), metrics.fbeta_score(T, Y, beta=2.0, average=told))


def test_counts_and_rankings_are_scikit_learns():
    from sklearn import metrics

    assert confusion_matrix(Y, T).tolist() == metrics.confusion_matrix(T, Y).tolist()
    beside(accuracy(Y, T), metrics.accuracy_score(T, Y))
    beside(roc_curve(SCORES, TRUTH),
           metrics.roc_curve(TRUTH, SCORES, drop_intermediate=False)[:2])  # fmt: skip
    beside(roc_auc(SCORES, TRUTH), metrics.roc_auc_score(TRUTH, SCORES))
    beside(average_precision(SCORES, TRUTH), metrics.average_precision_score(TRUTH, SCORES))
    beside(root_mean_squared_error(SCORES, TRUTH),
           metrics.root_mean_squared_error(TRUTH, SCORES))  # fmt: skip
    scores = RNG.normal(size=(30, 5))
    for k in (1, 2, 4):
        beside(top_k_accuracy(scores, T[:30], k),
               metrics.top_k_accuracy_score(T[:30], scores, k=k, labels=range(5)))  # fmt: skip


def test_eleven_points_meet_a_recall_that_floats_would_miss():
    # 3 of 10 is recall 0.3, and 3 * 0.1 is a little more in floats.
    y, t = -np.arange(10.0), [1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
    assert average_precision(y, t, "eleven_points", 10) == pytest.approx(4 / 11, rel=1e-15)


def test_nothing_said_and_nothing_true_give_0():
    assert precision([0, 0], [1, 0]) == 0
    assert recall([1, 0], [0, 0]) == 0
    assert f1_score([0, 0], [0, 0]) == 0
    assert precision([0, 0], [0, 0], "none", 3).tolist() == [1, 0, 0]


def test_the_matrix_has_as_many_classes_as_occur_or_are_told():
    assert confusion_matrix([0], [0]).tolist() == [[1]]
    assert confusion_matrix([], [], 2).tolist() == [[0, 0], [0, 0]]
    assert confusion_matrix([0.0], [True]).dtype == np.intp


@pytest.mark.parametrize(("call", "said"), [
    (lambda: accuracy([], []), "no examples"),
    (lambda: accuracy(np.zeros((0, 3)), np.zeros((0, 3))), "no examples"),
    (lambda: accuracy(np.zeros((3, 0)), [0, 1, 2]), r"y has shape \(3, 0\)"),
    (lambda: accuracy([0, 1, 2], np.zeros((3, 0))), r"t has shape \(3, 0\)"),
    (lambda: accuracy(np.zeros((2, 2, 2)), np.zeros((2, 2, 2))), r"y has shape \(2, 2, 2\)"),
    (lambda: accuracy([0], [0.5]), "t must hold class numbers"),
    (lambda: accuracy([0.5, 1.0], [0, 1]), "y must hold class numbers"),
    (lambda: accuracy([[0.5, 0.5]], [0], threshold=0.5), r"y has shape \(1, 2\)"),
    (lambda: accuracy([0, 1], [0]), r"t has shape \(1,\)"),
    (lambda: confusion_matrix([0, 2], [0, 1], 2), "A label is 2"),
    (lambda: confusion_matrix([0, -1], [0, 1]), "y must hold class numbers"),
    (lambda: confusion_matrix([0], [0.5]), "t must hold class numbers"),
    (lambda: confusion_matrix([], []), "y has no examples"),
    (lambda: precision([0, 2], [0, 1]), "A label is 2"),
    (lambda: precision([], [], "macro", 3), "y has no examples"),
    (lambda: recall([0], [0], "samples"), "average is 'samples'"),
    (lambda: f1_score([0], [0], beta=0), "beta is 0"),
    (lambda: top_k_accuracy([[0.5, 0.5]], [2]), "t holds the class 2"),
    (lambda: top_k_accuracy([[0.5, 0.5]] * 2, [0, 2]), "t holds the class 2"),
    (lambda: top_k_accuracy([[0.5, 0.5]], [0.5]), "t must hold class numbers"),
    (lambda: top_k_accuracy([0.5], [0]), r"y has shape \(1,\)"),
    (lambda: top_k_accuracy([[0.5, 0.5]], [1], k=0), "k is 0"),
    (lambda: top_k_accuracy(np.zeros((0, 3)), []), r"y has shape \(0, 3\)"),
    (lambda: roc_curve([0.5], [1]), "is negative"),
    (lambda: roc_auc([0.5], [0]), "is positive"),
    (lambda: roc_auc([0.5], [0.5]), "t must hold class numbers"),
    (lambda: roc_auc([[0.5, 0.25]], [[1, 0]]), r"y has shape \(1, 2\)"),
    (lambda: roc_auc([0.5, 0.25], [1, 2]), "t holds the class 2"),
    (lambda: average_precision([0.5], [1], "linear"), "interpolation is 'linear'"),
    (lambda: average_precision([0.5, 0.25], [1, 1], n_positives=1), "n_positives is 1"),
    (lambda: root_mean_squared_error([], []), "no values"),
])  # fmt: skip
def test_what_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
