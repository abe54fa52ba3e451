"""Wrong lines and what they break, as data that are kept in a file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from parity.describing.concept import Form, Mistake, Text
from parity.errors import ReaderError
from parity.files import write_whole

FILE = "wrong_lines.json"
SCHEMA = 1
WANTED = 3
"""How many wrong lines each line should have, so that a question has four choices."""
CLEARLY = 10.0
"""How many bounds a wrong line must be off, so that another machine's rounding finds it too."""


class WrongLinesError(ReaderError):
    """The right source fails, a reference is missing, or a file of wrong lines cannot be read."""


@dataclass(frozen=True)
class Broken:
    """One quantity that a wrong line breaks: the worst finding over cases and frameworks.

    Attributes:
        quantity: its name; ``contract`` for a changed input or type, empty for an exception.
        role: as in :data:`parity.describing.concept.Role`.
        case: where it was found.
        digits: to how many digits it still agrees, if the two can be compared at all.
        max_abs_error: the largest difference.
        bound: what would have been allowed.
        note: why there is no number, or the error's text.
    """

    quantity: str
    role: str
    case: str
    digits: float | None
    max_abs_error: float | None
    bound: float | None
    note: str


@dataclass(frozen=True)
class WrongLine:
    """A wrong line, and what it breaks.

    Attributes:
        concept: the concept's name.
        name: unique within the concept.
        line: the right line, as in :class:`~parity.describing.concept.Mistake`.
        wrong: what stands in its place.
        listed: whether it is a listed mistake; else it is a slip.
        why: what is wrong with it.
        breaks: the wrong quantities, in the order in which they are computed.
        agrees: the quantities that stay right.
        raises: the error's text, where the line raises on every case that it fails.
        form: whose line it is, as in :class:`~parity.describing.concept.Mistake`.
        convention: the concept's convention under which it is right, if there is one.
    """

    concept: str
    name: str
    line: str
    wrong: str
    listed: bool
    why: Text
    breaks: tuple[Broken, ...]
    agrees: tuple[str, ...]
    raises: str = ""
    form: Form = "plain"
    convention: str = ""

    @property
    def mistake(self) -> Mistake:
        """The edit that makes it."""
        return Mistake(self.name, self.line, self.wrong, self.why, self.form)


@dataclass(frozen=True)
class WrongLines:
    """Every measured wrong line.

    Attributes:
        digests: by concept, the digest of everything that the measurement depends on.
        items: by concept, then in the order of the source, listed ones first.
    """

    digests: dict[str, str] = field(default_factory=dict)
    items: tuple[WrongLine, ...] = ()

    def of(self, name: str) -> tuple[WrongLine, ...]:
        """Return those of the concept called ``name``."""
        return tuple(item for item in self.items if item.concept == name)

    def to_json(self) -> str:
        """Return everything as JSON, a line for each item."""

        def lines(entries: Iterable[str]) -> str:
            return ",\n".join(f"    {entry}" for entry in entries)

        digests = lines(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in self.digests.items())
        items = lines(json.dumps(asdict(i), ensure_ascii=False) for i in self.items)
        return (
            f'{{\n  "schema": {SCHEMA},\n'
            f'  "digests": {{\n{digests}\n  }},\n  "items": [\n{items}\n  ]\n}}\n'
        )

    @classmethod
    def from_json(cls, text: str) -> WrongLines:
        """Return what :meth:`to_json` wrote.

        Raises:
            WrongLinesError: if it is something else, or of another schema.
        """
        try:
            content = json.loads(text)
            if content["schema"] != SCHEMA:
                raise WrongLinesError(
                    f"These wrong lines have schema {content['schema']}, not {SCHEMA}."
                )
            items = tuple(_from_dictionary(item) for item in content["items"])
            return cls(dict(content["digests"]), items)
        except (ValueError, KeyError, TypeError) as error:
            if isinstance(error, WrongLinesError):
                raise
            raise WrongLinesError(f"These are no wrong lines: {error!r}.") from error

    def save(self, path: Path) -> None:
        """Write them to ``path``."""
        write_whole(path, self.to_json().encode())

    @classmethod
    def load(cls, path: Path) -> WrongLines | None:
        """Read them from ``path``; ``None`` if nothing that can be used is there."""
        try:
            return cls.from_json(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, WrongLinesError):
            return None


def _from_dictionary(item: dict[str, Any]) -> WrongLine:
    item = dict(item)
    item["why"] = Text(**item["why"])
    item["breaks"] = tuple(Broken(**broken) for broken in item["breaks"])
    item["agrees"] = tuple(item["agrees"])
    return WrongLine(**item)
