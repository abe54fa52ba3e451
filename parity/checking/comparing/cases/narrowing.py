"""Cases made narrower, for code that was written for a part of what the concept takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from parity.checking.comparing.cases.resizing import with_upstream
from parity.describing.concept import DrawnCase

SETTLED = "settled"
"""The option of a case that names the arguments which a narrowing has settled."""


def narrowed(case: DrawnCase, name: str) -> DrawnCase | None:
    """Return the case as a narrowing has it; None if it has no such form."""
    return NARROWINGS[name](case)


def _square(case: DrawnCase) -> DrawnCase | None:
    """Return the case with square windows, and one number for stride and padding."""
    if "filter_h" in case.config:
        return _square_columns(case)
    config = dict(case.config)
    params = dict(case.params)
    kernel = case.weights
    if kernel and params[kernel].ndim >= 3:
        side = max(1, min(params[kernel].shape[2:]))
        inside: Any = (slice(side),) * (params[kernel].ndim - 2)
        params[kernel] = params[kernel][(..., *inside)].copy()
        if "kernel_size" in config:
            config["kernel_size"] = side
    elif "kernel_size" in config:
        size = _one(config["kernel_size"])
        if size is None:
            return None
        config["kernel_size"] = size
    for name in ("stride", "padding", "dilation"):
        if name not in config or config[name] is None:
            continue
        value = _one(config[name])
        if value is None:
            return None
        config[name] = value
    if config == case.config and all(params[n].shape == case.params[n].shape for n in params):
        return case
    return with_upstream(replace(case, config=config, params=params))


def _windows_of_3(case: DrawnCase, sides: tuple[int, int] = (3, 3)) -> DrawnCase | None:
    """Return the case with windows of 3 by 3, and one number for stride and padding."""
    square = _square(case)
    kernel = None if square is None else square.weights
    if square is None or not kernel or square.params[kernel].ndim != 4:
        return None
    weights = square.params[kernel]
    params = {**square.params, kernel: np.resize(weights, (*weights.shape[:2], *sides))}
    config = {**square.config, **({"kernel_size": sides} if "kernel_size" in square.config else {})}
    return with_upstream(replace(square, config=config, params=params))


def _same(case: DrawnCase, sides: tuple[int, int] = (3, 3)) -> DrawnCase | None:
    """Return the case with windows of odd sides around each pixel, zeros beyond the image."""
    if case.config.get("groups", 1) != 1 or case.config.get("padding_mode", "zeros") != "zeros":
        return None
    kept = {n: v for n, v in case.config.items() if n not in ("stride", "dilation", "padding")}
    small = _windows_of_3(replace(case, config=kept), sides)
    if small is None:
        return None
    options = {**small.options, SETTLED: ("padding",)}
    return with_upstream(
        replace(small, config={**small.config, "padding": "same"}, options=options)
    )


def _square_columns(case: DrawnCase) -> DrawnCase:
    """Return a case of im2col, or of col2im, with square windows."""
    side = min(case.config["filter_h"], case.config["filter_w"])
    config = {**case.config, "filter_h": side, "filter_w": side}
    inputs = dict(case.inputs[0])
    if "col" in inputs:
        n, c, *image = config["input_shape"]
        stride, pad = config.get("stride", 1), config.get("pad", 0)
        down, across = ((length + 2 * pad - side) // stride + 1 for length in image)
        inputs["col"] = np.resize(inputs["col"], (n * down * across, c * side * side))
    return replace(case, config=config, inputs=(inputs,))


def _one(value: Any) -> int | None:
    """Return one number for both axes, the smaller of two; None if there is none."""
    if isinstance(value, int):
        return value
    if isinstance(value, tuple | list) and all(isinstance(v, int) for v in value):
        return int(min(value))
    return None


def _vector(case: DrawnCase) -> DrawnCase | None:
    """Return the case with its first example alone, as a vector."""
    first = next(iter(case.inputs[0].values())) if case.inputs and case.inputs[0] else None
    if first is None or first.ndim != 2 or case.params or len(case.inputs) != 1:
        return None
    if case.config.get("reduction") not in (None, "sum", "mean") or "axis" in case.config:
        return None
    inputs = {name: np.array(array[0]) for name, array in case.inputs[0].items()}
    if any(array.ndim < 1 for array in inputs.values()):
        return None
    if case.kind != "loss":
        upstream = tuple(dy[0] for dy in case.upstream)
        return replace(case, inputs=(inputs,), upstream=upstream)
    return replace(case, inputs=(inputs,))


def _first_row(case: DrawnCase) -> DrawnCase | None:
    """Return the case with its first example alone, as a matrix of one row."""
    inputs = case.inputs[0] if len(case.inputs) == 1 else {}
    if not inputs or case.params or next(iter(inputs.values())).ndim != 2:
        return None
    if case.config.get("reduction") not in (None, "sum", "mean") or "axis" in case.config:
        return None
    if len({len(a) for a in inputs.values() if a.ndim}) > 1:
        return None
    first = {name: np.array(a[:1]) if a.ndim else a for name, a in inputs.items()}
    return replace(case, inputs=(first,))


def _one_hot_row(case: DrawnCase) -> DrawnCase | None:
    """Return the case with its first example alone, if its labels are rows too."""
    t = case.inputs[0].get("t") if case.inputs else None
    return None if t is None or t.ndim != 2 else _first_row(case)


def _flat(case: DrawnCase) -> DrawnCase | None:
    """Return the case with every array as a vector, for what works element by element."""
    if case.params or len(case.inputs) != 1 or "axis" in case.config:
        return None
    return replace(
        case,
        inputs=({n: np.array(a).ravel() for n, a in case.inputs[0].items()},),
        upstream=tuple(np.ravel(dy) if np.ndim(dy) else dy for dy in case.upstream),
    )


def _matrices(case: DrawnCase) -> DrawnCase | None:
    """Return the case with every array as a matrix, for what works element by element."""
    if case.params or len(case.inputs) != 1 or "axis" in case.config:
        return None
    shape = np.shape(next(iter(case.inputs[0].values())))
    if len(shape) == 1:
        rows = next((n for n in (2, 3, 5, 7) if shape[0] % n == 0 and shape[0] > n), 0)
        if not rows:
            return None
        shape = (rows, shape[0] // rows)
    elif len(shape) > 2:
        shape = (int(np.prod(shape[:-1])), shape[-1])
    return replace(
        case,
        inputs=({n: np.array(a).reshape(shape) for n, a in case.inputs[0].items()},),
        upstream=tuple(np.reshape(dy, shape) for dy in case.upstream),
    )


def _one_example(case: DrawnCase) -> DrawnCase | None:
    """Return the case with its first example alone, as a batch of one."""
    if len(case.inputs) != 1 or case.kind != "layer":
        return None
    inputs = {n: np.array(a[:1]) for n, a in case.inputs[0].items()}
    return replace(case, inputs=(inputs,), upstream=tuple(dy[:1] for dy in case.upstream))


def _square_images(case: DrawnCase) -> DrawnCase | None:
    """Return the case with as many rows as columns of each image, and square windows."""
    square = _square(case)
    if square is None or len(case.inputs) != 1 or "x" not in case.inputs[0]:
        return None
    case, x = square, square.inputs[0]["x"]
    if x.ndim < 4:
        return None
    if len(set(x.shape[2:])) == 1:
        return case
    side = min(x.shape[2:])
    inside: Any = (slice(side),) * (x.ndim - 2)
    cut = {**case.inputs[0], "x": x[(..., *inside)].copy()}
    try:
        return with_upstream(replace(case, inputs=(cut,)))
    except ValueError:  # the window does not fit any more
        return None


def _one_square_window(case: DrawnCase) -> DrawnCase | None:
    """Return the case with its first image alone, and square windows."""
    square = _square(case)
    return square and _one_example(square)


def _one_square_image(case: DrawnCase) -> DrawnCase | None:
    """Return the case with its first image alone, made square."""
    square = _square_images(case)
    return square and _one_example(square)


def _one_output(case: DrawnCase) -> DrawnCase | None:
    """Return the case with one feature of the output."""
    if len(case.inputs) != 1 or not case.inputs[0]:
        return None
    if "W" in case.params and case.params["W"].ndim == 2:
        params = {n: a[..., :1].copy() for n, a in case.params.items()}
        return with_upstream(replace(case, params=params, config={**case.config, "n_out": 1}))
    inputs = case.inputs[0]
    if case.kind != "loss" or any(array.ndim != 2 for array in inputs.values()):
        return None
    if case.config.get("reduction") == "none":
        return None
    return replace(case, inputs=({n: a[:, :1].copy() for n, a in inputs.items()},))


def _binary(case: DrawnCase) -> DrawnCase | None:
    """Return the case with one number and one class, 0 or 1, for each example."""
    one = _one_output(case)
    if one is None or case.params:
        return None
    inputs = {name: array[:, 0].copy() for name, array in one.inputs[0].items()}
    inputs["t"] = (inputs["t"] > np.median(inputs["t"])).astype(int)
    return replace(one, inputs=(inputs,))


def _hard(case: DrawnCase) -> DrawnCase | None:
    """Return the case with targets of 0 and 1 instead of numbers between them."""
    t = case.inputs[0].get("t") if case.inputs else None
    if t is None or t.dtype.kind != "f":
        return None
    if set(np.unique(t)) <= {0.0, 1.0}:
        return case
    inputs = {**case.inputs[0], "t": (t > np.median(t)).astype(float)}
    return replace(case, inputs=(inputs,))


def _vectors(case: DrawnCase) -> DrawnCase | None:
    """Return the case if its first input is a vector."""
    return case if next(iter(case.inputs[0].values())).ndim == 1 else None


def _floats(case: DrawnCase) -> DrawnCase | None:
    """Return the case if it has no whole numbers where others have floats."""
    return None if next(iter(case.inputs[0].values())).dtype.kind in "iu" else case


def _float_vectors(case: DrawnCase) -> DrawnCase | None:
    """Return the case if its first input is a vector of floats."""
    return _vectors(case) and _floats(case)


def _pairs(case: DrawnCase) -> DrawnCase | None:
    """Return the case if its inputs are matrices."""
    return case if all(array.ndim == 2 for array in case.inputs[0].values()) else None


NARROWINGS: dict[str, Callable[[DrawnCase], DrawnCase | None]] = {
    "square": _square,
    "vector": _vector,
    "first_row": _first_row,
    "one_hot_row": _one_hot_row,
    "one_output": _one_output,
    "binary": _binary,
    "hard": _hard,
    "matrices": _matrices,
    "flat": _flat,
    "numbers": _flat,
    "one_example": _one_example,
    "each_example": lambda case: case,
    "windows_of_3": _windows_of_3,
    "same": _same,
    "same_oblong": lambda case: _same(case, (3, 5)),
    "square_images": _square_images,
    "one_square_window": _one_square_window,
    "one_square_image": _one_square_image,
    "vectors": _vectors,
    "pairs": _pairs,
    "floats": _floats,
    "float_vectors": _float_vectors,
}
"""By the names that readings give them (:mod:`parity.checking.reading.narrowings`)."""
