"""Cuts a traceback to the user's own lines."""

from __future__ import annotations

import linecache
import traceback
from collections.abc import Iterator
from unicodedata import east_asian_width

from parity.checking.loading.origin import is_users, shown
from parity.checking.report import Line

MOST_FRAMES = 3
MOST_CHARACTERS = 400


def user_lines(error: BaseException) -> list[tuple[Line, str]]:
    """Return the user's own lines in the traceback, the outermost first, each with its function."""
    return list(_user_lines(error))


def _user_lines(error: BaseException) -> Iterator[tuple[Line, str]]:
    for frame, number in traceback.walk_tb(error.__traceback__):
        filename = frame.f_code.co_filename
        if is_users(filename):
            text = linecache.getline(filename, number, frame.f_globals).strip()
            yield Line(shown(filename), number, text), frame.f_code.co_name


def line_of(error: BaseException) -> Line | None:
    """Return the user's line in which ``error`` came up; ``None`` if none had a part in it."""
    if isinstance(error, SyntaxError) and error.filename and is_users(error.filename):
        return Line(shown(error.filename), error.lineno or 1, (error.text or "").strip())
    lines = user_lines(error)
    return lines[-1][0] if lines else None


def cut(error: BaseException) -> str:
    """Return the traceback of ``error`` without parity's and the libraries' frames.

    At most ten lines: of a long chain of calls the first and the last ones, and the message.
    """
    lines = user_lines(error)
    shown_lines = [framed(line, function) for line, function in lines]
    if len(lines) > MOST_FRAMES:
        first, *_, before, last = shown_lines
        shown_lines = [first, f"... {len(lines) - MOST_FRAMES} more", before, last]
    text = "\n".join([*shown_lines, message(error)])
    return text.encode("utf-8", errors="replace").decode()  # a lone surrogate cannot be printed


def framed(line: Line, function: str) -> str:
    """Return one frame as tracebacks print it."""
    where = f'File "{line.file}", line {line.number}'
    if function and function != "<module>":
        where += f", in {function}"
    return f"{where}\n    {line.text}" if line.text else where


def message(error: BaseException) -> str:
    """Return the last part of the traceback: the error's type and message, at most three lines."""
    if isinstance(error, SyntaxError):
        return _syntax(error)
    text = "".join(traceback.format_exception_only(type(error), error)).rstrip()
    lines = text.splitlines()
    short = "\n".join(lines[:3])
    if len(short) > MOST_CHARACTERS:
        return short[:MOST_CHARACTERS] + " …"
    return short + (" …" if len(lines) > 3 else "")


def _syntax(error: SyntaxError) -> str:
    """Return where a syntax error is, with a caret below it."""
    lines = []
    if error.filename and error.lineno:
        lines.append(f'File "{shown(error.filename)}", line {error.lineno}')
        text = (error.text or "").rstrip()
        if text.strip():
            indent = len(text) - len(text.lstrip())
            lines.append(f"    {text.strip()[:MOST_CHARACTERS]}")
            if error.offset and indent < error.offset <= MOST_CHARACTERS:
                before = text[indent : error.offset - 1]
                width = sum(2 if east_asian_width(c) in "WF" else 1 for c in before)
                lines.append("    " + " " * width + "^")
    return "\n".join([*lines, f"{type(error).__name__}: {error.msg}"])
