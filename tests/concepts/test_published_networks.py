"""Whole networks: their published counts, and the models that Keras brings along."""

import json

import numpy as np
import pytest

from numpy_impl.networks.efficientnet_b0 import EfficientNetB0
from numpy_impl.networks.fcn import FCN
from numpy_impl.networks.googlenet import GoogLeNet
from numpy_impl.networks.layer_table import kind_of, layer_table, products
from numpy_impl.networks.network import Network
from numpy_impl.networks.resnet import ResNet
from numpy_impl.networks.siamese import Siamese
from numpy_impl.networks.u_net import UNet
from numpy_impl.networks.vgg16 import VGG16
from numpy_impl.networks.zfnet import ZFNet

IMAGE = (3, 224, 224)
FIFTY = {"block": "bottleneck", "blocks": (3, 4, 6, 3)}
NINETEEN = {"plan": ((64, 2), (128, 2), (256, 4), (512, 4), (512, 4))}


def no_weights(shape, seed=None):
    """Zeros that nobody writes, which take no memory."""
    return np.zeros(shape)


def parts(network, kinds=("Conv2d", "DepthwiseConv2d", "Dense")):
    """Return (shape, parameters) of every part that is no network, inside the blocks as well."""
    found = []
    for name, part in network.layers.items():
        if isinstance(part, Network):
            found += parts(part, kinds)
        elif kind_of(part) in kinds:
            n = sum(array.size for array in part.params.values())
            found.append([list(network.shapes[name]), n])
    return found


@pytest.mark.parametrize(
    ("network", "config", "parameters", "multiply_adds"),
    [
        (ResNet, {}, 11_689_512, 1_814_073_344),
        (ResNet, FIFTY, 25_557_032, 4_089_184_256),
        (ResNet, {**FIFTY, "blocks": (3, 4, 23, 3)}, 44_549_160, 7_801_405_440),
        (VGG16, {}, 138_357_544, 15_470_264_320),
        (VGG16, NINETEEN, 143_667_240, 19_632_062_464),
        (ZFNet, {}, 62_357_608, 1_168_032_896),
        (GoogLeNet, {}, 6_998_552, 1_582_671_872),
        (EfficientNetB0, {}, 5_288_548, 385_814_752),
        (EfficientNetB0, {"depth": 1.1}, 7_794_184, 569_651_680),
        (EfficientNetB0, {"width": 2.0, "depth": 3.1}, 66_347_960, 5_169_865_152),
    ],
)
def test_a_network_has_the_published_counts(network, config, parameters, multiply_adds):
    rows = layer_table(network(initializer=no_weights, **config), IMAGE)
    assert sum(row.parameters for row in rows) == parameters
    assert sum(row.multiply_adds for row in rows) == multiply_adds


def test_the_first_dense_layer_has_most_of_vgg():
    rows = {row.name: row for row in layer_table(VGG16(initializer=no_weights), IMAGE)}
    assert rows["dense1"].parameters == 102_764_544
    assert rows["pool5"].shape == (512, 7, 7)


def test_zfnet_has_the_sizes_of_its_figure():
    rows = layer_table(ZFNet(initializer=no_weights), IMAGE)
    assert [row.shape for row in rows if row.kind in ("Conv2d", "MaxPool2d")] == [
        (96, 110, 110), (96, 55, 55), (256, 26, 26), (256, 13, 13),
        (384, 13, 13), (384, 13, 13), (256, 13, 13), (256, 6, 6),
    ]  # fmt: skip


def test_googlenet_has_the_sizes_of_its_table():
    rows = {row.name: row for row in layer_table(GoogLeNet(initializer=no_weights), IMAGE)}
    channels = [row.shape for name, row in rows.items() if name.startswith("inception")]
    assert channels == [
        (256, 28, 28), (480, 28, 28),
        (512, 14, 14), (512, 14, 14), (512, 14, 14), (528, 14, 14), (832, 14, 14),
        (832, 7, 7), (1024, 7, 7),
    ]  # fmt: skip


@pytest.mark.parametrize("network", [FCN, UNet])
def test_a_segmentation_gives_scores_of_the_size_of_the_image(network):
    net = network(2, (2, 3, 4), 5, seed=1)
    assert net.forward(np.ones((2, 2, 8, 16))).shape == (2, 5, 8, 16)
    with pytest.raises(ValueError, match="multiples of"):
        net.forward(np.ones((2, 2, 8, 10)))
    with pytest.raises(ValueError, match="multiples of"):
        net.forward(np.ones((2, 8, 16)))


def test_a_siamese_network_finds_the_nearest_of_one_example_each():
    network = Siamese(2, seed=1)
    known = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]])
    assert network.one_shot(1.01 * known[[2, 0, 1, 1]], known).tolist() == [2, 0, 1, 1]
    assert network.forward(known, known).tolist() == [0.0, 0.0, 0.0]
    assert not np.any(network.backward(np.ones(3)))
    with pytest.raises(ValueError, match="b has shape"):
        network.forward(known, known[:2])


def test_a_table_counts_what_a_transposed_convolution_multiplies():
    rows = {row.name: row for row in layer_table(FCN(3, (2, 4), 5), (3, 8, 12))}
    assert rows["up2"].multiply_adds == 5 * 2 * 3 * 5 * 16


def test_a_table_computes_nothing(monkeypatch):
    network = ResNet(3, blocks=(1, 1), channels=(2, 4))
    seen = []
    forward = ResNet.forward
    monkeypatch.setattr(
        ResNet, "forward", lambda n, x, *a, **k: seen.append(x) or forward(n, x, *a, **k)
    )
    layer_table(network, (3, 9, 7))
    assert [x.shape for x in seen] == [(0, 3, 9, 7)]


def test_resnet_takes_images_of_any_size():
    network = ResNet(2, blocks=(1, 1), channels=(2, 4), n_classes=3, seed=1)
    for size in ((1, 1), (5, 8), (32, 17)):
        assert network.forward(np.ones((2, 2, *size)), training=False).shape == (2, 3)
    with pytest.raises(ValueError, match="'basic', 'bottleneck'"):
        ResNet(block="wide")
    with pytest.raises(ValueError, match=r"zip\(\)"):
        ResNet(blocks=(1, 2), channels=(2,))


KERAS = """
import json, sys
import keras
import tensorflow as tf
with tf.Graph().as_default():
    found = {}
    for name in sys.argv[1:]:
        model = getattr(keras.applications, name)(weights=None)
        found[name] = [
            [
                type(l).__name__,
                list(l.output.shape[1:]),
                sum(w.shape.num_elements() for w in l.trainable_weights),
                bool(getattr(l, "use_bias", False)) * l.output.shape[-1],
            ]
            for l in model.layers
        ]
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def keras_models(run_in):
    """Return the layers of Keras' own models: (kind, shape, parameters, biases)."""
    done = run_in("keras", KERAS, "VGG16", "ResNet50", "EfficientNetB0")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def _learned(layers):
    """Return (shape, channels first; parameters; biases) of what has a kernel."""
    return [
        [[shape[-1], *shape[:-1]], n, biases]
        for kind, shape, n, biases in layers
        if kind in ("Conv2D", "DepthwiseConv2D", "Dense")
    ]


def test_vgg_is_keras_layer_by_layer(keras_models):
    network = VGG16(initializer=no_weights)
    assert parts(network) == [[shape, n] for shape, n, _ in _learned(keras_models["VGG16"])]


def test_resnet_is_keras_but_for_biases_in_front_of_norms(keras_models):
    network = ResNet(strided=1, initializer=no_weights, **FIFTY)
    layer_table(network, IMAGE)
    theirs = _learned(keras_models["ResNet50"])
    *convolutions, scores = theirs
    without = [[shape, n - biases] for shape, n, biases in convolutions] + [scores[:2]]
    assert sorted(parts(network)) == sorted(without)
    assert sum(biases for _, _, biases in convolutions) == 26_560
    assert sum(products(p, network.shapes[n]) for n, p in network.layers.items()) < 3.9e9


def test_efficientnet_is_keras_layer_by_layer(keras_models):
    """The gates' two layers are dense here, and convolutions of one pixel there."""
    network = EfficientNetB0(initializer=no_weights)
    layer_table(network, IMAGE)
    theirs = [[shape, n] for shape, n, _ in _learned(keras_models["EfficientNetB0"])]
    flat = [[[shape[0]] if shape[1:] == [1, 1] else shape, n] for shape, n in theirs]
    assert parts(network) == flat
    assert len(flat) == 82
