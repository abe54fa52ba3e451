"""Recurrent layers where something is left out, or there is one of everything."""

import numpy as np
import pytest

from numpy_impl.initializers.zeros import Zeros
from numpy_impl.layers.dense import Dense
from numpy_impl.recurrent.bidirectional import Bidirectional
from numpy_impl.recurrent.fast_gru import FastGRU
from numpy_impl.recurrent.fast_lstm import FastLSTM
from numpy_impl.recurrent.fast_simple_rnn import FastSimpleRNN
from numpy_impl.recurrent.gru import GRU
from numpy_impl.recurrent.gru_cell import GRUCell
from numpy_impl.recurrent.lstm import LSTM
from numpy_impl.recurrent.lstm_cell import LSTMCell
from numpy_impl.recurrent.lstm_peephole import LSTMPeephole
from numpy_impl.recurrent.masking import Masking
from numpy_impl.recurrent.rnn_cell import RNNCell
from numpy_impl.recurrent.simple_rnn import SimpleRNN
from numpy_impl.recurrent.stacked_rnn import StackedRNN
from numpy_impl.recurrent.time_distributed import TimeDistributed

RNG = np.random.default_rng(61)
LAYERS = [SimpleRNN, FastSimpleRNN, GRU, FastGRU, LSTM, FastLSTM, LSTMPeephole]
CELLS = [RNNCell, GRUCell, LSTMCell]
PARTS = [Bidirectional, StackedRNN]


def with_cell_state(twin):
    return issubclass(twin, LSTM | LSTMPeephole | LSTMCell)


def copies(arrays):
    return {name: array.copy() for name, array in arrays.items()}


@pytest.mark.parametrize("twin", LAYERS)
@pytest.mark.parametrize(("N", "T"), [(2, 3), (1, 1)])
def test_a_last_state_that_nobody_looked_at_has_no_gradient(twin, N, T):
    layer = twin(3, 4, seed=1)
    x = RNG.standard_normal((N, T, 3))
    y, *_ = layer.forward(x)
    dy = RNG.standard_normal(y.shape)
    without = layer.backward(dy)
    grads = copies(layer.grads)
    nothing = np.zeros((N, 4))
    layer.forward(x)
    given = (
        layer.backward(dy, nothing, nothing)
        if with_cell_state(twin)
        else layer.backward(dy, nothing)
    )
    for one, other in zip(without, given, strict=True):
        np.testing.assert_array_equal(one, other)
    for name, array in layer.grads.items():
        np.testing.assert_array_equal(grads[name], array, err_msg=name)


def test_a_cell_state_that_nobody_looked_at_has_no_gradient():
    cell = LSTMCell(3, 4, seed=1)
    x, h, c, dh = (RNG.standard_normal((2, n)) for n in (3, 4, 4, 4))
    cell.forward(x, h, c)
    for one, other in zip(cell.backward(dh), cell.backward(dh, np.zeros((2, 4))), strict=True):
        np.testing.assert_array_equal(one, other)


def test_both_cell_states_have_their_gradients_in_a_bidirectional_layer():
    layer = Bidirectional(3, 4, layer="lstm", seed=1)
    x = RNG.standard_normal((2, 5, 3))
    y, *_ = layer.forward(x)
    dy, dh, dc = (RNG.standard_normal(shape) for shape in (y.shape, (2, 2, 4), (2, 2, 4)))
    with_dc, without = layer.backward(dy, dh, dc)[0], layer.backward(dy, dh)[0]
    assert np.max(np.abs(with_dc - without)) > 1e-3


@pytest.mark.parametrize("twin", [SimpleRNN, FastSimpleRNN])
def test_relu_lets_every_gradient_through_above_0(twin):
    """However small the state is: nothing begins at 1."""
    layer = twin(2, 3, activation="relu", seed=1)
    for array in layer.params.values():
        array[...] = np.abs(array) / 4
    x = np.abs(RNG.standard_normal((2, 4, 2)))
    y, _ = layer.forward(x)
    assert 0 < y.min() < y.max() < 1
    linear = np.zeros_like(x)
    dx, _ = layer.backward(np.ones_like(y))
    W, U = layer.params["W"], layer.params["U"]
    back = np.zeros((2, 3))
    for t in reversed(range(4)):
        back = 1 + back @ U.T
        linear[:, t] = back @ W.T
    np.testing.assert_allclose(dx, linear, rtol=1e-13)


def test_relu_in_a_cell_lets_every_gradient_through_above_0():
    cell = RNNCell(2, 3, activation="relu", seed=1)
    for array in cell.params.values():
        array[...] = np.abs(array) / 4
    h = cell.forward(np.full((1, 2), 0.5), np.full((1, 3), 0.25))
    assert 0 < h.min() < h.max() < 1
    dx, dh = cell.backward(np.ones((1, 3)))
    np.testing.assert_allclose(dx, np.ones((1, 3)) @ cell.params["W"].T, rtol=1e-14)
    np.testing.assert_allclose(dh, np.ones((1, 3)) @ cell.params["U"].T, rtol=1e-14)


@pytest.mark.parametrize("twin", [*LAYERS, *CELLS, *PARTS])
def test_every_weight_is_drawn_by_the_initializer_that_is_given(twin):
    params = twin(3, 4, initializer=Zeros(), seed=1).params
    assert not any(np.any(array) for name, array in params.items() if name[-1] in "WU")


@pytest.mark.parametrize("twin", LAYERS)
def test_a_last_state_that_is_changed_afterwards_changes_no_gradient(twin):
    layer = twin(3, 4, seed=1)
    x = RNG.standard_normal((2, 5, 3))
    y, *_ = layer.forward(x)
    dy = RNG.standard_normal(y.shape)
    wanted, *_ = layer.backward(dy)
    _, *last = layer.forward(x)
    for array in last:
        array[...] = 7.0
    dx, *_ = layer.backward(dy)
    np.testing.assert_array_equal(dx, wanted)


def backward(layer, shapes):
    layer.forward(np.ones((2, 3, 3)))
    layer.backward(*(None if shape is None else np.ones(shape) for shape in shapes))


@pytest.mark.parametrize(
    "shapes",
    [((1, 3, 4),), ((2, 3, 4), (1, 4)), ((2, 3, 4), None, (1, 4)), ((2, 3, 4), None, (2, 1))],
)
def test_a_gradient_that_would_be_spread_is_named(shapes):
    for twin in (LSTM, FastLSTM, LSTMPeephole):
        with pytest.raises(ValueError, match="was expected"):
            backward(twin(3, 4, seed=1), shapes)


def test_what_a_cell_would_spread_is_named():
    cell = LSTMCell(3, 4, seed=1)
    x, h, c = np.ones((2, 3)), np.ones((2, 4)), np.ones((2, 4))
    with pytest.raises(ValueError, match=r"^c has shape"):
        cell.forward(x, h, c[:1])
    cell.forward(x, h, c)
    with pytest.raises(ValueError, match=r"^dc_new has shape"):
        cell.backward(h, c[:1])
    masking = Masking()
    masking.forward(np.ones((2, 3, 4)))
    with pytest.raises(ValueError, match=r"^dy has shape"):
        masking.backward(np.ones((1, 3, 4)))


@pytest.mark.parametrize(
    ("twin", "choice"), [(GRU, {"z_weighs": "both"}), (GRUCell, {"reset": "never"})]
)
def test_a_choice_that_nobody_knows_is_named(twin, choice):
    (name,) = choice
    with pytest.raises(ValueError, match=f"^{name} is"):
        twin(2, 3, **choice)


@pytest.mark.parametrize("twin", LAYERS)
def test_no_sequences_have_no_lengths(twin):
    y, *_ = twin(3, 4, seed=1).forward(np.ones((0, 5, 3)), lengths=[])
    assert y.shape == (0, 5, 4)


def test_the_seed_decides_the_masks_and_every_weight_of_stacked_layers():
    x = RNG.standard_normal((2, 5, 3))
    one, same, other = (StackedRNN(3, 4, dropout=0.5, seed=seed) for seed in (1, 1, 8))
    y = one.forward(x, training=True)[0]
    np.testing.assert_array_equal(same.forward(x, training=True)[0], y)
    for name, array in one.params.items():
        assert name.endswith("b") or not np.array_equal(array, other.params[name])


def test_the_same_layer_at_every_step_starts_like_a_dense_layer():
    layer = TimeDistributed(3, 4, seed=1)
    np.testing.assert_array_equal(layer.params["W"], Dense(3, 4, seed=1).params["W"])
    np.testing.assert_array_equal(layer.params["b"], 0)
    assert not np.any(TimeDistributed(3, 4, initializer=Zeros()).params["W"])
