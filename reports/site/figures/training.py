"""Training: when it ends."""

from __future__ import annotations

import numpy as np

from numpy_impl.training.early_stopping import early_stopping
from parity.describing.concept import Concept, Text
from reports.site.drawing.sheet import C1, C2, INK, QUIET, Drawing, Sheet

LOSSES = np.array([1.6, 1.2, 0.9, 1.0, 0.75, 0.65, 0.7, 0.68, 0.74, 0.85, 0.95, 1.1])
PATIENCE = 3


def draw_early_stopping(concept: Concept) -> Drawing:
    """Draw a validation loss, how long one has waited at each epoch, and where training ends."""
    stop, best = (int(epoch) for epoch in early_stopping(LOSSES, PATIENCE))
    sheet = Sheet(190)
    at = [(40 + 33.0 * k, 130 - 70 * (loss - 0.5)) for k, loss in enumerate(LOSSES)]
    sheet.segments([at[: stop + 1]], C1, 2)
    sheet.segments([at[stop:]], QUIET, 1.5, (3, 3))
    sheet.dots(at[: stop + 1], C1)
    for epoch, word in ((best, Text("best", "最良")), (stop, Text("stop", "終了"))):
        x, y = at[epoch]
        sheet.segments([[(x, y + 6), (x, 146)]], C2, 1, (2, 2))
        sheet.text(x, 20, word, 11, C2, "middle")
        sheet.segments([[(x, 30), (x, y - 6)]], C2, 1, (2, 2))
    sheet.text(4, 158, "t", 10, QUIET)
    for epoch in range(stop + 1):
        low = min(LOSSES[: epoch + 1])
        wait = epoch - int(np.flatnonzero(LOSSES[: epoch + 1] == low)[0])
        sheet.text(at[epoch][0], 158, str(epoch), 10, QUIET, "middle")
        sheet.text(at[epoch][0], 176, str(wait), 11, INK, "middle", bold=wait >= PATIENCE)
    sheet.text(4, 176, Text("wait", "待ち"), 10, QUIET)
    return Drawing(
        sheet,
        Text(
            f"With a patience of {PATIENCE}: the third epoch in a row without improvement is the "
            "last, and the weights of the best one come back.",
            f"patience が {PATIENCE} のとき、改善のないエポックが{PATIENCE}回続いたところで終え、"
            "最良のエポックの重みに戻す。",
        ),
        Text(
            "A validation loss by epoch, and how many epochs one has waited.",
            "エポックごとの検証損失と、待っているエポック数。",
        ),
    )


FIGURES = {"early_stopping": draw_early_stopping}
