"""Times the parts of a training step, for the profile by layer."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

WARM_SECONDS = 0.1


class Stopwatch:
    """Collects seconds by (part, pass), such as ``("conv1", "backward")``."""

    def __init__(self) -> None:
        self.seconds: dict[tuple[str, str], list[float]] = {}
        self.started: dict[tuple[str, str], float] = {}

    def start(self, part: str, which: str) -> None:
        """Start the clock of one pass of a part."""
        self.started[part, which] = time.perf_counter()

    def stop(self, part: str, which: str) -> None:
        """Stop it, and keep what it shows."""
        self.add(part, which, time.perf_counter() - self.started[part, which])

    def add(self, part: str, which: str, seconds: float) -> None:
        """Keep a time."""
        self.seconds.setdefault((part, which), []).append(seconds)

    def timed(self, function: Callable[..., Any], part: str, which: str) -> Callable[..., Any]:
        """Return ``function`` with a clock around it."""

        def call(*arguments: Any, **options: Any) -> Any:
            self.start(part, which)
            try:
                return function(*arguments, **options)
            finally:
                self.stop(part, which)

        return call

    def of_steps(
        self, step: Callable[[], Any], seconds: float
    ) -> dict[tuple[str, str], list[float]]:
        """Run steps for about ``seconds``, after a few that do not count; return the times."""
        step()
        until = time.perf_counter() + WARM_SECONDS
        while time.perf_counter() < until:
            step()
        self.seconds.clear()
        whole = self.timed(step, "step", "step")
        until = time.perf_counter() + seconds
        whole()
        while time.perf_counter() < until:
            whole()
        return self.seconds
