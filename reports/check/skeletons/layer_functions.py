"""Skeletons of functions in place of a class: pairs, derivatives, forward alone."""

from __future__ import annotations

from reports.check.line_breaks import wrap
from reports.check.skeletons.code import (
    CODE_WIDTH,
    INDENT,
    Code,
    comma_separated,
    with_defaults,
)
from reports.check.skeletons.facts import Facts
from reports.check.words import word


def _takes_dictionary(facts: Facts) -> bool:
    """Tell whether settings and state are told in one dictionary, as cs231n does."""
    return bool(facts.buffers) or "training" in facts.options or len(facts.settings) > 2


def pair_of_functions(facts: Facts, language: str) -> str:
    """Two functions: the first gives the output and a cache, which the second takes."""
    code = Code(facts, language)
    name = facts.concept.name
    arrays = [*facts.inputs, *facts.params]
    if _takes_dictionary(facts):
        parameter = f"{name}_param"
        code.define(f"{name}_forward", [*arrays, parameter], code.about(*arrays))
        mode = ['mode ("train", "test")'] if "training" in facts.options else []
        keys = ", ".join([*facts.settings, *facts.buffers, *mode])
        told = word("dictionary", language, parameter=parameter, names=keys)
        own = word("or_arguments", language)
        for line in wrap(told + own, CODE_WIDTH - 6):
            code.add(f"{INDENT}# {line}")
    else:
        arguments = [*arrays, *with_defaults(facts.settings)]
        code.define(f"{name}_forward", arguments, code.about(*arrays))
    code.add(f"{INDENT}return {facts.output}, cache", code.about(facts.output))
    code.add("")
    code.define(f"{name}_backward", ["dout", "cache"])
    code.add(f"{INDENT}return {comma_separated(facts.gradients)}")
    return code.text()


def derivative_functions(facts: Facts, language: str) -> str:
    """A function and its derivative at the same x."""
    code = Code(facts, language)
    name = facts.concept.name
    arguments = [*facts.inputs, *with_defaults(facts.settings)]
    code.define(name, arguments, code.about(*facts.inputs))
    code.add(f"{INDENT}return {facts.output}", code.about(facts.output))
    code.add("")
    code.define(f"d_{name}", arguments)
    code.add(f"{INDENT}return dy_dx", word("elementwise", language))
    return code.text()


def forward_function(facts: Facts, language: str) -> str:
    """A function that gives the output alone."""
    code = Code(facts, language)
    arrays = [*facts.inputs, *facts.params]
    mode = {"training": True} if "training" in facts.options else {}
    buffers = facts.buffers
    settings = with_defaults({**facts.settings, **mode})
    bare = [name for name in settings if "=" not in name]
    rest = [name for name in settings if "=" in name]
    arguments = [*arrays, *buffers, *bare, *rest]
    code.define(facts.concept.name, arguments, code.about(*arrays, *buffers))
    code.add(f"{INDENT}return {facts.output}", code.about(facts.output))
    return code.text()


def loss_and_gradient(facts: Facts, language: str) -> str:
    """A loss that gives its gradient at once."""
    code = Code(facts, language)
    arguments = [*facts.inputs, *with_defaults(facts.settings)]
    code.define(facts.concept.name, arguments, code.about(*facts.inputs))
    code.add(f"{INDENT}return loss, d{facts.inputs[0]}", code.about("loss"))
    return code.text()
