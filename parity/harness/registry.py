"""Finds the concepts: every :class:`~parity.describing.concept.Concept` in ``parity/concepts``."""

from __future__ import annotations

import contextlib
import difflib
import gc
import importlib
import pkgutil
import sys
from collections.abc import Iterable, Iterator
from functools import cache

from parity import concepts
from parity.describing.concept import Concept, snake_case
from parity.errors import ReaderError

COURSE_ORDER = (
    "activations",
    "losses",
    "information",
    "metrics",
    "gradients",
    "initializers",
    "regularizers",
    "layers",
    "recurrent",
    "embedding",
    "optimizers",
    "networks",
    "models",
    "attention",
    "transformer",
    "generative",
    "reinforcement",
    "vision",
    "explanation",
    "training",
    "augmentation",
    "mathematics",
    "exam",
)
"""Groups in the order in which the course teaches them; a group not named here comes last."""


class UnknownConceptError(ReaderError):
    """A concept was asked for that does not exist; the message names the nearest ones."""


@cache
def all_concepts() -> dict[str, Concept]:
    """Return every concept by name, in the order of the course."""
    with _uncollected():
        found = _found()
    by_name: dict[str, Concept] = {}
    for concept in sorted(found, key=lambda c: (_place(c.group), c.group, c.order)):
        if concept.name in by_name:
            other = by_name[concept.name]
            raise ValueError(
                f"Two concepts are called {concept.name!r}: in {other.module} and {concept.module}."
            )
        by_name[concept.name] = concept
    if taken := set(by_name) & {old for concept in found for old in concept.formerly}:
        raise ValueError(f"A former name is a concept's again: {', '.join(sorted(taken))}.")
    return by_name


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Leave the garbage collector out: what is imported stays, and it goes through all of it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _found() -> list[Concept]:
    """Import every concept's module, and return what they define."""
    found: list[Concept] = []
    for info in pkgutil.walk_packages(concepts.__path__, concepts.__name__ + "."):
        if info.ispkg:
            continue
        module = importlib.import_module(info.name)
        for twin, value in vars(module).items():
            if isinstance(value, Concept) and not twin.startswith("_"):
                value.twin = twin
                value.name = value.name or snake_case(twin)
                value.module = info.name.removeprefix(concepts.__name__ + ".")
                found.append(value)
    return found


def current_name(name: str) -> str:
    """Return what the concept that was once called ``name`` is called now; else the same."""
    return _renamed().get(name, name)


def told_current_name(name: str) -> str:
    """Return the same, and tell the reader once, where it is another name, on standard error."""
    now = current_name(name)
    if now != name:
        _tell(f"{name} is {now} now.")
    return now


@cache
def _renamed() -> dict[str, str]:
    return {old: concept.name for concept in all_concepts().values() for old in concept.formerly}


@cache
def _tell(line: str) -> None:
    print(line, file=sys.stderr)


def find(names: Iterable[str]) -> list[Concept]:
    """Return the concepts called ``names``, or a whole group by the group's name; all if none.

    A concept is found under a former name too, and the reader is told the present one.

    Raises:
        UnknownConceptError: if a name is neither, with the nearest names.
    """
    known = all_concepts()
    groups = {concept.group for concept in known.values()}
    chosen: dict[str, Concept] = {}
    for name in map(told_current_name, names):
        if name in known:
            chosen[name] = known[name]
        elif name in groups:
            chosen.update({c.name: c for c in known.values() if c.group == name})
        else:
            near = difflib.get_close_matches(name.lower(), [*known, *groups], n=3, cutoff=0.5)
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            raise UnknownConceptError(
                f"There is no concept {name!r}.{hint} `parity list` shows them all."
            )
    return list(chosen.values()) if chosen else list(known.values())


def _place(group: str) -> int:
    return COURSE_ORDER.index(group) if group in COURSE_ORDER else len(COURSE_ORDER)
