"""Dropout beyond its cases: expectations, seeds, errors, and the frameworks' twins."""

import json

import numpy as np
import pytest

from numpy_impl.layers.dropout import Dropout

N = 100_000
SIGMAS = 4  # a right layer is outside with probability 6e-5; the seed is fixed


def live(run_in, framework, code):
    """Run ``code`` in a process of its own, and return what it leaves in ``result``."""
    done = run_in(framework, f"import json\n{code}\nprint(json.dumps(result))")
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("rate", [0.1, 0.5, 0.8])
def test_inverted_dropout_keeps_the_expectation(rate):
    y = Dropout(rate, seed=1).forward(np.ones(N))
    np.testing.assert_allclose(np.unique(y), [0, 1 / (1 - rate)], rtol=1e-15)
    # y has the variance rate / (1 - rate), and its mean an N-th of that.
    assert abs(y.mean() - 1) < SIGMAS * np.sqrt(rate / (1 - rate) / N)


@pytest.mark.parametrize("rate", [0.1, 0.5, 0.8])
def test_dropout_as_taught_expects_in_training_what_inference_gives(rate):
    layer = Dropout(rate, scaling="taught", seed=2)
    x = np.full(N, 3.0)
    trained, inferred = layer.forward(x), layer.forward(x, training=False)
    assert set(np.unique(trained)) == {0.0, 3.0}
    np.testing.assert_allclose(inferred, 3 * (1 - rate), rtol=1e-15)
    sigma = 3 * np.sqrt(rate * (1 - rate) / N)
    assert abs(trained.mean() - inferred[0]) < SIGMAS * sigma


def test_the_elements_are_dropped_independently():
    kept = Dropout(0.3, seed=3).forward(np.ones((N, 2))) > 0
    # Products of centred neighbours, along and across, have the mean 0.
    centred = (kept - 0.7) / np.sqrt(0.21)
    for product in (centred[:, 0] * centred[:, 1], centred[:-1, 0] * centred[1:, 0]):
        assert abs(product.mean()) < SIGMAS / np.sqrt(N - 1)


def test_the_same_seed_drops_the_same_and_each_pass_something_else():
    x = np.ones((20, 30))
    a, b, c = Dropout(0.5, seed=4), Dropout(0.5, seed=4), Dropout(0.5, seed=5)
    first, second = a.forward(x), a.forward(x)
    np.testing.assert_array_equal(b.forward(x), first)
    np.testing.assert_array_equal(b.forward(x), second)
    assert not np.array_equal(first, second)
    assert not np.array_equal(c.forward(x), first)


def test_only_a_mask_that_is_drawn_uses_up_random_numbers():
    x = np.ones((20, 30))
    a, b = Dropout(0.5, seed=4), Dropout(0.5, seed=4)
    a.forward(x, mask=x)
    a.forward(x, training=False)
    np.testing.assert_array_equal(a.forward(x), b.forward(x))


def test_numpys_global_random_state_is_neither_read_nor_moved():
    before = np.random.get_state()  # noqa: NPY002
    np.random.seed(1)  # noqa: NPY002
    kept = np.random.get_state()[1].copy()  # noqa: NPY002
    unseeded = [Dropout(0.5).forward(np.ones(200)) for _ in range(2)]
    np.testing.assert_array_equal(np.random.get_state()[1], kept)  # noqa: NPY002
    np.random.set_state(before)  # noqa: NPY002
    assert not np.array_equal(*unseeded)


@pytest.mark.parametrize("scaling", ["inverted", "taught"])
def test_the_gradient_takes_the_way_of_the_forward_pass(scaling):
    layer = Dropout(0.4, scaling=scaling, seed=6)
    x, dy = np.random.default_rng(6).standard_normal((2, 8, 9))
    for training in (True, False):
        y = layer.forward(x, training=training)
        np.testing.assert_allclose(layer.backward(dy), dy * (y / x), rtol=1e-14)


def test_inverted_inference_gives_a_copy_of_x_again_and_again():
    layer, x = Dropout(0.9, seed=7), np.arange(12.0).reshape(3, 4)
    for _ in range(3):
        y = layer.forward(x, training=False)
        np.testing.assert_array_equal(y, x)
        assert not np.shares_memory(x, y)


def test_masks_of_any_type_replay_and_the_type_of_x_is_kept():
    layer = Dropout(0.25)
    x = np.array([[1, 2], [3, 4], [5, 6]], dtype=np.float32)
    mask = np.array([[1, 0], [0, 1], [1, 1]])
    for dtype in (bool, int, np.float32, np.float64):
        y = layer.forward(x, mask=mask.astype(dtype))
        assert y.dtype == layer.backward(np.ones_like(x)).dtype == np.float32
        np.testing.assert_allclose(y, x * mask / np.float32(0.75), rtol=1e-6)
    assert layer.forward(x).dtype == np.float32
    assert layer.forward(np.array([1, 2])).dtype == np.float64


def test_nothing_in_nothing_out_and_rate_0_drops_nothing():
    assert Dropout(0.5).forward(np.ones((0, 4))).shape == (0, 4)
    x = np.arange(100.0)
    np.testing.assert_array_equal(Dropout(0.0, seed=8).forward(x), x)


@pytest.mark.parametrize("rate", [1.0, 1.5, -0.1, float("nan")])
def test_a_rate_that_is_no_probability_below_1_is_refused(rate):
    with pytest.raises(ValueError, match=f"rate is {rate}"):
        Dropout(rate)


def test_wrong_names_and_shapes_are_refused():
    with pytest.raises(ValueError, match="'inverted', 'taught'"):
        Dropout(0.5, scaling="scaled")
    layer = Dropout(0.5)
    with pytest.raises(ValueError, match=r"mask has shape \(4,\).*\(3, 4\)"):
        layer.forward(np.ones((3, 4)), mask=np.ones(4))
    layer.forward(np.ones((3, 4)))
    with pytest.raises(ValueError, match=r"dy has shape \(4, 3\).*\(3, 4\)"):
        layer.backward(np.ones((4, 3)))


@pytest.mark.torch
def test_the_torch_twin_has_a_stream_of_its_own(run_in):
    found = live(
        run_in,
        "torch",
        """
import torch
from torch_impl.layers.dropout import Dropout
x = torch.ones(20, 30)
a, b, c = Dropout(0.5, seed=4), Dropout(0.5, seed=4), Dropout(0.5)
torch.manual_seed(0)
kept = torch.get_rng_state()
first, second = a(x), a(x)
result = {
    "global state kept": torch.equal(torch.get_rng_state(), kept),
    "same again": torch.equal(first, b(x)) and torch.equal(second, b(x)),
    "each pass another": not torch.equal(first, second),
    "unseeded moves the global state": bool(c(x).any()) and not torch.equal(
        torch.get_rng_state(), kept),
    "integer mask": torch.equal(a(x, mask=(first > 0).long()), first),
    "boolean mask": torch.equal(a(x, mask=first > 0), first),
}
""",
    )
    assert found == dict.fromkeys(found, True)
    assert len(found) == 6


@pytest.mark.keras
def test_the_keras_twin_takes_masks_as_they_are_and_hands_none_on(run_in):
    found = live(
        run_in,
        "keras",
        """
import warnings
import numpy as np, tensorflow as tf, keras
from keras.src import backend
from tf_impl.layers.dropout import Dropout
warnings.simplefilter("error")
x = tf.ones((3, 4))
kept = np.array([[1, 0, 1, 1], [0, 0, 1, 0], [1, 1, 1, 0]])
layer, follower = Dropout(0.75, seed=1), Dropout(0.75, seed=2)
result = {}
for dtype in ("bool", "int32", "float32", "float64"):
    y = layer(x, training=True, mask=tf.constant(kept.astype(dtype)))
    result[dtype] = bool(np.array_equal(y, 4 * kept))
    result[dtype + " handed on"] = backend.get_keras_mask(y) is not None
after = follower(layer(x, training=True, mask=tf.ones((3, 4))), training=True)
alone = Dropout(0.75, seed=2)(4 * x, training=True)
result["the next draws its own"] = bool(np.array_equal(after, alone)) and not bool(
    np.all(after))
again = Dropout.from_config(layer.get_config())
result["config"] = (again.rate, again.scaling, again.seed) == (0.75, "inverted", 1)
""",
    )
    handed_on = {name: value for name, value in found.items() if name.endswith("handed on")}
    assert len(handed_on) == 4
    assert not any(handed_on.values())
    rest = {name: value for name, value in found.items() if name not in handed_on}
    assert len(rest) == 6
    assert all(rest.values()), rest
