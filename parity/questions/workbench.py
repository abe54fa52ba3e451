"""Makes each wrong line of a concept, runs it, and says what it breaks."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from numpy_impl.layers.threads import products_in_one_thread
from parity.describing.concept import Concept, Mistake
from parity.harness.against_records import judge
from parity.harness.comparing.compare import Finding
from parity.harness.mistakes import edited_source, lines_of, load_source, source_path
from parity.harness.recorded_references import Record
from parity.harness.slips import Slip, slips
from parity.questions.other_ways import OtherWays
from parity.questions.wrong_lines import CLEARLY, WANTED, Broken, WrongLine, WrongLinesError


@dataclass(frozen=True)
class Workbench:
    """What all wrong lines of a concept are measured with.

    ``right`` says which quantities of which cases the right source gives, in order.
    """

    concept: Concept
    record: Record
    source: str
    right: dict[tuple[str, str], None]
    other_ways: OtherWays

    @classmethod
    def of(cls, concept: Concept, record: Record) -> Workbench:
        """Return the one of ``concept``, whose unedited source must be right.

        Raises:
            WrongLinesError: if it is not.
        """
        source = source_path(concept).read_text(encoding="utf-8")
        findings = _judged(concept, record, source, "nothing_wrong")
        if failed := [f for f in findings if f.verdict != "agree"]:
            first = failed[0]
            raise WrongLinesError(
                f"The source of {concept.name} is itself not right: {first.quantity or 'all'} "
                f"of the case {first.case!r} against {first.right or 'nothing'} is "
                f"{first.verdict!r}. {first.note}".strip()
            )
        right = dict.fromkeys((f.case, f.quantity) for f in findings)
        return cls(concept, record, source, right, OtherWays(concept, record))

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
            form=mistake.form,
            convention=self._convention(source, mistake.name),
        )

    def _convention(self, source: str, label: str) -> str:
        """Return the convention under which a wrong source is right; empty if there is none."""
        if not any(convention.config for convention in self.concept.conventions):
            return ""
        with _quietly(), products_in_one_thread():
            return self.other_ways.followed(load_source(self.concept, source, label))

    def slips(self, line: str, listed: list[WrongLine]) -> list[WrongLine]:
        """Return slips of ``line`` that a run finds out, as many as are wanted besides the listed.

        Those with wrong numbers come first, then those with a wrong shape or the like, then what
        is far-fetched, and last what gives the same numbers as another. A slip that raises
        teaches little: it is not taken. What is right under a convention is none at all.
        """
        elsewhere = {convention.like for convention in self.concept.conventions}
        count = WANTED - sum(item.name not in elsewhere and not item.convention for item in listed)
        ranked: dict[str, list[WrongLine]] = {
            rank: [] for rank in ("numbers", "shapes", "far-fetched", "the same")
        }
        seen = [item.breaks for item in listed]
        for slip in slips(line, tuple(item.wrong for item in listed)) if count > 0 else ():
            good = len(ranked["numbers"])
            if good >= count or (slip.far_fetched and good + len(ranked["shapes"]) >= count):
                break
            item = self._measure_slip(line, slip)
            if item is None or item.raises or item.convention:
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
    with _quietly():
        implementation = load_source(concept, source, label)
        # The products are small: threads that wait for each other take five times as long.
        with products_in_one_thread():
            return judge(concept, implementation, record, with_differences=False)


@contextmanager
def _quietly() -> Iterator[None]:
    """Run wrong lines without their warnings, and the same each time."""
    with warnings.catch_warnings(), np.errstate(all="ignore"), _repeatable():
        warnings.simplefilter("ignore")
        yield


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
