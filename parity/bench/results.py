"""What was measured, as data: the content of ``bench.json``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from statistics import median, quantiles
from typing import Any

from parity.bench.works import DTYPE
from parity.harness.results import Column, as_json

SCHEMA = 1
REFERENCE = "torch"


@dataclass
class BenchResults:
    """What a benchmark measured.

    Attributes:
        environment: versions, processor, threads.
        method: how it was measured, as numbers.
        columns: the state of each column: ``live``, ``failed`` or ``absent``, and why.
        rows: one for each work and column.
        profile: one for each work, column and part of a training step.
        problems: works that a column could not do, with the reason.
        interrupted: the run was stopped; the rows are those of the finished works.
    """

    environment: dict[str, Any]
    method: dict[str, Any]
    columns: list[Column]
    rows: list[dict[str, Any]] = field(default_factory=list)
    profile: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, str]] = field(default_factory=list)
    interrupted: bool = False

    @property
    def passed(self) -> bool:
        """Tell whether everything that was asked for was measured."""
        failed = any(column.state == "failed" for column in self.columns)
        return bool(self.rows) and not failed and not self.problems

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data."""
        return {
            "schema": SCHEMA,
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "environment": self.environment,
            "method": self.method,
            "columns": [asdict(column) for column in self.columns],
            "interrupted": self.interrupted,
            "problems": self.problems,
            "rows": self.rows,
            "profile": self.profile,
        }

    def to_json(self) -> str:
        """Return ``bench.json``."""
        return as_json(self.to_dict())


def rows_of(
    work: str,
    rounds: Mapping[str, Sequence[Sequence[float]]],
    peaks: Mapping[str, Any] | None = None,
) -> list[dict[str, Any]]:
    """Return the rows of one work.

    Args:
        work: its name.
        rounds: by column, for each round the seconds of each repeat.
        peaks: by column, the peak of memory in bytes, where it was measured.

    Turns of one round follow each other closely, so a machine that is slower for a while slows
    both sides: a ratio is taken within each round, of its medians. ``ratio`` is the median of
    these, ``low`` and ``high`` are the least and the greatest; to PyTorch for everyone, and of the
    taught form to NumPy.
    """
    rows = []
    reference = rounds.get(REFERENCE)
    for column, own in rounds.items():
        times = [1e3 * seconds for turn in own for seconds in turn]
        low, high = _quartiles(times)
        row: dict[str, Any] = {
            "work": work,
            "framework": column,
            "median_ms": median(times),
            "min_ms": min(times),
            "ratio_to_torch": None,
            "low_ms": low,
            "high_ms": high,
            "ratio_low": None,
            "ratio_high": None,
            "rounds": len(own),
            "repeats": len(times),
            "dtype": DTYPE,
        }
        if reference:
            row["ratio_to_torch"], row["ratio_low"], row["ratio_high"] = _ratios(own, reference)
        if column == "taught" and "numpy" in rounds:
            ratios = _ratios(own, rounds["numpy"])
            row["ratio_to_numpy"], row["to_numpy_low"], row["to_numpy_high"] = ratios
        if peaks and peaks.get(column) is not None:
            row["peak_mb"] = peaks[column] / 1e6
        rows.append({key: _rounded(value) for key, value in row.items()})
    return rows


def profile_rows(
    work: str, column: str, seconds: Mapping[tuple[str, str], Sequence[float]]
) -> list[dict[str, Any]]:
    """Return the parts of a training step, in the order of the forward pass.

    Behind them come the update, the ``rest``, which is what none of them took, and the whole
    ``step``. Each is a median of its own, so they need not add up to the last digit.
    """
    parts = list(dict.fromkeys(part for part, _ in seconds if part not in ("step", "update")))

    def ms(part: str, which: str) -> float | None:
        times = seconds.get((part, which))
        return 1e3 * median(times) if times else None

    rows: list[dict[str, Any]] = [
        {"layer": part, "forward_ms": ms(part, "forward"), "backward_ms": ms(part, "backward")}
        for part in parts
    ]
    rows.append({"layer": "update", "forward_ms": ms("update", "update"), "backward_ms": None})
    inner = [times for (part, _), times in seconds.items() if part != "step"]
    rest = [whole - sum(own) for whole, *own in zip(seconds["step", "step"], *inner, strict=True)]
    rows.append({"layer": "rest", "forward_ms": 1e3 * median(rest), "backward_ms": None})
    rows.append({"layer": "step", "forward_ms": ms("step", "step"), "backward_ms": None})
    return [
        {
            "work": work,
            "framework": column,
            **{key: _rounded(value) for key, value in row.items()},
        }
        for row in rows
    ]


def _ratios(
    own: Sequence[Sequence[float]], other: Sequence[Sequence[float]]
) -> tuple[float, float, float]:
    """Return the median, the least and the greatest ratio within a round."""
    each = [median(a) / median(b) for a, b in zip(own, other, strict=True)]
    return median(each), min(each), max(each)


def _quartiles(values: Sequence[float]) -> tuple[float, float]:
    if len(values) < 2:
        return values[0], values[0]
    low, _, high = quantiles(values, n=4, method="inclusive")
    return low, high


def _rounded(value: Any) -> Any:
    """Keep more figures than anybody can measure, and not seventeen."""
    return float(f"{value:.8g}") if isinstance(value, float) else value
