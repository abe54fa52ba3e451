"""Exam questions: one line of the NumPy code is left out, and the right one is to be chosen.

What makes a choice wrong is not an opinion: each was run, and broke something
(:mod:`parity.questions.measuring`).
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from parity.describing.concept import NOTHING, Concept, Text
from parity.describing.draw import seed_of
from parity.harness.mistakes import MistakeError, lines_of, source_path, without_comment
from parity.harness.slips.line import shape_of
from parity.questions.wrong_lines import WANTED, WrongLine, WrongLines


@dataclass(frozen=True)
class Choice:
    """One line to choose.

    Attributes:
        code: without a comment, which could give it away.
        right: whether it is what the source says.
        why: what is wrong with it; nothing for the right one.
        wrong_line: what was measured; ``None`` for the right one.
    """

    code: str
    right: bool
    why: Text = NOTHING
    wrong_line: WrongLine | None = None


@dataclass(frozen=True)
class Question:
    """A line that is left out, and what could stand there.

    Attributes:
        concept: the concept's name.
        number: from 1, in the order of the source.
        line: the right line, without its comment.
        line_number: where it stands in the file, from 1.
        method: the method that it belongs to, or the function.
        choices: the right one first; who shows them shuffles them.
        reason: why the line is right: what its first listed mistake overlooks, or, where the only
            one is another convention, how that differs.
    """

    concept: str
    number: int
    line: str
    line_number: int
    method: str
    choices: tuple[Choice, ...]
    reason: Text = NOTHING

    def shuffled(self) -> tuple[Choice, ...]:
        """Return the choices in an order that tells nothing, and is the same every time."""
        order = np.random.default_rng(seed_of(self.concept, self.line)).permutation(
            len(self.choices)
        )
        return tuple(self.choices[i] for i in order)


def questions(concept: Concept, wrong_lines: WrongLines) -> tuple[Question, ...]:
    """Return the questions of ``concept``, in the order of the source.

    Raises:
        MistakeError: if a line is not in the source: the wrong lines are those of another version.
    """
    source = source_path(concept).read_text(encoding="utf-8")
    lines = source.splitlines()
    places = lines_of(concept, source)
    by_line: dict[int, list[WrongLine]] = {}
    ways: dict[int, list[WrongLine]] = {}
    right_elsewhere = {convention.like for convention in concept.conventions}
    for item in wrong_lines.of(concept.name):
        if item.form == "fast":
            continue
        found_at = [i for i in places if lines[i].strip() == item.line.strip()]
        if len(found_at) != 1:
            raise MistakeError(
                f"{concept.name}, {item.name}: the line {item.line!r} stands {len(found_at)} times."
            )
        another_way = item.name in right_elsewhere or item.convention
        (ways if another_way else by_line).setdefault(found_at[0], []).append(item)
    found: dict[tuple[str, frozenset[str]], Question] = {}
    for at in sorted(by_line):
        code = without_comment(lines[at].strip())
        choices = (Choice(code, True), *_wrong(code, by_line[at]))
        if len(choices) < 2:
            continue
        # The same line may stand in two places, with different comments.
        same = (code, frozenset(choice.code for choice in choices))
        if same not in found:
            method = _method_of(concept, source, at + 1)
            number = len(found) + 1
            # Another way is no choice, but what is said of it tells why it is not this way here.
            told = [item.why for item in (*by_line[at], *ways.get(at, ())) if item.listed]
            reason = told[0] if told else NOTHING
            found[same] = Question(concept.name, number, code, at + 1, method, choices, reason)
    return tuple(found.values())


def _wrong(right: str, items: list[WrongLine]) -> list[Choice]:
    """Return up to three wrong choices: listed mistakes first, what raises an error last."""
    seen = {shape_of(right)}
    choices = []
    for item in sorted(items, key=lambda item: (not item.listed, bool(item.raises))):
        code = without_comment(item.wrong.strip())
        shape = shape_of(code) or code
        if shape not in seen:
            seen.add(shape)
            choices.append(Choice(code, False, item.why, item))
    return choices[:WANTED]


def _method_of(concept: Concept, source: str, number: int) -> str:
    """Return the name of the innermost function that the line belongs to; else the class's."""
    name = concept.twin
    for function, first, last in _functions(source):
        if first <= number <= last:
            name = function
    return name


@lru_cache(maxsize=4)
def _functions(source: str) -> list[tuple[str, int, int]]:
    """Return the name, the first and the last line of every function, from the outside in."""
    return [
        (node.name, node.lineno, node.end_lineno or 0)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef)
    ]
