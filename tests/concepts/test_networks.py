"""The multi-layer perceptron as its user meets it."""

import numpy as np
import pytest

from numpy_impl.initializers.gauss import Gauss
from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy
from numpy_impl.networks.auxiliary_classifier import AuxiliaryClassifier
from numpy_impl.networks.block_net import BlockNet
from numpy_impl.networks.choices import ACTIVATIONS, INITIALIZERS
from numpy_impl.networks.layer_table import layer_table
from numpy_impl.networks.mlp import MLP
from numpy_impl.networks.simple_convnet import SimpleConvNet
from numpy_impl.networks.training import train_step
from numpy_impl.optimizers.adam import Adam
from numpy_impl.optimizers.sgd import SGD
from parity.describing.datasets import digit_batches, digits

RNG = np.random.default_rng(23)
CONVOLUTIONAL = {
    SimpleConvNet: (
        {"input_shape": (1, 8, 8), "n_filters": 3, "kernel_size": 3, "hidden": 6, "n_classes": 4},
        (1, 8, 8),
    ),
    BlockNet: ({"input_shape": (2, 6, 6), "n_stem": 2, "n_block": 3, "n_classes": 4}, (2, 6, 6)),
}


def accuracy(network, x, t):
    return np.mean(network.forward(x, training=False).argmax(axis=1) == t)


def test_it_learns_the_digits_and_says_so_on_images_it_has_not_seen():
    x, t = digits()
    network = MLP((64, 30, 10), seed=3)
    before = accuracy(network, x[1500:], t[1500:])
    optimizer, loss = Adam(lr=0.01), SoftmaxCrossEntropy()
    rng = np.random.default_rng(0)
    for _ in range(150):
        chosen = rng.choice(1500, 64, replace=False)
        train_step(network, loss, optimizer, x[chosen], t[chosen])
    assert before < 0.3
    assert accuracy(network, x[1500:], t[1500:]) > 0.85


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("batch_norm", [False, True])
def test_every_activation_learns(activation, batch_norm):
    x, t = digit_batches(steps=80, batch=64, seed=2)
    network = MLP((64, 20, 10), activation, "glorot_uniform", batch_norm, dropout=0.1, seed=1)
    optimizer, loss = Adam(lr=0.01), SoftmaxCrossEntropy()
    losses = [train_step(network, loss, optimizer, x[i], t[i])[0] for i in range(80)]
    assert np.mean(losses[-5:]) < 0.6 * np.mean(losses[:5])


@pytest.mark.parametrize("initializer", INITIALIZERS)
def test_every_initializer_draws_each_layer_at_its_own_width_and_differently(initializer):
    network = MLP((200, 100, 100, 10), initializer=initializer, seed=5)
    rule = INITIALIZERS[initializer]()
    for name in ("dense1.W", "dense2.W"):
        W = network.params[name]
        width = rule.scale(W.shape)
        std = width / np.sqrt(3) if rule.distribution == "uniform" else width
        assert W.std() == pytest.approx(std, rel=0.05)
    two = MLP((50, 50, 50), seed=5)
    assert not np.array_equal(two.params["dense1.W"], two.params["dense2.W"])


def test_the_same_seed_gives_the_same_network_and_the_same_masks():
    x = RNG.standard_normal((5, 8))
    a, b = (MLP((8, 6, 4), dropout=0.5, seed=9) for _ in range(2))
    np.testing.assert_array_equal(a.forward(x), b.forward(x))
    assert not np.array_equal(a.forward(x), b.forward(x, training=False))


def test_the_penalty_leaves_biases_alone_and_its_gradient_belongs_to_it():
    network = MLP((4, 3, 2), l1=0.01, l2=0.1, initializer=Gauss(1.0), seed=2)
    weights = [array for name, array in network.params.items() if name.endswith("W")]
    expected = sum(0.01 * np.abs(W).sum() + 0.05 * (W**2).sum() for W in weights)
    assert network.penalty() == pytest.approx(expected)
    network.forward(np.zeros((1, 4)))
    network.backward(np.zeros((1, 2)))
    for name, array in network.params.items():
        wanted = 0.01 * np.sign(array) + 0.1 * array if name.endswith("W") else 0 * array
        np.testing.assert_allclose(network.grads[name], wanted, atol=1e-15)


def test_a_layer_before_a_normalization_has_no_bias():
    names = set(MLP((4, 3, 2), batch_norm=True).params)
    assert names == {"dense1.W", "norm1.gamma", "norm1.beta", "dense2.W", "dense2.b"}


def test_float32_stays_float32_through_training():
    x, t = digit_batches(steps=3, batch=16, seed=4)
    network = MLP((64, 12, 10), batch_norm=True, dropout=0.2, l2=0.01, seed=1).astype(np.float32)
    optimizer = SGD(lr=0.1)
    for i in range(3):
        train_step(network, SoftmaxCrossEntropy(), optimizer, x[i].astype(np.float32), t[i])
    assert {array.dtype for array in network.params.values()} == {np.dtype(np.float32)}
    assert {array.dtype for array in network.buffers.values()} == {np.dtype(np.float32)}


def test_bad_arguments_list_the_good_ones():
    with pytest.raises(ValueError, match="'relu'"):
        MLP((4, 3, 2), activation="rectifier")
    with pytest.raises(ValueError, match="'he_normal'"):
        MLP((4, 3, 2), initializer="he")
    with pytest.raises(ValueError, match="sizes is"):
        MLP((4,))
    with pytest.raises(ValueError, match=r"\(2, 5\)"):
        MLP((4, 3, 2)).forward(np.ones((2, 5)))


def test_a_table_of_its_layers_runs_it_once():
    rows = layer_table(MLP((6, 5, 3), batch_norm=True, dropout=0.5), (6,))
    assert [(row.name, row.shape, row.parameters, row.multiply_adds) for row in rows] == [
        ("dense1", (5,), 30, 30),
        ("norm1", (5,), 10, 0),
        ("activation1", (5,), 0, 0),
        ("dropout1", (5,), 0, 0),
        ("dense2", (3,), 18, 15),
    ]


@pytest.mark.parametrize("network_class", [MLP, *CONVOLUTIONAL])
def test_a_training_step_leaves_the_batch_as_it_was(network_class):
    config, shape = CONVOLUTIONAL.get(network_class, ({"sizes": (6, 5, 4), "l1": 0.01}, (6,)))
    network = network_class(**config, seed=1)
    x, t = RNG.standard_normal((3, *shape)), np.array([0, 3, 1])
    kept = x.copy(), t.copy()
    train_step(network, SoftmaxCrossEntropy(), SGD(lr=0.1), x, t)
    np.testing.assert_array_equal(x, kept[0])
    np.testing.assert_array_equal(t, kept[1])
    for name, array in {**network.params, **network.grads}.items():
        assert not np.may_share_memory(array, x), name


@pytest.mark.parametrize(("l1", "l2"), [(0.1, 0.0), (0.0, 0.3)])
def test_one_penalty_alone_counts(l1, l2):
    network = MLP((4, 3), l1=l1, l2=l2, initializer=Gauss(1.0), seed=2)
    W = network.params["dense1.W"]
    assert network.penalty() == pytest.approx(l1 * np.abs(W).sum() + l2 / 2 * (W**2).sum())
    network.forward(np.zeros((1, 4)))
    network.backward(np.zeros((1, 3)))
    np.testing.assert_allclose(network.grads["dense1.W"], l1 * np.sign(W) + l2 * W, rtol=1e-15)


def test_an_auxiliary_classifiers_gradients_are_those_of_its_own_loss():
    side = AuxiliaryClassifier((3, 8, 8), 4, 6, 5, window=(4, 2), dropout=0.0, seed=1)
    side.forward(RNG.standard_normal((3, 3, 8, 8)), np.array([0, 4, 2]))
    side.backward(1.0)
    wanted = {name: array.copy() for name, array in side.grads.items()}
    side.fill_gradients()
    for name, array in side.grads.items():
        np.testing.assert_array_equal(array, wanted[name])
