"""The table of ``parity list``."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table

from parity.describing.concept import Concept
from reports.terminal.words import word

WIDE = 110
"""From this width on, the table of concepts has all its columns."""


def concept_table(
    concepts: Iterable[Concept], recorded: dict[str, bool], language: str, width: int = WIDE
) -> Table:
    """Return the table of ``parity list``; a narrow terminal gets fewer columns."""
    columns = [("concept", "left"), ("title", "left"), ("cases", "right"), ("mistakes", "right")]
    if width >= WIDE:
        columns += [("divergences", "right"), ("recorded", "left")]
    table = Table(box=None, pad_edge=False, header_style="bold")
    for key, justify in columns:
        folded = key == "title"
        table.add_column(
            word(key, language),
            justify=justify,  # type: ignore[arg-type]
            no_wrap=not folded,
            overflow="fold",
        )
    group = ""
    for concept in concepts:
        if concept.group != group:
            group = concept.group
            table.add_row(f"[bold cyan]{group}[/]")
        cells = [
            f"  {concept.name}",
            concept.title[language],
            str(len(concept.cases)),
            str(len(concept.mistakes)),
            str(len(concept.divergences)),
            "torch, keras" if recorded[concept.name] else "–",
        ]
        table.add_row(*cells[: len(columns)])
    return table
