"""Attention: what is refused, what masks do, and what a query without keys gets."""

import re

import numpy as np
import pytest

from numpy_impl.attention import fast_scaled_dot_product_attention
from numpy_impl.attention.additive_attention import AdditiveAttention
from numpy_impl.attention.causal_mask import causal_mask
from numpy_impl.attention.dot_product_attention import DotProductAttention
from numpy_impl.attention.fast_multi_head_attention import FastMultiHeadAttention
from numpy_impl.attention.fast_scaled_dot_product_attention import FastScaledDotProductAttention
from numpy_impl.attention.multi_head_attention import MultiHeadAttention
from numpy_impl.attention.padding_mask import padding_mask
from numpy_impl.attention.positional_encoding import positional_encoding
from numpy_impl.attention.scaled_dot_product_attention import ScaledDotProductAttention
from numpy_impl.initializers.gauss import Gauss
from numpy_impl.initializers.glorot_uniform import GlorotUniform
from numpy_impl.layers import threads

RNG = np.random.default_rng(6)
FORMS = (ScaledDotProductAttention, FastScaledDotProductAttention)
WITH_WEIGHTS = {
    "multi_head": lambda **more: MultiHeadAttention(6, 2, **more),
    "additive": lambda **more: AdditiveAttention(4, 3, 5, **more),
    "general": lambda **more: DotProductAttention("general", 4, 3, **more),
    "concat": lambda **more: DotProductAttention("concat", 4, 3, 5, **more),
}


def drawn(*shape):
    return RNG.standard_normal(shape)


def refused(call, *said):
    """Check that a call raises an error that says these numbers and names."""
    with pytest.raises(ValueError, match=re.escape(str(said[0]))) as error:
        call()
    for number in said:
        assert str(number) in str(error.value)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("shapes", "said"),
    [
        (((4,), (5, 4), (5, 3)), "Q has shape (4,)"),
        (((2, 3, 4), (2, 5, 6), (2, 5, 3)), "K has shape (2, 5, 6)"),
        (((2, 3, 4), (3, 5, 4), (3, 5, 3)), "K has shape (3, 5, 4)"),
        (((2, 3, 4), (5, 4), (5, 3)), "K has shape (5, 4)"),
        (((2, 3, 4), (2, 5, 4), (2, 6, 3)), "V has shape (2, 6, 3)"),
    ],
)
def test_queries_keys_and_values_that_do_not_fit_are_named(shapes, said, form):
    arrays = [drawn(*shape) for shape in shapes]
    refused(lambda: form().forward(*arrays), said)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["mask", "bias"])
def test_a_mask_or_a_bias_that_cannot_be_broadcast_is_named(name, form):
    Q, K, V = drawn(2, 3, 4), drawn(2, 5, 4), drawn(2, 5, 6)
    layer = form()
    refused(
        lambda: layer.forward(Q, K, V, **{name: np.ones((3, 4))}),
        f"{name} has shape",
        (3, 4),
        (2, 3, 5),
    )
    refused(lambda: layer.forward(Q, K, V, **{name: np.ones((4, 2, 3, 5))}), f"{name} has shape")


def test_an_upstream_gradient_that_does_not_fit_is_named():
    for layer in (form() for form in FORMS):
        layer.forward(drawn(2, 3, 4), drawn(2, 5, 4), drawn(2, 5, 6))
        with pytest.raises(ValueError, match=r"^dy has shape \(2, 3, 4\).*\(2, 3, 6\)"):
            layer.backward(drawn(2, 3, 4))
    layer = MultiHeadAttention(6, 2)
    layer.forward(drawn(2, 3, 6))
    refused(lambda: layer.backward(drawn(2, 6, 3)), (2, 6, 3), "(2, 3, 6)")


@pytest.mark.parametrize("mask", [np.array([[True, False, True]]), [[1, 0, 1]], [[2.0, 0.0, 0.5]]])
def test_a_mask_is_true_where_its_number_is_not_0(mask):
    layer = ScaledDotProductAttention()
    layer.forward(drawn(2, 3), drawn(3, 3), drawn(3, 4), mask=mask)
    assert np.all(layer.weights[:, 1] == 0)
    assert np.all(layer.weights[:, [0, 2]] > 0)
    np.testing.assert_allclose(layer.weights.sum(axis=1), 1)


def test_a_query_without_keys_gets_0_and_gives_no_gradient():
    layer = ScaledDotProductAttention()
    mask = np.array([[1, 1], [0, 0], [0, 1]])
    Q, K, V = drawn(3, 4), drawn(2, 4), drawn(2, 5)
    y = layer.forward(Q, K, V, mask=mask)
    assert np.all(y[1] == 0)
    dy = np.zeros_like(y)
    dy[1] = 1.0
    assert all(np.all(gradient == 0) for gradient in layer.backward(dy))
    added = layer.forward(Q, K, V, bias=np.where(mask == 1, 0.0, -np.inf))
    np.testing.assert_array_equal(added, y)


def test_scores_beyond_what_exp_can_hold_are_no_problem():
    layer = ScaledDotProductAttention(scale=1.0)
    K = np.array([[900.0], [-900.0]])
    np.testing.assert_array_equal(layer.forward([[1.0]], K, [[3.0], [4.0]]), [[3.0]])
    np.testing.assert_array_equal(layer.forward([[-1.0]], K, [[3.0], [4.0]]), [[4.0]])


def test_float32_stays_whatever_is_beside_it():
    single = [drawn(2, 3, 4).astype(np.float32) for _ in range(3)]
    layer = ScaledDotProductAttention(causal=True, scale=np.float64(0.3))
    y = layer.forward(*single, bias=np.zeros((3, 3)), mask=np.ones((3, 3)))
    assert y.dtype == np.float32
    assert {gradient.dtype for gradient in layer.backward(y)} == {np.dtype("float32")}


def test_the_first_query_of_a_causal_attention_sees_its_own_key_alone():
    V = drawn(2, 4, 3)
    y = ScaledDotProductAttention(causal=True).forward(drawn(2, 4, 5), drawn(2, 4, 5), V)
    np.testing.assert_allclose(y[:, 0], V[:, 0])


def test_a_causal_mask_is_of_bools_and_refuses_negative_numbers():
    assert causal_mask(2).tolist() == [[True, False], [True, True]]
    assert causal_mask(1, 2).tolist() == [[True, False]]
    assert causal_mask(0).shape == (0, 0)
    refused(lambda: causal_mask(-1), -1)
    refused(lambda: causal_mask(2, -3), -3)


def test_a_padding_mask_wants_whole_numbers_in_rows():
    assert padding_mask([[3, 0, 4]]).tolist() == [[[True, False, True]]]
    assert padding_mask(np.zeros((0, 4))).shape == (0, 1, 4)
    refused(lambda: padding_mask([3, 0, 4]), (3,))
    refused(lambda: padding_mask([[3.0, 0.0]]), "float64")


def test_a_positional_encoding_begins_with_0_and_1_and_takes_any_length():
    np.testing.assert_array_equal(positional_encoding(1, 5), [[0, 1, 0, 1, 0]])
    assert positional_encoding(0, 4).shape == (0, 4)
    np.testing.assert_allclose(positional_encoding(3, 2)[2], [np.sin(2), np.cos(2)])
    refused(lambda: positional_encoding(-1, 4), -1)
    refused(lambda: positional_encoding(3, 0), 0)
    refused(lambda: positional_encoding(3, 2, base=0.0), 0.0)


@pytest.mark.parametrize(("d_model", "n_heads"), [(6, 4), (6, 0), (0, 1), (4, 8)])
def test_heads_must_share_d_model_out_evenly(d_model, n_heads):
    refused(lambda: MultiHeadAttention(d_model, n_heads), d_model, n_heads)


@pytest.mark.parametrize(
    ("shapes", "said"),
    [
        (((2, 3, 5),), (2, 3, 5)),
        (((3, 6),), (3, 6)),
        (((2, 3, 6), (3, 4, 6)), (3, 4, 6)),
        (((2, 3, 6), (2, 4, 5)), (2, 4, 5)),
        (((2, 3, 6), (2, 4, 6), (2, 5, 6)), (2, 5, 6)),
    ],
)
def test_inputs_of_several_heads_that_do_not_fit_are_named(shapes, said):
    layer = MultiHeadAttention(6, 2)
    refused(lambda: layer.forward(*(drawn(*shape) for shape in shapes)), said)


def test_a_mask_for_each_head_hides_keys_from_that_head_alone():
    layer = MultiHeadAttention(6, 2, seed=1)
    mask = np.ones((1, 2, 1, 4))
    mask[0, 1, 0, 2] = 0
    layer.forward(drawn(3, 4, 6), mask=mask)
    assert np.all(layer.attention.weights[:, 1, :, 2] == 0)
    assert np.all(layer.attention.weights[:, 0] > 0)


@pytest.mark.parametrize("make", [lambda: AdditiveAttention(4, 3, 5), WITH_WEIGHTS["general"]])
def test_a_source_that_does_not_fit_is_named(make):
    layer = make()
    refused(lambda: layer.forward(drawn(2, 3), drawn(2, 5, 3)), (2, 1, 3))
    refused(lambda: layer.forward(drawn(2, 4), drawn(2, 5, 4)), (2, 5, 4))
    refused(lambda: layer.forward(drawn(2, 4), drawn(3, 5, 3)), (3, 5, 3))
    refused(lambda: layer.forward(drawn(2, 4), drawn(2, 5, 3), drawn(2, 4, 3)), (2, 4, 3))
    refused(lambda: layer.forward(drawn(2, 4), drawn(2, 5, 3), mask=np.ones((2, 4))), "(2, 5)")
    refused(lambda: layer.forward(drawn(4), drawn(2, 5, 3)), "(4,)")
    layer.forward(drawn(2, 4), drawn(2, 5, 3))
    refused(lambda: layer.backward(drawn(2, 4)), "(2, 1, 3)")


def test_sizes_and_scores_are_checked_at_construction():
    refused(lambda: AdditiveAttention(4, 0, 5), "n_key", 0)
    refused(lambda: AdditiveAttention(0, 3, 5), "n_query", 0)
    refused(lambda: AdditiveAttention(4, 3, 0), "n_units", 0)
    refused(lambda: DotProductAttention("scaled"), "scaled")
    refused(lambda: DotProductAttention("general", 4), "None")
    refused(lambda: DotProductAttention("general", n_key=4), "None")
    refused(lambda: DotProductAttention("concat", 4), "n_key None")
    refused(lambda: DotProductAttention("concat", 4, 3), "n_units", "None")
    refused(lambda: DotProductAttention().forward(drawn(2, 4), drawn(2, 5, 3)), (2, 1, 4))


@pytest.mark.parametrize("make", WITH_WEIGHTS.values(), ids=WITH_WEIGHTS)
def test_weights_are_drawn_from_the_seed_and_none_is_like_another(make):
    one, same, other, without = make(seed=5), make(seed=5), make(seed=6), make()
    first = next(iter(one.params))
    for name, array in one.params.items():
        assert array.dtype == np.float64
        np.testing.assert_array_equal(array, same.params[name])
        if name.startswith("b"):
            assert np.all(array == 0)
            continue
        assert not np.any(array == other.params[name])
        assert not np.any(array == without.params[name])
        assert name == first or array.ravel()[0] != one.params[first].ravel()[0]
        assert np.abs(array).max() <= GlorotUniform().scale(array.shape)
    np.testing.assert_array_equal(one.params[first], GlorotUniform()(one.params[first].shape, 5))
    np.testing.assert_array_equal(
        make(seed=5, initializer=Gauss(0.5)).params[first], Gauss(0.5)(one.params[first].shape, 5)
    )
    assert not one.grads


def test_several_heads_without_a_bias_have_none():
    assert sorted(MultiHeadAttention(4, 2, use_bias=False).params) == ["W_k", "W_o", "W_q", "W_v"]


@pytest.mark.parametrize("given", ["Q", "QKV"])
@pytest.mark.parametrize("groups", [4, 2])
def test_two_threads_give_what_one_gives(given, groups, monkeypatch):
    monkeypatch.setattr(threads, "WORTH_IT", 1)
    monkeypatch.setattr(threads, "THREADS", 2)
    plain, fast = (
        of(8, 4, causal=True, n_kv_heads=groups, seed=1)
        for of in (MultiHeadAttention, FastMultiHeadAttention)
    )
    for layer in (plain, fast):
        layer.params["b_q"][...] = layer.params["b_o"][...] = np.arange(8) / 4
    arrays = [drawn(5, 3, 8) for _ in given]
    mask, dy = RNG.random((5, 3, 3)) < 0.5, drawn(5, 3, 8)
    np.testing.assert_allclose(
        fast.forward(*arrays, mask=mask), plain.forward(*arrays, mask=mask), atol=1e-14
    )
    for own, theirs in zip(
        np.atleast_1d(fast.backward(dy)), np.atleast_1d(plain.backward(dy)), strict=True
    ):
        np.testing.assert_allclose(own, theirs, atol=1e-13)
    for name, gradient in plain.grads.items():
        np.testing.assert_allclose(fast.grads[name], gradient, atol=1e-13)


def test_a_thread_has_examples_of_its_own_and_what_has_no_examples_is_one_part(monkeypatch):
    x, parts = drawn(3, 3, 2), []
    assert fast_scaled_dot_product_attention._at(x, slice(0, 2)).shape == (2, 3, 2)

    def noted(work, n, multiplications):
        parts.append(n)
        return [work(slice(0, n))]

    monkeypatch.setattr(fast_scaled_dot_product_attention, "in_threads", noted)
    layer = FastScaledDotProductAttention()
    layer.backward(layer.forward(*x))
    assert max(parts) == 1


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("heads", [(), (2,)])
def test_where_there_are_no_keys_there_is_nothing_to_see(heads, form):
    layer = form()
    Q, K, V = (np.ones((3, *heads, T, 4)) for T in (5, 0, 0))
    np.testing.assert_array_equal(layer.forward(Q, K, V), np.zeros((3, *heads, 5, 4)))
    dQ, dK, dV = layer.backward(np.ones((3, *heads, 5, 4)))
    assert not np.any(dQ)
    assert (dK.shape, dV.shape) == (K.shape, V.shape)


@pytest.mark.parametrize("shape", [(1, 5), (3, 1), (1, 1), (2, 1, 5), (1, 3, 5), (1, 1, 1)])
def test_the_gradient_of_a_bias_is_summed_over_what_it_is_broadcast_to(shape):
    rng = np.random.default_rng(5)
    Q, K, V = (rng.standard_normal((2, T, 4)) for T in (3, 5, 5))
    bias, dy = rng.standard_normal(shape), rng.standard_normal((2, 3, 4))
    layer = ScaledDotProductAttention()
    layer.forward(Q, K, V, bias=bias)
    dbias = layer.backward(dy)[3]
    layer.forward(Q, K, V, bias=np.broadcast_to(bias, (2, 3, 5)).copy())
    whole = layer.backward(dy)[3]
    axes = tuple(range(3 - bias.ndim)) + tuple(
        i + 3 - bias.ndim for i, n in enumerate(shape) if n == 1
    )
    assert dbias.shape == shape
    np.testing.assert_allclose(dbias, whole.sum(axis=axes).reshape(shape), rtol=1e-12)


def test_shared_keys_and_values_are_those_of_a_layer_that_repeats_them():
    """Two heads for each of two pairs of keys and values, against four pairs of their own."""
    rng = np.random.default_rng(6)
    shared = MultiHeadAttention(8, 4, n_kv_heads=2, seed=1)
    alone = MultiHeadAttention(8, 4, seed=2)
    for name, array in shared.params.items():
        array[...] = rng.standard_normal(array.shape)
        if name[-1] in "qo":
            alone.params[name][...] = array
        else:  # columns 0 and 1 are the first pair's, and so on
            pairs = array.reshape(*array.shape[:-1], 2, 2)
            alone.params[name][...] = np.repeat(pairs, 2, axis=-2).reshape(*array.shape[:-1], 8)
    x, dy = rng.standard_normal((2, 3, 5, 8))
    np.testing.assert_allclose(shared.forward(x), alone.forward(x), rtol=1e-12)
    np.testing.assert_allclose(shared.backward(dy), alone.backward(dy), rtol=1e-11)
    for name in ("W_k", "W_v"):
        each = alone.grads[name].reshape(8, 2, 2, 2).sum(axis=2)  # both heads of a pair
        np.testing.assert_allclose(shared.grads[name], each.reshape(8, 4), rtol=1e-11)


def test_the_smallest_that_is_taken_is_taken():
    x = np.ones((2, 3, 1))
    assert MultiHeadAttention(1, 1, seed=0).forward(x).shape == (2, 3, 1)
    assert positional_encoding(3, 4, base=0.5).shape == (3, 4)
    assert ScaledDotProductAttention(softcap=0.25).forward(x, x, x).shape == (2, 3, 1)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: MultiHeadAttention(8, 4, n_kv_heads=0), "n_kv_heads 0 evenly"),
        (lambda: MultiHeadAttention(8, 4, n_kv_heads=3), "n_kv_heads 3 evenly"),
        (lambda: MultiHeadAttention(0, 1), "0"),
        (lambda: MultiHeadAttention(8, 4).forward(np.ones((3, 8))), "Q has shape (3, 8)"),
        (lambda: positional_encoding(3, 4, base=0), "base"),
        (lambda: ScaledDotProductAttention(rate=1), "rate is 1"),
        (lambda: ScaledDotProductAttention(softcap=0), "softcap is 0"),
        (lambda: AdditiveAttention(4, 5, 2).forward(np.ones((3, 4)), np.ones((2, 6, 5))),
         "K has shape (2, 6, 5)"),
        (lambda: DotProductAttention().forward(np.ones((3, 4)), np.ones((3, 4))),
         "K has shape (3, 4)"),
    ],
)  # fmt: skip
def test_the_next_is_refused(call, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        call()
