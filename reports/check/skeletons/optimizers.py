"""Skeletons of optimizers."""

from __future__ import annotations

from reports.check.skeletons.code import (
    INDENT,
    Code,
    with_defaults,
)
from reports.check.skeletons.facts import Facts
from reports.check.words import word


def optimizer_class(facts: Facts, language: str) -> str:
    """A class that updates parameters in place."""
    code = Code(facts, language)
    code.add(f"class {facts.twin.__name__}:")
    code.define("__init__", ["self", *with_defaults(facts.config)], indent=INDENT)
    code.add(f"{INDENT * 2}...")
    code.add("")
    code.define("update", ["self", "params", "grads"], word("in_place", language), INDENT)
    code.add(f"{INDENT * 2}for key in params:")
    code.add(f"{INDENT * 3}params[key] -= step")
    return code.text()


def optimizer_function(facts: Facts, language: str) -> str:
    """A function that updates one array."""
    code = Code(facts, language)
    code.define(facts.concept.name, ["w", "dw", "config"], code.about("w"))
    kept = word("kept_in_config", language, names=", ".join(facts.config))
    code.add(f"{INDENT}return next_w, config", kept)
    return code.text()
