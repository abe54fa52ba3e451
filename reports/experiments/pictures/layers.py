"""Pictures of what the runs observed: activations and gradients by layer, weights, paths."""

from __future__ import annotations

import math
from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np

from parity.experiments.results import RunResult
from reports.experiments.pictures.style import as_png

COLUMNS = 4


def activations(results: Sequence[RunResult]) -> bytes | None:
    """Return a row of histograms for each setting: one for each hidden layer, before training.

    Layers whose activations pile up at one value pass no gradient.
    """
    shown = _observed(results, "activations.counts")
    if not shown:
        return None
    layers = max(r.extra["activations.counts"].shape[1] for r in shown)
    figure, axes = plt.subplots(
        len(shown), layers, figsize=(2.1 * layers, 1.15 * len(shown) + 0.5), squeeze=False
    )
    for row, result in zip(axes, shown, strict=True):
        counts, edges = result.extra["activations.counts"][0], result.extra["activations.edges"]
        for i, axis in enumerate(row):
            if i >= len(counts):
                axis.set_visible(False)
                continue
            share = counts[i] / counts[i].sum()
            axis.bar(edges[:-1], share, np.diff(edges), align="edge", color="#1b6ca8")
            axis.set_yticks([])
            axis.tick_params(labelsize=6)
            axis.text(0.97, 0.9, str(i + 1), transform=axis.transAxes, fontsize=6, ha="right",
                      va="top")  # fmt: skip
        row[0].set_title(result.key.setting, fontsize=8, loc="left")
    return as_png(figure)


def gradient_norms(results: Sequence[RunResult]) -> bytes | None:
    """Return the gradient's norm by layer: at the first step, and over the steps."""
    shown = _observed(results, "gradient_norms.values")
    if not shown:
        return None
    rows = math.ceil(len(shown) / COLUMNS)
    figure, axes = plt.subplots(
        rows, COLUMNS, figsize=(11, 2.0 * rows + 0.5), sharey=True, squeeze=False
    )
    for axis in axes.flat[len(shown) :]:
        axis.set_visible(False)
    for axis, result in zip(axes.flat, shown, strict=False):
        values, steps = result.extra["gradient_norms.values"], result.extra["gradient_norms.steps"]
        axis.set_title(result.key.setting, fontsize=8, loc="left")
        axis.set_yscale("log")
        axis.tick_params(labelsize=7)
        axis.grid(alpha=0.25)
        layers = np.arange(1, values.shape[1] + 1)
        if len(steps) == 1:
            axis.plot(layers, np.maximum(values[0], 1e-16), "o-", color="#1b6ca8", markersize=3)
            continue
        for layer in layers:
            label = f"$dW_{layer}$"
            axis.plot(steps, np.maximum(values[:, layer - 1], 1e-16), label=label, linewidth=1.2)
        axis.legend(fontsize=6, frameon=False)
        axis.set_xlabel("$t$", fontsize=7)
    return as_png(figure)


def weights(results: Sequence[RunResult]) -> bytes | None:
    """Return the distribution of the weights after training, on a logarithmic scale."""
    shown = _observed(results, "weights.counts")
    if not shown:
        return None
    rows = math.ceil(len(shown) / COLUMNS)
    figure, axes = plt.subplots(
        rows, COLUMNS, figsize=(11, 1.9 * rows + 0.5), sharex=True, sharey=True, squeeze=False
    )
    for axis in axes.flat[len(shown) :]:
        axis.set_visible(False)
    for axis, result in zip(axes.flat, shown, strict=False):
        counts, edges = result.extra["weights.counts"], result.extra["weights.edges"]
        share = np.maximum(counts / counts.sum(), 1e-7)
        axis.stairs(share, edges, fill=True, color="#1b6ca8")
        axis.set_yscale("log")
        axis.set_title(result.key.setting, fontsize=8, loc="left")
        axis.tick_params(labelsize=7)
    return as_png(figure)


def _observed(results: Sequence[RunResult], name: str) -> list[RunResult]:
    """Return the first seed's run of each setting that has an observation."""
    found: dict[str, RunResult] = {}
    for result in results:
        if name in result.extra:
            kept = found.get(result.key.setting)
            if kept is None or result.key.seed < kept.key.seed:
                found[result.key.setting] = result
    return list(found.values())
