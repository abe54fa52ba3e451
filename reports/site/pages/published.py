"""The published experiments and the claims, as pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup

from parity.experiments.claims import CLAIMS
from parity.experiments.registry import all_experiments
from reports.experiments import captions
from reports.experiments.words import word as experiment_word
from reports.site.pages.specs import Spec, common, specs
from reports.site.text.prose import inline
from reports.site.text.words import word

PUBLISHED = Path(__file__).parents[2] / "published"
REPOSITORY = "https://github.com/dl-parity/dl-parity"


@dataclass(frozen=True)
class PublishedPicture:
    """One picture: the file below ``reports/published``, its size in pixels and its caption."""

    path: str
    width: int
    height: int
    caption: str


@dataclass(frozen=True)
class ExperimentPage:
    """An experiment: its catalogue entry, and what a full run gave if one was published."""

    name: str
    title: str
    summary: Markup
    source: str
    settings: int
    conditions: tuple[tuple[str, str], ...]
    specs: tuple[Spec, ...]
    cited: tuple[tuple[str, Markup], ...]
    table: Markup
    pictures: tuple[PublishedPicture, ...]

    @property
    def published(self) -> bool:
        """Tell whether a full run's tables are there."""
        return bool(self.table)

    @property
    def in_repository(self) -> str:
        """Return where the pictures stand, which the wheel leaves out."""
        return f"{REPOSITORY}/tree/main/reports/published/{self.name}"


def experiment_pages(language: str, folder: Path = PUBLISHED) -> tuple[ExperimentPage, ...]:
    """Return a page for each experiment of the catalogue."""
    experiments = sorted(all_experiments().values(), key=lambda e: e.order)
    return tuple(
        ExperimentPage(
            name=experiment.name,
            title=experiment.title[language],
            summary=inline(experiment.summary[language]),
            source=experiment.source,
            settings=len(experiment.settings),
            conditions=(
                *common(specs(experiment, language), language),
                (word("spec_seeds", language), str(experiment.seeds)),
            ),
            specs=specs(experiment, language),
            cited=_cited(folder / experiment.name, language),
            table=_table(folder / experiment.name, language),
            pictures=_pictures(folder, experiment.name, language),
        )
        for experiment in experiments
    )


def _cited(folder: Path, language: str) -> tuple[tuple[str, Markup], ...]:
    """Return the claims that an experiment's table cites by their number."""
    path = folder / ("table.ja.md" if language == "ja" else "table.md")
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    named = set(re.findall(r"\bC\d+\b", text))
    return tuple(
        (claim.name, inline(f"{claim.claim[language]} → {claim.verdict[language]}"))
        for claim in CLAIMS
        if claim.name in named
    )


def claims(language: str, folder: Path = PUBLISHED) -> Markup:
    """Return the claims table; empty where nothing was published."""
    path = folder / ("claims.ja.md" if language == "ja" else "claims.md")
    if not path.exists():
        return Markup("")
    return _without_title(path.read_text(encoding="utf-8"), language, "experiments/")


def files_to_copy(folder: Path = PUBLISHED) -> list[Path]:
    """Return every published picture, and the files of digits that the tables link."""
    return sorted([*folder.glob("*/*.png"), *folder.glob("*/digits.csv")])


def _table(folder: Path, language: str) -> Markup:
    path = folder / ("table.ja.md" if language == "ja" else "table.md")
    if not path.exists():
        return Markup("")
    return _without_title(path.read_text(encoding="utf-8"), language, "", folder.name)


def _without_title(text: str, language: str, prefix: str, name: str = "") -> Markup:
    """Return Markdown as HTML without its first heading, its tables where they can be scrolled."""
    body = re.sub(r"\A# .*\n", "", text)
    body = body.partition(f"## {experiment_word('pictures', language)}")[
        0
    ]  # the page shows them itself
    html = MarkdownIt("commonmark").enable("table").render(body)
    html = re.sub(r'href="([\w-]+)/table(?:\.ja)?\.md"', rf'href="{prefix}\1.html"', html)
    html = html.replace('href="digits.csv"', f'href="../../assets/experiments/{name}/digits.csv"')
    html = re.sub(r"<th style=\"text-align:right\">", "<th>", html)
    html = re.sub(r"<t([dh]) style=\"text-align:right\">", r'<t\1 class="number">', html)
    html = re.sub(r"(\d) ± (\d)", "\\1\u00a0±\u00a0\\2", html)  # a figure stays on one line
    label = word("table", language)
    opened = f'<div class="scroll figures" role="group" tabindex="0" aria-label="{label}">'
    html = html.replace("<table>", f"{opened}<table>").replace("</table>", "</table></div>")
    return Markup(html)


def _pictures(folder: Path, name: str, language: str) -> tuple[PublishedPicture, ...]:
    experiment = all_experiments()[name]
    found = []
    for kind in captions.drawn(experiment, folder / name):
        file = captions.file(kind, language)
        caption = captions.caption(experiment, kind, language)
        found.append(PublishedPicture(f"{name}/{file}", *_size(folder / name / file), caption))
    return tuple(found)


def _size(path: Path) -> tuple[int, int]:
    """Return (width, height) of a PNG, which stand in its first bytes."""
    head = path.read_bytes()[16:24]
    return int.from_bytes(head[:4], "big"), int.from_bytes(head[4:], "big")
