"""Which functions of ours a piece of work calls: only those can show a mutant."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from standing_in import ROOT

Reached = set[tuple[str, str]]
"""(path, class and function with dots)."""

_BEGINNINGS = tuple(f"{ROOT}/{room}/" for room in ("numpy_impl", "parity"))
_CUT = len(f"{ROOT}/")


@contextmanager
def watched() -> Iterator[Reached]:
    """Give the set of the functions that are called meanwhile, in any thread."""
    found: Reached = set()
    codes: set[object] = set()

    def called(frame: FrameType, event: str, argument: object) -> None:
        code = frame.f_code
        if code not in codes:
            codes.add(code)
            if code.co_filename.startswith(_BEGINNINGS):
                name = code.co_qualname.replace("<locals>.", "")
                found.add((code.co_filename[_CUT:], name))

    before = sys.gettrace()
    sys.settrace(called)
    threading.settrace(called)
    try:
        yield found
    finally:
        sys.settrace(before)
        threading.settrace(None)  # type: ignore[arg-type]
