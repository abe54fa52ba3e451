"""A check's answer in the language that was asked for, whatever the locale."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from parity.checking.report import Report


@dataclass
class ReportInLanguage(Report):
    """A report that is shown in ``language``."""

    language: str = "en"

    @classmethod
    def of(cls, report: Report, language: str) -> ReportInLanguage:
        """Return ``report`` as one that is shown in ``language``."""
        own = {field.name: getattr(report, field.name) for field in fields(report)}
        return cls(**own, language=language)

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return what ``--json`` prints."""
        return super().to_dict(language or self.language)

    def __str__(self) -> str:
        """Return the answer as the terminal shows it, without colours."""
        from parity.checking.show import as_text

        return as_text(self, self.language)

    def _repr_html_(self) -> str:
        """Return the answer as a notebook shows it."""
        from reports.check import as_html

        return as_html(self, self.language)
