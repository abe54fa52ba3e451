"""CTC beyond its cases: errors, what cannot be, all alignments one by one, ties, empty batches."""

import itertools
import re

import numpy as np
import pytest

from numpy_impl.losses.ctc_loss import CTCLoss
from numpy_impl.models.ctc_beam_search import ctc_beam_search

X = np.random.default_rng(11).standard_normal((2, 4, 3))


def said(message):
    """Return the pattern of a message whose parts are divided by stars."""
    return ".*".join(re.escape(part) for part in message.split("*"))


def collapsed(path, blank):
    return tuple(k for k, _ in itertools.groupby(path) if k != blank)


def by_labels(x, blank):
    """Return {labels: p} by adding up every path through x (T, C)."""
    y = np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)
    found = {}
    for path in itertools.product(range(x.shape[1]), repeat=len(x)):
        labels = collapsed(path, blank)
        found[labels] = found.get(labels, 0) + np.prod(y[np.arange(len(x)), path])
    return found


@pytest.mark.parametrize("blank", [0, 1, 2])
def test_every_path_counts_once(blank):
    """All labels together are certain, and each has the probability of its paths."""
    known = by_labels(X[0], blank)
    assert sum(known.values()) == pytest.approx(1)
    for labels, p in known.items():
        t = np.array([labels], dtype=int)
        loss = CTCLoss("none", blank).forward(X[:1], t)
        np.testing.assert_allclose(np.exp(-loss), [p], rtol=1e-12)
    best = max(known, key=known.get)
    labels, log_p = ctc_beam_search(X[:1], beam_width=999, blank=blank)
    assert tuple(labels[0][labels[0] >= 0]) == best
    np.testing.assert_allclose(np.exp(log_p), [known[best]], rtol=1e-12)


@pytest.mark.parametrize("t", [[1, 2], [2, 2], [1], [2, 1, 2]])
def test_the_gradient_is_how_far_each_class_is_from_its_share_of_the_paths(t):
    y = np.exp(X[0]) / np.exp(X[0]).sum(axis=1, keepdims=True)
    gamma = np.zeros_like(y)
    for path in itertools.product(range(3), repeat=4):
        if collapsed(path, 0) == tuple(t):
            gamma[np.arange(4), path] += np.prod(y[np.arange(4), path])
    gamma /= gamma[0].sum()
    loss = CTCLoss("sum")
    loss.forward(X[:1], [t])
    np.testing.assert_allclose(loss.backward()[0], y - gamma, atol=1e-14)
    np.testing.assert_array_equal(loss.backward(), loss.backward(1.0))


def test_large_logits_do_not_overflow():
    x = np.array([[[1e4, 0.0, -1e4], [0.0, 1e4, 0.0]]])
    np.testing.assert_array_equal(CTCLoss().forward(x, [[1]]), 0)
    assert CTCLoss().forward(x, [[2]]) == 1e4
    assert ctc_beam_search(x)[0].tolist() == [[1, -1]]


@pytest.mark.parametrize(
    ("t", "lengths", "options", "message"),
    [
        ([[1, 2], [1, 3]], (), {}, "the label 3*C = 3 classes are 0 to 2"),
        ([[1, 2], [1, -1]], (), {}, "the label -1*C = 3 classes"),
        ([[1, 0], [1, 2]], (), {}, "t holds 0 among its labels*0 is the blank"),
        ([[1, 0], [1, 2]], (), {"blank": 2}, "t holds 2 among its labels*2 is the blank"),
        ([[1, 2], [1, 2]], (), {"blank": 3}, "blank is 3*C = 3 classes are 0 to 2"),
        ([[1, 2], [1, 2]], (), {"blank": -1}, "blank is -1*C = 3"),
        ([[1, 2], [1, 2]], ([4, 5],), {}, "input_lengths holds 5*from 1 to the 4"),
        ([[1, 2], [1, 2]], ([4, 0],), {}, "input_lengths holds 0*from 1 to the 4"),
        ([[1, 2], [1, 2]], ([4, 4], [2, 3]), {}, "target_lengths holds 3*from 0 to the 2"),
        ([[1, 2], [1, 2]], ([4, 4], [2, -1]), {}, "target_lengths holds -1*from 0"),
        ([[1, 2], [1, 2]], ([4, 4, 4],), {}, "input_lengths has shape (3,)*(2,)"),
        ([[1, 2], [1, 2]], ([4, 4], [2.0, 1.0]), {}, "target_lengths must be integers*float64"),
        ([[1.0, 2], [1, 2]], (), {}, "Labels must be integers*float64"),
        ([1, 2], (), {}, "t has shape (2,)*(2, any)"),
        ([[1, 2]], (), {}, "t has shape (1, 2)*(2, any)"),
    ],
)
def test_what_does_not_fit_is_named_with_its_numbers(t, lengths, options, message):
    with pytest.raises(ValueError, match=said(message)):
        CTCLoss(**options).forward(X, t, *lengths)


def test_shapes_choices_and_upstream_gradients_are_checked():
    with pytest.raises(ValueError, match=said("x has shape (4, 3)*(any, any, any)")):
        CTCLoss().forward(X[0], [[1]])
    with pytest.raises(ValueError, match="reduction is 'max'"):
        CTCLoss("max")
    loss = CTCLoss("none")
    loss.forward(X, [[1], [2]])
    with pytest.raises(ValueError, match=said("dL has shape ()*(2,)")):
        loss.backward(1.0)


def test_what_cannot_be_said_is_infinite_unless_it_is_zeroed():
    t, steps = [[1, 1, 2], [2, 1, 2]], [3, 3]  # 1 1 2 needs a blank between, and so four steps
    loss = CTCLoss("none")
    found = loss.forward(X, t, steps)
    assert found[0] == np.inf
    assert np.isfinite(found[1])
    dx = loss.backward(np.ones(2))
    assert np.isnan(dx[0, :3]).all()
    assert not dx[0, 3].any()
    assert np.isfinite(dx[1]).all()
    zeroed = CTCLoss("none", zero_infinity=True)
    np.testing.assert_array_equal(zeroed.forward(X, t, steps), [0, found[1]])
    np.testing.assert_array_equal(zeroed.backward(np.ones(2)), [np.zeros((4, 3)), dx[1]])
    assert np.isfinite(CTCLoss("none").forward(X, t, [4, 4])[0])


def test_padding_may_hold_anything_and_float32_is_kept():
    loss = CTCLoss("none")
    once = loss.forward(X.astype(np.float32), [[1, 2], [2, 99]], [4, 3], [2, 1])
    dx = loss.backward(np.ones(2))
    assert once.dtype == dx.dtype == np.float32
    x = X.astype(np.float32)
    x[1, 3] = 1e6
    again = loss.forward(x, [[1, 2], [2, 0]], [4, 3], [2, 1])
    np.testing.assert_array_equal(once, again)
    np.testing.assert_array_equal(dx, loss.backward(np.ones(2)))


def test_no_examples():
    loss = CTCLoss("sum")
    assert loss.forward(X[:0], np.zeros((0, 2), int)) == 0
    assert loss.backward().shape == (0, 4, 3)
    assert loss.forward(X[:0], np.zeros((0, 2), int), [], []) == 0
    assert CTCLoss("none").forward(X, [[], []]).shape == (2,)
    labels, log_p = ctc_beam_search(X[:0])
    assert labels.shape == (0, 4)
    assert log_p.shape == (0,)


@pytest.mark.parametrize(
    ("x", "options", "message"),
    [
        (X[0], {}, "x has shape (4, 3)*(any, any, any)"),
        (X, {"blank": 3}, "blank is 3*C = 3"),
        (X, {"beam_width": -1}, "beam_width is -1*at least 0"),
        (X, {"input_lengths": [5, 4]}, "input_lengths holds 5*from 0 to the 4"),
        (X, {"input_lengths": [4]}, "input_lengths has shape (1,)*(2,)"),
    ],
)
def test_the_search_names_what_does_not_fit(x, options, message):
    with pytest.raises(ValueError, match=said(message)):
        ctc_beam_search(x, **options)


def test_the_best_path_need_not_say_the_likeliest_labels():
    """Nothing is the best path (0.36), but a has 0.64 in three paths."""
    x = np.log([[[0.6, 0.4], [0.6, 0.4]]])
    for width, labels, p in ((0, [-1, -1], 0.36), (3, [1, -1], 0.64)):
        found, log_p = ctc_beam_search(x, beam_width=width)
        assert found.tolist() == [labels]
        np.testing.assert_allclose(np.exp(log_p), [p])


def test_a_sequence_of_no_steps_says_nothing_for_sure():
    for width in (0, 2):
        labels, log_p = ctc_beam_search(X, [0, 1], width)
        assert (labels[0] == -1).all()
        assert log_p[0] == 0


def test_of_equal_prefixes_the_first_in_order_is_kept():
    labels, _ = ctc_beam_search(np.zeros((1, 1, 4)), beam_width=2)
    assert labels.tolist() == [[-1]]
    labels, _ = ctc_beam_search(np.array([[[-9.0, 1.0, 1.0]]]), beam_width=1)
    assert labels.tolist() == [[1]]


def test_float32_is_kept_by_the_search_and_repeats_are_merged_before_blanks_go():
    x = np.full((1, 5, 3), -5.0, dtype=np.float32)
    x[0, range(5), [1, 1, 0, 1, 2]] = 5
    for width in (0, 4):
        labels, log_p = ctc_beam_search(x, beam_width=width)
        assert labels.tolist() == [[1, 1, 2, -1, -1]]
        assert log_p.dtype == np.float32
    labels, _ = ctc_beam_search(x[:, ::-1], beam_width=0, blank=1)
    assert labels.tolist() == [[2, 0, -1, -1, -1]]
    labels, _ = ctc_beam_search(x[:, 2:], beam_width=0, blank=1)
    assert labels.tolist() == [[0, 2, -1]]
