"""Functions: activations, their derivatives, temperatures, discounts."""

from __future__ import annotations

import numpy as np

from parity.describing.text import Text
from parity.questions.asked import Figure
from parity.questions.figures.drawn import Known, drawn
from parity.questions.figures.optimization import lines
from parity.questions.worked.problem import ours

X, Y = Text("x", "x"), Text("y", "y")
POINTS = np.linspace(-4, 4, 33)


@drawn
def three_derivatives() -> Known:
    """Return the derivatives of three activations."""
    of = {"P": ("tanh", "tanh"), "Q": ("sigmoid", "sigmoid"), "R": ("softplus", "softplus")}
    rows = []
    for label, (name, _) in of.items():
        layer = ours(name)()
        layer.forward(POINTS)
        rows.append((label, POINTS, layer.backward(np.ones_like(POINTS))))
    figure = Figure("curves", lines(rows), X, Text("derivative", "導関数の値"))
    return Known(figure, {label: name for label, (_, name) in of.items()})


@drawn
def three_relatives_of_relu() -> Known:
    """Return three activations that are like ReLU for large x."""
    of = {"P": ("ELU", ours("elu")()), "Q": ("GELU", ours("gelu")()),
          "R": ("Leaky ReLU", ours("leaky_relu")(0.1))}  # fmt: skip
    rows = [(label, POINTS, layer.forward(POINTS)) for label, (_, layer) in of.items()]
    figure = Figure("curves", lines(rows), X, Y)
    return Known(figure, {label: name for label, (name, _) in of.items()})


@drawn
def three_temperatures() -> Known:
    """Return a softmax of the same logits at three temperatures."""
    logits = np.array([[2.0, 1.0, 0.0, -1.0]])
    of = {"P": 1.0, "Q": 4.0, "R": 0.5}
    rows = [(k, range(1, 5), ours("softmax")().forward(logits / T)[0]) for k, T in of.items()]
    figure = Figure("bars", lines(rows), Text("class", "クラス"), Text("probability", "確率"))
    return Known(figure, {label: f"{T:g}" for label, T in of.items()})


@drawn
def weights_of_rewards() -> Known:
    """Return how much a reward k steps ahead counts for three discounts."""
    of = {"P": 0.9, "Q": 0.99, "R": 0.5}
    k = np.arange(0, 21)
    rows = [(label, k, gamma**k) for label, gamma in of.items()]
    figure = Figure(
        "marked", lines(rows), Text("steps ahead", "何ステップ先か"), Text("weight", "重み")
    )
    return Known(figure, {label: f"{gamma:g}" for label, gamma in of.items()})


@drawn
def waves_of_positions() -> Known:
    """Return three columns of the sinusoidal encoding of forty positions."""
    encoding = np.zeros((40, 16))
    places = np.arange(40)[:, None] / 10000 ** (np.arange(0, 16, 2) / 16)
    encoding[:, 0::2], encoding[:, 1::2] = np.sin(places), np.cos(places)
    of = {"P": 4, "Q": 5, "R": 8}
    rows = [(label, range(40), encoding[:, column]) for label, column in of.items()]
    figure = Figure("curves", lines(rows), Text("position", "位置"), Text("value", "値"))
    return Known(figure, {label: str(column) for label, column in of.items()})


@drawn
def entropy_of_a_coin() -> Known:
    """Return three functions of the probability of heads."""
    p = np.linspace(0.02, 0.98, 33)
    entropy = -(p * np.log2(p) + (1 - p) * np.log2(1 - p))
    of = {"P": ("self-information of heads", -np.log2(p)), "Q": ("entropy", entropy),
          "R": ("variance", p * (1 - p))}  # fmt: skip
    rows = [(label, p, np.minimum(y, 3.0)) for label, (_, y) in of.items()]
    figure = Figure("curves", lines(rows), Text("probability of heads", "表の出る確率"), Y)
    return Known(figure, {label: name for label, (name, _) in of.items()})
