"""Which shapes of code are accepted for a concept, each with its skeleton."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from parity.describing.concept import Concept
from reports.check.skeletons.facts import Facts, facts_of
from reports.check.skeletons.frameworks import keras_layer, torch_module
from reports.check.skeletons.functions import plain_function
from reports.check.skeletons.initializers import (
    function_of_shape,
    function_of_sizes,
    initializer_class,
)
from reports.check.skeletons.layer_classes import book_class, lists_class, our_class
from reports.check.skeletons.layer_functions import (
    derivative_functions,
    forward_function,
    loss_and_gradient,
    pair_of_functions,
)
from reports.check.skeletons.networks import book_network
from reports.check.skeletons.optimizers import optimizer_class, optimizer_function


@dataclass(frozen=True)
class Section:
    """One shape of code: its heading's key in the words, and a skeleton."""

    key: str
    code: str


def sections(concept: Concept, language: str) -> list[Section]:
    """Return every shape of code that is accepted for ``concept``."""
    facts = facts_of(concept)
    kind = concept.kind
    shapes: dict[str, Callable[[Facts, str], str]]
    if kind == "layer" and any("." in name for name in facts.params):  # made of other layers
        shapes = {"shape_ours": our_class}
    elif kind in ("layer", "regularizer"):
        shapes = {"shape_book": book_class}
        if facts.params:
            shapes["shape_lists"] = lists_class
        shapes["shape_pair"] = pair_of_functions
        if _is_elementwise(facts):
            shapes["shape_derivative"] = derivative_functions
        shapes["shape_forward"] = forward_function
        shapes["shape_ours"] = our_class
        if kind == "layer":
            shapes |= {"shape_torch": torch_module, "shape_keras": keras_layer}
    elif kind == "loss":
        shapes = {
            "shape_book": book_class,
            "shape_loss_and_gradient": loss_and_gradient,
            "shape_loss_function": forward_function,
            "shape_ours": our_class,
        }
    elif kind == "network":
        shapes = {"shape_ours": our_class}
        if any("optimizer" in case.options for case in concept.cases):
            shapes = {"shape_network": book_network, **shapes}
    elif kind == "optimizer":
        shapes = {
            "shape_optimizer_class": optimizer_class,
            "shape_optimizer_function": optimizer_function,
        }
    elif kind == "initializer":
        shapes = {
            "shape_of_shape": function_of_shape,
            "shape_of_sizes": function_of_sizes,
            "shape_initializer": initializer_class,
        }
    else:
        shapes = {"shape_function": plain_function}
    return [Section(key, write(facts, language)) for key, write in shapes.items()]


def _is_elementwise(facts: Facts) -> bool:
    """Tell whether dy/dx has one number for each element of x."""
    is_activation = facts.concept.group == "activations"
    return is_activation and not facts.params and "axis" not in facts.config
