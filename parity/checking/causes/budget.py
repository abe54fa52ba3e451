"""How long causes are looked for."""

from __future__ import annotations

import time

WAITING = 4.0
"""How many times as long a busy machine may take."""


class Budget:
    """Some seconds of this process' own time, which a busy machine does not shorten."""

    def __init__(self, seconds: float) -> None:
        self._own = time.process_time() + seconds
        self._clock = time.perf_counter() + WAITING * seconds

    @property
    def spent(self) -> bool:
        """Tell whether the time is over."""
        return time.process_time() > self._own or time.perf_counter() > self._clock

    def at_most(self, seconds: float) -> Budget:
        """Return what is left of it, and no more than ``seconds``."""
        other = Budget(seconds)
        other._own = min(other._own, self._own)
        other._clock = min(other._clock, self._clock)
        return other
