"""Q-networks, their memory and several workers: by hand, and what they must refuse."""

import numpy as np
import pytest

from numpy_impl.reinforcement.a3c_updates import a3c_updates
from numpy_impl.reinforcement.double_dqn import double_dqn
from numpy_impl.reinforcement.dqn import dqn
from numpy_impl.reinforcement.experience_replay import experience_replay

NETWORK = {
    "W1": np.ones((1, 1)), "b1": np.zeros(1), "W2": np.array([[1.0, -1.0]]), "b2": np.zeros(2),
}  # fmt: skip
BATCH = {
    "s": np.ones((1, 1, 1)), "a": [[0]], "r": [[0.5]], "s_next": np.full((1, 1, 1), 2.0),
    "done": [[0]],
}  # fmt: skip


@pytest.mark.parametrize("method", [dqn, double_dqn])
def test_a_step_by_hand(method):
    """Q(1) = (1, -1) and Q(2) = (2, -2), so y = 0.5 + 0.5 * 2 and the error is -0.5."""
    L, W1, b1, W2, b2 = method(**NETWORK, **BATCH, lr=0.5, gamma=0.5)
    assert L.tolist() == [0.125]
    assert (W1.tolist(), b1.tolist()) == ([[1.25]], [0.25])
    assert (W2.tolist(), b2.tolist()) == ([[1.25, -1]], [0.25, 0])


@pytest.mark.parametrize("method", [dqn, double_dqn])
def test_a_large_error_has_the_slope_of_a_small_one(method):
    L, _, _, _, b2 = method(**NETWORK, **{**BATCH, "r": [[100.0]], "done": [[1]]}, lr=0.5)
    assert L.tolist() == [98.5]
    assert b2.tolist() == [0.5, 0]


def test_double_dqn_is_less_than_dqn_where_the_copy_errs_upwards():
    """After the first step the two networks differ, and so do the targets of the two methods."""
    rng = np.random.default_rng(0)
    network = [rng.standard_normal(shape) for shape in ((3, 8), 8, (8, 4), 4)]
    s, s_next = rng.standard_normal((2, 40, 16, 3))
    batch = (s, rng.integers(0, 4, (40, 16)), np.zeros((40, 16)), s_next, np.zeros((40, 16)))
    single, double = (m(*network, *batch, lr=0.3, gamma=0.9, sync=10) for m in (dqn, double_dqn))
    assert single[0][0] == double[0][0]
    assert single[0][-1] != double[0][-1]


@pytest.mark.parametrize("method", [dqn, double_dqn])
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"a": [[2]]}, "a goes from 2 to 2, but must be from 0 to 1"),
        ({"a": [[0, 1]]}, r"a has shape \(1, 2\), but \(1, 1\) was expected"),
        ({"r": [[0.5, 1]]}, r"r has shape \(1, 2\), but \(1, 1\) was expected"),
        ({"done": [[0.5]]}, "done holds 0.5, but must be 0 or 1"),
        ({"s": np.ones((1, 1, 2))}, r"s has shape \(1, 1, 2\), but \(any, any, 1\) was expected"),
        ({"s": np.ones((1, 0, 1))}, r"s has shape \(1, 0, 1\), but a batch must hold"),
        ({"s_next": np.ones((1, 2, 1))}, r"s_next has shape \(1, 2, 1\), but \(1, 1, 1\)"),
        ({"sync": 0}, "sync is 0, but must be at least 1"),
        ({"gamma": 2.0}, "gamma is 2.0, but must be from 0 to 1"),
        ({"W1": np.ones(3)}, r"W1 has shape \(3,\), but \(any, any\) was expected"),
        ({"b1": np.zeros(2)}, r"b1 has shape \(2,\), but \(1,\) was expected"),
        ({"W2": np.ones((2, 2))}, r"W2 has shape \(2, 2\), but \(1, any\) was expected"),
        ({"b1": ["1"]}, "^b1 must hold real numbers"),
        ({"W2": [["1"]]}, "^W2 must hold real numbers"),
        ({"b2": ["1"]}, "^b2 must hold real numbers"),
        ({"s": [[["1"]]]}, "^s must hold real numbers"),
        ({"r": [["1"]]}, "^r must hold real numbers"),
        ({"s_next": [[["1"]]]}, "^s_next must hold real numbers"),
        ({"b2": np.zeros(1)}, r"b2 has shape \(1,\), but \(2,\) was expected"),
    ],
)
def test_a_network_says_which_numbers_do_not_fit(method, change, message):
    with pytest.raises(ValueError, match=message):
        method(**{**NETWORK, **BATCH, **change})


SEEN = {
    "s": [0.0, 1.0, 2.0], "a": [0, 1, 0], "r": [1.0, 2.0, 3.0], "s_next": [1.0, 2.0, 3.0],
    "done": [0, 0, 1], "idx": [0, 1],
}  # fmt: skip


def test_a_full_memory_drops_the_oldest():
    s, a, r, s_next, done = experience_replay(**SEEN, capacity=2)
    assert (s.tolist(), a.tolist(), r.tolist()) == ([2, 1], [0, 1], [3, 2])
    assert (s_next.tolist(), done.tolist()) == ([3, 2], [1, 0])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"idx": [3]}, "idx goes from 3 to 3, but must be from 0 to 2"),
        ({"idx": [2], "capacity": 2}, "idx goes from 2 to 2, but must be from 0 to 1"),
        ({"idx": [[0]]}, r"idx has shape \(1, 1\), but \(any,\) was expected"),
        ({"capacity": 0}, "capacity is 0, but must be at least 1"),
        ({"s": 1.0}, r"s has shape \(\), but a state for each transition"),
        ({"s_next": [1.0]}, r"s_next has shape \(1,\), but \(3,\) was expected"),
        ({"a": [1]}, r"a has shape \(1,\), but \(3,\) was expected"),
        ({"r": [1.0]}, r"r has shape \(1,\), but \(3,\) was expected"),
        ({"done": [1]}, r"done has shape \(1,\), but \(3,\) was expected"),
    ],
)
def test_a_memory_says_which_numbers_do_not_fit(change, message):
    with pytest.raises(ValueError, match=message):
        experience_replay(**{**SEEN, **change})


ROLLOUTS = {
    "W": np.ones((1, 2)), "w": np.ones(1), "s": np.ones((2, 3, 1)), "a": np.zeros((2, 3), int),
    "r": np.ones((2, 3)), "done": np.zeros((2, 3)), "s_last": np.ones((2, 1)), "worker": [0, 1],
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"W": np.ones(2)}, r"W has shape \(2,\), but \(any, any\) was expected"),
        ({"w": np.ones(2)}, r"w has shape \(2,\), but \(1,\) was expected"),
        ({"s": np.ones((2, 3, 2))}, r"s has shape \(2, 3, 2\), but \(any, any, 1\) was expected"),
        ({"s_last": np.ones((1, 1))}, r"s_last has shape \(1, 1\), but \(2, 1\) was expected"),
        ({"a": np.zeros((2, 2), int)}, r"a has shape \(2, 2\), but \(2, 3\) was expected"),
        ({"r": np.ones((2, 2))}, r"r has shape \(2, 2\), but \(2, 3\) was expected"),
        ({"done": np.ones((3, 3))}, r"done has shape \(3, 3\), but \(2, 3\) was expected"),
        ({"worker": [0]}, r"worker has shape \(1,\), but \(2,\) was expected"),
        ({"worker": [0.0, 1.0]}, "worker must hold integers, but its dtype is float64"),
    ],
)
def test_workers_say_which_numbers_do_not_fit(change, message):
    with pytest.raises(ValueError, match=message):
        a3c_updates(**{**ROLLOUTS, **change})


def test_the_order_of_the_workers_matters_where_copies_are_old():
    rng = np.random.default_rng(1)
    given = {**ROLLOUTS, "s": rng.standard_normal((3, 3, 1)), "s_last": np.ones((3, 1))}
    given |= {name: np.zeros((3, 3), int) for name in ("a", "done")}
    given["r"] = rng.standard_normal((3, 3))
    alone, together = (a3c_updates(**{**given, "worker": w}) for w in ([0, 0, 0], [0, 1, 0]))
    assert alone[2][0] == together[2][0]
    assert alone[2][1] != together[2][1]


def test_no_rollouts_change_nothing_and_share_nothing():
    none = {name: np.empty((0, *np.shape(array)[1:])) for name, array in ROLLOUTS.items()}
    W, w, L = a3c_updates(ROLLOUTS["W"], ROLLOUTS["w"], *list(none.values())[2:-1], [])
    assert np.array_equal(W, ROLLOUTS["W"])
    assert np.array_equal(w, ROLLOUTS["w"])
    assert L.shape == (0,)
    assert not np.shares_memory(W, ROLLOUTS["W"])
    assert not np.shares_memory(w, ROLLOUTS["w"])


def test_the_first_array_decides_in_which_type_it_is_computed():
    W, w, L = a3c_updates(**{**ROLLOUTS, "W": np.ones((1, 2), np.float32)})
    assert W.dtype == w.dtype == L.dtype == np.float32
    given = {**SEEN, "s": np.zeros(3, np.float32)}
    assert experience_replay(**given)[3].dtype == np.float32
    for method in (dqn, double_dqn):
        found = method(**{**NETWORK, **BATCH, "W1": np.ones((1, 1), np.float32)})
        assert {array.dtype for array in found} == {np.dtype(np.float32)}


@pytest.mark.parametrize("method", [dqn, double_dqn])
def test_no_steps_change_nothing_and_share_nothing(method):
    none = {name: np.empty((0, *np.shape(array)[1:])) for name, array in BATCH.items()}
    L, *found = method(**{**NETWORK, **none, "a": np.empty((0, 1), int)})
    assert L.shape == (0,)
    for array, given in zip(found, NETWORK.values(), strict=True):
        assert np.array_equal(array, given)
        assert not np.shares_memory(array, given)
