"""Elements of an array that the code makes without a value, and never writes to."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import numpy as np

from parity.checking.causes.fingerprints.evidence import Evidence, cause
from parity.checking.causes.following.lines import EMPTY
from parity.checking.report import Cause


def never_written(e: Evidence) -> Cause | None:
    """Find elements of ``np.empty`` that show in a result: marked with NaN, they are NaN there."""
    from parity.checking.comparing.run_case import run

    if not any(EMPTY.search(line) for line in e.code):
        return None
    cases = {c.case.name for c in e.wrong}
    for j in e.judged:
        before = j.trial.given.quantities.get(e.plain)
        if j.case.name not in cases or before is None:
            continue
        with _marked():
            again = run(e.subject, j.trial.drawn or j.case, lambda _: None, twice=False)
        found = again.given.quantities.get(e.plain)
        if found is None or found.shape != before.shape:
            continue
        unwritten = int(np.isnan(found).sum())
        if unwritten > np.isnan(before).sum():
            return cause(
                "never_written",
                f"np.empty leaves in an array whatever was in the memory, and {unwritten} of the "
                f"{found.size} elements of {e.plain} depend on some that are never written. Look "
                "at the range of the loop, or begin with np.zeros.",
                f"np.empty の配列にはメモリの値がそのまま残る。{e.plain} の {found.size} 要素の"
                f"うち {unwritten} 要素は、一度も代入されない値で決まっている。ループの範囲を見直す"
                "か、np.zeros で作る。",
            )
    return None


@contextlib.contextmanager
def _marked() -> Iterator[None]:
    """Let what NumPy leaves empty be NaN, where it can be."""
    plain: dict[str, Any] = {name: getattr(np, name) for name in ("empty", "empty_like")}

    def marking(make: Any) -> Any:
        def made(*arguments: Any, **more: Any) -> np.ndarray:
            array: np.ndarray = make(*arguments, **more)
            if array.dtype.kind in "fc":
                array.fill(np.nan)
            return array

        return made

    try:
        for name, make in plain.items():
            setattr(np, name, marking(make))
        yield
    finally:
        for name, make in plain.items():
            setattr(np, name, make)
