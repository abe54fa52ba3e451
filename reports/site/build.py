"""Writes the site: every page in both languages, and what they share."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from parity.concept import Concept
from parity.files import write_whole
from parity.language import LANGUAGES
from parity.questions import Question, questions
from parity.wrong_lines import WrongLine, WrongLines
from reports.site import published
from reports.site.check_page import transcripts
from reports.site.concept_page import ConceptPage, concept_page
from reports.site.index_page import matrix, search_entries, verdict
from reports.site.numbers import digits
from reports.site.quizzes import Quiz
from reports.site.words import TITLES, group_title, role_name, word

STATIC = Path(__file__).parent / "static"
SHEET_SIZE = 40
"""Questions on one printable sheet at most; a larger group gets several."""

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

    def page(self, concept: Concept, language: str) -> ConceptPage:
        """Return the page of one concept in one language."""
        name = concept.name
        return concept_page(
            concept, language, self.findings[name], self.wrong[name], self.questions[name]
        )


@dataclass(frozen=True)
class Sheet:
    """A printable sheet: some questions of one group."""

    file: str
    title: str
    quizzes: tuple[Quiz, ...]


def build(contents: Contents, folder: Path, progress: Progress | None = None) -> list[Path]:
    """Write the site into ``folder`` and return the paths of its pages.

    Raises:
        OSError: if the folder cannot be written.
    """
    for part in ("assets", *LANGUAGES):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for source in sorted(STATIC.iterdir()):
        shutil.copyfile(source, folder / "assets" / source.name)
    for picture in published.pictures_to_copy():
        target = folder / "assets" / "experiments" / picture.parent.name / picture.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(picture, target)
    entries = json.dumps(search_entries(contents.concepts), ensure_ascii=False)
    write_whole(folder / "assets" / "search.js", f"window.parityConcepts = {entries};\n".encode())
    paths = [folder / "index.html"]
    write_whole(paths[0], _environment().get_template("entrance.html.j2").render().encode())
    total = len(contents.concepts) * len(LANGUAGES)
    for language in LANGUAGES:
        done = len(contents.concepts) * LANGUAGES.index(language)
        report = partial(_report, progress, done, total)
        paths += _Writer(contents, folder, language).write(report)
    return paths


def _report(progress: Progress | None, before: int, total: int, done: int, what: str) -> None:
    if progress:
        progress(before + done, total, what)


class _Writer:
    """Writes the pages of one language."""

    def __init__(self, contents: Contents, folder: Path, language: str) -> None:
        self.contents = contents
        self.folder = folder / language
        self.language = language
        self.environment = environment(language, contents.results)
        self.paths: list[Path] = []

    def write(self, report: Callable[[int, str], None]) -> list[Path]:
        pages = []
        concepts = self.contents.concepts
        for i, concept in enumerate(concepts):
            page = self.contents.page(concept, self.language)
            pages.append(page)
            self.page(
                f"concepts/{concept.name}.html",
                "concept.html.j2",
                page=page,
                alone=False,
                previous=concepts[i - 1] if i else None,
                following=concepts[i + 1] if i + 1 < len(concepts) else None,
            )
            report(i + 1, concept.name)
        self.index()
        self.exam(pages)
        self.experiments()
        self.page("check.html", "check.html.j2", **transcripts(self.language))
        return self.paths

    def page(self, name: str, template: str, **values: Any) -> None:
        """Render one page into its file."""
        depth = name.count("/")
        text = self.environment.get_template(template).render(
            here=name, up="../" * depth, root="../" * (depth + 1), **values
        )
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode())
        self.paths.append(path)

    def index(self) -> None:
        """Write the index."""
        contents = self.contents
        self.page(
            "index.html",
            "index.html.j2",
            groups=matrix(contents.concepts, contents.results, contents.questions, self.language),
            verdict=verdict(contents.results, self.language),
        )

    def exam(self, pages: Sequence[ConceptPage]) -> None:
        """Write the mock exam, its questions by group, and the printable sheets."""
        by_group: dict[str, list[ConceptPage]] = defaultdict(list)
        for page in pages:
            by_group[page.concept.group].append(page)
        folder = self.folder / "questions"
        folder.mkdir(exist_ok=True)
        groups = []
        for group, own in by_group.items():
            asked = [_as_data(page, quiz) for page in own for quiz in page.quizzes]
            text = json.dumps(asked, ensure_ascii=False, separators=(",", ":"))
            script = f"(window.parityQuestions ||= {{}})[{json.dumps(group)}] = {text};\n"
            write_whole(folder / f"{group}.js", script.encode())
            groups.append((group, group_title(group, self.language), len(asked)))
        self.page("exam.html", "exam.html.j2", groups=groups)
        sheets = [sheet for group, own in by_group.items() for sheet in self.sheets(group, own)]
        for sheet in sheets:
            self.page(f"sheets/{sheet.file}", "sheet.html.j2", sheet=sheet)
        self.page("sheets/index.html", "sheets.html.j2", sheets=sheets)

    def sheets(self, group: str, pages: Sequence[ConceptPage]) -> list[Sheet]:
        """Return the sheets of one group."""
        asked = [quiz for page in pages for quiz in page.quizzes]
        title = group_title(group, self.language)
        parts = -(-len(asked) // SHEET_SIZE)
        size = -(-len(asked) // parts) if parts else 0
        return [
            Sheet(
                f"{group}.html" if parts == 1 else f"{group}-{part + 1}.html",
                title
                if parts == 1
                else f"{title}, {word('sheet_part', self.language, n=part + 1)}",
                tuple(asked[part * size : (part + 1) * size]),
            )
            for part in range(parts)
        ]

    def experiments(self) -> None:
        """Write the experiments and the claims."""
        pages = published.experiment_pages(self.language)
        self.page("experiments/index.html", "experiments.html.j2", experiments=pages)
        for page in pages:
            self.page(f"experiments/{page.name}.html", "experiment.html.j2", page=page)
        self.page("claims.html", "claims.html.j2", claims=published.claims(self.language))


def _as_data(page: ConceptPage, quiz: Quiz) -> dict[str, Any]:
    """Return a question as the mock exam's script reads it."""
    return {
        "concept": quiz.concept,
        "title": page.title,
        "number": quiz.number,
        "method": quiz.method,
        "before": [str(line) for line in quiz.before],
        "indent": quiz.indent,
        "after": [str(line) for line in quiz.after],
        "choices": [[str(c.code), str(c.feedback)] for c in quiz.choices],
        "right": quiz.letter,
    }


def _word(language: str, key: str, **values: object) -> str:
    return word(key, language, **values)


def _versions(results: dict[str, Any]) -> str:
    names = {"numpy": "NumPy", "torch": "PyTorch", "keras": "Keras", "tensorflow": "TensorFlow"}
    known = results.get("environment", {})
    return ", ".join(f"{title} {known[key]}" for key, title in names.items() if key in known)


def environment(language: str, results: dict[str, Any]) -> Environment:
    """Return the templates with what every page of one language uses."""
    templates = _environment()
    templates.globals.update(
        language=language,
        other="en" if language == "ja" else "ja",
        t=partial(_word, language),
        titles=TITLES,
        digits=digits,
        role_name=lambda role: role_name(role, language),
        versions=_versions(results),
        created=str(results.get("created", ""))[:10],
    )
    return templates


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("reports.site"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
