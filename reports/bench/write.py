"""Writes ``bench.json``, ``bench.md`` and ``bench.png``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from parity.files import write_whole
from parity.harness.results import as_json
from reports.bench.chart import as_bench_png
from reports.bench.markdown import as_bench_markdown


def write_bench(data: dict[str, Any], folder: Path, language: str = "en") -> list[Path]:
    """Write ``bench.json``, ``bench.md`` and ``bench.png`` into ``folder``; return their paths."""
    files = {
        "bench.json": as_json(data).encode(),
        "bench.md": as_bench_markdown(data, language).encode(),
        "bench.png": as_bench_png(data),
    }
    for name, content in files.items():
        write_whole(folder / name, content)
    return [folder / name for name in files]
