"""The survivors that nothing can or need notice, with the reason: what ``harmless.toml`` holds."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from making import Mutant

FILE = Path(__file__).with_name("harmless.toml")

Key = tuple[str, str, str, str, int]


@dataclass(frozen=True)
class Reason:
    """Why some mutants do no harm.

    Attributes:
        name: what the data call it.
        equivalent: nothing that a caller can see differs.
        en: the reason in English.
        ja: the same in Japanese.
        mutants: those that it holds for, by :attr:`making.Mutant.key`.
    """

    name: str
    equivalent: bool
    en: str
    ja: str
    mutants: tuple[Key, ...]


def reasons(file: Path = FILE) -> list[Reason]:
    """Return the reasons, in the order of the file."""
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    return [
        Reason(
            name,
            row["equivalent"],
            row["en"],
            row["ja"],
            tuple(_key(path, line) for path, lines in row["mutants"].items() for line in lines),
        )
        for name, row in data.items()
    ]


def _key(path: str, entry: list[str | int]) -> Key:
    where, before, after, *nth = entry
    return path, str(where), str(before), str(after), int(nth[0]) if nth else 0


def reason_of(mutant: Mutant, known: list[Reason]) -> Reason | None:
    """Return the reason why a mutant does no harm, if one is known."""
    return next((reason for reason in known if mutant.key in reason.mutants), None)
