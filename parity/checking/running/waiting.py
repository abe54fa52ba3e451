"""Tells on a terminal that a check is at work, once it takes long enough to be noticed."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from typing import TextIO
from unicodedata import east_asian_width

NOTICED = 0.7
"""Seconds until a wait is noticed."""

PACE = 0.1
"""Seconds between two changes of the line."""

WORDS = {"en": "checking", "ja": "検査中"}


class Waiting:
    """A line on standard error that says what the user's code is at; none in a pipe."""

    def __init__(
        self,
        language: str,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.stream = stream or sys.stderr
        self.language = language
        self.clock = clock
        self.next = clock() + NOTICED
        self.turns = 0
        self.width = 0

    def __call__(self, at: str) -> None:
        """Show that the check is at work, ``at`` something or other."""
        now = self.clock()
        if now < self.next or not self.stream.isatty():
            return
        self.next = now + PACE
        self.turns += 1
        said = f"{'|/-'[self.turns % 3]} {WORDS[self.language]} … {at}".rstrip(" …")
        room = shutil.get_terminal_size().columns - 1
        shown, width = "", 0
        for character in said:
            width += 2 if east_asian_width(character) in "WF" else 1
            if width > room:
                break
            shown += character
        self._write(shown, min(width, room))

    def clear(self) -> None:
        """Take the line away."""
        if self.width:
            self._write("", 0)
            self.stream.write("\r")
            self.stream.flush()

    def _write(self, shown: str, width: int) -> None:
        # Spaces over the rest of the line before: not every terminal knows how to erase.
        self.stream.write(f"\r{shown}{' ' * (self.width - width)}")
        self.stream.flush()
        self.width = width
