"""Recurrent layers beyond their cases: errors, types, states from call to call, padding."""

import re

import numpy as np
import pytest

from numpy_impl.recurrent.fast_gru import FastGRU
from numpy_impl.recurrent.fast_lstm import FastLSTM
from numpy_impl.recurrent.fast_simple_rnn import FastSimpleRNN
from numpy_impl.recurrent.gru import GRU
from numpy_impl.recurrent.gru_cell import GRUCell
from numpy_impl.recurrent.lstm import LSTM
from numpy_impl.recurrent.lstm_cell import LSTMCell
from numpy_impl.recurrent.rnn_cell import RNNCell
from numpy_impl.recurrent.simple_rnn import SimpleRNN

RNG = np.random.default_rng(15)
FAST = [FastSimpleRNN, FastLSTM, FastGRU]
LAYERS = [SimpleRNN, LSTM, GRU, *FAST]
CELLS = [RNNCell, LSTMCell, GRUCell]


def x_of(N=2, T=5, D=3):
    return RNG.standard_normal((N, T, D))


def states_of(twin):
    return 2 if issubclass(twin, LSTM | LSTMCell) else 1


@pytest.mark.parametrize("twin", LAYERS)
@pytest.mark.parametrize(
    ("x", "keywords", "numbers"),
    [
        (np.ones((2, 5, 4)), {}, "(2, 5, 4)* (any, any, 3)"),
        (np.ones((2, 3)), {}, "(2, 3)* (any, any, 3)"),
        (np.ones((2, 0, 3)), {}, "(2, 0, 3)*at least one step"),
        (np.ones((2, 5, 3)), {"h0": np.ones((2, 3))}, "h0 has shape (2, 3)* (2, 4)"),
        (np.ones((2, 5, 3)), {"h0": np.ones((3, 4))}, "h0 has shape (3, 4)* (2, 4)"),
        (np.ones((2, 5, 3)), {"lengths": [6, 2]}, "length is 6* 5 steps"),
        (np.ones((2, 5, 3)), {"lengths": [5, 0]}, "length is 0* 5 steps"),
        (np.ones((2, 5, 3)), {"lengths": [5, 2, 1]}, "lengths has shape (3,)* (2,)"),
        (np.ones((2, 5, 3)), {"lengths": [2.5, 1.0]}, "lengths must be integers*float64"),
    ],
)
def test_what_does_not_fit_is_named_with_its_numbers(twin, x, keywords, numbers):
    with pytest.raises(ValueError, match=".*".join(re.escape(n) for n in numbers.split("*"))):
        twin(3, 4).forward(x, **keywords)


@pytest.mark.parametrize("twin", [LSTM, FastLSTM])
def test_a_cell_state_that_does_not_fit_is_named(twin):
    with pytest.raises(ValueError, match=r"c0 has shape \(2, 5\).*\(2, 4\)"):
        twin(3, 4).forward(x_of(), np.ones((2, 4)), np.ones((2, 5)))


@pytest.mark.parametrize("twin", LAYERS)
def test_an_upstream_gradient_that_does_not_fit_is_named(twin):
    layer = twin(3, 4)
    layer.forward(x_of())
    with pytest.raises(ValueError, match=r"dy has shape \(2, 5, 3\).*\(2, 5, 4\)"):
        layer.backward(np.ones((2, 5, 3)))
    with pytest.raises(ValueError, match=r"dh has shape \(2, 3\).*\(2, 4\)"):
        layer.backward(np.ones((2, 5, 4)), np.ones((2, 3)))
    if states_of(twin) == 2:
        with pytest.raises(ValueError, match=r"dc has shape \(3, 4\).*\(2, 4\)"):
            layer.backward(np.ones((2, 5, 4)), np.ones((2, 4)), np.ones((3, 4)))


@pytest.mark.parametrize("twin", CELLS)
def test_a_cell_names_what_does_not_fit(twin):
    cell, states = twin(3, 4), [np.ones((2, 4))] * states_of(twin)
    with pytest.raises(ValueError, match=r"x has shape \(2, 5\).*\(any, 3\)"):
        cell.forward(np.ones((2, 5)), *states)
    with pytest.raises(ValueError, match=r"h has shape \(2, 3\).*\(2, 4\)"):
        cell.forward(np.ones((2, 3)), np.ones((2, 3)), *states[1:])
    cell.forward(np.ones((2, 3)), *states)
    with pytest.raises(ValueError, match=r"dh_new has shape \(3, 4\).*\(2, 4\)"):
        cell.backward(np.ones((3, 4)), *states[1:])


@pytest.mark.parametrize("twin", [*CELLS, *LAYERS])
def test_sizes_are_checked_at_construction(twin):
    with pytest.raises(ValueError, match="n_hidden is 0"):
        twin(3, 0)
    with pytest.raises(ValueError, match="n_in is 0"):
        twin(0, 3)


@pytest.mark.parametrize(
    ("twin", "choice", "message"),
    [
        (SimpleRNN, {"activation": "sigmoid"}, "activation is 'sigmoid'.*'tanh', 'relu'"),
        (RNNCell, {"activation": "sigmoid"}, "activation is 'sigmoid'.*'tanh', 'relu'"),
        (GRU, {"reset": "never"}, "reset is 'never'.*'before', 'after'"),
        (GRUCell, {"z_weighs": "both"}, "z_weighs is 'both'.*'new', 'old'"),
        (SimpleRNN, {"truncate": 0}, "truncate is 0"),
        (LSTM, {"truncate": -2}, "truncate is -2"),
        (GRU, {"truncate": 0}, "truncate is 0"),
    ],
)
def test_choices_are_checked_at_construction(twin, choice, message):
    with pytest.raises(ValueError, match=message):
        twin(3, 4, **choice)


@pytest.mark.parametrize("twin", LAYERS)
def test_integers_lists_and_numpy_integers_will_do(twin):
    x = np.arange(12).reshape(2, 2, 3)
    once = twin(3, 4, seed=1).forward(x)
    zeros = [[0] * 4] * 2
    states = [zeros] * states_of(twin)
    again = twin(np.int64(3), np.int64(4), seed=1).forward(x.tolist(), *states, [2, 2])
    for one, other in zip(once, again, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("twin", LAYERS)
def test_float32_is_kept_and_padding_may_hold_anything(twin):
    layer = twin(3, 4, seed=1).astype(np.float32)
    x = x_of().astype(np.float32)
    x[1, 2:] = 1e6
    once = layer.forward(x, lengths=[5, 2])
    x[1, 2:] = -1e6
    for one, other in zip(once, layer.forward(x, lengths=[5, 2]), strict=True):
        np.testing.assert_array_equal(one, other)
        assert one.dtype == np.float32
    dx, *first = layer.backward(np.ones_like(once[0]))
    assert {a.dtype for a in (dx, *first, *layer.grads.values())} == {np.dtype(np.float32)}
    np.testing.assert_array_equal(dx[1, 2:], 0)


@pytest.mark.parametrize("twin", LAYERS)
def test_a_batch_of_nothing_gives_nothing_and_gradients_of_zero(twin):
    layer = twin(3, 4)
    y, h, *_ = layer.forward(np.ones((0, 5, 3)))
    assert (y.shape, h.shape) == ((0, 5, 4), (0, 4))
    assert layer.backward(y)[0].shape == (0, 5, 3)
    np.testing.assert_array_equal(layer.grads["U"], np.zeros_like(layer.params["U"]))


@pytest.mark.parametrize("twin", LAYERS)
def test_a_stateful_layer_goes_on_until_it_is_told_to_forget(twin):
    layer = twin(3, 4, stateful=True, seed=2)
    x = x_of()
    first, *states = layer.forward(x)
    second = layer.forward(x)[0]
    assert not np.array_equal(first, second)
    np.testing.assert_array_equal(second, twin(3, 4, seed=2).forward(x, *states)[0])
    layer.reset_state()
    np.testing.assert_array_equal(layer.forward(x)[0], first)
    with pytest.raises(ValueError, match=r"h0 has shape \(2, 4\).*\(3, 4\)"):
        layer.forward(x_of(N=3))


@pytest.mark.parametrize("twin", [*CELLS, *LAYERS])
def test_weights_start_from_the_seed_and_biases_at_zero(twin):
    one, other, another = (twin(4, 4, seed=seed) for seed in (1, 1, 2))
    for name in "WU":
        np.testing.assert_array_equal(one.params[name], other.params[name])
        assert not np.array_equal(one.params[name], another.params[name])
    assert not np.array_equal(one.params["W"], one.params["U"])
    bias = one.params["b"].copy()
    if issubclass(twin, LSTM | LSTMCell):
        np.testing.assert_array_equal(bias[4:8], 1)  # the forget gate's part
        np.testing.assert_array_equal(twin(4, 4, forget_bias=0.0).params["b"], 0)
        bias[4:8] = 0
    np.testing.assert_array_equal(bias, 0)
    assert set(twin(4, 4, use_bias=False).params) == {"W", "U"}


@pytest.mark.parametrize("twin", [GRU, FastGRU, GRUCell])
def test_only_the_reset_after_the_product_has_a_second_bias(twin):
    assert set(twin(3, 4).params) == {"W", "U", "b"}
    layer = twin(3, 4, reset="after")
    np.testing.assert_array_equal(layer.params["b_U"], np.zeros(12))
    assert set(twin(3, 4, reset="after", use_bias=False).params) == {"W", "U"}


@pytest.mark.parametrize("twin", LAYERS)
def test_what_is_given_and_what_was_given_back_stays_as_it_is(twin):
    layer = twin(3, 4, seed=1, stateful=True)
    states = [np.ones((2, 4)) for _ in range(states_of(twin))]
    given = [x_of(), *states, np.ones((2, 5, 4)), *(2 * s for s in states)]
    before = [array.copy() for array in given]
    outputs = layer.forward(*given[: 1 + len(states)], lengths=np.array([5, 3]))
    kept = [array.copy() for array in outputs]
    layer.backward(*given[1 + len(states) :])
    layer.forward(given[0])
    for array, was in zip((*given, *outputs), (*before, *kept), strict=True):
        np.testing.assert_array_equal(array, was)


@pytest.mark.parametrize("twin", LAYERS)
def test_a_second_call_gives_what_a_fresh_layer_gives(twin):
    layer, x, dy = twin(3, 4, seed=1), x_of(), RNG.standard_normal((2, 5, 4))
    layer.forward(x_of(N=3, T=7), lengths=[7, 1, 4])
    layer.backward(np.ones((3, 7, 4)))
    fresh = twin(3, 4, seed=1)
    for one, other in zip(layer.forward(x), fresh.forward(x), strict=True):
        np.testing.assert_array_equal(one, other)
    for one, other in zip(layer.backward(dy), fresh.backward(dy), strict=True):
        np.testing.assert_array_equal(one, other)
    for name, gradient in fresh.grads.items():
        np.testing.assert_array_equal(layer.grads[name], gradient)


@pytest.mark.parametrize("twin", LAYERS)
def test_cut_before_every_step_no_gradient_goes_back_in_time(twin):
    layer = twin(3, 4, truncate=1, seed=1)
    layer.forward(x_of())
    dy = np.zeros((2, 5, 4))
    dy[:, -1] = 1
    dx, *first = layer.backward(dy)
    assert np.all(dx[:, -1] != 0)
    np.testing.assert_array_equal(dx[:, :-1], 0)
    for state in first:
        np.testing.assert_array_equal(state, 0)


def test_a_shut_forget_gate_forgets_and_an_open_one_keeps():
    cell = LSTMCell(2, 3)
    x, c = np.zeros((1, 2)), np.full((1, 3), 0.75)
    for bias, kept in ((-50.0, 0.0), (50.0, 0.75)):
        cell.params["b"][3:6] = bias
        np.testing.assert_allclose(cell.forward(x, 0 * c, c)[1], kept, atol=1e-15)
        dc = cell.backward(0 * c, np.ones((1, 3)))[2]
        np.testing.assert_allclose(dc, kept / 0.75, atol=1e-15)
