"""Negative sampling, CBOW and skip-gram beyond their cases: errors, seeds, counts, sparse rows."""

import re

import numpy as np
import pytest

from numpy_impl.embedding.cbow import CBOW
from numpy_impl.embedding.negative_sampling import NegativeSampling
from numpy_impl.embedding.skip_gram import SkipGram
from numpy_impl.embedding.top_k_by_cosine import top_k_by_cosine
from numpy_impl.embedding.unigram_sampler import unigram_sampler
from numpy_impl.initializers.gauss import Gauss
from numpy_impl.initializers.glorot_uniform import GlorotUniform

MODELS = [CBOW, SkipGram]
H = np.ones((2, 3))


def said(message):
    """Return the pattern of a message whose parts are divided by stars."""
    return ".*".join(re.escape(part) for part in message.split("*"))


@pytest.mark.parametrize(
    ("h", "target", "negative", "message"),
    [
        (np.ones((2, 4)), [0, 1], [[2], [3]], "h has shape (2, 4)*(any, 3)"),
        (H, [0, 1, 2], [[2], [3]], "target has shape (3,)*(2,)"),
        (H, [0, 5], [[2], [3]], "target holds the word 5*5 words are 0 to 4"),
        (H, [0, -1], [[2], [3]], "target holds the word -1*the first word is 0"),
        (H, [0.0, 1.0], [[2], [3]], "target must hold integers*float64"),
        (H, [0, 1], [2, 3], "negative has shape (2,)*(2, any)"),
        (H, [0, 1], [[2]], "negative has shape (1, 1)*(2, any)"),
        (H, [0, 1], [[2, 6], [3, 4]], "negative holds the word 6*0 to 4"),
    ],
)
def test_negative_sampling_names_what_does_not_fit(h, target, negative, message):
    with pytest.raises(ValueError, match=said(message)):
        NegativeSampling(5, 3).forward(h, target, negative)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("one", "several", "message"),
    [
        ([0, 1], [[2, 3], [4, 5]], "contexts holds the word 5*5 words are 0 to 4"),
        ([0, 5], [[2, 3], [4, 1]], "{one} holds the word 5*5 words are 0 to 4"),
        ([0, -2], [[2, 3], [4, 1]], "{one} holds the word -2*the first word is 0"),
        ([0, 1, 2], [[2, 3], [4, 1]], "has shape (3*) was expected"),
        ([0.5, 1.0], [[2, 3], [4, 1]], "{one} must hold integers*float64"),
        ([0, 1], [[], []], "contexts has shape (2, 0)*at least one"),
        ([], np.zeros((0, 2), int), "contexts has shape (0, 2)*at least one"),
        ([0, 1], [2, 3], "contexts has shape (2,)*any"),
    ],
)
def test_a_model_names_the_words_that_do_not_fit(model, one, several, message):
    given = (several, one) if model is CBOW else (one, several)
    if message.startswith("has shape (3") and model is SkipGram:
        message = "contexts has shape (2, 2)*(3, any)"
    message = message.format(one="target" if model is CBOW else "center")
    with pytest.raises(ValueError, match=said(message)):
        model(5, 3).forward(*given)


def test_negatives_are_given_where_they_are_needed_and_only_there():
    with pytest.raises(ValueError, match="'softmax' the model takes no negatives"):
        CBOW(5, 3).forward([[1, 2]], [0], [[3]])
    with pytest.raises(ValueError, match="'negative_sampling' the model needs negatives"):
        SkipGram(5, 3, "negative_sampling").forward([0], [[1, 2]])
    with pytest.raises(ValueError, match=said("negative has shape (1, 2)*(1, 2, any)")):
        SkipGram(5, 3, "negative_sampling").forward([0], [[1, 2]], [[3, 4]])
    with pytest.raises(ValueError, match=said("'sigmoid'*'softmax', 'negative_sampling'")):
        CBOW(5, 3, "sigmoid")


@pytest.mark.parametrize("model", [NegativeSampling, *MODELS])
def test_sizes_and_upstream_gradients_are_checked(model):
    with pytest.raises(ValueError, match="n_words is 0, but must be at least 1"):
        model(0, 3)
    with pytest.raises(ValueError, match="n_hidden is 0, but must be at least 1"):
        model(3, 0)
    made = model(5, 3)
    made.forward(*{NegativeSampling: (H, [0, 1], [[2], [3]]), CBOW: ([[0, 1]], [2])}.get(
        model, ([0], [[1, 2]])
    ))  # fmt: skip
    with pytest.raises(ValueError, match=said("dL has shape (2,)*()")):
        made.backward(np.ones(2))


@pytest.mark.parametrize("model", MODELS)
def test_both_matrices_are_drawn_apart_from_one_seed(model):
    one, same, other = (model(6, 4, seed=seed) for seed in (5, 5, 6))
    np.testing.assert_array_equal(one.params["W_in"], GlorotUniform()((6, 4), 5))
    for name, W in one.params.items():
        assert W.shape == (6, 4)
        np.testing.assert_array_equal(W, same.params[name])
        assert not np.array_equal(W, other.params[name])
        assert not np.array_equal(model(6, 4).params[name], model(6, 4).params[name])
    assert not np.array_equal(one.params["W_in"], one.params["W_out"])
    assert not np.array_equal(one.params["W_out"], other.params["W_in"])
    wide = model(60, 40, initializer=Gauss(0.5), seed=1)
    assert all(0.45 < W.std() < 0.55 for W in wide.params.values())


@pytest.mark.parametrize("output", ["softmax", "negative_sampling"])
def test_only_the_words_that_take_part_move(output):
    model = CBOW(9, 3, output, seed=1)
    negative = None if output == "softmax" else [[7, 7]]
    model.forward([[1, 4]], [2], negative)
    assert model.backward() is None
    assert np.flatnonzero(model.grads["W_in"].any(axis=1)).tolist() == [1, 4]
    rows = np.flatnonzero(model.grads["W_out"].any(axis=1)).tolist()
    assert rows == (list(range(9)) if output == "softmax" else [2, 7])


@pytest.mark.parametrize("model", MODELS)
def test_a_step_down_the_gradient_learns_from_arrays_that_were_put_in(model):
    made = model(7, 4, "negative_sampling", seed=2)
    words = ([3], [[1, 5]]) if model is SkipGram else ([[1, 5]], [3])
    negative = [[[0, 2], [4, 6]]] if model is SkipGram else [[0, 2]]
    before = made.forward(*words, negative)
    made.backward()
    for name in made.params:
        made.params[name] = made.params[name] - 0.1 * made.grads[name]
    assert made.forward(*words, negative) < before


def test_the_power_lifts_what_is_rare():
    corpus = [0] + [1] * 16
    p, _ = unigram_sampler(corpus, [0], 1)
    np.testing.assert_allclose(p, [1 / 9, 8 / 9])  # 16^(3/4) = 8
    assert (
        unigram_sampler(corpus, [0], 1, 1)[0][0] < p[0] < unigram_sampler(corpus, [0], 1, 0)[0][0]
    )


def test_a_number_that_never_comes_is_no_word():
    np.testing.assert_array_equal(unigram_sampler([0, 2, 2], [0], 1, 0)[0], [0.5, 0, 0.5])


def test_the_loss_is_the_end_unless_it_is_told_otherwise():
    loss = NegativeSampling(5, 3, seed=1)
    loss.forward(H, [0, 1], [[2], [3]])
    np.testing.assert_array_equal(loss.backward(), loss.backward(1.0))


def test_the_target_is_never_drawn_nor_a_word_twice():
    corpus = np.arange(5)
    _, negative = unigram_sampler(corpus, np.repeat(corpus, 40), 4, seed=1)
    assert all(
        sorted([word, *drawn]) == list(range(5))
        for word, drawn in zip(np.repeat(corpus, 40), negative.tolist(), strict=True)
    )
    assert negative.dtype.kind == "i"
    np.testing.assert_array_equal(
        negative, unigram_sampler(corpus, np.repeat(corpus, 40), 4, seed=1)[1]
    )
    one, other = (unigram_sampler(np.arange(99), [0] * 9, 9)[1] for _ in range(2))
    assert not np.array_equal(one, other)


@pytest.mark.parametrize(
    ("corpus", "target", "size", "power", "message"),
    [
        ([0, 1, 2], [0], 3, 0.75, "sample_size is 3*3 different words*at most 2"),
        ([0, 2, 2], [0], 2, 0.75, "sample_size is 2*2 different words*at most 1"),
        ([0, 1, 2], [0], -1, 0.75, "sample_size is -1"),
        ([], [], 0, 0.75, "sample_size is 0*0 different words"),
        ([0, 1, 2], [3], 1, 0.75, "target holds the word 3*3 words are 0 to 2"),
        ([0, -1, 2], [0], 1, 0.75, "corpus holds the word -1"),
        ([0.0, 1.0], [0], 1, 0.75, "corpus must hold integers*float64"),
        ([[0, 1]], [0], 1, 0.75, "corpus has shape (1, 2)*(any,)"),
        ([0, 1, 2], 0, 1, 0.75, "target has shape ()*(any,)"),
        ([0, 1, 2], [0], 1, -1, "power is -1*not be negative"),
    ],
)
def test_the_sampler_names_what_does_not_fit(corpus, target, size, power, message):
    with pytest.raises(ValueError, match=said(message)):
        unigram_sampler(corpus, target, size, power)


def test_no_examples_and_no_negatives_are_fine():
    p, negative = unigram_sampler([0, 1], np.zeros(0, int), 1)
    assert negative.shape == (0, 1)
    assert unigram_sampler([0, 1], [1, 0], 0)[1].shape == (2, 0)
    assert p.sum() == 1


def test_documents_that_are_equally_near_come_in_their_order():
    documents = np.ones((60, 3))
    documents[::2] *= [1, 1, -1]
    indices, _ = top_k_by_cosine(np.ones((1, 3)), documents, 30)
    np.testing.assert_array_equal(indices[0], np.arange(1, 60, 2))
