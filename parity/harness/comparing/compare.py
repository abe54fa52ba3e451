"""Compares the evaluations of one case, quantity by quantity."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from parity.describing.concept import Case, Divergence, DrawnCase, Weight
from parity.harness.comparing import tolerances
from parity.harness.evaluators.conditioning import of_elements
from parity.harness.evaluators.evaluation import Evaluation
from parity.harness.evaluators.finite_differences import AMPLIFICATION, Estimate

Verdict = Literal["agree", "differ", "vacuous", "declared", "skipped"]
Measure = Literal["largest", "element"]
TRUTH = "truth"
"""The right-hand side of a float32 finding: the reference's float64 result."""
DIFFERENCES = "differences"
"""The right-hand side of a finding against finite differences."""
FAST = "fast"
"""The left-hand side of a finding that compares a concept's fast form with the plain one."""


LOSES = "loses small elements"
"""What is said of a framework that does, before how."""

KEPT = 8.0
"""Who loses small elements has fewer digits of one of them than this, in float64."""


@dataclass(frozen=True)
class Finding:
    """What was found for one quantity of one case between two sides.

    Attributes:
        max_abs_error: the largest error; where ``measure`` is ``"element"``, that of the element
            which agrees least in relation to its own size.
        bound: what that error may be.
        digits: the decimal digits of agreement, relative to the largest element, or to that one.
        measure: what errors are measured against: the largest element, or each element itself.
    """

    concept: str
    case: str
    quantity: str
    role: str
    dtype: str
    left: str
    right: str
    max_abs_error: float | None
    bound: float | None
    digits: float | None
    verdict: Verdict
    note: str = ""
    measure: Measure = "largest"

    def of(self, concept: str) -> Finding:
        """Return the same finding, of the concept called ``concept``."""
        found = object.__new__(Finding)  # a hundred thousand times in a run
        vars(found).update(vars(self), concept=concept)
        return found


@dataclass(frozen=True)
class Yardstick:
    """What the bound of a case is made from."""

    length: int
    condition: Mapping[str, float]

    @classmethod
    def of(cls, case: DrawnCase, condition: Mapping[str, float]) -> Yardstick:
        """Return the yardstick of a drawn case."""
        arrays = [array for drawn in case.inputs for array in drawn.values()]
        arrays += [*case.params.values(), *case.upstream]
        arrays += [array for given in case.further for array in given.values()]
        return cls(sum(array.size for array in arrays), condition)

    def bound(self, quantity: str, dtype: str, magnitude: float) -> float:
        """Return the bound of one quantity."""
        return tolerances.bound(dtype, self.length, magnitude, self.condition.get(quantity, 0.0))

    def share(self, quantity: str, dtype: str) -> float:
        """Return the bound of each element, for each unit of its size."""
        condition = self.condition.get(of_elements(quantity), 0.0)
        return tolerances.bound(dtype, self.length, 1.0, condition)


def _worst(a: np.ndarray, b: np.ndarray) -> tuple[float, int]:
    """Return the largest error of an element in relation to itself, and where it is."""
    off = np.abs(a.astype(np.float64) - b.astype(np.float64)).ravel()
    size = np.abs(b.astype(np.float64)).ravel()
    unequal = np.where(off > 0, np.inf, 0.0)  # where the reference is 0, nothing else will do
    relative = np.divide(off, size, out=unequal, where=size > 0)
    at = int(np.argmax(relative))
    return float(relative[at]), at


def magnitude_of(array: np.ndarray) -> float:
    """Return the largest absolute element; 0 for an empty array."""
    return float(np.abs(array).max()) if array.size else 0.0


def compare(
    case: Case,
    dtype: str,
    left: tuple[str, Evaluation],
    right: tuple[str, Evaluation],
    yardstick: Yardstick,
    state: Mapping[str, Weight] | None = None,
) -> list[Finding]:
    """Compare every quantity of two evaluations in one type; ``right`` is the reference.

    Args:
        case: the case.
        dtype: the type.
        left: a name and what it gave.
        right: likewise.
        yardstick: what the bounds are made from.
        state: where the frameworks keep an optimizer's state, by symbol. What a side keeps in
            another form, or not at all by this table, is not missed; everything else is.
    """
    (left_name, ours), (right_name, theirs) = left, right
    findings = []
    for quantity in [*ours.quantities, *(q for q in theirs.quantities if q not in ours.quantities)]:
        missing = [
            name for name, evaluation in (left, right) if quantity not in evaluation.quantities
        ]
        role = ours.roles.get(quantity) or theirs.roles[quantity]
        if missing and role == "state":
            misses = missing[0]
            if misses in case.stateless or _kept_otherwise(quantity, misses, left, right, state):
                continue
        finding = _Judge(case, quantity, role, dtype, left_name, right_name)
        if missing:
            findings.append(finding.differs(f"{missing[0]} gives no {quantity}"))
            continue
        a, b = ours.quantities[quantity], theirs.quantities[quantity]
        if role == "distribution" or quantity in case.sampled:
            findings.append(finding.distribution(a, b))
            continue
        magnitude = magnitude_of(b)
        bound = yardstick.bound(quantity, dtype, magnitude)
        whole = finding.numbers(a, b, bound, magnitude)
        if quantity not in case.by_element or whole.verdict == "differ":
            findings.append(whole)
            continue
        each = finding.elements(a, b, yardstick.share(quantity, dtype))
        lossy = [name for name in (left_name, right_name) if name in case.loses]
        if len(lossy) == 1:
            whole = _lost(whole, each, lossy[0], case.loses[lossy[0]])
        findings.append(whole if lossy else each)
    return findings


def _kept_otherwise(
    quantity: str,
    misses: str,
    left: tuple[str, Evaluation],
    right: tuple[str, Evaluation],
    state: Mapping[str, Weight] | None,
) -> bool:
    """Tell whether a state that one side lacks is kept by it in another form, or by no means.

    By no means: a framework, by the concept's table. In another form: NumPy, if it gives a state
    of the same parameter that the framework lacks, such as a velocity for a buffer.
    """
    symbol, _, parameter = quantity.partition(".")
    if not state or symbol not in state:
        return False

    def lacks(framework: str, name: str) -> bool:
        return name in state and not getattr(state[name], framework, "")

    if misses != "numpy":
        return lacks(misses, symbol)
    (_, ours), (framework, _) = (left, right) if left[0] == "numpy" else (right, left)
    own = (name.partition(".") for name, role in ours.roles.items() if role == "state")
    return any(of == parameter and lacks(framework, name) for name, _, of in own)


def _lost(whole: Finding, each: Finding, name: str, how: str) -> Finding:
    """Report a side of which small elements are not to be expected; it must lose them."""
    if each.verdict == "agree" or (each.digits is not None and each.digits > KEPT):
        note = f"both have the same small elements, which {name} is said to lose: either both lose "
        return replace(whole, verdict="differ", note=f"{note}them, or neither does")
    return replace(whole, note=f"{name} {LOSES}: {how}")


def compare_with_truth(
    case: Case,
    name: str,
    single: Evaluation,
    truth: Evaluation,
    frameworks: Mapping[str, Evaluation],
    yardstick: Yardstick,
) -> list[Finding]:
    """Compare float32 results with the reference's float64 ones.

    Args:
        case: the case.
        name: whose float32 results are judged.
        single: those results.
        truth: the reference's results in float64.
        frameworks: every framework's float32 results, by whose errors NumPy's is judged.
        yardstick: what the frameworks themselves are held to.
    """
    findings = []
    for quantity, a in single.quantities.items():
        role = single.roles[quantity]
        if role == "distribution" or quantity in case.sampled or quantity in case.exact:
            continue
        if quantity not in truth.quantities:
            continue
        b = truth.quantities[quantity]
        judge = _Judge(case, quantity, role, "float32", name, TRUTH)
        magnitude = magnitude_of(b)
        own = yardstick.bound(quantity, "float32", magnitude)
        by_element = quantity in case.by_element and name not in case.loses
        share = yardstick.share(quantity, "float32")
        if name == "numpy" and frameworks:
            others = [
                other.quantities[quantity].astype(np.float64)
                for of, other in frameworks.items()
                if quantity in other.quantities
                and other.quantities[quantity].shape == b.shape
                and not (by_element and of in case.loses)
            ]
            errors = [magnitude_of(other - b) for other in others]
            finite = [error for error in errors if np.isfinite(error)]
            own = tolerances.float32_bound(finite, magnitude)
            if by_element:
                share = tolerances.float32_bound([_worst(other, b)[0] for other in others], 1.0)
        finding = judge.numbers(a, b, own, magnitude)
        if by_element and finding.verdict != "differ":
            finding = judge.elements(a, b, share)
        findings.append(finding)
    return findings


def compare_with_differences(
    case: Case, ours: Evaluation, differences: Mapping[str, Estimate], yardstick: Yardstick
) -> list[Finding]:
    """Compare NumPy's float64 gradients with finite differences of its forward pass."""
    findings = []
    for quantity, estimate in differences.items():
        if quantity not in ours.quantities:
            continue
        judge = _Judge(case, quantity, "gradient", "float64", "numpy", DIFFERENCES)
        found = ours.quantities[quantity]
        if found.shape != estimate.shape:
            note = f"numpy has shape {found.shape}, {quantity[1:]} has shape {estimate.shape}"
            findings.append(judge.differs(note))
            continue
        # Relative to the whole gradient: what was tried may all be small.
        magnitude = max(magnitude_of(found), magnitude_of(estimate.values))
        bound = AMPLIFICATION * yardstick.bound(quantity, "float64", magnitude)
        values = estimate.values
        findings.append(judge.numbers(estimate.of(found), values, bound, magnitude_of(values)))
    return findings


def contract(case: Case, dtype: str, ours: Evaluation, side: str = "numpy") -> Finding:
    """Report that the inputs are as they were, the results of the type given, and promises kept."""
    judge = _Judge(case, "contract", "contract", dtype, side, "numpy")
    if ours.changed:
        return judge.differs(f"{', '.join(ours.changed)} changed in place")
    wrong = [
        f"{name} is {array.dtype}"
        for name, array in ours.quantities.items()
        if array.dtype.kind == "f" and array.dtype != dtype and name not in case.exact
    ]
    if wrong:
        return judge.differs(f"{', '.join(wrong)} where the inputs are {dtype}")
    if ours.broken:
        return judge.differs("; ".join(ours.broken))
    return judge.finding("agree", 0.0, 0.0, None, "inputs unchanged, type kept")


def compare_fast_form(
    case: Case, dtype: str, fast: Evaluation, plain: Evaluation, yardstick: Yardstick
) -> list[Finding]:
    """Compare a concept's fast form with the plain one in one type: every quantity, and the rest.

    Both compute the same from the same numbers, so float32 is held to float32's bound too.
    """
    findings = compare(case, dtype, (FAST, fast), ("numpy", plain), yardstick)
    return [*findings, contract(case, dtype, fast, FAST)]


def demonstrate(
    divergence: Divergence,
    left: tuple[str, Evaluation],
    right: tuple[str, Evaluation],
    yardstick: Yardstick,
) -> Finding:
    """Report a declared divergence: the difference must appear, and within its size."""
    (left_name, ours), (right_name, theirs) = left, right
    quantity, dtype = divergence.quantity, divergence.dtype
    case = Case(f"{divergence.case}@{divergence.name}")
    role = theirs.roles.get(quantity, "forward")
    judge = _Judge(case, quantity, role, dtype, left_name, right_name)
    a, b = ours.quantities[quantity], theirs.quantities[quantity]
    if a.shape != b.shape:
        return judge.finding("declared", None, None, None, f"shapes {a.shape} and {b.shape}")
    magnitude = magnitude_of(b)
    bound = yardstick.bound(quantity, dtype, magnitude)
    error = magnitude_of(np.subtract(a, b, dtype=np.float64))  # masks are bools
    shown = tolerances.digits(error, magnitude, dtype)
    if not error > bound:
        return judge.finding("differ", error, bound, shown, "the declared difference did not show")
    if divergence.size is not None and error > divergence.size:
        note = f"larger than the declared {divergence.size:.0e}"
        return judge.finding("differ", error, divergence.size, shown, note)
    limit = divergence.size if divergence.size is not None else bound
    return judge.finding("declared", error, limit, shown, divergence.name)


@dataclass(frozen=True)
class _Judge:
    """Makes the findings of one quantity between two sides."""

    case: Case
    quantity: str
    role: str
    dtype: str
    left: str
    right: str

    def finding(
        self,
        verdict: Verdict,
        error: float | None,
        bound: float | None,
        digits: float | None,
        note: str = "",
    ) -> Finding:
        return Finding(
            concept="",
            case=self.case.name,
            quantity=self.quantity,
            role=self.role,
            dtype=self.dtype,
            left=self.left,
            right=self.right,
            max_abs_error=error,
            bound=bound,
            digits=digits,
            verdict=verdict,
            note=note,
        )

    def differs(self, note: str) -> Finding:
        return self.finding("differ", None, None, None, note)

    def numbers(self, a: np.ndarray, b: np.ndarray, bound: float, magnitude: float) -> Finding:
        """Compare arrays; ``magnitude`` is the largest absolute element of b."""
        if a.dtype == object or a.dtype.kind == "c":
            return self.differs(f"{self.left} gives {a.dtype} values, not real numbers")
        if a.shape != b.shape:
            return self.differs(
                f"{self.left} has shape {a.shape}, {self.right} has shape {b.shape}"
            )
        with np.errstate(invalid="ignore", over="ignore"):
            error = magnitude_of(np.subtract(a, b, dtype=np.float64))
        if not math.isfinite(error):
            for side, array in ((self.left, a), (self.right, b)):
                if count := int(np.sum(~np.isfinite(array))):
                    return self.differs(
                        f"{side} has {count} of {array.size} values that are not finite"
                    )
        if self.quantity in self.case.exact:
            return self.finding("agree" if error == 0 else "differ", error, 0.0, None, "exact")
        if self.quantity in self.case.zero:
            limit = tolerances.bound(self.dtype, a.size, 1.0)
            fine = max(magnitude, magnitude_of(a)) <= limit
            note = f"0 by definition: {self.case.zero[self.quantity]}"
            return self.finding("agree" if fine else "differ", error, limit, None, note)
        if not error <= bound:
            verdict: Verdict = "differ"
        elif magnitude <= tolerances.SIGNAL[self.dtype] * bound:
            verdict = "vacuous"
        else:
            verdict = "agree"
        note = "the reference carries no signal" if verdict == "vacuous" else ""
        return self.finding(
            verdict, error, bound, tolerances.digits(error, magnitude, self.dtype), note
        )

    def elements(self, a: np.ndarray, b: np.ndarray, share: float) -> Finding:
        """Compare each element in relation to itself; ``share`` is the bound of one of size 1."""
        relative, at = _worst(a, b)
        size = float(np.abs(b.ravel()[at])) if b.size else 0.0
        error = float(np.abs(a.astype(np.float64).ravel()[at] - b.astype(np.float64).ravel()[at]))
        if not relative <= share:
            verdict: Verdict = "differ"
        elif not np.any(b) or tolerances.SIGNAL[self.dtype] * share > 1:
            verdict = "vacuous"
        else:
            verdict = "agree"
        note = "the reference carries no signal" if verdict == "vacuous" else ""
        if verdict == "differ":
            one, other = a.ravel()[at], b.ravel()[at]
            note = f"element by element: {one:.6g} where {self.right} has {other:.6g}"
        digits = tolerances.digits(error, size, self.dtype)
        found = self.finding(verdict, error, share * size, digits, note)
        return replace(found, measure="element")

    def distribution(self, a: np.ndarray, b: np.ndarray) -> Finding:
        if a.shape != b.shape:
            return self.differs(
                f"{self.left} has shape {a.shape}, {self.right} has shape {b.shape}"
            )
        if not (np.all(np.isfinite(a)) and np.all(np.isfinite(b))):
            return self.differs("some samples are not finite")
        distance = tolerances.distribution_distance(a, b)
        limit = tolerances.distribution_bound(a.size, b.size)
        note = f"in distribution, false alarm {tolerances.FALSE_ALARM:g}"
        return self.finding("agree" if distance <= limit else "differ", distance, limit, None, note)
