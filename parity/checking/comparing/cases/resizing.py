"""Makes a case smaller: one length at a time, in every array that has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from parity.describing.concept import DrawnCase
from parity.harness.evaluators import numpy_evaluator


def sizes_of(case: DrawnCase) -> list[int]:
    """Return the lengths of axes that occur in the case, the largest first."""
    arrays = [*case.params.values(), *(a for drawn in case.inputs for a in drawn.values())]
    return sorted({n for array in arrays for n in array.shape if n > 1}, reverse=True)


def resized(case: DrawnCase, size: int, smaller: int) -> DrawnCase | None:
    """Return the case with every axis of length ``size`` cut to ``smaller``.

    ``None`` if our implementation does not take the result: the lengths did not belong together.
    """
    for blocks in (1, 2, 3, 4):
        found = _resized(case, size, smaller, blocks)
        if found is not None:
            return found
    return None


def _resized(case: DrawnCase, size: int, smaller: int, blocks: int) -> DrawnCase | None:
    def cut(array: np.ndarray) -> np.ndarray:
        for axis, n in enumerate(array.shape):
            if n == size:
                array = np.take(array, range(smaller), axis)
            elif blocks > 1 and n == blocks * size:  # gates stacked on one axis
                kept = [b * size + i for b in range(blocks) for i in range(smaller)]
                array = np.take(array, kept, axis)
        return array

    def cut_all(arrays: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        return {name: cut(array) for name, array in arrays.items()}

    config = {name: _cut_setting(name, value, size, smaller) for name, value in case.config.items()}
    small = replace(
        case,
        inputs=tuple(cut_all(drawn) for drawn in case.inputs),
        params=cut_all(case.params),
        buffers=cut_all(case.buffers),
        config=config,
    )
    if any(
        _rows_of_one(before[name]) and not _rows_of_one(after[name])
        for before, after in zip(case.inputs, small.inputs, strict=True)
        for name in before
    ):
        return None  # one-hot rows or probabilities that lost their 1
    return with_upstream(small)


def _rows_of_one(array: np.ndarray) -> bool:
    """Tell whether the array has one-hot rows, or probabilities."""
    if array.ndim < 1 or array.dtype.kind != "f" or array.shape[-1] < 2 or (array < 0).any():
        return False
    return bool(np.allclose(array.sum(axis=-1), 1))


SIZES = ("n_in", "n_out", "n_channels")


def _cut_setting(name: str, value: Any, size: int, smaller: int) -> Any:
    if name in SIZES and value == size:
        return smaller
    if name == "kernel_size" and isinstance(value, tuple):
        return tuple(smaller if v == size else v for v in value)
    if name == "input_shape" and isinstance(value, tuple):
        return tuple(smaller if v == size else v for v in value)
    return value


def with_upstream(case: DrawnCase) -> DrawnCase | None:
    """Return the case with dL/dy of the shape that its output has, if the output exists."""
    if not case.upstream:
        return case if _evaluates(case) else None
    flat = np.concatenate([dy.ravel() for dy in case.upstream])
    upstream = tuple(dy for dy in case.upstream)
    try:
        shapes = _output_shapes(case)
    except Exception:
        return None
    if any(0 in shape for shape in shapes):
        return None
    upstream = tuple(np.resize(flat, shape) for shape in shapes)
    whole = replace(case, upstream=upstream)
    return whole if _evaluates(whole) else None


def _output_shapes(case: DrawnCase) -> list[tuple[int, ...]]:
    from parity.harness.evaluators.evaluation import split_masks

    subject = numpy_evaluator.construct(case, np.dtype("float64"))
    shapes = []
    for drawn in case.inputs:
        positional, keywords = split_masks({n: a.copy() for n, a in drawn.items()})
        mode = {} if case.training is None else {"training": case.training}
        with np.errstate(all="ignore"):
            shapes.append(np.shape(subject.forward(*positional, **mode, **keywords)))
    return shapes


def _evaluates(case: DrawnCase) -> bool:
    try:
        with np.errstate(all="ignore"):
            evaluation = numpy_evaluator.evaluate(case, "float64")
    except Exception:
        return False
    return all(
        array.dtype.kind != "f" or bool(np.isfinite(array).all())
        for array in evaluation.quantities.values()
    )
