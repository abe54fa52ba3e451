"""The results of a run, as data: findings, columns and versions."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from parity.harness.comparing.compare import Finding
from parity.views import drawn

if TYPE_CHECKING:
    import pandas as pd

SCHEMA = 1


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
        """Tell whether something was compared, and nothing differs or is vacuous."""
        counts = self.counts
        failed = any(column.state == "failed" for column in self.columns)
        return counts["agree"] > 0 and not (counts["differ"] or counts["vacuous"] or failed)

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
            "concepts": self.concepts,
            "findings": [asdict(finding) for finding in self.findings],
        }

    def to_json(self) -> str:
        """Return ``results.json``."""
        return as_json(self.to_dict())

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Results:
        """Read back what :meth:`to_dict` gave."""
        return cls(
            findings=[Finding(**finding) for finding in data["findings"]],
            environment=data["environment"],
            columns=[Column(**column) for column in data["columns"]],
            concepts=data["concepts"],
            interrupted=data["interrupted"],
        )

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
