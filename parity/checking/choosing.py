"""Chooses what of a file is judged, and as what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parity.checking.alone.definitions import to_judge
from parity.checking.alone.judge import may_have_gradient
from parity.checking.loading.crashes import (
    RefusedError,
    not_recognised,
    nothing_recognised,
    which_one,
)
from parity.checking.loading.origin import shown
from parity.checking.reading.recognition import (
    called_like,
    concept_for,
    concept_of_way_back,
    recognise,
)
from parity.checking.running.request import ALONE, PASSED
from parity.harness.registry import all_concepts


def whole_file(
    own: dict[str, Any], namespace: Mapping[str, Any], path: str, wanted: str | None = None
) -> list[tuple[str, str | None]]:
    """Return (name, concept) for every definition of a file, in their order.

    Args:
        own: what the file itself defines.
        namespace: every name of it.
        path: where it is.
        wanted: the concept that is asked for: only what is meant to be it is chosen.

    Raises:
        RefusedError: if there is nothing to judge, or several might be meant.
    """
    if wanted and len(meant := called_like(wanted, own)) == 1:
        return [(meant[0], wanted)]
    recognised = dict(recognise(own))
    found: list[tuple[str, str | None]] = list(recognised.items())
    if wanted:
        # Which one is meant is plain where there is only one.
        names = [name for name, concept in found if concept == wanted]
        if len(names) != 1:
            names = list(own) if len(own) == 1 else []
        found = [(name, wanted) for name in names]
    if wanted and not found and own:
        raise RefusedError(which_one(shown(path), own, wanted))
    if wanted:
        return found
    if not own:
        raise RefusedError(nothing_recognised(shown(path), own))
    alone = to_judge(own, namespace, recognised)
    return [
        (name, recognised.get(name, ALONE if name in alone else PASSED))
        for name in own
        if name in recognised or name in alone or not name.startswith("_")
    ]


def concept_of(name: str, obj: Any, namespace: Mapping[str, Any], path: str = "") -> str:
    """Return the concept that the name or signature tells; ALONE if only a gradient is known.

    Raises:
        RefusedError: if nothing can be told, and there is no gradient either.
    """
    found = concept_for(name.split(".")[-1], obj) or concept_of_way_back(name, obj, namespace)
    if not found and may_have_gradient(obj, name, namespace):
        return ALONE
    if not found:
        how = f"parity check {shown(path)}::{name} --as CONCEPT"
        if not path:
            how = f'parity.check({name}, "CONCEPT")'
        raise RefusedError(not_recognised(name, how, all_concepts()))
    return found
