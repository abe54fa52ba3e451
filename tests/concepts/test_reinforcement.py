"""Values and policies beyond their cases: by hand, what they must refuse, and where they lead."""

import itertools

import numpy as np
import pytest

from numpy_impl.reinforcement.actor_critic import actor_critic, actor_critic_backward
from numpy_impl.reinforcement.discounted_returns import discounted_returns
from numpy_impl.reinforcement.epsilon_greedy import epsilon_greedy
from numpy_impl.reinforcement.policy_evaluation import policy_evaluation
from numpy_impl.reinforcement.policy_gradient import policy_gradient, policy_gradient_backward
from numpy_impl.reinforcement.q_learning import q_learning
from numpy_impl.reinforcement.sarsa import sarsa
from numpy_impl.reinforcement.td_target import td_target
from numpy_impl.reinforcement.value_iteration import value_iteration
from parity.concepts.reinforcement._tables import cliff, small_grid


def test_returns_by_hand():
    assert discounted_returns([0, 0, 1], gamma=0.5).tolist() == [0.25, 0.5, 1]
    assert discounted_returns([1, 2], after=4, gamma=0.5).tolist() == [3, 4]
    assert discounted_returns([1, 2, 4], [0, 1, 0], gamma=0.5).tolist() == [2, 2, 4]
    assert discounted_returns([1, 2], [0, 1], after=8, gamma=0.5).tolist() == [2, 2]


def test_the_sum_of_a_reward_that_never_ends():
    G = discounted_returns(np.ones(2000), gamma=0.9)
    assert G[0] == pytest.approx(1 / (1 - 0.9), rel=1e-14)


def test_the_values_decide_in_which_type_a_target_is_computed():
    q_next = np.zeros((1, 2), np.float32)
    assert td_target(np.ones(1), q_next, np.zeros(1)).dtype == np.float32
    table = TABLE.astype(np.float32)
    for found in (q_learning(table, **SEEN), sarsa(table, **SEEN, a_next=[0])):
        assert [array.dtype for array in found] == [np.float32] * 2
    single = REWARDS.astype(np.float32)
    V, Q = policy_evaluation(WORLD, single, EVEN)
    assert V.dtype == Q.dtype == np.float32
    assert value_iteration(WORLD, single)[0].dtype == np.float32


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


WORLD = np.full((2, 3, 2), 0.5)
REWARDS = np.zeros((2, 3))
EVEN = np.full((2, 3), 1 / 3)


def changed(array, at, value):
    array = array.copy()
    array[at] = value
    return array


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"P": changed(WORLD, (1, 2, 0), 0.25)}, r"P\[1, 2\] sums to 0.75, but must sum to 1"),
        ({"P": changed(WORLD, (0, 1), [-0.5, 1.5])}, r"P\[0, 1, 0\] is -0.5, which is no prob"),
        ({"P": changed(WORLD, (0, 0, 0), np.nan)}, r"P\[0, 0\] sums to nan, but must sum to 1"),
        ({"P": WORLD[:, :2]}, r"P has shape \(2, 2, 2\), but \(2, 3, 2\) was expected"),
        ({"R": np.zeros(2)}, r"R has shape \(2,\), but \(any, any\) was expected"),
        (
            {"R": np.zeros((0, 3)), "P": np.zeros((0, 3, 0))},
            r"R has shape \(0, 3\), but there must",
        ),
        ({"gamma": 1.0}, "gamma is 1: without a discount, say how many sweeps"),
        ({"gamma": 1.5}, "gamma is 1.5, but must be from 0 to 1"),
        ({"sweeps": 0}, "sweeps is 0, but must be at least 1"),
    ],
)
def test_a_world_that_is_none_is_refused_with_its_numbers(change, message):
    with pytest.raises(ValueError, match=message):
        value_iteration(**{"P": WORLD, "R": REWARDS, **change})
    with pytest.raises(ValueError, match=message):
        policy_evaluation(**{"P": WORLD, "R": REWARDS, "pi": EVEN, **change})


@pytest.mark.parametrize(
    ("pi", "message"),
    [
        (changed(EVEN, (1, 0), 0.5), r"pi\[1\] sums to 1.16666667, but must sum to 1"),
        (changed(EVEN, 0, [1, 1, -1]), r"pi\[0, 2\] is -1, which is no probability"),
        (EVEN[:, :2], r"pi has shape \(2, 2\), but \(2, 3\) was expected"),
    ],
)
def test_a_policy_that_is_none_is_refused_with_its_numbers(pi, message):
    with pytest.raises(ValueError, match=message):
        policy_evaluation(WORLD, REWARDS, pi)


def test_rounding_of_a_policy_is_no_fault():
    off = EVEN + 1e-8
    assert np.isfinite(policy_evaluation(WORLD, REWARDS, off)[0]).all()


def test_values_by_hand():
    """From state 0 action 1 leads to the end and earns 1; action 0 stays there."""
    P = np.array([[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [0.0, 1.0]]])
    R = np.array([[0.0, 1.0], [0.0, 0.0]])
    V, Q = value_iteration(P, R, gamma=0.5)
    assert V.tolist() == [1, 0]
    assert Q.tolist() == [[0.5, 1], [0, 0]]
    V, _ = policy_evaluation(P, R, np.full((2, 2), 0.5), gamma=0.5)
    np.testing.assert_allclose(V, [2 / 3, 0], rtol=1e-15)
    for sweeps, first in ((1, 0.5), (2, 0.625), (3, 0.65625)):
        V, _ = policy_evaluation(P, R, np.full((2, 2), 0.5), gamma=0.5, sweeps=sweeps)
        assert V.tolist() == [first, 0]


def test_the_best_way_keeps_off_the_pit_and_on_the_edge_of_the_cliff():
    _, Q = value_iteration(*small_grid(), gamma=0.9375)
    assert Q.argmax(axis=1).reshape(3, 4)[0, :3].tolist() == [1, 1, 1]
    _, Q = value_iteration(*cliff(), gamma=0.875)
    best = Q.argmax(axis=1).reshape(3, 6)
    assert best[2, 0] == 0
    assert best[1].tolist() == [1, 1, 1, 1, 1, 2]


def q_values_after(passes):
    """Return Q-learning's table after each outcome was seen so often, in a random order."""
    P, R = small_grid()
    s, a, s_next = np.nonzero(P)
    often = np.rint(P[s, a, s_next] * 8).astype(int)
    s, a, s_next = (np.repeat(array, often) for array in (s, a, s_next))
    rng, Q = np.random.default_rng(0), np.zeros(R.shape)
    for n in range(passes):
        i = rng.permutation(len(s))
        lr = 1 / (1 + 2.4 * n)
        Q, _ = q_learning(Q, s[i], a[i], R[s, a][i], s_next[i], np.zeros(len(i)), lr=lr, gamma=0.75)
    return Q


def test_q_learning_with_decreasing_steps_reaches_the_values_of_value_iteration():
    _, exact = value_iteration(*small_grid(), gamma=0.75)
    far, near = (np.abs(q_values_after(n) - exact).max() for n in (10, 160))
    assert np.abs(exact).max() > 0.5
    assert near < 1e-3 < far


RNG = np.random.default_rng(3)
SMALL_P = RNG.dirichlet(np.ones(3), (3, 2))
SMALL_R = RNG.standard_normal((3, 2))
START = np.array([0.5, 0.25, 0.25])
STEPS, DISCOUNT = 4, 0.75


def expected_return(theta):
    """Return J exactly, backward in time; theta may be complex."""
    pi = np.exp(theta)
    pi = pi / pi.sum(axis=1, keepdims=True)
    V = np.zeros(3)
    for _ in range(STEPS):
        V = (pi * (SMALL_R + DISCOUNT * SMALL_P @ V)).sum(axis=1)
    return START @ V


def exact_gradient(theta):
    """Return the gradient of J by a complex step, which cancels nothing."""
    found = np.zeros_like(theta)
    for at in np.ndindex(theta.shape):
        moved = theta.astype(complex)
        moved[at] += 1e-30j
        found[at] = expected_return(moved).imag / 1e-30
    return found


@pytest.mark.parametrize("baseline", [False, True])
def test_averaged_over_every_trajectory_it_is_the_exact_gradient_of_the_expected_return(baseline):
    theta = RNG.standard_normal((3, 2))
    pi = np.exp(theta) / np.exp(theta).sum(axis=1, keepdims=True)
    V = np.array([2.0, -1.0, 0.5])
    found, total = np.zeros_like(theta), 0.0
    for states in itertools.product(range(3), repeat=STEPS):
        for actions in itertools.product(range(2), repeat=STEPS):
            s, a = np.array(states), np.array(actions)
            p = START[s[0]] * pi[s, a].prod() * SMALL_P[s[:-1], a[:-1], s[1:]].prod()
            discounts = DISCOUNT ** np.arange(STEPS)
            G = discounts * discounted_returns(SMALL_R[s, a], gamma=DISCOUNT)
            b = discounts * V[s] if baseline else None
            dx, *_ = policy_gradient_backward(1.0, theta[s], a, G, b, reduction="sum")
            np.add.at(found, s, -p * dx)
            total += p
    assert total == pytest.approx(1, rel=1e-12)
    exact = exact_gradient(theta)
    assert np.abs(exact).min() > 1e-3
    np.testing.assert_allclose(found, exact, rtol=1e-12, atol=0)


def test_the_entropy_of_an_even_policy_has_no_gradient():
    x, v = np.zeros((2, 4)), np.zeros(2)
    given = (x, v, [0, 1], [0.0, 0.0], [1, 1])
    _, actor, critic, entropy = actor_critic(*given)
    assert (actor, critic) == (0, 0)
    assert entropy == pytest.approx(np.log(4), rel=1e-15)
    dx, dv = actor_critic_backward(1.0, *given, entropy_weight=1.0)
    assert np.abs(dx).max() < 1e-15
    assert not dv.any()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: policy_gradient(np.zeros((0, 2)), [], []),
            r"x has shape \(0, 2\), but there must",
        ),
        (lambda: policy_gradient(np.zeros(2), [0], [1]), r"x has shape \(2,\), but"),
        (
            lambda: policy_gradient([[0, 1]], [2], [1]),
            "a goes from 2 to 2, but must be from 0 to 1",
        ),
        (lambda: policy_gradient([[0, 1]], [0, 1], [1]), r"a has shape \(2,\), but \(1,\)"),
        (lambda: policy_gradient([[0, 1]], [0], [1, 2]), r"G has shape \(2,\), but \(1,\)"),
        (lambda: policy_gradient([[0, 1]], [0], [1], [1, 2]), r"baseline has shape \(2,\)"),
        (lambda: policy_gradient([[0, 1]], [0], [1], reduction="none"), "reduction is 'none'"),
        (lambda: policy_gradient_backward([1.0], [[0, 1]], [0], [1]), r"dL has shape \(1,\)"),
        (lambda: actor_critic([[0, 1]], [0, 0], [0], [1], [0]), r"v has shape \(2,\)"),
        (lambda: actor_critic([[0, 1]], [0], [0], [1, 1], [0]), r"r has shape \(2,\)"),
        (lambda: actor_critic([[0, 1]], [0], [0], [1], [2]), "done holds 2, but must be 0 or 1"),
        (lambda: actor_critic([[0, 1]], [0], [3], [1], [0]), "a goes from 3 to 3"),
        (lambda: actor_critic_backward([1.0], [[0, 1]], [0], [0], [1], [0]), r"dL has shape"),
    ],
)
def test_a_loss_refuses_what_does_not_fit(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: policy_gradient_backward(1.0, [[0, 1]], [0], [1, 2]), r"^G has shape \(2,\)"),
        (lambda: policy_gradient_backward(1.0, [[0, 1]], [0], [1], [1, 2]), "^baseline has shape"),
        (lambda: policy_gradient_backward("1", [[0, 1]], [0], [1]), "^dL must hold real numbers"),
        (lambda: actor_critic_backward(1.0, [[0, 1]], [0, 0], [0], [1], [0]), "^v has shape"),
        (lambda: actor_critic_backward(1.0, [[0, 1]], [0], [0], [1, 1], [0]), "^r has shape"),
        (lambda: actor_critic_backward("1", [[0, 1]], [0], [0], [1], [0]), "^dL must hold real"),
    ],
)
def test_the_way_back_refuses_what_does_not_fit(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_the_logits_decide_in_which_type_gradients_are_computed():
    x = np.zeros((1, 2), np.float32)
    one, dL = np.ones(1), np.array(0.5)
    (dx,) = policy_gradient_backward(dL, x, [0], one)
    assert dx.dtype == np.float32
    dx, dv = actor_critic_backward(dL, x, one, [0], one, [0], np.array(1.0))
    assert dx.dtype == dv.dtype == np.float32
    assert all(part.dtype == np.float32 for part in actor_critic(x, one, [0], one, [0]))


def test_logits_far_apart_overflow_nowhere():
    x = np.array([[1000.0, 0.0], [-1.0, 0.0], [-2000.0, -3000.0]])
    loss = policy_gradient(x, [0, 1, 0], [1.0, 1.0, 1.0], reduction="sum")
    assert loss == pytest.approx(np.log1p(np.exp(-1.0)), rel=1e-14)
    (dx,) = policy_gradient_backward(1.0, x, [1, 0, 0], [1.0, 1.0, 1.0], reduction="sum")
    assert dx[0].tolist() == [1, -1]
    assert dx[2].tolist() == [0, 0]
