"""The matrices of a report: digits of agreement by concept, pair of frameworks and role.

Plain dictionaries, since a run of every concept should not wait for a table library's import.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

PAIRS = (
    ("numpy", "torch"),
    ("numpy", "keras"),
    ("torch", "keras"),
    ("numpy", "differences"),
)
ROLES = ("forward", "gradient", "state", "steps")
IDENTITY = "identity"
"""The role of findings that are about a concept and its sibling, and no pair of frameworks."""

Finding = dict[str, Any]


def concept_names(results: dict[str, Any]) -> list[str]:
    """Return the names of the concepts in the order of the course."""
    return [concept["name"] for concept in results["concepts"]]


def agreement(results: dict[str, Any]) -> dict[tuple[str, str, str, str], float]:
    """Return the least digits of the float64 findings that agree.

    The keys are (concept, left, right, role); what was not compared has none.
    """
    least: dict[tuple[str, str, str, str], float] = {}
    for finding in _measured(results):
        if finding["role"] in ROLES:
            key = (finding["concept"], finding["left"], finding["right"], finding["role"])
            least[key] = min(finding["digits"], least.get(key, finding["digits"]))
    return least


def by_group(results: dict[str, Any]) -> dict[str, Any]:
    """Return the results with each group of concepts in the place of a concept.

    A picture of them has a row for each group, with the fewest digits of any of its concepts.
    """
    groups = {concept["name"]: concept["group"] for concept in results["concepts"]}
    rows = [{"name": name, "group": name} for name in dict.fromkeys(groups.values())]
    findings = [{**f, "concept": groups[f["concept"]]} for f in results["findings"]]
    return {**results, "concepts": rows, "findings": findings}


def exact_agreement(results: dict[str, Any]) -> set[tuple[str, str, str, str]]:
    """Return the (concept, left, right, role) whose values are counts or 0, and equal."""
    return {
        (finding["concept"], finding["left"], finding["right"], finding["role"])
        for finding in results["findings"]
        if finding["verdict"] == "agree"
        and finding["digits"] is None
        and finding["role"] != IDENTITY
    }


def worst_cases(results: dict[str, Any]) -> dict[str, Finding]:
    """Return, by concept, the float64 finding that agrees to the fewest digits."""
    worst: dict[str, Finding] = {}
    for finding in _measured(results):
        known = worst.get(finding["concept"])
        if known is None or finding["digits"] < known["digits"]:
            worst[finding["concept"]] = finding
    return worst


def single_precision(results: dict[str, Any]) -> dict[tuple[str, str], float]:
    """Return the least digits that float32 keeps, by (concept, framework)."""
    least: dict[tuple[str, str], float] = {}
    for finding in results["findings"]:
        if finding["right"] == "truth" and finding["digits"] is not None:
            key = (finding["concept"], finding["left"])
            least[key] = min(finding["digits"], least.get(key, finding["digits"]))
    return least


def identities(findings: Iterable[Finding]) -> dict[tuple[str, str], list[Finding]]:
    """Return the findings of each identity, by concept and the identity's name."""
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding["role"] == IDENTITY:
            found.setdefault((finding["concept"], finding["case"]), []).append(finding)
    return found


def fewest_digits(findings: Iterable[Finding]) -> float | None:
    """Return the fewest digits of findings that agree; ``None`` if there is one that does not."""
    found = list(findings)
    if any(finding["verdict"] != "agree" for finding in found):
        return None
    return min((f["digits"] for f in found if f["digits"] is not None), default=None)


def failures(results: dict[str, Any]) -> list[Finding]:
    """Return the findings that differ, are vacuous or were skipped."""
    return [f for f in results["findings"] if f["verdict"] in ("differ", "vacuous", "skipped")]


def _measured(results: dict[str, Any]) -> list[Finding]:
    """Return the float64 findings between two sides that agree to a number of digits."""
    return [
        finding
        for finding in results["findings"]
        if finding["dtype"] == "float64"
        and finding["role"] != IDENTITY
        and finding["verdict"] == "agree"
        and finding["digits"] is not None
    ]
