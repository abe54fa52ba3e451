"""Numerical gradients, gradient checks and clipping beyond their cases."""

import numpy as np
import pytest

from numpy_impl.gradients.clip_by_global_norm import clip_by_global_norm
from numpy_impl.gradients.clip_by_norm import clip_by_norm
from numpy_impl.gradients.clip_by_value import clip_by_value
from numpy_impl.gradients.gradient_check import gradient_check
from numpy_impl.gradients.numerical_gradient import numerical_gradient
from numpy_impl.layers.dense import Dense

RNG = np.random.default_rng(5)


def waves(x):
    return float(np.sum(np.sin(x) * np.arange(1, x.size + 1).reshape(x.shape)))


def test_the_default_step_leaves_the_truncation_error_and_no_more():
    x = RNG.standard_normal((3, 4))
    weights = np.arange(1, 13).reshape(3, 4)
    right = np.cos(x) * weights
    # h^2 / 6 |f'''| = 1.7e-9 |cos| for each unit of weight, and rounding of 80 eps / h = 1.8e-10.
    error = np.abs(numerical_gradient(waves, x) - right)
    assert np.all(error < 1.7e-9 * np.abs(right) + 2e-10)


@pytest.mark.parametrize("h", [2.0**-2, 2.0**-5, 2.0**-8])
def test_the_error_on_a_cubic_is_the_square_of_the_step(h):
    x = np.array([1.0, -2.0])
    found = numerical_gradient(lambda x: x[0] ** 3 + x[1] ** 3, x, h)
    np.testing.assert_allclose(found - 3 * x**2, [h**2, h**2], rtol=1e-8)


def test_in_float32_a_small_step_drowns_in_rounding():
    x = np.array([1.5, 0.7, -0.3], dtype=np.float32)

    def square(x):
        return np.sum(x * x * np.float32(10))

    small, large = (np.abs(numerical_gradient(square, x, h) - 20 * x).max() for h in (1e-4, 2**-5))
    assert numerical_gradient(square, x).dtype == np.float32
    assert large < 1e-4 < 1e-3 < small


def test_the_point_is_left_as_it_is_whatever_f_does():
    x = RNG.standard_normal((2, 3))
    kept = x.copy()
    x.flags.writeable = False
    numerical_gradient(waves, x)
    np.testing.assert_array_equal(x, kept)
    x.flags.writeable = True

    def fails(x):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        numerical_gradient(fails, x)
    np.testing.assert_array_equal(x, kept)


def test_points_of_other_shapes():
    assert numerical_gradient(lambda x: x**2, np.array(3.0)) == pytest.approx(6.0, rel=1e-9)
    assert numerical_gradient(waves, np.ones((0, 3))).shape == (0, 3)
    np.testing.assert_allclose(
        numerical_gradient(lambda x: x[0] * x[1], np.array([2, 3])), [3.0, 2.0], rtol=1e-9
    )


@pytest.mark.parametrize("h", [0.0, -1e-4, float("nan")])
def test_a_step_must_be_positive(h):
    with pytest.raises(ValueError, match=f"h is {h}"):
        numerical_gradient(waves, np.ones(3), h)


def test_a_layers_backward_pass_is_checked():
    dense = Dense(3, 2, seed=4)
    x, dy = RNG.standard_normal((5, 3)), RNG.standard_normal((5, 2))

    def loss_of(x):
        return np.sum(dense.forward(x) * dy)

    dense.forward(x)
    dx = dense.backward(dy)
    assert 0 < gradient_check(loss_of, dx, x) < 1e-7
    assert gradient_check(loss_of, -dx, x) == pytest.approx(2.0)
    assert gradient_check(loss_of, 1.5 * dx, x) == pytest.approx(1 / 3, rel=1e-6)
    one_wrong = dx.copy()
    one_wrong[4, 1] = 0
    assert gradient_check(loss_of, one_wrong, x) == 1.0


def test_where_nothing_depends_on_x_nothing_is_wrong():
    x = np.ones((2, 3))
    assert gradient_check(lambda x: 7.0, np.zeros((2, 3)), x) == 0
    # Nor is it what a freed array left in memory.
    for _ in range(5):
        np.full((2, 3), np.nan)
        assert gradient_check(lambda x: 7.0, np.zeros((2, 3)), x) == 0
    assert gradient_check(lambda x: 7.0, np.full((2, 3), 1e-9), x) == 1
    assert gradient_check(lambda x: 7.0, np.ones((0, 3)), np.ones((0, 3))) == 0


def test_a_gradient_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"\(3, 2\).*\(2, 3\)"):
        gradient_check(waves, np.ones((3, 2)), np.ones((2, 3)))
    with pytest.raises(ValueError, match=r"\(1, 3\).*\(2, 3\)"):
        gradient_check(waves, np.ones((1, 3)), np.ones((2, 3)))


def test_clipping_by_value_bounds_each_element_and_leaves_the_rest():
    np.testing.assert_array_equal(
        clip_by_value(np.array([-3.0, -0.5, 0.0, 0.5, 3.0]), 1.0), [-1.0, -0.5, 0.0, 0.5, 1.0]
    )
    np.testing.assert_array_equal(clip_by_value([5, -7], 0.0), [0.0, 0.0])
    with pytest.raises(ValueError, match="limit is -1"):
        clip_by_value(np.ones(3), -1)


def test_clipping_by_norm_keeps_the_direction_and_cuts_the_length():
    g = RNG.standard_normal((4, 5))
    clipped = clip_by_norm(g, 0.5)
    assert np.linalg.norm(clipped) == pytest.approx(0.5, rel=1e-14)
    np.testing.assert_allclose(clipped / g, 0.5 / np.linalg.norm(g), rtol=1e-14)
    np.testing.assert_array_equal(clip_by_norm(g, 100.0), g)
    np.testing.assert_array_equal(clip_by_norm(np.array([3.0, 4.0]), 5.0), [3.0, 4.0])
    np.testing.assert_array_equal(clip_by_norm(np.zeros(3), 1e-300), np.zeros(3))


def test_clipping_by_norm_is_the_exams_function():
    def gradient_clipping(grad, threshold):
        rate = threshold / np.linalg.norm(grad)
        return grad * rate if rate < 1 else grad

    for _ in range(20):
        g = RNG.standard_normal(6)
        np.testing.assert_allclose(clip_by_norm(g, 2.0), gradient_clipping(g, 2.0), rtol=1e-14)


def test_epsilon_is_added_to_the_norm():
    g = np.array([3.0, 4.0])
    np.testing.assert_allclose(clip_by_norm(g, 1.0, epsilon=5.0), g / 10, rtol=1e-15)
    np.testing.assert_allclose(clip_by_norm(g, 5.0, epsilon=5.0), g / 2, rtol=1e-15)
    (only,) = clip_by_global_norm([g], 1.0, epsilon=5.0)
    np.testing.assert_allclose(only, g / 10, rtol=1e-15)


def test_clipping_together_keeps_the_direction_of_the_whole_step():
    gradients = [RNG.standard_normal((3, 4)), 100 * RNG.standard_normal(5), np.zeros((2, 2))]

    def flat(arrays):
        return np.concatenate([array.ravel() for array in arrays])

    def cosine(a, b):
        return a @ b / np.linalg.norm(a) / np.linalg.norm(b)

    together = flat(clip_by_global_norm(gradients, 1.0))
    alone = flat([clip_by_norm(g, 1.0) for g in gradients])
    assert np.linalg.norm(together) == pytest.approx(1.0, rel=1e-14)
    assert cosine(together, flat(gradients)) == pytest.approx(1.0, rel=1e-14)
    assert cosine(alone, flat(gradients)) < 0.8


def test_one_gradient_is_clipped_together_as_alone_and_none_give_none():
    g = RNG.standard_normal((4, 5))
    (only,) = clip_by_global_norm([g], 0.5)
    np.testing.assert_allclose(only, clip_by_norm(g, 0.5), rtol=1e-15)
    assert clip_by_global_norm([], 0.5) == []
    assert clip_by_norm(np.ones((0, 3)), 0.5).shape == (0, 3)


def test_clipping_keeps_float32_and_makes_new_arrays():
    g = RNG.standard_normal(5).astype(np.float32)
    (together,) = clip_by_global_norm([g], 0.5)
    for clipped in (clip_by_value(g, 0.5), clip_by_norm(g, 0.5), together, clip_by_norm(g, 9.0)):
        assert clipped.dtype == np.float32
        assert not np.shares_memory(clipped, g)
    mixed = clip_by_global_norm([g, g.astype(np.float64)], 0.5)
    assert [array.dtype for array in mixed] == [np.float32, np.float64]


@pytest.mark.parametrize("clip", [clip_by_norm, lambda g, *a: clip_by_global_norm([g], *a)])
def test_thresholds_without_a_meaning_are_refused(clip):
    for max_norm in (0.0, -1.0, float("nan")):
        with pytest.raises(ValueError, match=f"max_norm is {max_norm}"):
            clip(np.ones(3), max_norm)
    with pytest.raises(ValueError, match=r"epsilon is -0\.5"):
        clip(np.ones(3), 1.0, -0.5)


def test_what_is_said_of_the_step_is_so():
    """In float64 the best step is near 6e-6; the usual 1e-4 leaves eight or nine digits."""
    rng = np.random.default_rng(4)
    functions = [
        (lambda x: np.sin(x).sum(), np.cos),
        (lambda x: np.exp(x).sum(), np.exp),
        (lambda x: np.tanh(x).sum(), lambda x: 1 - np.tanh(x) ** 2),
    ]
    errors = {h: [] for h in (1e-3, 1e-4, 6e-6, 1e-7)}
    for f, derivative in functions:
        for x in rng.standard_normal((10, 4)):
            right = derivative(x)
            for h, found in errors.items():
                found.append(np.abs(numerical_gradient(f, x, h) - right).max() / right.max())
    worst = {h: max(found) for h, found in errors.items()}
    assert worst[6e-6] < 1e-10 < 1e-9 < worst[1e-4] < 1e-8
    assert min(worst, key=worst.get) == 6e-6
    x = rng.standard_normal(4).astype(np.float32)
    single = numerical_gradient(lambda x: np.exp(x).sum(), x)
    assert 1e-4 < np.abs(single / np.exp(x) - 1).max() < 3e-2
