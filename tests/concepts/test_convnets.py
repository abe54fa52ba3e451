"""The convolutional networks as their user meets them: shapes, counts, learning, errors."""

import json
import sys

import numpy as np
import pytest

from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy
from numpy_impl.networks.alexnet import AlexNet
from numpy_impl.networks.auxiliary_classifier import AuxiliaryClassifier
from numpy_impl.networks.block_net import BlockNet
from numpy_impl.networks.deep_convnet import DeepConvNet
from numpy_impl.networks.double_convnet import DoubleConvNet
from numpy_impl.networks.inception import Inception
from numpy_impl.networks.layer_table import layer_table
from numpy_impl.networks.lenet import LeNet
from numpy_impl.networks.network import Sequential
from numpy_impl.networks.residual_block import ResidualBlock
from numpy_impl.networks.simple_convnet import SimpleConvNet
from numpy_impl.networks.small_alexnet import SmallAlexNet
from numpy_impl.networks.training import train_step
from numpy_impl.networks.vgg_block import VGGBlock
from numpy_impl.optimizers.adam import Adam
from numpy_impl.optimizers.sgd import SGD
from parity.describing.datasets import digit_batches
from parity.harness.registry import all_concepts

RNG = np.random.default_rng(31)
SMALL = {
    SimpleConvNet: {"n_filters": 5, "hidden": 20},
    DoubleConvNet: {"n_filters": (5, 6), "hidden": 20},
    DeepConvNet: {"channels": (4, 4, 6, 6, 8, 8), "hidden": 20, "dropout": 0.1},
    LeNet: {"channels": (4, 6), "hidden": (20, 16)},
    # ELU, since narrow layers of ReLUs this deep need more steps than a test has.
    SmallAlexNet: {"channels": (8, 12, 16, 16, 12), "hidden": (32, 24), "dropout": 0.1,
                   "activation": "elu"},
    AlexNet: {"channels": (8, 12, 16, 16, 12), "hidden": (32, 24), "n_classes": 10,
              "stem": (3, 1), "groups": 2, "dropout": 0.1, "activation": "elu"},
    BlockNet: {"n_stem": 8, "n_block": 32},
}  # fmt: skip
"""Narrow versions, for images of 1×20×20."""


def no_weights(shape, seed=None):
    """Zeros that nobody writes, which take no memory."""
    return np.zeros(shape)


def shapes(network, input_shape, kinds=("Conv2d", "MaxPool2d", "AvgPool2d", "Dense")):
    return [row.shape for row in layer_table(network, input_shape) if row.kind in kinds]


def test_the_course_networks_have_the_shapes_that_the_course_writes_down():
    assert shapes(SimpleConvNet(), (1, 28, 28)) == [(30, 24, 24), (30, 12, 12), (100,), (10,)]
    assert shapes(DoubleConvNet(), (1, 28, 28)) == [
        (10, 24, 24), (10, 12, 12), (20, 12, 12), (20, 6, 6), (100,), (10,),
    ]  # fmt: skip
    assert shapes(DeepConvNet(), (1, 28, 28)) == [
        (16, 28, 28), (16, 28, 28), (16, 14, 14),
        (32, 14, 14), (32, 16, 16), (32, 8, 8),
        (64, 8, 8), (64, 8, 8), (64, 4, 4),
        (50,), (10,),
    ]  # fmt: skip


def test_the_deep_network_drops_out_behind_both_dense_layers():
    names = list(DeepConvNet().layers)
    assert names[names.index("dense1") :] == [
        "dense1", "activation7", "dropout1", "dense2", "dropout2",
    ]  # fmt: skip
    scores = DeepConvNet(seed=1).forward(RNG.standard_normal((40, 1, 28, 28)))
    assert 0.3 < np.mean(scores == 0) < 0.7


def test_lenet_has_the_shapes_of_the_paper():
    assert shapes(LeNet(), (1, 32, 32)) == [
        (6, 28, 28), (6, 14, 14), (16, 10, 10), (16, 5, 5), (120,), (84,), (10,),
    ]  # fmt: skip
    rows = {row.name: row for row in layer_table(LeNet(), (1, 32, 32))}
    # 156 as in the paper; 2,416 and not its 1,516, since every map sees all six.
    assert [rows[f"conv{i}"].parameters for i in (1, 2)] == [156, 2416]
    assert [rows[f"dense{i}"].parameters for i in (1, 2, 3)] == [48120, 10164, 850]
    assert rows["conv1"].multiply_adds == 28 * 28 * 6 * 25
    assert rows["dense1"].multiply_adds == 400 * 120


CONVOLUTIONS = {
    1: (34_944, 614_656, 885_120, 1_327_488, 884_992),
    2: (34_944, 307_456, 885_120, 663_936, 442_624),
}


@pytest.mark.parametrize(("groups", "total"), [(1, 62_378_344), (2, 60_965_224)])
def test_alexnet_has_the_shapes_and_the_parameters_of_the_paper(groups, total):
    rows = layer_table(AlexNet(groups=groups, initializer=no_weights), (3, 227, 227))
    found = [row.shape for row in rows if row.kind in ("Conv2d", "MaxPool2d", "Dense")]
    assert found == [
        (96, 55, 55), (96, 27, 27), (256, 27, 27), (256, 13, 13),
        (384, 13, 13), (384, 13, 13), (256, 13, 13), (256, 6, 6),
        (4096,), (4096,), (1000,),
    ]  # fmt: skip
    by_name = {row.name: row.parameters for row in rows}
    assert tuple(by_name[f"conv{i}"] for i in range(1, 6)) == CONVOLUTIONS[groups]
    assert by_name["dense1"] == (256 * 6 * 6 + 1) * 4096
    assert sum(by_name.values()) == total
    norms = [row.name for row in rows if row.kind == "LocalResponseNorm"]
    assert norms == ["norm1", "norm2"]


def test_the_blocks_have_the_shapes_of_their_papers():
    # GoogLeNet's table 1, inception (3a): 64 + 128 + 32 + 32 = 256 channels.
    y = Inception(192, 64, (96, 128), (16, 32), 32).forward(np.zeros((1, 192, 4, 6)))
    assert y.shape == (1, 256, 4, 6)
    assert VGGBlock(3, 8, 3).forward(np.zeros((2, 3, 6, 10))).shape == (2, 8, 3, 5)
    x = RNG.standard_normal((2, 4, 6, 10))
    assert ResidualBlock(4, 4).forward(x).shape == x.shape
    assert "projection" not in ResidualBlock(4, 4).layers
    assert ResidualBlock(4, 8, stride=2).forward(x).shape == (2, 8, 3, 5)


def test_an_auxiliary_classifier_gives_its_weighted_loss_or_the_scores():
    network = AuxiliaryClassifier((3, 8, 8), 4, 6, 5, weight=0.25, dropout=0.0, seed=1)
    x, t = RNG.standard_normal((7, 3, 8, 8)), RNG.integers(0, 5, 7)
    scores = network.forward(x, training=False)
    assert scores.shape == (7, 5)
    loss = SoftmaxCrossEntropy().forward(scores, t)
    assert network.forward(x, t, training=False) == pytest.approx(0.25 * loss)


TABLES = [
    pytest.param(concept, case, id=f"{concept.name}-{case.name}")
    for concept in all_concepts().values()
    for case in concept.cases
    if "layer_table" in case.options
]


@pytest.mark.parametrize(("concept", "case"), TABLES)
def test_the_recorded_layer_tables_are_those_of_numpy(concept, case):
    from parity.describing.concept import draw_case
    from parity.harness import recorded_references
    from parity.harness.evaluators import numpy_evaluator

    ours = numpy_evaluator.evaluate(draw_case(concept, case), "float64").quantities
    record = recorded_references.load(concept)
    for framework in ("torch", "keras"):
        theirs = record.evaluations[(framework, case.name, "float64")].quantities
        assert set(ours) == set(theirs) == {"shapes", "parameters", "multiply_adds"}
        for name, array in ours.items():
            np.testing.assert_array_equal(array, theirs[name], err_msg=f"{framework} {name}")


OWN_COUNTS = """
from parity.harness.processes.worker import quieten
quieten()
import json
from {package}.networks.alexnet import AlexNet
from {package}.networks.small_alexnet import SmallAlexNet
from {package}.networks.deep_convnet import DeepConvNet
from {package}.networks.lenet import LeNet

def count(network):
    return {count}

one, two = AlexNet(initializer="zeros"), AlexNet(groups=2, initializer="zeros")
print(json.dumps([count(n) for n in (LeNet(), DeepConvNet(), SmallAlexNet(), one, two)]))
"""


@pytest.mark.parametrize(
    ("package", "count"),
    [
        pytest.param(
            "torch_impl", "sum(p.numel() for p in network.parameters())", marks=pytest.mark.torch
        ),
        pytest.param("tf_impl", "network.count_params()", marks=pytest.mark.keras),
    ],
)
def test_the_frameworks_own_summaries_count_the_same_parameters(run_in, package, count):
    code = OWN_COUNTS.format(package=package, count=count)
    done = run_in("torch" if package == "torch_impl" else "keras", code)
    assert done.returncode == 0, done.stderr[-2000:]
    ours = [
        sum(row.parameters for row in layer_table(network, network.input_shape))
        for network in (LeNet(), DeepConvNet(), SmallAlexNet())
    ]
    assert json.loads(done.stdout) == [*ours, 62_378_344, 60_965_224]


@pytest.mark.parametrize("network_class", SMALL)
def test_every_network_learns_the_digits(network_class):
    images, t = digit_batches(steps=60, batch=32, seed=5)
    x = np.kron(images.reshape(60, 32, 1, 8, 8), np.ones((2, 2)))
    x = np.pad(x, ((0, 0), (0, 0), (0, 0), (2, 2), (2, 2))).astype(np.float32)
    network = network_class(input_shape=(1, 20, 20), **SMALL[network_class], seed=3)
    network.astype(np.float32)
    optimizer, loss = Adam(lr=0.01), SoftmaxCrossEntropy()
    losses = [train_step(network, loss, optimizer, x[i], t[i])[0] for i in range(60)]
    assert np.mean(losses[-5:]) < 0.6 * np.mean(losses[:5])
    assert {array.dtype for array in network.params.values()} == {np.dtype(np.float32)}
    assert {array.dtype for array in network.grads.values()} == {np.dtype(np.float32)}


@pytest.mark.parametrize("block", ["residual", "inception", "vgg"])
def test_every_block_learns_and_its_cost_is_that_of_its_parts(block):
    x, t = digit_batches(steps=80, batch=32, seed=6)
    network = BlockNet((1, 8, 8), block, n_stem=12, n_block=32, activation="elu", seed=2)
    optimizer, loss = Adam(lr=0.02), SoftmaxCrossEntropy()
    images = x.reshape(80, 32, 1, 8, 8)
    losses = [train_step(network, loss, optimizer, images[i], t[i])[0] for i in range(80)]
    assert np.mean(losses[-5:]) < 0.6 * np.mean(losses[:5])
    row = {row.name: row for row in layer_table(network, (1, 8, 8))}["block"]
    part = network.layers["block"]
    inner = layer_table(part, (12, 8, 8))
    assert row.multiply_adds == sum(each.multiply_adds for each in inner) > 0
    assert row.parameters == sum(array.size for array in part.params.values())
    with pytest.raises(ValueError, match="'residual', 'inception', 'vgg'"):
        BlockNet(block="dense")


@pytest.mark.parametrize("network_class", SMALL)
def test_training_fills_the_same_gradients_without_the_images_own(network_class):
    network = network_class(input_shape=(1, 20, 20), **SMALL[network_class], seed=4)
    x = RNG.standard_normal((3, 1, 20, 20))
    dy = RNG.standard_normal(network.forward(x, training=False).shape)
    assert network.backward(dy).shape == x.shape
    expected = {name: array.copy() for name, array in network.grads.items()}
    network.forward(x, training=False)
    network.fill_gradients(dy)
    for name, array in network.grads.items():
        np.testing.assert_allclose(array, expected[name], rtol=1e-12, atol=1e-14, err_msg=name)


@pytest.mark.parametrize("network_class", SMALL)
def test_the_same_seed_gives_the_same_network_and_layers_draw_differently(network_class):
    config = {"input_shape": (1, 20, 20), **SMALL[network_class]}
    one, two, other = (network_class(**config, seed=seed) for seed in (7, 7, 8))
    for name, array in one.params.items():
        np.testing.assert_array_equal(array, two.params[name])
        if name.endswith("W"):
            assert not np.array_equal(array, other.params[name])
    flat = [array.ravel()[:8] for name, array in one.params.items() if name.endswith("W")]
    assert len({round(float(weights[0] / weights[1]), 9) for weights in flat}) == len(flat)
    x = RNG.standard_normal((4, 1, 20, 20))
    np.testing.assert_array_equal(one.forward(x), two.forward(x))


def test_a_mask_that_is_given_is_the_one_that_is_used():
    network = DeepConvNet((1, 16, 16), (2, 3, 2, 3, 2, 3), 6, 4, seed=1)
    x = RNG.standard_normal((5, 1, 16, 16))
    masks = {"dropout1": np.ones((5, 6)), "dropout2": np.ones((5, 4))}
    scores = network.forward(x, masks=masks)
    np.testing.assert_allclose(scores.shape, (5, 4))
    assert not np.any(network.forward(x, masks={**masks, "dropout2": np.zeros((5, 4))}))
    np.testing.assert_array_equal(network.forward(x, masks=masks), scores)


def test_an_image_of_another_shape_is_an_error_that_names_both():
    with pytest.raises(ValueError, match=r"\(2, 1, 28, 28\).*\(any, 1, 32, 32\)"):
        LeNet().forward(np.zeros((2, 1, 28, 28)))
    with pytest.raises(ValueError, match=r"\(2, 3, 28, 28\).*\(any, 1, 28, 28\)"):
        SimpleConvNet().forward(np.zeros((2, 3, 28, 28)))
    with pytest.raises(ValueError, match=r"\(1, 28, 28\).*\(any, 1, 28, 28\)"):
        DeepConvNet().forward(np.zeros((1, 28, 28)))


def test_an_image_that_is_too_small_is_an_error_when_the_network_is_made():
    with pytest.raises(ValueError, match="larger than the padded input"):
        LeNet((1, 10, 10))
    with pytest.raises(ValueError, match="larger than the padded input"):
        AlexNet((3, 60, 60), initializer=no_weights)


def test_bad_arguments_list_the_good_ones():
    with pytest.raises(ValueError, match="'relu'"):
        SimpleConvNet(activation="rectifier")
    with pytest.raises(ValueError, match="'max', 'average'"):
        LeNet(pooling="mean")
    with pytest.raises(ValueError, match="'he_normal'"):
        DeepConvNet(initializer="he")
    with pytest.raises(ValueError, match="groups 3"):
        AlexNet(groups=3, initializer=no_weights)
    with pytest.raises(ValueError, match="n_convs is 0"):
        VGGBlock(3, 4, 0)
    with pytest.raises(ValueError, match="'relu'"):
        ResidualBlock(3, 4, activation="rectifier")


def test_the_parts_of_a_sequence_say_their_shapes_as_they_are_added():
    network = Sequential((1, 8, 8))
    assert network.size == (1, 8, 8)
    network = LeNet()
    assert network.size == (10,)
    assert network.shapes["flatten"] == (400,)


def test_an_optimizer_moves_the_parts_own_arrays():
    network = SimpleConvNet((1, 8, 8), 3, 3, 6, 4, seed=2)
    before = network.layers["conv1"].params["W"].copy()
    x, t = RNG.standard_normal((6, 1, 8, 8)), RNG.integers(0, 4, 6)
    train_step(network, SoftmaxCrossEntropy(), SGD(lr=0.1), x, t)
    assert not np.array_equal(network.layers["conv1"].params["W"], before)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_show_prints_both_tables_of_alexnet(language, capsys, monkeypatch, tmp_path):
    from parity.cli import main

    monkeypatch.chdir(tmp_path)  # where no run has left its results
    monkeypatch.setattr(sys, "argv", ["parity", "show", "alexnet", "--lang", language])
    monkeypatch.setenv("COLUMNS", "160")
    with pytest.raises(SystemExit) as exit_:
        main()
    out = capsys.readouterr().out
    assert not exit_.value.code
    for part in ("62,378,344", "60,965,224", "96×55×55", "1,135,256,096"):
        assert part in out
    assert ("multiply-adds" if language == "en" else "積和演算数") in out
