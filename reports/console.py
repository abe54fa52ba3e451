"""Where the command line prints: both streams, the progress bar, the language."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from parity.language import from_locale

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


class ShownProgress:
    """A progress bar on a terminal, a plain line for every tenth in a pipe."""

    def __init__(self, quiet: bool = False) -> None:
        self.bar: Progress | None = None
        self.quiet = quiet
        self.tenth = 0

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
        elif not self.quiet and total and done * 10 // total > self.tenth:
            self.tenth = done * 10 // total
            err.print(f"{done}/{total} {what}", style="dim")


def chosen_language(lang: str | None) -> str:
    """Return the language asked for, or the locale's."""
    return lang or from_locale()
