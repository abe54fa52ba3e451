"""Finds a name in the user's file, and the nearest ones where it is missing."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

MOST_LISTED = 12


def nearest(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Return the names in ``known`` that ``name`` may have meant, the likeliest first."""
    by_folded: dict[str, str] = {}
    for candidate in known:
        by_folded.setdefault(_folded(candidate), candidate)
    wanted = _folded(name)
    close = difflib.get_close_matches(wanted, by_folded, n=most, cutoff=0.6)
    within = [other for other in by_folded if len(wanted) > 2 and (wanted in other)]
    return [by_folded[folded] for folded in dict.fromkeys([*close, *within])][:most]


def _folded(name: str) -> str:
    """Return ``name`` without case and underscores: people mix BatchNorm and batch_norm."""
    return name.replace("_", "").casefold()


def listed(names: Iterable[str]) -> str:
    """Return names with commas, not more than a reader takes in."""
    every = list(names)
    more = f", … ({len(every)})" if len(every) > MOST_LISTED else ""
    return ", ".join(every[:MOST_LISTED]) + more
