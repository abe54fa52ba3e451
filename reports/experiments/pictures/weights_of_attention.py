"""Pictures of where a model looked that was trained with attention."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
from matplotlib.ticker import MaxNLocator

from parity.experiments.results import RunResult
from reports.experiments.pictures.style import as_png


def attention(results: Sequence[RunResult]) -> bytes | None:
    """Return a heat map for each setting with attention, of its first run; None without any."""
    found: dict[str, RunResult] = {}
    for result in results:
        if "attention" in result.extra:
            found.setdefault(result.key.setting, result)
    if not found:
        return None
    figure, axes = plt.subplots(1, len(found), figsize=(4.6 * len(found), 4.4), squeeze=False)
    for axis, (name, result) in zip(axes.flat, found.items(), strict=True):
        axis.imshow(result.extra["attention"], cmap="Greys", vmin=0, vmax=1)
        axis.set_title(name, fontsize=9, loc="left")
        axis.set_xlabel("word that was read", fontsize=8)
        axis.set_ylabel("step of the decoder", fontsize=8)
        axis.xaxis.set_major_locator(MaxNLocator(integer=True))
        axis.yaxis.set_major_locator(MaxNLocator(integer=True))
        axis.tick_params(labelsize=7)
    return as_png(figure)
