"""To how many digits the frameworks' losses agree after each hundred steps: a picture."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt

from reports.experiments.judging.agreement import Agreement
from reports.experiments.pictures.style import as_png

FEW = 6
"""A setting whose curves agree to fewer digits at some step is drawn in colour, and named."""


def picture(found: Sequence[tuple[str, Agreement]]) -> bytes | None:
    """Return the digits over the steps, a line for each setting; ``None`` if there are none.

    Settings that stay together are grey.
    """
    drawn = [(name, a) for name, a in found if len(a.steps) > 1]
    if not drawn:
        return None
    apart = sorted((min(a.digits), name) for name, a in drawn if min(a.digits) < FEW)
    curves = dict(drawn)
    named = [name for _, name in apart]
    figure, axis = plt.subplots(figsize=(9, 3.6))
    for name, a in drawn:
        if name not in named:
            axis.plot(a.steps, a.digits, color="#8a8f98", linewidth=0.9, alpha=0.7)
    for name in named:
        axis.plot(curves[name].steps, curves[name].digits, linewidth=1.5, label=name)
    axis.set_ylim(-0.3, 16.3)
    axis.set_yticks(range(0, 17, 4))
    axis.grid(alpha=0.25)
    axis.tick_params(labelsize=8)
    if named:
        axis.legend(
            fontsize=7, loc="center left", bbox_to_anchor=(1, 0.5), frameon=False, borderpad=1.5
        )
    return as_png(figure)
