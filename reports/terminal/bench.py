"""What ``parity bench`` prints."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from reports.bench import words
from reports.bench.highlights import highlights, means, warnings
from reports.bench.rows import by_work, columns_in, figures, ratio_text
from reports.console import out
from reports.terminal.words import word

WIDTH = 150
"""Characters of a line where there is no terminal to ask."""


def print_bench(data: dict[str, Any], paths: Sequence[Path], language: str) -> None:
    """Print the table, the highlights, what could not be timed, and where the report is."""
    columns = columns_in(data)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(words.word("work", language), overflow="fold")
    for column in columns:
        table.add_column(words.name_of(column, language), justify="right", overflow="fold")
    for work, rows in by_work(data).items():
        cells = []
        for column in columns:
            row = rows.get(column)
            if row is None:
                cells.append("–")
                continue
            ratio = ratio_text(row)
            shown = f"{figures(row['median_ms'])} ms"
            cells.append(f"{shown}\n[dim]×{ratio.replace('; ', ' (')})[/]" if ratio else shown)
        table.add_row(work, *cells)
    console = out if out.is_terminal else Console(highlight=False, width=max(out.width, WIDTH))
    console.print(table)
    out.print()
    for line in warnings(data, language):
        out.print(line.replace("**", ""), style="yellow", markup=False, soft_wrap=True)
    for line in [*means(data, language), *highlights(data, language)]:
        out.print(line.replace("`", ""), markup=False, soft_wrap=True)
    for column in data["columns"]:
        if column["state"] == "failed":
            text = f"{words.name_of(column['framework'], language)}: {column['detail']}"
            out.print(text, style="red", markup=False, soft_wrap=True)
    for problem in data["problems"]:
        text = f"{problem['work']}, {problem['framework']}: {problem['note']}"
        out.print(text, style="red", markup=False, soft_wrap=True)
    if data["interrupted"]:
        out.print(words.word("interrupted", language))
    markdown = next(path for path in paths if path.suffix == ".md")
    out.print(f"{word('report', language)}: {markdown}", soft_wrap=True)
