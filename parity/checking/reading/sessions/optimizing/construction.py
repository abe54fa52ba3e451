"""How an optimizer is constructed: with its options, and with what it is to optimize."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.binding import Supply, bind
from parity.checking.reading.sessions.optimizing.roles import bare
from parity.checking.reading.sessions.optimizing.stand_ins import Layer
from parity.checking.reading.sessions.optimizing.stand_ins import Parameter as Optimized
from parity.checking.reading.spellings import Names
from parity.describing.concept import Concept

Parameter = inspect.Parameter
SCHEDULES = ("decay", "lrdecay", "learningratedecay", "decayrate", "lrd")
"""Options that let the rate fall by itself, where they are 0 unless somebody sets them."""

SWITCHES = {"nesterov": "nesterov", "usenesterov": "nesterov", "amsgrad": "amsgrad",
            "useamsgrad": "amsgrad"}  # fmt: skip
"""Options that make another optimizer of a class, and which."""


def parameters_with_bases(target: Any) -> list[Parameter]:
    """Return the constructor's parameters; those of the bases too, to which it passes the rest."""
    found: dict[str, Parameter] = {}
    if not inspect.isclass(target):
        return parameters_of(target) or []
    for base in target.__mro__:
        own = vars(base).get("__init__")
        if own is None or base is object:
            continue
        parameters = (parameters_of(own) or [])[1:]
        for parameter in parameters:
            if parameter.kind not in (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD):
                found.setdefault(parameter.name, parameter)
        if not any(p.kind is Parameter.VAR_KEYWORD for p in parameters):
            break
    return list(found.values())


def extras(concept: Concept, parameters: list[Parameter]) -> dict[str, Any]:
    """Return options that the concept decides on without having them as arguments."""
    found: dict[str, Any] = {}
    for parameter in parameters:
        short = bare(parameter.name)
        if short in SWITCHES and isinstance(parameter.default, bool):
            found[parameter.name] = concept.name == SWITCHES[short]
    return found


def left_alone(concept: Concept, parameters: list[Parameter], names: Names) -> set[str]:
    """Return options that keep the user's default: schedules that are off, and what it is not."""
    found = set()
    rho_told = any(
        bare(p.name) in ("rho", "decay", "decayrate", "alpha", "beta", "gamma") and p.default != 0
        for p in parameters
    )
    for parameter in parameters:
        short = bare(parameter.name)
        numeric = isinstance(parameter.default, int | float)
        if short in SCHEDULES and numeric and parameter.default == 0:
            found.add(parameter.name)
        has_none = concept.name == "sgd" or (
            rho_told and concept.name not in ("momentum", "nesterov")
        )
        if short in ("momentum", "mu") and numeric and has_none:
            found.add(parameter.name)
    return found


def no_momentum(concept: Concept, parameters: list[Parameter], alone: set[str]) -> dict[str, float]:
    """Return momentum 0 where a class has the option and the concept has none."""
    return {
        p.name: 0.0
        for p in parameters
        if p.name in alone and bare(p.name) in ("momentum", "mu") and p.default != 0
    }


def constructor(
    target: Callable[..., Any],
    concept: Concept,
    supply: Supply,
    names: Names,
    special: Mapping[str, Any],
) -> tuple[Callable[..., Any], set[str]]:
    """Return what constructs the optimizer, and our arguments that it is given.

    Args:
        target: the user's class.
        concept: what it is judged as.
        supply: what the case has to give.
        names: how names are understood.
        special: values for parameters by the user's name: what is to be optimized.
    """
    parameters = parameters_with_bases(target)
    alone = left_alone(concept, parameters, names)
    fixed = {**no_momentum(concept, parameters, alone), **extras(concept, parameters), **special}
    if any(p.name == "betas" for p in parameters) and "beta1" in supply.config:
        supply.config["betas"] = (supply.config["beta1"], supply.config["beta2"])
    rest = [p for p in parameters if p.name not in alone and p.name not in fixed]
    rest = [p.replace(kind=Parameter.KEYWORD_ONLY) for p in rest]

    def construct(**given: Any) -> Any:
        return target(**{**fixed, **given})

    construct.__signature__ = inspect.Signature(rest)  # type: ignore[attr-defined]
    bound = bind(construct, supply, names)
    used = set(bound.used)
    if "betas" in used:
        used |= {"beta1", "beta2"}
    return lambda: bound.call(construct), used


def change_attributes(obj: Any, names: Names, before: float, after: float, depth: int = 2) -> bool:
    """Set every attribute, and entry of a dictionary, that is the learning rate; tell if any was.

    One level of objects below is looked at, too: rates are kept in schedulers and in settings.
    """
    found = False
    table = obj if isinstance(obj, dict) else getattr(obj, "__dict__", None)
    if table is None:
        return False
    for name, value in list(table.items()):
        if _is_rate(str(name), value, names, before):
            found = _set(obj, str(name), after) or found
        elif depth > 1:
            for inner in value if isinstance(value, list) else [value]:
                if isinstance(inner, dict) or _is_an_object(inner):
                    found = change_attributes(inner, names, before, after, depth - 1) or found
    return found


def _is_an_object(value: Any) -> bool:
    """Tell whether a value can keep a rate: a scheduler, but neither an array nor a layer."""
    return (
        hasattr(value, "__dict__")
        and not isinstance(value, np.ndarray | type | Layer | Optimized)
        and not callable(value.__dict__.get("backward"))
    )


def _is_rate(name: str, value: Any, names: Names, before: float) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float | np.floating):
        return False
    plain = name.strip("_")
    for prefix in ("current_", "cur_", "base_", "initial_", "init_"):
        plain = plain.removeprefix(prefix)
    return names.meaning(plain, ["lr"]) == "lr" and float(value) == before


def _set(obj: Any, name: str, value: float) -> bool:
    if isinstance(obj, dict):
        obj[name] = value
        return True
    try:
        setattr(obj, name, value)
    except AttributeError:
        return False
    return True


__all__ = ["change_attributes", "constructor", "parameters_with_bases", "required"]
