"""What inputs may look like, to judge by the names of what the code takes: the likeliest first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from parity.checking.alone.finding.inputs import SAMPLER
from parity.checking.alone.finding.telling.documented import shapes_in
from parity.checking.alone.finding.telling.gates import matrices_of_gates, stacked_gates
from parity.checking.alone.finding.telling.unpacked import unpacked
from parity.checking.alone.finding.telling.word_tables import tables_of_words
from parity.checking.alone.finding.worlds import WORDS, D, N, World, gates_of
from parity.checking.alone.probing.roles import of_all_steps, plain, role_of
from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.source import source_of

LAYOUTS = ("rows", "images", "sequence", "columns", "indices", "channels_last", "steps_first",
           "picture", "vector", "column", "number", "scores", "contexts")  # fmt: skip
_LIKELY = (("conv", "images"), ("pool", "images"), ("2d", "images"), ("embed", "indices"),
           ("time", "sequence"), ("image", "images"))  # fmt: skip
DEGENERATE = ("picture", "vector", "column", "number", "scores", "contexts")
"""Layouts of one example, in which much that is wrong does not show: only for code that takes no
other."""

_COLUMN = re.compile(r"reshape\(\s*\(?-1, *1\)")
"""Numbers made to stand in one column."""

_NO = re.compile(r"\blog\w*\(\s*1(?:\.0?)?\s*-")
"""The logarithm of a no: a loss of one probability for each example has it beside that of a yes."""

_OF_A_ROW: dict[str, tuple[int, ...]] = {"weight": (3,), "bias": ()}
"""What convolves one row of numbers."""

LABELS = ("onehot", "index", "onehot_of_x", "index_of_x", "same", "binary", "bits")


def worlds_for(
    name: str, functions: list[Any], labelled: bool, names: list[str], given: Sequence[str] = ()
) -> list[World]:
    """Return what inputs may look like, the likeliest first; a constructor is ``given`` names."""
    bare = name.lower()
    gates = gates_of(bare)
    layouts = sorted(LAYOUTS, key=lambda layout: not _likely(bare, layout))
    labels = LABELS if labelled else ("onehot",)
    states = [name for name in names if role_of(name) == "hidden"]
    sharing = any(map(of_all_steps, states)) and not all(map(of_all_steps, states))
    found = [
        World(layout, kind, gates, probabilities=probabilities, sharing=sharing)
        for layout in layouts
        for kind in labels
        for probabilities in ((False, True) if labelled else (False,))
    ]
    told = (
        stacked_gates(given)
        | matrices_of_gates(names)
        | tables_of_words(names)
        | shapes_in(functions, names)
    )
    if told:
        first = ["rows", "columns"] if any(len(s) < 4 for s in told.values()) else ["images"]
        if (given and stacked_gates(given)) or matrices_of_gates(names):
            first = ["sequence", *first] if _likely(bare, "sequence") else [*first, "sequence"]
        found = [
            World(layout, kind, gates, told, p)
            for layout in first
            for kind in (("index", *labels) if labelled else labels)
            for p in ((False, True) if labelled else (False,))
        ] + found
    roles = {name: role_of(name) for name in names}
    biases = [name for name, role in roles.items() if role == "bias"]
    if biases and "weight" not in roles.values():  # it is added to the input itself
        found[:0] = [World("rows", told=dict.fromkeys(biases, shape)) for shape in ((D,), (1, D))]
    seen = unpacked(functions, names)
    if seen:  # behind the likeliest world, which is of sizes that the code need not name
        found[1:1] = [
            World("sequence", kind, gates, seen, p, sharing=True)
            for kind in labels
            for p in ((False, True) if labelled else (False,))
        ]
    kernel = {name: _OF_A_ROW[role] for name in given if (role := role_of(name)) in _OF_A_ROW}
    if kernel and re.search("conv|cnn", bare):
        found.append(World("vector", told=kernel))
    return found


def worlds_of_a_class(kind: Any, own: Sequence[str]) -> list[World]:
    """Return what a class' inputs look like where its constructor, or its forward, asks for words
    or for images of a size; [] where they do not tell.

    Args:
        kind: the class.
        own: the parameters of its forward.
    """
    made = parameters_of(kind) or []
    if any(SAMPLER.search(p.name) for p in made if required(p)):
        return [replace(WORDS, told={**WORDS.told, "context": (N,)}), WORDS]
    if "corpus" in [p.name for p in made] or "contexts" in map(plain, own):
        return [WORDS]
    if any(isinstance(p.default, tuple) and len(p.default) == 3 for p in made):
        return [World("squares"), World("pictures")]
    return []


def of_yes_or_no(name: str, functions: list[Any]) -> bool:
    """Tell whether a loss is of one probability for each example, by its name or its source."""
    return bool(
        re.search(r"binary|bce|logistic", name.lower())
        or any(_COLUMN.search(text) or _NO.search(text) for text in map(source_of, functions))
    )


def _likely(bare: str, layout: str) -> bool:
    return any(part in bare and layout == meant for part, meant in _LIKELY)
