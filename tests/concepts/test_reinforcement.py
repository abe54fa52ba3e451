"""Values and policies beyond their cases: by hand, what they must refuse, and where they lead."""

import numpy as np
import pytest

from numpy_impl.reinforcement.discounted_returns import discounted_returns
from numpy_impl.reinforcement.epsilon_greedy import epsilon_greedy
from numpy_impl.reinforcement.q_learning import q_learning
from numpy_impl.reinforcement.sarsa import sarsa
from numpy_impl.reinforcement.td_target import td_target


def test_returns_by_hand():
    assert discounted_returns([0, 0, 1], gamma=0.5).tolist() == [0.25, 0.5, 1]
    assert discounted_returns([1, 2], after=4, gamma=0.5).tolist() == [3, 4]
    assert discounted_returns([1, 2, 4], [0, 1, 0], gamma=0.5).tolist() == [2, 2, 4]
    assert discounted_returns([1, 2], [0, 1], after=8, gamma=0.5).tolist() == [2, 2]


def test_the_sum_of_a_reward_that_never_ends():
    G = discounted_returns(np.ones(2000), gamma=0.9)
    assert G[0] == pytest.approx(1 / (1 - 0.9), rel=1e-14)


def test_an_update_by_hand():
    Q = np.array([[1.0, 2.0], [4.0, 8.0]])
    one = ([0], [1], [1.0], [1])
    table, delta = q_learning(Q, *one, [0], lr=0.5, gamma=0.5)
    assert delta == [3]
    assert table.tolist() == [[1, 3.5], [4, 8]]
    table, delta = q_learning(Q, *one, [1], lr=0.5, gamma=0.5)
    assert delta == [-1]
    table, delta = sarsa(Q, *one, [0], [0], lr=0.5, gamma=0.5)
    assert delta == [1]
    assert Q.tolist() == [[1, 2], [4, 8]]


TABLE = np.zeros((3, 2))
SEEN = {"s": [0], "a": [0], "r": [1.0], "s_next": [2], "done": [0]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"s": [3]}, "s goes from 3 to 3, but must be from 0 to 2"),
        ({"s": [-1]}, "s goes from -1 to -1, but must be from 0 to 2"),
        ({"a": [2]}, "a goes from 2 to 2, but must be from 0 to 1"),
        ({"s_next": [7]}, "s_next goes from 7 to 7, but must be from 0 to 2"),
        ({"a": [0, 1]}, r"a has shape \(2,\), but \(1,\) was expected"),
        ({"s_next": [0, 1]}, r"s_next has shape \(2,\), but \(1,\) was expected"),
        ({"s": 0}, r"s has shape \(\), but \(any,\) was expected"),
        ({"s": [0.0]}, "s must hold integers, but its dtype is float64"),
        ({"r": [1.0, 2.0]}, r"r has shape \(2,\), but \(1,\) was expected"),
        ({"done": [0.5]}, "done holds 0.5, but must be 0 or 1"),
        ({"done": [0, 1]}, r"done has shape \(2,\), but \(1,\) was expected"),
        ({"gamma": 1.5}, "gamma is 1.5, but must be from 0 to 1"),
        ({"gamma": -0.1}, "gamma is -0.1, but must be from 0 to 1"),
        ({"lr": [0.1, 0.2]}, r"lr has shape \(2,\), but \(\) or \(1,\) was expected"),
        ({"Q": np.zeros(3)}, r"Q has shape \(3,\), but \(any, any\) was expected"),
    ],
)
def test_an_update_says_which_numbers_do_not_fit(change, message):
    with pytest.raises(ValueError, match=message):
        q_learning(**{"Q": TABLE, **SEEN, **change})
    with pytest.raises(ValueError, match=message):
        sarsa(**{"Q": TABLE, **SEEN, "a_next": [0], **change})


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: sarsa(TABLE, **SEEN, a_next=[2]), "a_next goes from 2 to 2, but must be from 0"),
        (lambda: sarsa(TABLE, **SEEN, a_next=[0, 0]), r"a_next has shape \(2,\), but \(1,\)"),
        (lambda: discounted_returns(1.0), r"r has shape \(\), but a reward for each step"),
        (lambda: discounted_returns([1.0], after=[1.0]), r"after has shape \(1,\), but \(\) was"),
        (lambda: discounted_returns([1.0], [2]), "done holds 2, but must be 0 or 1"),
        (lambda: discounted_returns([1.0], gamma=2), "gamma is 2, but must be from 0 to 1"),
        (lambda: td_target([1.0], np.zeros((2, 3)), [0]), r"r has shape \(1,\), but \(2,\)"),
        (lambda: td_target([1.0], np.zeros(3), [0]), r"q_next has shape \(3,\), but"),
        (lambda: td_target([1.0], np.zeros((1, 0)), [0]), r"\(1, 0\), but there must be an action"),
        (lambda: td_target([1.0], np.zeros((1, 2)), [0], [2]), "a_next goes from 2 to 2"),
        (lambda: td_target([1.0], np.zeros((1, 2)), [0], [0, 1]), r"a_next has shape \(2,\)"),
        (lambda: epsilon_greedy(np.zeros((1, 2)), [0.5], [2]), "random goes from 2 to 2"),
        (lambda: epsilon_greedy(np.zeros((1, 2)), [0.5], [0, 1]), r"random has shape \(2,\)"),
        (lambda: epsilon_greedy(np.zeros((2, 2)), [0.5], [0]), r"u has shape \(1,\), but \(2,\)"),
        (lambda: epsilon_greedy(np.zeros(2), [0.5], [0]), r"q has shape \(2,\), but"),
        (
            lambda: epsilon_greedy(np.zeros((0, 0)), [], []),
            r"\(0, 0\), but there must be",
        ),
        (lambda: epsilon_greedy([[0, 1]], [0.5], [0], 1.5), "epsilon is 1.5, but must be from 0"),
        (lambda: epsilon_greedy([[0, 1]], [0.5], [0], -1), "epsilon is -1, but must be from 0"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_numbers(call, message):
    with pytest.raises(ValueError, match=message):
        call()
