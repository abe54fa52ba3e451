"""Writes the site: every page in both languages, and what they share."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from joblib import Parallel, delayed

from parity.describing.areas import in_order
from parity.describing.concept import Concept
from parity.files import write_whole
from parity.language import LANGUAGES
from parity.questions.asked import Asked
from parity.questions.bank import Question, questions
from parity.questions.paper import MINUTES, PAPER, bank, paper, units
from parity.questions.wrong_lines import WrongLine, WrongLines
from reports.run.markdown import counts_of
from reports.site.learning.exam import (
    PAPERS,
    Sheet,
    ShownQuestion,
    index_script,
    shown,
    topic_of,
    topic_script,
    topics,
)
from reports.site.learning.glossary import glossary
from reports.site.learning.map import first, tracks, words_of_map
from reports.site.learning.search import search_scripts
from reports.site.pages import published
from reports.site.pages.assets import write_assets
from reports.site.pages.check_page import transcripts
from reports.site.pages.concept_job import ConceptJob, Neighbour, write_concept
from reports.site.pages.environment import entrance, environment, write_page
from reports.site.pages.evidence_page import matrix, verdict
from reports.site.text.words import word
from reports.site.writing.offline import write_offline
from reports.site.writing.own_code import own_code
from reports.site.writing.python_files import write_python_files

MANY = 8
"""Concepts from which on several processes are worth their start."""
SHEET_SIZE = 40
"""Questions on one printable sheet at most; a larger topic gets several."""

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Contents:
    """What a site is made from.

    Attributes:
        concepts: in the order of the course.
        results: the content of ``results.json``.
        wrong_lines: what each wrong line breaks.
    """

    concepts: Sequence[Concept]
    results: dict[str, Any]
    wrong_lines: WrongLines

    @cached_property
    def findings(self) -> Mapping[str, list[dict[str, Any]]]:
        """Return the findings by concept."""
        by_name: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for finding in self.results["findings"]:
            by_name[finding["concept"]].append(finding)
        return by_name

    @cached_property
    def wrong(self) -> Mapping[str, list[WrongLine]]:
        """Return the wrong lines by concept."""
        by_name: dict[str, list[WrongLine]] = defaultdict(list)
        for line in self.wrong_lines.items:
            by_name[line.concept].append(line)
        return by_name

    @cached_property
    def questions(self) -> Mapping[str, tuple[Question, ...]]:
        """Return the questions by concept."""
        return {c.name: questions(c, self.wrong_lines) for c in self.concepts}


def build(
    contents: Contents,
    folder: Path,
    progress: Progress | None = None,
    python: Path | None = None,
) -> list[Path]:
    """Write the site into ``folder`` and return the paths of its pages.

    ``python`` is a folder with Pyodide that is copied beside the pages.

    Raises:
        NoPythonError: if that folder does not hold it.
        OSError: if the folder cannot be written.
    """
    write_assets(folder / "assets", write_python_files(folder / "assets" / "write", python))
    for language in LANGUAGES:
        (folder / language).mkdir(exist_ok=True)
    write_offline(folder)
    for source in published.files_to_copy():
        target = folder / "assets" / "experiments" / source.parent.name / source.name
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, source.read_bytes())
    for name, script in search_scripts(contents.concepts).items():
        write_whole(folder / "assets" / "js" / name, script.encode())
    paths = [folder / "index.html"]
    write_whole(paths[0], entrance().encode())
    turned = in_order(contents.concepts)
    jobs = [_job(contents, turned, i, folder) for i in range(len(turned))]
    tell = progress or (lambda done, total, what: None)
    for done, name in enumerate(_written(jobs), start=1):
        paths += [folder / language / "concepts" / f"{name}.html" for language in LANGUAGES]
        tell(done, len(jobs), name)
    for language in LANGUAGES:
        paths += _Writer(contents, folder, language).write()
    return paths


def _job(contents: Contents, concepts: Sequence[Concept], index: int, folder: Path) -> ConceptJob:
    name = concepts[index].name
    return ConceptJob(
        name=name,
        folder=folder,
        findings=contents.findings[name],
        wrong_lines=contents.wrong[name],
        questions=contents.questions[name],
        about={key: contents.results.get(key) for key in ("environment", "created")},
        previous=_neighbour(concepts, index - 1),
        following=_neighbour(concepts, index + 1),
    )


def _neighbour(concepts: Sequence[Concept], index: int) -> Neighbour:
    if not 0 <= index < len(concepts):
        return None
    return concepts[index].name, concepts[index].title


def _written(jobs: Sequence[ConceptJob]) -> Iterable[str]:
    """Write the concepts' pages, on every core where there are many."""
    cores = os.cpu_count() or 1
    if len(jobs) < MANY or cores == 1:
        return map(write_concept, jobs)
    workers = Parallel(n_jobs=cores, return_as="generator_unordered", batch_size=4)
    return workers(delayed(write_concept)(job) for job in jobs)


class _Writer:
    """Writes the pages of one language."""

    def __init__(self, contents: Contents, folder: Path, language: str) -> None:
        self.contents = contents
        self.folder = folder / language
        self.language = language
        self.environment = environment(language, contents.results)
        self.paths: list[Path] = []

    def write(self) -> list[Path]:
        """Write everything but the concepts' own pages."""
        self.map()
        self.evidence()
        self.glossary()
        self.exam()
        self.experiments()
        mine = own_code(self.contents.concepts, self.language)
        self.page("check.html", "check.html.j2", mine=mine, **transcripts(self.language))
        self.moved()
        return self.paths

    def moved(self) -> None:
        """Lead from the address that a concept had to the one that it has."""
        for concept in self.contents.concepts:
            for old in concept.formerly:
                write_page(
                    self.environment,
                    self.folder,
                    f"concepts/{old}.html",
                    "moved.html.j2",
                    to=concept.name,
                    title=concept.title[self.language],
                )

    def page(self, name: str, template: str, **values: Any) -> None:
        """Render one page into its file."""
        self.paths.append(write_page(self.environment, self.folder, name, template, **values))

    def map(self) -> None:
        """Write the map, which is the front page."""
        contents, language = self.contents, self.language
        counts = counts_of(contents.results)
        self.page(
            "index.html",
            "index.html.j2",
            tracks=tracks(contents.concepts, contents.questions, language),
            first=first(contents.concepts, language),
            words=words_of_map(language),
            total=len(contents.concepts),
            asked=sum(map(len, contents.questions.values())),
            agree=counts["agree"],
            wrong=counts["differ"] + counts["vacuous"],
            conventions=sum(len(concept.divergences) for concept in contents.concepts),
        )

    def evidence(self) -> None:
        """Write the table of digits."""
        contents = self.contents
        self.page(
            "evidence.html",
            "evidence.html.j2",
            groups=matrix(contents.concepts, contents.results, contents.questions, self.language),
            verdict=verdict(contents.results, self.language),
        )

    def glossary(self) -> None:
        """Write the glossary."""
        self.page(
            "glossary.html",
            "glossary.html.j2",
            entries=glossary(self.contents.concepts),
            names={c.name: c.title[self.language] for c in self.contents.concepts},
        )

    def exam(self) -> None:
        """Write the exam's page, the bank by topic, the printable sheets and papers."""
        folder = self.folder / "questions"
        folder.mkdir(exist_ok=True)
        write_whole(folder / "index.js", index_script(self.language).encode())
        found = topics(self.language)
        for key, _, _ in found:
            write_whole(folder / f"{key}.js", topic_script(key, self.language).encode())
        self.page(
            "exam.html",
            "exam.html.j2",
            topics=found,
            total=len(bank()),
            papers=PAPERS,
            paper=PAPER,
            minutes=MINUTES,
        )
        sheets = [sheet for key, title, _ in found for sheet in self.sheets(key, title)]
        for number in range(1, PAPERS + 1):
            title = word("paper_n", self.language, n=number)
            sheets.append(Sheet(f"paper-{number}.html", title, self.shown(paper(PAPER, number))))
        for sheet in sheets:
            self.page(f"sheets/{sheet.file}", "sheet.html.j2", sheet=sheet)
        self.page("sheets/index.html", "sheets.html.j2", sheets=sheets)

    def shown(self, questions: Sequence[Asked]) -> Sequence[ShownQuestion]:
        """Return questions in this language."""
        return shown(questions, self.language)

    def sheets(self, key: str, title: str) -> list[Sheet]:
        """Return the sheets of one topic; a set is not cut."""
        parts: list[list[Asked]] = [[]]
        for unit in units(question for question in bank() if topic_of(question) == key):
            if len(parts[-1]) + len(unit) > SHEET_SIZE:
                parts.append([])
            parts[-1] += unit
        return [
            Sheet(
                # The first keeps its address while the bank grows.
                f"{key}-{part + 1}.html" if part else f"{key}.html",
                title
                if len(parts) == 1
                else f"{title}, {word('sheet_part', self.language, n=part + 1)}",
                self.shown(own),
            )
            for part, own in enumerate(parts)
        ]

    def experiments(self) -> None:
        """Write the experiments and the claims."""
        pages = published.experiment_pages(self.language)
        self.page("experiments/index.html", "experiments.html.j2", experiments=pages)
        for page in pages:
            self.page(f"experiments/{page.name}.html", "experiment.html.j2", page=page)
        self.page("claims.html", "claims.html.j2", claims=published.claims(self.language))
