"""The matrices of a recurrent cell whose gates have one each for the input and for the state."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parity.checking.alone.finding import worlds


def matrices_of_gates(names: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Return the shapes of ``Wz, Uz, bz`` and the like: W meets the input, U the state.

    By itself a Wh would be taken for what meets the state.
    """
    found: dict[str, tuple[int, ...]] = {}
    for name in names:
        gate = re.fullmatch(r"[Ww](_?[A-Za-z]{0,2})", name)
        state = gate and next((n for n in names if n in (f"U{gate[1]}", f"u{gate[1]}")), None)
        if gate and state:
            found[name], found[state] = (worlds.D, worlds.H), (worlds.H, worlds.H)
            found |= {n: (worlds.H,) for n in names if n in (f"b{gate[1]}", f"B{gate[1]}")}
    return found if len(found) > 2 else stacked_gates(names)


_STACKED = re.compile(r"([WUb])([xh]?)_?(zr|rz|ur|ru)", re.IGNORECASE)


def stacked_gates(names: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Return the shapes of ``Wx_zr, Wx_h`` and the like: both gates of a GRU, and its candidate.

    The candidate's arrays are called as the gates', but for what they belong to.
    """
    found: dict[str, tuple[int, ...]] = {}
    for name in names:
        both = _STACKED.fullmatch(name)
        if both is None:
            continue
        letter, meets, _ = both.groups()
        own = re.compile(f"{letter}{meets}_?[a-z]{{1,5}}", re.IGNORECASE)
        alone = [n for n in names if own.fullmatch(n) and not _STACKED.fullmatch(n)]
        of_state = meets.lower() == "h" or letter.upper() == "U"
        rows = () if letter.lower() == "b" else ((worlds.H,) if of_state else (worlds.D,))
        found[name] = (*rows, 2 * worlds.H)
        found |= dict.fromkeys(alone, (*rows, worlds.H))
    return found if len(found) > 3 else {}
