"""What the command line prints: tables, progress and verdicts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from parity.describing.concept import Concept
from parity.harness.results import Results
from parity.language import from_locale

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

WORDS = {
    "concepts": ("{n} concepts", "{n} 項目"),
    "concept": ("concept", "項目"),
    "title": ("title", "名称"),
    "cases": ("cases", "ケース"),
    "mistakes": ("mistakes", "誤り"),
    "divergences": ("divergences", "相違"),
    "recorded": ("recorded", "記録"),
    "agree": ("agree", "一致"),
    "live": ("live", "実行"),
    "from_record": ("recorded", "記録済み"),
    "report": ("Report", "レポート"),
    "worst": ("least digits", "最小桁数"),
    "site_made": ("{n} pages: {path}", "{n} ページ: {path}"),
    "site_untranslated": (
        "{n} notes have no Japanese in reports/site/japanese and are shown in English, such as "
        "{name}'s: {text}",
        "{n} 件の注釈が reports/site/japanese に未訳のため、英語のまま表示する。例({name}):{text}",
    ),
    "site_computed": (
        "There were no results for every concept in {folder}, so the evidence is NumPy against the "
        "recorded references; `parity run` compares all three live.",
        "{folder} に全項目の結果がないため、NumPy と記録済みの参照値を比べて証拠とした。"
        "`parity run` を実行すれば3つをその場で比較できる。",
    ),
    "more": ("… and {n} more; see report.md.", "…ほか {n} 件。report.md を参照。"),
}


def word(key: str, language: str, **values: object) -> str:
    """Return a word in ``language``."""
    return WORDS[key][1 if language == "ja" else 0].format(**values)


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


class ShownProgress:
    """A progress bar on a terminal, a plain line for every tenth in a pipe."""

    def __init__(self, quiet: bool = False) -> None:
        self.bar: Progress | None = None
        self.quiet = quiet
        self.tenth = 0

    def __enter__(self) -> ShownProgress:
        if not self.quiet and err.is_terminal:
            self.bar = Progress(
                BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
                TextColumn("{task.description}"), console=err, transient=True,
            )  # fmt: skip
            self.task = self.bar.add_task("", total=None)
            self.bar.start()
        return self

    def __exit__(self, *_: Any) -> None:
        if self.bar:
            self.bar.stop()

    def __call__(self, done: int, total: int, what: str) -> None:
        """Show that ``done`` of ``total`` evaluations are made."""
        if self.bar:
            self.bar.update(self.task, completed=done, total=total, description=what)
        elif not self.quiet and total and done * 10 // total > self.tenth:
            self.tenth = done * 10 // total
            err.print(f"{done}/{total} {what}", style="dim")


def print_results(results: Results, language: str) -> None:
    """Print columns, what does not agree, digits by concept, and the verdict."""
    from reports.run.markdown import verdict_line
    from reports.run.matrix import PAIRS, ROLES, agreement, concept_names, exact_agreement, failures
    from reports.run.words import FRAMEWORK_NAMES, pair_name

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
    from reports.run.words import pair_name

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


def chosen_language(lang: str | None) -> str:
    """Return the language asked for, or the locale's."""
    return lang or from_locale()
