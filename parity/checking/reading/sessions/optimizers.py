"""Optimizers: a class with update(params, grads), a function of a weight and its gradient ..."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from parity.checking.loading.signatures import parameters_of
from parity.checking.reading.binding import NotApplicableError, UnknownShapeError
from parity.checking.reading.sessions.optimizing.driving import (
    Arrays,
    OptimizerSession,
    gradients_at,
    steps_of,
)
from parity.checking.reading.sessions.optimizing.holders import OWN
from parity.checking.reading.sessions.optimizing.loops import Loop, LoopSession, loops
from parity.checking.reading.sessions.optimizing.session import Driven
from parity.checking.reading.sessions.optimizing.ways import (
    METHODS,
    Way,
    class_ways,
    function_ways,
)
from parity.checking.reading.sessions.session import StumbleError, Subject
from parity.checking.reading.source import source_of
from parity.checking.reading.spellings import Names
from parity.checking.reading.wrapping import Wrapper, find_wrapper
from parity.describing.concept import Concept, DrawnCase, Text, draw_case

UPDATE = METHODS
CLASS = Text("a class with update(params, grads)", "update(params, grads) を持つクラス")
FUNCTION = Text("a function of a weight and its gradient", "重みと勾配を取る関数")
OF_ALL = Text("a function of all weights and their gradients", "全ての重みと勾配を取る関数")


def taken_in(wrapper: Wrapper) -> Text:
    """Say what the arrays were put in."""
    name = wrapper.cls.__name__
    return Text(
        f"Weights and gradients were handed over as {name} objects.",
        f"重みと勾配は {name} のオブジェクトとして渡した。",
    )


LOOP = Text("a whole training loop", "学習の繰り返し全体を行う関数")
TRIED = 2
"""How many steps show whether a way of calling an optimizer is one."""


class OptimizerSubject(Subject):
    """A class or function that updates parameters.

    Attributes:
        target: the user's object.
        way: how it is called; the likeliest that works if ``None``.
        namespace: what stands beside it: a class of parameter objects may.
        broken: a way in which the code asks for a name that is not there.
    """

    def __init__(
        self, concept: Concept, names: Names, label: str, target: Any,
        way: Way | Loop | None = None, namespace: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(concept, names, CLASS if inspect.isclass(target) else FUNCTION, label)
        self.target, self.way, self.namespace = target, way, namespace or {}
        self.broken: Way | Loop | None = None
        self.told = way.told if way else []

    def open(self, case: DrawnCase, params: Arrays) -> OptimizerSession:
        """Return a session on ``params``, which it owns.

        Raises:
            UnknownShapeError: if nobody knows how it is called.
        """
        if self.way is None:
            self.way = self._likeliest()
            self.told = self.way.told
        if self.way.holder in OWN and self.wrapper is not None:
            self.behind = source_of(self.wrapper.cls)
            self.told = [*self.way.told, taken_in(self.wrapper)]
        self.shape = self._shape(self.way)
        return self._driven(self.way, case, params)

    def others(self) -> Iterator[Subject]:
        """Yield the other ways in which it can be called at all."""
        for way in self._ways():
            if way != self.way and self._works(way) is not None:
                yield OptimizerSubject(
                    self.concept, self.names, self.label, self.target, way, self.namespace
                )

    def _shape(self, way: Way | Loop) -> Text:
        """Return which shape the code has in a way of calling it, for the reader."""
        if isinstance(way, Loop):
            return LOOP
        if not way.method:
            return FUNCTION if way.spread == "each" else OF_ALL
        names = [p.name for p in parameters_of(getattr(self.target, way.method)) or []][1:]
        call = f"{way.method}({', '.join(names)})"
        return Text(f"a class with {call}", f"{call} を持つクラス")

    def _driven(self, way: Way | Loop, case: DrawnCase, params: Arrays) -> OptimizerSession:
        supply = self.supply(case)
        supply.arrays, supply.order = {}, ()
        if isinstance(way, Loop):
            return LoopSession(self.target, self.names, supply, params, case, way)
        own = self.wrapper if way.holder in OWN else None
        return Driven(self.target, self.concept, self.names, supply, params, way, own)

    def _ways(self) -> Iterator[Way | Loop]:
        config = list(self.defaults)
        if inspect.isclass(self.target):
            ways = list(class_ways(self.target, self.names, config))
            yield from ways
            objects = [way for way in ways if way.holder == "objects"]
            if objects and self.wrapper is not None:
                yield from (replace(way, holder=own) for own in OWN for way in objects)
            return
        yield from loops(self.target)
        yield from function_ways(self.target, self.names, config)

    @cached_property
    def wrapper(self) -> Wrapper | None:
        """The user's class of autograd objects, if there is one that holds arrays."""
        found = find_wrapper(self.namespace)
        return None if found is None or found.scalar else found

    def _likeliest(self) -> Way | Loop:
        """Return the first way that moves the parameters, else the first that runs.

        Where none runs, the first is taken, and what it raises is told: a name that is missing
        above all, which is the code's own fault.
        """
        first: Way | Loop | None = None
        still: Way | Loop | None = None
        for way in self._ways():
            first = first or way
            works = self._works(way)
            if works:
                return way
            if works is False and still is None:
                still = way
        if still or self.broken or first:
            return still or self.broken or first  # type: ignore[return-value]
        if inspect.isclass(self.target):
            raise UnknownShapeError(
                f"{self.label} has no update method", f"{self.label} に update がない"
            )
        raise UnknownShapeError(
            f"{self.label} must take a weight and its gradient",
            f"{self.label} は重みと勾配を引数に取る必要がある",
        )

    def _works(self, way: Way | Loop) -> bool | None:
        """Tell whether a way moves the parameters; ``None`` where it cannot be called so."""
        case = draw_case(self.concept, self.concept.cases[0])
        params = {name: np.array(array) for name, array in case.params.items()}
        before = {name: array.copy() for name, array in params.items()}
        kept = state_of_class(self.target)
        try:
            session = self._driven(way, case, params)
            for step in range(TRIED):
                session.step(gradients_at(case, step, np.dtype("float64")))
            for name, array in session.params.items():
                if np.shape(array) != before[name].shape or array.dtype.kind != "f":
                    return None
            moved = all(np.any(session.params[n] != before[n]) for n in before)
        except StumbleError as reason:
            if isinstance(reason.error, NameError):
                self.broken = self.broken or way
            return None
        except (NotApplicableError, UnknownShapeError, LookupError, ValueError):
            return None
        finally:
            put_back(self.target, kept)
        return True if moved else None if way.guess else False


def state_of_class(target: Any) -> dict[str, Any]:
    """Return copies of what a class itself keeps and its objects may change."""
    if not inspect.isclass(target):
        return {}
    return {n: copy.copy(v) for n, v in vars(target).items() if isinstance(v, dict | list | set)}


def put_back(target: Any, kept: dict[str, Any]) -> None:
    """Put back what a class itself keeps."""
    for name, value in kept.items():
        now = vars(target).get(name)
        if isinstance(now, dict | set):
            now.clear()
            now.update(value)
        elif isinstance(now, list):
            now[:] = value


__all__ = ["UPDATE", "OptimizerSession", "OptimizerSubject", "gradients_at", "steps_of"]
