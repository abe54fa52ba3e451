"""The results of a run, as data: findings, columns and versions."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from parity.harness.comparing.compare import Finding
from parity.plain import built
from parity.views import drawn

if TYPE_CHECKING:
    import pandas as pd

SCHEMA = 1
REFERENCES = ("torch", "keras")
"""Who is no code of ours: without one of them a concept proves nothing."""


@dataclass(frozen=True)
class Column:
    """Where a framework's results came from: ``live``, ``recorded``, ``failed`` or ``absent``."""

    framework: str
    state: str
    detail: str


@dataclass
class Results:
    """What a run found.

    Attributes:
        findings: one for each quantity, case, type and pair.
        environment: versions, by name.
        columns: where each framework's results came from.
        concepts: names, titles and divergences of the concepts that were compared.
        interrupted: the run was stopped; the findings are those of the finished concepts.
    """

    findings: list[Finding]
    environment: dict[str, str]
    columns: list[Column]
    concepts: list[dict[str, Any]] = field(default_factory=list)
    interrupted: bool = False

    @property
    def counts(self) -> dict[str, int]:
        """Return how many findings have each verdict."""
        found = Counter(finding.verdict for finding in self.findings)
        return {v: found[v] for v in ("agree", "declared", "skipped", "vacuous", "differ")}

    @property
    def passed(self) -> bool:
        """Tell whether every concept had a reference, and nothing differs or is vacuous."""
        return self.counts["agree"] > 0 and not self._wrong and not self.unanswered

    @property
    def unanswered(self) -> list[str]:
        """Return the concepts that agree with nothing but our own code: no reference answered."""
        answered = {
            finding.concept
            for finding in self.findings
            if finding.verdict == "agree" and {finding.left, finding.right} & set(REFERENCES)
        }
        return [concept["name"] for concept in self.concepts if concept["name"] not in answered]

    @property
    def exit_code(self) -> int:
        """Return 0 if the run passed, 1 if something is wrong, 2 if that cannot be told."""
        if self.passed:
            return 0
        return 1 if self._wrong or not self.unanswered else 2

    @property
    def _wrong(self) -> bool:
        counts = self.counts
        failed = any(column.state == "failed" for column in self.columns)
        return bool(counts["differ"] or counts["vacuous"] or failed)

    def to_frame(self) -> pd.DataFrame:
        """Return the findings as a table, one row each."""
        import pandas as pd

        return pd.DataFrame([asdict(finding) for finding in self.findings])

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data, in the form of ``results.json``."""
        return {
            "schema": SCHEMA,
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "environment": self.environment,
            "columns": [asdict(column) for column in self.columns],
            "interrupted": self.interrupted,
            "passed": self.passed,
            "unanswered": self.unanswered,
            "concepts": self.concepts,
            "findings": [asdict(finding) for finding in self.findings],
        }

    def to_json(self) -> str:
        """Return ``results.json``."""
        return as_json(self.to_dict())

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Results:
        """Read back what :meth:`to_dict` gave.

        Raises:
            ValueError: if it is something else.
        """
        names = [field.name for field in fields(cls)]
        results: Results = built(cls, {name: data[name] for name in names if name in data})
        return results

    def _repr_html_(self) -> str:
        return drawn("run.html", self.to_dict())


def as_json(results: dict[str, Any]) -> str:
    """Return ``results`` as JSON, a line for each entry of a list: two runs compare well."""
    parts = []
    for key, value in results.items():
        if isinstance(value, list) and value:
            entries = ",\n  ".join(json.dumps(entry, ensure_ascii=False) for entry in value)
            shown = f"[\n  {entries}\n ]"
        else:
            shown = json.dumps(value, ensure_ascii=False)
        parts.append(f" {json.dumps(key)}: {shown}")
    return "{\n" + ",\n".join(parts) + "\n}\n"
