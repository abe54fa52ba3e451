"""What can be made wrong in our code, the plausible first: mistakes, slips, and two of a kind."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from parity.checking.causes.earned.kinds import name_of
from parity.checking.causes.earned.source import OurLine, OurSource, Place
from parity.checking.causes.following.likeness import alike
from parity.describing.concept import Concept, Mistake, Text
from parity.harness.slips import Slip, slips

ALIKE = 24
"""Of how many slips of one kind all pairs are tried."""

MAKESHIFT = {
    "any_name", "names_exchanged", "left_out", "condition_negated", "condition_fixed",
    "switch_turned", "overwritten",
}  # fmt: skip
"""Kinds that often come to the same numbers as another mistake."""

SIMILAR = {
    "off_by_one",
    "coefficient_changed",
    "doubled",
    "halved",
    "sign_added",
    "one_minus_added",
}
"""Kinds of which two are made in lines that look alike only."""

SIMILAR_FROM = 0.6
"""How alike such lines are."""

SAME_LINE = 3
"""How many slips of one line are taken one step further in the same line."""


REMEMBERED = re.compile(r'(\w+) = self\.remembered\("(\w+)", name, w\b.*\)')
"""A line of our optimizers that takes what is kept of a parameter: at first an array of zeros."""

BEGINNINGS = {
    "g": Text("the first gradient", "最初の勾配"),
    "g**2": Text("the first squared gradient", "最初の勾配の2乗"),
    "self.lr * g": Text("lr times the first gradient", "最初の勾配の lr 倍"),
    "-self.lr * g": Text("-lr times the first gradient", "最初の勾配の -lr 倍"),
}
"""What people let averages, sums and velocities begin at in the place of 0."""

AVERAGE = Text("average", "移動平均")

KEPT = {
    "adagrad": Text("sum", "二乗和"),
    "momentum": Text("velocity", "速度"),
    "nesterov": Text("velocity", "速度"),
}
"""What an optimizer keeps, where that is no average."""

WRONG_START = "wrong_start"


@dataclass(frozen=True)
class Candidate:
    """A mistake that can be made in our code.

    Attributes:
        name: of the cause.
        why: what is wrong.
        edits: what stands in the places of right lines.
        ours: the right line, or two.
        wrong: the wrong one, or two.
        mistake: the concept's listed one, if it is.
        rank: the less, the more plausible.
    """

    name: str
    why: Text
    edits: Mapping[Place, str]
    ours: tuple[str, ...]
    wrong: tuple[str, ...]
    mistake: Mistake | None = None
    rank: int = 0


@dataclass(frozen=True)
class Begun:
    """What is kept, in our line that takes it, and what it begins at.

    Attributes:
        line: our line.
        name: what it is called there.
        symbol: and in the optimizer's state.
        first: the value at which it begins.
    """

    line: OurLine
    name: str
    symbol: str
    first: str


@dataclass
class Made:
    """A slip in its line."""

    line: OurLine
    slip: Slip


@dataclass
class Candidates:
    """All that can be made wrong for one quantity."""

    concept: Concept
    source: OurSource
    role: str

    def listed(self) -> list[Candidate]:
        """Return the listed mistakes."""
        found = []
        for mistake in self.concept.mistakes:
            place = self.source.place_of(mistake.line) if mistake.form == "plain" else None
            edits = {place: mistake.wrong} if place else {}
            found.append(
                Candidate(
                    mistake.name, mistake.why, edits, (mistake.line,), (mistake.wrong,), mistake
                )
            )
        return found

    def plausible(self) -> Iterator[Candidate]:
        """Yield the single slips that the lines suggest."""
        return (_of_slip(made) for made in self.made if not _is_far_fetched(made.slip))

    def far_fetched(self) -> Iterator[Candidate]:
        """Yield the single slips that any line can have."""
        return (_of_slip(made) for made in self._slips(True) if _is_far_fetched(made.slip))

    def two_mistakes(self) -> Iterator[Candidate]:
        """Yield pairs of listed mistakes."""
        for one, two in itertools.combinations(self.listed(), 2):
            if one.edits and two.edits and not set(one.edits) & set(two.edits):
                yield Candidate(
                    one.name,
                    Text(
                        f"Two mistakes: {one.why.en} And: {two.why.en}",
                        f"誤りが 2 つある。{one.why.ja} また、{two.why.ja}",
                    ),
                    {**one.edits, **two.edits},
                    one.ours + two.ours,
                    one.wrong + two.wrong,
                    one.mistake,
                )

    def beginnings(self) -> Iterator[Candidate]:
        """Yield what an optimizer keeps with a first value in the place of 0, or two of them."""
        lines = self.source.lines(self.role) if self.concept.kind == "optimizer" else ()
        one_each = [
            [Begun(line, found[1], found[2], first) for first in BEGINNINGS]
            for line in sorted(lines, key=lambda line: line.place)
            if (found := REMEMBERED.fullmatch(line.text))
        ]
        alone = [(begun,) for own in one_each for begun in own]
        pairs = [
            pair
            for one, two in itertools.combinations(one_each, 2)
            for pair in itertools.product(one[:2], two[:2])
        ]
        what = KEPT.get(self.concept.name, AVERAGE)
        yield from (_begun(some, what) for some in (*alone, *pairs))
        for one, two in itertools.combinations([own[0] for own in one_each], 2):
            yield _shared(one, two)

    def two_of_a_kind(self) -> Iterator[Candidate]:
        """Yield pairs of slips of one kind, made in two lines or twice in one."""
        by_kind: dict[str, list[Made]] = {}
        for made in self.made:
            if made.line.distance < 9:
                by_kind.setdefault(made.slip.kind, []).append(made)
        for kind, all_made in by_kind.items():
            if kind in MAKESHIFT:
                continue
            for one, two in itertools.combinations(all_made[:ALIKE], 2):
                alone = kind in SIMILAR and alike(one.line.text, two.line.text) < SIMILAR_FROM
                if one.line.place != two.line.place and not alone:
                    yield _of_two(one, two)
        for one in self.made:
            if _is_far_fetched(one.slip):
                continue
            again = [s for s in slips(one.slip.wrong, (one.line.text,)) if s.kind == one.slip.kind]
            for further in again[:SAME_LINE]:
                yield Candidate(
                    name_of(further.kind),
                    _twice(one.slip.why, further.why),
                    {one.line.place: further.wrong},
                    (one.line.text,),
                    (further.wrong,),
                )

    @cached_property
    def made(self) -> Sequence[Made]:
        """Slips but for other names, the plausible first; those near the quantity before others."""
        return self._slips(False)

    def _slips(self, any_name: bool) -> Sequence[Made]:
        """Return the slips, with any name in the place of another or without these, in order."""
        found = [
            Made(line, slip)
            for line in self.source.lines(self.role)
            for slip in slips(line.text, names=line.names if any_name else ())
        ]
        return sorted(found, key=lambda m: m.slip.rank + 2 * m.line.distance)


def _begun(some: Sequence[Begun], what: Text) -> Candidate:
    """Return the candidate in which some of what is kept begins at other values than 0."""
    firsts = [BEGINNINGS[begun.first] for begun in some]
    return Candidate(
        WRONG_START,
        Text(
            f"The {what.en} starts at the first value instead of 0 ("
            + ", ".join(f"{b.name} at {f.en}" for b, f in zip(some, firsts, strict=True))
            + "), so the first gradient counts for too much.",
            f"{what.ja}が 0 ではなく最初の値から始まっている("
            + "、".join(f"{b.name} は{f.ja}" for b, f in zip(some, firsts, strict=True))
            + ")。最初の勾配の重みが大きすぎる。",
        ),
        {
            b.line.place: f'{b.name} = self.state.setdefault("{b.symbol}", {{}}).setdefault('
            f"name, 1.0 * ({b.first}))"
            for b in some
        },
        tuple(f"{b.name} = np.zeros_like(w)" for b in some),
        tuple(f"{b.name} = {b.first}" for b in some),
    )


def _shared(one: Begun, two: Begun) -> Candidate:
    """Return the candidate in which two of what is kept are one and the same array."""
    return Candidate(
        "state_kept",
        Text(
            f"{one.name} and {two.name} are kept in one and the same array, or list: what is "
            "written into one of them is in the other, too. Each needs its own.",
            f"{one.name} と {two.name} を同じ配列(または同じリスト)に入れているので、"
            "一方への代入がもう一方にも及ぶ。それぞれ別に作る。",
        ),
        {two.line.place: two.line.text.replace(f'"{two.symbol}"', f'"{one.symbol}"')},
        (two.line.text,),
        (f"{two.name} = {one.name}",),
    )


def _is_far_fetched(slip: Slip) -> bool:
    return slip.far_fetched or slip.kind in MAKESHIFT


def _of_slip(made: Made) -> Candidate:
    line, slip = made.line, made.slip
    return Candidate(
        name_of(slip.kind),
        slip.why,
        {line.place: slip.wrong},
        (line.text,),
        (slip.wrong,),
        rank=slip.rank,
    )


def _of_two(one: Made, two: Made) -> Candidate:
    return Candidate(
        name_of(one.slip.kind),
        _twice(one.slip.why, two.slip.why),
        {one.line.place: one.slip.wrong, two.line.place: two.slip.wrong},
        (one.line.text, two.line.text),
        (one.slip.wrong, two.slip.wrong),
    )


def _twice(one: Text, two: Text) -> Text:
    if one.en == two.en:
        return Text(f"Twice the same: {one.en}", f"同じ誤りが 2 か所にある。{one.ja}")
    return Text(
        f"The same kind of mistake twice: {one.en} {two.en}",
        f"同じ種類の誤りが 2 か所にある。{one.ja}{two.ja}",
    )
