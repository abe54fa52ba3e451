"""Makes wrong versions of one line of code by small edits: the slips that people make.

A listed :class:`~parity.describing.concept.Mistake` says what people get wrong about a concept. A
slip is mechanical: a sign, an axis, a factor. Whether it breaks anything is for a run to show
(:mod:`parity.questions.measuring`).
"""

from __future__ import annotations

import ast
import hashlib
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache

from parity.describing.concept import Text
from parity.harness.mistakes import without_comment
from parity.harness.slips import arithmetic, calls, scope, statements, structure, values
from parity.harness.slips.line import Edit, Line, Maker
from parity.harness.slips.told_apart import ToldApart


@dataclass(frozen=True)
class Slip:
    """A wrong version of a line.

    Attributes:
        name: the kind of slip and a few digits that tell it from its like; it stays the same as
            long as the line does.
        wrong: the line with the slip.
        why: what was changed, and what is right.
        far_fetched: it is a makeshift, which the line itself does not suggest.
        rank: its place among all slips: the less, the more plausible.
    """

    name: str
    wrong: str
    why: Text
    far_fetched: bool = False
    rank: int = 0

    @property
    def kind(self) -> str:
        """The kind of slip."""
        return self.name.rpartition("_")[0]


def slips(
    line: str, taken: tuple[str, ...] = (), names: Collection[str] | None = None
) -> tuple[Slip, ...]:
    """Return the slips of ``line``, the plausible ones first.

    Args:
        line: one physical line: a whole simple statement, the head of a compound one, or an
            expression in brackets. Anything else has no slips. Its comment is left out.
        taken: lines that must not come out, besides the right one.
        names: what else has a name where the line stands (``h``, ``self.mask``). With it come the
            slips, too, that explain wrong numbers and make poor answers to a question: any name
            for another, brackets, × for +.
    """
    return _slips(line, tuple(taken), None if names is None else tuple(names))


def slip_called(name: str, line: str) -> Slip | None:
    """Return the slip of ``line`` that :func:`slips` calls so; ``None`` if there is none.

    That takes a third of the time of making all of them, for nothing has to be told apart.
    """
    return next((slip for slip in _every_slip(line, None) if slip.name == name), None)


@lru_cache(maxsize=2_000)
def _slips(line: str, taken: tuple[str, ...], names: tuple[str, ...] | None) -> tuple[Slip, ...]:
    versions = ToldApart((without_comment(line.strip()), *taken))
    return tuple(slip for slip in _every_slip(line, names) if versions.is_new(slip.wrong))


@lru_cache(maxsize=64)
def _every_slip(line: str, names: tuple[str, ...] | None) -> tuple[Slip, ...]:
    """Return all slips of ``line``, those among them that say the same as another."""
    code = without_comment(line.strip())
    read = Line.of(code)
    if read is None:
        return ()
    found: list[tuple[int, int, Edit]] = []
    seen: Counter[str] = Counter()
    edits = [*_edits(read, _EDITS)]
    if names is not None:
        edits += [*_edits(read, structure.EDITS), *scope.edits(read, names)]
    for order, edit in enumerate(edits):
        # The second slip of a kind comes after the first ones of less plausible kinds.
        found.append((2 * _RANKS[edit.kind] + 3 * seen[edit.kind], order, edit))
        seen[edit.kind] += 1
    out: list[Slip] = []
    for rank, _, edit in sorted(found, key=lambda entry: entry[:2]):
        mark = hashlib.sha256(f"{code}\n{edit.wrong}".encode()).hexdigest()[:4]
        far_fetched = _RANKS[edit.kind] >= FAR_FETCHED
        out.append(Slip(f"{edit.kind}_{mark}", edit.wrong, edit.why, far_fetched, rank))
    return tuple(out)


_EDITS: tuple[tuple[type[ast.AST], Maker], ...] = (
    *arithmetic.EDITS,
    *calls.EDITS,
    *values.EDITS,
    *statements.EDITS,
)


def _edits(line: Line, makers: tuple[tuple[type[ast.AST], Maker], ...]) -> list[Edit]:
    return [
        edit
        for node in line.nodes()
        for make in _makers_for(type(node), makers)  # type: ignore[arg-type]
        for edit in make(line, node)
    ]


@cache
def _makers_for(
    kind: type[ast.AST], makers: tuple[tuple[type[ast.AST], Maker], ...]
) -> tuple[Maker, ...]:
    return tuple(make for of, make in makers if issubclass(kind, of))


FAR_FETCHED = 6
"""The rank of the slips that any line can have."""

_RANKS = {
    # what people do every day
    "branches_swapped": 1,
    "epsilon_moved": 1,
    "mean_for_sum": 1,
    "minus_dropped": 1,
    "name_confused": 1,
    "one_minus_dropped": 1,
    "overwritten": 1,
    "power_dropped": 1,
    "product_transposed": 1,
    "root_dropped": 1,
    "sign_flipped": 1,
    "start_forgotten": 1,
    "sum_for_mean": 1,
    "transposition_dropped": 1,
    # what is forgotten or taken for something else
    "axis_changed": 2,
    "axis_dropped": 2,
    "comparison_turned": 2,
    "difference_turned": 2,
    "divisor_dropped": 2,
    "extreme_confused": 2,
    "factor_dropped": 2,
    "function_confused": 2,
    "function_dropped": 2,
    "one_side_alone": 2,
    "or_for_and": 2,
    "order_not_reversed": 2,
    "padded_otherwise": 2,
    "quotient_turned": 2,
    "rebound": 2,
    "term_dropped": 2,
    # slips of the pen
    "argument_dropped": 3,
    "boundary_changed": 3,
    "coefficient_changed": 3,
    "condition_negated": 3,
    "count_confused": 3,
    "divisor_for_factor": 3,
    "element_left_out": 3,
    "epsilon_subtracted": 3,
    "exponent_changed": 3,
    "factor_for_divisor": 3,
    "fill_confused": 3,
    "keepdims_dropped": 3,
    "limit_dropped": 3,
    "matrices_swapped": 3,
    "off_by_one": 3,
    "order_swapped": 3,
    "switch_turned": 3,
    "transposition_added": 3,
    # rarer ones
    "arguments_swapped": 4,
    "condition_fixed": 4,
    "copy_dropped": 4,
    "divided_by_the_batch": 4,
    "left_out": 4,
    "one_minus_added": 4,
    "order_reversed": 4,
    "read_by_columns": 4,
    # what is hard to see, and no answer to a question
    "any_name": 5,
    "bracket_added": 4,
    "bracket_dropped": 2,
    "names_exchanged": 3,
    "product_for_sum": 4,
    "square_added": 4,
    "sum_for_product": 4,
    # what any line can have
    "doubled": 6,
    "halved": 6,
    "sign_added": 6,
}
"""How far-fetched each kind is."""
