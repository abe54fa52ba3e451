"""The recursive network beyond its cases: by hand, what is no tree, deep trees."""

import math

import numpy as np
import pytest

from numpy_impl.models.traverse import traverse, traverse_backward

RNG = np.random.default_rng(5)
W = RNG.standard_normal((2, 4))
LEAVES = RNG.standard_normal((3, 2))
TREE = {"left": 0, "right": {"left": 1, "right": 2}}


def chain(n):
    node = 0
    for leaf in range(1, n):
        node = {"left": node, "right": leaf}
    return node


def test_a_tree_by_hand():
    leaves, one = np.array([[1.0], [2.0], [3.0]]), np.array([[0.5, -0.25]])
    inner = math.tanh(0.5 * 2 - 0.25 * 3)
    v = math.tanh(0.5 * 1 - 0.25 * inner)
    assert traverse(TREE, leaves, one) == pytest.approx([v], rel=1e-15)
    dleaves, dW = traverse_backward(np.ones(1), TREE, leaves, one)
    da, inner_da = 1 - v * v, (1 - v * v) * -0.25 * (1 - inner * inner)
    assert dleaves == pytest.approx(np.array([[0.5 * da], [0.5 * inner_da], [-0.25 * inner_da]]))
    assert dW == pytest.approx(np.array([[da + 2 * inner_da, da * inner + 3 * inner_da]]))


def circle():
    node = {"left": 0}
    node["right"] = node
    return node


SHARED = {"left": 0, "right": 1}


@pytest.mark.parametrize(
    ("node", "message"),
    [
        ({"left": 0}, r"node has left, but left and right were expected"),
        ({}, r"node has no keys, but left and right"),
        ({"left": 0, "right": {"left": 1, "right": 2, "label": 3}},
         r"node\['right'\] has label, left, right, but left and right"),
        ({"left": "the", "right": 1}, r"node\['left'\] is 'the', but a leaf's position"),
        ({"left": None, "right": 1}, r"node\['left'\] is None, but"),
        ({"left": True, "right": 1}, r"node\['left'\] is True, but"),
        ({"left": 1.0, "right": 1}, r"node\['left'\] is 1.0, but"),
        ({"left": 0, "right": 3}, r"node\['right'\] is leaf 3, but there are 3 leaves"),
        ({"left": -1, "right": 0}, r"node\['left'\] is leaf -1, but there are 3 leaves"),
        ({"left": 0, "right": {"left": 1, "right": 0}},
         r"node\['right'\]\['right'\] is leaf 0, which stands at node\['left'\] already"),
        ({"left": 0, "right": 2}, r"Leaf 1 of 3 stands nowhere in the tree"),
        ({"left": SHARED, "right": SHARED}, r"stands (at|in)"),
        (circle(), r"node\['right'\] is a node that stands in the tree already"),
        ([0, 1], r"node is \[0, 1\], but a leaf's position or a dictionary"),
    ],
)  # fmt: skip
def test_what_is_no_tree_is_named(node, message):
    for call in (lambda: traverse(node, LEAVES, W),
                 lambda: traverse_backward(np.ones(2), node, LEAVES, W)):  # fmt: skip
        with pytest.raises(ValueError, match=message):
            call()


def test_a_tree_may_be_as_deep_as_it_says():
    leaves = RNG.standard_normal((501, 2))
    assert np.isfinite(traverse(chain(501), leaves, W)).all()
    assert np.isfinite(traverse_backward(np.ones(2), chain(501), leaves, W)[0]).all()
    with pytest.raises(ValueError, match="deeper than 500"):
        traverse(chain(502), RNG.standard_normal((502, 2)), W)


@pytest.mark.parametrize(
    ("leaves", "weight", "message"),
    [
        ((3,), (2, 4), r"leaves has shape \(3,\)"),
        ((3, 2), (4, 2), r"W has shape \(4, 2\), but \(2, 4\)"),
        ((3, 2), (2, 2), r"W has shape \(2, 2\), but \(2, 4\)"),
    ],
)
def test_shapes_that_do_not_fit_are_named(leaves, weight, message):
    with pytest.raises(ValueError, match=message):
        traverse(TREE, np.ones(leaves), np.ones(weight))
    with pytest.raises(ValueError, match=r"dv has shape \(3,\), but \(2,\)"):
        traverse_backward(np.ones(3), TREE, LEAVES, W)


def test_a_leaf_alone_is_its_own_vector_and_no_view_of_it():
    leaves = LEAVES[:1].copy()
    v = traverse(0, leaves, W)
    np.testing.assert_array_equal(v, leaves[0])
    v[...] = 7
    assert not np.any(leaves == 7)


def test_positions_may_be_numpys_own():
    own = {"left": np.int64(0), "right": {"left": np.int32(1), "right": 2}}
    np.testing.assert_array_equal(traverse(own, LEAVES, W), traverse(TREE, LEAVES, W))
