"""The fast batch normalization where only large batches lead: blocks, threads; any memory order."""

import numpy as np
import pytest

from numpy_impl.layers import fast_batch_norm, threads
from numpy_impl.layers.batch_norm import BatchNorm
from numpy_impl.layers.fast_batch_norm import FastBatchNorm

RNG = np.random.default_rng(5)


def both_forms(n_channels, dtype, **named):
    """Return the plain and the fast layer, with the same parameters and running statistics."""
    plain, fast = BatchNorm(n_channels, **named), FastBatchNorm(n_channels, **named)
    for name in plain.params:
        plain.params[name] = RNG.standard_normal(n_channels)
    plain.buffers = {name: RNG.random(n_channels) + 0.5 for name in plain.buffers}
    fast.params, fast.buffers = dict(plain.params), dict(plain.buffers)
    return plain.astype(dtype), fast.astype(dtype)


@pytest.mark.parametrize("shape", [(7, 3), (7, 3, 5), (7, 3, 2, 4), (5, 3, 2, 2, 2), (1, 3, 4, 2)])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize(("n_threads", "block"), [(1, 1), (2, 1), (2, 400), (2, 2**20)])
def test_blocks_and_threads_give_what_the_whole_gives(
    shape, dtype, training, n_threads, block, monkeypatch
):
    monkeypatch.setattr(threads, "WORTH_IT", 1)
    monkeypatch.setattr(threads, "THREADS", n_threads)
    monkeypatch.setattr(fast_batch_norm, "BLOCK_BYTES", block)
    plain, fast = both_forms(3, dtype, running_variance="unbiased", momentum=0.7)
    close = {"rtol": 0, "atol": 1e-13 if dtype == np.float64 else 2e-5}
    for order in ("C", "F"):
        x = (RNG.standard_normal(shape) + 2).astype(dtype, order=order)
        dy = RNG.standard_normal(shape).astype(dtype, order=order)
        kept = x.copy(), dy.copy()
        y, dx = plain.forward(x, training), plain.backward(dy)
        own_y, own_dx = fast.forward(x, training), fast.backward(dy)
        assert own_y.dtype == own_dx.dtype == dtype
        np.testing.assert_allclose(own_y, y, **close)
        np.testing.assert_allclose(own_dx, dx, **close)
        for kind in ("grads", "buffers"):
            own, wanted = getattr(fast, kind), getattr(plain, kind)
            assert list(own) == list(wanted)
            for name, array in wanted.items():
                np.testing.assert_allclose(own[name], array, **close, err_msg=name)
        np.testing.assert_array_equal(x, kept[0])
        np.testing.assert_array_equal(dy, kept[1])


def test_a_large_mean_costs_no_more_digits_than_in_the_plain_form():
    plain, fast = both_forms(2, np.float32)
    x = (1000 + RNG.standard_normal((40, 2, 30, 30))).astype(np.float32)
    exact = BatchNorm(2)
    exact.params = {name: array.astype(float) for name, array in plain.params.items()}
    truth = exact.forward(x.astype(float))
    off = [np.abs(form.forward(x) - truth).max() for form in (plain, fast)]
    assert off[1] < 2 * off[0] + 1e-5


@pytest.mark.parametrize("shape", [(0, 3, 2, 2), (2, 3, 0)])
def test_no_numbers_are_the_plain_forms_error(shape):
    with pytest.raises(ValueError, match="at least one example"):
        FastBatchNorm(3).forward(np.zeros(shape))
    with pytest.raises(ValueError, match=r"x has shape"):
        FastBatchNorm(3).forward(np.zeros((2, 4, 5)))
    layer = FastBatchNorm(3)
    layer.forward(np.ones((2, 3, 5)))
    with pytest.raises(ValueError, match=r"dy has shape"):
        layer.backward(np.ones((2, 3, 4)))
