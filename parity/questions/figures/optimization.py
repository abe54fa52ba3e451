"""What optimizers, rates and initial weights do: paths, losses, spreads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from parity.describing.text import Text
from parity.questions.asked import Figure, Line
from parity.questions.figures.drawn import Known, drawn
from parity.questions.worked.problem import ours

STEP = Text("update", "更新回数")
LAYER = Text("layer", "層")


def lines(rows: Iterable[tuple[str, Any, Any]]) -> tuple[Line, ...]:
    """Return rows of (label, x, y), their values short enough to read."""
    return tuple(
        Line(label, tuple(float(f"{v:.4g}") for v in x), tuple(float(f"{v:.3g}") for v in y))
        for label, x, y in rows
    )


def _path(optimizer: object, steps: int, gradient: Callable[[np.ndarray], np.ndarray],
          start: Sequence[float]) -> np.ndarray:  # fmt: skip
    w = {"w": np.array(start, dtype=float)}
    places = [w["w"].copy()]
    for _ in range(steps):
        optimizer.update(w, {"w": gradient(w["w"])})  # type: ignore[attr-defined]
        places.append(w["w"].copy())
    return np.array(places)


@drawn
def paths_of_three_optimizers() -> Known:
    """Return twelve updates on (x² + 12 y²) / 2 by AdaGrad, SGD and momentum."""

    def gradient(w: np.ndarray) -> np.ndarray:
        return w * np.array([1.0, 12.0])

    of = {
        "P": ("AdaGrad", ours("adagrad")(lr=0.8)),
        "Q": ("SGD", ours("sgd")(lr=0.15)),
        "R": ("momentum", ours("momentum")(lr=0.02, momentum=0.9)),
    }
    rows = [(label, *_path(o, 12, gradient, (4.0, 1.5)).T) for label, (_, o) in of.items()]
    figure = Figure("marked", lines(rows), Text("x", "x"), Text("y", "y"))
    return Known(figure, {label: name for label, (name, _) in of.items()})


@drawn
def losses_of_three_rates() -> Known:
    """Return the loss 2 w² over updates of gradient descent with three learning rates."""
    rates = {"P": 0.45, "Q": 0.02, "R": 0.52}
    rows = []
    for label, lr in rates.items():
        w = _path(ours("sgd")(lr=lr), 12, lambda w: 4 * w, (1.0,))[:, 0]
        rows.append((label, range(13), 2 * w**2))
    figure = Figure("marked", lines(rows), STEP, Text("loss", "損失"))
    return Known(figure, {label: f"{lr:g}" for label, lr in rates.items()})


@drawn
def steps_on_a_constant_gradient() -> Known:
    """Return the size of each step of SGD, AdaGrad and RMSprop while the gradient stays 2."""
    of = {
        "P": ("RMSprop", ours("rmsprop")(lr=0.1, rho=0.9)),
        "Q": ("AdaGrad", ours("adagrad")(lr=0.3)),
        "R": ("SGD", ours("sgd")(lr=0.08)),
    }
    rows = []
    for label, (_, optimizer) in of.items():
        w = _path(optimizer, 20, lambda w: np.full_like(w, 2.0), (0.0,))[:, 0]
        rows.append((label, range(1, 21), np.abs(np.diff(w))))
    figure = Figure("marked", lines(rows), STEP, Text("size of the step", "更新量の大きさ"))
    return Known(figure, {label: name for label, (name, _) in of.items()})


@drawn
def spread_of_activations() -> Known:
    """Return the spread behind each of five ReLU layers for three initial weights."""
    of = {"P": ("$\\sqrt{1/n}$", 0.1), "Q": ("$\\sqrt{2/n}$", 0.02**0.5), "R": ("0.01", 0.01)}
    rows = []
    for label, (_, std) in of.items():
        spread = np.zeros(5)
        for seed in range(10):
            random = np.random.default_rng(seed)
            x = random.standard_normal((1000, 100))
            for layer in range(5):
                x = np.maximum(0, x @ (random.standard_normal((100, 100)) * std))
                spread[layer] += x.std() / 10
        rows.append((label, range(1, 6), spread))
    y = Text("standard deviation of the activations", "活性値の標準偏差")
    return Known(
        Figure("marked", lines(rows), LAYER, y, log=True), {k: name for k, (name, _) in of.items()}
    )


@drawn
def histograms_behind_tanh() -> Known:
    """Return how activations lie behind five tanh layers for three initial weights."""
    of = {"P": ("1", 1.0), "Q": ("$\\sqrt{1/n}$", 0.1), "R": ("0.01", 0.01)}
    edges = np.linspace(-1, 1, 11)
    rows = []
    for label, (_, std) in of.items():
        random = np.random.default_rng(7)
        x = random.standard_normal((1000, 100))
        for _ in range(5):
            x = np.tanh(x @ (random.standard_normal((100, 100)) * std))
        share = np.histogram(x, edges)[0] / x.size
        rows.append((label, (edges[1:] + edges[:-1]) / 2, share))
    figure = Figure(
        "bars", lines(rows), Text("activation", "活性値"), Text("share of the units", "割合")
    )
    return Known(figure, {k: name for k, (name, _) in of.items()})


@drawn
def gradients_by_layer() -> Known:
    """Return the norm of the gradient that reaches each of eight layers."""
    of = {"P": ("tanh", 0.1), "Q": ("sigmoid", 0.1), "R": ("ReLU", 0.02**0.5)}
    rows = []
    for label, (name, std) in of.items():
        layer = {"tanh": "tanh", "sigmoid": "sigmoid", "ReLU": "relu"}[name]
        random = np.random.default_rng(3)
        x = random.standard_normal((200, 100))
        weights = [random.standard_normal((100, 100)) * std for _ in range(8)]
        activations = [ours(layer)() for _ in weights]
        for w, activation in zip(weights, activations, strict=True):
            x = activation.forward(x @ w)
        dy = random.standard_normal(x.shape)
        norms = []
        for w, activation in zip(reversed(weights), reversed(activations), strict=True):
            da = activation.backward(dy)
            norms.append(float(np.linalg.norm(da)))
            dy = da @ w.T
        rows.append((label, range(1, 9), np.array(norms[::-1]) / norms[0]))
    y = Text("gradient, relative to the last layer's", "勾配の大きさ(最終層との比)")
    return Known(
        Figure("marked", lines(rows), LAYER, y, log=True), {k: name for k, (name, _) in of.items()}
    )


@drawn
def gradients_through_time() -> Known:
    """Return the gradient that is left k steps back for three factors of a recurrent weight."""
    factors = {"P": 1.2, "Q": 0.5, "R": 0.9}
    rows = []
    for label, factor in factors.items():
        turn = np.linalg.qr(np.random.default_rng(1).standard_normal((8, 8)))[0] * factor
        dh = np.ones(8)
        sizes = [1.0]
        for _ in range(10):
            dh = dh @ turn.T
            sizes.append(float(np.linalg.norm(dh) / np.sqrt(8)))
        rows.append((label, range(11), sizes))
    figure = Figure(
        "marked", lines(rows), Text("steps back", "さかのぼる時刻の数"),
        Text("gradient", "勾配の大きさ"), log=True,
    )  # fmt: skip
    return Known(figure, {label: f"{factor:g}" for label, factor in factors.items()})
