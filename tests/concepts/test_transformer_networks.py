"""Blocks and networks of attention beyond their cases: errors, starting values, what they keep."""

import re

import numpy as np
import pytest

from numpy_impl.initializers.gauss import Gauss
from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy
from numpy_impl.optimizers.adam import Adam
from numpy_impl.seeds import spawned
from numpy_impl.transformer.gpt_block import GPTBlock
from numpy_impl.transformer.shifted_window_attention import ShiftedWindowAttention
from numpy_impl.transformer.transformer import Transformer
from numpy_impl.transformer.transformer_decoder_block import TransformerDecoderBlock
from numpy_impl.transformer.transformer_encoder_block import TransformerEncoderBlock
from numpy_impl.transformer.vision_transformer import VisionTransformer
from parity.experiments.data.load import load

RNG = np.random.default_rng(61)
WORDS = np.array([[1, 2, 4], [3, 1, 1]])

# What each is made with and given: (class, arguments, inputs, shape of y).
NETWORKS = {
    "encoder": (TransformerEncoderBlock, (6, 2, 5), (RNG.standard_normal((2, 3, 6)),), (2, 3, 6)),
    "encoder_pre": (
        TransformerEncoderBlock, (6, 2, 5, True), (RNG.standard_normal((2, 3, 6)),), (2, 3, 6)),
    "decoder": (
        TransformerDecoderBlock, (6, 2, 5),
        (RNG.standard_normal((2, 3, 6)), RNG.standard_normal((2, 4, 6))), (2, 3, 6)),
    "decoder_pre": (
        TransformerDecoderBlock, (6, 2, 5, True),
        (RNG.standard_normal((2, 3, 6)), RNG.standard_normal((2, 4, 6))), (2, 3, 6)),
    "gpt": (GPTBlock, (6, 2, 5), (RNG.standard_normal((2, 3, 6)),), (2, 3, 6)),
    "transformer": (Transformer, (5, 6, 2, 7), (WORDS, WORDS[:, :2]), (2, 2, 5)),
    "transformer_pre": (
        Transformer, (5, 6, 2, 7, 1, 0, True), (WORDS, WORDS[:, :2]), (2, 2, 5)),
    "vision": (
        VisionTransformer, (2, (4, 6), 2, 3, 6, 2, 5), (RNG.standard_normal((2, 2, 4, 6)),),
        (2, 3)),
    "windows": (
        ShiftedWindowAttention, (6, 2, 2, 1), (RNG.standard_normal((2, 4, 6, 6)),), (2, 4, 6, 6)),
}  # fmt: skip


def escaped(*parts):
    return ".*".join(re.escape(part) for part in parts)


def made(name, **more):
    twin, arguments, *_ = NETWORKS[name]
    return twin(*arguments, **more)


def first(given):
    return given[0] if isinstance(given, tuple) else given


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: TransformerEncoderBlock(6, 4, 5), "d_model 6 cannot be split into 4 heads"),
        (lambda: TransformerEncoderBlock(6, 0, 5), "6*0 heads"),
        (lambda: TransformerEncoderBlock(6, 2, 0), "d_ff is 0"),
        (lambda: TransformerEncoderBlock(6, 2, 5, epsilon=-1.0), "epsilon is -1.0"),
        (lambda: TransformerEncoderBlock(6, 2, 5, activation="tanh"), "'tanh'*'relu', 'gelu'"),
        (lambda: TransformerDecoderBlock(6, 4, 5), "d_model 6 cannot be split into 4 heads"),
        (lambda: TransformerDecoderBlock(6, 2, 0), "d_ff is 0"),
        (lambda: GPTBlock(6, 4, 5), "d_model 6 cannot be split into 4 heads"),
        (lambda: GPTBlock(6, 2, 0), "d_ff is 0"),
        (lambda: Transformer(0, 6, 2, 5), "vocab is 0"),
        (lambda: Transformer(7, 6, 2, 5, 0), "n_blocks is 0"),
        (lambda: Transformer(7, 6, 2, 5, pad=7), "pad goes from 7 to 7*0 to 6"),
        (lambda: Transformer(7, 6, 4, 5), "d_model 6 cannot be split into 4 heads"),
        (lambda: VisionTransformer(1, 4, 2, 0, 6, 2, 5), "n_classes is 0"),
        (lambda: VisionTransformer(1, 4, 2, 3, 6, 2, 5, 0), "n_blocks is 0"),
        (lambda: VisionTransformer(1, (4, 5), 2, 3, 6, 2, 5), "4 x 5*patches of 2 x 2"),
        (lambda: VisionTransformer(1, (5, 4), 2, 3, 6, 2, 5), "5 x 4*patches of 2 x 2"),
        (lambda: VisionTransformer(1, (0, 4), 2, 3, 6, 2, 5), "0 x 4*patches of 2 x 2"),
        (lambda: VisionTransformer(0, 4, 2, 3, 6, 2, 5), "in_channels is 0"),
        (lambda: VisionTransformer(1, 4, 0, 3, 6, 2, 5), "patch_size is 0"),
        (lambda: ShiftedWindowAttention(6, 2, 0), "window_size is 0"),
        (lambda: ShiftedWindowAttention(6, 2, 2, 2), "shift is 2*0 to 1"),
        (lambda: ShiftedWindowAttention(6, 2, 2, -1), "shift is -1*0 to 1"),
        (lambda: ShiftedWindowAttention(6, 4, 2), "d_model 6 cannot be split into 4 heads"),
    ],
)
def test_what_cannot_be_made_is_named_with_its_numbers(make, said):
    with pytest.raises(ValueError, match=escaped(*said.split("*"))):
        make()


X, M = np.ones((2, 3, 6)), np.ones((2, 4, 6))
KEPT = np.ones((2, 2, 4, 3))


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("encoder", (np.ones((3, 6)),), "x has shape (3, 6)*(any, any, 6)"),
        ("encoder_pre", (np.ones((2, 3, 5)),), "x has shape (2, 3, 5)*(any, any, 6)"),
        ("encoder", (X, np.ones((2, 1, 4))), "mask*cannot be broadcast to (2, 2, 3, 3)"),
        ("decoder", (np.ones((2, 3, 5)), M), "x has shape (2, 3, 5)*(any, any, 6)"),
        ("decoder", (X, M[:1]), "memory has shape (1, 4, 6)*(2, any, 6)"),
        ("decoder_pre", (X, M[:, :, :5]), "memory has shape (2, 4, 5)*(2, any, 6)"),
        ("decoder", (X, M, np.ones((2, 1, 3))), "mask*cannot be broadcast to (2, 2, 3, 4)"),
        ("decoder", (X, M, None, np.ones((2, 1, 4))), "mask*cannot be broadcast to (2, 2, 3, 3)"),
        ("gpt", (np.ones((2, 3, 5)),), "x has shape (2, 3, 5)*(any, any, 6)"),
        ("gpt", (X, KEPT), "past_K and past_V belong together"),
        ("gpt", (X, None, KEPT), "past_K and past_V belong together"),
        ("gpt", (X, KEPT[:1], KEPT[:1]), "past_K has shape (1, 2, 4, 3)*(2, 2, any, 3)"),
        ("gpt", (X, KEPT[..., :2], KEPT), "past_K has shape (2, 2, 4, 2)*(2, 2, any, 3)"),
        ("gpt", (X, KEPT, KEPT[:, :, :3]), "past_V has shape (2, 2, 3, 3)*(2, 2, 4, 3)"),
        ("transformer", (WORDS + 1, WORDS), "x goes from 2 to 5*0 to 4"),
        ("transformer", (WORDS, WORDS - 2), "t goes from -1 to 2*0 to 4"),
        ("transformer", (WORDS * 1.0, WORDS), "x must hold integers*float64"),
        ("transformer", (WORDS[0], WORDS), "x has shape (3,)*(any, any)"),
        ("transformer", (WORDS, WORDS[:1]), "t has shape (1, 3)*(2, any)"),
        ("vision", (np.ones((2, 2, 6, 4)),), "x has shape (2, 2, 6, 4)*(any, 2, 4, 6)"),
        ("vision", (np.ones((2, 1, 4, 6)),), "x has shape (2, 1, 4, 6)*(any, 2, 4, 6)"),
        ("windows", (np.ones((2, 4, 6, 5)),), "x has shape (2, 4, 6, 5)*(any, any, any, 6)"),
        ("windows", (np.ones((2, 5, 6, 6)),), "(2, 5, 6, 6)*windows of 2 x 2"),
        ("windows", (np.ones((2, 4, 5, 6)),), "(2, 4, 5, 6)*windows of 2 x 2"),
        ("windows", (np.ones((2, 0, 4, 6)),), "(2, 0, 4, 6)*windows of 2 x 2"),
    ],
)
def test_what_does_not_fit_is_named_with_its_numbers(name, given, said):
    with pytest.raises(ValueError, match=escaped(*said.split("*"))):
        made(name).forward(*given)


@pytest.mark.parametrize("name", NETWORKS)
def test_an_upstream_gradient_that_does_not_fit_is_named(name):
    *_, inputs, shape = NETWORKS[name]
    network = made(name)
    network.forward(*inputs)
    with pytest.raises(ValueError, match=escaped("dy has shape (1,", str(shape)[1:-1])):
        network.backward(np.ones((1, *shape[1:])))


def test_what_later_words_give_back_must_fit_the_keys():
    block = made("gpt")
    block.forward(X, KEPT, KEPT)
    with pytest.raises(ValueError, match=escaped("dV has shape (2, 2, 3, 3)", "(2, 2, 7, 3)")):
        block.backward(X, np.ones((2, 2, 7, 3)), np.ones((2, 2, 3, 3)))


@pytest.mark.parametrize("name", NETWORKS)
def test_float32_is_kept_and_nothing_given_is_changed(name):
    *_, inputs, shape = NETWORKS[name]
    network = made(name, seed=3).astype(np.float32)
    given = [x.astype(np.float32) if x.dtype.kind == "f" else x.copy() for x in inputs]
    before = [x.copy() for x in given]
    y = first(network.forward(*given))
    assert y.shape == shape
    back = network.backward(RNG.standard_normal(shape).astype(np.float32))
    found = [y, *network.grads.values(), *(() if back is None else np.atleast_1d(first(back)))]
    assert {array.dtype for array in found} == {np.dtype(np.float32)}
    assert set(network.grads) == set(network.params)
    for array, was in zip(given, before, strict=True):
        np.testing.assert_array_equal(array, was)


@pytest.mark.parametrize("name", NETWORKS)
def test_weights_come_from_the_seed_and_the_rest_starts_at_its_constants(name):
    one, same, other, wide = (
        made(name, seed=seed, **more)
        for seed, more in ((3, {}), (3, {}), (4, {}), (3, {"initializer": Gauss(5.0)}))
    )
    drawn = set()
    for key, array in one.params.items():
        leaf = key.split(".")[-1]
        np.testing.assert_array_equal(array, same.params[key])
        if leaf.startswith("W") or leaf == "P":
            assert not np.array_equal(array, other.params[key])
            assert np.abs(array).max() < 2 < np.abs(wide.params[key]).max()
            drawn.add(array.ravel()[:3].tobytes())
        else:
            np.testing.assert_array_equal(array, np.full(array.shape, float(leaf == "gamma")))
    assert len(drawn) == sum(k.split(".")[-1][0] in "WP" for k in one.params), "one seed twice"


def test_the_table_of_words_starts_with_one_over_the_root_of_its_length():
    E = Transformer(500, 64, 2, 5, 1, seed=0).params["embedding.W"]
    np.testing.assert_allclose(E.std(), 1 / 8, rtol=0.02)


def test_one_number_is_the_size_of_a_square_image():
    x = RNG.standard_normal((2, 1, 4, 4))
    square, told = (VisionTransformer(1, n, 2, 3, 6, 2, 5, seed=1) for n in (4, (4, 4)))
    np.testing.assert_array_equal(square.forward(x), told.forward(x))


def test_a_past_that_is_handed_on_may_be_changed_afterwards():
    block, x = made("gpt", seed=2), RNG.standard_normal((2, 3, 6))
    y, K, V = block.forward(x)
    wanted = block.backward(np.ones_like(y))
    block.forward(x)
    K[...] = V[...] = 7.0
    np.testing.assert_array_equal(block.backward(np.ones_like(y)), wanted)


def test_a_transformer_learns_to_turn_short_sequences_round():
    """Greedily, from its own words: what it reads in training is what it should say."""
    rng = np.random.default_rng(5)
    model, loss = Transformer(8, 16, 2, 32, 1, seed=9), SoftmaxCrossEntropy()
    optimizer = Adam(lr=0.01)
    for _ in range(250):
        x = rng.integers(1, 7, (32, 3))
        t = np.concatenate([np.full((32, 1), 7), x[:, ::-1]], axis=1)
        y = model.forward(x, t[:, :-1])
        loss.forward(y.reshape(-1, 8), t[:, 1:].ravel())
        model.backward(loss.backward().reshape(y.shape))
        optimizer.update(model.params, model.grads)
    x = rng.integers(1, 7, (64, 3))
    written = np.full((64, 1), 7)
    for _ in range(3):
        following = model.forward(x, written)[:, -1].argmax(axis=1)
        written = np.concatenate([written, following[:, None]], axis=1)
    assert (written[:, 1:] == x[:, ::-1]).all(axis=1).mean() > 0.9


@pytest.mark.parametrize("size", [np.int64(4), (np.int64(4), 4)])
def test_the_size_of_images_may_be_a_number_of_numpys(size):
    network = VisionTransformer(1, size, 2, 3, 4, 2, 5, seed=0)
    assert network.forward(np.zeros((2, 1, 4, 4))).shape == (2, 3)


def test_the_words_may_be_changed_between_forward_and_backward():
    network = Transformer(5, 4, 2, 3, seed=1)
    x, t = WORDS.copy(), WORDS.copy()
    dy = RNG.standard_normal(network.forward(x, t).shape)
    network.backward(dy)
    before = network.grads["embedding.W"].copy()
    network.forward(x, t)
    x[...] = t[...] = 0
    network.backward(dy)
    np.testing.assert_array_equal(network.grads["embedding.W"], before)


def test_every_block_takes_part_in_its_turn():
    """The blocks backward in the order in which they stood would each meet another's gradient."""
    network = Transformer(5, 4, 2, 3, n_blocks=3, seed=1)
    y = network.forward(WORDS, WORDS)
    dy = RNG.standard_normal(y.shape)
    network.backward(dy)
    for name in ("encoder0.attention.W_v", "encoder2.attention.W_v",
                 "decoder0.cross_attention.W_v", "decoder2.cross_attention.W_v"):  # fmt: skip
        W, gradient = network.params[name], network.grads[name]
        place, h = (0, 1), 1e-6
        values = []
        for step in (h, -h):
            W[place] += step
            values.append((network.forward(WORDS, WORDS) * dy).sum())
            W[place] -= step
        assert gradient[place] == pytest.approx((values[0] - values[1]) / (2 * h), rel=1e-5)


def test_the_bias_of_positions_is_drawn_small_or_as_is_asked_for():
    for asked, sigma in ((None, 0.02), (Gauss(3.0), 3.0)):
        layer = ShiftedWindowAttention(8, 2, 3, position_bias=True, initializer=asked, seed=7)
        drawn = Gauss(sigma)((25, 2), *spawned(7, 1))
        np.testing.assert_array_equal(layer.params["position_bias.B"], drawn)


@pytest.mark.parametrize("shape", [(2, 0, 4, 8), (2, 4, 0, 8)])
def test_there_are_no_windows_of_nothing(shape):
    with pytest.raises(ValueError, match=re.escape(f"x has shape {shape}")):
        ShiftedWindowAttention(8, 2, 2, 1).forward(np.zeros(shape))


def test_a_small_vision_transformer_learns_the_digits():
    """A hundred steps of 64 images of 8 x 8 pixels; it said 0.76 of those that it never saw."""
    digits = load("digits")
    network = VisionTransformer(1, 8, 2, 10, 16, 2, 32, n_blocks=1, seed=1)
    loss, optimizer, rng = SoftmaxCrossEntropy(), Adam(lr=0.01), np.random.default_rng(0)
    for _ in range(100):
        chosen = rng.integers(len(digits.x_train), size=64)
        loss.forward(network.forward(digits.x_train[chosen]), digits.t_train[chosen])
        network.backward(loss.backward())
        optimizer.update(network.params, network.grads)
    right = network.forward(digits.x_test).argmax(axis=1) == digits.t_test
    assert right.mean() > 0.7


@pytest.mark.parametrize("norm_first", [False, True])
def test_a_decoder_sees_nothing_of_what_its_masks_hide(norm_first):
    block = TransformerDecoderBlock(6, 2, 5, norm_first, seed=1)
    x, memory = RNG.standard_normal((2, 4, 6)), RNG.standard_normal((2, 3, 6))
    mask, memory_mask = np.ones((2, 4, 4), bool), np.ones((2, 4, 3), bool)
    mask[:, 1:, 0] = memory_mask[:, :, 2] = False
    before = block.forward(x, memory, mask=mask, memory_mask=memory_mask)
    other_x, other_memory = x.copy(), memory.copy()
    other_x[:, 0], other_memory[:, 2] = RNG.standard_normal((2, 2, 6))
    after = block.forward(other_x, other_memory, mask=mask, memory_mask=memory_mask)
    np.testing.assert_array_equal(after[:, 1:], before[:, 1:])
    seen = block.forward(other_x, other_memory)
    assert not np.allclose(seen[:, 1:], before[:, 1:])


def test_the_blocks_of_a_vision_transformer_go_back_in_their_turn():
    network = VisionTransformer(1, 4, 2, 3, 4, 2, 5, n_blocks=3, seed=1)
    images = RNG.standard_normal((2, 1, 4, 4))
    dy = RNG.standard_normal(network.forward(images).shape)
    dx = network.backward(dy)
    place, h = (0, 0, 1, 2), 1e-6
    values = []
    for step in (h, -h):
        moved = images.copy()
        moved[place] += step
        values.append((network.forward(moved) * dy).sum())
    assert dx[place] == pytest.approx((values[0] - values[1]) / (2 * h), rel=1e-5)
