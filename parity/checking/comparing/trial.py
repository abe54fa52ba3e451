"""What the user's code gave for one case, and what is odd about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from parity.checking.reading.sessions.session import StumbleError
from parity.describing.concept import DrawnCase, Text
from parity.harness.evaluators.evaluation import Evaluation

NOT_GIVEN = Text("not given", "得られない")
"""Said of a quantity that the code does not give at all, under no name."""


@dataclass
class Trial:
    """What the user's code gave for one case.

    Attributes:
        case: the case as it was judged: with the mask that the code drew, dL/dy = 1 ...
        given: its quantities.
        used: our arguments that were passed on; the rest the code fixes by itself.
        stumble: the exception that ended it, if one did.
        not_applicable: why the code was not run on this case.
        altered: the case is no longer the recorded one, so our implementation is the reference.
        odd: what was odd: ``global_random``, ``changed_in_place`` ..., with the details.
        extra: what is right for quantities that our implementation does not give by itself, told
            from the case as it is judged.
        own: finite differences of the code's own loss, where they are the reference.
        bounds: how far a right result may be from them.
        float32: quantities that came back in single precision.
        random_before: the global random state behind the constructor, which may draw weights.
        second: what the same call gave a second time.
        drawn: the case as it was drawn, narrowed perhaps, before the code was seen.
        forward_only: the way back is left out.
    """

    case: DrawnCase
    given: Evaluation = field(default_factory=Evaluation)
    used: set[str] = field(default_factory=set)
    stumble: StumbleError | None = None
    not_applicable: Text | None = None
    altered: bool = False
    odd: dict[str, Any] = field(default_factory=dict)
    float32: list[str] = field(default_factory=list)
    bad: dict[str, Text] = field(default_factory=dict)
    extra: dict[str, Callable[[DrawnCase], np.ndarray]] = field(default_factory=dict)
    own: Evaluation = field(default_factory=Evaluation)
    bounds: dict[str, float] = field(default_factory=dict)
    random_before: Any = None
    second: Evaluation = field(default_factory=Evaluation)
    drawn: DrawnCase | None = None
    forward_only: bool = False

    @property
    def ran(self) -> bool:
        """Tell whether there is anything to compare."""
        return self.not_applicable is None and bool(self.given.quantities)


def cleaned(trial: Trial, name: str, value: Any) -> np.ndarray | None:
    """Return a result as an array of real numbers; note what is wrong with it."""
    if value is None:
        trial.bad[name] = Text("None", "None である")
        return None
    if _holds_itself(value, ()):  # NumPy would unfold it until the memory is full
        trial.bad[name] = Text("a list that contains itself", "自分自身を含むリスト")
        trial.odd.setdefault("object_result", name)
        return None
    try:
        array = np.array(value)
    except Exception:
        trial.bad[name] = Text(
            f"{type(value).__name__}, not an array", f"配列ではなく {type(value).__name__}"
        )
        return None
    if array.dtype.kind in "OSUMmV":
        what = "object" if array.dtype.kind == "O" else str(array.dtype)
        trial.bad[name] = Text(f"values of type {what}, not numbers", f"数値ではなく {what} 型の値")
        trial.odd.setdefault("object_result", name)
        return None
    if array.dtype.kind == "c":
        trial.bad[name] = Text("complex numbers", "複素数")
        trial.odd.setdefault("complex_result", name)
        return None
    if array.dtype in (np.float32, np.float16):
        trial.float32.append(name)
    if array.dtype.kind in "biu":
        return array.astype(np.float64) if array.dtype.kind == "b" else array
    return array.astype(np.float64)


def _holds_itself(value: Any, around: tuple[int, ...]) -> bool:
    """Tell whether a list or a tuple contains itself, at whatever depth."""
    if not isinstance(value, list | tuple):
        return False
    inside = (*around, id(value))
    return any(id(part) in inside or _holds_itself(part, inside) for part in value)
