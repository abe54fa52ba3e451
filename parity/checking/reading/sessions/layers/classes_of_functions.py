"""A concept that is a function here, written as a class with ``forward`` and ``backward``."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.results import assigned
from parity.checking.reading.sessions.called import CalledFunction, CallSession
from parity.checking.reading.sessions.calls.uses.use import Use
from parity.checking.reading.sessions.session import Subject, users_code
from parity.checking.reading.spellings import Names
from parity.describing.concept import Concept, DrawnCase, Text
from parity.harness.evaluators.evaluation import upstream_of

SHAPE = Text("a class with forward and backward", "forward と backward を持つクラス")
FORWARD = ("forward", "__call__")


def is_made_of_nothing(cls: Any) -> bool:
    """Tell whether a class has a forward pass, and its constructor asks for nothing."""
    if not inspect.isclass(cls) or not any(n in vars(b) for b in cls.__mro__[:-1] for n in FORWARD):
        return False
    return not any(required(p) for p in parameters_of(cls) or [])


class ClassOfFunction(CalledFunction):
    """A class whose objects compute a function: a new one for each call.

    Attributes:
        cls: the user's class.
        made: the object of the last call, which knows what it was given.
    """

    def __init__(
        self, concept: Concept, names: Names, label: str, cls: type, use: Use | None = None
    ) -> None:
        self.cls, self.made = cls, None
        super().__init__(concept, names, label, self._as_function(), use)
        self.shape = SHAPE

    def _as_function(self) -> Callable[..., Any]:
        method = next(
            n for n in FORWARD if n in {m for b in self.cls.__mro__[:-1] for m in vars(b)}
        )

        def function(*arguments: Any, **keywords: Any) -> Any:
            self.made = self.cls()
            return getattr(self.made, method)(*arguments, **keywords)

        own = list(inspect.signature(getattr(self.cls, method)).parameters.values())[1:]
        function.__signature__ = inspect.Signature(own)  # type: ignore[attr-defined]
        return function

    def start(self, case: DrawnCase) -> CallSession:
        """Set it up; nothing runs yet."""
        return ClassSession(self, case)

    def others(self) -> Iterator[Subject]:
        """Yield the other ways of calling it, the likeliest first."""
        for use in dict.fromkeys(self._uses()):
            if use != self.use:
                yield ClassOfFunction(self.concept, self.given_names, self.label, self.cls, use)


class ClassSession(CallSession):
    """Calls an object of such a class, and goes back through it."""

    subject: ClassOfFunction

    def __init__(self, subject: ClassOfFunction, case: DrawnCase) -> None:
        super().__init__(subject, case)
        back = getattr(subject.cls, "backward", None)
        self.asked = list(parameters_of(back) or [])[1:]
        self.goes_back = callable(back) and bool(case.upstream) and bool(case.differentiable)
        self.ignores_upstream = self.goes_back and not self.asked

    def backward(self, dy: Any) -> dict[str, Any]:
        """Return the gradients that the object gives, in the order of what it was given."""
        upstream = list(upstream_of(self.case, 0).values())
        # What it returns is for dL/dy = 1 where it asks for nothing.
        given = [dy, *upstream[1:]][: len(self.asked)]
        with users_code("backward"):
            found = self.subject.made.backward(*given)  # type: ignore[attr-defined]
        shapes: Mapping[str, tuple[int, ...]] = {
            name: np.shape(self.inputs[name]) for name in self.case.differentiable
        }
        names = self.subject.given_names
        if isinstance(found, dict):
            own = {n: next((g for g in names.gradient_of(n) if g in found), "") for n in shapes}
            return {name: found[theirs] for name, theirs in own.items() if theirs}
        return assigned(found, dict(shapes), self.subject.cls.backward, names)  # type: ignore[attr-defined]
