"""What a benchmark's report reads of its rows: works, columns, ratios."""

from __future__ import annotations

from typing import Any

COLUMNS = ("numpy", "taught", "torch", "torch_channels_last", "keras")


def by_work(data: dict[str, Any]) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the rows by work and column, in the order in which they were timed."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for row in data["rows"]:
        found.setdefault(row["work"], {})[row["framework"]] = row
    return found


def columns_in(data: dict[str, Any]) -> list[str]:
    """Return the columns that have a row."""
    present = {row["framework"] for row in data["rows"]}
    return [column for column in COLUMNS if column in present]


def figures(value: float) -> str:
    """Return ``value`` with three figures, and never as a power of ten."""
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def ratio_text(row: dict[str, Any]) -> str:
    """Return a row's ratio to PyTorch and its spread; nothing where there is no ratio."""
    if row["ratio_to_torch"] is None or row["framework"] == "torch":
        return ""
    low, high = figures(row["ratio_low"]), figures(row["ratio_high"])
    return f"{figures(row['ratio_to_torch'])}; {low}–{high}"
