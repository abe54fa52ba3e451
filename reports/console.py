"""Where the command line prints: both streams, the progress bar, the language."""

from __future__ import annotations

import time
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from parity.surroundings import printed_language

SILENCE = 10.0
"""Seconds without a line after which the next piece of work has one, in a pipe."""

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


class ShownProgress:
    """A progress bar on a terminal, a plain line for every tenth in a pipe."""

    def __init__(self, quiet: bool = False) -> None:
        self.bar: Progress | None = None
        self.quiet = quiet
        self.tenth: int | None = None
        self.next = 0.0

    def __enter__(self) -> ShownProgress:
        if not self.quiet and err.is_terminal:
            self.bar = Progress(
                BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
                TextColumn("{task.description}"), console=err, transient=True,
            )  # fmt: skip
            self.task = self.bar.add_task("", total=None)
            self.bar.start()
        return self

    def __exit__(self, *_: Any) -> None:
        if self.bar:
            self.bar.stop()

    def __call__(self, done: int, total: int, what: str) -> None:
        """Show that ``done`` of ``total`` evaluations are made."""
        if self.bar:
            self.bar.update(self.task, completed=done, total=total, description=what)
        elif not self.quiet and total:
            self._tell(done, total, what)

    def _tell(self, done: int, total: int, what: str) -> None:
        """Print a line for each tenth, and after each silence that is long."""
        tenth, now = done * 10 // total, time.monotonic()
        if tenth == self.tenth and now < self.next:
            return
        first = self.tenth is None
        self.tenth, self.next = tenth, now + SILENCE
        if done or not first:  # where other work begins, that is told at once
            err.print(f"{done}/{total} {what}".rstrip(), style="dim")


def chosen_language(lang: str | None) -> str:
    """Return the language asked for, or the locale's, if it can be printed."""
    return printed_language(lang)
