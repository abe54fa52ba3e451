"""What the parent process and a column's worker say to each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Ask:
    """What a worker is asked to do: a method of :class:`parity.bench.worker.Bench`, by name."""

    action: str
    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """The answer of a worker that could not do it."""

    error: str
    trace: str = ""
