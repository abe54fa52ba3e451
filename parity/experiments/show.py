"""What ``parity train`` prints."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from rich.table import Table

from parity.concept import Text
from parity.experiments.interval import mean_and_half_width
from parity.experiments.plan import Plan
from parity.experiments.results import RunResult
from parity.experiments.runner import Outcome
from parity.experiments.setting import Experiment, Reported, Setting

SHOWN = ("test_accuracy", "train_loss", "above_lowest", "test_loss")
"""Of a setting's final figures, the first of these that it has is shown."""

WORDS = {
    "experiment": Text("experiment", "実験"),
    "title": Text("title", "名称"),
    "settings": Text("settings", "設定"),
    "data": Text("data", "データ"),
    "setting": Text("setting", "設定"),
    "reported": Text("reported", "報告値"),
    "source": Text("of the course", "教材"),
    "test_accuracy": Text("test accuracy", "テスト精度"),
    "train_loss": Text("training loss", "訓練損失"),
    "test_loss": Text("test loss", "テスト損失"),
    "above_lowest": Text("above the lowest point", "最下点からの高さ"),
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
    """Return a row for each setting: what each framework reached, beside what was reported."""
    from reports.words import FRAMEWORK_NAMES

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(word("setting", language), overflow="fold")
    for framework in plan.frameworks:
        table.add_column(FRAMEWORK_NAMES[framework], justify="right", no_wrap=True)
    table.add_column(word("reported", language))
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
            table.add_row(f"[bold cyan]{word(quantity, language)}[/]")
        cells = [_cell([r.final[shown] for r in found if shown in r.final]) for found in own]
        # The three are one training, so the first tells what becomes of a reported figure.
        said = _reported(plan.experiment, setting, next(filter(None, own), []), language)
        table.add_row(f"  {setting.name}", *cells, said)
    return table


def _cell(values: list[float]) -> str:
    if not values:
        return "–"
    mean, half = mean_and_half_width(values)
    return f"{mean:.4f}" if math.isnan(half) else f"{mean:.4f} ± {half:.4f}"


def _reported(
    experiment: Experiment, setting: Setting, runs: Sequence[RunResult], language: str
) -> str:
    said = []
    for reported in experiment.reported:
        if reported.setting != setting.name:
            continue
        if reported.test is not None:
            said.append(_judged(reported, "test_accuracy", reported.test, runs, language))
        elif reported.value is not None:
            said.append(_judged(reported, reported.quantity, reported.value, runs, language))
    return ", ".join(said)


def _judged(
    reported: Reported, quantity: str, figure: float, runs: Sequence[RunResult], language: str
) -> str:
    """Return a reported figure, and whether ours is the like."""
    from reports.experiments.statistics import summary, verdict
    from reports.experiments.words import word as report_word

    name = "" if quantity == "test_accuracy" else f"{quantity} "
    values = [r.final[quantity] for r in runs if quantity in r.final]
    classes = [r.final.get("predicted_classes", 0) for r in runs]
    found = verdict(figure, summary(values, classes) if values else None, reported.decimals)
    digits = f"{figure:.{reported.decimals}f}"
    return f"{reported.report} {name}{digits} ({report_word(found, language)})"


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
