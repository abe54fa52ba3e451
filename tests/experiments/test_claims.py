"""Claims of the course's reports that no other test settles; see parity/experiments/claims.py."""

import itertools
import json
import math

import numpy as np
import pytest

from numpy_impl.activations.relu import ReLU
from numpy_impl.activations.sigmoid import Sigmoid
from numpy_impl.exam.bidirectional_rnn_net import bidirectional_rnn_net
from numpy_impl.exam.encode import encode
from numpy_impl.exam.lstm_taught import lstm_taught
from numpy_impl.gradients.gradient_check import gradient_check
from numpy_impl.gradients.numerical_gradient import numerical_gradient
from numpy_impl.layers.batch_norm import BatchNorm
from numpy_impl.layers.conv2d import Conv2d
from numpy_impl.layers.dense import Dense
from numpy_impl.layers.output_size import output_size
from numpy_impl.losses.half_squared_error import HalfSquaredError
from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy
from numpy_impl.networks.mlp import MLP
from numpy_impl.networks.training import train_step
from numpy_impl.optimizers.adagrad import Adagrad
from numpy_impl.optimizers.adam import Adam
from numpy_impl.optimizers.momentum import Momentum
from numpy_impl.optimizers.rmsprop import RMSprop
from numpy_impl.recurrent.lstm import LSTM
from parity.experiments.catalogue.overfitting import EXPERIMENT as OVERFITTING

RNG = np.random.default_rng(24)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


@pytest.mark.parametrize(
    ("n", "k", "stride", "padding", "claimed", "right"),
    [(6, 2, 1, 1, 6, 7), (8, 3, 2, 1, 3, 4)],
    ids=["C1", "C2"],
)
def test_c1_and_c2_output_sizes(n, k, stride, padding, claimed, right):
    assert output_size(n, k, stride, padding, padding) == right != claimed
    image = Conv2d(1, 1, k, stride, padding, seed=0).forward(np.ones((1, 1, n, n)))
    assert image.shape == (1, 1, right, right)


def d_sigmoid(x):
    """Return the derivative as the course's function has it: of the sigmoid at x."""
    return (1 - sigmoid(x)) * sigmoid(x)


def test_c4_d_sigmoid_wants_the_pre_activation():
    u = np.linspace(-4, 4, 17)
    truth = numerical_gradient(lambda v: float(sigmoid(v).sum()), u)
    np.testing.assert_allclose(d_sigmoid(u), truth, rtol=1e-7)
    of_the_output = d_sigmoid(sigmoid(u))
    assert np.all(np.abs(of_the_output / truth - 1) > 0.01)
    # Far from 0 the taught form does not vanish, and so hides what the sigmoid does there.
    assert truth[-1] < 0.02 < 0.19 < of_the_output[-1]


def first_step(optimizer, g):
    w = np.zeros(1)
    optimizer.update({"w": w}, {"w": np.array([g])})
    return -w[0] / optimizer.lr


@pytest.mark.parametrize("optimizer", [Adagrad, RMSprop], ids=lambda o: o.__name__)
def test_c8_epsilon_inside_and_outside_the_root_differ_for_small_gradients(optimizer):
    def steps(g):
        return [first_step(optimizer(epsilon_place=p), g) for p in ("outside", "inside")]

    outside, inside = steps(1.0)
    assert outside == pytest.approx(inside, rel=1e-4)
    # The root of epsilon, 3e-4, is far more than epsilon, 1e-7, beside a gradient of 1e-5.
    outside, inside = steps(1e-5)
    assert outside > 10 * inside


@pytest.mark.parametrize(("mu", "factor"), [(0.05, 1.05), (0.09, 1.1), (0.5, 2.0), (0.9, 10.0)])
def test_c12_a_coefficient_below_a_tenth_is_hardly_a_momentum(mu, factor):
    optimizer = Momentum(0.01, mu)
    w = np.zeros(1)
    for _ in range(100):
        before = w.copy()
        optimizer.update({"w": w}, {"w": np.ones(1)})
    assert (before - w)[0] / 0.01 == pytest.approx(factor, rel=3e-3)


def test_c16_n_t_is_the_batch_size_and_sigma_squared_the_variance():
    # The gradient of a mini-batch is the mean of its examples' own: divided by how many there are.
    x, t = RNG.standard_normal((7, 4)), RNG.integers(0, 3, 7)
    network, loss = MLP((4, 3), seed=1), SoftmaxCrossEntropy()

    def gradient(rows):
        loss.forward(network.forward(x[rows]), t[rows])
        network.backward(loss.backward(1.0))
        return network.grads["dense1.W"].copy()

    n_t = len(x)
    singles = sum(gradient([row]) for row in range(n_t))
    np.testing.assert_allclose(gradient(list(range(n_t))), singles / n_t, rtol=1e-12)
    # What is divided by its root has a spread of 1; divided by it, of 1 / sigma.
    sigma = 3.0
    x = sigma * RNG.standard_normal((1000, 1))
    variance = x.var()
    normalized = BatchNorm(1, epsilon=0.0).forward(x)
    np.testing.assert_allclose(normalized, (x - x.mean()) / np.sqrt(variance), rtol=1e-12)
    assert normalized.std() == pytest.approx(1)
    assert ((x - x.mean()) / variance).std() == pytest.approx(1 / np.sqrt(variance))


def test_c17_the_carousel_passes_the_error_on_times_one():
    H = 3
    open_gates = np.repeat([100.0, 100.0, 100.0, 0.5], H)
    W, U, zero = np.zeros((4 * H, 2)), np.zeros((4 * H, H)), np.zeros(H)

    def cell(prev_c):
        return float(lstm_taught(np.zeros(2), zero, prev_c, W, U, open_gates)[0].sum())

    prev_c = np.array([0.5, -1.0, 2.0])
    np.testing.assert_allclose(numerical_gradient(cell, prev_c), 1.0, rtol=1e-10)
    printed = numerical_gradient(lambda c: float((np.tanh(0.5) - c).sum()), prev_c)
    np.testing.assert_allclose(printed, -1.0, rtol=1e-10)
    # The layer's own way back, through a hundred steps.
    layer, T = LSTM(2, H, seed=0), 100
    layer.params["U"][...] = 0
    layer.params["b"][...] = np.repeat([0.0, 100.0, 0.0, 0.0], H)  # the forget gate is open
    layer.forward(RNG.standard_normal((1, T, 2)))
    _, _, dc0 = layer.backward(np.zeros((1, T, H)), dc=np.ones((1, H)))
    np.testing.assert_allclose(dc0, 1.0, rtol=1e-10)


def test_c18_the_exams_functions_as_printed_and_corrected():
    vocab, emb, H, T, X, Y = 7, 5, 4, 3, 2, 6
    words, E = np.eye(vocab)[[2, 0, 5]], RNG.standard_normal((emb, vocab))
    W, U, b = RNG.standard_normal((H, emb)), RNG.standard_normal((H, H)), RNG.standard_normal(H)
    assert encode(words, E, W, U, b).shape == (H,)
    with pytest.raises(ValueError, match=r"E has|words has"):
        encode(words, E.T, W, U, b)
    with pytest.raises(ValueError, match="W has"):
        encode(words, E, W.T, U, b)

    xs, V = RNG.standard_normal((T, X)), RNG.standard_normal((Y, 2 * H))
    W_f, W_b = RNG.standard_normal((H, X)), RNG.standard_normal((H, X))
    assert bidirectional_rnn_net(xs, W_f, U, W_b, U, V).shape == (T, Y)
    with pytest.raises(ValueError, match="has shape"):
        bidirectional_rnn_net(xs, W_f.T, U, W_b.T, U, V)
    assert not hasattr([np.zeros(2 * H)] * T, "dot")

    x, h, prev_c = RNG.standard_normal(X), RNG.standard_normal(H), RNG.standard_normal(H)
    W, U, b = RNG.standard_normal((4 * H, X)), RNG.standard_normal((4 * H, H)), np.zeros(4 * H)
    c, _ = lstm_taught(x, h, prev_c, W, U, b)
    i, f, _, a = np.split(W.dot(x) + U.dot(h), 4)
    np.testing.assert_allclose(c, sigmoid(f) * prev_c + sigmoid(i) * np.tanh(a), rtol=1e-12)
    twice = sigmoid(sigmoid(f)) * prev_c + sigmoid(sigmoid(i)) * np.tanh(np.tanh(a))
    assert not np.allclose(c, twice, rtol=0.01)
    with pytest.raises(UnboundLocalError):
        carousel_of_the_report(f, i, a)


def carousel_of_the_report(f, i, a):
    c = f * c + i * a  # noqa: F821 (the bug: c for prev_c)
    return c


def test_c20_dropouts_accuracy_is_the_lower_one():
    def reported(setting):
        (test,) = (r.test for r in OVERFITTING.reported if (r.report, r.setting) == ("R1", setting))
        return test

    assert reported("none") - reported("dropout-0.15-as-taught") == pytest.approx(0.0471)


def test_c21_everything_moves_once_for_each_mini_batch():
    x, t = RNG.standard_normal((40, 6)), RNG.integers(0, 3, 40)
    network, optimizer = MLP((6, 30, 3), dropout=0.5, seed=2), Adam()
    batches = np.array_split(RNG.permutation(40), 4)  # one epoch
    weights, masks = [network.params["dense1.W"].copy()], []
    for rows in batches:
        train_step(network, SoftmaxCrossEntropy(), optimizer, x[rows], t[rows])
        weights.append(network.params["dense1.W"].copy())
        masks.append(network.layers["dropout1"].factor)
    assert optimizer.t == len(batches)
    for before, after in itertools.pairwise(weights):
        assert not np.array_equal(before, after)
    for before, after in itertools.pairwise(masks):
        assert not np.array_equal(before, after)


@pytest.mark.parametrize(
    ("forward", "backward", "agrees"),
    [(ReLU, ReLU, True), (ReLU, Sigmoid, False), (Sigmoid, Sigmoid, True), (Sigmoid, ReLU, False)],
)
def test_c22_differences_find_a_backward_pass_of_another_activation(forward, backward, agrees):
    x, t = RNG.standard_normal((4, 2)), RNG.standard_normal((4, 1))
    first, second, loss = Dense(2, 10, seed=1), Dense(10, 1, seed=2), HalfSquaredError()

    def value(W):
        first.params["W"] = W
        return float(loss.forward(second.forward(forward().forward(first.forward(x))), t))

    W = first.params["W"]
    value(W)
    activation = backward()
    activation.forward(first.forward(x))  # what the backward pass takes its derivative from
    first.backward(activation.backward(second.backward(loss.backward(1.0))))
    error = gradient_check(value, first.grads["W"], W)
    assert (error < 1e-6) == agrees
    assert agrees or error > 0.1


KERAS = """
import json
from parity.harness.processes.worker import quieten
quieten()
import keras
import numpy as np

def drawn(seed):
    seed(0)
    return keras.layers.Dense(3), np.random.rand()

kernels = []
for seed in (np.random.seed, np.random.seed, keras.utils.set_random_seed,
             keras.utils.set_random_seed):
    layer, number = drawn(seed)
    layer.build((None, 2))
    kernels.append((np.array(layer.kernel).tolist(), number))
print(json.dumps(kernels))
"""


@pytest.mark.keras
def test_c24_numpys_seed_does_not_fix_keras_weights(run_in):
    done = run_in("keras", KERAS)
    assert done.returncode == 0, done.stderr[-2000:]
    (first, a), (second, b), (third, _), (fourth, _) = json.loads(done.stdout.splitlines()[-1])
    assert a == b  # NumPy's own numbers are fixed
    assert first != second  # Keras' are not
    assert third == fourth


# The first day's two forward passes, which learn nothing.


def test_a_forward_pass_of_three_layers_by_hand():
    network = MLP((2, 3, 2, 2), "relu", seed=0)
    given = {
        "dense1.W": [[0.1, 0.3, 0.5], [0.2, 0.4, 0.6]],
        "dense1.b": [0.1, 0.2, 0.3],
        "dense2.W": [[0.1, -0.4], [0.2, -0.5], [0.3, 0.6]],
        "dense2.b": [0.1, -0.2],
        "dense3.W": [[0.1, 0.3], [0.2, 0.4]],
        "dense3.b": [1.0, 2.0],
    }
    for name, array in given.items():
        network.params[name][...] = array
    # (1, 2) -> (0.6, 1.3, 2.0) -> (1.02, 0.11) -> (1.124, 2.35)
    np.testing.assert_allclose(network.forward(np.array([[1.0, 2.0]])), [[1.124, 2.35]])


def test_a_layer_of_sigmoids_that_are_all_but_one():
    # R4's x and u = x W + b, with weights that lead there, for the report does not give its own.
    x, u = np.array([1.0, 5.0, 2.0, -1.0]), np.array([26.1, 7.2, 6.3])
    layer = Dense(4, 3)
    layer.params["W"][...] = [[1, 1, 3], [5, 2, 1], [2, 0, 1], [4, 4, 4]]
    layer.params["b"][...] = [0.1, 0.2, 0.3]
    np.testing.assert_allclose(layer.forward(x), u, rtol=1e-15)
    expected = [1 / (1 + math.exp(-a)) for a in u]
    np.testing.assert_allclose(Sigmoid().forward(u), expected, rtol=1e-15)
    np.testing.assert_allclose(1 - Sigmoid().forward(u), [4.6e-12, 7.46e-4, 1.833e-3], rtol=0.01)
