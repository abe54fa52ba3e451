"""Measures what each wrong line of the NumPy code breaks, in digits.

The wrong lines are the listed mistakes and, where there are fewer than three for a line, slips
(:mod:`parity.harness.slips`). Each is made in the real source, run on every case in float64 and
compared with the recorded references.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from parity.describing.concept import Concept, Mistake
from parity.harness import recorded_references
from parity.harness.mistakes import in_form
from parity.questions import kept_lines
from parity.questions.digest import digest, digest_of_numpy
from parity.questions.workbench import Workbench
from parity.questions.wrong_lines import WrongLine, WrongLines, WrongLinesError

Progress = Callable[[int, int, str], None]
"""Told how many concepts are done, of how many, and which was the last."""


def measure(
    concepts: Iterable[Concept],
    known: WrongLines | None = None,
    progress: Progress | None = None,
    jobs: int | None = None,
) -> WrongLines:
    """Measure the wrong lines of ``concepts``, several concepts at once.

    What the package keeps is not measured, as long as nothing that it depends on has changed.

    Args:
        concepts: registered concepts.
        known: what was measured before; where nothing has changed since, it is kept.
        progress: told at the start, and after each concept.
        jobs: how many processes; as many as there are cores if ``None``.

    Raises:
        WrongLinesError: if the unedited source of a concept fails, or has no reference.
    """
    wanted = list(concepts)
    known = known or WrongLines()
    numpy = digest_of_numpy()  # read once, and not for each concept
    digests = {concept.name: digest(concept, numpy) for concept in wanted}
    done: dict[str, tuple[WrongLine, ...]] = {
        name: known.of(name) for name, value in digests.items() if known.digests.get(name) == value
    }
    tell = progress or (lambda done, total, what: None)
    # The largest references come first: their concepts take longest.
    for concept in wanted:
        if concept.name not in done and (items := kept_lines.kept(concept)) is not None:
            done[concept.name] = items
    left = sorted(
        (concept for concept in wanted if concept.name not in done),
        key=lambda concept: (-_size_of_reference(concept), concept.name),
    )
    tell(len(done), len(wanted), "")
    for name, items in _measured(left, jobs or os.cpu_count() or 1):
        done[name] = items
        tell(len(done), len(wanted), name)
    return WrongLines(digests, tuple(item for name in digests for item in done[name]))


def keep(concepts: Iterable[Concept], progress: Progress | None = None) -> int:
    """Measure the wrong lines of ``concepts`` and keep them in the package where they changed.

    Returns:
        Of how many concepts they were measured: what is current is left as it is.
    """
    left = [concept for concept in concepts if kept_lines.kept(concept) is None]
    tell = progress or (lambda done, total, what: None)
    for number, concept in enumerate(left):
        tell(number, len(left), concept.name)
        sources, items = kept_lines.sources_run_by(concept, partial(wrong_lines_of, concept))
        kept_lines.save(concept, items, sources)
    return len(left)


def _size_of_reference(concept: Concept) -> int:
    path = recorded_references.path_of(concept)
    return path.stat().st_size if path.exists() else 0


def _measured(concepts: list[Concept], jobs: int) -> Iterator[tuple[str, tuple[WrongLine, ...]]]:
    if len(concepts) < 2 or jobs < 2:
        for concept in concepts:
            yield concept.name, wrong_lines_of(concept)
        return
    from joblib import Parallel, delayed

    workers = Parallel(n_jobs=min(jobs, len(concepts)), return_as="generator_unordered")
    yield from workers(delayed(_work)(concept.name) for concept in concepts)


def _work(name: str) -> tuple[str, tuple[WrongLine, ...]]:
    """Measure one concept in a process of its own, which finds it by its name."""
    from parity.harness.registry import all_concepts

    return name, wrong_lines_of(all_concepts()[name])


def wrong_lines_of(concept: Concept) -> tuple[WrongLine, ...]:
    """Return the measured wrong lines of ``concept``: every listed mistake, and slips.

    A mistake in the fast form has no slips besides it, for no question is made of it.

    Raises:
        WrongLinesError: if its unedited source fails, or has no reference.
    """
    record = recorded_references.load(concept)
    if record is None:
        raise WrongLinesError(
            f"Nothing is recorded for {concept.name}; run `parity record {concept.name}`."
        )
    bench = Workbench.of(concept, record)
    found: list[WrongLine] = []
    by_line: dict[str, list[Mistake]] = {}
    plain = [mistake for mistake in concept.mistakes if mistake.form == "plain"]
    for mistake in sorted(plain, key=lambda mistake: bench.place(mistake.line)):
        by_line.setdefault(mistake.line, []).append(mistake)
    for line, mistakes in by_line.items():
        listed = [bench.measure(mistake, listed=True) for mistake in mistakes]
        found += listed
        found += bench.slips(line, listed)
    fast = [mistake for mistake in concept.mistakes if mistake.form == "fast"]
    if fast:
        bench = Workbench.of(in_form(concept, "fast"), record)
        found += [bench.measure(mistake, listed=True) for mistake in fast]
    return tuple(found)
