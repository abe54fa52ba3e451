"""Which of several results is which: by the names in the return statement, by shape, by place."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from parity.checking.reading.source import returned_names
from parity.checking.reading.spellings import Names


class SomeOutputs(dict):
    """The outputs that code gives, by our names, where it does not give all of them."""


MOST = 6
"""Of more results than this no permutation is tried."""


def flattened(given: Any) -> list[Any]:
    """Return the parts of a result, those of lists inside it too: ``dx, [dW, db]`` has three."""
    if not isinstance(given, tuple | list):
        return [given]
    parts: list[Any] = []
    for part in given:
        parts += flattened(part) if isinstance(part, tuple | list) else [part]
    return parts


def assigned(
    given: Any,
    wanted: Mapping[str, tuple[int, ...]],
    function: Any,
    names: Names,
) -> dict[str, Any]:
    """Return the results by our names.

    Args:
        given: what a backward function returned, no dictionary.
        wanted: our names, in our order, with the shape that each gradient has.
        function: the user's function, whose return statement may name them.
        names: how theirs are understood.
    """
    parts = flattened(given)
    if isinstance(given, list) and len(wanted) == 1 and not _has_array(parts):
        return dict.fromkeys(wanted, given)
    places = _named(function, len(parts), list(wanted), names)
    said = {name: parts[place] for name, place in places.items()}
    if said and all(_fits(part, wanted[name]) for name, part in said.items()):
        return said
    by_place = dict(zip(wanted, parts, strict=False))
    if all(_fits(part, wanted[name]) for name, part in by_place.items()):
        return by_place
    if 1 < len(parts) <= MOST:
        order = list(wanted)
        for chosen in itertools.permutations(range(len(parts)), min(len(parts), len(order))):
            found = {name: parts[i] for name, i in zip(order, chosen, strict=False)}
            if all(_fits(part, wanted[name]) for name, part in found.items()):
                return found
    return said or by_place


def _has_array(parts: Sequence[Any]) -> bool:
    return any(isinstance(part, np.ndarray) for part in parts)


def _fits(part: Any, shape: tuple[int, ...]) -> bool:
    """Tell whether a result can be the array of that shape; axes of length 1 do not count."""
    if part is None or isinstance(part, dict):
        return False
    try:
        theirs = np.shape(part)
    except ValueError:
        return False
    return tuple(n for n in theirs if n != 1) == tuple(n for n in shape if n != 1)


def _named(function: Any, count: int, wanted: list[str], names: Names) -> dict[str, int]:
    """Return which part is which by the names in the last return; {} if they do not say."""
    theirs = returned_names(function)
    if len(theirs) != count or count < 2:
        return {}
    found: dict[str, int] = {}
    for place, name in enumerate(theirs):
        meant = next((w for w in wanted if name in names.gradient_of(w)), None)
        if meant is None or meant in found:
            return {}
        found[meant] = place
    return found


def gradients_beside(
    given: Sequence[Any], wanted: Mapping[str, tuple[int, ...]], function: Any, names: Names
) -> dict[str, Any]:
    """Return the gradients that a function gave beside its loss, by our names.

    They are told by the names in its return statement; where these say nothing, and no two
    gradients have one shape, by their shapes.
    """
    theirs = returned_names(function)
    if len(theirs) == len(given):
        places = {w: i for w in wanted for i, n in enumerate(theirs) if n in names.gradient_of(w)}
        left = [i for i, name in enumerate(theirs) if not name and np.ndim(given[i])]
        if len(places) == len(wanted) - 1 and len(left) == 1:  # an expression has no name
            places |= {w: left[0] for w in wanted if w not in places}
        if places:
            return {w: given[i] for w, i in places.items() if _fits(given[i], wanted[w])}
    if len(set(wanted.values())) < len(wanted):
        return {}
    by_shape = {w: [part for part in given if _fits(part, wanted[w])] for w in wanted}
    return {w: parts[0] for w, parts in by_shape.items() if len(parts) == 1}


OUTPUT_NAMES = ("out", "output", "outputs", "y", "Y", "Z", "z", "A", "a", "H", "h", "result",
                "loss")  # fmt: skip
"""What the output is called among several results."""


WEIGHTS = ("w", "weights", "attn", "attention_weights", "attn_weights", "attn_weight", "alpha",
           "attention_weight", "score", "scores", "p")  # fmt: skip
"""What people call the weights of attention that they return beside the output."""


def output_of(given: Any, shape: tuple[int, ...] | None, function: Any = None) -> tuple[Any, Any]:
    """Return (the output, the rest) of what a forward function returned.

    The first part is the output, unless another one alone has its shape; of several that have it,
    one that is called so, and no array of positions.
    """
    if not isinstance(given, tuple | list) or not len(given):
        return given, given
    if isinstance(given, list) and shape and all(np.ndim(part) == 0 for part in given):
        return np.array(given, dtype=float), None  # an array, as a list
    parts = list(given)
    at = 0
    fitting = [i for i, p in enumerate(parts) if shape is not None and _fits(p, shape)]
    if len(fitting) > 1:
        called = returned_names(function) if function is not None else []
        named = [i for i in fitting if len(called) == len(parts) and called[i] in OUTPUT_NAMES]
        numbers = [i for i in fitting if np.asarray(parts[i]).dtype.kind == "f"]
        others = [i for i in numbers if len(called) != len(parts) or called[i] not in WEIGHTS]
        at = (named or others or numbers or fitting)[0]
    elif fitting:
        at = fitting[0]
    rest = parts[:at] + parts[at + 1 :]
    return parts[at], rest[0] if len(rest) == 1 else tuple(rest)


def are_probabilities(part: Any) -> bool:
    """Tell whether an array has rows or columns of probabilities."""
    array = np.asarray(part)
    if array.dtype.kind != "f" or (array < 0).any():
        return False
    return any(np.allclose(array.sum(axis=axis), 1) for axis in (0, -1))


def through_slope(dy: Any, slope: np.ndarray) -> Any:
    """Return dL/dx for a derivative: by elements, or a Jacobian for each row."""
    if np.ndim(dy) and slope.shape == (*np.shape(dy), np.shape(dy)[-1]):
        return np.einsum("...j,...ji->...i", dy, slope)
    return dy * slope
