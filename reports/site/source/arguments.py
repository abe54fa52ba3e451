"""The arguments of a concept, as the NumPy docstrings explain them."""

from __future__ import annotations

from parity.describing.concept import Concept
from reports.site.source.sources import source_of


def arguments(concept: Concept) -> list[tuple[str, str]]:
    """Return (name, meaning) of each argument of the constructor, or of the function."""
    source = source_of(concept.name, "numpy")
    constructors = (part.says for part in source.parts if part.name == "__init__")
    found = dict(pair for says in (source.says, *constructors) for pair in says.arguments)
    return list(found.items())
