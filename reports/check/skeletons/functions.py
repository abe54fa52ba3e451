"""The skeleton of a concept that is a function."""

from __future__ import annotations

import inspect

from reports.check.skeletons.code import (
    INDENT,
    Code,
    comma_separated,
    with_defaults,
)
from reports.check.skeletons.facts import Facts, outputs_of


def plain_function(facts: Facts, language: str) -> str:
    """The function itself, with its arguments in our order."""
    code = Code(facts, language)
    outputs = outputs_of(facts.concept)
    taken = inspect.signature(facts.twin).parameters
    several = {name for name, p in taken.items() if p.kind is p.VAR_POSITIONAL}
    arguments = [f"*{a}" if a in several else a for a in with_defaults(facts.config)]
    code.define(facts.twin.__name__, arguments)
    told = [name for names in facts.concept.shapes for name in names.split(", ")]
    inputs = [name for name in told if name not in (*outputs, "y")]
    results = [name for name in told if name not in inputs]
    for line in code.about(*inputs).split("; "):
        if line:
            code.add(f"{INDENT}# {line}")
    code.add(f"{INDENT}return {comma_separated(outputs)}", code.about(*results))
    return code.text()
