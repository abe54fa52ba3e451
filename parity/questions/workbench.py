"""Measures what each wrong line of the NumPy code breaks, in digits.

The wrong lines are the listed mistakes and, where there are fewer than three for a line, slips
(:mod:`parity.questions.slips`). Each is made in the real source, run on every case in float64 and
compared with the recorded references.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from numpy_impl.threads import products_in_one_thread
from parity.describing.concept import Concept, Mistake, Text
from parity.errors import ReaderError
from parity.files import write_whole
from parity.harness import recorded_references
from parity.harness.against_records import judge
from parity.harness.comparing.compare import Finding
from parity.harness.mistakes import edited_source, lines_of, load_source, source_path
from parity.harness.recorded_references import Record
from parity.questions.slips import Slip, slips

FILE = "wrong_lines.json"
SCHEMA = 1
WANTED = 3
"""How many wrong lines each line should have, so that a question has four choices."""

CLEARLY = 10.0
"""How many bounds a slip must be off, so that another machine's rounding finds it too."""

Progress = Callable[[int, int, str], None]
"""Told how many concepts are done, of how many, and which was the last."""


class WrongLinesError(ReaderError):
    """The right source fails, a reference is missing, or a file of wrong lines cannot be read."""


@dataclass(frozen=True)
class Broken:
    """One quantity that a wrong line breaks: the worst finding over cases and frameworks.

    Attributes:
        quantity: its name; ``contract`` for a changed input or type, empty for an exception.
        role: as in :data:`parity.describing.concept.Role`.
        case: where it was found.
        digits: to how many digits it still agrees, if the two can be compared at all.
        max_abs_error: the largest difference.
        bound: what would have been allowed.
        note: why there is no number, or the error's text.
    """

    quantity: str
    role: str
    case: str
    digits: float | None
    max_abs_error: float | None
    bound: float | None
    note: str


@dataclass(frozen=True)
class WrongLine:
    """A wrong line, and what it breaks.

    Attributes:
        concept: the concept's name.
        name: unique within the concept.
        line: the right line, as in :class:`~parity.describing.concept.Mistake`.
        wrong: what stands in its place.
        listed: whether it is a listed mistake; else it is a slip.
        why: what is wrong with it.
        breaks: the wrong quantities, in the order in which they are computed.
        agrees: the quantities that stay right.
        raises: the error's text, where the line raises on every case that it fails.
    """

    concept: str
    name: str
    line: str
    wrong: str
    listed: bool
    why: Text
    breaks: tuple[Broken, ...]
    agrees: tuple[str, ...]
    raises: str = ""

    @property
    def mistake(self) -> Mistake:
        """The edit that makes it."""
        return Mistake(self.name, self.line, self.wrong, self.why)


@dataclass(frozen=True)
class WrongLines:
    """Every measured wrong line.

    Attributes:
        digests: by concept, the digest of everything that the measurement depends on.
        items: by concept, then in the order of the source, listed ones first.
    """

    digests: dict[str, str] = field(default_factory=dict)
    items: tuple[WrongLine, ...] = ()

    def of(self, name: str) -> tuple[WrongLine, ...]:
        """Return those of the concept called ``name``."""
        return tuple(item for item in self.items if item.concept == name)

    def to_json(self) -> str:
        """Return everything as JSON, a line for each item."""

        def lines(entries: Iterable[str]) -> str:
            return ",\n".join(f"    {entry}" for entry in entries)

        digests = lines(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in self.digests.items())
        items = lines(json.dumps(asdict(i), ensure_ascii=False) for i in self.items)
        return (
            f'{{\n  "schema": {SCHEMA},\n'
            f'  "digests": {{\n{digests}\n  }},\n  "items": [\n{items}\n  ]\n}}\n'
        )

    @classmethod
    def from_json(cls, text: str) -> WrongLines:
        """Return what :meth:`to_json` wrote.

        Raises:
            WrongLinesError: if it is something else, or of another schema.
        """
        try:
            content = json.loads(text)
            if content["schema"] != SCHEMA:
                raise WrongLinesError(
                    f"These wrong lines have schema {content['schema']}, not {SCHEMA}."
                )
            items = tuple(_from_dictionary(item) for item in content["items"])
            return cls(dict(content["digests"]), items)
        except (ValueError, KeyError, TypeError) as error:
            if isinstance(error, WrongLinesError):
                raise
            raise WrongLinesError(f"These are no wrong lines: {error!r}.") from error

    def save(self, path: Path) -> None:
        """Write them to ``path``."""
        write_whole(path, self.to_json().encode())

    @classmethod
    def load(cls, path: Path) -> WrongLines | None:
        """Read them from ``path``; ``None`` if nothing that can be used is there."""
        try:
            return cls.from_json(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, WrongLinesError):
            return None


def _from_dictionary(item: dict[str, Any]) -> WrongLine:
    item = dict(item)
    item["why"] = Text(**item["why"])
    item["breaks"] = tuple(Broken(**broken) for broken in item["breaks"])
    item["agrees"] = tuple(item["agrees"])
    return WrongLine(**item)


def measure(
    concepts: Iterable[Concept],
    known: WrongLines | None = None,
    progress: Progress | None = None,
    jobs: int | None = None,
) -> WrongLines:
    """Measure the wrong lines of ``concepts``, several concepts at once.

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
    digests = {concept.name: digest(concept) for concept in wanted}
    done: dict[str, tuple[WrongLine, ...]] = {
        name: known.of(name) for name, value in digests.items() if known.digests.get(name) == value
    }
    tell = progress or (lambda done, total, what: None)
    tell(len(done), len(wanted), "")
    # The largest references come first: their concepts take longest.
    left = sorted(
        (concept for concept in wanted if concept.name not in done),
        key=lambda concept: (-_size_of_reference(concept), concept.name),
    )
    for name, items in _measured(left, jobs or os.cpu_count() or 1):
        done[name] = items
        tell(len(done), len(wanted), name)
    return WrongLines(digests, tuple(item for name in digests for item in done[name]))


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

    Raises:
        WrongLinesError: if its unedited source fails, or has no reference.
    """
    record = recorded_references.load(concept)
    if record is None:
        raise WrongLinesError(
            f"Nothing is recorded for {concept.name}; run `parity record {concept.name}`."
        )
    bench = _Bench.of(concept, record)
    found: list[WrongLine] = []
    by_line: dict[str, list[Mistake]] = {}
    for mistake in sorted(concept.mistakes, key=lambda mistake: bench.place(mistake.line)):
        by_line.setdefault(mistake.line, []).append(mistake)
    for line, mistakes in by_line.items():
        listed = [bench.measure(mistake, listed=True) for mistake in mistakes]
        found += listed
        found += bench.slips(line, listed)
    return tuple(found)


@dataclass(frozen=True)
class _Bench:
    """What all wrong lines of a concept are measured with.

    ``right`` says which quantities of which cases the right source gives, in order.
    """

    concept: Concept
    record: Record
    source: str
    right: dict[tuple[str, str], None]

    @classmethod
    def of(cls, concept: Concept, record: Record) -> _Bench:
        source = source_path(concept).read_text(encoding="utf-8")
        findings = _judged(concept, record, source, "nothing_wrong")
        if failed := [f for f in findings if f.verdict != "agree"]:
            first = failed[0]
            raise WrongLinesError(
                f"The source of {concept.name} is itself not right: {first.quantity or 'all'} "
                f"of the case {first.case!r} against {first.right or 'nothing'} is "
                f"{first.verdict!r}. {first.note}".strip()
            )
        return cls(concept, record, source, dict.fromkeys((f.case, f.quantity) for f in findings))

    def place(self, line: str) -> int:
        """Return the index of the right line in the source."""
        lines = self.source.splitlines()
        for i in lines_of(self.concept, self.source):
            if lines[i].strip() == line.strip():
                return i
        return len(lines)  # making the edit says what is wrong

    def measure(self, mistake: Mistake, listed: bool) -> WrongLine:
        """Make the mistake, run it, and say what it breaks."""
        source = edited_source(self.concept, mistake, self.source)
        findings = _judged(self.concept, self.record, source, mistake.name)
        order = list(dict.fromkeys(quantity for _, quantity in self.right))
        wrong: dict[str, list[Finding]] = {quantity: [] for quantity in order}
        for finding in findings:
            if finding.verdict == "differ":
                wrong.setdefault(finding.quantity, []).append(finding)
        agreed = {(f.case, f.quantity) for f in findings if f.verdict == "agree"}
        doubtful = {quantity for case, quantity in self.right if (case, quantity) not in agreed}
        breaks = [_worst(found) for quantity, found in wrong.items() if found and quantity]
        errors = wrong.get("", [])
        if errors:
            breaks.append(_worst(errors))
        return WrongLine(
            concept=self.concept.name,
            name=mistake.name,
            line=mistake.line,
            wrong=mistake.wrong,
            listed=listed,
            why=mistake.why,
            breaks=tuple(breaks),
            agrees=tuple(
                quantity
                for quantity in order
                if not (wrong[quantity] or quantity in doubtful or quantity == "contract")
            ),
            raises=errors[0].note if errors and len(breaks) == 1 else "",
        )

    def slips(self, line: str, listed: list[WrongLine]) -> list[WrongLine]:
        """Return slips of ``line`` that a run finds out, as many as are wanted besides the listed.

        Those with wrong numbers come first, then those with a wrong shape or the like, then what
        is far-fetched, and last what gives the same numbers as another. A slip that raises
        teaches little: it is not taken.
        """
        count = WANTED - len(listed)
        ranked: dict[str, list[WrongLine]] = {
            rank: [] for rank in ("numbers", "shapes", "far-fetched", "the same")
        }
        seen = [item.breaks for item in listed]
        for slip in slips(line, tuple(item.wrong for item in listed)) if count > 0 else ():
            good = len(ranked["numbers"])
            if good >= count or (slip.far_fetched and good + len(ranked["shapes"]) >= count):
                break
            item = self._measure_slip(line, slip)
            if item is None or item.raises:
                continue
            clear = any(_is_clear(broken) for broken in item.breaks)
            if clear and item.breaks in seen:
                rank = "the same"
            elif clear:
                rank = "far-fetched" if slip.far_fetched else "numbers"
            elif any(broken.max_abs_error is None and broken.quantity for broken in item.breaks):
                rank = "shapes"
            else:
                continue
            ranked[rank].append(item)
            seen.append(item.breaks)
        return [item for items in ranked.values() for item in items][:count]

    def _measure_slip(self, line: str, slip: Slip) -> WrongLine | None:
        mistake = Mistake(slip.name, line, slip.wrong, slip.why)
        try:
            item = self.measure(mistake, listed=False)
        except SyntaxError:  # a name that is a parameter, an assignment to a number
            return None
        return item if item.breaks else None


def _is_clear(broken: Broken) -> bool:
    """Tell whether the numbers are wrong by more than another machine's rounding could mend."""
    if broken.max_abs_error is None or broken.bound is None:
        return False
    margin = 1.0 if broken.role == "distribution" else CLEARLY
    return broken.max_abs_error > margin * broken.bound


def _judged(concept: Concept, record: Record, source: str, label: str) -> list[Finding]:
    with warnings.catch_warnings(), np.errstate(all="ignore"), _repeatable():
        warnings.simplefilter("ignore")
        implementation = load_source(concept, source, label)
        # The products are small: threads that wait for each other take five times as long.
        with products_in_one_thread():
            return judge(concept, implementation, record, with_differences=False)


@contextmanager
def _repeatable() -> Iterator[None]:
    """Make chance and unwritten memory, which a wrong line may come to use, the same each time.

    A generator without a seed gets one. What is allocated and not written is 0: what goes wrong
    even then goes wrong on every machine.
    """
    default_rng = np.random.default_rng

    def seeded(seed: Any = None) -> np.random.Generator:
        return default_rng(0 if seed is None else seed)

    with ExitStack() as stack:
        for owner, name, function in (
            (np.random, "default_rng", seeded),
            (np, "empty", np.zeros),
            (np, "empty_like", np.zeros_like),
        ):
            stack.callback(setattr, owner, name, getattr(owner, name))
            setattr(owner, name, function)
        yield


def _worst(findings: list[Finding]) -> Broken:
    """Return the worst of a quantity's findings: one in digits if there is one.

    A number says more than that two shapes differ.
    """
    order = {id(finding): i for i, finding in enumerate(findings)}

    def badness(finding: Finding) -> tuple:
        error, bound = finding.max_abs_error, finding.bound
        over = error / bound if error is not None and bound else 0.0
        return (
            finding.digits is not None,
            error is not None,
            -(finding.digits or 0.0),
            over,
            -order[id(finding)],
        )

    worst = max(findings, key=badness)
    return Broken(
        worst.quantity,
        worst.role,
        worst.case,
        worst.digits,
        _rounded(worst.max_abs_error),
        _rounded(worst.bound),
        worst.note,
    )


def _rounded(value: float | None) -> float | None:
    """Return three digits of ``value``, which is what every machine agrees on."""
    if value is None or not math.isfinite(value):
        return None
    return float(f"{value:.3g}")


_OWN = (
    "harness/comparing/compare.py",
    "describing/concept.py",
    "describing/draw.py",
    "harness/evaluators/evaluation.py",
    "harness/evaluators/numpy_evaluator.py",
    "harness/against_records.py",
    "harness/mistakes.py",
    "harness/comparing/tolerances.py",
    "questions/wrong_lines.py",
)
"""The files below this package that make a measurement what it is."""


def digest(concept: Concept) -> str:
    """Return the digest of all that the measurement of ``concept`` depends on.

    That is all of NumPy's code, since a concept may use any of it, the concept's file and those
    that it shares with its neighbours, its recorded reference, and what measures.
    """
    package = Path(__file__).parents[1]
    own = source_path(concept, "parity.concepts")
    shared = sorted(own.parent.glob("_[!_]*.py"))
    slips_ = sorted((package / "questions" / "slips").glob("*.py"))
    texts = [own, *shared, *(package / name for name in _OWN), *slips_]
    seen = hashlib.sha256(_digest_of_numpy().encode())
    for path in texts:
        seen.update(_text_digest(path).encode())
    reference = recorded_references.path_of(concept)
    seen.update(reference.read_bytes() if reference.exists() else b"none")
    return seen.hexdigest()[:16]


def _digest_of_numpy() -> str:
    seen = hashlib.sha256()
    root = _root_of_numpy()
    for path in sorted(root.rglob("*.py")):
        seen.update(f"{path.relative_to(root).as_posix()} {_text_digest(path)}\n".encode())
    return seen.hexdigest()


def _root_of_numpy() -> Path:
    import numpy_impl

    return Path(str(numpy_impl.__file__)).parent


def _text_digest(path: Path) -> str:
    return hashlib.sha256(path.read_text(encoding="utf-8").encode()).hexdigest()
