"""How long causes are looked for."""

from __future__ import annotations

import time

WAITING = 4.0
"""How many times as long a busy machine may take."""


THREADS = 4.0
"""How many times as fast as the clock the process' own time may go by."""


class Budget:
    """Some seconds of this process' own time, which a busy machine does not shorten."""

    def __init__(self, seconds: float) -> None:
        self._own = time.process_time() + seconds
        self._clock = time.perf_counter() + WAITING * seconds
        self._asked_again = 0.0

    @property
    def spent(self) -> bool:
        """Tell whether the time is over.

        To ask for the process' own time takes as long as a small trial, and it is asked before
        each: not where the clock shows that it cannot be over.
        """
        now = time.perf_counter()
        if now < self._asked_again:
            return now > self._clock
        left = self._own - time.process_time()
        self._asked_again = now + left / THREADS
        return left < 0 or now > self._clock

    def at_most(self, seconds: float) -> Budget:
        """Return what is left of it, and no more than ``seconds``."""
        other = Budget(seconds)
        other._own = min(other._own, self._own)
        other._clock = min(other._clock, self._clock)
        return other
