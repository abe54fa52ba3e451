"""What the parent process and a framework's worker say to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from parity.describing.concept import DrawnCase


@dataclass(frozen=True)
class Job:
    """One evaluation: a case in one type, by one framework."""

    case: DrawnCase
    dtype: str
    with_condition: bool = False
    with_differences: bool = False
    with_fast_form: bool = False
    with_promises: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        """Return (concept, case, dtype), which is unique within a run of one framework."""
        return self.case.concept, self.case.name, self.dtype


@dataclass(frozen=True)
class Reply:
    """A worker's answer to one job.

    ``fast`` is the evaluation of the concept's fast form, or the text of the error in it.
    """

    key: tuple[str, str, str]
    evaluation: Any = None
    differences: Any = None
    fast: Any = None
    error: str = ""
    trace: str = ""
