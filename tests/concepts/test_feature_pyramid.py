"""The feature pyramid beyond its cases: three levels, what it starts from, maps that do not fit."""

import numpy as np
import pytest

from numpy_impl.initializers.gauss import Gauss
from numpy_impl.initializers.glorot_uniform import GlorotUniform
from numpy_impl.seeds import spawned
from numpy_impl.vision.feature_pyramid import FeaturePyramid

RNG = np.random.default_rng(43)


def maps(*sizes):
    return [RNG.standard_normal((1, k + 1, *size)) for k, size in enumerate(sizes)]


def test_each_level_knows_the_next_coarser_one():
    pyramid, c = FeaturePyramid([1, 2, 3], 2, seed=1), maps((8, 8), (4, 4), (2, 2))
    p = pyramid.forward(*c)
    assert isinstance(p, tuple)
    m = None
    for k in (2, 1, 0):
        own = pyramid.lateral[k].forward(c[k])
        m = own if m is None else own + m.repeat(2, axis=2).repeat(2, axis=3)
        np.testing.assert_allclose(p[k], pyramid.output[k].forward(m), rtol=1e-12)


def test_the_gradient_of_each_map_is_that_of_all_finer_ones_too():
    pyramid, c = FeaturePyramid([1, 2, 3], 2, seed=1), maps((6, 6), (4, 4), (2, 2))
    dp = [RNG.standard_normal(p.shape) for p in pyramid.forward(*c)]
    moved = [RNG.standard_normal(each.shape) for each in c]
    along = [
        sum((d * p).sum() for d, p in zip(dp, pyramid.forward(*at), strict=True))
        for at in ([x + s * v for x, v in zip(c, moved, strict=True)] for s in (0.5, -0.5))
    ]
    pyramid.forward(*c)
    dc = pyramid.backward(*dp)
    found = sum((d * v).sum() for d, v in zip(dc, moved, strict=True))
    np.testing.assert_allclose(found, along[0] - along[1], rtol=1e-10)  # it is linear


@pytest.mark.parametrize("asked", [None, Gauss(0.5)])
def test_each_part_draws_its_own_weights(asked):
    pyramid = FeaturePyramid([1, 2], 3, initializer=asked, seed=5)
    draw = asked or GlorotUniform()
    names = [f"{part}{k}.W" for k in (0, 1) for part in ("lateral", "output")]
    for name, seed in zip(names, spawned(5, 4), strict=True):
        W = pyramid.params[name]
        np.testing.assert_array_equal(W, draw(W.shape, seed), name)


@pytest.mark.parametrize("sizes", [((6, 2), (5, 1)), ((2, 6), (1, 5)), ((3, 3), (3, 3))])
def test_a_map_may_be_as_large_as_the_one_before(sizes):
    assert FeaturePyramid([1, 2], 2).forward(*maps(*sizes))[1].shape == (1, 2, *sizes[1])


@pytest.mark.parametrize("coarser", [(5, 4), (4, 5)])
def test_a_map_may_not_be_larger_along_any_axis(coarser):
    with pytest.raises(ValueError, match="must begin with the finest"):
        FeaturePyramid([1, 2], 2).forward(*maps((4, 4), coarser))
