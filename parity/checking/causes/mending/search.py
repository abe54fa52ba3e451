"""Changes the user's code, one small change after the other, until it is right."""

from __future__ import annotations

import ast
import time
import types
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from parity.checking.causes.budget import Budget
from parity.checking.causes.earned.numbers import ALL, DOMAIN, FIRST, NEARLY, NOTHING, main_axes
from parity.checking.causes.following.again import MOST_LINES, Again
from parity.checking.causes.following.statements import Source, source_of
from parity.checking.causes.following.tracing import Traced
from parity.checking.causes.mending.change import Change
from parity.checking.causes.mending.counting import counting
from parity.checking.causes.mending.edits import mends
from parity.checking.causes.mending.feeding import Feeding
from parity.checking.causes.mending.glance import Glance
from parity.checking.causes.mending.pairs import ALONE, alike_lines, exchanged, two_of_a_kind
from parity.checking.causes.mending.patch import edited, loops_freely, patched
from parity.checking.comparing.comparison import Comparison
from parity.checking.comparing.domain import excuse_beyond
from parity.checking.comparing.excuses import axes_of, excuse, forward_only_in_inference
from parity.checking.comparing.judged import Judged
from parity.checking.comparing.trial import Trial
from parity.checking.comparing.variations import Variation
from parity.harness.slips.scope import names_in

EASY, LIKELY = 4, 8
"""The ranks up to which a change is tried before several at once are."""

FURTHER = 0.3
"""How long, in seconds, a change that mends everything is looked for behind one that does not."""

NAMES = 24
"""How many names are tried in the place of others."""

FEW_LINES, LONGER = 2_000, 10
"""How many lines changed code may take in the probe, and how many times as many as before."""

TOGETHER = 200
"""How many changes are looked at in one run of the code."""

SLOW = 0.2
"""Code that takes longer for one case, in seconds, is not tried over and over."""


@dataclass(frozen=True)
class Mended:
    """What makes the code right.

    Attributes:
        changes: one changed statement, or several of a kind.
        level: how much is right with it: the first wrong quantity in some inputs, it in every
            case, or everything.
        right: in how many cases the first wrong quantity is right with it.
        cases: in how many it is compared.
    """

    changes: tuple[Change, ...]
    level: int
    right: int
    cases: int


@dataclass
class Mending:
    """Looks for a change of the user's code under which it is right.

    Args:
        again: runs the code.
        judged: every judged case.
        quantity: the first wrong quantity; empty where the code raises.
        probe: a failing case on which changes are tried first.
        traced: what ran in it.
        parts: the parts of it in which the quantity is computed, the nearest first.
        budget: how long it may take.
        variations: the convention under which the code was judged, and other constants.
    """

    again: Again
    judged: Sequence[Judged]
    quantity: str
    probe: Trial
    traced: Traced
    parts: tuple[str, ...]
    budget: Budget
    variations: Sequence[Variation]

    def __post_init__(self) -> None:
        self._before: np.ndarray | None = None
        self._without_effect = False
        self._glance = Glance(self._probed, ())
        self._feeding = Feeding(self._is_same)

    @cached_property
    def _forward_only(self) -> bool:
        """Tell whether the probe shows the quantity without its way back."""
        of_layers = self.probe.case.kind in ("layer", "function", "loss", "regularizer")
        roles = {c.role for j in self.judged for c in j.comparisons if c.quantity == self.quantity}
        return of_layers and roles == {"forward"}

    def find(self) -> Mended | None:
        """Return the likeliest change that mends most; None if none does."""
        with counting(self.traced.functions.values()) as self.again.count:
            try:
                return self._found()
            finally:
                self.again.count = None

    def _found(self) -> Mended | None:
        began = time.process_time()
        self._before = self._probed().given.quantities.get(self.quantity)
        if time.process_time() - began > SLOW:
            return None
        self.again.most_lines = min(MOST_LINES, FEW_LINES + LONGER * self.again.lines_run)
        changes = self._changes(any_name=False)
        self._glance = Glance(self._probed, changes)
        first = [c for c in changes if c.mend.rank <= EASY]
        likely = [c for c in changes if EASY < c.mend.rank <= LIKELY]
        return (
            self._best(self._each(first))
            or self._best(exchanged(changes))
            or self._best(alike_lines(self._looked_at([*first, *likely])))
            or self._best(self._each(likely))
            or self._best(two_of_a_kind(self._looked_at(changes)))
            or self._best(self._each(self._far_fetched()))
        )

    def _far_fetched(self) -> list[Change]:
        """Return what is tried last: any name in the place of any other, and the like."""
        if self.budget.spent:
            return []
        return [c for c in self._changes(any_name=True) if c.mend.rank > LIKELY]

    def _each(self, changes: Sequence[Change]) -> Iterator[tuple[Change, ...]]:
        """Yield each change; some at a time are looked at before they are tried."""
        for start in range(0, len(changes), TOGETHER):
            if self.budget.spent:
                return
            some = changes[start : start + TOGETHER]
            self._glance.look(some)
            yield from ((change,) for change in some)

    def _looked_at(self, changes: Sequence[Change]) -> Sequence[Change]:
        """Look at those changes that are tried together with others of their kind."""
        if not self.budget.spent:
            self._glance.look(c for c in changes if c.mend.kind not in ALONE)
        return changes

    def _probed(self) -> Trial:
        """Return what the code gives now for the probe."""
        return self.again.run(self.probe, short=True, forward_only=self._forward_only)

    def _best(self, choices: Iterable[tuple[Change, ...]]) -> Mended | None:
        """Return the first changes that mend everything, or else those that mend the most."""
        best: Mended | None = None
        budget = self.budget
        for some in choices:
            if budget.spent:
                break
            found = self._tried(some)
            if found is not None and found.level == ALL:
                return found
            if found is not None and (best is None or found.level > best.level):
                best = found
                budget = budget.at_most(FURTHER)
        return best

    def _changes(self, any_name: bool) -> list[Change]:
        """Return the changes, the likeliest first, with any name in the place of others or not."""
        found: list[tuple[int, int, Change]] = []
        sources = [
            other
            for code in self.traced.code_of(tuple(self.traced.parts))
            if (other := source_of(code)) is not None
        ]
        kept = [name for other in sources for name in _attributes(other)]
        flags = {name for other in sources for name in _flags(other)}
        for distance, code in enumerate(self.traced.code_of(self.parts)):
            function, source = self.traced.functions.get(code), source_of(code)
            if function is None or source is None or loops_freely(source):
                continue
            ran = {n for part in self.parts for n in self.traced.parts.get(part, {}).get(code, ())}
            names = [*names_in(source.tree), *_attributes(source)]
            if any(name.startswith("self.") for name in names):
                names += kept
            names = [name for name in dict.fromkeys(names) if name not in flags][:NAMES]
            loops = _loops(source)
            read = _read(source)
            unused = [name for name in names if name not in read]
            for statement in source.statements:
                if not any(
                    source.start + n in ran for n in range(statement.first, statement.last + 1)
                ):
                    continue
                for mend in mends(statement.text, names, unused, loops, any_name):
                    change = Change(function, source, statement, mend)
                    found.append((mend.rank + min(distance, 3), -statement.first, change))
        return [change for *_, change in sorted(found, key=lambda f: f[:2])]

    def _tried(self, changes: tuple[Change, ...]) -> Mended | None:
        """Return whether the code is right with the changes."""
        if self._glance.is_hopeless(changes) or self._feeding.is_hopeless(changes):
            return None
        codes = self._codes_with(changes)
        if codes is None:
            return None
        with patched(codes):
            variation = self._settled()
            if variation is None:
                self._glance.was_in_vain(changes)
                if self._without_effect:
                    self._feeding.was_without_effect(changes)
                return None
            before = self.again.variation
            self.again.variation = variation
            try:
                now = [self._judged(j) for j in self.judged]
            finally:
                self.again.variation = before
        level = self._level(now)
        seen = [j for j in now if any(c.quantity == self.quantity for c in j.comparisons)]
        right = sum(self._is_right(j) for j in seen)
        return Mended(changes, level, right, len(seen)) if level else None

    def _judged(self, j: Judged) -> Judged:
        """Return a case as the code does in it now."""
        try:
            now = self.again.run(j.trial)
            return Judged(now, self.again.compared(now))
        except Exception:
            return Judged(j.trial)

    def _level(self, now: Sequence[Judged]) -> int:
        """Return how much is right now, with what the code would be excused then."""
        for before, after in zip(self.judged, now, strict=True):
            right = {c.quantity for c in before.comparisons if c.fine}
            if not right <= {c.quantity for c in after.comparisons if c.fine}:
                return NOTHING
            if _raised_backward(before) and not any(
                c.role == "gradient" and c.fine for c in after.comparisons
            ):
                return NOTHING  # it no longer raises, and gives no gradient either
        forward_only_in_inference(now)
        excuse_beyond(self.again.concept, now)
        excuse(self.again.concept, now)
        counted = [j for j in now if j.excused is None]
        if counted and all(j.fine for j in counted):
            return ALL
        if not self.quantity:
            return NOTHING
        still = [j for j in counted if not self._is_right(j)]
        if not still:
            return FIRST
        axes = main_axes(self.judged)
        same_axes = self.again.concept.shapes.get("x") == "any"
        for j in still:
            bearable = _overflows(j) or j.case.kink
            if not bearable and (same_axes or axes_of(j.case) == axes):
                return NOTHING
        return DOMAIN

    def _is_right(self, j: Judged) -> bool:
        """Tell whether the quantity is right in a case, or not there."""
        if not j.comparisons:
            return j.trial.stumble is None
        return all(c.fine for c in j.comparisons if c.quantity == self.quantity)

    def _is_same(self, change: Change) -> bool:
        """Tell whether the quantity is what it was in the probe, with a change."""
        codes = self._codes_with((change,))
        if codes is None:
            return False
        with patched(codes):
            try:
                now = self._probed()
            except Exception:
                return False
        return now.stumble is None and self._is_as_before(now)

    def _is_as_before(self, now: Trial) -> bool:
        before, given = self._before, now.given.quantities.get(self.quantity)
        if before is None or given is None or before.shape != given.shape:
            return False
        return before.dtype == given.dtype and before.tobytes() == given.tobytes()

    def _codes_with(
        self, changes: tuple[Change, ...]
    ) -> dict[types.FunctionType, types.CodeType] | None:
        """Return the code of each function with its changes; None if they make no code."""
        counts = self.again.count is not None
        codes: dict[types.FunctionType, types.CodeType] = {}
        for function in dict.fromkeys(c.function for c in changes):
            own = [c for c in changes if c.function is function]
            code = edited(own[0].source, {c.statement: c.mend.text for c in own}, counts)
            if code is None:
                return None
            codes[function] = code
        return codes

    def _settled(self) -> Variation | None:
        """Return under which constants what was wrong in the probe is right now; None if it is not.

        Others than those under which the code was judged are tried where little is left to find.
        """
        self._without_effect = False
        try:
            now = self._probed()
        except Exception:
            return None
        if now.stumble is not None:
            return None
        self._without_effect = self._is_as_before(now)
        before = self.again.variation
        try:
            for number, variation in enumerate(self.variations):
                self.again.variation = variation
                found = self.again.compared(now, self.quantity)
                if found and all(c.fine for c in found):
                    return variation
                if not found or (not number and not all(map(_nearly, found))):
                    return None
        finally:
            self.again.variation = before
        return None


def _raised_backward(j: Judged) -> bool:
    return j.trial.stumble is not None and j.trial.stumble.stage == "backward"


def _nearly(c: Comparison) -> bool:
    if c.error is None:
        return False
    return c.error <= NEARLY * max(float(np.max(np.abs(c.right), initial=0.0)), 1e-300)


def _overflows(j: Judged) -> bool:
    """Tell whether what is wrong in a case is inf or NaN."""
    wrong = [c.yours for c in j.comparisons if not c.fine]
    return bool(wrong) and all(a is not None and not np.isfinite(a).all() for a in wrong)


def _loops(source: Source) -> list[str]:
    """Return the names that loops count with, in the order of the loops."""
    heads = [node for node in ast.walk(source.tree) if isinstance(node, ast.For)]
    heads.sort(key=lambda node: node.lineno)
    return [part.id for h in heads for part in ast.walk(h.target) if isinstance(part, ast.Name)]


def _read(source: Source) -> set[str]:
    """Return the names that a function reads."""
    return {
        node.id if isinstance(node, ast.Name) else ast.unparse(node)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load)
    }


def _attributes(source: Source) -> list[str]:
    """Return what the function keeps in ``self`` or reads from it, but no methods."""
    called = {id(n.func) for n in ast.walk(source.tree) if isinstance(n, ast.Call)}
    return list(
        dict.fromkeys(
            f"self.{node.attr}"
            for node in ast.walk(source.tree)
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == "self"
            and id(node) not in called
        )
    )


def _flags(source: Source) -> set[str]:
    """Return the attributes that the function sets to True, False or a word: no numbers."""
    return {
        ast.unparse(target)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, bool | str)
        for target in node.targets
        if isinstance(target, ast.Attribute)
    }
