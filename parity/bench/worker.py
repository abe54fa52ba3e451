"""The process in which one column waits for its turns.

Started as ``python -m parity.bench.worker COLUMN THREADS`` by :mod:`parity.bench.runner`, which
also sets the environment variables: they count from the first import of NumPy on. Between two
turns it sleeps in a read of standard input.
"""

from __future__ import annotations

import gc
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from statistics import median
from typing import Any

from parity.bench import memory
from parity.bench.inputs import Prepared
from parity.bench.messages import Ask, Problem
from parity.bench.works import PACKAGE_OF, Work
from parity.harness.evaluators import imported
from parity.harness.processes.worker import serve

RESUME_SECONDS = 0.02
"""How long the untimed repeats last at the start of a turn, which wake the threads up."""


class Bench:
    """One column: prepares a work, and repeats it when it is asked to."""

    def __init__(self, side: Any) -> None:
        self.side = side
        self.prepared: Prepared | None = None

    def answer(self, ask: Ask) -> Any:
        """Do what is asked; an exception in it is the answer."""
        try:
            return getattr(self, ask.action)(**ask.arguments)
        except Exception as error:
            text = " ".join(str(error).split())
            return Problem(f"{type(error).__name__}: {text}"[:300], traceback.format_exc())

    def facts(self) -> dict[str, Any]:
        """Return what the side says of itself."""
        return self.side.facts()

    def prepare(self, work: Work, warm_seconds: float) -> dict[str, Any]:
        """Get ready for ``work`` and warm up, for about so long.

        Returns:
            ``digest``, ``seconds`` of a repeat when warm, and, where it is asked for and can be
            measured, ``peak_bytes``.
        """
        self.drop()
        base = self._memory_of_two_images(work) if work.measure_memory else None
        self.prepared = self.side.prepare(work)
        seconds = self._warm_up(warm_seconds)
        reply = {"digest": self.prepared.digest, "seconds": seconds, "peak_bytes": None}
        if base is not None and memory.reset_peak():
            for _ in range(3):
                self.prepared.repeat()
            reply["peak_bytes"] = (memory.peak() or 0) - base
        return reply

    def time(self, repeats: int) -> list[float]:
        """Return the seconds of each of ``repeats`` repeats, after a few that nobody times."""
        assert self.prepared
        repeat = self.prepared.repeat
        gc.collect()
        gc.disable()
        try:
            until = time.perf_counter() + RESUME_SECONDS
            repeat()
            while time.perf_counter() < until:
                repeat()
            return [_seconds(repeat) for _ in range(repeats)]
        finally:
            gc.enable()

    def drop(self) -> None:
        """Forget the work; what is left then stays, and is not searched for garbage again."""
        self.prepared = None
        gc.collect()
        gc.freeze()

    def profile(self, work: Work, seconds: float) -> dict[tuple[str, str], list[float]]:
        """Return what each part of a training step took, by (part, pass), for about so long."""
        self.drop()
        return self.side.profile(work, seconds)

    def _memory_of_two_images(self, work: Work) -> int | None:
        """Return what the process holds once it has made this step with two images.

        That is the library with everything that it loads when it is first used.
        """
        small = self.side.prepare(replace(work, x=(2, *work.x[1:])))
        small.repeat()
        small.repeat()
        return memory.resident()

    def _warm_up(self, seconds: float) -> float:
        assert self.prepared
        self.prepared.repeat()  # the first one may compile
        taken: list[float] = []
        while len(taken) < 2 or (sum(taken) < seconds and len(taken) < 200):
            taken.append(_seconds(self.prepared.repeat))
        return median(taken)


def _seconds(repeat: Callable[[], Any]) -> float:
    start = time.perf_counter()
    repeat()
    return time.perf_counter() - start


def main() -> None:
    """Serve until standard input ends."""
    column, threads = sys.argv[1], int(sys.argv[2])

    def start() -> Callable[[Ask], Any]:
        side = imported(f"parity.bench.{PACKAGE_OF[column]}_side")
        return Bench(side.Side(column, threads)).answer

    serve(start)


if __name__ == "__main__":
    main()
