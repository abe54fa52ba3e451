"""Lines of text, laid out for one width and one encoding."""

from __future__ import annotations

from rich.cells import cell_len, chop_cells
from rich.text import Text as RichText

from reports.check.line_breaks import wrap
from reports.check.sentences import (
    cleaned,
)

PLAIN = {
    "✔": "OK", "✘": "X", "▸": ">", "…": "...", "·": "|", "→": "->", "–": "-", "—": "-", "−": "-",
    "×": "x", "²": "^2", "≤": "<=", "≥": ">=", "’": "'", "“": '"', "”": '"', "❷": "2", "〜": "~",
}  # fmt: skip
"""What stands in for a sign that the reader's terminal cannot show."""


def shown_language(language: str, encoding: str) -> str:
    """Return ``language``, or English where the stream has no Japanese."""
    return language if language != "ja" or _can_show("一致", encoding) else "en"


def _can_show(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


class Page:
    """Lines of text, laid out for one width and one encoding.

    Args:
        width: in terminal cells; a Japanese character takes two.
        encoding: of the stream; what it cannot show is replaced.
        folded: nothing is wider than ``width``. Else headline and code keep their lines.
        plain: no signs beyond ASCII, whatever the encoding has.
    """

    def __init__(
        self, width: int, encoding: str = "utf-8", folded: bool = False, plain: bool = False
    ) -> None:
        self.width = max(width, 20)
        self.encoding = encoding
        self.folded = folded
        self.plain = plain
        self.lines: list[RichText] = []

    def shown(self, text: str) -> str:
        """Return ``text`` as the stream can show it, and harmless."""
        text = cleaned(text)
        if self.plain or not _can_show(text, self.encoding):
            for sign, ascii_sign in PLAIN.items():
                if self.plain or not _can_show(sign, self.encoding):
                    text = text.replace(sign, ascii_sign)
        try:
            return text.encode(self.encoding, "backslashreplace").decode(self.encoding)
        except LookupError:
            return text.encode("ascii", "backslashreplace").decode("ascii")

    def blank(self) -> None:
        """Leave a line free, but never two."""
        if self.lines and self.lines[-1].plain:
            self.lines.append(RichText())

    def row(self, *parts: tuple[str, str]) -> None:
        """Add one line of (text, style) as it is, folded where it must be."""
        line = RichText()
        for text, style in parts:
            line.append(self.shown(text), style)
        self.put(line)

    def put(self, line: RichText) -> None:
        """Add a line that is cleaned already, folded where it must be."""
        line.rstrip()
        if self.folded and line.cell_len > self.width:
            cuts, at = [], 0
            for piece in chop_cells(line.plain, self.width)[:-1]:
                at += len(piece)
                cuts.append(at)
            self.lines += list(line.divide(cuts))
        else:
            self.lines.append(line)

    def prose(self, text: str, style: str = "", first: str = "", whole: bool = False) -> None:
        """Add a paragraph behind ``first``, every further line as far from the edge.

        With ``whole`` it stays one line where nothing need be folded.
        """
        text, first = self.shown(text), self.shown(first)
        left = " " * cell_len(first)
        room = self.width - len(left)
        for i, part in enumerate(text.splitlines() or [""]):
            lines = [part] if whole and not self.folded else wrap(part, room, self.folded)
            for j, line in enumerate(lines):
                self.row((first if i == j == 0 else left, style), (line, style))

    def verbatim(self, text: str, style: str = "", indent: str = "", most: int = 0) -> int:
        """Add ``text`` line by line; return how many of its lines were too many."""
        lines = self.shown(text).splitlines()
        for i, line in enumerate(lines):
            if most and i >= most:
                return len(lines) - i
            room = self.width - len(indent)
            pieces = chop_cells(line, room) if self.folded and line else [line]
            if most:  # what a flood left in one line is told by its beginning
                pieces = pieces[:2]
            for piece in pieces:
                self.row((indent + piece, style))
        return 0
