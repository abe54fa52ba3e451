"""Has every framework evaluate its jobs, and collects what comes back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from parity.describing.concept import Concept
from parity.harness.processes.messages import Job, Reply
from parity.harness.processes.workers import Failure, Started, run_jobs

Progress = Callable[[int, int, str], None]
"""Called with (evaluations done, evaluations in all, what was done last)."""

Complete = Callable[["Collected", str], None]
"""Called with (what came back so far, a concept of which everything has)."""


@dataclass
class Collected:
    """What came back so far.

    Attributes:
        replies: by (framework, concept, case, type).
        failures: the frameworks whose process failed.
        interrupted: Ctrl-C came before the end.
    """

    replies: dict[tuple[str, str, str, str], Reply] = field(default_factory=dict)
    failures: dict[str, Failure] = field(default_factory=dict)
    interrupted: bool = False

    def add(self, framework: str, reply: Reply) -> None:
        """Keep one reply."""
        self.replies[(framework, *reply.key)] = reply

    def finished(self, todo: Mapping[str, Sequence[Job]], concept: Concept) -> bool:
        """Tell whether every evaluation of ``concept`` came back, but those of who failed."""
        return all(
            (framework, *job.key) in self.replies
            for framework, own in todo.items()
            if framework not in self.failures
            for job in own
            if job.case.concept == concept.name
        )


def evaluate(
    todo: Mapping[str, Sequence[Job]],
    jobs: int | None = None,
    progress: Progress | None = None,
    complete: Complete | None = None,
    **limits: Any,
) -> Collected:
    """Evaluate the jobs of each framework in its own processes, and return what came back.

    Args:
        todo: the jobs, by framework.
        jobs: how many processes run at once; one for each core if ``None``.
        progress: told once before the first evaluation, and after each.
        complete: told of each concept when the last of its evaluations has come back.
        limits: ``start_timeout`` and ``job_timeout`` in seconds.
    """
    collected = Collected()
    left = Counter(job.case.concept for own in todo.values() for job in own)
    total = left.total()
    events = run_jobs(todo, jobs, **limits)
    if progress:
        progress(0, total, "")
    try:
        for event in events:
            if isinstance(event, Failure):
                collected.failures[event.framework] = event
            elif not isinstance(event, Started):
                framework, reply = event
                collected.add(framework, reply)
                left[reply.key[0]] -= 1
                if complete and not left[reply.key[0]]:
                    complete(collected, reply.key[0])
                if progress:
                    progress(len(collected.replies), total, f"{framework}: {reply.key[0]}")
    except KeyboardInterrupt:
        collected.interrupted = True
    finally:
        events.close()  # type: ignore[attr-defined]
    return collected
