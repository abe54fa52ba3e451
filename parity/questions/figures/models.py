"""What models and measures give: ROC curves, components, clusters, noise."""

from __future__ import annotations

import numpy as np

from parity.describing.text import Text
from parity.questions.asked import Figure
from parity.questions.figures.drawn import Known, drawn
from parity.questions.figures.optimization import lines

SCORES = (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2)
LABELS = (1, 1, 0, 1, 0, 1, 0, 0)


@drawn
def one_roc_curve() -> Known:
    """Return the ROC curve of eight scores, four of each class."""
    x, y = [0.0], [0.0]
    area = 0.0
    for _, label in sorted(zip(SCORES, LABELS, strict=True), reverse=True):
        x.append(x[-1] + (0 if label else 0.25))
        y.append(y[-1] + (0.25 if label else 0))
        area += (x[-1] - x[-2]) * y[-1]
    figure = Figure(
        "marked", lines([("P", x, y)]), Text("false positive rate", "偽陽性率"),
        Text("true positive rate", "真陽性率"),
    )  # fmt: skip
    return Known(figure, {"": f"{area:g}"})


@drawn
def three_roc_curves() -> Known:
    """Return the ROC curves of a good, a poor and a turned classifier."""
    random = np.random.default_rng(6)
    of = {"P": 0.0, "Q": 1.5, "R": -1.5}
    thresholds = np.linspace(-4, 4, 25)[::-1]
    rows = []
    for label, shift in of.items():
        yes = random.standard_normal(4000) + shift
        no = random.standard_normal(4000)
        rates = [((no > c).mean(), (yes > c).mean()) for c in thresholds]
        rows.append((label, [r[0] for r in rates], [r[1] for r in rates]))
    figure = Figure(
        "curves", lines(rows), Text("false positive rate", "偽陽性率"),
        Text("true positive rate", "真陽性率"),
    )  # fmt: skip
    areas = {"P": "about 0.5", "Q": "above 0.5", "R": "below 0.5"}
    return Known(figure, areas)


@drawn
def contribution_ratios() -> Known:
    """Return the contribution ratio of each of six principal components."""
    ratios = (0.48, 0.27, 0.13, 0.06, 0.04, 0.02)
    needed = int(np.argmax(np.cumsum(ratios) >= 0.9)) + 1
    figure = Figure(
        "bars", lines([("P", range(1, 7), ratios)]), Text("component", "主成分"),
        Text("contribution ratio", "寄与率"),
    )  # fmt: skip
    return Known(figure, {"": str(needed)})


@drawn
def elbow_of_k_means() -> Known:
    """Return the sum of squared distances of k-means, by the number of clusters."""
    random = np.random.default_rng(8)
    centres = np.array([[0, 0], [8, 0], [0, 8]])
    x = np.concatenate([c + 0.8 * random.standard_normal((60, 2)) for c in centres])
    sums = []
    for k in range(1, 8):
        best = np.inf
        for seed in range(12):
            means = x[np.random.default_rng(seed).choice(len(x), k, replace=False)]
            for _ in range(30):
                nearest = ((x[:, None] - means) ** 2).sum(2).argmin(1)
                means = np.array([
                    x[nearest == j].mean(0) if (nearest == j).any() else means[j] for j in range(k)
                ])  # fmt: skip
            best = min(best, float(((x[:, None] - means) ** 2).sum(2).min(1).sum()))
        sums.append(best)
    drops = -np.diff(sums)
    elbow = int(np.argmax(drops[:-1] / drops[1:])) + 2
    figure = Figure(
        "marked", lines([("P", range(1, 8), sums)]), Text("number of clusters", "クラスタ数"),
        Text("sum of squared distances", "距離の2乗和"),
    )  # fmt: skip
    return Known(figure, {"": str(elbow)})


@drawn
def shares_of_diffusion() -> Known:
    """Return what is left of the data and what is noise while a diffusion goes on."""
    betas = np.linspace(1e-4, 0.02, 1000)
    kept = np.cumprod(1 - betas)
    at = np.arange(0, 1000, 37)
    of = {
        "P": ("variance of one step's noise β_t", betas * 50),
        "Q": ("share of the data √ᾱ_t", np.sqrt(kept)),
        "R": ("share of the noise √(1−ᾱ_t)", np.sqrt(1 - kept)),
    }
    rows = [(label, at + 1, y[at]) for label, (_, y) in of.items()]
    figure = Figure("curves", lines(rows), Text("step t", "ステップ t"), Text("value", "値"))
    return Known(figure, {label: name for label, (name, _) in of.items()})


@drawn
def perplexities() -> Known:
    """Return the cross-entropy of a language model in nats, by epoch."""
    losses = (np.log(64), np.log(32), np.log(16), np.log(10), np.log(8), np.log(8))
    figure = Figure(
        "marked", lines([("val", range(1, 7), losses)]), Text("epoch", "エポック"),
        Text("cross-entropy a word (nats)", "1語あたりの交差エントロピー(自然対数)"),
    )  # fmt: skip
    return Known(figure, {"": f"{np.exp(losses[-1]):g}"})
