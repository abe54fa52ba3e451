"""Right code for every concept in every shape that people write it in, for tests.

All of it is source text that only delegates to ``numpy_impl``, which is right by construction: what
a check finds wrong in it is wrong in the check.
"""

from __future__ import annotations

from typing import Any

from parity.harness.registry import all_concepts
from reports.check.skeletons.facts import facts_of
from shapes_of_code.code import Code
from shapes_of_code.functions import function_codes
from shapes_of_code.initializers import initializer_codes
from shapes_of_code.layers import layer_codes
from shapes_of_code.losses import loss_codes
from shapes_of_code.networks import network_codes
from shapes_of_code.optimizers import optimizer_codes

HEAD = "import numpy as np\n\nfrom numpy_impl.{module} import {twin} as Right\n\n\n"


def codes_for(name: str) -> dict[str, Code]:
    """Return code for the concept called ``name``, by the shape that it has."""
    concept = all_concepts()[name]
    facts = facts_of(concept)
    head = HEAD.format(module=concept.module, twin=concept.twin)
    written = _KINDS[concept.kind](facts)
    return {
        shape: Code(head + code.source.strip() + "\n", code.goes_back, code.target)
        for shape, code in written.items()
    }


_KINDS: dict[str, Any] = {
    "layer": layer_codes,
    "regularizer": layer_codes,
    "loss": loss_codes,
    "optimizer": optimizer_codes,
    "initializer": initializer_codes,
    "function": function_codes,
    "network": network_codes,
}
