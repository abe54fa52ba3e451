"""Reads what a process left that hung or crashed: the lines of the user's in which it was."""

from __future__ import annotations

import linecache
import re
from collections.abc import Mapping
from pathlib import Path

from parity.checking.loading.origin import is_users, shown
from parity.checking.loading.tracebacks import MOST_FRAMES, framed
from parity.checking.report import Line

_FRAME = re.compile(r'^  File "(?P<file>.*)", line (?P<line>\d+) in (?P<function>.*)$')
_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))")


def read(path: str) -> str:
    """Return what faulthandler wrote to the file at ``path``; "" if there is none."""
    try:
        return Path(path).read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""


def trace(words: str, sources: Mapping[str, str], user: str = "") -> str:
    """Return the user's lines, the innermost last.

    Args:
        words: what faulthandler wrote: the frames of every thread, the innermost first.
        sources: the text of files that do not exist.
        user: a file that is the user's, wherever it stands.
    """
    # The main thread stands last.
    for thread in reversed(words.split("most recent call first")):
        frames = []
        for found in filter(None, map(_FRAME.match, thread.splitlines())):
            filename = _ESCAPE.sub(lambda m: chr(int(m[1] or m[2] or m[3], 16)), found["file"])
            if filename == user or is_users(filename):
                number = int(found["line"])
                text = _text_of(filename, number, sources)
                frames.append(framed(Line(shown(filename), number, text), found["function"]))
        if frames:
            return "\n".join(reversed(frames[:MOST_FRAMES]))
    return ""


def _text_of(filename: str, number: int, sources: Mapping[str, str]) -> str:
    lines = sources.get(filename, "").splitlines()
    if 0 < number <= len(lines):
        return lines[number - 1].strip()
    return linecache.getline(filename, number).strip()
