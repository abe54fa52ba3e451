"""The names that were given with ``--map``: ours must exist, and theirs stand in their code."""

from __future__ import annotations

import difflib
import inspect
import re
from collections.abc import Iterable, Mapping
from typing import Any

from parity.checking.loading.origin import is_users
from parity.checking.running.target import BadMappingError
from parity.describing.concept import Concept, Text, draw_case
from parity.harness.evaluators.subject import defaults_of
from parity.harness.registry import find

BESIDES = ("training", "mask", "masks", "cache", "keep", "kernel_h", "kernel_w", "lr", "gradients")
"""What code may have a name for besides a concept's own arrays and arguments."""


def require_known(mapping: Mapping[str, str], concepts: Iterable[str]) -> None:
    """Check that each of our names that is mapped is one of some concept's.

    Args:
        mapping: ours to theirs.
        concepts: names of what is judged; what is judged by itself has no names of ours.

    Raises:
        BadMappingError: if one is not.
    """
    if not mapping:
        return
    known: dict[str, None] = {}
    for name in concepts:
        known.update(dict.fromkeys(names_of(find([name])[0])))
    for ours, theirs in mapping.items():
        if not known:
            raise BadMappingError(
                f"--map {ours}={theirs} has no meaning here: what is judged by itself has no names "
                "of ours. Name the concept with --as CONCEPT."
            )
        if ours not in known:
            own = [name for name in known if name not in BESIDES]
            near = difflib.get_close_matches(ours, own, n=3, cutoff=0.6) or own[:12]
            raise BadMappingError(
                f"--map {ours}={theirs}: {', '.join(concepts)} has nothing called {ours}; it has "
                f"{', '.join(near)}."
            )


def names_of(concept: Concept) -> list[str]:
    """Return our names of a concept's arrays, gradients, arguments and results."""
    arrays: dict[str, None] = {}
    others: dict[str, None] = {}
    for case in concept.cases:
        drawn = None if case.on_request else draw_case(concept, case)
        arrays.update(dict.fromkeys([*case.inputs, *(drawn.params if drawn else ())]))
        others.update(dict.fromkeys(drawn.buffers if drawn else ()))
        others.update(dict.fromkeys([*case.config, *case.options.get("outputs", ())]))
    others.update(dict.fromkeys([*defaults_of(concept), "y", "loss", *BESIDES]))
    return [*arrays, *(f"d{name}" for name in [*arrays, "y"]), *others]


def unmatched(mapping: Mapping[str, str], obj: Any, label: str) -> list[Text]:
    """Return a remark for each name of the user's that their code does not have."""
    if not mapping:
        return []
    source = _source(obj)
    if source is None:
        return []
    names = set(re.findall(r"\w+", source))
    return [
        Text(
            f"--map {ours}={theirs}: nothing called {theirs} was found in {label}.",
            f"--map {ours}={theirs}:{label} に {theirs} という名前はない。",
        )
        for ours, theirs in mapping.items()
        if not set(re.findall(r"\w+", theirs)) <= names
    ]


def _source(obj: Any) -> str | None:
    """Return the code in which names are looked for; None where it cannot be read.

    For a function that is its whole file, since its backward stands beside it.
    """
    found = []
    for part in obj if isinstance(obj, tuple) else (obj,):
        whole = part if inspect.isclass(part) or inspect.isroutine(part) else type(part)
        module = inspect.getmodule(whole)
        places: list[Any] = [*whole.__mro__[:-1]] if inspect.isclass(whole) else [module]
        for place in places:
            try:
                if is_users(inspect.getsourcefile(place) or ""):
                    found.append(inspect.getsource(place))
            except (OSError, TypeError):
                return None
    return "\n".join(found) or None
