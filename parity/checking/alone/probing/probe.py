"""One way in which the user's code is run: its arguments, its forward, its way back."""

from __future__ import annotations

import contextlib
import copy
import io
import pickle
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from parity.checking.alone.probing.dice import Dice
from parity.checking.alone.probing.places import Place, arrays_in
from parity.checking.reading.sessions.session import users_code
from parity.describing.concept import Text

SLOW = 0.04
"""Seconds that one forward may take: it runs a few hundred times."""

TINY, STEPS, DOUBLE = 1e-6, 1e-4, 1e-13
"""Over so small a distance a smooth function is straight; one in single precision has steps, which
are a part of the change, and larger than what double precision rounds."""

OUTPUTS = ("output", "out", "outputs", "y", "y_hat", "a", "A", "z", "Z", "h", "loss")
"""Attributes in which a forward leaves its result that returns none."""


class UnfitError(Exception):
    """The code cannot be run in this way; the text says why."""

    def __init__(self, en: str, ja: str) -> None:
        super().__init__(en)
        self.text = Text(en, ja)


class EndlessNumbersError(UnfitError):
    """What forward gives is not finite."""


@dataclass
class Root:
    """What one run starts from: the object and the arguments.

    Attributes:
        obj: the user's object; ``None`` where there are only functions.
        args: what forward is given, by the names of its parameters.
    """

    obj: Any
    args: dict[str, Any]


@dataclass
class Gradient:
    """A gradient that the code gives.

    Attributes:
        name: what the code calls it: ``dW``, ``grads['W1']``; "" if it has no name.
        value: its numbers.
        returned: whether it was returned, and not kept in the object.
        source: tells apart the arrays that are kept: one may have several names.
    """

    name: str
    value: np.ndarray
    returned: bool = True
    source: int = 0


@dataclass
class Probe:
    """The user's code with inputs, ready to run.

    Attributes:
        root: the object and the arguments.
        forward: what is called with the root; its result is taken apart by ``outputs_of``.
        back: called with the root after forward, what forward gave, and the upstream gradients;
            gives the gradients.
        upstreams: how many outputs have an upstream gradient; 0 where the result is a loss.
        meaning: ``backward`` of an upstream, the gradient of a ``loss`` of its own, or a
            ``derivative`` by elements.
        average: divides the sum that is differentiated, where each example has its own loss.
        layout: what the inputs look like.
        variables: the arrays with respect to which there are gradients.
        shown: how each is called.
        functions: where gradients are computed, to show the line.
        told: what was taken for granted.
        exact: whether it is certain what the gradient is one of; else nothing is accused.
        back_alone: whether a backward pass is called, which may need no upstream gradient.
    """

    root: Root
    forward: Callable[[Root], Any]
    back: Callable[[Root, Any, Sequence[np.ndarray]], list[Gradient]]
    dice: Dice
    upstreams: int = 1
    meaning: str = "backward"
    reduction: str = "sum"
    cached: bool = False
    batch: int = 1
    layout: str = ""
    variables: list[Place] = field(default_factory=list)
    functions: Sequence[Any] = ()
    told: list[Text] = field(default_factory=list)
    exact: bool = True
    back_alone: bool = False
    _kept: bytes | None = None

    @contextlib.contextmanager
    def unchanged(self) -> Iterator[None]:
        """Let the root be copied from what it is now, which takes less time: nothing changes it."""
        try:
            kept = pickle.dumps(self.root, pickle.HIGHEST_PROTOCOL)
            pickle.loads(kept)
        except Exception:  # what cannot be pickled is copied part by part
            kept = None
        self._kept = kept
        try:
            yield
        finally:
            self._kept = None

    def start(self, values: Mapping[Place, np.ndarray]) -> tuple[Root, Any]:
        """Run forward on a copy of the root with these values; return the copy and the result."""
        root = copied(self.root) if self._kept is None else pickle.loads(self._kept)
        for place, value in values.items():
            held = place.get(root)
            if isinstance(held, np.ndarray) and held.flags.writeable and held.shape == value.shape:
                held[...] = value  # in place, so that whoever shares it sees it
            else:
                place.put(root, value.copy())
        self.dice.reset()
        with quiet("forward"):
            return root, self.forward(root)

    def outputs(self, values: Mapping[Place, np.ndarray]) -> list[np.ndarray]:
        """Return the outputs for these values."""
        root, given = self.start(values)
        return self.outputs_of(given, root)

    def outputs_of(self, given: Any, root: Root) -> list[np.ndarray]:
        """Return the arrays of what forward gave, those first that have an upstream gradient."""
        if given is None and root.obj is not None:
            name = next((n for n in OUTPUTS if _is_array(getattr(root.obj, n, None))), None)
            given = getattr(root.obj, name) if name else None
        if isinstance(given, dict):
            arrays = [v for v in given.values() if _is_array(v)]
            given = tuple(arrays[-1:])
        if isinstance(given, tuple | list):
            parts = list(given)
            if len(parts) > 1 and self.cached:
                parts = parts[:-1]
            if len(parts) == 1 and isinstance(parts[0], tuple):
                parts = list(parts[0])
            arrays = [p for p in parts if _is_array(p)]
            if isinstance(given, list) and len(arrays) == len(given) and not self.upstreams:
                arrays = [np.array(given)] if given else []
            given = tuple(arrays[: self.upstreams or 1])
        else:
            given = (given,)
        found = [np.asarray(part, dtype=float) for part in given if _is_array(part)]
        if not found:
            raise UnfitError("its forward gives no array", "forward が配列を返さない")
        return found

    def gradients(
        self, values: Mapping[Place, np.ndarray], upstream: Sequence[np.ndarray]
    ) -> list[Gradient]:
        """Run forward and the way back; return every gradient that is found."""
        root, given = self.start(values)
        with quiet("backward"):
            return self.back(root, given, [u.copy() for u in upstream])

    def single(self, values: Mapping[Place, np.ndarray]) -> bool:
        """Tell whether forward computes in single precision although it is given double.

        What it returns may be double all the same: then it moves in steps.
        """
        _, given = self.start(values)
        parts = given if isinstance(given, tuple | list) else (given,)
        if any(getattr(part, "dtype", None) in (np.float32, np.float16) for part in parts):
            return True
        sums = []
        for step in (-2, -1, 0, 1, 2):
            moved = {p: v + step * TINY * (1 + np.abs(v)) for p, v in values.items()}
            sums.append(np.concatenate([o.ravel() for o in self.outputs(moved)]))
        bends = [np.abs(a - 2 * b + c) for a, b, c in zip(sums, sums[1:], sums[2:], strict=False)]
        bend = np.max(bends, axis=0)
        change = np.abs(sums[4] - sums[0])
        rounded = bend > DOUBLE * (1 + np.abs(sums[2]))
        return bool(np.median(np.where(rounded, bend / (change + 1e-300), 0.0)) > STEPS)


@contextlib.contextmanager
def quiet(stage: str) -> Any:
    """Run the user's code; what it prints is dropped, since it runs hundreds of times."""
    with users_code(stage), contextlib.redirect_stdout(io.StringIO()):
        yield


def copied(root: Root) -> Root:
    """Return a copy that shares no array.

    Raises:
        UnfitError: if the object cannot be copied.
    """
    try:
        return copy.deepcopy(root)
    except Exception as error:
        kind = type(error).__name__
        raise UnfitError(
            f"the object cannot be copied ({kind})", f"オブジェクトを複製できない({kind})"
        ) from error


def _is_array(value: Any) -> bool:
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "fiub" and value.size > 0
    return isinstance(value, float | np.floating | int | np.integer) and not isinstance(value, bool)


def influential(probe: Probe, rng: np.random.Generator) -> list[Place]:
    """Return the floating-point arrays that the outputs depend on.

    Raises:
        UnfitError: if forward gives two results for the same input.
    """
    before = probe.outputs({})
    if not all(np.isfinite(o).all() for o in before):
        raise EndlessNumbersError(
            "its forward gives no finite numbers", "forward の結果が有限でない"
        )
    began = time.process_time()
    again = probe.outputs({})
    if time.process_time() - began > SLOW:
        raise UnfitError("one run of it takes too long", "1 回の実行に時間がかかりすぎる")
    if any(a.shape != b.shape or not np.array_equal(a, b) for a, b in zip(before, again)):  # noqa: B905
        raise UnfitError(
            "its forward gives another result each time, even from the same random seed",
            "乱数の種をそろえても forward の結果が毎回変わる",
        )
    found = []
    for place, array in arrays_in(probe.root).items():
        if array.dtype.kind != "f" or not array.size:
            continue
        moved = array + 1e-3 * (1 + rng.random(array.shape))
        try:
            after = probe.outputs({place: moved})
        except Exception:
            continue
        if any(a.shape != b.shape or not np.array_equal(a, b) for a, b in zip(before, after)):  # noqa: B905
            found.append(place)
    return found
