"""The ways back of the exam's functions beyond their cases: lists, shapes, nothing changed."""

import inspect

import numpy as np
import pytest

from numpy_impl.exam.bidirectional_rnn_net import bidirectional_rnn_net_backward
from numpy_impl.exam.encode import encode_backward
from numpy_impl.exam.gru_taught import gru_taught_backward
from numpy_impl.exam.lstm_taught import lstm_taught_backward
from numpy_impl.models.traverse import traverse_backward

RNG = np.random.default_rng(7)


def normal(*shape):
    return RNG.standard_normal(shape)


H, X, T = 3, 2, 4
PAIRS = [weight for _ in range(3) for weight in (normal(H, X), normal(H, H))]
TREE = {"left": 0, "right": {"left": 1, "right": 2}}
CALLS = {
    "lstm_taught": (
        lstm_taught_backward,
        (normal(T, H), normal(T, H)),
        (normal(T, X), normal(T, H), normal(T, H), normal(4 * H, X), normal(4 * H, H), normal(12)),
    ),
    "gru_taught": (gru_taught_backward, (normal(T, H),), (normal(T, X), normal(T, H), *PAIRS)),
    "bidirectional_rnn_net": (
        bidirectional_rnn_net_backward,
        (normal(T, 5),),
        (normal(T, X), *PAIRS[:4], normal(5, 2 * H)),
    ),
    "encode": (
        encode_backward,
        (normal(H),),
        (np.eye(5)[[0, 3, 3]], normal(X, 5), normal(H, X), normal(H, H), normal(H)),
    ),
    "traverse": (traverse_backward, (normal(2),), (TREE, normal(3, 2), normal(2, 4))),
}


@pytest.mark.parametrize("name", CALLS)
def test_lists_give_what_arrays_give_and_nothing_is_changed(name):
    back, upstream, given = CALLS[name]
    arrays = [a for a in (*upstream, *given) if isinstance(a, np.ndarray)]
    kept = [a.copy() for a in arrays]
    found = back(*upstream, *given)
    lists = [a.tolist() if isinstance(a, np.ndarray) else a for a in (*upstream, *given)]
    for one, other in zip(found, back(*lists), strict=True):
        np.testing.assert_array_equal(one, other)
    for array, before in zip(arrays, kept, strict=True):
        np.testing.assert_array_equal(array, before)


@pytest.mark.parametrize(
    ("name", "at"), [(name, at) for name, (_, ups, _) in CALLS.items() for at in range(len(ups))]
)
def test_an_upstream_gradient_of_another_shape_is_named(name, at):
    back, upstream, given = CALLS[name]
    wrong = [np.zeros((7, *dy.shape)) if i == at else dy for i, dy in enumerate(upstream)]
    with pytest.raises(ValueError, match=r"d\w+ has shape \(7, .*but .* was expected"):
        back(*wrong, *given)


@pytest.mark.parametrize("name", CALLS)
def test_the_gradient_is_linear_in_what_comes_back(name):
    back, upstream, given = CALLS[name]
    for one, other in zip(
        back(*(3 * dy for dy in upstream), *given), back(*upstream, *given), strict=True
    ):
        np.testing.assert_allclose(one, 3 * other, rtol=1e-12, atol=1e-13)


ARRAYS = [
    (name, at)
    for name, (_, _, given) in CALLS.items()
    for at, array in enumerate(given)
    if isinstance(array, np.ndarray)
]
OF_ANOTHER = {
    ("lstm_taught", 0): "W",
    ("lstm_taught", 1): "prev_c",
    ("gru_taught", 0): "W_r",
    ("gru_taught", 1): "W_r",
    ("bidirectional_rnn_net", 1): "xs",
    ("encode", 1): "words",
    ("encode", 4): "W",
    ("traverse", 1): "W",
}
"""What is named where another array's shape is told by this one's."""


@pytest.mark.parametrize(("name", "at"), ARRAYS)
def test_an_argument_that_does_not_fit_is_named(name, at):
    back, upstream, given = CALLS[name]
    names = list(inspect.signature(back).parameters)[len(upstream) :]
    wrong = list(given)
    wrong[at] = np.concatenate([given[at]] * 2, axis=-1)
    told = OF_ANOTHER.get((name, at), names[at])
    with pytest.raises(ValueError, match=rf"^{told} has shape"):
        back(*upstream, *wrong)
    wrong[at] = given[at][None]
    with pytest.raises(ValueError, match=rf"^{names[at]} has shape"):
        back(*upstream, *wrong)


@pytest.mark.parametrize(("name", "at"), ARRAYS)
def test_an_argument_of_another_type_is_named(name, at):
    back, upstream, given = CALLS[name]
    names = list(inspect.signature(back).parameters)[len(upstream) :]
    wrong = list(given)
    wrong[at] = np.full(given[at].shape, "a")
    with pytest.raises((TypeError, ValueError), match=rf"^{names[at]}\b"):
        back(*upstream, *wrong)
