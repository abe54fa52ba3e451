"""Layer normalization, the parts around attention and the losses of language models, at edges."""

import re

import numpy as np
import pytest

from numpy_impl.attention.bert_embeddings import BertEmbeddings
from numpy_impl.attention.learned_position_embedding import LearnedPositionEmbedding
from numpy_impl.attention.patch_embedding import PatchEmbedding
from numpy_impl.attention.position_wise_feed_forward import PositionWiseFeedForward
from numpy_impl.attention.warm_up_schedule import warm_up_schedule
from numpy_impl.embedding.top_k_by_cosine import top_k_by_cosine
from numpy_impl.initializers.gauss import Gauss
from numpy_impl.initializers.glorot_uniform import GlorotUniform
from numpy_impl.layers.layer_norm import LayerNorm
from numpy_impl.losses.label_smoothing import LabelSmoothing
from numpy_impl.losses.masked_language_model_loss import MaskedLanguageModelLoss
from numpy_impl.losses.next_sentence_loss import NextSentenceLoss
from numpy_impl.losses.next_token_loss import NextTokenLoss

RNG = np.random.default_rng(36)
TOKENS = np.array([[1, 0, 2], [2, 2, 1]])
LOSSES = [NextTokenLoss, MaskedLanguageModelLoss]

# What each layer is made with and given: (class, arguments, inputs, shape of y).
LAYERS = {
    "norm": (LayerNorm, (4,), (RNG.standard_normal((2, 3, 4)),), (2, 3, 4)),
    "norm_of_two_axes": (LayerNorm, ((3, 4),), (RNG.standard_normal((2, 3, 4)),), (2, 3, 4)),
    "norm_alone": (LayerNorm, (4, 1e-5, False), (RNG.standard_normal((2, 4)),), (2, 4)),
    "feed_forward": (
        PositionWiseFeedForward, (4, 5), (RNG.standard_normal((2, 3, 4)),), (2, 3, 4)),
    "positions": (LearnedPositionEmbedding, (5, 4), (RNG.standard_normal((2, 3, 4)),), (2, 3, 4)),
    "patches": (PatchEmbedding, (3, 2, 5), (RNG.standard_normal((2, 3, 4, 6)),), (2, 7, 5)),
    "bert": (BertEmbeddings, (3, 5, 4), (TOKENS, TOKENS % 2), (2, 3, 4)),
}  # fmt: skip


def escaped(*parts):
    return ".*".join(re.escape(part) for part in parts)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: LayerNorm(0), ("normalized_shape is 0", "at least 1")),
        (lambda: LayerNorm((3, 0)), ("normalized_shape is (3, 0)",)),
        (lambda: LayerNorm(2.5), ("normalized_shape is 2.5", "integers")),
        (lambda: LayerNorm([[2, 3]]), ("normalized_shape is [[2, 3]]",)),
        (lambda: LayerNorm(3, epsilon=-1e-5), ("epsilon is -1e-05",)),
        (lambda: PositionWiseFeedForward(0, 4), ("d_model is 0",)),
        (lambda: PositionWiseFeedForward(4, 0), ("d_ff is 0",)),
        (lambda: PositionWiseFeedForward(4, 4, "tanh"), ("activation is 'tanh'", "'relu', 'gelu'")),
        (lambda: LearnedPositionEmbedding(0, 4), ("max_length is 0",)),
        (lambda: LearnedPositionEmbedding(4, 0), ("d_model is 0",)),
        (lambda: PatchEmbedding(0, 2, 4), ("in_channels is 0",)),
        (lambda: PatchEmbedding(3, 0, 4), ("patch_size is 0",)),
        (lambda: PatchEmbedding(3, 2, 0), ("d_model is 0",)),
        (lambda: BertEmbeddings(0, 2, 4), ("token needs at least 1 row", "0")),
        (lambda: BertEmbeddings(3, 0, 4), ("position needs at least 1 row", "0")),
        (lambda: BertEmbeddings(3, 2, 4, n_segments=0), ("segment needs at least 1 row", "0")),
        (lambda: NextTokenLoss("average"), ("reduction is 'average'",)),
        (lambda: NextSentenceLoss("average"), ("reduction is 'average'",)),
        (lambda: NextSentenceLoss().forward(np.ones((4, 3)), [0, 1, 0, 1]), ("(4, 3)", "(..., 2)")),
        (lambda: NextSentenceLoss().forward(np.ones((2, 2)), [0, 2]), ("the class 2", "C = 2")),
        (lambda: NextSentenceLoss().forward(np.ones((0, 2)), np.zeros(0, int)), ("no examples",)),
        (lambda: MaskedLanguageModelLoss("average"), ("reduction is 'average'",)),
        (lambda: LabelSmoothing(1.0), ("smoothing is 1.0",)),
        (lambda: LabelSmoothing(-0.1), ("smoothing is -0.1",)),
        (lambda: LabelSmoothing(reduction="average"), ("reduction is 'average'",)),
        (lambda: warm_up_schedule(0), ("counted from 1", "0")),
        (lambda: warm_up_schedule([3.0, 0.5]), ("counted from 1", "0.5")),
        (lambda: warm_up_schedule(1, d_model=0), ("d_model is 0",)),
        (lambda: warm_up_schedule(1, warmup_steps=0), ("warmup_steps is 0",)),
        (lambda: top_k_by_cosine(np.ones((2, 3)), np.ones((4, 3)), 5), ("k is 5", "1 to 4")),
        (lambda: top_k_by_cosine(np.ones((2, 3)), np.ones((4, 3)), 0), ("k is 0",)),
        (lambda: top_k_by_cosine(np.ones((2, 3)), np.ones((4, 2))), ("(4, 2)", "(any, 3)")),
        (lambda: top_k_by_cosine(np.ones(3), np.ones((4, 2))), ("(4, 2)", "(any, 3)")),
        (lambda: top_k_by_cosine(np.ones((2, 2, 3)), np.ones((4, 3))), ("(2, 2, 3)", "any, any")),
    ],
)
def test_what_cannot_be_made_is_named_with_its_numbers(make, said):
    with pytest.raises(ValueError, match=escaped(*said)):
        make()


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("norm", (np.ones((2, 3)),), "(2, 3)* (any, 4)"),
        ("norm_of_two_axes", (np.ones((2, 4, 3)),), "(2, 4, 3)* (any, 3, 4)"),
        ("norm_of_two_axes", (np.ones(4),), "(4,)* (3, 4)"),
        ("feed_forward", (np.ones((2, 3)),), "(2, 3)* 4"),
        ("positions", (np.ones((2, 6, 4)),), "6 positions*max_length is 5"),
        ("positions", (np.ones((2, 3)),), "(2, 3)* (any, any, 4)"),
        ("positions", (np.ones((2, 3, 5)),), "(2, 3, 5)* (any, any, 4)"),
        ("patches", (np.ones((2, 3, 4, 5)),), "(2, 3, 4, 5)*2 x 2"),
        ("patches", (np.ones((2, 3, 5, 4)),), "(2, 3, 5, 4)*2 x 2"),
        ("patches", (np.ones((2, 3, 0, 4)),), "(2, 3, 0, 4)*2 x 2"),
        ("patches", (np.ones((2, 3, 4, 0)),), "(2, 3, 4, 0)*2 x 2"),
        ("patches", (np.ones((2, 2, 4, 4)),), "(2, 2, 4, 4)* (any, 3, any, any)"),
        ("bert", (TOKENS + 1, TOKENS % 2), "tokens holds 3*0 to 2"),
        ("bert", (TOKENS - 1, TOKENS % 2), "tokens holds -1*0 to 2"),
        ("bert", (TOKENS, TOKENS), "segments holds 2*0 to 1"),
        ("bert", (TOKENS * 1.0, TOKENS % 2), "tokens must be integers*float64"),
        ("bert", (TOKENS, TOKENS[:1] % 2), "(1, 3)* (2, 3)"),
        ("bert", (TOKENS[0], TOKENS[0] % 2), "(3,)* (any, any)"),
        ("bert", (np.zeros((2, 6), int), np.zeros((2, 6), int)), "6 positions*max_length is 5"),
    ],
)
def test_what_does_not_fit_a_layer_is_named_with_its_numbers(name, given, said):
    twin, arguments, *_ = LAYERS[name]
    with pytest.raises(ValueError, match=escaped(*said.split("*"))):
        twin(*arguments).forward(*given)


@pytest.mark.parametrize("name", LAYERS)
def test_an_upstream_gradient_that_does_not_fit_is_named(name):
    twin, arguments, inputs, shape = LAYERS[name]
    layer = twin(*arguments)
    layer.forward(*inputs)
    with pytest.raises(ValueError, match=escaped("dy has shape (1,", str(shape)[1:-1])):
        layer.backward(np.ones((1, *shape[1:])))


@pytest.mark.parametrize("name", LAYERS)
def test_float32_is_kept_and_nothing_given_is_changed_or_shared(name):
    twin, arguments, inputs, shape = LAYERS[name]
    layer = twin(*arguments).astype(np.float32)
    given = [x.astype(np.float32) if x.dtype.kind == "f" else x.copy() for x in inputs]
    before = [x.copy() for x in given]
    y = layer.forward(*given)
    kept, dy = y.copy(), RNG.standard_normal(shape).astype(np.float32)
    y[...] = 7.0  # what is returned is the caller's
    dx = layer.backward(dy)
    found = [kept, *layer.grads.values(), *([] if dx is None else [dx])]
    assert {array.dtype for array in found} == {np.dtype(np.float32)}
    for array, was in zip(given, before, strict=True):
        np.testing.assert_array_equal(array, was)
    again = twin(*arguments).astype(np.float32)
    again.params.update(layer.params)
    np.testing.assert_array_equal(again.forward(*given), kept)
    again.backward(dy)
    for gradient, same in zip(layer.grads.values(), again.grads.values(), strict=True):
        np.testing.assert_array_equal(gradient, same)
    if dx is not None:
        assert not np.shares_memory(dx, dy)


@pytest.mark.parametrize("name", LAYERS)
def test_integers_and_lists_will_do(name):
    twin, arguments, inputs, _ = LAYERS[name]
    layer = twin(*arguments)
    whole = [np.round(3 * x).astype(int) if x.dtype.kind == "f" else x for x in inputs]
    floats = [
        x * 1.0 if given.dtype.kind == "f" else x for x, given in zip(whole, inputs, strict=True)
    ]
    once = layer.forward(*floats)
    np.testing.assert_array_equal(layer.forward(*(x.tolist() for x in whole)), once)
    assert once.dtype == np.float64


@pytest.mark.parametrize("name", [n for n in LAYERS if n != "norm_of_two_axes"])
def test_a_batch_of_nothing_gives_nothing_and_gradients_of_zero(name):
    twin, arguments, inputs, shape = LAYERS[name]
    layer = twin(*arguments)
    y = layer.forward(*(x[:0] for x in inputs))
    assert y.shape == (0, *shape[1:])
    layer.backward(y)
    for key, gradient in layer.grads.items():
        np.testing.assert_array_equal(gradient, np.zeros_like(layer.params[key]))


DRAWN = {
    "feed_forward": ({"W1": GlorotUniform(), "W2": GlorotUniform()}, ("b1", "b2")),
    "positions": ({"P": Gauss(0.02)}, ()),
    "patches": ({"W": GlorotUniform()}, ("b", "cls")),
    "bert": ({n: Gauss(0.02) for n in ("token", "segment", "position")}, ("beta",)),
}


@pytest.mark.parametrize("name", DRAWN)
def test_weights_are_drawn_from_the_seed_and_the_rest_starts_at_its_constants(name):
    twin, arguments, *_ = LAYERS[name]
    rules, zeros = DRAWN[name]
    layer, same, other = (twin(*arguments, seed=seed) for seed in (3, 3, 4))
    first = next(iter(rules))
    np.testing.assert_array_equal(layer.params[first], rules[first](layer.params[first].shape, 3))
    wide = twin(*arguments, initializer=Gauss(5.0), seed=3)
    for key, rule in rules.items():
        array = layer.params[key]
        np.testing.assert_array_equal(array, same.params[key])
        assert not np.array_equal(array, other.params[key])
        assert not np.array_equal(twin(*arguments).params[key], twin(*arguments).params[key])
        assert np.abs(array).max() < 4 * rule.scale(array.shape)
        assert np.abs(wide.params[key]).max() > 2.5
    for key in zeros:
        np.testing.assert_array_equal(layer.params[key], np.zeros_like(layer.params[key]))
    drawn = [layer.params[key].ravel()[:4].tobytes() for key in rules]
    assert len(set(drawn)) == len(drawn), "two arrays were drawn from one seed"


def test_scales_start_at_1_and_shifts_at_0():
    assert LayerNorm(3).normalized_shape == LayerNorm([3]).normalized_shape == (3,)
    for layer in (LayerNorm((2, 3)), BertEmbeddings(3, 2, 4)):
        np.testing.assert_array_equal(layer.params["gamma"], 1)
        np.testing.assert_array_equal(layer.params["beta"], 0)
    assert LayerNorm(4, affine=False).params == {}
    assert "cls" not in PatchEmbedding(3, 2, 4, cls_token=False).params


def test_parameters_of_the_embeddings_may_be_put_in_place():
    """As an optimizer or a loaded file does it: the layer normalization takes what is there."""
    layer = BertEmbeddings(3, 4, 2, seed=1)
    layer.params["gamma"], layer.params["beta"] = np.zeros(2), np.array([5.0, -1.0])
    np.testing.assert_array_equal(layer.forward(TOKENS, TOKENS % 2)[1, 2], [5.0, -1.0])


def test_a_vector_alone_is_normalized():
    layer, x = LayerNorm(5), RNG.standard_normal(5)
    np.testing.assert_allclose(layer.forward(x), (x - x.mean()) / np.sqrt(x.var() + 1e-5))
    layer.backward(np.ones(5))
    np.testing.assert_array_equal(layer.grads["beta"], np.ones(5))


@pytest.mark.parametrize("twin", LOSSES)
@pytest.mark.parametrize(
    ("x", "t", "said"),
    [
        (np.ones((2, 3, 4)), [[0, 1], [2, 3]], "(2, 2)* (2, 3)"),
        (np.ones((2, 3, 4)), [[0, 1, 4], [2, 3, 0]], "token 4*V = 4"),
        (np.ones((2, 3, 4)), [[0, 1, -1], [2, 3, 0]], "token -1*V = 4*ignore_index is -100"),
        (np.ones((2, 3, 4)), [[0.0, 1, 1], [2, 3, 0]], "must be integers*float64"),
        (np.ones((2, 3, 0)), [[0, 0, 0], [0, 0, 0]], "(2, 3, 0)*at least one token"),
        (np.ones((2, 3, 4)), [[-100] * 3] * 2, "no tokens*ignored"),
    ],
)
def test_targets_that_do_not_fit_are_named(twin, x, t, said):
    with pytest.raises(ValueError, match=escaped(*said.split("*"))):
        twin().forward(x, np.array(t))


def test_the_next_token_is_asked_of_sequences_alone():
    with pytest.raises(ValueError, match=escaped("(3, 4)", "(any, any, any)")):
        NextTokenLoss().forward(np.ones((3, 4)), [0, 1, 2])
    with pytest.raises(ValueError, match=escaped("no tokens", "0")):
        NextTokenLoss().forward(np.ones((2, 1, 4)), [[1], [2]])
    with pytest.raises(ValueError, match=escaped("(4,)", "at least one token")):
        MaskedLanguageModelLoss().forward(np.ones(4), 2)


@pytest.mark.parametrize("twin", LOSSES)
def test_where_all_is_padding_a_sum_is_0_and_so_is_its_gradient(twin):
    loss, x = twin("sum"), RNG.standard_normal((2, 3, 4))
    assert loss.forward(x, np.full((2, 3), -100)) == 0
    np.testing.assert_array_equal(loss.backward(), np.zeros((2, 3, 4)))


@pytest.mark.parametrize("twin", LOSSES)
def test_what_stands_where_nothing_is_asked_does_not_matter(twin):
    t = np.array([[1, 3, -100, -100], [2, -100, 0, 1]])
    x = RNG.standard_normal((2, 4, 5))
    other = x.copy()
    place = (0, 2) if twin is NextTokenLoss else (0, 3)
    other[place] = 1e3
    loss = twin()
    assert loss.forward(x, t) == loss.forward(other, t)
    np.testing.assert_array_equal(loss.backward()[place], 0)


@pytest.mark.parametrize("twin", [*LOSSES, LabelSmoothing])
def test_losses_keep_float32_and_refuse_a_gradient_that_does_not_fit(twin):
    x, t = RNG.standard_normal((2, 3, 4)).astype(np.float32), np.array([[0, 1, 2], [3, 0, 1]])
    before = x.copy(), t.copy()
    loss = twin()
    value = loss.forward(x, t.tolist())
    dx = loss.backward(np.float64(2.0))
    assert value.dtype == dx.dtype == np.float32
    np.testing.assert_allclose(dx, 2 * loss.backward(), rtol=1e-6)
    np.testing.assert_array_equal(x, before[0])
    np.testing.assert_array_equal(t, before[1])
    with pytest.raises(ValueError, match=escaped("dL has shape (2,)")):
        loss.backward(np.ones(2))
    each = twin(reduction="none")
    losses = each.forward(x, t)
    with pytest.raises(ValueError, match=escaped("dL has shape ()", str(losses.shape))):
        each.backward(1.0)
    losses[...] = 7.0
    np.testing.assert_allclose(each.backward(np.ones_like(losses)).sum(axis=-1), 0, atol=1e-6)


def test_a_smoothed_loss_is_smallest_where_the_softmax_is_the_target():
    q = np.array([[0.925, 0.025, 0.025, 0.025]])
    loss = LabelSmoothing(0.1)
    least = loss.forward(np.log(q), [0])
    np.testing.assert_allclose(least, -(q * np.log(q)).sum())
    np.testing.assert_allclose(loss.backward(), 0, atol=1e-15)
    assert loss.forward(np.array([[50.0, 0, 0, 0]]), [0]) > least


def test_the_schedule_has_its_top_at_the_end_of_the_warm_up():
    rates = warm_up_schedule(np.arange(1, 1001), d_model=64, warmup_steps=200)
    assert rates.argmax() == 199
    np.testing.assert_allclose(rates.max(), (64 * 200) ** -0.5)
    np.testing.assert_allclose(rates[:200], rates[0] * np.arange(1, 201))
    assert warm_up_schedule(np.float32([4.0])).dtype == np.float32
    assert warm_up_schedule(7) == warm_up_schedule([7])[0] == warm_up_schedule(np.int64(7))


def test_of_equal_documents_the_one_of_the_lower_number_comes_first():
    documents = np.array([[0.0, 1.0], [2.0, 0.0], [1.0, 0.0], [4.0, 0.0]])
    indices, scores = top_k_by_cosine(np.array([[3.0, 0.0]]), documents)
    np.testing.assert_array_equal(indices, [[1, 2, 3]])
    np.testing.assert_array_equal(scores, [[1.0, 1.0, 1.0]])
    alike, _ = top_k_by_cosine(np.ones((1, 2)), np.ones((99, 2)), 99)  # a few are sorted stably
    np.testing.assert_array_equal(alike, [np.arange(99)])
    one, alone = top_k_by_cosine([3, 0], documents.astype(int).tolist(), 2)
    np.testing.assert_array_equal(one, [1, 2])
    np.testing.assert_array_equal(alone, [1.0, 1.0])
    assert top_k_by_cosine(np.ones((2, 3), "f"), np.ones((4, 3), "f"))[1].dtype == np.float32


TAKEN = {
    "a row of each table": lambda: BertEmbeddings(1, 1, 1, n_segments=1).forward([[0]], [[0]]),
    "as many positions as rows": lambda: BertEmbeddings(2, 2, 1).forward([[0, 1]], [[0, 1]]),
    "no sentences": lambda: BertEmbeddings(2, 2, 1).forward(np.ones((0, 2)), np.ones((0, 2))),
    "one number normalized": lambda: LayerNorm(1, epsilon=0.0),
    "one number at a position": lambda: PositionWiseFeedForward(1, 1).forward([[2.0]]),
    "one position": lambda: LearnedPositionEmbedding(1, 1).forward([[[2.0]]]),
    "a pixel a patch": lambda: PatchEmbedding(1, 1, 1).forward([[[[2.0]]]]),
    "the first step of no warm-up": lambda: warm_up_schedule(1, d_model=1, warmup_steps=1),
    "one document": lambda: top_k_by_cosine([[1.0]], [[2.0]], 1),
    "no smoothing": lambda: LabelSmoothing(0.0),
    "one token": lambda: NextTokenLoss().forward(np.ones((1, 2, 1)), [[0, 0]]),
    "one token and no place masked": lambda: MaskedLanguageModelLoss().forward(
        np.ones((2, 1)), [0, -100]
    ),
    "no places": lambda: MaskedLanguageModelLoss("sum").forward(np.ones((0, 4)), []),
    "one masked place": lambda: MaskedLanguageModelLoss().forward(np.ones((1, 1)), [0]),
}


@pytest.mark.parametrize("name", TAKEN)
def test_the_least_that_there_can_be_is_taken(name):
    TAKEN[name]()
