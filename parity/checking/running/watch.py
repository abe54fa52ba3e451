"""Checks again whenever the user's file is saved: ``--watch``."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

INTERVAL = 0.3
"""Seconds between two looks at the file."""

State = tuple[int, int]


def watch(
    path: Path,
    answer: Callable[[], None],
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Answer now, and after each time that the file at ``path`` was saved, until Ctrl-C.

    Args:
        path: the file.
        answer: checks it and shows the answer.
        sleep: waits for some seconds.
    """
    try:
        while True:
            answered = state(path)
            answer()
            while True:
                sleep(INTERVAL)
                now = state(path)
                if now is None or now == answered:
                    continue
                # An editor may still be writing, or have moved the old file out of the way.
                sleep(INTERVAL)
                if state(path) == now:
                    break
    except KeyboardInterrupt:
        return


def state(path: Path) -> State | None:
    """Return when the file was changed, and its size; ``None`` while there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
