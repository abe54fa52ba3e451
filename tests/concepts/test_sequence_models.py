"""Models of sequences beyond their cases: errors, starting values, types, what they can learn."""

import re
from functools import partial

import numpy as np
import pytest

from numpy_impl.initializers.gauss import Gauss
from numpy_impl.initializers.glorot_uniform import GlorotUniform
from numpy_impl.models.attention_seq2seq import AttentionSeq2Seq
from numpy_impl.models.beam_search_decoding import beam_search_decoding
from numpy_impl.models.decoder import Decoder
from numpy_impl.models.greedy_decoding import greedy_decoding
from numpy_impl.models.hred import HRED
from numpy_impl.models.perplexity import perplexity
from numpy_impl.models.rnn_language_model import RNNLanguageModel
from numpy_impl.models.rnn_taught import RNNTaught
from numpy_impl.models.seq2seq import Seq2Seq
from numpy_impl.models.time_softmax_cross_entropy import TimeSoftmaxCrossEntropy
from numpy_impl.models.vhred import VHRED
from numpy_impl.optimizers.adam import Adam
from numpy_impl.optimizers.sgd import SGD
from numpy_impl.seeds import spawned

RNG = np.random.default_rng(16)
MODELS = [RNNLanguageModel, Decoder, Seq2Seq, AttentionSeq2Seq]
OF_DIALOGUES = [partial(HRED, n_context=4), partial(VHRED, n_context=4, n_latent=3)]
WORDS = np.array([[1, 2, 0], [3, 1, 1]])
H0 = np.zeros((2, 4))
LSTMS = ("rnn", "cell", "encoder", "decoder", "context")
DIALOGUE = np.array([[[1, 2, 0], [3, 1, 4]]])


def told(message):
    return ".*".join(re.escape(part) for part in message.split("*"))


def language_model(**more):
    return RNNLanguageModel(5, 3, 4, **more)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: RNNTaught(0), "n_in is 0*at least 1"),
        (lambda: RNNTaught(2, 0), "n_hidden is 0*at least 1"),
        (lambda: RNNTaught(2, 3, 0), "n_out is 0*at least 1"),
        (lambda: RNNTaught(activation="elu"), "activation is 'elu'*'sigmoid', 'tanh', 'relu'"),
        (lambda: RNNTaught(slope_at="u"), "slope_at is 'u'*'v', 'y'"),
        (lambda: RNNTaught().forward(np.ones((2, 5, 3)), np.ones((2, 5, 1))), "(2, 5, 3)*2)"),
        (lambda: RNNTaught().forward(np.ones((2, 0, 2)), np.ones((2, 0, 1))), "(2, 0, 2)*one step"),
        (lambda: RNNTaught().forward(np.ones((0, 5, 2)), np.ones((0, 5, 1))), "(0, 5, 2)*example"),
        (lambda: RNNTaught().forward(np.ones((2, 5, 2)), np.ones((2, 4, 1))),
         "d has shape (2, 4, 1)*(2, 5, 1)"),
        (lambda: perplexity(np.ones((2, 3)) / 3), "t is None*probabilities of shape (2, 3)"),
        (lambda: perplexity(np.ones((2, 3)) / 3, [0, 3]), "t holds the word 3*3 words are 0 to 2"),
        (lambda: perplexity(np.ones((2, 3)) / 3, [0, -2]), "the word -2*3 words are 0 to 2"),
        (lambda: perplexity(np.ones((2, 3)) / 3, [-1, -1]), "no tokens*none of 2"),
        (lambda: perplexity(np.ones((2, 3)) / 3, [0, 1, 2]), "t has shape (3,)*(2, 3) needs (2,)"),
        (lambda: perplexity(np.ones((2, 3)) / 3, [0.0, 1.0]), "numbers of words*float64"),
        (lambda: perplexity(np.full((2, 3), 1.5), [0, 1]), "1.5, which is no probability"),
        (lambda: perplexity(np.float64(3.0), 1), "x has shape ()*vocabulary"),
        (lambda: perplexity(np.ones((2, 0)), [0, 1]), "x has shape (2, 0)*vocabulary"),
        (lambda: perplexity(np.ones((0, 3)), []), "no tokens*none of 0"),
        (lambda: perplexity(np.empty(0), given="losses"), "no tokens*none of 0"),
        (lambda: perplexity(np.ones(3), [1, 2], given="losses"), "(2,)*(3,)"),
        (lambda: perplexity(np.ones(3), given="loss"), "given is 'loss'*'losses'"),
        (lambda: perplexity(np.ones(3), given="losses", base=1.0), "base is 1.0*greater than 1"),
        (lambda: TimeSoftmaxCrossEntropy().forward(np.ones((2, 3)), [1, 2]), "(2, 3)*any, any"),
        (lambda: TimeSoftmaxCrossEntropy().forward(np.ones((1, 2, 3)), [[1, 3]]), "word 3*0 to 2"),
        (lambda: TimeSoftmaxCrossEntropy().forward(np.ones((1, 2, 3)), [[-1, -1]]), "none of 2"),
        (lambda: TimeSoftmaxCrossEntropy().forward(np.ones((2, 1, 3)), [[1, 2]]), "(1, 2)*(2, 1)"),
        (lambda: RNNLanguageModel(0, 3, 4), "n_words is 0"),
        (lambda: RNNLanguageModel(5, 0, 4), "n_dims is 0"),
        (lambda: RNNLanguageModel(5, 3, 0), "n_hidden is 0"),
        (lambda: language_model(layer="rnn"), "layer is 'rnn'*'simple_rnn', 'lstm', 'gru'"),
        (lambda: language_model().forward([1, 2], [2, 3]), "x has shape (2,)*(any, any)"),
        (lambda: language_model().forward([[1, 5]], [[2, 3]]), "idx goes from 1 to 5*0 to 4"),
        (lambda: language_model().forward([[1, -1]], [[2, 3]]), "idx goes from -1 to 1*0 to 4"),
        (lambda: language_model().forward([[1.0, 2.0]], [[2, 3]]), "idx must hold*float64"),
        (lambda: language_model().forward([[]], [[]]), "(1, 0, 3)*at least one step"),
        (lambda: language_model().forward([[1, 2]], [[2]]), "t has shape (1, 1)*(1, 2)"),
        (lambda: language_model().forward(WORDS, WORDS, np.ones((2, 3))), "h0*(2, 3)*(2, 4)"),
        (lambda: language_model(layer="gru").forward(WORDS, WORDS, H0, H0),
         "c0 of shape (2, 4)*GRU has no c"),
        (lambda: Decoder(5, 3, 4, "gru"), "layer is 'gru'*'simple_rnn', 'lstm'"),
        (lambda: Decoder(5, 3, 4).forward(WORDS, np.ones((2, 3))), "h0*(2, 3)*(2, 4)"),
        (lambda: Decoder(5, 3, 4).forward(WORDS, H0, np.ones((3, 4))), "c0*(3, 4)*(2, 4)"),
        (lambda: Decoder(5, 3, 4, "simple_rnn").forward(WORDS, H0, H0), "c0 was given*no c"),
        (lambda: Decoder(5, 3, 4).forward([1, 2], H0), "x has shape (2,)*(N, T)"),
        (lambda: Decoder(5, 3, 4).forward([[], []], H0), "(2, 0)*at least one word"),
        (lambda: Decoder(5, 3, 4).forward([[5], [1]], H0), "idx goes from 1 to 5*0 to 4"),
        (lambda: Seq2Seq(5, 3, 4).forward(WORDS, WORDS, [4, 2]), "length is 4*3 steps"),
        (lambda: Seq2Seq(5, 3, 4).forward(WORDS, WORDS, [0, 2]), "length is 0*3 steps"),
        (lambda: Seq2Seq(5, 3, 4, reverse=True).forward(WORDS, WORDS, [4, 2]), "length is 4*3"),
        (lambda: Seq2Seq(5, 3, 4).forward(WORDS, WORDS[:1]), "t has shape (1, 3)*(2, any)"),
        (lambda: Seq2Seq(5, 3, 4).forward(WORDS, [[1], [2]]), "t has shape (2, 1)*first word"),
        (lambda: Seq2Seq(5, 3, 4).forward([[], []], WORDS), "(2, 0, 3)*at least one step"),
        (lambda: Seq2Seq(5, 3, 4).forward([[7], [1]], WORDS), "idx goes from 1 to 7*0 to 4"),
        (lambda: Seq2Seq(5, 3, 4).forward([1, 2], WORDS), "x has shape (2,)*(any, any)"),
        (lambda: HRED(5, 3, 4, 0), "n_hidden is 0"),
        (lambda: HRED(5, 3, 4, 2, "gru"), "layer is 'gru'*'lstm', 'simple_rnn'"),
        (lambda: HRED(5, 3, 4, 2).forward(WORDS, DIALOGUE), "x has shape (2, 3)*(any, any, any)"),
        (lambda: HRED(5, 3, 4, 2).forward(DIALOGUE, WORDS), "t has shape (2, 3)*(1, 2, any)"),
        (lambda: HRED(5, 3, 4, 2).forward(DIALOGUE, DIALOGUE[:, :1]), "(1, 1, 3)*(1, 2, any)"),
        (lambda: HRED(5, 3, 4, 2).forward(DIALOGUE, DIALOGUE[..., :1]), "(1, 2, 1)*first word"),
        (lambda: HRED(5, 3, 4, 2).forward(DIALOGUE, DIALOGUE, [3, 2]), "lengths*(2,)*(1, 2)"),
        (lambda: HRED(5, 3, 4, 2).forward(DIALOGUE, DIALOGUE, [[3, 4]]), "length is 4*3 steps"),
        (lambda: HRED(3, 3, 4, 2).forward(DIALOGUE, DIALOGUE), "idx goes from*0 to 2"),
        (lambda: HRED(5, 3, 4, 2).forward(DIALOGUE[:, :0], DIALOGUE[:, :0]), "(1, 0, 4)*one step"),
        (lambda: VHRED(5, 3, 4, 2, 0), "n_latent is 0"),
        (lambda: VHRED(5, 3, 4, 2, 1, beta=-0.5), "beta is -0.5"),
        (lambda: VHRED(5, 3, 4, 2, 3).forward(DIALOGUE, DIALOGUE, np.ones((1, 2, 2))),
         "noise has shape (1, 2, 2)*(1, 2, 3)"),
        (lambda: AttentionSeq2Seq(5, 3, 4, "product"), "score is 'product'*'dot'*'additive'"),
        (lambda: AttentionSeq2Seq(5, 3, 4).forward(WORDS, WORDS, [4, 2]), "length is 4*3 steps"),
        (lambda: AttentionSeq2Seq(5, 3, 4).forward(WORDS, WORDS[:1]), "t has shape (1, 3)*(2, any"),
        (lambda: AttentionSeq2Seq(5, 3, 4).forward(WORDS, [[1], [2]]), "t has shape (2, 1)*first"),
        (lambda: greedy_decoding(np.ones((2, 3))), "scores has shape (2, 3)*(any, any, any)"),
        (lambda: greedy_decoding(np.ones((2, 3, 4))), "(2, 3, 4)*a row for each of 4"),
        (lambda: greedy_decoding(np.ones((0, 4, 3))), "(0, 4, 3)*needs a step"),
        (lambda: greedy_decoding(np.ones((2, 4, 0))), "(2, 4, 0)*needs a step"),
        (lambda: greedy_decoding(np.ones((2, 4, 3)), 4), "start is 4*0 to 3"),
        (lambda: greedy_decoding(np.ones((2, 4, 3)), 0, 3), "end is 3*0 to 2"),
        (lambda: greedy_decoding(np.ones((2, 4, 3)), length=3), "length is 3*2 steps"),
        (lambda: greedy_decoding(np.ones((2, 4, 3)), length=0), "length is 0*2 steps"),
        (lambda: greedy_decoding(lambda words: np.ones(3)), "length is None*function"),
        (lambda: beam_search_decoding(lambda words: np.ones(3), length=0), "length is 0*function"),
        (lambda: beam_search_decoding(np.ones((2, 4, 3)), beam=0), "beam is 0"),
        (lambda: beam_search_decoding(np.ones((2, 4, 3)), alpha=-1.0), "alpha is -1.0"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named_with_its_numbers(call, message):
    with pytest.raises(ValueError, match=told(message)):
        call()


def test_an_upstream_gradient_that_does_not_fit_is_named():
    taught = RNNTaught()
    taught.forward(np.ones((2, 3, 2)), np.ones((2, 3, 1)))
    loss = TimeSoftmaxCrossEntropy()
    loss.forward(np.ones((1, 2, 3)), [[1, 2]])
    for layer in (taught, loss):
        with pytest.raises(ValueError, match=r"dL has shape \(2,\).*\(\)"):
            layer.backward(np.ones(2))
    decoder = Decoder(5, 3, 4)
    with pytest.raises(ValueError, match=r"^h0 has shape"):
        decoder.forward(WORDS, H0[:, 1:])
    y, *_ = decoder.forward(WORDS, H0)
    with pytest.raises(ValueError, match=r"dy has shape \(2, 3, 4\).*\(2, 3, 5\)"):
        decoder.backward(y[:, :, 1:])
    with pytest.raises(ValueError, match=r"dh has shape \(2, 3\).*\(2, 4\)"):
        decoder.backward(y, H0[:, 1:])
    with pytest.raises(ValueError, match=r"dc has shape \(1, 4\).*\(2, 4\)"):
        decoder.backward(y, H0, H0[1:])


@pytest.mark.parametrize("twin", MODELS + OF_DIALOGUES)
def test_weights_start_from_the_seed_and_biases_at_their_constants(twin):
    one, same, other = (twin(9, 6, 5, seed=seed) for seed in (1, 1, 2))
    drawn = []
    for name, array in one.params.items():
        np.testing.assert_array_equal(array, same.params[name])
        if name.endswith(".b"):
            wanted = np.zeros_like(array)
            if name.split(".")[-2] in LSTMS:  # whose forget gates begin open
                wanted.reshape(4, -1)[1] = 1
            np.testing.assert_array_equal(array, wanted, name)
        else:
            assert not np.array_equal(array, other.params[name])
            drawn.append(array.ravel()[:3].tobytes())
        if "embedding" in name:
            assert 0.005 < array.std() < 0.02
    assert len(set(drawn)) == len(drawn)
    assert not np.array_equal(
        twin(9, 6, 5).params[name], twin(9, 6, 5).params[name]
    ) or name.endswith(".b")
    wide = twin(9, 6, 5, initializer=Gauss(3.0), seed=1)
    for name, array in wide.params.items():
        assert name.endswith(".b") or array.std() > 1, name


def test_the_taught_network_starts_with_sigma_1_and_without_a_bias():
    one, same, other = (RNNTaught(seed=seed) for seed in (1, 1, 2))
    assert {n: a.shape for n, a in one.params.items()} == {
        "W_in": (2, 16), "W_out": (16, 1), "W": (16, 16)
    }  # fmt: skip
    assert 0.8 < one.params["W"].std() < 1.2
    assert len({array.ravel()[0] for array in (*one.params.values(), *other.params.values())}) == 6
    for name, array in one.params.items():
        np.testing.assert_array_equal(array, same.params[name])
    assert RNNTaught(initializer=Gauss(0.5), seed=1).params["W"].std() < 0.6


def bits(numbers, T=6):
    return (np.asarray(numbers)[..., None] >> np.arange(T)) & 1


@pytest.mark.parametrize("slope_at", ["v", "y"])
def test_the_taught_network_learns_to_add(slope_at):
    rng = np.random.default_rng(0)
    network, optimizer = RNNTaught(slope_at=slope_at, seed=3), Adam(0.05)
    for _ in range(250):
        a, b = rng.integers(0, 32, (2, 32))
        network.forward(np.stack([bits(a), bits(b)], axis=2), bits(a + b)[..., None])
        network.backward()
        optimizer.update(network.params, network.grads)
    a, b = rng.integers(0, 32, (2, 100))
    _, y = network.forward(np.stack([bits(a), bits(b)], axis=2), bits(a + b)[..., None])
    np.testing.assert_array_equal(np.round(y[..., 0]), bits(a + b))


def test_the_slope_makes_no_difference_forward():
    x, d = RNG.random((2, 4, 2)), RNG.random((2, 4, 1))
    found = [RNNTaught(slope_at=at, seed=1).forward(x, d) for at in ("v", "y")]
    np.testing.assert_array_equal(found[0][0], found[1][0])


def test_perplexity_of_guessing_is_the_size_of_the_vocabulary_and_of_knowing_1():
    np.testing.assert_allclose(perplexity(np.full((4, 7), 1 / 7), [0, 3, 6, 2]), 7)
    assert perplexity(np.eye(3), [0, 1, 2]) == 1
    assert perplexity(np.eye(3), [0, 1, 1]) == np.inf
    assert perplexity(np.float64(1e4), given="losses") == np.inf
    np.testing.assert_allclose(perplexity([3.0, 5.0], given="losses", base=2), 16)
    np.testing.assert_allclose(perplexity([3, 5, 9], [1, 1, -1], given="losses", base=2.0), 16)
    np.testing.assert_allclose(
        perplexity([3, 5, 9], [1, 1, -1], given="losses", base=2.0, ignore_label=None),
        2 ** (17 / 3),
    )
    assert perplexity(np.eye(3, dtype=np.float32), [0, 1, 2]).dtype == np.float32
    assert perplexity(np.eye(3)[1], 1) == 1  # one token
    assert perplexity(np.ones((2, 1)), [0, -1]) == 1  # of a single word


def test_padding_changes_neither_the_loss_nor_its_gradient():
    x = RNG.standard_normal((2, 3, 4))
    t = np.array([[0, 3, 1], [2, 2, 0]])
    loss = TimeSoftmaxCrossEntropy()
    alone, dx = loss.forward(x, t), loss.backward()
    padded = np.concatenate([x, RNG.standard_normal((2, 2, 4)) * 50], axis=1)
    again = loss.forward(padded, np.concatenate([t, np.full((2, 2), -1)], axis=1))
    np.testing.assert_allclose(again, alone, rtol=1e-14)
    np.testing.assert_allclose(loss.backward()[:, :3], dx, rtol=1e-14)
    np.testing.assert_array_equal(loss.backward()[:, 3:], 0)


@pytest.mark.parametrize("layer", ["lstm", "simple_rnn", "gru"])
def test_a_stateful_model_reads_a_text_in_pieces(layer):
    text = RNG.integers(0, 5, (2, 9))
    whole = language_model(layer=layer, seed=1).predict(text)
    model = language_model(layer=layer, stateful=True, seed=1)
    pieces = [model.predict(text[:, start : start + 3]) for start in (0, 3, 6)]
    np.testing.assert_allclose(np.concatenate(pieces, axis=1), whole, rtol=1e-12, atol=1e-15)
    model.reset_state()
    np.testing.assert_array_equal(model.predict(text[:, :3]), pieces[0])
    fresh = language_model(layer=layer, seed=1)
    fresh.predict(text[:, :3])
    np.testing.assert_array_equal(fresh.predict(text[:, :3]), pieces[0])


def test_words_that_do_not_come_have_no_gradient():
    model = language_model(seed=1)
    model.forward([[1, 3, 1]], [[3, 1, 2]])
    model.backward()
    rows = np.abs(model.grads["embedding.W"]).sum(axis=1) > 0
    np.testing.assert_array_equal(rows, [False, True, False, True, False])


def test_a_gradient_comes_only_over_the_states_that_are_handed_on():
    for passed in (True, False):
        model = Seq2Seq(5, 3, 4, pass_cell=passed, seed=1)
        model.forward(WORDS, WORDS)
        model.backward()
        assert (np.abs(model.grads["encoder.U"]) > 0).any()
    losses = [float(Seq2Seq(5, 3, 4, pass_cell=p, seed=1).forward(WORDS, WORDS)) for p in (0, 1)]
    assert losses[0] != losses[1]


@pytest.mark.parametrize("twin", [Seq2Seq, AttentionSeq2Seq])
def test_padding_of_the_source_may_hold_any_word(twin):
    model = twin(5, 3, 4, reverse=True, seed=1)
    padded = WORDS.copy()
    padded[1, 2] = 4
    once = model.forward(WORDS, WORDS, [3, 2])
    assert model.forward(padded, WORDS, [3, 2]) == once
    assert model.forward(padded, WORDS) != once


def test_a_word_that_does_not_count_is_read_as_the_word_0():
    dialogues = HRED(5, 3, 4, 2, seed=1, initializer=Gauss(0.8))
    pairs = Seq2Seq(5, 3, 4, seed=1, initializer=Gauss(0.8))
    for model, L in ((dialogues, dialogues.forward(DIALOGUE[:, :1], [[[1, -1, 2]]])),
                     (pairs, pairs.forward([[1, 2]], [[1, -1, 2]]))):  # fmt: skip
        first = [model.h0[0]] if model is dialogues else model.encode([[1, 2]])
        y, *_ = model.decoder.forward([[1, 0]], *first)
        wanted = np.logaddexp.reduce(y[0, 1]) - y[0, 1, 2]
        np.testing.assert_allclose(L, wanted, rtol=1e-12)


def test_the_latent_variable_has_seeds_and_a_weight_of_its_own():
    model = VHRED(5, 3, 4, n_context=4, n_latent=3, beta=np.float64(0.5), seed=1)
    for name, seed in zip(("prior", "posterior"), spawned(1, 7)[5:], strict=True):
        W = model.params[f"{name}.W"]
        np.testing.assert_array_equal(W, GlorotUniform()(W.shape, seed))
    model.astype(np.float32)
    assert model.forward(DIALOGUE, DIALOGUE, np.ones((1, 2, 3), np.float32)).dtype == np.float32


def test_a_reply_is_read_up_to_its_padding_and_whole_where_all_words_count():
    padded, whole = (
        VHRED(5, 3, 4, n_context=4, n_latent=3, ignore_label=label, seed=1) for label in (-1, None)
    )
    noise = np.ones((1, 2, 3))
    assert whole.forward(DIALOGUE, DIALOGUE, noise) == padded.forward(DIALOGUE, DIALOGUE, noise)
    np.testing.assert_array_equal(*(padded._of_replies(np.array([t])) for t in ([-1, 2], [0, -1])))


def test_relu_lets_nothing_back_at_0_and_everything_just_above():
    network = RNNTaught(1, 1, 1, activation="relu")
    network.params["W_in"][...] = network.params["W_out"][...] = 1
    for x, z in ((0.0, 0.0), (0.5, 0.5)):
        _, y = network.forward([[[x]]], [[[0.0]]])
        s = 1 / (1 + np.exp(-z))
        np.testing.assert_allclose(y, s, rtol=1e-15)
        wanted = 0 if x == 0 else s * s * (1 - s)
        np.testing.assert_allclose(network.backward(), wanted, rtol=1e-14)


@pytest.mark.parametrize(("reverse", "peeky"), [(False, False), (True, True)])
def test_seq2seq_learns_to_turn_a_sequence_around(reverse, peeky):
    rng = np.random.default_rng(1)
    model, optimizer = Seq2Seq(5, 8, 24, reverse, peeky, seed=2), Adam(0.02)
    for _ in range(150):
        x = rng.integers(1, 5, (32, 3))
        loss = model.forward(x, np.concatenate([np.zeros((32, 1), int), x[:, ::-1]], axis=1))
        model.backward()
        optimizer.update(model.params, model.grads)
    assert loss < 0.1
    h, c = model.encode(np.array([[1, 4, 2]]))
    words, _ = greedy_decoding(
        lambda said: model.decoder.forward([[0, *said]], h, c)[0][0, -1], length=3
    )
    np.testing.assert_array_equal(words, [2, 4, 1])


def test_with_attention_it_looks_at_the_word_that_it_says():
    rng = np.random.default_rng(1)
    model, optimizer = AttentionSeq2Seq(5, 8, 16, "general", seed=2), Adam(0.02)
    for _ in range(150):
        x = rng.integers(1, 5, (32, 5))
        loss = model.forward(x, np.concatenate([np.zeros((32, 1), int), x[:, ::-1]], axis=1))
        model.backward()
        optimizer.update(model.params, model.grads)
    assert loss < 0.1
    np.testing.assert_array_equal(
        model.attention.weights.mean(axis=0).argmax(axis=1), [4, 3, 2, 1, 0]
    )


def test_a_decoder_keeps_float32():
    for twin in MODELS:
        model = twin(5, 3, 4, seed=1).astype(np.float32)
        if twin is Decoder:
            y, *_ = model.forward(WORDS, H0.astype(np.float32))
            first = model.backward(y)
            assert {a.dtype for a in (y, *first)} == {np.dtype(np.float32)}
        else:
            assert model.forward(WORDS, WORDS).dtype == np.float32
            model.backward()
        assert {a.dtype for a in model.grads.values()} == {np.dtype(np.float32)}


def dialogue_model(twin, **more):
    """Return a model, and the arguments that go before the lengths."""
    model = twin(5, 3, 4, seed=1, initializer=Gauss(0.8), **more)
    noise = np.random.default_rng(5).standard_normal((1, 2, 3))
    return model, (noise,) if isinstance(model, VHRED) else ()


@pytest.mark.parametrize("twin", OF_DIALOGUES)
def test_a_reply_depends_on_all_utterances_before_it_and_on_none_behind(twin):
    def of_reply(x, m):
        replies = np.full_like(DIALOGUE, -1)
        replies[:, m] = DIALOGUE[:, m]
        model, noise = dialogue_model(twin)
        return float(model.forward(x, replies, *noise))

    other_first, other_last = DIALOGUE.copy(), DIALOGUE.copy()
    other_first[0, 0, 1], other_last[0, 1, 1] = 4, 4
    assert of_reply(other_first, 0) != of_reply(DIALOGUE, 0)
    assert of_reply(other_first, 1) != of_reply(DIALOGUE, 1)
    assert of_reply(other_last, 1) != of_reply(DIALOGUE, 1)
    assert of_reply(other_last, 0) == of_reply(DIALOGUE, 0)


@pytest.mark.parametrize("twin", OF_DIALOGUES)
def test_padding_of_an_utterance_may_hold_any_word(twin):
    model, noise = dialogue_model(twin)
    padded = DIALOGUE.copy()
    padded[0, 1, 2] = 2
    once = model.forward(DIALOGUE, DIALOGUE, *noise, [[3, 2]])
    assert model.forward(padded, DIALOGUE, *noise, [[3, 2]]) == once
    assert model.forward(padded, DIALOGUE, *noise) != once


def test_the_divergence_is_0_where_the_posterior_is_the_prior_and_beta_weighs_it():
    losses = {}
    for beta in (0.0, 0.5, 1.0):
        model, (noise,) = dialogue_model(OF_DIALOGUES[1], beta=beta)
        losses[beta] = model.forward(DIALOGUE, DIALOGUE, noise)
        model.params["posterior.W"][:4] = model.params["prior.W"]
        model.params["posterior.W"][4:] = 0
        losses[f"equal {beta}"] = model.forward(DIALOGUE, DIALOGUE, noise)
    assert losses[1.0] > losses[0.5] > losses[0.0]
    np.testing.assert_allclose(losses[1.0] - losses[0.5], losses[0.5] - losses[0.0])
    np.testing.assert_allclose(losses["equal 1.0"], losses["equal 0.0"], rtol=1e-15)


@pytest.mark.parametrize("twin", OF_DIALOGUES)
def test_a_model_of_dialogues_keeps_float32_and_learns_a_dialogue_by_heart(twin):
    model, noise = dialogue_model(twin)
    model.astype(np.float32)
    noise, optimizer = [array.astype(np.float32) for array in noise], Adam(0.05)
    for _ in range(150):
        loss = model.forward(DIALOGUE, DIALOGUE, *noise)
        assert loss.dtype == np.float32
        model.backward()
        assert {array.dtype for array in model.grads.values()} == {np.dtype(np.float32)}
        optimizer.update(model.params, model.grads)
    assert loss < 0.15


def test_an_optimizer_moves_every_part():
    model = Seq2Seq(5, 3, 4, seed=1)
    before = {name: array.copy() for name, array in model.params.items()}
    model.forward(WORDS, WORDS)
    model.backward()
    SGD(1.0).update(model.params, model.grads)
    for name, array in model.params.items():
        assert not np.array_equal(array, before[name]), name
