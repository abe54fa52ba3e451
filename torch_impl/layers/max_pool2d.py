"""Max pooling in PyTorch."""

from __future__ import annotations

from torch import nn

Size = int | tuple[int, int]


class MaxPool2d(nn.MaxPool2d):
    """The maximum of each window, as :class:`torch.nn.MaxPool2d`: padded with -inf."""

    def __init__(self, kernel_size: Size, stride: Size | None = None, padding: Size = 0) -> None:
        super().__init__(kernel_size, stride, padding)
