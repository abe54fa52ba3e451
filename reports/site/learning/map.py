"""The map: the lines, their stations, and what is learned at each."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parity.describing.areas import AREAS, LINES, Area, in_order, items_of, station_of
from parity.describing.concept import Concept
from parity.describing.syllabus import COURSE, ITEMS
from reports.site.text.words import word


@dataclass(frozen=True)
class Chip:
    """A concept at its station.

    Attributes:
        name: the concept's.
        title: in the page's language, short where that is clear.
        full: the whole title.
        needs: the names of the concepts to know first.
        items: the numbers of the syllabus' items that it answers.
        examined: whether the exam asks for one of them.
        questions: how many questions its page has.
    """

    name: str
    title: str
    full: str
    needs: tuple[str, ...]
    items: tuple[str, ...]
    examined: bool
    questions: int


@dataclass(frozen=True)
class Gap:
    """An item of the syllabus that has no page yet."""

    number: str
    title: str
    examined: bool


@dataclass(frozen=True)
class Station:
    """An area with its concepts, and the items of it that nobody has written yet.

    Attributes:
        key: by which it is linked.
        width: its share of the line's width.
        label: its number in the syllabus, or the day.
        title: what it is about.
        after: the labels of areas on other lines that its concepts need.
        taught: of a day, the areas that the day teaches, each with its label.
        chips: its concepts.
        gaps: its items without a page.
    """

    key: str
    width: int
    label: str
    title: str
    after: tuple[str, ...]
    taught: tuple[tuple[str, str], ...]
    chips: tuple[Chip, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class Track:
    """A line of the map."""

    key: str
    title: str
    stations: tuple[Station, ...]


@dataclass(frozen=True)
class First:
    """What somebody who has read nothing yet begins with."""

    name: str
    title: str
    opens: tuple[str, ...]


SHOWN_BEFORE = 2
"""So many areas that a station needs are named at it."""
NARROWEST = 4
"""A station is as wide as one with so many concepts at least."""
IN_BRACKETS = re.compile(r"\s*\(.*\)$")


def tracks(
    concepts: Sequence[Concept], questions: Mapping[str, Sequence[object]], language: str
) -> tuple[Track, ...]:
    """Return the lines of the map with everything on them."""
    ordered = in_order(concepts)
    at = {concept.name: station_of(concept) for concept in ordered}
    answered = {number for concept in ordered for number in concept.syllabus}
    short = short_titles(ordered, language)
    shown = []
    for line in LINES:
        stations = []
        for i, area in enumerate(line.areas):
            own = [concept for concept in ordered if at[concept.name] == area]
            gaps = tuple(
                Gap(n, ITEMS[n].title[language], ITEMS[n].examined != "grey")
                for n in items_of(area)
                if n not in answered
            )
            stations.append(
                Station(
                    key=area.key,
                    width=round(10 * math.sqrt(max(NARROWEST, len(own) + len(gaps)))),
                    label=area.label[language],
                    title=area.title[language],
                    after=_after(own, at, line.areas[: i + 1], language),
                    taught=_taught(area),
                    chips=tuple(
                        _chip(c, short[c.name], len(questions[c.name]), language) for c in own
                    ),
                    gaps=gaps,
                )
            )
        shown.append(Track(line.key, line.title[language], tuple(stations)))
    return tuple(shown)


def first(concepts: Sequence[Concept], language: str) -> First:
    """Return where to begin: the first concept of the course that needs no other."""
    ordered = in_order(concepts)
    begin = next((c for c in ordered if not c.needs), ordered[0])
    opens = [c.title[language] for c in ordered if begin.name in (c.needs or ())]
    return First(begin.name, begin.title[language], tuple(opens[:2]))


def said_of_station(concept: Concept, language: str) -> str:
    """Return a station's label and title, as a page names the place of its concept."""
    area = station_of(concept)
    return f"{area.label[language]} {area.title[language]}"


def short_titles(concepts: Sequence[Concept], language: str) -> dict[str, str]:
    """Return each concept's title without what stands in brackets, where that is still its own."""
    short = {c.name: IN_BRACKETS.sub("", c.title[language]) for c in concepts}
    often = Counter(short.values())
    return {c.name: short[c.name] if often[short[c.name]] == 1 else c.title[language]
            for c in concepts}  # fmt: skip


def _chip(concept: Concept, title: str, questions: int, language: str) -> Chip:
    items = tuple(number for number in concept.syllabus if number != COURSE)
    return Chip(
        concept.name,
        title,
        concept.title[language],
        tuple(concept.needs or ()),
        items,
        any(ITEMS[number].examined != "grey" for number in items),
        questions,
    )


def _taught(area: Area) -> tuple[tuple[str, str], ...]:
    if not area.groups:
        return ()
    return tuple((f"a{number}", number) for number in area.numbers)


def _after(
    own: Sequence[Concept],
    at: Mapping[str, Area],
    before: Sequence[Area],
    language: str,
) -> tuple[str, ...]:
    """Return the labels of the areas, off the line and the trunk's head, that are needed."""
    trunk = LINES[0].areas
    if before[0] in trunk or before[-1].groups:
        return ()
    known = {area.key for area in before}
    known |= {area.key for area in trunk if area.key not in ("a3-3", "a3-7")}
    counted: dict[str, int] = {}
    for concept in own:
        for need in concept.needs or ():
            key = at[need].key if need in at else ""
            if key and key not in known and not AREAS[key].groups:
                counted[key] = counted.get(key, 0) + 1
    most = sorted(counted, key=lambda key: -counted[key])[:SHOWN_BEFORE]
    return tuple(AREAS[key].label[language] for key in AREAS if key in most)


def words_of_map(language: str) -> dict[str, str]:
    """Return what the map's script says, with what it fills in left in braces."""
    keys = (
        "next", "next_begin", "next_again", "next_all", "next_done_needs", "next_no_needs",
        "next_opens", "next_examined", "next_unexamined", "next_station_new", "redo_title",
        "redo_none", "redo_about", "needs_short", "opens_short", "nothing_short", "list_gap",
        "open_page", "resume",
    )  # fmt: skip
    kept = {name: "{" + name + "}" for name in ("n", "needs", "opens", "station")}
    return {key: word(f"map_{key}", language, **kept) for key in keys}
