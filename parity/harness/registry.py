"""Finds the concepts: every :class:`~parity.describing.concept.Concept` in ``parity/concepts``."""

from __future__ import annotations

import contextlib
import difflib
import gc
import importlib
import pkgutil
import sys
from collections.abc import Iterable, Iterator, Mapping
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


class Concepts(Mapping[str, Concept]):
    """Every concept by name, in the order of the course, each imported when it is asked for.

    A concept is the file of its name, so which there are is known without importing one. To go
    through them imports all.
    """

    def __init__(self) -> None:
        self._modules: dict[str, str] = {}
        for info in pkgutil.walk_packages(concepts.__path__, concepts.__name__ + "."):
            name = info.name.rpartition(".")[2]
            if info.ispkg or name.startswith("_"):
                continue
            if other := self._modules.get(name):
                raise ValueError(f"Two concepts are called {name!r}: {other} and {info.name}.")
            self._modules[name] = info.name
        self._found: dict[str, Concept] = {}
        self._ordered: dict[str, Concept] | None = None

    def __getitem__(self, name: str) -> Concept:
        if name not in self._found and name in self._modules:
            self._import(self._modules[name])
        return self._found[name]

    def __contains__(self, name: object) -> bool:
        return name in self._modules

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._modules)

    def _import(self, name: str) -> None:
        module, file = importlib.import_module(name), name.rpartition(".")[2]
        for twin, value in vars(module).items():
            if not isinstance(value, Concept) or twin.startswith("_"):
                continue
            value.twin = twin
            value.name = value.name or snake_case(twin)
            value.module = name.removeprefix(concepts.__name__ + ".")
            if value.name != file:
                raise ValueError(f"{value.module} defines {value.name!r}: name the file like that.")
            self._found[value.name] = value
        if file not in self._found:
            raise ValueError(f"{name} defines no concept.")

    def _all(self) -> dict[str, Concept]:
        """Import all that is left, and return them in order."""
        if self._ordered is None:
            with _uncollected():
                for name in self._modules.values():
                    self._import(name)
            found = sorted(self._found.values(), key=lambda c: (_place(c.group), c.group, c.order))
            if taken := set(self._found) & {old for c in found for old in c.formerly}:
                raise ValueError(f"A former name is a concept's again: {', '.join(sorted(taken))}.")
            self._ordered = {concept.name: concept for concept in found}
        return self._ordered


@cache
def all_concepts() -> Concepts:
    """Return every concept by name, in the order of the course."""
    return Concepts()


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


def current_name(name: str) -> str:
    """Return what the concept that was once called ``name`` is called now; else the same."""
    return name if name in all_concepts() else _renamed().get(name, name)


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
    chosen: dict[str, Concept] = {}
    for name in map(told_current_name, names):
        if name in known:
            chosen[name] = known[name]
            continue
        groups = {concept.group for concept in known.values()}
        if name in groups:
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
