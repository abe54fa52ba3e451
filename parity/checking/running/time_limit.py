"""The time that the user's code may take, without what it takes to import a library.

TensorFlow needs longer than most limits on a slow disk, and that says nothing of the code. Time in
which a library is being imported is therefore not counted, up to a limit of its own.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from time import monotonic, sleep  # held here: the code may put others in their place
from types import FrameType

from parity.checking.running.request import TIMED_OUT

IMPORTS = 60.0
"""Seconds that imports of libraries may take besides, all of them together."""

LATER = 0.3
"""Seconds after the time limit at which the process ends even if no Python code can run."""

LOOKS = 0.25
"""Seconds between two looks at what the code is doing."""


class TimeLimit:
    """Ends this process where the code takes too long, and notes where it was.

    Args:
        seconds: how long the code may take, from each :meth:`begin` on.
        trace: the descriptor of the file in which the place is noted.
        longer: called while a library is being imported: the parent is to wait, too.
    """

    def __init__(self, seconds: float, trace: int, longer: Callable[[], None]) -> None:
        self.seconds, self.trace, self.longer = seconds, trace, longer
        self.left = seconds
        self.looked = monotonic()
        self.imports = IMPORTS
        self.main = threading.get_ident()
        self.watch: threading.Thread | None = None
        self.changed = threading.Lock()

    def begin(self) -> None:
        """Start the time anew."""
        import faulthandler

        with self.changed:
            self.left, self.looked = self.seconds, monotonic()
            os.lseek(self.trace, 0, os.SEEK_SET)
            os.ftruncate(self.trace, 0)
            faulthandler.enable(self.trace)
            self._end_at_the_latest()
        if self.watch is None:
            self.watch = threading.Thread(target=self._watch, daemon=True)
            self.watch.start()

    def _watch(self) -> None:
        while True:
            sleep(max(min(LOOKS, self.left), 0.0))
            with self.changed:
                before, self.looked = self.looked, monotonic()
                if self.imports > 0 and self._imports_a_library():
                    self.imports -= self.looked - before
                    self._end_at_the_latest()
                    self.longer()
                else:
                    self.left -= self.looked - before
                if self.left <= 0:
                    self._give_up()

    def _end_at_the_latest(self) -> None:
        """Have the process ended where native code lets no thread of ours run."""
        import faulthandler

        faulthandler.dump_traceback_later(self.left + LATER, exit=True, file=self.trace)

    def _give_up(self) -> None:
        """Note where every thread is, and end the process."""
        import faulthandler

        # While this thread runs, the others stand still between two steps: the one above, which
        # waits for nobody, now and then finds a thread in the middle of a call, and no frame.
        os.write(self.trace, f"{TIMED_OUT}\n".encode())
        faulthandler.dump_traceback(self.trace)
        os._exit(1)

    def _imports_a_library(self) -> bool:
        """Tell whether the import system stands between the user's innermost line and now."""
        return imports_a_library(sys._current_frames().get(self.main))


def imports_a_library(frame: FrameType | None) -> bool:
    """Tell whether ``frame``, the innermost, belongs to the import of what is not the user's."""
    from parity.checking.loading.origin import is_users

    while frame is not None:
        filename = frame.f_code.co_filename
        if is_users(filename):
            return False
        if filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False
