"""A concept's study page in a notebook: the same page, in a frame of its own."""

from __future__ import annotations

import html
import io
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup
from rich.console import Console

from parity.describing.concept import Concept
from parity.harness.registry import find
from parity.language import LANGUAGES, from_locale
from reports.site.pages.assets import script, style
from reports.site.pages.concept_page import concept_page
from reports.site.pages.environment import environment
from reports.study import Study
from reports.study import study as measured_study
from reports.terminal.concept import render

HEIGHT = "min(85vh, 60rem)"


@dataclass(frozen=True)
class ConceptView:
    """One concept, as a notebook shows it, and as text elsewhere.

    Attributes:
        concept: what is shown.
        language: ``"en"`` or ``"ja"``; the locale's if ``None``.
    """

    concept: Concept
    language: str | None = None

    @property
    def lang(self) -> str:
        """Return the language of the view."""
        return self.language or from_locale()

    @cached_property
    def study(self) -> Study:
        """Return what was measured about the concept."""
        return measured_study(self.concept)

    def to_html(self) -> str:
        """Return the page as one HTML file that needs nothing else."""
        known = self.study
        page = concept_page(
            self.concept, self.lang, known.findings, known.wrong_lines, known.questions
        )
        return (
            environment(self.lang, known.results)
            .get_template("alone.html.j2")
            .render(
                page=page,
                alone=True,
                up="",
                style=Markup(style()),
                script=Markup(script("concept")),
            )
        )

    def _repr_html_(self) -> str:
        # In a frame, for a notebook has styles of its own.
        page = html.escape(self.to_html(), quote=True)
        title = html.escape(self.concept.title[self.lang], quote=True)
        return (
            f'<iframe title="{title}" srcdoc="{page}" '
            f'style="width:100%;height:{HEIGHT};border:1px solid #8888"></iframe>'
        )

    def __str__(self) -> str:
        text = io.StringIO()
        console = Console(file=text, width=100, highlight=False, no_color=True)
        for part in render(self.concept, self.lang, self.study):
            console.print(part)
        return text.getvalue()

    __repr__ = __str__


def study(concept: str, language: str | None = None) -> ConceptView:
    """Return a concept's study page, which a notebook shows with everything on it.

    Args:
        concept: its name, such as ``"batch_norm"``.
        language: ``"en"`` or ``"ja"``; the locale's if not given.

    Raises:
        UnknownConceptError: if there is no such concept, with the nearest names.
        ValueError: for another language.
    """
    if language not in (None, *LANGUAGES):
        raise ValueError(f"language is {language!r}, but must be one of {LANGUAGES}.")
    return ConceptView(find([concept])[0], language)
