"""Windows in a line are read and written as views: never beyond the arrays that they are of."""

import numpy as np

from numpy_impl.layers import conv_in_line
from numpy_impl.layers.fast_conv2d import FastConv2d
from numpy_impl.layers.windows_in_line import WindowsInLine

RNG = np.random.default_rng(71)


class InLine(FastConv2d):
    """The fast layer, in one way for every shape."""

    form = "line"


def test_a_line_has_zeros_on_both_sides(monkeypatch):
    """Else what lies beyond its end, which may be anything, would be added up as well."""
    lines, collect = [], WindowsInLine.collect

    def noted(self, columns, frames):
        lines.append(columns.shape[-1] - self.length)
        assert lines[-1] == 2 * self.margin > 0
        assert not columns[..., : self.margin].any()
        assert not columns[..., self.margin + self.length :].any()
        collect(self, columns, frames)

    monkeypatch.setattr(WindowsInLine, "collect", noted)
    layer = InLine(2, 3, 3, stride=2, seed=1)
    layer.backward(layer.forward(RNG.standard_normal((2, 2, 7, 7))))
    assert lines


def test_a_block_gathers_its_own_images_alone(monkeypatch):
    blocks, gather = [], WindowsInLine.gather

    def noted(self, frames, columns):
        blocks.append(len(frames))
        assert len(columns) == len(frames)
        gather(self, frames, columns)

    monkeypatch.setattr(WindowsInLine, "gather", noted)
    monkeypatch.setattr(conv_in_line, "BLOCK_BYTES", 18_000)
    InLine(2, 3, 3, seed=1).forward(RNG.standard_normal((5, 2, 8, 8)))
    assert blocks == [2, 2, 1]
