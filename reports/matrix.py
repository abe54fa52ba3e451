"""The matrices of a report: digits of agreement by concept, pair of frameworks and role."""

from __future__ import annotations

from typing import Any

import pandas as pd

PAIRS = (
    ("numpy", "torch"),
    ("numpy", "keras"),
    ("torch", "keras"),
    ("numpy", "differences"),
)
ROLES = ("forward", "gradient", "state", "steps")


def findings_frame(results: dict[str, Any]) -> pd.DataFrame:
    """Return the findings of ``results`` (the content of ``results.json``), one row each."""
    frame = pd.DataFrame(results["findings"])
    if frame.empty:
        columns = "concept case quantity role dtype left right max_abs_error bound digits verdict"
        return pd.DataFrame(columns=[*columns.split(), "note"])
    for name in ("max_abs_error", "bound", "digits"):
        frame[name] = pd.to_numeric(frame[name])
    return frame


def concept_names(results: dict[str, Any]) -> list[str]:
    """Return the names of the concepts in the order of the course."""
    return [concept["name"] for concept in results["concepts"]]


def agreement(results: dict[str, Any]) -> pd.DataFrame:
    """Return the least digits of the float64 findings that agree.

    The rows are concepts; the columns are (left, right, role).
    """
    frame = findings_frame(results)
    chosen = frame[
        (frame["dtype"] == "float64")
        & frame["role"].isin(ROLES)
        & (frame["verdict"] == "agree")
        & frame["digits"].notna()
    ]
    table = chosen.groupby(["concept", "left", "right", "role"])["digits"].min()
    columns = pd.MultiIndex.from_tuples(
        [(left, right, role) for left, right in PAIRS for role in ROLES]
    )
    wide = table.unstack(["left", "right", "role"]) if len(table) else pd.DataFrame()
    return wide.reindex(index=concept_names(results), columns=columns)


def worst_cases(results: dict[str, Any]) -> dict[str, pd.Series]:
    """Return, by concept, the float64 finding that agrees to the fewest digits."""
    frame = findings_frame(results)
    chosen = frame[
        (frame["dtype"] == "float64") & (frame["verdict"] == "agree") & frame["digits"].notna()
    ]
    first = chosen.sort_values("digits", kind="stable").groupby("concept", sort=False).head(1)
    return {row["concept"]: row for _, row in first.iterrows()}


def single_precision(results: dict[str, Any]) -> pd.DataFrame:
    """Return the least digits that float32 keeps, by concept and framework."""
    frame = findings_frame(results)
    chosen = frame[(frame["right"] == "truth") & frame["digits"].notna()]
    table = chosen.groupby(["concept", "left"])["digits"].min()
    wide = table.unstack("left") if len(table) else pd.DataFrame()
    return wide.reindex(index=concept_names(results), columns=["numpy", "torch", "keras"])


def failures(results: dict[str, Any]) -> pd.DataFrame:
    """Return the findings that differ, are vacuous or were skipped."""
    frame = findings_frame(results)
    return frame[frame["verdict"].isin(["differ", "vacuous", "skipped"])]
