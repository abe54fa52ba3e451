"""Drains what the user's code prints, and keeps no more of it than anybody reads."""

from __future__ import annotations

import os
import re
import threading

MOST = 65536
"""How many bytes of one part are kept."""

_CONTROL = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f]")

_LIBRARY_LOG = re.compile(
    r"^(?:[IWEF]\d{4} \d\d:\d\d:\d[\d.]+ +\d+ \S+:\d+\]|WARNING: All log messages before absl)"
    r"[^\n]*\n?",
    re.MULTILINE,
)
"""What TensorFlow's core writes, which the user's code did not print."""


class Output(threading.Thread):
    """Reads a pipe to its end; a mark in it ends one part and begins the next.

    Reading goes on when nothing more is kept: a process that prints without end must neither wait
    for the pipe nor fill this process' memory.
    """

    def __init__(self, descriptor: int, mark: bytes) -> None:
        super().__init__(daemon=True, name="parity-output")
        self.descriptor = descriptor
        self.mark = mark
        self.kept = bytearray()
        self.cut = False
        self.parts: list[str] = []
        self.over = False
        self.changed = threading.Condition()

    def run(self) -> None:
        """Read until the last process that could print is gone."""
        held = b""
        while True:
            try:
                chunk = os.read(self.descriptor, 65536)
            except OSError:
                break
            if not chunk:
                break
            *ended, held = (held + chunk).split(self.mark)
            with self.changed:
                for part in ended:
                    self._keep(part)
                    self._end_part()
                # The beginning of a mark may stand at the end.
                sure = max(len(held) - len(self.mark) + 1, 0)
                self._keep(held[:sure])
                held = held[sure:]
        with self.changed:
            self._keep(held)
            self.over = True
            self.changed.notify_all()

    def _keep(self, text: bytes) -> None:
        room = MOST - len(self.kept)
        self.kept += text[:room]
        self.cut |= len(text) > room

    def _end_part(self) -> None:
        self.parts.append(self._text())
        self.kept.clear()
        self.cut = False
        self.changed.notify_all()

    def _text(self) -> str:
        text = bytes(self.kept).decode("utf-8", errors="replace").replace("\r\n", "\n")
        return _LIBRARY_LOG.sub("", _CONTROL.sub("", text)) + (" …" if self.cut else "")

    def next_part(self, patience: float = 5.0) -> str:
        """Return what was printed up to the next mark; without one, what there is at the end.

        Args:
            patience: seconds to wait for either, where something else holds the pipe open.
        """
        with self.changed:
            self.changed.wait_for(lambda: self.parts or self.over, patience)
            return self.parts.pop(0) if self.parts else self._text()
