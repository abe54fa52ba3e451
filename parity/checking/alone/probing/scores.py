"""Losses of probabilities whose gradient is that of the scores before a softmax: y - t."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np

from numpy_impl.activations.softmax import Softmax
from parity.checking.alone.probing.probe import Probe, Root
from parity.checking.alone.probing.roles import roles_of
from parity.checking.alone.probing.ways import Way
from parity.describing.concept import Text

TOLD = Text(
    "Its gradient is that of the scores before a softmax, whose own way back is then left out.",
    "勾配はソフトマックスの前のスコアについてのもの(ソフトマックス自身の逆伝播は省く)として読んだ。",
)


def before_softmax(way: Way, probes: Sequence[Probe]) -> list[Probe]:
    """Return the probes of a loss with a softmax before it, through which its gradient goes.

    Args:
        way: how the code has a gradient.
        probes: of it as it stands.
    """
    if way.kind not in ("pair", "loss") or way.told:
        return []
    return [again for probe in probes if (again := _again(probe)) is not None]


def _again(probe: Probe) -> Probe | None:
    roles = roles_of([name for name, a in probe.root.args.items() if isinstance(a, np.ndarray)])
    given = [name for name, role in roles.items() if role != "labels"]
    if "labels" not in roles.values() or len(given) != 1 or probe.upstreams > 1:
        return None
    name = given[0]
    if np.ndim(probe.root.args[name]) != 2:
        return None

    def forward(root: Root) -> Any:
        with _probabilities(root, name):
            return probe.forward(root)

    def back(root: Root, result: Any, upstream: Sequence[np.ndarray]) -> Any:
        with _probabilities(root, name):
            return probe.back(root, result, upstream)

    return replace(probe, forward=forward, back=back, told=[*probe.told, TOLD])


@contextmanager
def _probabilities(root: Root, name: str) -> Iterator[None]:
    """Give the code the softmax of what an argument holds."""
    scores = root.args[name]
    root.args[name] = Softmax().forward(np.asarray(scores, dtype=float))
    try:
        yield
    finally:
        root.args[name] = scores
