"""Labels that a forward takes only where there are some: an output layer predicts without them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from parity.checking.alone.finding.worlds import World
from parity.checking.alone.probing.probe import Root, copied, quiet
from parity.checking.alone.probing.roles import roles_of
from parity.checking.loading.signatures import parameters_of
from parity.checking.reading.sessions.session import StumbleError


def labels_beside(forward: Any, run: Callable[[Root], Any], root: Root, world: World) -> str:
    """Fit the optional labels of a forward to what it predicts without them.

    Args:
        forward: the user's.
        run: runs it on a root.
        root: what it is given; the labels in it are drawn anew.
        world: how labels are drawn.

    Returns:
        Their name where the output does not depend on them, as where they are kept for the way
        back alone; else "".
    """
    parameters = {p.name: p for p in parameters_of(forward) or []}
    names = [n for n, role in roles_of(list(parameters)).items() if role == "labels"]
    if len(names) != 1 or parameters[names[0]].default is not None:
        return ""
    name = names[0]
    plain = copied(root)
    plain.args[name] = None
    try:
        with quiet("forward"):
            predicted = run(plain)
        if not isinstance(predicted, np.ndarray) or not predicted.ndim:
            return ""
        root.args[name] = world.label_array(predicted.shape, np.random.default_rng(4))
        with quiet("forward"):
            return name if np.array_equal(run(copied(root)), predicted) else ""
    except StumbleError:
        return ""
