"""The answer to a check in the terminal: the headline, the table, causes, the smallest example."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from rich.cells import cell_len, chop_cells
from rich.console import Console
from rich.text import Text as RichText

from parity.checking.report import Quantity, Report
from parity.language import from_locale
from reports.check.sentences import (
    MOST_CAUSES,
    MOST_PRINTED,
    cleaned,
    context,
    digits_shown,
    example_code,
    first_wrong,
    headline,
    lines_left,
    mark,
    named,
    note_of,
    place,
    quantity_name,
    rest_of_rows,
    shown_rows,
)
from reports.check.words import word

PLAIN = {
    "✔": "OK", "✘": "X", "▸": ">", "…": "...", "·": "|", "→": "->", "–": "-", "—": "-", "−": "-",
    "×": "x", "²": "^2", "≤": "<=", "≥": ">=", "’": "'", "“": '"', "”": '"', "❷": "2", "〜": "~",
}  # fmt: skip
"""What stands in for a sign that the reader's terminal cannot show."""

COLOURS = {"agrees": "green", "differs": "red", "error": "yellow"}
ROW_STYLES = {"agree": "dim", "imprecise": "yellow"}

_FORMULA = re.compile(r" ([-+*/=<>]) (?=\S)")
"""An operator between two terms: a line does not break there."""
_STAYS_BEHIND = "、。,.)」』】}]!?:;…ー々・"
"""Signs that may not begin a line."""
_STAYS_BEFORE = "(「『【{["
"""Signs that may not end a line."""


def print_report(report: Report, language: str, console: Console | None = None) -> None:
    """Print the answer: on a terminal within its width, in a pipe without colours.

    In a pipe the headline, the traceback and code are never broken into shorter lines.
    """
    if console is None:
        from reports.terminal.console import out

        console = out
    encoding = getattr(console.file, "encoding", None) or "utf-8"
    language = shown_language(language, encoding)
    page = Page(console.width, encoding, console.is_terminal, console.legacy_windows)
    _fill(page, report, language)
    for line in page.lines:
        console.print(line, soft_wrap=True, markup=False, highlight=False)


def as_text(report: Report, language: str | None = None, width: int = 100) -> str:
    """Return the answer as a pipe gets it: prose within ``width``, code in its own lines."""
    stream = io.StringIO()
    console = Console(file=stream, width=width, color_system=None, force_terminal=False)
    print_report(report, language or from_locale(), console)
    return stream.getvalue()


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


def wrap(text: str, width: int, folded: bool = True) -> list[str]:
    """Return ``text`` in lines of at most ``width`` cells, Japanese broken as Japanese is.

    A line breaks at a space or beside a Japanese character, but no full stop begins a line and no
    opening bracket ends one. A word that is too long is cut, unless ``folded`` is false.
    """
    lines, line = [], ""
    for atom in _atoms(_FORMULA.sub("\u00a0\\1\u00a0", text)):
        atom = atom.replace("\u00a0", " ")
        if cell_len(line + atom.rstrip()) <= width:
            line += atom
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = atom
        while folded and cell_len(line.rstrip()) > width:
            piece = chop_cells(line, width)[0]
            lines.append(piece)
            line = line[len(piece) :]
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _atoms(text: str) -> Iterator[str]:
    """Yield what stays together: words with the spaces behind them, single Japanese characters."""
    atom = ""
    for sign in text:
        last = atom[-1:]
        if not last or sign == " " or sign in _STAYS_BEHIND or last in _STAYS_BEFORE:
            together = True
        else:
            together = last != " " and cell_len(sign) < 2 and cell_len(last) < 2
        if not together:
            yield atom
            atom = ""
        atom += sign
    if atom:
        yield atom


def _fill(page: Page, report: Report, language: str) -> None:
    """Write the answer on ``page``."""
    colour = COLOURS.get(report.verdict, "")
    page.prose(headline(report, language), f"bold {colour}", f"{mark(report)} ", whole=True)
    for line in _side_by_side(context(report, language), page.width - 2):
        page.prose(line, "dim", "  ")
    if report.crash:
        _crash(page, report, language)
    if report.quantities:
        page.blank()
        _table(page, report, language)
    _causes(page, report, language)
    if report.example:
        page.blank()
        page.prose(
            word("example", language, quantity=quantity_name(report.example.quantity, language)),
            "bold",
        )
        code = page.shown(example_code(report.example))
        page.verbatim(code_within(code, page.width) if page.folded else code)
    if report.conventions and (report.verdict != "agrees" or len(report.conventions) > 1):
        page.blank()
        key = "convention" if len(report.conventions) == 1 else "conventions"
        page.prose(word(key, language), "bold")
        for convention in report.conventions:
            page.prose(convention.text[language], "", "  · ")
    if report.remarks:
        page.blank()
        page.prose(word("remarks", language), "bold")
        for remark in report.remarks:
            page.prose(remark[language], "", "  · ")
    if report.printed.strip():
        page.blank()
        page.prose(word("printed", language), "bold")
        left = page.verbatim(report.printed.strip("\n"), "dim", "  ", MOST_PRINTED)
        if left:
            page.prose(lines_left(left, language), "dim", "  ")


def _side_by_side(parts: list[str], width: int) -> Iterator[str]:
    """Yield lines of as many parts as fit."""
    line = ""
    for part in parts:
        if line and cell_len(f"{line} · {part}") > width:
            yield line
            line = part
        else:
            line = f"{line} · {part}" if line else part
    if line:
        yield line


def _crash(page: Page, report: Report, language: str) -> None:
    assert report.crash
    if report.crash.hint[language]:
        page.prose(report.crash.hint[language], "", "  → ")
    if report.crash.trace.strip():
        page.blank()
        page.prose(word("trace", language), "bold")
        page.verbatim(report.crash.trace.strip("\n"), "", "  ")


def _table(page: Page, report: Report, language: str) -> None:
    """Add the quantities; a note stands behind its row, or below where there is no room."""
    rows, rest = shown_rows(report.quantities)
    worst = first_wrong(report)
    heads = [word(key, language) for key in ("quantity", "digits", "verdict", "cases", "worst")]
    cells = [heads, *(_cells(row, language) for row in rows)]
    cells = [[page.shown(cell) for cell in line] for line in cells]
    widths = [max(cell_len(line[i]) for line in cells) for i in range(len(heads))]
    if sum(widths) + 10 > page.width:  # then the case goes below, with the note
        widths.pop()
    page.row(("  " + _aligned(heads, widths), "dim"))
    for row, line in zip(rows, cells[1:], strict=True):
        wrong = row.verdict != "agree"
        first = row is worst and wrong
        style = ROW_STYLES.get(row.verdict, "red")
        text = _aligned(line, widths)
        note = note_of(row, language)
        if len(widths) < len(line) and wrong and row.case:
            note = f"{row.case}: {note}" if note else row.case
        column = sum(widths) + 2 * len(widths)
        note = page.shown(note)
        beside = bool(note) and "\n" not in note and 2 + column + cell_len(note) <= page.width
        page.row(
            ("▸ " if first else "  ", f"bold {style}"),
            (text, f"bold {style}" if first else style),
            (" " * (column - cell_len(text)) + note if beside else "", "" if wrong else "dim"),
        )
        if note and not beside:
            page.prose(note, "" if wrong else "dim", " " * 6)
    for text in rest_of_rows(rest, language):
        page.prose(text, "dim", "  ")


def _cells(row: Quantity, language: str) -> list[str]:
    cases = f"{row.agreed}/{row.compared}" if row.compared else "–"
    verdict = word(row.verdict, language)
    name = quantity_name(row.quantity, language)
    return [name, digits_shown(row.digits), verdict, cases, row.case]


def _aligned(cells: list[str], widths: list[int]) -> str:
    """Return the cells in columns, digits and cases to the right."""
    padded = []
    for i, (cell, width) in enumerate(zip(cells, widths, strict=False)):
        space = " " * (width - cell_len(cell))
        padded.append(space + cell if i in (1, 3) else cell + space)
    return "  ".join(padded).rstrip()


def _causes(page: Page, report: Report, language: str) -> None:
    if report.verdict != "differs":
        return
    page.blank()
    if not report.causes:
        sentence = word("no_cause", language)
        if report.example:
            space = "" if language == "ja" else " "
            sentence += space + word("start_there", language)
        page.prose(sentence)
        return
    causes = report.causes[:MOST_CAUSES]
    page.prose(word("cause" if len(causes) == 1 else "causes", language), "bold")
    for i, cause in enumerate(causes):
        number = f"  {i + 1}. " if len(causes) > 1 else "  "
        page.prose(named(cause, language), "bold" if i == 0 else "", number)
        lines = []
        if cause.line:
            lines.append((place(cause.line), cause.line.text, ""))
        if cause.ours:
            lines.append((word("ours", language), cause.ours, "dim"))
        _lines_of_code(page, lines, " " * (len(number) + 2))


def _lines_of_code(page: Page, lines: list[tuple[str, str, str]], indent: str) -> None:
    """Add (label, code, style): the code beside its label, or below where there is no room."""
    shown = [(page.shown(a), page.shown(b).strip().splitlines() or [""], s) for a, b, s in lines]
    column = max((cell_len(label) for label, _, _ in shown), default=0) + 2
    widest = max((cell_len(line) for _, code, _ in shown for line in code), default=0)
    below = len(indent) + column + widest > page.width
    for label, code, style in shown:
        if below:
            page.verbatim(label, style, indent)
            page.verbatim("\n".join(code), style, indent + "  ")
            continue
        for i, line in enumerate(code):
            beside = label if i == 0 else ""
            space = " " * (column - cell_len(beside))
            page.row((f"{indent}{beside}{space}{line}", style))


def code_within(code: str, width: int) -> str:
    """Return Python with its long lines broken at commas within brackets, where that can be done.

    What comes back means the same, or is ``code`` itself.
    """
    lines = code.splitlines()
    if all(cell_len(line) <= width for line in lines):
        return code
    commas: dict[int, list[tuple[int, int, int]]] = {}
    opened: list[int] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(code).readline):
            row, column = token.end
            if token.string in ("(", "[", "{") and token.type == tokenize.OP:
                opened.append(column)
            elif token.string in (")", "]", "}") and token.type == tokenize.OP:
                opened.pop()
            elif token.string == "," and opened:
                commas.setdefault(row, []).append((len(opened), column, opened[-1]))
        broken = "\n".join(
            part
            for row, line in enumerate(lines, start=1)
            for part in _broken(line, commas.get(row, []), width)
        )
        same = ast.dump(ast.parse(broken)) == ast.dump(ast.parse(code))
    except (tokenize.TokenError, SyntaxError, ValueError, IndexError):
        return code
    return broken if same else code


def _broken(line: str, commas: list[tuple[int, int, int]], width: int) -> Iterator[str]:
    """Yield ``line`` in parts, broken at the outermost comma that fits.

    A comma is (depth of its bracket, its end, the column of what its bracket encloses).
    """
    start, indent = 0, 0
    while indent + cell_len(line[start:]) > width:
        fitting = [c for c in commas if c[1] > start and indent + c[1] - start <= width]
        if not fitting:
            break
        outermost = min(depth for depth, _, _ in fitting)
        _, end, column = next(c for c in reversed(fitting) if c[0] == outermost)
        yield " " * indent + line[start:end]
        start = len(line) - len(line[end:].lstrip())
        indent = column if column <= width // 2 else 4
    yield " " * indent + line[start:]
