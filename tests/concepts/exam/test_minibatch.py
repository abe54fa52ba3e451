"""The exam's mini-batches beyond their cases: order, ends, errors."""

import numpy as np
import pytest

from numpy_impl.exam.minibatch import minibatch

RNG = np.random.default_rng(3)


def normal(*shape):
    return RNG.standard_normal(shape)


def test_the_batches_are_the_data_in_order():
    x, t = normal(7, 2), np.arange(7)
    batches = [minibatch(x, t, i, 3) for i in range(0, 7, 3)]
    assert [len(batch_x) for batch_x, _ in batches] == [3, 3, 1]
    np.testing.assert_array_equal(np.concatenate([b[0] for b in batches]), x)
    np.testing.assert_array_equal(np.concatenate([b[1] for b in batches]), t)


def test_no_data_give_an_empty_batch():
    x, t = minibatch(np.ones((0, 3)), np.ones(0), 0, 5)
    assert x.shape == (0, 3)
    assert t.shape == (0,)


@pytest.mark.parametrize(
    ("x", "t", "i", "batch_size", "message"),
    [
        (np.ones((4, 2)), np.ones(3), 0, 2, r"\(4, 2\).*\(3,\)"),
        (np.array(1.0), np.array(1.0), 0, 2, r"\(\)"),
        (np.ones((4, 2)), np.ones(4), -1, 2, "i is -1"),
        (np.ones((4, 2)), np.ones(4), 5, 2, "i is 5"),
        (np.ones((4, 2)), np.ones(4), 0, 0, "batch_size is 0"),
    ],
)
def test_batches_without_a_meaning_are_refused(x, t, i, batch_size, message):
    with pytest.raises(ValueError, match=message):
        minibatch(x, t, i, batch_size)
