"""Functions, under names that tell something and that do not."""

from __future__ import annotations

import inspect
import math
from collections.abc import Mapping

from reports.check.skeletons.facts import REQUIRED, Facts, outputs_of
from shapes_of_code.code import Code, write_function
from shapes_of_code.spelling import OTHER, Spelling


def literal(value: object) -> str:
    """Return a default as people write it."""
    return "np.inf" if value == math.inf else repr(value)


def function_codes(facts: Facts) -> dict[str, Code]:
    signature = inspect.signature(facts.twin).parameters
    told = {name: p.default for name, p in signature.items()
            if p.kind is not p.KEYWORD_ONLY and name != "seed"}  # fmt: skip
    drawn = ", seed=np.random.randint(2**31)" if "seed" in signature else ""

    def written(names: Mapping[str, str], defaults: bool = True) -> Code:
        arguments = [
            names[n] if v is REQUIRED or not defaults else f"{names[n]}={literal(v)}"
            for n, v in told.items()
        ]
        passed = ", ".join(names.values())
        return Code(write_function("mine", arguments, f"return Right({passed}{drawn})"))

    exact = {name: name for name in told}
    opaque = {name: f"q{i}" for i, name in enumerate(told, start=1)}
    found = {"exact": written(exact), "renamed": written(opaque)}
    if any(value is not REQUIRED for value in told.values()):
        found["renamed_required"] = written(opaque, defaults=False)
    if len(outputs_of(facts.concept)) == 1:
        spelled = Spelling(facts, OTHER)
        found["spelled"] = written({name: spelled(name) for name in told})
    return found
