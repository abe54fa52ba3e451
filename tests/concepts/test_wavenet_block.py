"""WaveNet's block: what it starts from, a skip that nobody reads, what is refused."""

import numpy as np
import pytest

from numpy_impl.generative.wavenet_block import WaveNetBlock
from numpy_impl.initializers.gauss import Gauss
from numpy_impl.initializers.glorot_uniform import GlorotUniform
from numpy_impl.seeds import spawned

X = np.random.default_rng(9).standard_normal((2, 3, 5))


@pytest.mark.parametrize("asked", [None, Gauss(0.5)])
def test_each_part_draws_its_own_weights(asked):
    block = WaveNetBlock(3, 4, 2, initializer=asked, seed=5)
    draw = asked or GlorotUniform()
    for name, seed in zip(("filter", "gate", "residual", "out"), spawned(5, 4), strict=True):
        W = block.params[f"{name}.W"]
        np.testing.assert_array_equal(W, draw(W.shape, seed), name)


def test_a_skip_that_nobody_reads_gives_no_gradient():
    dy = X[:, ::-1]
    block = WaveNetBlock(3, 4, 2, seed=5)
    _, skip = block.forward(X)
    given = block.backward(dy, np.zeros(skip.shape))
    np.testing.assert_array_equal(block.backward(dy), given)
    assert not block.grads["out.W"].any()


def test_gradients_that_do_not_fit_are_named():
    block = WaveNetBlock(3, 4, 2, seed=5)
    block.forward(X)
    with pytest.raises(ValueError, match=r"^dy has shape \(2, 2, 5\).*\(2, 3, 5\)"):
        block.backward(X[:, 1:])
    with pytest.raises(ValueError, match=r"^dskip has shape \(2, 3, 5\).*\(2, 2, 5\)"):
        block.backward(X, X)
