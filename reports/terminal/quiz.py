"""What ``parity quiz`` asks, and what it says of the answers."""

from __future__ import annotations

import csv
import html
import io
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from parity.describing.syllabus import ITEMS
from parity.errors import ReaderError
from parity.files import write_whole
from parity.options import Language
from parity.questions.asked import Asked, Figure
from parity.questions.paper import MINUTES, PAPER, about, drawn, paper
from reports.console import chosen_language, out
from reports.terminal.mathematics import shown
from reports.terminal.words import word

LETTERS = {"en": "ABCD", "ja": "アイウエ"}
KEYS = "1234"
PASSED = 0.6
"""The share of right answers from which on the exit code is 0."""


class QuizCommand:
    """One call of ``parity quiz``."""

    def __init__(
        self, what: str | None, whole: bool, number: int, seed: int | None, lang: Language | None
    ) -> None:
        self.language = chosen_language(lang)
        self.seed = int(np.random.default_rng().integers(1_000_000)) if seed is None else seed
        self.whole = whole
        if whole and what is not None:
            raise ReaderError("A paper is about the whole syllabus: leave CONCEPT|ITEM out.")
        self.questions = paper(PAPER, self.seed) if whole else drawn(about(what), number, self.seed)
        self.all = about(what)
        self.passage = ""

    def run(self, anki: Path | None) -> int:
        """Ask, or write the cards; return the exit code."""
        if anki is not None:
            write_whole(anki, cards(self.all, self.language).encode())
            out.print(word("quiz_cards", self.language, n=len(self.all), path=anki), markup=False)
            return 0
        began = time.monotonic()
        if self.whole:
            self.say("quiz_paper", n=len(self.questions), minutes=MINUTES)
        self.say("quiz_how")
        answers: list[int] = []
        for number, question in enumerate(self.questions, start=1):
            given = self.ask(number, question)
            if given is None:
                break
            answers.append(given)
        return self.result(answers, time.monotonic() - began)

    def say(self, key: str, **values: object) -> None:
        """Print one of our sentences."""
        out.print(word(key, self.language, **values), markup=False)

    def ask(self, number: int, question: Asked) -> int | None:
        """Ask one question; return the place of the answer, or None at the end of the input."""
        letters = LETTERS[self.language]
        item = question.items[0]
        out.print()
        title = f"{number}/{len(self.questions)}  {item} {ITEMS[item].title[self.language]}"
        out.print(title, style="dim", markup=False)
        for line in asked_lines(question, self.language, self.passage):
            out.print(line, markup=False)
        self.passage = question.passage.name if question.passage else ""
        for letter, key, choice in zip(letters, KEYS, question.choices, strict=True):
            out.print(f"  {key} {letter}  {shown(choice, self.language)}", markup=False)
        given = self.answered()
        if given is None:
            return None
        right = given == question.right
        self.say("quiz_right" if right else "quiz_wrong", letter=letters[question.right])
        for place in dict.fromkeys((given, question.right)):
            why = shown(question.why[place], self.language)
            out.print(f"  {letters[place]}  {why}", markup=False)
        if question.source:
            out.print(f"  {question.source}", style="dim", markup=False)
        return given

    def answered(self) -> int | None:
        """Read an answer: a number, a letter; asked again for anything else."""
        while True:
            out.print("> ", end="")
            line = sys.stdin.readline()
            if not line or line.strip().lower() in ("q", "quit"):
                return None
            text = line.strip().upper()
            for keys in (KEYS, LETTERS["en"], LETTERS["ja"]):
                if len(text) == 1 and text in keys:
                    return keys.index(text)
            self.say("quiz_again")

    def result(self, answers: Sequence[int], seconds: float) -> int:
        """Print the score by item; return the exit code."""
        out.print()
        if not answers:
            self.say("quiz_none", seed=self.seed)
            return 1
        asked = self.questions[: len(answers)]
        right = sum(q.right == a for q, a in zip(asked, answers, strict=True))
        minutes = f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
        self.say("quiz_score", right=right, total=len(asked), minutes=minutes, seed=self.seed)
        by_item: dict[str, list[bool]] = defaultdict(list)
        for question, answer in zip(asked, answers, strict=True):
            by_item[question.items[0]].append(question.right == answer)
        for item in sorted(by_item, key=lambda item: np.mean(by_item[item])):
            title = ITEMS[item].title[self.language]
            out.print(f"  {sum(by_item[item])}/{len(by_item[item])}  {item} {title}", markup=False)
        return 0 if right >= PASSED * len(asked) else 1


def asked_lines(question: Asked, language: str, before: str = "") -> list[str]:
    """Return what stands above the choices: the passage, if it is not ``before``, and the stem."""
    lines: list[str] = []
    passage = question.passage
    if passage and passage.name != before:
        if passage.text:
            lines.append(shown(passage.text, language))
        if passage.figure:
            lines += table_of(passage.figure, language)
        lines += [f"    {line}" for line in passage.code.splitlines()]
    lines.append(shown(question.stem, language))
    return [*lines, *(f"    {line}" for line in question.code.splitlines())]


def table_of(figure: Figure, language: str) -> list[str]:
    """Return the data of a figure in rows, for where nothing can be drawn."""
    lines = [f"  {figure.x[language]} → {figure.y[language]}"]
    for line in figure.lines:
        points = zip(line.x, line.y, strict=True)
        lines.append(f"  {line.label}: " + ", ".join(f"{x:g} → {y:g}" for x, y in points))
    return lines


def cards(questions: Sequence[Asked], language: str) -> str:
    """Return the questions as a text file that Anki imports: front, back and tags."""
    text = io.StringIO()
    text.write("#separator:Tab\n#html:true\n#tags column:3\n")
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    letters = LETTERS[language]
    for question in questions:
        rows = [
            f"{letter} {html.escape(shown(choice, language))}"
            for letter, choice in zip(letters, question.choices, strict=True)
        ]
        why = [
            f"{letter} {html.escape(shown(text, language))}"
            for letter, text in zip(letters, question.why, strict=True)
        ]
        asked = [_card_line(line) for line in asked_lines(question, language)]
        front = "<br>".join([*asked, "", *rows])
        source = [html.escape(question.source)] if question.source else []
        back = "<br>".join([f"<b>{letters[question.right]}</b>", *why, *source])
        writer.writerow([front, back, " ".join(question.items)])
    return text.getvalue()


def _card_line(line: str) -> str:
    """Return a line of a card; code keeps its indent."""
    code = line.startswith("    ")
    return (
        f"<code>{html.escape(line[4:]).replace(' ', '&nbsp;')}</code>"
        if code
        else html.escape(line)
    )
