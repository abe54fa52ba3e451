"""One framework's process on a cluster.

Started by :func:`run_apart` with a framework's name. It reads
``(source, run)`` and answers with an :class:`~parity.experiments.sweeping.runner.Outcome`, pickled,
until its standard input ends. :func:`run_apart` is the other end.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

from parity import children
from parity.experiments.sweeping.runner import Chunk, Outcome, Runner, wrong_versions
from parity.harness.processes.worker import quieten, serve, settings


def main() -> None:
    """Carry out runs until standard input ends."""

    def start() -> Callable[[Any], Outcome]:
        quieten()
        runner = Runner(sys.argv[1])
        return lambda message: runner.run(*message)

    serve(start)


def run_apart(chunk: Chunk) -> Iterator[Outcome]:
    """Carry out a chunk in a process of its own, and yield each outcome as it comes.

    If the process dies, the run that was under way is ``crashed`` and no more outcomes come: the
    runs behind it were not begun.
    """
    wrong = wrong_versions(chunk)
    if wrong:
        yield from (Outcome(run, "failed", error=wrong) for run in chunk.runs)
        return
    process = subprocess.Popen(
        children.command("parity.experiments.sweeping.one_process", chunk.framework),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **settings()},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    run = chunk.runs[0]
    try:
        pickle.load(process.stdout)  # it says when it is ready
        for run in chunk.runs:
            pickle.dump((chunk.source, run), process.stdin)
            process.stdin.flush()
            yield pickle.load(process.stdout)
    except (EOFError, OSError, pickle.UnpicklingError):
        yield Outcome(run, "crashed", error=f"its process died (exit {process.wait()})")
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


if __name__ == "__main__":
    main()
