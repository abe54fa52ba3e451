"""Numbers that a run trips over, for the tests of sweeps."""

import os
import signal
from pathlib import Path


class Bomb(float):
    """A sigma that does something to the process that draws with it.

    ``what`` is ``dies`` (each time), ``dies once`` (while there is no file ``at``), or ``raises``.
    Each death adds a letter to the file.
    """

    def __new__(cls, what, at=""):
        bomb = super().__new__(cls, 0.01)
        bomb.what, bomb.at = what, str(at)
        return bomb

    def __reduce__(self):
        return Bomb, (self.what, self.at)

    def __lt__(self, other):  # sigma < 0 is asked when the initializer is made
        if self.what == "raises":
            raise ValueError("boom, on two\nlines")
        if self.what == "dies" or not Path(self.at).exists():
            if self.at:
                with Path(self.at).open("a") as deaths:
                    deaths.write("x")
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__lt__(other)
