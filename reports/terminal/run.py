"""What ``parity run`` prints."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from parity.harness.results import Results
from reports.console import out
from reports.run.markdown import by_element, verdict_line
from reports.run.matrix import PAIRS, ROLES, agreement, concept_names, exact_agreement, failures
from reports.run.words import FRAMEWORK_NAMES, pair_name
from reports.terminal.words import word


def print_results(results: Results, language: str) -> None:
    """Print columns, what does not agree, digits by concept, and the verdict."""
    data = results.to_dict()
    states = {"live": word("live", language), "recorded": word("from_record", language)}
    for column in results.columns:
        state = states.get(column.state, column.state)
        style = "red" if column.state == "failed" else ""
        out.print(f"{FRAMEWORK_NAMES[column.framework]}: {state}, {column.detail}", style=style)
    digits, exact = agreement(data), exact_agreement(data)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(word("concept", language), no_wrap=True)
    for pair in PAIRS:
        table.add_column(pair_name(*pair).replace("-", "-\n"), justify="right", no_wrap=True)
    for name in concept_names(data):
        cells = []
        for pair in PAIRS:
            found = [digits[name, *pair, role] for role in ROLES if (name, *pair, role) in digits]
            same = any((name, *pair, role) in exact for role in ROLES)
            cells.append(f"{min(found):.1f}" if found else "=" if same else "–")
        table.add_row(name, *cells)
    out.print(f"\n[bold]float64, {word('worst', language)}[/]")
    out.print(table)
    for told in by_element(data, language):
        out.print(told.replace("`", ""), markup=False, soft_wrap=True)
    out.print()
    print_failures(failures(data), language)
    style = "green" if results.passed else "red"
    out.print(
        verdict_line(data, language).replace("**", ""),
        style=f"bold {style}",
        markup=False,
        soft_wrap=True,
    )


def print_failures(wrong: list[dict[str, Any]], language: str, most: int = 20) -> None:
    """Print what does not agree, the first ``most`` of it."""
    # A reference that is missing is missing in every case: once is enough.
    skipped = {f["note"]: f for f in wrong if f["verdict"] == "skipped"}
    wrong = [f for f in wrong if f["verdict"] != "skipped"] + list(skipped.values())
    for row in wrong[:most]:
        size = ""
        if row["max_abs_error"] is not None:
            size = f" off by {row['max_abs_error']:.1e}, bound {row['bound']:.1e}"
        note = f" ({row['note']})" if row["note"] else ""
        where = f"{row['concept']}, {row['case']}: {row['quantity']} {row['dtype']}"
        pair = pair_name(row["left"], row["right"])
        out.print(f"{row['verdict']:8} {where}, {pair}{size}{note}", style="red", markup=False)
    if len(wrong) > most:
        out.print(word("more", language, n=len(wrong) - most))
    if wrong:
        out.print()
