"""Writes the files of a report, each whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from parity.errors import ReaderError
from parity.files import write_whole
from reports.heatmap import as_png
from reports.markdown import as_markdown
from reports.matrix import findings_frame


class UnwritableFolderError(ReaderError):
    """The folder of a report cannot be written; the message says why."""


def prepare_folder(folder: Path) -> None:
    """Create ``folder`` and see that it can be written, before the work and not after it.

    Raises:
        UnwritableFolderError: if it cannot.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / ".parity-write-test", b"")
        os.unlink(folder / ".parity-write-test")
    except OSError as error:
        raise UnwritableFolderError(
            f"The folder {folder} cannot be written ({error.strerror}); choose another with --out."
        ) from error


def write_report(results: dict[str, Any], folder: Path, language: str = "en") -> list[Path]:
    """Write the four files of a report into ``folder``, and return their paths."""
    csv = findings_frame(results).to_csv(index=False, lineterminator="\n")
    files = {
        "results.json": json.dumps(results, indent=1, ensure_ascii=False).encode() + b"\n",
        "parity.csv": csv.encode(),
        "report.md": as_markdown(results, language).encode(),
        "parity.png": as_png(results),
    }
    for name, content in files.items():
        write_whole(folder / name, content)
    return [folder / name for name in files]
