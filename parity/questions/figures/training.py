"""How training goes: curves of losses, schedules, penalties."""

from __future__ import annotations

import numpy as np

from parity.describing.text import Text
from parity.questions.asked import Figure
from parity.questions.figures.drawn import Known, drawn
from parity.questions.figures.optimization import STEP, lines
from parity.questions.worked.problem import ours

EPOCH = Text("epoch", "エポック")
LOSS = Text("loss", "損失")
LAMBDA = Text("log10 of the penalty's strength λ", "罰則項の強さ λ の常用対数")


@drawn
def early_stopping() -> Known:
    """Return a training and a validation loss over ten epochs."""
    train = (0.95, 0.74, 0.6, 0.52, 0.45, 0.39, 0.34, 0.3, 0.26, 0.23)
    validation = (0.9, 0.7, 0.6, 0.62, 0.58, 0.55, 0.57, 0.59, 0.61, 0.66)
    best, since = np.inf, 0
    stopped = taken = 0
    for epoch, loss in enumerate(validation, start=1):
        since = 0 if loss < best else since + 1
        if loss < best:
            best, taken = loss, epoch
        stopped = epoch
        if since == 2:
            break
    rows = [("train", range(1, 11), train), ("val", range(1, 11), validation)]
    return Known(Figure("marked", lines(rows), EPOCH, LOSS), {"": f"{stopped}, {taken}"})


def _polynomials() -> tuple[np.ndarray, np.ndarray]:
    """Return training and validation errors of polynomials of degree 0 to 9."""
    random = np.random.default_rng(10)
    x, x_val = np.linspace(-1, 1, 12), np.linspace(-0.97, 0.97, 60)

    def truth(x: np.ndarray) -> np.ndarray:
        return np.sin(3 * x)

    t = truth(x) + 0.25 * random.standard_normal(x.size)
    t_val = truth(x_val) + 0.25 * random.standard_normal(x_val.size)
    train, validation = [], []
    for degree in range(10):
        w = np.linalg.lstsq(np.vander(x, degree + 1), t, rcond=None)[0]
        train.append(np.mean((np.vander(x, degree + 1) @ w - t) ** 2))
        validation.append(np.mean((np.vander(x_val, degree + 1) @ w - t_val) ** 2))
    return np.array(train), np.minimum(np.array(validation), 1.0)


@drawn
def errors_by_degree() -> Known:
    """Return the two errors of a polynomial, by its degree."""
    train, validation = _polynomials()
    rows = [("P", range(10), train), ("Q", range(10), validation)]
    figure = Figure("marked", lines(rows), Text("degree", "次数"), Text("MSE", "平均二乗誤差"))
    return Known(figure, {"P": "training", "Q": "validation"})


@drawn
def which_curve_overfits() -> Known:
    """Return training and validation losses of three networks, as the gap between the two."""
    random = np.random.default_rng(0)
    d, n = 40, 30
    truth = np.where(np.arange(d) < 5, 1.0, 0.0)
    x, x_val = random.standard_normal((n, d)), random.standard_normal((400, d))
    t = x @ truth + random.standard_normal(n)
    t_val = x_val @ truth + random.standard_normal(400)
    of = {"P": ("all 40 features, no penalty", slice(None), 0.0),
          "Q": ("one feature", slice(0, 1), 0.0),
          "R": ("the 5 features that matter", slice(0, 5), 0.0)}  # fmt: skip
    rows = []
    for label, (_, own, decay) in of.items():
        w = np.zeros(x[:, own].shape[1])
        for update in range(61):
            train = np.mean((x[:, own] @ w - t) ** 2)
            if update % 10 == 0:
                validation = np.mean((x_val[:, own] @ w - t_val) ** 2)
                rows.append((label, update, train, validation))
            w -= 0.05 * (2 * x[:, own].T @ (x[:, own] @ w - t) / n + decay * w)
    drawn_rows = []
    for label in of:
        own_rows = [row for row in rows if row[0] == label]
        steps = [row[1] for row in own_rows]
        drawn_rows.append((f"{label} train", steps, [row[2] for row in own_rows]))
        drawn_rows.append((f"{label} val", steps, [row[3] for row in own_rows]))
    figure = Figure("marked", lines(drawn_rows), STEP, LOSS)
    return Known(figure, {"P": "overfits", "Q": "underfits", "R": "fits"})


@drawn
def three_schedules() -> Known:
    """Return the learning rate over fifty epochs by three schedules."""
    epochs = np.arange(0, 51, 2)
    warm = np.minimum(epochs / 10, 1.0)
    cosine = 0.5 * (1 + np.cos(np.pi * np.clip((epochs - 10) / 40, 0, 1)))
    of = {
        "P": ("exponential", 0.93**epochs),
        "Q": ("step", 0.5 ** (epochs // 15)),
        "R": ("warm-up and cosine", np.where(epochs < 10, warm, cosine)),
    }
    rows = [(label, epochs, rate) for label, (_, rate) in of.items()]
    figure = Figure("marked", lines(rows), EPOCH, Text("learning rate", "学習率"))
    return Known(figure, {label: name for label, (name, _) in of.items()})


@drawn
def three_penalties() -> Known:
    """Return the weights of a regression with no penalty, the L1 and the L2 norm's."""
    random = np.random.default_rng(5)
    truth = np.array([2.0, -1.5, 1.0, 0, 0, 0, 0, 0])
    x = random.standard_normal((40, 8))
    t = x @ truth + 0.8 * random.standard_normal(40)
    gram, along = x.T @ x / 40, x.T @ t / 40
    plain = np.linalg.solve(gram, along)
    ridge = np.linalg.solve(gram + np.eye(8), along)
    lasso = np.zeros(8)
    for _ in range(4000):  # gradient steps and soft thresholds
        moved = lasso - 0.1 * (gram @ lasso - along)
        lasso = np.sign(moved) * np.maximum(np.abs(moved) - 0.1 * 0.45, 0)
    of = {"P": ("L2", ridge), "Q": ("none", plain), "R": ("L1", lasso)}
    rows = [(label, range(1, 9), w) for label, (_, w) in of.items()]
    figure = Figure("bars", lines(rows), Text("weight", "重みの番号"), Text("value", "値"))
    return Known(figure, {label: name for label, (name, _) in of.items()})


@drawn
def error_by_penalty() -> Known:
    """Return the two errors of a ridge regression, by the strength of its penalty."""
    random = np.random.default_rng(2)
    x, x_val = random.standard_normal((25, 20)), random.standard_normal((400, 20))
    truth = random.standard_normal(20) * 0.5
    t = x @ truth + 1.5 * random.standard_normal(25)
    t_val = x_val @ truth + 1.5 * random.standard_normal(400)
    powers = np.arange(-3, 4)
    train, validation = [], []
    for power in powers:
        w = np.linalg.solve(x.T @ x + 10.0**power * np.eye(20), x.T @ t)
        train.append(np.mean((x @ w - t) ** 2))
        validation.append(np.mean((x_val @ w - t_val) ** 2))
    rows = [("train", powers, train), ("val", powers, validation)]
    figure = Figure(
        "marked",
        lines(rows),
        LAMBDA,
        LOSS,
    )
    return Known(figure, {"": str(int(powers[int(np.argmin(validation))]))})


@drawn
def running_means() -> Known:
    """Return exponential moving averages of one noisy row with three shares of the old value."""
    random = np.random.default_rng(4)
    given = np.where(np.arange(30) < 10, 0.0, 1.0) + 0.15 * random.standard_normal(30)
    shares = {"P": 0.9, "Q": 0.5, "R": 0.98}
    rows = []
    for label, beta in shares.items():
        m, kept = 0.0, []
        for g in given:
            m = beta * m + (1 - beta) * g
            kept.append(m)
        rows.append((label, range(1, 31), kept))
    figure = Figure("curves", lines(rows), STEP, Text("average", "移動平均"))
    return Known(figure, {label: f"{beta:g}" for label, beta in shares.items()})


@drawn
def losses_of_residuals() -> Known:
    """Return three losses of one residual."""
    r = np.linspace(-3, 3, 25)
    t = np.zeros((25, 1))
    huber = np.where(np.abs(r) <= 1, r**2 / 2, np.abs(r) - 0.5)
    square = np.array([ours("half_squared_error")().forward(v[None, None], t[:1]) for v in r])
    of = {"P": ("Huber", huber), "Q": ("absolute", np.abs(r)), "R": ("squared", square)}
    rows = [(label, r, loss) for label, (_, loss) in of.items()]
    figure = Figure("curves", lines(rows), Text("residual", "残差"), LOSS)
    return Known(figure, {label: name for label, (name, _) in of.items()})
