"""The command that refreshes what the package keeps, or compares it."""

from __future__ import annotations

from collections.abc import Iterable

from reports.console import ShownProgress, out


def refresh(concepts: Iterable[str], check: bool, lines: bool, jobs: int | None) -> int:
    """Refresh what is kept for ``concepts``, say what was done, and return the exit code.

    Args:
        concepts: their names; all if there are none.
        check: change nothing; the code is 1 if a record is no longer true.
        lines: measure what wrong lines break, where it has changed; no framework is run.
        jobs: how many processes at once.
    """
    from parity.harness.record import record, stale
    from parity.harness.registry import find
    from parity.questions.measuring import keep

    with ShownProgress() as progress:
        if lines:
            said = f"Measured the wrong lines of {keep(find(concepts), progress)} concepts."
            untrue = []
        elif check:
            untrue = stale(concepts, jobs, progress)
            said = f"{len(untrue)} are not true any more." if untrue else "The records are true."
        else:
            recorded = record(concepts, jobs, progress)
            keep(find(recorded), progress)
            said, untrue = f"Recorded {len(recorded)} concepts.", []
    for line in untrue:
        out.print(line, style="red", markup=False)
    out.print(said)
    return 1 if untrue else 0
