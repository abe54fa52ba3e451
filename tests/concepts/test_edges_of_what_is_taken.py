"""What is refused just beyond an edge, and what is taken just inside it."""

import numpy as np
import pytest

from numpy_impl.exam.cross_entropy_error import cross_entropy_error
from numpy_impl.exam.minibatch import minibatch
from numpy_impl.exam.random_crop import random_crop
from numpy_impl.layers.batch_norm import BatchNorm
from numpy_impl.layers.conv2d import Conv2d
from numpy_impl.layers.conv_transpose2d import ConvTranspose2d
from numpy_impl.layers.depthwise_conv2d import DepthwiseConv2d
from numpy_impl.layers.group_norm import GroupNorm
from numpy_impl.layers.im2col import im2col
from numpy_impl.layers.instance_norm import InstanceNorm
from numpy_impl.layers.local_response_norm import LocalResponseNorm
from numpy_impl.layers.lp_pool2d import LpPool2d
from numpy_impl.layers.max_pool2d import MaxPool2d
from numpy_impl.layers.output_size import output_size
from numpy_impl.layers.pointwise_conv2d import PointwiseConv2d
from numpy_impl.losses.cross_entropy import CrossEntropy
from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy
from numpy_impl.networks.auxiliary_classifier import AuxiliaryClassifier
from numpy_impl.networks.block_net import BlockNet
from numpy_impl.networks.inception import Inception
from numpy_impl.networks.vgg_block import VGGBlock
from numpy_impl.optimizers.adam import Adam
from numpy_impl.optimizers.sgd import SGD
from numpy_impl.regularizers.l2 import L2

OURS = (
    r"but|must|divide|leaves|larger|no real root|mirrored|no probability|do not have|more than half"
)
"""Words of our own messages, which NumPy's do not have."""


def images(*shape):
    return np.linspace(0.0, 1.0, int(np.prod(shape))).reshape(shape)


def backward(layer, x, dy_shape):
    layer.forward(x)
    layer.backward(np.ones(dy_shape))


def reflected(padding, n):
    return Conv2d(1, 1, 1, padding=padding, padding_mode="reflect").forward(images(1, 1, n, 3))


REFUSED = {
    "a probability below 0": lambda: cross_entropy_error([0.0, 1.0], [-0.01, 1.0]),
    "a probability above 1": lambda: cross_entropy_error([0.0, 1.0], [0.0, 1.01]),
    "a batch of no examples": lambda: minibatch(images(4, 2), images(4), 0, 0),
    "a crop of no columns": lambda: random_crop(images(3, 4, 1), (2, 0), seed=1),
    "a crop of no rows": lambda: random_crop(images(3, 4, 1), (0, 2), seed=1),
    "one axis to normalize": lambda: BatchNorm(2).forward(images(2)),
    "a gradient that would be spread": lambda: backward(BatchNorm(2), images(3, 2), (1, 2)),
    "no groups": lambda: Conv2d(2, 2, 1, groups=0),
    "fewer than no groups": lambda: Conv2d(2, 2, 1, groups=-1),
    "a mirror as wide as the image": lambda: reflected(((2, 0), (0, 0)), 2),
    "a mirror of one pixel": lambda: reflected(((1, 0), (0, 0)), 1),
    "no kernel for a channel": lambda: DepthwiseConv2d(2, 1, depth_multiplier=0),
    "a gradient of other channels": lambda: backward(
        DepthwiseConv2d(2, 1), images(1, 2, 2, 2), (1, 1, 2, 2)
    ),
    "an image of no rows to mix": lambda: PointwiseConv2d(1, 1).forward(images(1, 1, 0, 2)),
    "channels that W does not have": lambda: PointwiseConv2d(2, 1).forward(images(1, 3, 2, 2)),
    "a transposed stride of 0": lambda: ConvTranspose2d(1, 1, 2, stride=0),
    "transposed groups that do not divide": lambda: ConvTranspose2d(4, 2, 2, groups=4),
    "groups that do not divide the channels": lambda: GroupNorm(4, 6),
    "a group of no pixels": lambda: GroupNorm(1, 2).forward(images(1, 2, 0, 3)),
    "a channel of no pixels": lambda: InstanceNorm(2).forward(images(1, 2, 0, 3)),
    "no axis of space": lambda: InstanceNorm(2).forward(images(3, 2)),
    "other channels": lambda: ConvTranspose2d(2, 1, 2).forward(images(1, 3, 2, 2)),
    "an image of no rows": lambda: ConvTranspose2d(1, 1, 2).forward(images(1, 1, 0, 2)),
    "an image that is cut off": lambda: ConvTranspose2d(1, 1, 2, padding=1).forward(
        images(1, 1, 1, 1)
    ),
    "a constant of 0": lambda: LocalResponseNorm(3, k=0.0),
    "channels of no number": lambda: LocalResponseNorm(0),
    "half a channel": lambda: LocalResponseNorm(2.5),
    "an infinite power": lambda: LpPool2d(np.inf, 2),
    "a power below 1": lambda: LpPool2d(0.5, 2),
    "a root of one negative sum": lambda: LpPool2d(3, 1).forward(
        np.array([[[[1.0, -1.0]]]])
    ),
    "a power of one negative number": lambda: LpPool2d(1.5, 1).forward(
        np.array([[[[1.0, -1.0]]]])
    ),
    "a negative padding": lambda: output_size(5, 2, 1, pad_before=-1),
    "as much padding as a window covers": lambda: MaxPool2d(2, padding=2),
    "as much padding along one axis": lambda: MaxPool2d((4, 2), padding=(1, 2)),
    "a window wider than the image": lambda: MaxPool2d((1, 4)).forward(images(1, 1, 5, 3)),
    "a window higher than the image": lambda: MaxPool2d((4, 1)).forward(images(1, 1, 3, 5)),
    "a window wider than the padded image": lambda: MaxPool2d((1, 6), padding=(0, 1)).forward(
        images(1, 1, 2, 3)
    ),
    "a window higher than the padded image": lambda: MaxPool2d((6, 1), padding=(1, 0)).forward(
        images(1, 1, 3, 2)
    ),
    "a filter higher than the padded image": lambda: im2col(images(1, 1, 2, 2), 7, 1, 1, 2),
    "a filter of no rows": lambda: im2col(images(1, 1, 2, 2), 0, 2),
    "a filter of no columns": lambda: im2col(images(1, 1, 2, 2), 2, 0),
    "a filter that stays where it is": lambda: im2col(images(1, 1, 2, 2), 1, 1, 0),
    "a filter that goes back": lambda: im2col(images(1, 1, 2, 2), 1, 1, -1),
    "a frame that is cut": lambda: im2col(images(1, 1, 4, 4), 1, 1, 1, -1),
    "a filter wider than the image": lambda: im2col(images(1, 1, 5, 3), 1, 4),
    "a filter higher than the image": lambda: im2col(images(1, 1, 3, 5), 4, 1),
    "targets of a sum beside 1": lambda: SoftmaxCrossEntropy().forward(
        np.zeros((1, 2)), [[0.5, 0.4988]]
    ),
    "a class too many": lambda: SoftmaxCrossEntropy().forward(np.zeros((2, 3)), [0, 3]),
    "a class below 0": lambda: SoftmaxCrossEntropy().forward(np.zeros((2, 3)), [0, -1]),
    "half a class": lambda: SoftmaxCrossEntropy().forward(np.zeros((2, 3)), [0.0, 1.0]),
    "a logarithm of half": lambda: CrossEntropy(epsilon=0.5),
    "a logarithm of 0": lambda: CrossEntropy(epsilon=0.0),
    "a negative rate": lambda: L2(-0.1),
    "an activation that nobody knows": lambda: BlockNet((1, 4, 4), activation="gelo"),
    "an auxiliary activation that nobody knows": lambda: AuxiliaryClassifier(
        (1, 4, 4), window=(2, 2), activation="gelo"
    ),
    "a gradient of another batch": lambda: backward(
        Inception(2, 1, (1, 2), (1, 2), 1), images(2, 2, 4, 4), (1, 6, 4, 4)
    ),
    "a block of no convolutions": lambda: VGGBlock(1, 1, n_convs=0),
    "an average of nothing new": lambda: Adam(beta1=1.0),
}  # fmt: skip

TAKEN = {
    "probabilities of 0 and 1": lambda: cross_entropy_error([0.0, 1.0], [0.0, 1.0]),
    "a batch of one": lambda: minibatch(images(4, 2), images(4), 3, 1),
    "a crop of one pixel": lambda: random_crop(images(3, 4, 1), (1, 1), seed=1),
    "a crop of the whole image": lambda: random_crop(images(3, 4, 1), (3, 4), seed=1),
    "a mirror of all but one pixel": lambda: reflected(((1, 1), (0, 2)), 2),
    "one pixel that is left": lambda: ConvTranspose2d(1, 1, 3, padding=1).forward(
        images(1, 1, 1, 1)
    ),
    "one channel at a time": lambda: LocalResponseNorm(1).forward(images(1, 2, 2, 2)),
    "an integer of NumPy's": lambda: LocalResponseNorm(np.int64(2)).forward(images(1, 2, 2, 2)),
    "the power 1": lambda: LpPool2d(1, 2).forward(images(1, 1, 2, 2)),
    "a sum of 0": lambda: LpPool2d(3, 1).forward(np.zeros((1, 1, 2, 2))),
    "a fractional power of 0": lambda: LpPool2d(1.5, 1).forward(np.zeros((1, 1, 2, 2))),
    "a window as large as the padded image": lambda: MaxPool2d((4, 4), padding=(1, 0)).forward(
        images(1, 1, 2, 4)
    ),
    "a window as wide as the padded image": lambda: MaxPool2d((4, 4), padding=(0, 1)).forward(
        images(1, 1, 4, 2)
    ),
    "a filter as large as the padded image": lambda: im2col(images(1, 1, 2, 2), 6, 6, 1, 2),
    "padding of half the window": lambda: MaxPool2d((4, 2), padding=(2, 1)),
    "one class alone": lambda: SoftmaxCrossEntropy().forward(np.zeros((2, 1)), [0, 0]),
    "targets of a sum near 1": lambda: SoftmaxCrossEntropy().forward(
        np.zeros((1, 2)), [[0.5, 0.4995]]
    ),
    "a step of length 0": lambda: SGD(0.0),
    "no memory at all": lambda: Adam(beta1=0.0, beta2=0.0),
    "a block of one convolution": lambda: VGGBlock(1, 1, n_convs=1),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_beyond_an_edge_is_one_clear_error(name):
    with pytest.raises(ValueError, match=OURS):
        REFUSED[name]()


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_inside_an_edge_is_taken(name):
    TAKEN[name]()
