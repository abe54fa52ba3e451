"""Inputs for an object whose sizes are its own: as many features as its first weight asks for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from parity.checking.alone.finding.worlds import World
from parity.checking.alone.probing.places import arrays_in
from parity.checking.alone.probing.roles import roles_of
from parity.checking.loading.signatures import parameters_of

MOST = 4096
"""Of more features an example is not tried: finite differences would take too long."""

LARGE = 2_000_000
"""An object of more numbers than this takes too long to be made once more, and to be copied."""


def fitted_to_weights(obj: Any, world: World, forward: Any) -> World | None:
    """Return the world with an input that fits the first matrix which the object made itself.

    ``None`` if there is none, or the input has as many features already.
    """
    names = [p.name for p in parameters_of(forward) or [] if p.name != "self"]
    data = [name for name, role in roles_of(names).items() if role == "x"]
    if world.layout not in ("rows", "sequence") or len(data) != 1 or data[0] in world.told:
        return None
    if obj is None:
        return None
    arrays = arrays_in(obj).values()
    if sum(array.size for array in arrays) > LARGE:
        return None
    matrices = [a for a in arrays if a.ndim == 2 and a.dtype.kind == "f"]
    rows = len(matrices[0]) if matrices else 0
    if not 1 < rows <= MOST or rows == world.x()[-1]:
        return None
    return replace(world, told={**world.told, data[0]: (*world.x()[:-1], rows)})
