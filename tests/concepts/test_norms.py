"""Normalizations beyond their cases: the fewest channels, no space, and what is refused."""

import numpy as np
import pytest

from numpy_impl.layers.batch_norm import BatchNorm
from numpy_impl.layers.drop_connect import DropConnect
from numpy_impl.layers.fast_batch_norm import FastBatchNorm
from numpy_impl.layers.fast_layer_norm import FastLayerNorm
from numpy_impl.layers.group_norm import GroupNorm
from numpy_impl.layers.instance_norm import InstanceNorm

RNG = np.random.default_rng(67)


@pytest.mark.parametrize(("call", "said"), [
    (lambda: GroupNorm(0, 4), "n_groups 0 must divide"),
    (lambda: GroupNorm(1, 0), "the 0 channels"),
    (lambda: GroupNorm(2, 4, epsilon=-1.0), "epsilon is -1"),
    (lambda: InstanceNorm(0), "n_channels is 0"),
    (lambda: InstanceNorm(2, epsilon=-1.0), "epsilon is -1"),
    (lambda: FastBatchNorm(3).forward(np.ones((2, 4, 5, 5))), r"^x has shape \(2, 4, 5, 5\)"),
    (lambda: FastLayerNorm((4,)).forward(np.ones((2, 3))), r"^x has shape \(2, 3\)"),
    (lambda: DropConnect().forward(1.0), r"^x has shape \(\)"),
])  # fmt: skip
def test_what_does_not_fit_is_told(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_one_channel_is_a_group():
    x = RNG.standard_normal((2, 1, 5))
    y = GroupNorm(1, 1, epsilon=0.0).forward(x)
    np.testing.assert_allclose(
        y, (x - x.mean(axis=2, keepdims=True)) / x.std(axis=2, keepdims=True)
    )


def test_without_axes_of_space_the_fast_form_is_the_plain_one():
    x, dy = RNG.standard_normal((2, 6, 3))
    plain, fast = BatchNorm(3), FastBatchNorm(3)
    np.testing.assert_allclose(fast.forward(x), plain.forward(x), rtol=1e-12)
    np.testing.assert_allclose(fast.backward(dy), plain.backward(dy), rtol=1e-10, atol=1e-14)
