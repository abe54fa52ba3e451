"""Windows in a line are read and written as views: never beyond the arrays that they are of."""

import numpy as np
import pytest

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


def test_how_long_the_line_of_a_plane_is():
    windows = WindowsInLine((7, 8), (0, 0), (5, 4), (2, 3), (2, 3), (3, 3))
    assert windows.grid == (4, 3)  # every other row and every third column
    assert windows.length == 3 * 3
    # The last element of the kernel begins 4 rows and 3 columns further on in its plane.
    assert windows.plane == 4 * 3 + 3 + 9
    assert windows.margin == 4 * 3 + 3


def test_frames_have_the_type_that_is_asked_for_and_lines_keep_their_axes():
    windows = WindowsInLine((4, 4), (0, 0), (2, 2), (1, 1), (1, 1), (3, 3))
    images = np.arange(96, dtype=np.float32).reshape(2, 3, 4, 4)
    frames = windows.framed(images, np.float32)
    assert frames.dtype == np.float32
    lines = frames[..., 0, 0, : windows.length]
    np.testing.assert_array_equal(windows.cut(lines), images[..., :3, :3])
    exact = WindowsInLine((4, 4), (0, 0), (2, 2), (1, 1), (1, 1), (3, 3), exact=True)
    windows_alone = np.arange(54.0).reshape(2, 3, 9)
    np.testing.assert_array_equal(exact.cut(windows_alone), windows_alone.reshape(2, 3, 3, 3))


@pytest.mark.parametrize("first", [(0, 0), (1, 2), (-1, -2), (-1, 2), (3, 5)])
def test_each_plane_has_its_pixels_of_an_image(first):
    windows = WindowsInLine((6, 7), first, (2, 2), (2, 3), (1, 1), (3, 2))
    image = np.arange(1.0, 21.0).reshape(5, 4)
    frame = np.zeros((6, 9))  # with as many columns as the planes have together
    for i, j in np.ndindex(5, 4):
        y, x = i + first[0], j + first[1]
        if 0 <= y < 6 and 0 <= x < 9:
            frame[y, x] = image[i, j]
    framed = windows.framed(image, float)
    for a, b in np.ndindex(2, 3):
        plane = framed[a, b, :9].reshape(3, 3)
        np.testing.assert_array_equal(plane, frame[a::2, b::3])
    again = np.zeros_like(image)
    windows.unframed(framed, again)
    inside = np.isin(image, frame)
    np.testing.assert_array_equal(again, np.where(inside, image, 0))


def test_collecting_is_gathering_turned_round():
    windows = WindowsInLine((4, 5), (0, 0), (2, 3), (1, 1), (1, 1), (3, 3))
    frames = RNG.standard_normal((1, 1, windows.plane))
    columns = np.zeros((2, 3, windows.length))
    windows.gather(frames, columns)
    weights = RNG.standard_normal(columns.shape)
    around = np.pad(weights, [(0, 0), (0, 0), (windows.margin, windows.margin)])
    back = np.empty_like(frames)
    windows.collect(around, back)
    np.testing.assert_allclose(np.sum(back * frames), np.sum(weights * columns), rtol=1e-12)
