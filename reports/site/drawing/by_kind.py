"""The figure of a concept that has none of its own: what its kind has in common."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from parity.describing.concept import Concept, Text, draw_case
from parity.harness.evaluators import numpy_evaluator
from parity.harness.evaluators.subject import implementation
from reports.site.drawing import elementwise
from reports.site.drawing.sheet import INK, QUIET, SOFT, WIDTH, Drawing, Sheet, times

KEPT_ROWS = 8
"""Arrays that are shown on either side."""


def by_kind(concept: Concept) -> Callable[[Concept], Drawing]:
    """Return what draws a concept of this kind."""
    if concept.kind == "layer" and concept.group == "activations" and not concept.cases[0].config:
        return _elementwise
    return shapes


def _elementwise(concept: Concept) -> Drawing:
    title = concept.title
    return elementwise.draw(
        implementation("numpy", concept)(),
        Text(
            f"The output of {title.en} over its input, and the derivative by which the backward "
            "pass multiplies.",
            f"{title.ja}の入力に対する出力と、逆伝播で掛ける微分。",
        ),
        Text(f"Curves of y and dy/dx of {title.en}.", f"{title.ja}の y と dy/dx の曲線。"),
        kink=True,
    )


def shapes(concept: Concept) -> Drawing:
    """Draw the arrays that go into the first case and those that come out, by their shapes."""
    drawn = draw_case(concept, concept.cases[0])
    given = {**(drawn.inputs[0] if drawn.inputs else {}), **drawn.params}
    with np.errstate(all="ignore"):
        result = numpy_evaluator.evaluate(drawn, "float64")
    into = {name: array.shape for name, array in given.items()}
    into = into or dict.fromkeys(drawn.config, ())
    out = {name: np.shape(array) for name, array in result.quantities.items()}
    left, right = list(into.items())[:KEPT_ROWS], list(out.items())[:KEPT_ROWS]
    rows = max(len(left), len(right), 2)
    sheet = Sheet(44 + 26 * rows)
    middle = 32 + 13 * rows
    _column(sheet, 74, middle, left)
    _column(sheet, WIDTH - 74, middle, right)
    sheet.boxes([(WIDTH / 2 - 50, middle - 20, 100, 40)], SOFT, INK)
    sheet.text(WIDTH / 2, middle, concept.twin[:16], 11, anchor="middle", bold=True)
    sheet.arrow((WIDTH / 2 - 78, middle), (WIDTH / 2 - 53, middle))
    sheet.arrow((WIDTH / 2 + 53, middle), (WIDTH / 2 + 78, middle))
    sheet.text(74, 12, Text("given", "入力"), 11, QUIET, "middle")
    sheet.text(WIDTH - 74, 12, Text("computed", "計算結果"), 11, QUIET, "middle")
    title = concept.title
    return Drawing(
        sheet,
        Text(
            f"The arrays that go into {title.en} and come out, with their shapes in the first "
            f"case.",
            f"{title.ja}に入る配列と出てくる配列、最初のケースでの形状。",
        ),
        Text(
            f"Boxes with the names and shapes of the arrays before and after {title.en}.",
            f"{title.ja}の前後の配列の名前と形状を示す箱。",
        ),
    )


def _column(
    sheet: Sheet, x: float, middle: float, arrays: list[tuple[str, tuple[int, ...]]]
) -> None:
    top = middle - 13 * len(arrays)
    for i, (name, shape) in enumerate(arrays):
        y = top + 26 * i + 13
        sheet.boxes([(x - 62, y - 10, 124, 20)], edge=QUIET)
        label = f"{name}  {times(shape)}" if shape else name
        sheet.text(x, y, label[:21], 10, anchor="middle")
