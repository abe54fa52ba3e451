"""Reads the sets from the files beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from parity.describing.draw import seed_of
from parity.describing.text import NOTHING, Text
from parity.questions.asked import KINDS, Asked, Passage
from parity.questions.figures.drawn import figure_of
from parity.questions.written.reading import CHOICES, WrittenError

FOLDER = Path(__file__).parent
BLANK = Text("Choose what belongs in 【{letter}】.", "【{letter}】に入るものを選べ。")


@cache
def set_questions() -> tuple[Asked, ...]:
    """Return every question of every set, those of one set side by side.

    Raises:
        WrittenError: if one of them lacks a text or its one right choice.
    """
    files = sorted(FOLDER.rglob("*.toml"))
    return tuple(q for file in files for q in read(file.read_text("utf-8")))


@cache
def runs(framework: str) -> dict[str, str]:
    """Return the code of the questions that ask what ``framework`` prints, by the set's name."""
    texts = [file.read_text("utf-8") for file in sorted(FOLDER.rglob("*.toml"))]
    entries = [entry for text in texts for entry in tomllib.loads(text)["set"]]
    return {e["name"]: e["code"] for e in entries if e.get("run") == framework}


def read(text: str) -> Iterator[Asked]:
    """Yield the questions of one file: ``[[set]]``, ``[[set.question]]``, four choices each."""
    for entry in tomllib.loads(text)["set"]:
        name = _of(entry, "name", "a set")
        figure = figure_of(entry["figure"]) if "figure" in entry else None
        passage = Passage(name, _text(entry, name), str(entry.get("code", "")).strip("\n"), figure)
        for question in entry["question"]:
            yield _question(question, entry, passage)


def _question(entry: Mapping[str, Any], around: Mapping[str, Any], passage: Passage) -> Asked:
    blank = entry.get("blank", "")
    name = f"{passage.name}-{blank}" if blank else _of(entry, "name", passage.name)
    if blank:
        if passage.code.count(f"【{blank}】") != 1:
            raise WrittenError(f"{name}: 【{blank}】 does not stand once in the code.")
        stem = Text(BLANK.en.format(letter=blank), BLANK.ja.format(letter=blank))
    else:
        stem = _text(entry, name) or passage.text
        if stem == passage.text:
            passage = Passage(passage.name, NOTHING, passage.code, passage.figure)
    choices = entry.get("choice", [])
    if len(choices) != CHOICES or sum(c.get("right", False) for c in choices) != 1:
        raise WrittenError(f"{name} needs {CHOICES} choices, one of them right.")
    texts = [_choice(c, name) for c in choices]
    order = _order(name, [t.en for t in texts])
    shuffled = [choices[i] for i in order]
    kind = entry.get("kind", around["kind"])
    if kind not in KINDS:
        raise WrittenError(f"{name}: {kind!r} is no kind of question.")
    return Asked(
        name,
        tuple(entry.get("items", around["items"])),
        tuple(entry.get("concepts", around["concepts"])),
        stem,
        tuple(texts[i] for i in order),
        next(i for i, c in enumerate(shuffled) if c.get("right")),
        tuple(Text(_of(c, "why_en", name), _of(c, "why_ja", name)) for c in shuffled),
        str(entry.get("source", "")),
        kind,
        passage if passage.text or passage.code or passage.figure else None,
        str(entry.get("code", "")).strip("\n"),
    )


def _order(name: str, texts: list[str]) -> list[int]:
    """Return the order of the choices: numbers ascend, the rest is mixed, always alike."""
    try:
        numbers = [float(text.replace(",", "").replace("−", "-")) for text in texts]
    except ValueError:
        return [int(i) for i in np.random.default_rng(seed_of(name)).permutation(len(texts))]
    return sorted(range(len(texts)), key=lambda i: numbers[i])


def _choice(table: Mapping[str, Any], name: str) -> Text:
    if "same" in table:
        return Text(str(table["same"]), str(table["same"]))
    return Text(_of(table, "en", name), _of(table, "ja", name))


def _text(table: Mapping[str, Any], name: str) -> Text:
    if "en" not in table and "ja" not in table:
        return NOTHING
    return Text(_of(table, "en", name), _of(table, "ja", name))


def _of(table: Mapping[str, Any], key: str, name: str) -> str:
    value = str(table.get(key, "")).strip()
    if not value:
        raise WrittenError(f"{name}: {key} is missing.")
    return value
