"""What the course's reports claim about optimizers, shown with numbers by hand."""

import numpy as np
import pytest
from optimizer_walks import walk

from numpy_impl.optimizers.adagrad import Adagrad
from numpy_impl.optimizers.adam import Adam
from numpy_impl.optimizers.adamw import AdamW
from numpy_impl.optimizers.amsgrad import AMSGrad
from numpy_impl.optimizers.momentum import Momentum
from numpy_impl.optimizers.nesterov import Nesterov
from numpy_impl.optimizers.rmsprop import RMSprop
from numpy_impl.optimizers.sgd import SGD


def test_an_l2_penalty_is_weight_decay_under_sgd():
    w, g, lr, decay = np.array([10.0, 0.1]), np.array([1.0, 1.0]), 0.1, 0.5
    penalized, decayed = w.copy(), w.copy()
    SGD(lr).update({"w": penalized}, {"w": g + decay * w})
    decayed *= 1 - lr * decay
    SGD(lr).update({"w": decayed}, {"w": g})
    np.testing.assert_allclose(penalized, decayed, rtol=1e-15)
    by_argument = w.copy()
    SGD(lr, weight_decay=decay).update({"w": by_argument}, {"w": g})
    np.testing.assert_array_equal(by_argument, penalized)


def test_an_l2_penalty_is_not_weight_decay_under_adam():
    # The first step of Adam is lr long whatever the gradient, so a penalty of 5 in a gradient of
    # 1 + 5 takes off nothing more; AdamW takes off lr * decay * w = 0.5 besides.
    start, g, lr, decay = 10.0, 1.0, 0.1, 0.5
    (penalized,) = walk(Adam(lr, epsilon=0.0), [g + decay * start], start)
    (by_argument,) = walk(Adam(lr, epsilon=0.0, weight_decay=decay), [g], start)
    (decoupled,) = walk(AdamW(lr, epsilon=0.0, weight_decay=decay), [g], start)
    assert penalized == by_argument == pytest.approx(9.9, rel=1e-14)
    assert decoupled == pytest.approx(9.4, rel=1e-14)


def test_adagrad_starts_from_zero_or_from_theta():
    # C9. From 0 the first step is lr, whatever the gradient; Keras' 0.1 shortens a small one.
    lr, g = 0.01, 0.05
    assert walk(Adagrad(lr, epsilon=0.0), [g], 0.0) == pytest.approx([-lr])
    keras = walk(Adagrad(lr, epsilon=0.0, initial_accumulator=0.1), [g], 0.0)
    assert keras == pytest.approx([-lr * 0.05 / 0.1025**0.5])
    # A report left g^2 out of the first step: with theta = 1e-4 that step is 100 lr g.
    theta, g = 1e-4, 1.0
    ours = walk(Adagrad(lr, epsilon=0.0, initial_accumulator=theta), [g], 0.0)
    without_square = -lr * g / theta**0.5
    assert without_square == pytest.approx(-100 * lr * g)
    assert ours == pytest.approx([-lr / 1.0001**0.5])


def test_adam_without_correction_starts_too_fast():
    # C19. The size of the gradient does not matter, so the ratio is the same for every g.
    for g in (1e-3, -20.0):
        (corrected,) = walk(Adam(0.001, epsilon=0.0), [g], 0.0)
        (uncorrected,) = walk(Adam(0.001, epsilon=0.0, bias_correction=False), [g], 0.0)
        assert corrected == pytest.approx(-0.001 * np.sign(g))
        assert uncorrected / corrected == pytest.approx(0.1 / 0.001**0.5)  # 3.16


def double_well(w):
    """Return f(w) = (w^2 - 1)^2 + w / 4: a shallow well near 0.97, a deep one near -1.03."""
    return (w**2 - 1) ** 2 + w / 4


def settle(optimizer, start):
    w = np.array([start])
    for _ in range(4000):
        optimizer.update({"w": w}, {"w": 4 * w * (w**2 - 1) + 0.25})
    return w[0]


@pytest.mark.parametrize(
    "optimizer",
    [SGD(0.01), Momentum(0.01, 0.9), Nesterov(0.01, 0.9), RMSprop(0.0005), Adam(0.01)],
    ids=lambda value: type(value).__name__,
)
def test_no_guarantee_of_the_global_optimum(optimizer):
    # C15. From w = 1.5 all of them stay in the shallow well.
    found = settle(optimizer, start=1.5)
    assert found == pytest.approx(0.9674, abs=2e-3)
    assert double_well(found) > double_well(-1.03) + 0.4


def test_momentum_may_get_over_the_hill_by_chance():
    # The same start with more momentum: nothing but the speed decides which well it ends in.
    assert settle(Momentum(0.01, 0.97), start=1.5) < 0 < settle(Momentum(0.01, 0.9), start=1.5)


def test_amsgrad_converges_where_adam_does_not():
    # Reddi, Kale and Kumar (2018), section 3: the slope is 4 at every third step, else -1, so on
    # [-1, 1] the best point is -1. Adam forgets the rare large slope and goes to 1.
    def last_third(optimizer):
        w = np.zeros(1)
        visited = []
        for step in range(6000):
            optimizer.lr = 0.5 / (step + 1) ** 0.5
            optimizer.update({"w": w}, {"w": np.array([4.0 if step % 3 == 0 else -1.0])})
            np.clip(w, -1, 1, out=w)
            visited.append(w[0])
        return np.mean(visited[4000:])

    settings = {"beta1": 0.0, "beta2": 1 / (1 + 4.0**2), "epsilon": 0.0}
    assert last_third(Adam(**settings)) > 0.9
    assert last_third(AMSGrad(**settings)) < -0.9


def test_adagrads_rate_falls_while_a_step_may_grow():
    w, mover = np.zeros(1), Adagrad(lr=0.1)
    steps, rates = [], []
    for g in (0.1, 0.1, 1.0, 5.0):
        before = w.copy()
        mover.update({"w": w}, {"w": np.array([g])})
        steps.append(float(before[0] - w[0]))
        rates.append(steps[-1] / g)
    assert steps[2] > steps[1]
    assert rates == sorted(rates, reverse=True)
