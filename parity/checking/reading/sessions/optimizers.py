"""Optimizers: a class with update(params, grads), or a function of a weight and its gradient."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from parity.checking.reading.binding import (
    NotApplicableError,
    Settings,
    UnknownShapeError,
    bind,
    is_settings,
    parameters_of,
    required,
)
from parity.checking.reading.sessions.session import Subject, find_attribute, users_code
from parity.checking.reading.spellings import Names
from parity.describing.concept import Concept, DrawnCase, Text

UPDATE = ("update", "step", "apply", "update_params", "apply_gradients", "__call__")
CLASS = Text("a class with update(params, grads)", "update(params, grads) を持つクラス")
FUNCTION = Text("a function of a weight and its gradient", "重みと勾配を取る関数")


class OptimizerSession:
    """One optimizer, stepping through a case."""

    used: set[str]

    def step(self, grads: dict[str, np.ndarray]) -> None:
        """Take one step; the parameters are in ``params`` afterwards."""
        raise NotImplementedError

    params: dict[str, np.ndarray]

    def change_rate(self, lr: float) -> None:
        """Change the learning rate between two steps."""
        raise NotImplementedError


class OptimizerSubject(Subject):
    """A class or function that updates parameters."""

    def __init__(self, concept: Concept, names: Names, label: str, target: Any) -> None:
        super().__init__(concept, names, CLASS if inspect.isclass(target) else FUNCTION, label)
        self.target = target

    def open(self, case: DrawnCase, params: dict[str, np.ndarray]) -> OptimizerSession:
        """Return a session on ``params``, which it owns."""
        if inspect.isclass(self.target):
            return _Class(self, case, params)
        return _Function(self, case, params)


class _Class(OptimizerSession):
    def __init__(
        self, subject: OptimizerSubject, case: DrawnCase, params: dict[str, np.ndarray]
    ) -> None:
        self.subject, self.params = subject, params
        supply = subject.supply(case)
        parameters = parameters_of(subject.target) or []
        self.lists = False
        supply.arrays, supply.order = {}, ()
        takes_params = [p.name for p in parameters if p.name in ("params", "parameters")]
        if takes_params:
            supply.arrays = {takes_params[0]: params}
            supply.order = (takes_params[0],)
        if any(p.name == "betas" for p in parameters):
            supply.config["betas"] = (supply.config["beta1"], supply.config["beta2"])
        bound = bind(subject.target, supply, subject.names)
        self.construct = lambda: bound.call(subject.target)
        with users_code("constructor"):
            self.optimizer = self.construct()
        self.used = bound.used - {"params", "parameters"}
        if "betas" in self.used:
            self.used |= {"beta1", "beta2"}
        name = find_attribute(self.optimizer, UPDATE)
        if name is None:
            raise UnknownShapeError(
                f"{subject.label} has no update method", f"{subject.label} に update がない"
            )
        self.update: Callable[..., Any] = getattr(self.optimizer, name)
        self.needs = [p for p in parameters_of(self.update) or [] if required(p)]
        self.one_each: dict[str, Any] = {}

    def step(self, grads: dict[str, np.ndarray]) -> None:
        with users_code("update"):
            if self.lists:
                self._step_lists(grads)
                return
            if self.one_each:
                self._step_one_each(grads)
                return
            try:
                given = (
                    self.update(grads) if len(self.needs) == 1 else self.update(self.params, grads)
                )
            except (AttributeError, TypeError, IndexError, KeyError) as error:
                if any(np.any(g) and not np.isfinite(g).all() for g in grads.values()):
                    raise
                self._step_otherwise(grads, error)
                return
        if isinstance(given, dict) and set(given) == set(self.params):
            self.params = {name: np.asarray(array) for name, array in given.items()}

    def _step_otherwise(self, grads: dict[str, np.ndarray], error: Exception) -> None:
        """Take a step with lists, or each array by itself, where dictionaries raised ``error``."""
        loops = self._loops()
        if loops is not False:
            self.lists = True
            self.optimizer = self.construct()  # what it noted of the dictionaries is no use
            self.update = getattr(self.optimizer, self.update.__name__)
            try:
                self._step_lists(grads)
                return
            except (AttributeError, TypeError, IndexError, KeyError):
                if loops:
                    raise
                self.lists = False
        if len(self.needs) != 2:
            raise error
        self.one_each = {name: self.construct() for name in self.params}
        try:
            self._step_one_each(grads)
        except Exception:
            raise error from None

    def _step_one_each(self, grads: dict[str, np.ndarray]) -> None:
        """Call update with one array and its gradient, an optimizer for each array."""
        for name, optimizer in self.one_each.items():
            given = getattr(optimizer, self.update.__name__)(self.params[name], grads[name])
            if given is not None:
                self.params[name] = np.asarray(given)

    def _loops(self) -> bool | None:
        """Tell whether the source loops as lists need; None if there is no source."""
        try:
            source = inspect.getsource(type(self.optimizer))
        except (OSError, TypeError):
            return None
        return "range(len(" in source or "zip(" in source or "enumerate(" in source

    def _step_lists(self, grads: dict[str, np.ndarray]) -> None:
        """Call update with lists, as the second book does."""
        kept = list(self.params.values())
        self.update(kept, list(grads.values()))
        self.params = dict(zip(self.params, kept, strict=True))

    def change_rate(self, lr: float) -> None:
        found = find_attribute(self.optimizer, self.subject.names.of("lr"))
        if found is None:
            raise NotApplicableError(
                "its learning rate cannot be changed", "学習率を途中で変えられない"
            )
        for optimizer in (self.optimizer, *self.one_each.values()):
            setattr(optimizer, found, lr)


class _Function(OptimizerSession):
    """``f(w, dw, config) -> next_w, config``, or ``f(w, dw, v, lr) -> w, v``."""

    def __init__(
        self, subject: OptimizerSubject, case: DrawnCase, params: dict[str, np.ndarray]
    ) -> None:
        self.subject, self.case, self.params = subject, case, params
        self.used = set()
        self.kept: dict[str, Any] = {}
        self.lr = subject.config(case)["lr"]
        self.parameters = parameters_of(subject.target) or []
        self.settings_there = any(is_settings(p) for p in self.parameters)
        needed = [p.name for p in self.parameters if required(p) and not is_settings(p)]
        if len(needed) < 2:
            raise UnknownShapeError(
                f"{subject.label} must take a weight and its gradient",
                f"{subject.label} は重みと勾配を引数に取る必要がある",
            )
        self.slots = needed[:2]
        config = subject.config(case)
        self.states = [n for n in needed[2:] if not subject.names.meaning(n, config)]

    def change_rate(self, lr: float) -> None:
        self.lr = lr
        for kept in self.kept.values():
            if isinstance(kept, dict):
                for spelling in self.subject.names.of("lr"):
                    if dict.__contains__(kept, spelling):
                        kept[spelling] = lr

    def step(self, grads: dict[str, np.ndarray]) -> None:
        for name, w in self.params.items():
            self.params[name] = self._one(name, w, grads[name])

    def _one(self, name: str, w: np.ndarray, g: np.ndarray) -> np.ndarray:
        function, names = self.subject.target, self.subject.names
        supply = self.subject.supply(self.case)
        supply.config["lr"] = self.lr
        settings: Any = None
        if self.settings_there:
            settings = self.kept.get(name)
            if settings is None:
                settings = Settings(supply, names)
        arrays: dict[str, Any] = {self.slots[0]: w, self.slots[1]: g}
        for state in self.states:
            start: Any = 0 if state in ("t", "step", "i", "iter") else np.zeros_like(w)
            if state in ("t", "step", "i", "iter"):
                self.kept[f"{name}.{state}"] = self.kept.get(f"{name}.{state}", 0) + 1
            arrays[state] = self.kept.setdefault(f"{name}.{state}", start)
        supply.arrays, supply.order = arrays, tuple(arrays)
        bound = bind(function, supply, names, settings)
        with users_code("update"):
            given = bound.call(function)
        self.used |= {n for n in bound.used if n in supply.config}
        if settings is not None:
            self.used |= getattr(settings, "used", set())
        if given is None:
            return w
        if not isinstance(given, tuple | list):
            return np.asarray(given)
        if settings is not None:
            self.kept[name] = given[1] if isinstance(given[1], dict) else settings
        moving = [state for state in self.states if state not in ("t", "step", "i", "iter")]
        for state, value in zip(moving, given[1:], strict=False):
            self.kept[f"{name}.{state}"] = value
        return np.asarray(given[0])


def steps_of(case: DrawnCase) -> int:
    """Return how many gradients the case has."""
    return len(next(iter(case.inputs[0].values())))


def gradients_at(case: DrawnCase, step: int, dtype: np.dtype) -> dict[str, np.ndarray]:
    """Return the gradients of one step by parameter, in copies."""
    grads: Mapping[str, np.ndarray] = case.inputs[0]
    return {name: np.array(grads[f"d{name}"][step], dtype=dtype) for name in case.params}
