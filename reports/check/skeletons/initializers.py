"""Skeletons of initializers."""

from __future__ import annotations

from reports.check.skeletons.array_shapes import shape_of, with_shape
from reports.check.skeletons.code import (
    INDENT,
    Code,
    with_defaults,
)
from reports.check.skeletons.facts import Facts


def function_of_shape(facts: Facts, language: str) -> str:
    """A function of the shape."""
    code = Code(facts, language)
    arguments = ["shape", *with_defaults(facts.config)]
    code.define(facts.concept.name, arguments, _weight_shape(facts, language))
    code.add(f"{INDENT}return W")
    return code.text()


def function_of_sizes(facts: Facts, language: str) -> str:
    """A function of the numbers of inputs and outputs."""
    code = Code(facts, language)
    code.define(facts.concept.name, ["n_in", "n_out", *with_defaults(facts.config)])
    code.add(f"{INDENT}return W", "W (n_in, n_out)")
    return code.text()


def initializer_class(facts: Facts, language: str) -> str:
    """A class whose objects are called."""
    code = Code(facts, language)
    code.add(f"class {facts.twin.__name__}:")
    if facts.config:
        code.define("__init__", ["self", *with_defaults(facts.config)], indent=INDENT)
        code.add(f"{INDENT * 2}...")
        code.add("")
    arguments = ["self", "shape", "seed=None"]
    code.define("__call__", arguments, _weight_shape(facts, language), INDENT)
    code.add(f"{INDENT * 2}return W")
    return code.text()


def _weight_shape(facts: Facts, language: str) -> str:
    return with_shape("shape", shape_of(facts.concept, "W") or "any", language)
