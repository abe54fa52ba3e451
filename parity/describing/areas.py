"""The areas of the syllabus as stations on lines, and the days of the course.

What every field needs is the trunk; three lines leave it. Along a line, an area builds on those
before it. What only the course teaches stands on a line of its own, by the course's days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from parity.describing.concept import Concept
from parity.describing.syllabus import COURSE, ITEMS
from parity.describing.text import Text


@dataclass(frozen=True)
class Area:
    """A station.

    Attributes:
        key: by which pages find it.
        label: the numbers of the syllabus, or the day.
        title: what it is about.
        numbers: how the numbers of its items begin; of a day, the areas that the day teaches.
        groups: of a day, the groups of the concepts that only the course teaches.
    """

    key: str
    label: Text
    title: Text
    numbers: tuple[str, ...]
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """Some stations in the order in which they are learned."""

    key: str
    title: Text
    areas: tuple[Area, ...]


def _area(number: str, en: str, ja: str, *more: str) -> Area:
    label = "–".join((number, *more))
    return Area(f"a{number}", Text(label, label), Text(en, ja), (number, *more))


def _day(day: int, en: str, ja: str, numbers: tuple[str, ...], groups: tuple[str, ...]) -> Area:
    return Area(f"day{day}", Text(f"Day {day}", f"{day}日目"), Text(en, ja), numbers, groups)


LINES = (
    Line(
        "trunk",
        Text("The trunk: what every field needs", "幹 — どの分野にも要る"),
        (
            _area("1", "Mathematics", "応用数学"),
            _area("2", "Machine learning", "機械学習"),
            _area("3-1", "Feed-forward networks", "順伝播型ネットワーク"),
            _area("3-2", "Optimization", "最適化"),
            _area("3-3", "Regularization", "正則化"),
            _area("3-7", "Better generalization", "汎化性能の向上"),
        ),
    ),
    Line(
        "image",
        Text("Images", "画像の線"),
        (
            _area("3-4", "Convolution", "畳み込み"),
            _area("4-1", "Image recognition", "画像認識"),
            _area("4-2", "Object detection", "物体検出"),
            _area("4-3", "Segmentation", "領域分割"),
            _area("4-9", "Explaining", "説明性"),
        ),
    ),
    Line(
        "sequence",
        Text("Sequences", "系列の線"),
        (
            _area("3-5", "Recurrent networks", "再帰型ネットワーク"),
            _area("3-6", "Transformer", "Transformer"),
            _area("4-4", "Language", "自然言語処理"),
            _area("4-5", "Sound", "音声処理"),
        ),
    ),
    Line(
        "generation",
        Text("Generating, acting, operating", "生成・行動・運用の線"),
        (
            _area("4-6", "Generative models", "生成モデル"),
            _area("4-7", "Reinforcement learning", "深層強化学習"),
            _area("4-8", "Ways of learning", "様々な学習方法"),
            _area("5", "Operation", "開発・運用環境"),
        ),
    ),
    Line(
        "course",
        Text("Taught in the course only", "講座だけで扱う項目の線"),
        (
            _day(
                1, "Forward and back", "順伝播と逆伝播", ("3-1", "3-2"), ("activations", "losses")
            ),
            _day(
                2,
                "Training, and images",
                "学習の工夫と画像",
                ("3-2", "3-3", "3-4", "3-7"),
                ("optimizers", "initializers", "regularizers", "layers", "networks"),
            ),
            _day(
                3,
                "Sequences",
                "系列",
                ("3-5", "4-4"),
                ("gradients", "recurrent", "embedding", "models", "exam"),
            ),
            _day(4, "Applications", "応用", ("3-6", "4-1", "4-2", "4-3", "4-7"), ("attention",)),
        ),
    ),
)
"""The map, in the order in which it is read."""

AREAS: Mapping[str, Area] = {area.key: area for line in LINES for area in line.areas}


@cache
def area_of(number: str) -> Area:
    """Return the station of an item of the syllabus."""
    return next(
        area
        for area in AREAS.values()
        if not area.groups and any(_within(number, start) for start in area.numbers)
    )


def items_of(area: Area) -> tuple[str, ...]:
    """Return the numbers of the items at a station; none at a day."""
    return tuple(number for number in ITEMS if not area.groups and area_of(number) == area)


def station_of(concept: Concept) -> Area:
    """Return where a concept stands: at its first item, or at the day that teaches it."""
    own = [number for number in concept.syllabus if number != COURSE]
    if own:
        return area_of(own[0])
    days = [area for area in AREAS.values() if area.groups]
    return next((day for day in days if concept.group in day.groups), days[1])


def in_order(concepts: Iterable[Concept]) -> tuple[Concept, ...]:
    """Return concepts in the order in which they are learned.

    Station by station, in it by the syllabus, but never before what they need at that station.
    """
    listed = list(concepts)
    place = {concept.name: i for i, concept in enumerate(listed)}
    stations: dict[str, list[Concept]] = {key: [] for key in AREAS}
    for concept in listed:
        stations[station_of(concept).key].append(concept)
    numbers = list(ITEMS)
    ordered: list[Concept] = []
    for own in stations.values():
        own.sort(key=lambda c: (_first(c, numbers), place[c.name]))
        waiting = {concept.name: concept for concept in own}
        while waiting:
            ready = next(
                (c for c in waiting.values() if not set(c.needs or ()) & (set(waiting) - {c.name})),
                next(iter(waiting.values())),
            )
            ordered.append(waiting.pop(ready.name))
    return tuple(ordered)


def _first(concept: Concept, numbers: list[str]) -> int:
    own = [numbers.index(number) for number in concept.syllabus if number != COURSE]
    return min(own, default=len(numbers))


def _within(number: str, start: str) -> bool:
    return number == start or number.startswith(f"{start}-")
