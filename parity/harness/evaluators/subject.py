"""Finds what a case evaluates: a concept's twin in one tree, or a framework's own callable."""

from __future__ import annotations

import functools
import importlib
import inspect
from typing import Any

from parity.describing.concept import Concept, DrawnCase, Weight
from parity.harness.evaluators import PACKAGES
from parity.harness.registry import all_concepts


def implementation(framework: str, concept: Concept) -> Any:
    """Return the class or function that implements ``concept`` in ``framework``'s tree."""
    module = importlib.import_module(f"{PACKAGES[framework]}.{concept.module}")
    return getattr(module, concept.twin)


def defaults_of(concept: Concept) -> dict[str, Any]:
    """Return the arguments of our implementation that have a default, with it."""
    signature = inspect.signature(implementation("numpy", concept))
    return {
        name: parameter.default
        for name, parameter in signature.parameters.items()
        if parameter.default is not inspect.Parameter.empty
    }


def way_back(concept: Concept, function: Any) -> Any:
    """Return the function that gives the gradients of ``function``: it stands in its module.

    Raises:
        AttributeError: if there is none.
    """
    found = getattr(function, "__globals__", {}).get(concept.way_back)
    if found is None:
        raise AttributeError(f"There is no {concept.way_back} beside {concept.twin}.")
    return found


def fast_form(concept: Concept) -> Any:
    """Return the class or function in ``numpy_impl`` that computes the concept fast."""
    return dotted(f"{PACKAGES['numpy']}.{concept.fast}")


@functools.cache
def quickest(path: str) -> str:
    """Return the path below ``numpy_impl`` of a concept's fast form, or its own if it has none.

    Args:
        path: the concept's, such as ``"layers.conv2d.Conv2d"``.
    """
    fast = {f"{concept.module}.{concept.twin}": concept.fast for concept in all_concepts().values()}
    return fast.get(path) or path


def dotted(name: str) -> Any:
    """Return the object with the dotted ``name``, such as ``keras.activations.gelu``."""
    parts = name.split(".")
    for cut in range(len(parts) - 1, 0, -1):
        try:
            found: Any = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            found = getattr(found, part)
        return found
    raise ImportError(f"There is no module for {name!r}.")


def target(framework: str, case: DrawnCase) -> tuple[Any, dict[str, Any]]:
    """Return what ``case`` evaluates, a class or a function, and its configuration.

    A configuration with the key ``callable`` names a framework's own class or function instead of
    our twin; that is how a divergence shows what a framework does untouched.
    """
    config = case.configuration(framework)
    if "callable" in config:
        return dotted(config.pop("callable")), config
    return implementation(framework, all_concepts()[case.concept]), config


def build(framework: str, case: DrawnCase, **extra: Any) -> Any:
    """Construct the case's subject with its configuration; a class is given ``extra`` besides."""
    found, config = target(framework, case)
    if inspect.isclass(found) or case.kind == "network":
        return found(**config, **extra)
    return functools.partial(found, **config)


def locate(framework: str, case: DrawnCase, subject: Any, name: str) -> tuple[Any, str, str]:
    """Return (owner, attribute, layout) of the array called ``name`` in ``subject``.

    A name such as ``dense1.W`` is looked up in the part ``dense1``, whose class says how it keeps
    its own ``W``, unless what the part belongs to says it, as for a framework's own class.
    """
    *path, leaf = name.split(".")
    owners = [subject]
    for part in path:
        owners.append(getattr(owners[-1], part))
    weight = _weight_of(all_concepts()[case.concept], owners, [*path, leaf])
    owner = owners[-1]
    attribute = weight.torch if framework == "torch" else weight.keras
    layout = weight.torch_layout if framework == "torch" else weight.keras_layout
    if framework == "keras":
        layout = case.keras_layouts.get(name, layout)
    for part in attribute.split(".")[:-1]:
        owner = getattr(owner, part)
    return owner, attribute.split(".")[-1], layout


def _weight_of(own: Concept, owners: list[Any], names: list[str]) -> Weight:
    """Return where an array is kept: the outermost of what it belongs to that says so decides."""
    for depth, owner in enumerate(owners):
        concept = _by_twin().get(type(owner).__name__) if depth else own
        weight = concept.weights.get(".".join(names[depth:])) if concept else None
        if weight is not None:
            return weight
    raise KeyError(f"{own.name} does not say where {'.'.join(names)} is kept.")


@functools.cache
def _by_twin() -> dict[str, Concept]:
    return {concept.twin: concept for concept in all_concepts().values()}
