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
    return found if len(found) > 2 else {}
