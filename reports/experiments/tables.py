"""``table.md``: what each setting reached, the reported figures beside it, and the agreement."""

from __future__ import annotations

import math
from collections.abc import Sequence

from parity.experiments.results import RunResult
from parity.experiments.setting import Experiment, Reported, Setting
from reports.experiments import captions
from reports.experiments.facts import told
from reports.experiments.judging.agreement import Agreement
from reports.experiments.judging.rounding import accuracy, rounded
from reports.experiments.judging.statistics import Summary
from reports.experiments.judging.verdicts import evidence, measured, verdict_of
from reports.experiments.words import WORDS, word
from reports.run.words import FRAMEWORK_NAMES

SHOWN_AT = (100, 500, 1000, 2000, 5000, 10000)
"""After which steps the table tells the digits."""

ROUNDING = 1e-9
"""A relative spread below this is rounding."""

FIGURES = (
    "test_accuracy", "modes", "near", "distance", "mean_return", "train_loss", "test_loss",
    "above_lowest",
)  # fmt: skip
"""Of a setting's final figures, the first of these is its result."""


def table(
    experiment: Experiment,
    results: Sequence[RunResult],
    language: str,
    together: Sequence[tuple[str, Agreement]],
    pictures: Sequence[str] = (),
) -> str:
    """Return the experiment's table as Markdown.

    Args:
        experiment: whose runs they are.
        results: the runs.
        language: ``en`` or ``ja``.
        together: how far the frameworks coincide, by setting.
        pictures: the names of those that stand under it.
    """
    ran = [s for s in experiment.settings if any(r.key.setting == s.name for r in results)]
    frameworks = [f for f in FRAMEWORK_NAMES if any(r.key.framework == f for r in results)]
    lines = [f"# {experiment.title[language]}", "", experiment.summary[language], ""]
    types = sorted({setting.dtype for setting in ran})
    lines += _about(results, types, language)
    # What has facts of its own is held against these, and not against reports.
    reports = bool(experiment.reported) or not experiment.facts
    legend = word("legend" if reports else "legend_alone", language)
    lines += ["", f"## {word('results', language)}", "", legend, ""]
    head = [word("setting", language), *(FRAMEWORK_NAMES[f] for f in frameworks)]
    head += [word("reported", language)] * reports
    lines += [row(head), row(["---"] * len(head))]
    seeds = len({r.key.seed for r in results})
    for setting in ran:
        cells = [f"{setting.title[language]}{_form(setting, language)}"]
        quantity = quantity_of([r for r in results if r.key.setting == setting.name])
        if quantity != "test_accuracy":
            cells[0] += f": {named(quantity, language)}"
        cells += [_result(of(results, setting, f), language, seeds) for f in frameworks]
        own = [r for r in experiment.reported if r.setting == setting.name]
        cells += ["; ".join(_said(r, results, language) for r in own)] * reports
        lines.append(row(cells))
    lines += told(experiment.facts, results, language)
    digits = _agreement(experiment, together, language)
    if digits:
        lines += ["", f"## {word('agreement', language)}", "", word("digits_legend", language), ""]
        lines += [word("single_legend", language), ""] if "float32" in types else []
        lines += digits
    if pictures:
        lines += ["", f"## {word('pictures', language)}"]
    for picture in pictures:
        caption = captions.caption(experiment, picture, language)
        lines += ["", f"{caption}:", "", f"![{caption}]({captions.file(picture, language)})"]
    return "\n".join(lines) + "\n"


def of(results: Sequence[RunResult], setting: Setting, framework: str) -> list[RunResult]:
    """Return the runs of a setting in a framework."""
    return [r for r in results if r.key.setting == setting.name and r.key.framework == framework]


def quantity_of(runs: Sequence[RunResult]) -> str:
    """Return the figure that is a setting's result."""
    finals = [r.final for r in runs]
    return next((q for q in FIGURES if any(math.isfinite(f.get(q, math.nan)) for f in finals)), "")


def _about(results: Sequence[RunResult], types: Sequence[str], language: str) -> list[str]:
    sources = sorted({r.key.data for r in results})
    data = ", ".join(word("own_data", language) if s == "none" else s for s in sources)
    seeds = len({r.key.seed for r in results})
    versions = ", ".join(sorted({r.versions for r in results if r.versions}))
    return [
        f"- {word('data', language)}: {data}",
        f"- {word('seeds', language)}: {seeds}",
        f"- {word('type', language)}: {', '.join(types)}",
        f"- {word('versions', language)}: {versions}",
    ]


def _form(setting: Setting, language: str) -> str:
    if not setting.form:
        return ""
    bug = f": {setting.bug[language]}" if setting.form == "as_taught" and setting.bug else ""
    return f" ({word(setting.form, language)}{bug})"


def _result(runs: Sequence[RunResult], language: str, seeds: int) -> str:
    quantity = quantity_of(runs)
    found = measured(runs, quantity) if quantity else None
    if found is None:
        return "–"
    text = shown(found, quantity, language, seeds)
    if found.collapsed:
        text += f" ({word('collapsed', language, k=found.collapsed, n=found.n)})"
    return text


def shown(found: Summary, quantity: str, language: str, seeds: int) -> str:
    """Return a mean with its 95 % interval, or its least and largest, if there are several seeds.

    Fewer than ``seeds``, as many as the experiment has, are told.
    """
    if quantity.endswith("accuracy"):
        text = accuracy(found)
    else:  # a walk that no seed changes has no interval
        spread = found.half > ROUNDING * abs(found.mean)
        text = rounded(found.mean, found.half if spread else math.nan)
    return f"{text} ({word('of_seeds', language, n=found.n)})" if found.n < seeds else text


def _said(reported: Reported, results: Sequence[RunResult], language: str) -> str:
    figures = as_reported(reported, language)
    if reported.value is None and reported.train is None and reported.test is None:
        figures = word("quoted", language, text=figures)
    told = word(verdict_of(reported, results), language)
    shown_by = evidence(reported, results, language)
    return f"{reported.report} {figures}: **{told}**" + (f" ({shown_by})" if shown_by else "")


def as_reported(reported: Reported, language: str) -> str:
    """Return what a report says: train and test accuracy, another figure, or its words."""
    if reported.value is not None:
        return f"{named(reported.quantity, language)} {reported.value:.{reported.decimals}f}"
    if reported.train is None and reported.test is None:
        return reported.note[language] or "–"
    return "/".join("–" if v is None else f"{v:g}" for v in (reported.train, reported.test))


def named(quantity: str, language: str) -> str:
    """Return the name of a figure of a run; a coefficient is its own."""
    key = f"quantity_{quantity}"
    return word(key, language) if key in WORDS else quantity


def _agreement(
    experiment: Experiment, together: Sequence[tuple[str, Agreement]], language: str
) -> list[str]:
    settings = {s.name: s for s in experiment.settings}
    found = [(settings[name], a) for name, a in together]
    if not found:
        return []
    seeds = max(a.seeds for _, a in found)
    at = [step for step in SHOWN_AT if any(step in a.steps for _, a in found)]
    head = [word("setting", language), *(str(step) for step in at)]
    parted = any(a.apart is not None for _, a in found)  # older files do not tell it
    head += [word("at_the_end", language), word("separates", language)]
    head += [word("apart", language)] if parted else []
    accurate = any(a.accuracy is not None for _, a in found) or not experiment.facts
    head += [word("largest", language)] * accurate
    lines = [row(head), row(["---"] * len(head))]
    for setting, a in found:
        digits = dict(zip(a.steps, a.digits, strict=True))
        cells = [titled(setting, language)]
        cells += [f"{digits[s]:.1f}" if s in digits else "–" for s in at]
        cells.append(f"{a.digits[-1]:.1f}")
        cells.append(str(a.separates) if a.separates else word("never", language))
        if parted:
            told_apart = "–" if a.apart is None else word("never", language)
            cells.append(str(a.apart) if a.apart else told_apart)
        cells += ["–" if a.accuracy is None else f"{a.accuracy:.4f}"] * accurate
        if a.seeds < seeds:
            cells[0] += f" ({word('of_seeds', language, n=a.seeds)})"
        lines.append(row(cells))
    if any(a.apart for _, a in found):
        lines += ["", word("chaos", language)]
    accuracies = [(a.accuracy, setting) for setting, a in found if a.accuracy is not None]
    if accuracies:
        worst, setting = max(accuracies, key=lambda pair: pair[0])
        where = titled(setting, language)
        told = word("largest_of_all", language, value=f"{worst:.4f}", where=where)
        lines += ["", told if worst else word("no_difference", language)]
    return lines


def titled(setting: Setting, language: str) -> str:
    """Return a setting's title, with its form where it has two."""
    form = f" ({word(setting.form, language)})" if setting.form else ""
    return f"{setting.title[language]}{form}"


def row(cells: Sequence[str]) -> str:
    """Return a row of a Markdown table."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
