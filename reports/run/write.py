"""Writes the files of a report, each whole or not at all."""

from __future__ import annotations

import csv
import io
from dataclasses import fields
from pathlib import Path
from typing import Any

from parity.files import write_whole
from parity.harness.comparing.compare import Finding
from parity.harness.results import as_json
from reports.run.heatmap import as_png
from reports.run.markdown import as_markdown


def write_report(results: dict[str, Any], folder: Path, language: str = "en") -> list[Path]:
    """Write the four files of a report into ``folder``, and return their paths."""
    files = {
        "results.json": as_json(results).encode(),
        "parity.csv": as_csv(results).encode(),
        "report.md": as_markdown(results, language).encode(),
        "parity.png": as_png(results),
    }
    for name, content in files.items():
        write_whole(folder / name, content)
    return [folder / name for name in files]


def as_csv(results: dict[str, Any]) -> str:
    """Return the findings as CSV, one row each."""
    text = io.StringIO()
    columns = [field.name for field in fields(Finding)]
    rows = csv.DictWriter(text, columns, lineterminator="\n")
    rows.writeheader()
    rows.writerows(results["findings"])
    return text.getvalue()
