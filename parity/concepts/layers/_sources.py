"""What several layers cite."""

from __future__ import annotations

CHELLAPILLA = (
    "Chellapilla, Puri and Simard (2006), High performance convolutional neural networks for "
    "document processing, section 2.1"
)

POOLING = (
    "Krizhevsky, Sutskever and Hinton (2012), ImageNet classification with deep convolutional "
    "neural networks, section 3.4: overlapping pooling",
)

GUIDE = "Dumoulin and Visin (2016), A guide to convolution arithmetic for deep learning"

LENET = (
    "LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document "
    "recognition, section II.B"
)
RUMELHART = (
    "Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating "
    "errors, Nature 323"
)
ALEXNET = (
    "Krizhevsky, Sutskever and Hinton (2012), ImageNet classification with deep convolutional "
    "neural networks"
)
MOBILENET = (
    "Howard et al. (2017), MobileNets: efficient convolutional neural networks for mobile vision "
    "applications, section 3.1"
)
XCEPTION = (
    "Chollet (2017), Xception: deep learning with depthwise separable convolutions, section 1"
)
