"""What ``parity site`` does: finds or makes the results, measures, builds, opens."""

from __future__ import annotations

import json
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parity.errors import ReaderError
from parity.files import prepare_folder
from parity.harness.registry import all_concepts
from parity.harness.results import SCHEMA, Results
from parity.questions.measuring import measure
from parity.questions.wrong_lines import FILE, WrongLines
from reports.site.build import Contents, build
from reports.site.source.notes import untranslated

Progress = Callable[[int, int, str], None]


class UnreadableResultsError(ReaderError):
    """``results.json`` cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Made:
    """What was built.

    Attributes:
        entrance: the page to open first.
        pages: how many pages there are.
        untranslated: (concept, text) of the notes that have no Japanese yet.
        computed: whether there were no results, so that NumPy was compared with the records.
    """

    entrance: Path
    pages: int
    untranslated: list[tuple[str, str]]
    computed: bool


def site(
    folder: Path,
    results_folder: Path,
    progress: Progress,
    opened: bool = False,
    python: Path | None = None,
) -> Made:
    """Build the site into ``folder`` from the results in ``results_folder``.

    Where there are none, or they leave out a concept, NumPy is compared with the recorded
    references first. What the wrong lines break is measured where the sources changed since.
    ``python`` is a folder with Pyodide that is copied beside the pages.

    Raises:
        ReaderError: if the results cannot be read, or a folder cannot be written.
    """
    if results_folder.exists() and not results_folder.is_dir():
        raise UnreadableResultsError(
            f"{results_folder} is a file; --results takes the folder that `parity run` wrote to."
        )
    concepts = list(all_concepts().values())
    results = read_results(results_folder / "results.json")
    prepare_folder(folder, "choose another: parity site DIR")
    computed = results is None or bool({c.name for c in concepts} - _names(results))
    if results is None or computed:
        from parity.harness.run import run

        results = run(frameworks=["numpy"], progress=progress).to_dict()
    kept = results_folder / FILE
    known = WrongLines.load(kept)
    wrong_lines = measure(concepts, known, progress)
    if known is None or wrong_lines.to_json() != known.to_json():
        prepare_folder(results_folder, "choose another with --results")
        wrong_lines.save(kept)
    pages = build(Contents(concepts, results, wrong_lines), folder, progress, python)
    if opened:
        webbrowser.open(pages[0].resolve().as_uri())
    return Made(pages[0], len(pages), untranslated(concepts), computed)


def read_results(path: Path) -> dict[str, Any] | None:
    """Return the content of ``results.json``; ``None`` if there is none.

    Raises:
        UnreadableResultsError: if it is damaged or of another version.
    """
    if not path.exists():
        return None
    try:
        results = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise _unreadable(path, str(error)) from None
    schema = results.get("schema") if isinstance(results, dict) else None
    if schema is None:
        raise _unreadable(path, "it has no schema")
    if schema != SCHEMA:
        raise UnreadableResultsError(
            f"{path} has schema {schema}, and {SCHEMA} was expected; make it again with "
            "`parity run`."
        )
    try:
        return Results.from_dict(results).to_dict() | {"created": str(results["created"])}
    except (ValueError, KeyError, TypeError) as error:
        said = f"it has no {error}" if isinstance(error, KeyError) else str(error)
        raise _unreadable(path, said) from None


def _unreadable(path: Path, why: str) -> UnreadableResultsError:
    return UnreadableResultsError(
        f"{path} is not the results of a run ({why}); make it again with `parity run`."
    )


def _names(results: dict[str, Any]) -> set[str]:
    return {finding["concept"] for finding in results["findings"]}
