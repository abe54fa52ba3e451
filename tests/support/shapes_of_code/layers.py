"""Layers and regularizers: every shape that each of them has."""

from __future__ import annotations

from reports.check.skeletons.facts import REQUIRED, Facts
from shapes_of_code.code import Code
from shapes_of_code.layer_classes import (
    attributes_class,
    book_class,
    fresh_class,
    lists_class,
    switch_class,
)
from shapes_of_code.layer_functions import (
    derivative_functions,
    forward_function,
    pair_of_functions,
    pair_without_cache,
)
from shapes_of_code.spelling import BOOK, OTHER, SIZES, Spelling


def layer_codes(facts: Facts) -> dict[str, Code]:
    found = {"fresh": Code(fresh_class(facts), True)}
    book = Spelling(facts, BOOK)
    found["book"] = Code(book_class(book), True)
    found["spelled"] = Code(book_class(Spelling(facts, OTHER), bias_may_lack=True), True)
    if len(facts.settings) and not any(v is REQUIRED for v in facts.settings.values()):
        found["bare"] = Code(book_class(Spelling(facts, BOOK, settings=False)), True)
    if facts.params:
        found["lists"] = Code(lists_class(book), True)
    found["pair"] = Code(pair_of_functions(book, dictionary=True), True, "mine_forward")
    if facts.settings:
        found["pair_arguments"] = Code(
            pair_of_functions(book, dictionary=False), True, "mine_forward"
        )
    if facts.params:
        found["attributes"] = Code(attributes_class(Spelling(facts, SIZES)), True)
    if "training" in facts.options:
        found["switch"] = Code(switch_class(book), True)
    elif facts.concept.kind == "layer":
        found["pair_without_cache"] = Code(pair_without_cache(book), True, "mine_forward")
    elementwise = facts.concept.group == "activations" and not facts.params
    if (elementwise and "axis" not in facts.config) or facts.concept.kind == "regularizer":
        found["derivative"] = Code(derivative_functions(book), True)
    found["forward"] = Code(forward_function(book))
    return found
