"""The ways of calling a function, and what is told of each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parity.checking.reading import singular_vectors
from parity.checking.reading.sessions.calls.uses import counts, spreads, trees, windows
from parity.describing.concept import Text

ALONG_THE_LAST = Text(
    "It was called with axis=1; with its default, examples are columns.",
    "axis=1 として呼んだ。既定値のままでは、データが列に並ぶ。",
)
BY_EXAMPLE = Text("It was given one example at a time.", "1例ずつ渡した。")
SINGLY = Text("It was given one label at a time.", "ラベルは1つずつ渡した。")
ONE_LABEL = re.compile(
    r"(\w+_)?(label|index|digit|class|class_id|number|word_id|char|token|action)"
)
"""What a function calls a label that it is given alone."""


@dataclass(frozen=True)
class Use:
    """One way of calling a function.

    Attributes:
        swapped: its first two arguments stand in the other order.
        narrow: for which part of the inputs it was written.
        grads: how several gradients are passed: a ``list``, a ``dict``, ``objects``.
        order: where our results stand among its own; ours if empty.
        changed: what it changes in place is its result, whatever it returns.
        both_sides: one number is padded on both sides (``each``), or in all (``total``).
        whole: only sizes that the stride divides without a rest.
        batches: it returns all batches, and the wanted one is taken.
        vectors: it returns singular vectors of any sign, V ``"as ours"`` or ``"transposed"``.
        leaves: the leaves of its tree are vectors.
        spread: it is given the deviation (``"sigma"``) or the ``"variance"`` for its logarithm.
        axis: what its own argument ``axis`` is given instead of 0, its default.
        singly: it is given one label at a time.
        by_example: it is given one example of the batch at a time.
        counts: it is given a confusion matrix, whose rows are the ``"true"`` or the
            ``"predicted"`` classes.
    """

    swapped: bool = False
    narrow: str = ""
    grads: str = "list"
    order: tuple[int, ...] = ()
    changed: bool = False
    both_sides: str = ""
    whole: bool = False
    batches: bool = False
    windows: windows.Windows | None = None
    vectors: str = ""
    leaves: bool = False
    spread: str = ""
    axis: int = 0
    singly: bool = False
    by_example: bool = False
    counts: str = ""

    @property
    def told(self) -> list[Text]:
        """What the reader should know of this way."""
        found = [*(self.windows.told if self.windows else ()), *spreads.told(self.spread)]
        found += [singular_vectors.TOLD] * bool(self.vectors)
        found += [singular_vectors.TOLD_TRANSPOSED] * (self.vectors == "transposed")
        found += [trees.TOLD] * self.leaves
        found += [counts.TOLD[self.counts]] if self.counts else []
        found += (
            [ALONG_THE_LAST] * bool(self.axis)
            + [SINGLY] * self.singly
            + [BY_EXAMPLE] * self.by_example
        )
        if self.order:
            places = ", ".join(str(place + 1) for place in self.order)
            found.append(
                Text(
                    f"Its results stand in another order than ours: {places}.",
                    f"戻り値の並びが本プロジェクトと異なる({places} 番目)。",
                )
            )
        if self.both_sides == "each":
            found.append(
                Text("pad is put on both sides.", "pad は両側にそれぞれ付くものとみなした。")
            )
        if self.both_sides == "total":
            found.append(
                Text("pad is that of both sides together.", "pad は両側の合計とみなした。")
            )
        if self.changed:
            found.append(
                Text(
                    "What it changes in place is taken for its result.",
                    "その場で書き換えた配列を結果とみなした。",
                )
            )
        if self.batches:
            found.append(
                Text(
                    "It returns all batches; the wanted one was looked at.",
                    "すべてのバッチを返すので、該当するバッチを調べた。",
                )
            )
        return found
