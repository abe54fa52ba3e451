"""im2col and col2im with other arguments and in other layouts than ours."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.binding import NotApplicableError, UnknownShapeError
from parity.checking.reading.sessions.session import users_code
from parity.describing.concept import DrawnCase, Text
from parity.describing.layouts import LAYOUTS, ordered

CHANNELS_LAST = LAYOUTS["channels_last"]
SIX_AXES = ordered((0, 3, 4, 5, 1, 2))
"""Windows by (n, oh, ow, c, kh, kw), to (n, c, kh, kw, oh, ow)."""

UNFOLDED = ordered((0, 2, 1))
"""Windows by example, place and element, to those by example, element and place."""

ROLES: dict[str, tuple[str, ...]] = {
    "image": ("x", "img", "im", "image", "images", "input", "inputdata", "data", "imgs", "inputs",
              "a", "xpadded", "z"),
    "col": ("col", "cols", "xcol", "column", "columns", "c", "dcol", "dcols", "colmatrix", "dxcol"),
    "shape": ("inputshape", "xshape", "shape", "imgshape", "imageshape", "imshape", "inshape"),
    "kh": ("filterh", "kh", "fh", "kernelh", "poolh", "fieldheight", "filterheight",
           "kernelheight", "hh", "hf", "ksizeh", "windowh", "hfilter", "fieldh", "poolheight"),
    "kw": ("filterw", "kw", "fw", "kernelw", "poolw", "fieldwidth", "filterwidth",
           "kernelwidth", "ww", "wf", "ksizew", "windoww", "wfilter", "fieldw", "poolwidth"),
    "k": ("kernelsize", "ksize", "k", "kernel", "filtersize", "f", "size", "fieldsize",
          "windowsize", "poolsize", "window", "filter", "kernelshape", "filtershape"),
    "wshape": ("wshape", "weightshape", "weightsshape"),
    "sh": ("sh", "strideh", "stridey", "sy", "strideheight"),
    "sw": ("sw", "stridew", "stridex", "sx", "stridewidth"),
    "s": ("stride", "s", "strides", "step"),
    "ph": ("ph", "padh", "paddingh", "pady", "padheight"),
    "pw": ("pw", "padw", "paddingw", "padx", "padwidth"),
    "p": ("pad", "padding", "p", "pads"),
    "oh": ("outh", "oh", "outheight", "outputh", "hout"),
    "ow": ("outw", "ow", "outwidth", "outputw", "wout"),
}  # fmt: skip
"""What arguments are, by their names without underscores."""


@dataclass(frozen=True)
class Windows:
    """One way of cutting windows: what is first where, and in which form sizes are passed.

    Attributes:
        channels_last: images are (N, H, W, C).
        examples_last: the windows of all examples at one place come together.
        window_first: in a window, the channels of one place come together.
        turned: windows are columns, not rows.
        form: how one argument for both directions is passed: as a number, a ``pair``, for the
            ``kernel`` alone as a pair, or, for the padding, as ``four`` numbers, one for each side.
    """

    channels_last: bool = False
    examples_last: bool = False
    window_first: bool = False
    turned: bool = False
    form: str = ""

    @property
    def told(self) -> list[Text]:
        """What the reader should know of this way."""
        found = []
        if self.channels_last:
            found.append(Text("Images are (N, H, W, C).", "画像は (N, H, W, C) である。"))
        if self.turned:
            found.append(
                Text(
                    "Windows are columns, (C kh kw, N oh ow), as in CS231n's code; ours are rows.",
                    "CS231n のコードと同じく、窓が列 (C kh kw, N oh ow) に並ぶ。"
                    "本プロジェクトでは行に並ぶ。",
                )
            )
        if self.examples_last:
            found.append(
                Text(
                    "The windows of all examples at one place stand together; ours stand together "
                    "by example.",
                    "同じ位置の窓が全データ分まとまって並ぶ。本プロジェクトではデータごとに並ぶ。",
                )
            )
        if self.window_first:
            found.append(
                Text(
                    "In a window the channels of one place stand together, (kh, kw, C).",
                    "窓の中では、1 つの位置の全チャネルがまとまって並ぶ(kh, kw, C)。",
                )
            )
        return found


def ways() -> Iterator[Windows]:
    """Yield the ways, those of well-known code first."""
    known = [
        Windows(turned=True, examples_last=True),
        Windows(channels_last=True, window_first=True),
        Windows(channels_last=True, turned=True, examples_last=True),
        Windows(channels_last=True),
    ]
    rest = (Windows(a, b, c, d) for a, b, c, d in itertools.product((False, True), repeat=4))
    for way in dict.fromkeys([Windows(), *known, *rest]):
        if way.window_first and not way.channels_last:
            continue  # of images with the channels first, the kernel's rows no longer fit
        for form in ("", "kernel", "pair", "four"):
            yield replace(way, form=form)


@dataclass
class Sizes:
    """The sizes of one case."""

    image: tuple[int, ...]
    kh: int
    kw: int
    stride: int
    pad: int

    @property
    def out(self) -> tuple[int, int]:
        """How many windows there are, down and across."""
        _, _, h, w = self.image
        return (
            (h + 2 * self.pad - self.kh) // self.stride + 1,
            (w + 2 * self.pad - self.kw) // self.stride + 1,
        )


def sizes_of(case: DrawnCase, config: Mapping[str, Any]) -> Sizes:
    """Return the sizes of a case."""
    image = config.get("input_shape") or case.inputs[0]["input_data"].shape
    return Sizes(
        tuple(image), config["filter_h"], config["filter_w"], config["stride"], config["pad"]
    )


def called(
    function: Callable[..., Any], case: DrawnCase, config: Mapping[str, Any], way: Windows,
    array: np.ndarray,
) -> tuple[np.ndarray, set[str]]:  # fmt: skip
    """Return what im2col, or col2im, gives in our layout, and our arguments that were passed."""
    sizes = sizes_of(case, config)
    forward = "input_data" in case.inputs[0]
    roles = {p.name: _role(p.name) for p in parameters_of(function) or []}
    padded = not {"p", "ph"} & set(roles.values())
    given = array if forward else _turn(way, sizes, array)
    if forward and way.channels_last:
        given = CHANNELS_LAST.from_canonical(given)
    if forward and padded and sizes.pad:
        given = np.pad(given, _border(way, sizes.pad))
    keywords, used = _keywords(function, roles, way, sizes, given, padded)
    with users_code("call"):
        result = function(**keywords)
    if isinstance(result, tuple | list):
        result = result[0]
    result = np.asarray(result)
    used |= {"pad"} if padded else set()
    if forward:
        return _turn_back(way, sizes, result), used
    n, c, h, w = sizes.image
    more = 2 * sizes.pad if padded else 0
    last = way.channels_last and result.shape == (n, h + more, w + more, c)
    if more and result.ndim == 4:
        cut = slice(sizes.pad, -sizes.pad)
        result = result[:, cut, cut] if last else result[:, :, cut, cut]
    return (CHANNELS_LAST.to_canonical(result) if last else result), used


def _border(way: Windows, pad: int) -> list[tuple[int, int]]:
    both = (pad, pad)
    return [(0, 0), both, both, (0, 0)] if way.channels_last else [(0, 0), (0, 0), both, both]


def takes_one_length(function: Callable[..., Any]) -> bool:
    """Tell whether one argument says how long a window is in both directions."""
    return any(_role(p.name) == "k" for p in parameters_of(function) or [])


def _role(name: str) -> str:
    short = name.replace("_", "").lower()
    return next((role for role, names in ROLES.items() if short in names), "")


def _keywords(
    function: Callable[..., Any], roles: Mapping[str, str], way: Windows, sizes: Sizes,
    given: np.ndarray, padded: bool,
) -> tuple[dict[str, Any], set[str]]:  # fmt: skip
    n, c, h, w = sizes.image
    if padded:
        h, w = h + 2 * sizes.pad, w + 2 * sizes.pad

    def both(down: int, across: int) -> Any:
        if way.form == "pair":
            return (down, across)
        if down != across:
            raise NotApplicableError("it takes square windows only", "正方形の窓しか取れない")
        return down

    four = way.form == "four"
    pads = (sizes.pad,) * 4 if four else both(sizes.pad, sizes.pad)
    values: dict[str, Any] = {
        "image": given, "col": given,
        "shape": (n, h, w, c) if way.channels_last else (n, c, h, w),
        "kh": sizes.kh, "kw": sizes.kw,
        "wshape": (sizes.kh, sizes.kw, c, 1) if way.channels_last else (1, c, sizes.kh, sizes.kw),
        "sh": sizes.stride, "sw": sizes.stride, "s": both(sizes.stride, sizes.stride),
        "ph": sizes.pad, "pw": sizes.pad, "p": pads,
        "oh": sizes.out[0], "ow": sizes.out[1],
    }  # fmt: skip
    ours = {
        "image": "input_data", "col": "col", "shape": "input_shape", "kh": "filter_h",
        "kw": "filter_w", "s": "stride", "sh": "stride", "p": "pad", "ph": "pad",
    }  # fmt: skip
    keywords, used = {}, set()
    for parameter in parameters_of(function) or []:
        role = roles[parameter.name]
        if role == "k":
            pair = way.form == "kernel"
            keywords[parameter.name] = (sizes.kh, sizes.kw) if pair else both(sizes.kh, sizes.kw)
        elif role:
            keywords[parameter.name] = values[role]
        elif required(parameter):
            raise UnknownShapeError(
                f"the parameter {parameter.name!r} means nothing to us",
                f"引数 {parameter.name!r} に何を渡すべきか分からない",
            )
        if role in ("k", "wshape"):
            used |= {"filter_h", "filter_w"}
        used |= {ours[role]} if role in ours else set()
    fixed = {"s", "sh"} & set(roles.values())
    if not fixed and sizes.stride != 1:
        raise NotApplicableError("it takes no stride", "stride を取らない")
    return keywords, used | ({"stride"} if not fixed else set())


def _axes(way: Windows, sizes: Sizes) -> tuple[tuple[int, ...], list[int]]:
    """Return the shape of their matrix in six axes, and where our axes stand in it."""
    n, c, *_ = sizes.image
    (oh, ow), (kh, kw) = sizes.out, (sizes.kh, sizes.kw)
    rows = (
        [("oh", oh), ("ow", ow), ("n", n)]
        if way.examples_last
        else [("n", n), ("oh", oh), ("ow", ow)]
    )
    inner = (
        [("kh", kh), ("kw", kw), ("c", c)]
        if way.window_first
        else [("c", c), ("kh", kh), ("kw", kw)]
    )
    axes = [*inner, *rows] if way.turned else [*rows, *inner]
    names = [name for name, _ in axes]
    order = [names.index(name) for name in ("n", "oh", "ow", "c", "kh", "kw")]
    return tuple(length for _, length in axes), order


def _turn_back(way: Windows, sizes: Sizes, result: np.ndarray) -> np.ndarray:
    """Return windows in our layout."""
    shape, order = _axes(way, sizes)
    n, c, *_ = sizes.image
    count, length = n * sizes.out[0] * sizes.out[1], c * sizes.kh * sizes.kw
    if result.ndim == 6 and result.shape == (n, c, sizes.kh, sizes.kw, *sizes.out):
        return SIX_AXES.to_canonical(result).reshape(count, length)
    if result.ndim == 3 and result.shape[:2] == (n, length):
        result = UNFOLDED.to_canonical(result).reshape(count, length)
    expected = (length, count) if way.turned else (count, length)
    if result.shape != expected:
        return result
    return ordered(order).from_canonical(result.reshape(shape)).reshape(count, length)


def _turn(way: Windows, sizes: Sizes, col: np.ndarray) -> np.ndarray:
    """Return our windows in their layout."""
    _, order = _axes(way, sizes)
    n, c, *_ = sizes.image
    axes = ordered(order).to_canonical(col.reshape(n, *sizes.out, c, sizes.kh, sizes.kw))
    rows = n * sizes.out[0] * sizes.out[1]
    return axes.reshape((-1, rows) if way.turned else (rows, -1))
