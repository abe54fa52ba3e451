"""The claims table: every reported figure beside ours, and every claim with what settles it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from parity.experiments.claims import CLAIMS
from parity.experiments.interval import LEVEL
from parity.experiments.results import RunResult
from parity.experiments.setting import Experiment, Reported
from reports.experiments.judging.fits import fits
from reports.experiments.judging.statements import MARGIN
from reports.experiments.judging.statistics import Verdict
from reports.experiments.judging.verdicts import evidence, judged, measured, verdict_of
from reports.experiments.tables import as_reported, of, quantity_of, row, shown, titled
from reports.experiments.words import word
from reports.run.words import FRAMEWORK_NAMES

VERDICTS: tuple[Verdict, ...] = (
    "inside", "outside", "collapse", "holds", "does_not_hold", "undecided", "not_reproducible",
    "not_run", "other_data",
)  # fmt: skip


def claims(
    experiments: Sequence[Experiment], results: Mapping[str, Sequence[RunResult]], language: str
) -> str:
    """Return the claims table as Markdown.

    Args:
        experiments: in their order.
        results: the runs by experiment; one that has none was not run.
        language: ``en`` or ``ja``.
    """
    lines = [f"# {word('claims', language)}", "", word("legend", language), ""]
    figures, words = counted(experiments, results)
    head = [word(key, language) for key in ("verdict", "how_many", "how_many_words")]
    lines += [row(head), row(["---", "---:", "---:"])]
    lines += [
        row([word(v, language), str(figures[v] or "–"), str(words[v] or "–")])
        for v in VERDICTS
        if figures[v] or words[v]
    ]
    held = sum(figures[v] for v in ("inside", "outside", "undecided"))
    chance = round(held * (1 - LEVEL))
    lines += ["", word("by_chance", language, held=held, chance=chance)]
    for experiment in experiments:
        if not experiment.reported:
            continue
        runs = results.get(experiment.name, ())
        link = f"[{experiment.title[language]}]({experiment.name}/{_table(language)})"
        lines += ["", f"## {link if runs else experiment.title[language]}", ""]
        if not runs:
            lines += [word("nothing_run", language), ""]
            continue
        lines += _figures(experiment, runs, language)
    lines += ["", f"## {word('how_judged', language)}", ""]
    margin = f"{MARGIN:g}".removeprefix("0")
    lines += [
        word("figures_legend", language),
        "",
        word("statements_legend", language, margin=margin),
    ]
    lines += ["", f"## {word('claims_settled', language)}", ""]
    lines += [
        row([word(key, language) for key in ("number", "claim", "right", "settled_by")]),
        row(["---"] * 4),
    ]
    for claim in CLAIMS:
        lines.append(
            row([claim.name, claim.claim[language], claim.verdict[language],
                 f"`{claim.settled_by}`"])
        )  # fmt: skip
    return "\n".join(lines) + "\n"


def counted(
    experiments: Sequence[Experiment], results: Mapping[str, Sequence[RunResult]]
) -> tuple[Counter[Verdict], Counter[Verdict]]:
    """Return how often each verdict is that of a figure, and that of words."""
    figures: Counter[Verdict] = Counter()
    words: Counter[Verdict] = Counter()
    for experiment in experiments:
        for said in experiment.reported:
            which = words if judged(said)[1] is None else figures
            which[verdict_of(said, results.get(experiment.name, ()))] += 1
    return figures, words


def _table(language: str) -> str:
    return "table.ja.md" if language == "ja" else "table.md"


def _figures(experiment: Experiment, runs: Sequence[RunResult], language: str) -> list[str]:
    frameworks = [f for f in FRAMEWORK_NAMES if any(r.key.framework == f for r in runs)]
    head = [word(key, language) for key in ("setting", "report_name", "reported")]
    head += [FRAMEWORK_NAMES[f] for f in frameworks] + [word("verdict", language)]
    lines = [row(head), row(["---"] * len(head))]
    settings = {s.name: s for s in experiment.settings}
    seeds = len({r.key.seed for r in runs})
    for said in experiment.reported:
        setting = settings[said.setting]
        cells = [setting.title[language], said.report, as_reported(said, language)]
        for framework in frameworks:
            own = of(runs, setting, framework)
            quantity = judged(said)[0] if judged(said)[1] is not None else quantity_of(own)
            found = measured(own, quantity) if own and quantity else None
            cells.append(shown(found, quantity, language, seeds) if found else "–")
        cells.append(_verdict(experiment, said, runs, language))
        lines.append(row(cells))
    return lines


def _verdict(
    experiment: Experiment, said: Reported, runs: Sequence[RunResult], language: str
) -> str:
    """Return the verdict with what shows it, or with what the reader can do about it."""
    found = verdict_of(said, runs)
    more = evidence(said, runs, language)
    if found == "outside":
        nearest = fits(experiment, said, runs)
        more = word("fits", language, setting=titled(nearest, language)) if nearest else ""
    if found == "not_run":
        more = f"`{_command(experiment, said)}`"
    told = word(found, language)
    return f"{told}: {more}" if more else told


def _command(experiment: Experiment, said: Reported) -> str:
    """Return the command that runs the setting of a figure."""
    setting = next(s for s in experiment.settings if s.name == said.setting)
    (data, *_) = setting.options.get("data", experiment.data[-1:])
    own = "" if data == "none" or "task" in setting.options else f" --data {data} --data-dir DIR"
    return f"parity train {experiment.name}{own} --setting {setting.name}"
