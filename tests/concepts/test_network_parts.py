"""What a network says of its parts, and does with them besides computing."""

import re

import numpy as np
import pytest

from numpy_impl.activations.relu import ReLU
from numpy_impl.initializers.gauss import Gauss
from numpy_impl.initializers.zeros import Zeros
from numpy_impl.layers.batch_norm import BatchNorm
from numpy_impl.layers.dense import Dense
from numpy_impl.layers.dropout import Dropout
from numpy_impl.layers.fast_conv2d import FastConv2d
from numpy_impl.layers.fast_max_pool2d import FastMaxPool2d
from numpy_impl.layers.flatten import Flatten
from numpy_impl.layers.lp_pool2d import LpPool2d
from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy
from numpy_impl.networks.auxiliary_classifier import AuxiliaryClassifier
from numpy_impl.networks.choices import ACTIVATIONS, INITIALIZERS, POOLINGS, initializer_called
from numpy_impl.networks.layer_table import layer_table
from numpy_impl.networks.mlp import MLP
from numpy_impl.networks.network import Network, Sequential
from numpy_impl.networks.residual_block import ResidualBlock
from numpy_impl.networks.training import train_step
from numpy_impl.optimizers.sgd import SGD
from parity.describing.concept import snake_case
from parity.harness.evaluators.numpy_evaluator import construct
from parity.harness.evaluators.subject import implementation
from parity.harness.plan import drawn_cases
from parity.harness.registry import all_concepts

RNG = np.random.default_rng(53)
NETWORKS = [concept for concept in all_concepts().values() if concept.kind == "network"]


def parts_of(network):
    for name, layer in network.layers.items():
        yield name, layer
        if isinstance(layer, Network):
            yield from parts_of(layer)


@pytest.mark.parametrize("concept", NETWORKS, ids=lambda concept: concept.name)
def test_a_part_is_called_what_it_is(concept):
    """``dense1``, ``pool2``, ``down1_conv2``: a word for its kind, and which of them it is.

    GoogLeNet's authors call their modules 3a, 3b, 4a ...
    """
    case = next(c for c in drawn_cases(concept).values() if not c.options)
    for name, _ in parts_of(construct(case, np.dtype("float64"))):
        assert re.fullmatch(r"[a-z]+(\d+[a-e]?)?(_([a-z]+)?\d+)*", name), name


@pytest.mark.parametrize("concept", NETWORKS, ids=lambda concept: concept.name)
def test_the_seed_decides_the_masks_too(concept):
    case = next(c for c in drawn_cases(concept).values() if not c.options)
    config = {**case.configuration("numpy"), "seed": 3}
    made = [implementation("numpy", concept)(**config) for _ in range(2)]
    one, same = (
        [part.rng.random(4) for _, part in parts_of(network) if isinstance(part, Dropout)]
        for network in made
    )
    assert len(one) == sum("dropout" in name for name, _ in parts_of(made[0]))
    for first, second in zip(one, same, strict=True):
        np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize("concept", NETWORKS, ids=lambda concept: concept.name)
def test_every_weight_is_drawn_by_the_initializer_that_is_given(concept):
    case = next(c for c in drawn_cases(concept).values() if not c.options)
    config = {**case.configuration("numpy"), "initializer": Zeros()}
    params = implementation("numpy", concept)(**config).params
    weights = {name: W for name, W in params.items() if name.split(".")[-1] == "W"}
    assert weights
    assert not any(np.any(W) for W in weights.values())


def test_an_auxiliary_classifier_gives_scores_or_a_loss_and_its_gradients():
    auxiliary = AuxiliaryClassifier((2, 7, 7), 3, 4, 5, weight=0.5, dropout=0.0, seed=1)
    x, t = RNG.standard_normal((6, 2, 7, 7)), np.arange(6) % 5
    scores = auxiliary.forward(x)
    assert scores.shape == (6, 5)
    assert auxiliary.shapes["pool"] == (2, 1, 1)
    loss = auxiliary.forward(x, t)
    assert loss == pytest.approx(0.5 * SoftmaxCrossEntropy().forward(scores, t))
    auxiliary.backward(1.0)
    wanted = copies(auxiliary.grads)
    for array in auxiliary.grads.values():
        array[...] = np.nan
    auxiliary.fill_gradients()
    for name, array in wanted.items():
        np.testing.assert_array_equal(auxiliary.grads[name], array, err_msg=name)


def small(seed=None):
    """Return a network with each kind of part."""
    network = Sequential([2, 6, 6], seed)
    network.add("conv1", FastConv2d(2, 4, 3, seed=network.next_seed()))
    network.add("norm1", BatchNorm(4))
    network.add("block1", ResidualBlock(4, 4, seed=network.next_seed()))
    network.add("pool1", FastMaxPool2d(2))
    network.add("flatten", Flatten())
    network.add("dense1", Dense(16, 3, seed=network.next_seed()))
    return network


def copies(arrays):
    return {name: array.copy() for name, array in arrays.items()}


def test_a_table_names_the_kinds_the_shapes_and_whole_numbers():
    rows = layer_table(small(), [2, 6, 6])
    assert [(row.name, row.kind, row.shape) for row in rows] == [
        ("conv1", "Conv2d", (4, 4, 4)), ("norm1", "BatchNorm", (4, 4, 4)),
        ("block1", "ResidualBlock", (4, 4, 4)), ("pool1", "MaxPool2d", (4, 2, 2)),
        ("flatten", "Flatten", (16,)), ("dense1", "Dense", (3,)),
    ]  # fmt: skip
    for row in rows:
        assert type(row.parameters) is type(row.multiply_adds) is int
    assert [row.multiply_adds for row in rows] == [4 * 4 * 72, 0, 2 * 4 * 4 * 144, 0, 0, 48]


def test_putting_a_network_together_or_in_a_table_teaches_it_nothing():
    network = small()
    for input_shape in ((2, 6, 6), (2, 8, 8)):
        for name, array in network.buffers.items():
            np.testing.assert_array_equal(array, float(name.endswith("var")), err_msg=name)
        if input_shape == (2, 6, 6):
            layer_table(network, input_shape)
    block = ResidualBlock(2, 3, seed=1)
    before = copies(block.buffers)
    layer_table(block, (2, 5, 4))
    for name, array in block.buffers.items():
        np.testing.assert_array_equal(array, before[name], err_msg=name)


def test_a_network_takes_its_shape_as_a_list_and_knows_the_size_behind_its_parts():
    network = Sequential([1, 4, 5])
    assert network.input_shape == network.size == (1, 4, 5)
    network.add("flatten", Flatten())
    assert network.size == (20,)
    assert Sequential().size == ()
    assert Sequential().input_shape is None


def test_what_a_part_gave_is_remembered_without_the_batch():
    network = MLP((5, 4, 3), seed=1)
    network.forward(RNG.standard_normal((7, 5)))
    assert network.shapes == {"dense1": (4,), "activation1": (4,), "dense2": (3,)}


def test_a_network_trains_unless_it_is_told_otherwise():
    x = RNG.standard_normal((5, 2, 6, 6))
    block = ResidualBlock(2, 3, seed=1)
    networks = [
        (small(1), x),
        (block, x),
        (MLP((4, 5, 3), batch_norm=True, seed=1), RNG.standard_normal((6, 4))),
    ]
    for network, given in networks:
        before = copies(network.buffers)
        network.forward(given)
        assert any(np.any(array != before[name]) for name, array in network.buffers.items())
        after = copies(network.buffers)
        network.forward(given, training=False)
        for name, array in network.buffers.items():
            np.testing.assert_array_equal(array, after[name])
    network = small(1)
    before = copies(network.buffers)
    network.run(network.layers, x)
    assert any(np.any(array != before[name]) for name, array in network.buffers.items())


@pytest.mark.parametrize("first", ["dense", "conv"])
def test_filling_the_gradients_is_backward_without_dx(first):
    network = Sequential()
    if first == "conv":
        network.add("conv1", FastConv2d(2, 3, 3, seed=1))
        network.add("flatten", Flatten())
    else:
        network.add("dense1", Dense(6, 4, seed=1))
    network.add("activation1", ReLU())
    x = RNG.standard_normal((4, 2, 5, 5) if first == "conv" else (4, 6))
    dy = RNG.standard_normal(network.forward(x).shape)
    network.backward(dy)
    wanted = copies(network.grads)
    for array in network.grads.values():
        array[...] = np.nan
    network.forward(x)
    network.fill_gradients(dy)
    for name, array in wanted.items():
        np.testing.assert_allclose(network.grads[name], array, rtol=1e-12, err_msg=name)


def test_any_iterable_names_the_parts():
    network = MLP((3, 4, 2), seed=1)
    x, dy = RNG.standard_normal((5, 3)), RNG.standard_normal((5, 2))
    y = network.run((name for name in network.layers), x)
    dx = network.run_back((name for name in network.layers), dy)
    np.testing.assert_array_equal(network.forward(x), y)
    np.testing.assert_array_equal(network.backward(dy), dx)


def test_a_network_is_converted_and_comes_back():
    network = small(1)
    assert network.astype(np.float32) is network
    assert {array.dtype.name for array in network.params.values()} == {"float32"}
    assert type(network.next_seed()) is int


def test_a_step_tells_plain_numbers():
    network = MLP((4, 3), l2=0.1, seed=1)
    assert type(network.penalty()) is float
    told = train_step(
        network, SoftmaxCrossEntropy(), SGD(0.1), RNG.standard_normal((5, 4)), np.arange(5) % 3
    )
    assert [type(number) for number in told] == [float, float]


def test_a_choice_is_called_what_its_class_is_called():
    known = {**ACTIVATIONS, **INITIALIZERS}
    assert all(snake_case(chosen.__name__) == name for name, chosen in known.items())
    assert set(POOLINGS) == {"max", "average"}
    for name, chosen in INITIALIZERS.items():
        assert type(initializer_called(name)) is chosen
    assert type(initializer_called("zeros")).__name__ == "Zeros"
    own = Gauss(0.5)
    assert initializer_called(own) is own


@pytest.mark.parametrize("norm_type", [2, 4])
def test_a_window_of_zeros_has_the_gradient_0(norm_type):
    layer = LpPool2d(norm_type, 2)
    x = np.zeros((1, 1, 2, 4))
    x[..., 2:] = RNG.uniform(1, 2, (2, 2))
    assert layer.forward(x)[0, 0, 0, 0] == 0
    dx = layer.backward(np.array([[[[3.0, 2.0]]]]))
    np.testing.assert_array_equal(dx[..., :2], 0)
    assert np.all(dx[..., 2:] > 0)
