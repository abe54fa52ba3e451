"""Embeddings and counted words: edges, errors, and what is known of them by hand."""

import numpy as np
import pytest

from numpy_impl.embedding.co_occurrence import co_occurrence
from numpy_impl.embedding.cosine_similarity import CosineSimilarity
from numpy_impl.embedding.embedding import Embedding
from numpy_impl.embedding.fast_embedding import FastEmbedding
from numpy_impl.embedding.lsi import lsi
from numpy_impl.embedding.one_hot import one_hot
from numpy_impl.embedding.positive_pmi import positive_pmi

RNG = np.random.default_rng(4)
CORPUS = [0, 1, 2, 3, 4, 1, 5, 6]  # you say goodbye and i say hello .


def test_what_is_looked_up_is_a_copy_that_keeps_nothing_of_its_arguments():
    layer = Embedding(5, 3, seed=1)
    kept, idx = layer.params["W"].copy(), np.array([4, 0, 4])
    for given in (idx, np.array(2), 2, [[1], [3]]):
        y = layer.forward(given)
        assert y.shape == (*np.shape(given), 3)
        y[...] = 7
    np.testing.assert_array_equal(layer.params["W"], kept)
    layer.forward(idx)
    idx[:] = 1
    layer.backward(np.ones((3, 3)))
    np.testing.assert_array_equal(layer.grads["W"].sum(axis=1), [3, 0, 0, 0, 6])


@pytest.mark.parametrize("twin", [Embedding, FastEmbedding])
def test_nothing_looked_up_gives_no_gradient(twin):
    layer = twin(4, 2, seed=1)
    assert layer.forward([]).shape == (0, 2)
    assert layer.backward(np.zeros((0, 2))) is None
    np.testing.assert_array_equal(layer.grads["W"], np.zeros((4, 2)))


@pytest.mark.parametrize("twin", [Embedding, FastEmbedding])
@pytest.mark.parametrize("padding_idx", [0, 2, 4])
def test_the_row_of_the_padding_starts_at_0_and_stays_there(padding_idx, twin):
    layer = twin(5, 3, padding_idx=padding_idx, seed=1)
    plain = Embedding(5, 3, seed=1)
    others = np.arange(5) != padding_idx
    np.testing.assert_array_equal(layer.params["W"][others], plain.params["W"][others])
    np.testing.assert_array_equal(layer.params["W"][padding_idx], 0)
    layer.forward(np.arange(5))
    layer.backward(np.ones((5, 3)))
    np.testing.assert_array_equal(layer.grads["W"], np.where(others, 1, 0)[:, None] * np.ones(3))


@pytest.mark.parametrize("dtype", [np.uint8, np.int64])
@pytest.mark.parametrize("words", [1, 3, 200])
def test_the_fast_form_adds_every_place_of_a_word(words, dtype):
    plain, fast = Embedding(200, 3, seed=1), FastEmbedding(200, 3, seed=1)
    idx, dy = RNG.integers(words, size=(6, 8), dtype=dtype), RNG.standard_normal((6, 8, 3))
    for layer in (plain, fast):
        layer.forward(idx)
        layer.backward(dy)
    np.testing.assert_allclose(fast.grads["W"], plain.grads["W"], rtol=0, atol=1e-14)


@pytest.mark.parametrize("twin", [Embedding, FastEmbedding])
def test_the_type_of_the_gradient_is_that_of_the_weights(twin):
    layer = twin(5, 3, seed=1).astype(np.float32)
    assert layer.forward([1, 1]).dtype == np.float32
    layer.backward(np.ones((2, 3)))
    assert layer.grads["W"].dtype == np.float32


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Embedding(0, 3), "n_words is 0, but must be at least 1"),
        (lambda: Embedding(5, 0), "n_dims is 0, but must be at least 1"),
        (lambda: Embedding(5, 3).forward([0, 5]), "idx goes from 0 to 5, but must be from 0 to 4"),
        (lambda: Embedding(5, 3).forward([-1, 2]), "from -1 to 2, but must be from 0 to 4"),
        (lambda: Embedding(5, 3).forward([0.0, 1.0]), "integers, but its dtype is float64"),
        (lambda: Embedding(5, 3).forward([True, False]), "integers, but its dtype is bool"),
        (lambda: Embedding(5, 3, padding_idx=5), "padding_idx goes from 5 to 5"),
        (lambda: Embedding(5, 3, padding_idx=-1), "must be from 0 to 4"),
        (lambda: one_hot([3], 3), "idx goes from 3 to 3, but must be from 0 to 2"),
        (lambda: one_hot([[-1]], 3), "from -1 to -1"),
        (lambda: co_occurrence([0, 4], 4), "corpus goes from 0 to 4, but must be from 0 to 3"),
        (lambda: co_occurrence([[0, 1]], 4), r"corpus has shape \(1, 2\), but \(any,\)"),
        (lambda: co_occurrence([0, 1], 4, window_size=0), "window_size is 0"),
        (lambda: positive_pmi([1.0, 2.0]), r"C has shape \(2,\)"),
        (lambda: positive_pmi([[1.0, -2.0]]), "a count of -2.0"),
        (lambda: positive_pmi([[1.0, np.nan]]), "a count of nan"),
        (lambda: positive_pmi([[1.0]], epsilon=-1), "epsilon is -1"),
        (lambda: lsi([1.0], 1), r"X has shape \(1,\)"),
        (lambda: lsi(np.ones((3, 5)), 0), "n_topics is 0, but must be from 1 to 3"),
        (lambda: lsi(np.ones((5, 3)), 4), r"n_topics is 4, .* for X \(5, 3\)"),
        (lambda: CosineSimilarity(epsilon=0), "epsilon is 0, but must be above 0"),
        (lambda: CosineSimilarity().forward(1.0, 2.0), r"u has shape \(\)"),
        (lambda: CosineSimilarity().forward([1.0, 2], [1.0, 2, 3]), r"v has shape \(3,\)"),
    ],
)
def test_what_cannot_be_is_told_with_its_numbers(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_gradients_of_another_shape_are_refused():
    for layer in (Embedding(5, 3), FastEmbedding(5, 3)):
        layer.forward([1, 2])
        with pytest.raises(ValueError, match=r"dy has shape \(2,\)"):
            layer.backward(np.ones(2))
    alike = CosineSimilarity()
    alike.forward(np.ones((2, 3)), np.ones((2, 3)))
    with pytest.raises(ValueError, match=r"dy has shape \(2, 1\)"):
        alike.backward(np.ones((2, 1)))


def test_a_sentence_counted_by_hand():
    C = co_occurrence(CORPUS, 7)
    assert C.dtype == np.int64
    np.testing.assert_array_equal(C, C.T)
    np.testing.assert_array_equal(C[1], [1, 0, 1, 0, 1, 1, 0])
    np.testing.assert_array_equal(C.sum(axis=0), [1, 4, 2, 2, 2, 2, 1])
    alike = CosineSimilarity()
    assert alike.forward(C[0], C[4]) == pytest.approx(2**-0.5)  # you and i
    y = positive_pmi(C)
    assert y[0, 1] == pytest.approx(np.log2(14 / 4))
    assert y[1, 2] == pytest.approx(np.log2(14 / 8))
    assert y[0, 0] == 0


def test_every_neighbour_counts_in_a_window_as_wide_as_the_text():
    np.testing.assert_array_equal(co_occurrence([0, 1, 2], 3, 2), 1 - np.eye(3, dtype=int))
    np.testing.assert_array_equal(co_occurrence([], 2), np.zeros((2, 2)))


def test_what_never_occurs_has_no_information_and_no_warning():
    with np.errstate(all="raise"):
        y = positive_pmi([[0.0, 0.0, 0.0], [0.0, 3.0, 1.0]])
    assert np.all(np.isfinite(y))
    np.testing.assert_array_equal(y[0], 0)
    assert np.all(positive_pmi(np.zeros((2, 3))) == 0)


def test_epsilon_in_a_type_of_numpys_leaves_float32():
    C = np.array([[1, 2], [2, 5]], dtype=np.float32)
    assert positive_pmi(C, np.float64(0.5)).dtype == np.float32
    assert CosineSimilarity(np.float64(0.5)).forward(C, C).dtype == np.float32


def test_the_truncated_decomposition_is_the_nearest_matrix_of_its_rank():
    X = RNG.standard_normal((6, 4))
    U, s, V = lsi(X, 2)
    np.testing.assert_allclose(U.T @ U, np.eye(2), atol=1e-14)
    np.testing.assert_allclose(V.T @ V, np.eye(2), atol=1e-14)
    left = X - (U * s) @ V.T
    np.testing.assert_allclose(np.linalg.norm(left, 2), np.linalg.svd(X)[1][2])
    assert s[0] > s[1]
    for column in U.T:
        assert column[np.abs(column).argmax()] > 0
    opposite = lsi(-X, 2)
    np.testing.assert_allclose(opposite[0], U, atol=1e-14)
    np.testing.assert_allclose(opposite[2], -V, atol=1e-14)


def test_a_vector_of_zeros_is_like_nothing():
    layer = CosineSimilarity()
    u, v = np.zeros((1, 3)), np.array([[1.0, 2.0, 2.0]])
    assert layer.forward(u, v)[0] == 0
    du, dv = layer.backward(np.array([1e-8]))
    np.testing.assert_allclose(du, v / 3)
    np.testing.assert_array_equal(dv, 0)
    added = CosineSimilarity(added=True)
    assert added.forward(u, v)[0] == 0
    assert np.all(np.isfinite(added.backward(np.ones(1))[0]))


def test_lengths_make_no_difference_and_equal_directions_are_1():
    layer = CosineSimilarity()
    u = RNG.standard_normal((3, 4))
    np.testing.assert_allclose(layer.forward(u, 1000 * u), 1)
    np.testing.assert_allclose(layer.forward(u, -0.001 * u), -1)
    du, _ = layer.backward(np.ones(3))
    np.testing.assert_allclose(du, 0, atol=1e-15)


def test_a_product_with_one_hot_rows_picks_rows():
    W = RNG.standard_normal((5, 3))
    idx = np.array([[4, 0], [2, 2]], dtype=np.uint8)
    rows = one_hot(idx, 5)
    assert rows.dtype == np.float64
    np.testing.assert_array_equal(rows @ W, W[idx])


def test_vectors_that_change_afterwards_change_no_gradient():
    u, v = RNG.standard_normal((2, 3, 4))
    wanted = CosineSimilarity()
    wanted.forward(u, v)
    layer, given = CosineSimilarity(), (u.copy(), v.copy())
    layer.forward(*given)
    for array in given:
        array[...] = 5
    for found, right in zip(layer.backward(np.ones(3)), wanted.backward(np.ones(3)), strict=True):
        np.testing.assert_array_equal(found, right)


def test_two_vectors_have_one_number_and_its_gradient():
    layer = CosineSimilarity()
    assert layer.forward([3.0, 4.0], [4.0, 3.0]) == pytest.approx(24 / 25)
    du, dv = layer.backward(1.0)
    np.testing.assert_allclose(du, (np.array([0.8, 0.6]) - 24 / 25 * np.array([0.6, 0.8])) / 5)
    np.testing.assert_allclose(dv, du[::-1])


def test_below_epsilon_the_length_is_held_fast():
    layer = CosineSimilarity(epsilon=0.5)
    u, v = np.array([0.1, 0.2]), np.array([3.0, 4.0])
    assert layer.forward(u, v) == pytest.approx(0.44)
    np.testing.assert_allclose(layer.backward(1.0)[0], [1.2, 1.6])


def test_with_epsilon_added_every_length_follows_the_norm():
    u, v = np.array([0.3, 0.4]), np.array([0.0, 2.0])
    layer = CosineSimilarity(epsilon=0.5, added=True)
    assert layer.forward(u, v) == pytest.approx(0.8 / 2.5)
    np.testing.assert_allclose(
        layer.backward(1.0)[0], np.array([0.0, 0.8]) - 0.32 * np.array([0.6, 0.8])
    )


def test_only_shares_count():
    C = np.array([[1.0, 2.0, 0.0], [3.0, 1.0, 4.0]])
    np.testing.assert_allclose(positive_pmi(C / C.sum()), positive_pmi(C), atol=1e-14)
    assert positive_pmi(np.zeros((0, 3))).shape == (0, 3)
