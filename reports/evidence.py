"""What a run found about one concept, as the pages and the terminal show it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from parity.describing.concept import Concept, Divergence
from parity.describing.identity import Identity
from parity.harness.comparing.compare import FAST
from reports.run.matrix import IDENTITY, identities

Finding = dict[str, Any]


@dataclass
class QuantityEvidence:
    """How well one quantity agrees.

    Attributes:
        name: such as ``dx``.
        role: ``forward``, ``gradient``, ``state``, ``steps`` or ``distribution``.
        double: the fewest digits in float64, by pair; ``None`` where counts or zeros are equal.
        single: the fewest digits that float32 keeps of the float64 truth, by framework.
        cases: the cases in which it was compared.
    """

    name: str
    role: str
    double: dict[tuple[str, str], float | None] = field(default_factory=dict)
    single: dict[str, float] = field(default_factory=dict)
    cases: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Evidence:
    """Everything that a run found about one concept.

    Attributes:
        quantities: in the order in which they are evaluated.
        worst: the float64 finding that agrees to the fewest digits.
        agree: how many comparisons agree.
        wrong: the findings that differ or are vacuous; none in a healthy repository.
        refused: what a framework would not compute, as declared.
        fast: the float64 finding in which the fast form, if there is one, agrees with the plain
            one to the fewest digits.
    """

    quantities: tuple[QuantityEvidence, ...]
    worst: Finding | None
    agree: int
    wrong: tuple[Finding, ...]
    refused: tuple[Finding, ...]
    fast: Finding | None = None


def evidence(name: str, findings: Iterable[Finding]) -> Evidence:
    """Return what ``findings`` (of ``results.json``) say about the concept called ``name``."""
    everything = [finding for finding in findings if finding["concept"] == name]
    own = [finding for finding in everything if finding["left"] != FAST]
    quantities: dict[str, QuantityEvidence] = {}
    for finding in own:
        if finding["verdict"] == "agree" and finding["role"] not in ("contract", IDENTITY):
            key = finding["quantity"]
            one = quantities.setdefault(key, QuantityEvidence(key, finding["role"]))
            one.cases.add(finding["case"])
            _add(one, finding)
    return Evidence(
        quantities=tuple(quantities.values()),
        worst=_least(finding for finding in own if finding["role"] != IDENTITY),
        agree=sum(f["verdict"] == "agree" for f in everything),
        wrong=tuple(f for f in everything if f["verdict"] in ("differ", "vacuous")),
        refused=tuple(f for f in own if f["verdict"] == "declared" and "@" not in f["case"]),
        fast=_least(f for f in everything if f["left"] == FAST),
    )


def _least(findings: Iterable[Finding]) -> Finding | None:
    """Return the float64 finding that agrees to the fewest digits."""
    measured = [
        f
        for f in findings
        if f["verdict"] == "agree" and f["dtype"] == "float64" and f["digits"] is not None
    ]
    return min(measured, key=lambda f: f["digits"], default=None)


def _add(one: QuantityEvidence, finding: Finding) -> None:
    digits = finding["digits"]
    if finding["right"] == "truth":
        if digits is not None:
            one.single[finding["left"]] = min(digits, one.single.get(finding["left"], digits))
    elif finding["dtype"] == "float64":
        pair = (finding["left"], finding["right"])
        known = one.double.get(pair)
        if known is None or (digits is not None and digits < known):
            one.double[pair] = digits if digits is not None else known


def divergence_finding(
    concept: Concept, divergence: Divergence, findings: Sequence[Finding]
) -> Finding | None:
    """Return the finding in which a run demonstrated ``divergence``."""
    case = f"{divergence.case}@{divergence.name}"
    for finding in findings:
        if finding["concept"] == concept.name and finding["case"] == case:
            return finding
    return None


def identity_findings(
    concept: Concept, identity: Identity, findings: Iterable[Finding]
) -> list[Finding]:
    """Return what a run found for each quantity of an identity; nothing if it was not evaluated."""
    return identities(findings).get((concept.name, identity.name), [])
