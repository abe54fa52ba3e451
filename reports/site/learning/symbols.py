"""What each letter of a concept's equations stands for."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup

from parity.describing.concept import Concept
from reports.site.source.arguments import arguments
from reports.site.source.equations import LETTERS, letters_of
from reports.site.source.notes import shown_note
from reports.site.source.symbols import symbols_of

FILE = Path(__file__).with_suffix(".toml")
FUNCTIONS = frozenset(
    ("exp", "log", "tanh", "sin", "cos", "softmax", "max", "min", "or", "else", "new", "in", "out",
     "model", "end", "top", "data_x", "data_t", "batch_x", "batch_t")
)  # fmt: skip
"""Words in formulas that need no explanation, unless the table has one."""
PLAIN_WORD = re.compile(r"[A-Za-z]\w+")


@dataclass(frozen=True)
class Symbol:
    """A letter with what it means.

    Attributes:
        name: what it is called in the code, where it is a name there.
        shown: as the equation sets it.
        meaning: what it stands for.
    """

    name: str
    shown: Markup
    meaning: Markup


def symbols(concept: Concept, language: str) -> tuple[Symbol, ...]:
    """Return the letters of the equations that are explained, in their order."""
    known = _meanings(concept, language)
    found = letters_of(concept)
    own = [letter for letter in known if letter not in found and _accented(letter)]
    in_code = symbols_of(concept.name)
    return tuple(
        Symbol(name if name in in_code else "", _shown(letter), known[letter])
        for letter in (*found, *own)
        if letter in known
        for name in [LETTERS.get(letter, letter)]
    )


def unexplained(concept: Concept) -> tuple[str, ...]:
    """Return the letters of the equations that nothing explains."""
    known = _meanings(concept, "en")
    return tuple(
        letter
        for letter in letters_of(concept)
        if letter not in known
        and letter not in FUNCTIONS
        and (PLAIN_WORD.fullmatch(letter) or letter.isalpha())
        and not (letter == "T" and concept.group == "exam")  # transposed
    )


def _meanings(concept: Concept, language: str) -> Mapping[str, Markup]:
    """Return the meaning of each letter; an argument means what its docstring says."""
    told = dict(arguments(concept))
    by_letter = {
        letter: told[name]
        for letter in letters_of(concept)
        for name in [LETTERS.get(letter, letter)]
        if name in told
    }
    meanings = {letter: shown_note(text, language) for letter, text in by_letter.items()}
    place = 1 if language == "ja" else 0
    return meanings | {key: Markup(text[place]) for key, text in _with_defaults(concept).items()}


def _with_defaults(concept: Concept) -> Mapping[str, tuple[str, str]]:
    table = _all()
    group = table["group"].get(concept.group, {})
    usual = {k: v for k, v in group.items() if not _accented(k) or _set_so(concept, k)}
    told = {LETTERS.get(k, k) for k, _ in arguments(concept)}
    any_ = {k: v for k, v in table["any"].items() if k not in told}
    return {**any_, **usual, **_table(concept)}


def _table(concept: Concept) -> Mapping[str, tuple[str, str]]:
    return _all()["concept"].get(concept.name, {})  # type: ignore[no-any-return]


@cache
def _all() -> dict[str, dict]:  # type: ignore[type-arg]
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


ACCENTS = {"\u0302": ("^", r"\hat"), "\u0304": ("¯", r"\bar")}
"""Of an accent: how MathML sets it, and what LaTeX calls it."""


def _set_so(concept: Concept, letter: str) -> bool:
    """Tell whether the equations have a letter with its accent."""
    whole = unicodedata.normalize("NFD", letter)
    set_ = f"{ACCENTS[whole[1]][1]}{{{whole[0]}}}"
    return any(set_ in line for line in concept.formula)


def _accented(letter: str) -> bool:
    return any(unicodedata.combining(mark) for mark in unicodedata.normalize("NFD", letter))


def _shown(letter: str) -> Markup:
    if PLAIN_WORD.fullmatch(letter):
        return Markup("<code>{}</code>").format(letter)
    whole = unicodedata.normalize("NFD", letter)
    plain, marks = whole[0], whole[1:]
    inner = Markup("<mi>{}</mi>").format(plain)
    if marks:
        accent = ACCENTS[marks[0]][0]
        inner = Markup('<mover accent="true">{}<mo>{}</mo></mover>').format(inner, accent)
    return Markup("<math>{}</math>").format(inner)
