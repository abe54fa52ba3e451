"""The steps of a concept's derivation, as its page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from parity.describing.concept import Concept
from reports.site.source.equations import displayed
from reports.site.text.prose import inline


@dataclass(frozen=True)
class ShownStep:
    """One step, with an equation for each line."""

    heading: str
    text: Markup
    equations: tuple[Markup, ...]
    check: Markup


def derivation(concept: Concept, language: str) -> tuple[ShownStep, ...]:
    """Return the steps of ``concept``."""
    return tuple(
        ShownStep(
            step.heading[language],
            inline(step.text[language]),
            displayed(concept, step.equation.splitlines()),
            inline(step.check[language]),
        )
        for step in concept.derivation
    )
