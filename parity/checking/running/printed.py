"""What judged code prints where it runs in this process, kept apart."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator

MOST_KEPT = 65536
"""Characters; of code that prints on and on the beginning says enough."""


class Printed(io.TextIOBase):
    """Keeps the beginning of what is written to it."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.room = MOST_KEPT

    def write(self, text: str) -> int:
        """Keep ``text`` if there is room."""
        if self.room > 0:
            self.kept.append(text[: self.room])
            self.room -= len(text)
        return len(text)

    def text(self) -> str:
        """Return what was kept."""
        return "".join(self.kept) + (" …" if self.room < 0 else "")


@contextlib.contextmanager
def captured() -> Iterator[Printed]:
    """Keep what is printed, on both streams, and let no warning be shown."""
    import warnings

    printed = Printed()
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        yield printed
