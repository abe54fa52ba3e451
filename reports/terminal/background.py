"""What the terminal says around a concept's code: why, where it belongs, derivation, identities."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rich.console import RenderableType
from rich.text import Text as RichText

from parity.describing.concept import Concept
from reports.site.pages.background import Background
from reports.site.text.prose import plain

Heading = Callable[[str], str]


def opening(around: Background, heading: Heading) -> Iterator[RenderableType]:
    """Yield what the concept is for, the syllabus' items and what to know first."""
    if around.why:
        yield RichText(f"\n{heading('why')}", style="bold")
        yield RichText(around.why.striptags())
    if around.syllabus or around.needs:
        yield ""
    for item in around.syllabus:
        shown = " ".join(part for part in (item.number, item.title) if part)
        examined = f" ({item.examined})" if item.examined else ""
        yield RichText(f"{heading('syllabus')}: {shown}{examined}", style="dim")
    if around.needs:
        names = ", ".join(f"{need.title} ({need.name})" for need in around.needs)
        yield RichText(f"{heading('needs')}: {names}", style="dim")


def derivation(concept: Concept, language: str, heading: Heading) -> Iterator[RenderableType]:
    """Yield the steps of the derivation; the terminal shows LaTeX as it is written."""
    if concept.derivation:
        title = heading("derivation" if concept.has_gradients else "sec_derivation")
        yield RichText(f"\n{title}", style="bold")
    for number, step in enumerate(concept.derivation, start=1):
        yield RichText(f"{number}. {step.heading[language]}".rstrip(), style="yellow")
        yield RichText(f"   {plain(step.text[language])}")
        for line in step.equation.splitlines():
            yield RichText(f"   {line}", style="cyan")
        if step.check:
            yield RichText(f"   {heading('checked')} {plain(step.check[language])}", style="dim")


def identities(around: Background, heading: Heading) -> Iterator[RenderableType]:
    """Yield each identity with the digits to which its two sides agree."""
    if around.identities:
        yield RichText(f"\n{heading('identities')}", style="bold")
    for identity in around.identities:
        sibling = f"{identity.sibling.title} ({identity.sibling.name})"
        quantities = ", ".join(identity.quantities)
        yield RichText(f"• {identity.text.striptags()}", style="" if identity.holds else "red")
        measured = " · ".join(part for part in (sibling, identity.measured, quantities) if part)
        yield RichText(f"  → {measured}", style="dim")
