"""Blocks of networks: what each is made of, which of them have a shortcut, and what is refused."""

import numpy as np
import pytest

from numpy_impl.networks.bottleneck_block import BottleneckBlock
from numpy_impl.networks.compound_scaling import compound_scaling
from numpy_impl.networks.efficientnet_b0 import B0, EfficientNetB0
from numpy_impl.networks.fcn import FCN
from numpy_impl.networks.googlenet import GoogLeNet
from numpy_impl.networks.mbconv import MBConv
from numpy_impl.networks.mobilenet_block import MobileNetBlock
from numpy_impl.networks.network import Network
from numpy_impl.networks.resnet import ResNet
from numpy_impl.networks.siamese import Siamese
from numpy_impl.networks.squeeze_excite import SqueezeExcite
from numpy_impl.networks.u_net import UNet
from numpy_impl.networks.wide_residual_block import WideResidualBlock

X = np.random.default_rng(47).standard_normal((2, 4, 6, 6))
STAGES = ((1, 8, 1, 1, 3), (6, 8, 3, 2, 3), (6, 16, 1, 1, 3))


@pytest.mark.parametrize(("make", "said"), [
    (lambda: BottleneckBlock(4, 2, 4, activation="cube"), "activation is 'cube'"),
    (lambda: BottleneckBlock(4, 2, 4, strided=3), "strided is 3"),
    (lambda: EfficientNetB0(activation="cube"), "activation is 'cube'"),
    (lambda: MBConv(4, 4, activation="cube"), "activation is 'cube'"),
    (lambda: MobileNetBlock(4, 4, activation="cube"), "activation is 'cube'"),
    (lambda: ResNet(activation="cube"), "activation is 'cube'"),
    (lambda: ResNet(block="wide"), "block is 'wide'"),
    (lambda: Siamese(4, activation="cube"), "activation is 'cube'"),
    (lambda: Siamese(4).forward(X[0, 0], X[0, 0]), r"^a has shape \(6, 6\)"),
    (lambda: SqueezeExcite(4, 2, activation="cube"), "activation is 'cube'"),
    (lambda: SqueezeExcite(3, 2).forward(X), r"^x has shape \(2, 4, 6, 6\)"),
    (lambda: WideResidualBlock(4, 4, activation="cube"), "activation is 'cube'"),
    (lambda: FCN(4, (2, 3, 4)).forward(np.zeros((1, 4, 12, 16))), "multiples of 8"),
    (lambda: UNet(4, (2, 2, 2, 2)).forward(np.zeros((1, 4, 12, 16))), "multiples of 8"),
    (lambda: compound_scaling([[8]], [[1]]), r"^channels has shape \(1, 1\)"),
    (lambda: compound_scaling([8, 16], [1]), r"^blocks has shape \(1,\)"),
    (lambda: compound_scaling([8], [1], width=0), "must be above 0"),
    (lambda: compound_scaling([8], [1], depth=0), "must be above 0"),
    (lambda: compound_scaling([8], [1], divisor=0), "must be above 0"),
])  # fmt: skip
def test_what_does_not_fit_is_told(make, said):
    with pytest.raises(ValueError, match=said):
        make()


def test_gradients_that_do_not_fit_are_named():
    gates, pair = SqueezeExcite(4, 2), Siamese(4)
    gates.forward(X)
    pair.forward(X[0, 0, :, :4], X[1, 0, :, :4])
    with pytest.raises(ValueError, match=r"^dy has shape \(2, 3, 6, 6\)"):
        gates.backward(X[:, 1:])
    with pytest.raises(ValueError, match=r"^dy has shape \(5,\)"):
        pair.backward(np.ones(5))


@pytest.mark.parametrize("make", [
    lambda **more: BottleneckBlock(4, 2, 6, **more),
    lambda **more: EfficientNetB0(4, 8, STAGES, 8, 2, **more),
    lambda **more: FCN(4, (2, 2), 2, **more),
    lambda **more: MBConv(4, 6, **more),
    lambda **more: MobileNetBlock(4, 6, **more),
    lambda **more: SqueezeExcite(4, 2, **more),
    lambda **more: UNet(4, (2, 2), 2, **more),
    lambda **more: WideResidualBlock(4, 6, **more),
])  # fmt: skip
def test_all_weights_come_from_the_initializer(make):
    network = make(initializer=lambda shape, seed=None: np.full(shape, 2.0))
    weights = [W for name, W in network.params.items() if name.endswith(".W")]
    assert len(weights) >= 2
    assert all(np.all(W == 2) for W in weights)


@pytest.mark.parametrize(("make", "parts"), [
    (lambda: MBConv(4, 4, rate=0.5, seed=1), 5),  # three convolutions, the gates, the mask
    (lambda: EfficientNetB0(4, 8, STAGES, 8, 2, seed=1), 9),  # five blocks and four more
])  # fmt: skip
def test_each_part_has_a_seed_of_its_own(make, parts, monkeypatch):
    asked, real = [], Network.next_seed
    monkeypatch.setattr(Network, "next_seed", lambda self: asked.append(self) or real(self))
    network = make()
    assert sum(one is network for one in asked) == parts


@pytest.mark.parametrize("make", [
    lambda n_out, stride: BottleneckBlock(4, 2, n_out, stride),
    lambda n_out, stride: MBConv(4, n_out, stride=stride),
    lambda n_out, stride: WideResidualBlock(4, n_out, stride),
])  # fmt: skip
@pytest.mark.parametrize(("n_out", "stride"), [(4, 1), (4, 2), (6, 1), (6, 2)])
def test_a_block_may_change_its_channels_or_its_size(make, n_out, stride):
    assert make(n_out, stride).forward(X).shape == (2, n_out, 6 // stride, 6 // stride)


def test_a_branch_is_dropped_only_where_a_shortcut_is_left():
    assert MBConv(4, 4, rate=0.5).layers["dropout1"].rate == 0.5
    for block in (MBConv(4, 4), MBConv(4, 6, rate=0.5), MBConv(4, 4, stride=2, rate=0.5)):
        assert "dropout1" not in block.layers


def test_deeper_blocks_are_dropped_more_often():
    network = EfficientNetB0(4, 8, STAGES, 8, 2, rate=0.5)
    rates = {
        name: block.layers["dropout1"].rate
        for name, block in network.layers.items()
        if isinstance(block, MBConv) and "dropout1" in block.layers
    }
    assert rates == {"block2_2": 0.5 * 2 / 5, "block2_3": 0.5 * 3 / 5}


def test_the_channels_of_efficientnet_need_no_rounding():
    assert all(channels % 8 == 0 for _, channels, *_ in B0)


def test_channels_are_never_rounded_down_by_more_than_a_tenth_nor_to_nothing():
    assert compound_scaling([80], [1], divisor=72)[0].tolist() == [72]
    assert compound_scaling([81], [1], divisor=72)[0].tolist() == [144]
    assert compound_scaling([0, 1], [1, 1])[0].tolist() == [8, 8]


def test_the_norms_of_googlenet_look_at_two_neighbours_on_each_side():
    network = GoogLeNet(3, (6, 6, 6), (((2, (2, 2), (2, 2), 2),),), 2)
    for name in ("norm1", "norm2"):
        norm = network.layers[name]
        assert (norm.before, norm.after) == (2, 2)


def test_a_u_net_of_four_levels_halves_three_times():
    assert UNet(4, (2, 2, 2, 2)).forward(np.zeros((1, 4, 8, 16))).shape == (1, 2, 8, 16)


def test_one_shot_takes_lists():
    known = [[0.0, 1.0], [4.0, -4.0]]
    assert Siamese(2, seed=1).one_shot(known[::-1], known).tolist() == [1, 0]
