"""The parts of a layer that is made of others: which of people's objects is which of ours.

Ours have names such as ``lateral0``, theirs stand in lists, dictionaries and attributes. What is in
doubt is left alone: two parts of one shape whose names say nothing are not told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from parity.checking.reading.placement import NO_PARTS, attributes_of, find_slot
from parity.checking.reading.spellings import Names

_NUMBERED = re.compile(r"(.*?)_?(\d+)")

Arrays = Mapping[str, np.ndarray]


def parts_found(layer: Any, params: Arrays, names: Names) -> dict[str, Any]:
    """Return the user's objects by the names of our parts, as far as they are clear.

    Args:
        layer: the user's object.
        params: a case's parameters, those of parts as ``part.W``.
        names: how the parts' own parameters are spelled.
    """
    ours: dict[str, dict[str, np.ndarray]] = {}
    for name, array in params.items():
        part, _, leaf = name.rpartition(".")
        if part and "." not in part:
            ours.setdefault(part, {})[leaf] = array
    if not ours:
        return {}
    families: dict[str, list[str]] = {}
    for part in ours:
        numbered = _NUMBERED.fullmatch(part)
        families.setdefault(numbered[1] if numbered else part, []).append(part)
    groups = list(_groups(layer))
    found: dict[str, Any] = {}
    for word, members in families.items():
        wanted = [ours[part] for part in members]
        fitting = [
            (path, objects)
            for path, objects in groups
            if len(objects) == len(members)
            and not any(taken is each for taken in found.values() for each in objects)
            and all(_fits(o, leaves, names) for o, leaves in zip(objects, wanted, strict=True))
        ]
        named = [each for each in fitting if word.lower() in each[0].lower()]
        chosen = named if len(named) == 1 else fitting
        if len(chosen) == 1:
            found |= zip(members, chosen[0][1], strict=True)
    return found


def _groups(layer: Any) -> Iterator[tuple[str, Sequence[Any]]]:
    """Yield an object's parts with what they are called: each alone, and those that belong."""
    numbered: dict[str, dict[int, Any]] = {}
    for name, value in attributes_of(layer).items():
        if isinstance(value, list | tuple) and value and all(map(_is_part, value)):
            yield name, list(value)
        elif isinstance(value, dict) and value and all(map(_is_part, value.values())):
            yield name, list(value.values())
            yield from ((str(key), [part]) for key, part in value.items())
        elif _is_part(value):
            yield name, [value]
            match = _NUMBERED.fullmatch(name)
            if match:
                numbered.setdefault(match[1], {})[int(match[2])] = value
    for word, members in numbered.items():
        if len(members) > 1:
            yield word, [members[k] for k in sorted(members)]


def _is_part(value: Any) -> bool:
    return hasattr(value, "__dict__") and not isinstance(value, NO_PARTS)


def _fits(part: Any, leaves: Arrays, names: Names) -> bool:
    """Tell whether an object keeps arrays of these shapes."""
    taken: list[Any] = []
    for leaf, array in leaves.items():
        slot = find_slot(part, leaf, array, names, taken, empty=False)
        if slot is None:
            return False
        taken.append(slot)
    return True
