"""What ``parity train`` prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.table import Table

from parity.describing.concept import Text
from parity.experiments.planning.plan import Plan
from parity.experiments.results import RunResult
from parity.experiments.setting import Experiment
from parity.experiments.sweeping.runner import Outcome

SHOWN = (
    "test_accuracy", "modes", "near", "distance", "mean_return", "train_loss", "above_lowest",
    "test_loss",
)  # fmt: skip
"""Of a setting's final figures, the first of these that it has is shown."""

WORDS = {
    "experiment": Text("experiment", "実験"),
    "title": Text("title", "名称"),
    "settings": Text("settings", "設定"),
    "data": Text("data", "データ"),
    "setting": Text("setting", "設定"),
    "report": Text("report", "レポート"),
    "reported": Text("reported (train/test)", "報告値(訓練/テスト)"),
    "verdict": Text("verdict", "判定"),
    "source": Text("of the course", "教材"),
    "interval": Text("mean over {n} seeds ± 95% interval", "シード{n}個の平均 ± 95%信頼区間"),
    "one_seed": Text("one seed", "シード1個"),
    "refused": Text("{who} refuses {what}: {why}", "{who} は {what} を受け付けない: {why}"),
    "failed": Text("{who} failed in {what}: {why}", "{who} が {what} で失敗: {why}"),
    "counted": Text(
        "{made} runs made, {found} found finished.", "実行 {made} 回、完了済み {found} 回。"
    ),
    "go_on": Text(
        "{done} of {total} runs are finished; the same command goes on from there.",
        "{total} 回中 {done} 回が完了。同じコマンドで続きから再開する。",
    ),
    "left_out": Text(
        "{n} long settings are left out; --long runs them too.",
        "時間のかかる設定 {n} 件を省略。--long を付けると実行する。",
    ),
    "minutes_left": Text("about {m} min left", "残り約{m}分"),
    "seconds_left": Text("about {s} s left", "残り約{s}秒"),
    "folder": Text("Folder", "フォルダー"),
}


def word(key: str, language: str, **values: object) -> str:
    """Return a word in ``language``."""
    return WORDS[key][language].format(**values)


def experiment_table(experiments: Iterable[Experiment], language: str) -> Table:
    """Return the table of ``parity train --list``."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for key in ("experiment", "title", "settings", "data", "source"):
        table.add_column(
            word(key, language),
            justify="right" if key == "settings" else "left",
            no_wrap=key == "experiment",
        )
    for e in experiments:
        data = ", ".join(name for name in e.data if name != "none") or "–"
        table.add_row(e.name, e.title[language], str(len(e.settings)), data, e.source)
    return table


def time_left(seconds: float | None, language: str) -> str:
    """Say about how long the rest takes."""
    if seconds is None:
        return ""
    if seconds < 90:
        return word("seconds_left", language, s=max(5, 5 * round(seconds / 5)))
    return word("minutes_left", language, m=round(seconds / 60))


def results_table(plan: Plan, results: Sequence[RunResult], language: str) -> Table:
    """Return a row for each setting: what each framework reached."""
    from reports.experiments.tables import named
    from reports.run.words import FRAMEWORK_NAMES

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(word("setting", language), overflow="fold")
    for framework in plan.frameworks:
        table.add_column(FRAMEWORK_NAMES[framework], justify="right", no_wrap=True)
    by_run: dict[tuple[str, str], list[RunResult]] = {}
    for result in results:
        by_run.setdefault((result.key.setting, result.key.framework), []).append(result)
    quantity = ""
    for setting in plan.settings:
        own = [by_run.get((setting.name, f), []) for f in plan.frameworks]
        has = {name for found in own for result in found for name in result.final}
        shown = next((name for name in SHOWN if name in has), "")
        if shown and shown != quantity:
            quantity = shown
            table.add_row(f"[bold cyan]{named(quantity, language)}[/]")
        cells = [_cell(runs, shown) for runs in own]
        table.add_row(f"  {setting.name}", *cells)
    return table


def _cell(runs: Sequence[RunResult], quantity: str) -> str:
    from reports.experiments.judging.rounding import accuracy, rounded
    from reports.experiments.judging.verdicts import measured

    found = measured(runs, quantity) if quantity else None
    if found is None:
        return "–"
    if quantity != "test_accuracy":
        return rounded(found.mean, found.half)
    return accuracy(found)


def reported_table(plan: Plan, results: Sequence[RunResult], language: str) -> Table | None:
    """Return a row for each thing that a report says of these settings; ``None`` without any."""
    from reports.experiments.judging.verdicts import verdict_of
    from reports.experiments.tables import as_reported
    from reports.experiments.words import word as report_word

    names = {setting.name for setting in plan.settings}
    about = [r for r in plan.experiment.reported if r.setting in names]
    if not about:
        return None
    table = Table(box=None, pad_edge=False, header_style="bold")
    for key in ("setting", "report"):
        table.add_column(word(key, language), no_wrap=True)
    for key in ("reported", "verdict"):
        table.add_column(word(key, language), overflow="fold")
    shown = ""
    for reported in about:
        name = "" if reported.setting == shown else f"  {reported.setting}"
        shown = reported.setting
        verdict = report_word(verdict_of(reported, results), language)
        said = as_reported(reported, language)
        table.add_row(name, reported.report, said, verdict)
    return table


def failure_lines(failures: Iterable[Outcome], language: str) -> list[str]:
    """Return a line for each reason, with how many runs it concerns."""
    counts: dict[tuple[str, str, str, str], int] = {}
    for o in failures:
        key = (
            "refused" if o.status == "refused" else "failed",
            o.run.key.framework,
            o.run.key.setting,
            o.error,
        )
        counts[key] = counts.get(key, 0) + 1
    return [
        word(key, language, who=who, what=what, why=why) + (f" (×{n})" if n > 1 else "")
        for (key, who, what, why), n in counts.items()
    ]
