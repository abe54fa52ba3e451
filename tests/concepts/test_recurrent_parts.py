"""Layers made of recurrent layers, and those beside them: errors, types, padding, dropout."""

import re

import numpy as np
import pytest

from numpy_impl.recurrent.bidirectional import Bidirectional
from numpy_impl.recurrent.lstm import LSTM
from numpy_impl.recurrent.lstm_peephole import LSTMPeephole
from numpy_impl.recurrent.masking import Masking
from numpy_impl.recurrent.simple_rnn import SimpleRNN
from numpy_impl.recurrent.stacked_rnn import StackedRNN
from numpy_impl.recurrent.time_distributed import TimeDistributed

RNG = np.random.default_rng(16)
KINDS = ["simple_rnn", "lstm", "gru"]


def x_of(N=3, T=5, D=2):
    return RNG.standard_normal((N, T, D))


@pytest.mark.parametrize(
    ("layer", "arguments", "numbers"),
    [
        (Bidirectional(2, 4), (np.ones((3, 5, 3)),), "(3, 5, 3)* (any, any, 2)"),
        (Bidirectional(2, 4), (np.ones((3, 0, 2)),), "(3, 0, 2)*at least one step"),
        (Bidirectional(2, 4), (x_of(), np.ones((3, 4))), "h0 has shape (3, 4)* (2, 3, 4)"),
        (Bidirectional(2, 4), (x_of(), None, np.ones((2, 3, 4))), "c0*SimpleRNN has no c"),
        (Bidirectional(2, 4), (x_of(), None, None, [6, 1, 2]), "length is 6* 5 steps"),
        (StackedRNN(2, 4, 3), (x_of(), np.ones((2, 3, 4))), "h0 has shape (2, 3, 4)* (3, 3, 4)"),
        (StackedRNN(2, 4), (x_of(), None, None, [0, 1, 2]), "length is 0* 5 steps"),
        (StackedRNN(2, 4, 2, "gru"), (x_of(), None, np.ones((2, 3, 4))), "c0*GRU has no c"),
        (LSTMPeephole(2, 4), (x_of(), np.ones((3, 5))), "h0 has shape (3, 5)* (3, 4)"),
        (LSTMPeephole(2, 4), (x_of(), None, np.ones((3, 5))), "c0 has shape (3, 5)* (3, 4)"),
        (TimeDistributed(2, 4), (np.ones((3, 2)),), "(3, 2)* (any, any, 2)"),
        (TimeDistributed(2, 4), (x_of(), [5, 5, 7]), "length is 7* 5 steps"),
        (Masking(), (np.ones((3, 5)),), "(3, 5)* (any, any, any)"),
    ],
)
def test_what_does_not_fit_is_named_with_its_numbers(layer, arguments, numbers):
    with pytest.raises(ValueError, match=".*".join(re.escape(n) for n in numbers.split("*"))):
        layer.forward(*arguments)


@pytest.mark.parametrize(
    ("twin", "choice", "message"),
    [
        (Bidirectional, {"layer": "rnn"}, "layer is 'rnn'.*'simple_rnn', 'lstm', 'gru'"),
        (Bidirectional, {"merge": "mul"}, "merge is 'mul'.*'concat', 'sum'"),
        (StackedRNN, {"layer": "dense"}, "layer is 'dense'"),
        (StackedRNN, {"n_layers": 0}, "n_layers is 0"),
        (StackedRNN, {"dropout": 1.0}, "rate is 1"),
        (LSTMPeephole, {"n_hidden": 0}, "n_hidden is 0"),
    ],
)
def test_choices_are_checked_at_construction(twin, choice, message):
    with pytest.raises(ValueError, match=message):
        twin(**{"n_in": 2, "n_hidden": 4, **choice})


def test_an_upstream_gradient_that_does_not_fit_is_named():
    layer = Bidirectional(2, 4)
    layer.forward(x_of())
    with pytest.raises(ValueError, match=r"dy has shape \(3, 5, 4\).*\(3, 5, 8\)"):
        layer.backward(np.ones((3, 5, 4)))
    with pytest.raises(ValueError, match=r"dh has shape \(3, 4\).*\(2, 3, 4\)"):
        layer.backward(np.ones((3, 5, 8)), np.ones((3, 4)))
    dense = TimeDistributed(2, 4)
    dense.forward(x_of())
    with pytest.raises(ValueError, match=r"dy has shape \(3, 5, 2\).*\(3, 5, 4\)"):
        dense.backward(np.ones((3, 5, 2)))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("twin", [Bidirectional, StackedRNN])
def test_float32_is_kept_and_padding_may_hold_anything(twin, kind):
    layer = twin(2, 4, layer=kind, seed=1).astype(np.float32)
    assert {a.dtype for a in layer.params.values()} == {np.dtype(np.float32)}
    x = x_of().astype(np.float32)
    x[1, 2:] = 1e6
    once = layer.forward(x, lengths=[5, 2, 3])
    x[1, 2:] = -1e6
    for one, other in zip(once, layer.forward(x, lengths=[5, 2, 3]), strict=True):
        np.testing.assert_array_equal(one, other)
        assert one.dtype == np.float32
    dx, *first = layer.backward(np.ones_like(once[0]))
    assert {a.dtype for a in (dx, *first, *layer.grads.values())} == {np.dtype(np.float32)}
    assert layer.grads.keys() == layer.params.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_a_padded_sequence_is_read_backward_as_if_it_stood_alone(kind):
    layer = Bidirectional(2, 4, layer=kind, seed=3)
    x = x_of()
    y, *last = layer.forward(x, lengths=[5, 2, 3])
    alone, *last_alone = layer.forward(x[1:2, :2])
    np.testing.assert_allclose(y[1:2, :2], alone, rtol=1e-14)
    np.testing.assert_array_equal(y[1, 2:], 0)
    for state, state_alone in zip(last, last_alone, strict=True):
        np.testing.assert_allclose(state[:, 1:2], state_alone, rtol=1e-14)


def test_the_backward_layers_last_state_is_that_of_the_first_step():
    y, h = Bidirectional(2, 4, seed=3).forward(x_of())
    np.testing.assert_array_equal(h[0], y[:, -1, :4])
    np.testing.assert_array_equal(h[1], y[:, 0, 4:])


@pytest.mark.parametrize("twin", [Bidirectional, StackedRNN])
def test_every_part_starts_from_a_seed_of_its_own(twin):
    one, other = twin(4, 4, seed=1), twin(4, 4, seed=1)
    drawn = [array for name, array in one.params.items() if name[-1] in "WU"]
    for array, again in zip(one.params.values(), other.params.values(), strict=True):
        np.testing.assert_array_equal(array, again)
    assert len({array.tobytes() for array in drawn}) == len(drawn) == 4


def test_what_an_optimizer_moves_is_what_the_layer_computes_with():
    layer, x = StackedRNN(2, 4, seed=1), x_of()
    before = layer.forward(x)[0]
    for weight in layer.params.values():
        weight += 0.1
    assert not np.allclose(before, layer.forward(x)[0])


def test_dropout_lies_between_layers_in_training_alone():
    layer, x = StackedRNN(2, 4, 2, dropout=0.5, seed=1), x_of()
    plain = StackedRNN(2, 4, 2, seed=1).forward(x)
    for one, other in zip(layer.forward(x, training=False), plain, strict=True):
        np.testing.assert_array_equal(one, other)
    y, h = layer.forward(x)
    assert not np.allclose(y, plain[0])
    np.testing.assert_array_equal(h[0], plain[1][0])  # nothing is dropped in the lowest layer
    nothing = layer.forward(x, masks={"layer0": np.zeros((3, 5, 4))})[0]
    dx = layer.backward(np.ones_like(nothing))[0]
    np.testing.assert_array_equal(dx, 0)
    with pytest.raises(ValueError, match="no dropout behind layer1"):
        layer.forward(x, masks={"layer1": np.ones((3, 5, 4))})
    with pytest.raises(ValueError, match=r"mask has shape \(3, 4\).*\(3, 5, 4\)"):
        layer.forward(x, masks={"layer0": np.ones((3, 4))})


def test_a_mask_becomes_the_lengths_of_the_layers_behind_it():
    x = x_of()
    x[1, 2:], x[2, 4:] = 0, 0
    y, mask = Masking().forward(x)
    np.testing.assert_array_equal(mask.sum(axis=1), [5, 2, 4])
    _, h = SimpleRNN(2, 4, seed=1).forward(y, lengths=mask.sum(axis=1))
    _, alone = SimpleRNN(2, 4, seed=1).forward(x[1:2, :2])
    np.testing.assert_allclose(h[1:2], alone, rtol=1e-14)


def test_integers_and_lists_will_do():
    x = [[[1, 2], [0, 0]], [[0, 3], [4, 0]]]
    y, mask = Masking().forward(x)
    np.testing.assert_array_equal(mask, [[True, False], [True, True]])
    assert y.dtype == np.float64
    once = TimeDistributed(2, 3, seed=1).forward(x, [1, 2])
    again = TimeDistributed(2, 3, seed=1).forward(np.array(x, float), np.array([1, 2]))
    np.testing.assert_array_equal(once, again)
    assert Bidirectional(np.int64(2), np.int64(3)).forward(x)[0].shape == (2, 2, 6)


def test_peepholes_start_at_zero_where_there_are_none():
    x = x_of()
    one = LSTMPeephole(2, 4, seed=1).forward(x)
    for a, b in zip(one, LSTM(2, 4, seed=1).forward(x), strict=True):
        np.testing.assert_array_equal(a, b)


COMPARE = """
import torch
from torch import nn
from torch_impl.recurrent.bidirectional import Bidirectional
from torch_impl.recurrent.gru import GRU
from torch_impl.recurrent.simple_rnn import SimpleRNN
from torch_impl.recurrent.stacked_rnn import StackedRNN
torch.set_default_dtype(torch.float64)
x = torch.randn(3, 5, 2)
# One step of gradient descent on all that learns: the sum of PyTorch's two biases moves twice.
plain, ours = nn.RNN(2, 4, batch_first=True), SimpleRNN(2, 4)
ours.load_state_dict(plain.state_dict())
with torch.no_grad():
    for each in (plain, ours):
        each.bias_ih_l0.zero_(), each.bias_hh_l0.zero_()
moves = []
for each in (plain, ours):
    parameters = [p for p in each.parameters() if p.requires_grad]
    optimizer = torch.optim.SGD(parameters, lr=0.1)
    each(x)[0].sum().backward()
    optimizer.step()
    moves.append(each.bias_ih_l0 + each.bias_hh_l0)
assert torch.allclose(moves[0], 2 * moves[1])
assert moves[1].abs().max() > 0.01
# Of a GRU's biases both learn where the reset is after the product, and one where it is before.
assert GRU(2, 4, reset="after").bias_hh_l0.requires_grad
assert not GRU(2, 4).bias_hh_l0.requires_grad
# In training a dropout is drawn, and in inference nothing is dropped.
stacked = StackedRNN(2, 4, dropout=0.5, seed=1)
assert not torch.equal(stacked(x)[0], stacked(x)[0])
stacked.eval()
assert torch.equal(stacked(x)[0], stacked(x)[0])
print("done")
"""


@pytest.mark.torch
def test_pytorchs_two_biases_move_twice_as_far(run_in):
    done = run_in("torch", COMPARE)
    assert done.stdout.split() == ["done"], done.stderr[-2000:]


def test_no_seed_draws_what_a_part_of_another_seed_draws():
    """With seed + 1, seed + 2, ... the backward layer of seed 0 was the forward one of seed 2."""
    made = [twin(4, 4, seed=seed) for twin in (Bidirectional, StackedRNN) for seed in range(4)]
    drawn = {W.tobytes() for layer in made[:4] for n, W in layer.params.items() if n[-1] in "WU"}
    assert len(drawn) == 4 * 4
    single = [LSTM(4, 4, seed=seed).params for seed in range(4)]
    assert len({params[name].tobytes() for params in single for name in "WU"}) == 8
    masks = [d.rng.random(8).tobytes() for layer in made[4:] for d in layer.dropouts]
    assert len(set(masks)) == len(masks)
