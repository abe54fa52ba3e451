"""Options that several commands take."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Language(StrEnum):
    """The languages of the output."""

    EN = "en"
    JA = "ja"


Lang = Annotated[
    Language | None, typer.Option(help="Language of the output; the locale's if not given.")
]
Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="[CONCEPT]...", help="Concepts or groups; all if none are given."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, and nothing else, to stdout.")]
Jobs = Annotated[
    int | None, typer.Option(min=1, help="Processes at once; one for each core if not given.")
]
