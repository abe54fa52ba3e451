"""Small tasks that make their own data: regressions, logic functions, irises.

A setting names one in ``options["target"]``; the other arguments of its function here may stand
beside it. Everything random follows from the setting and the seed.

======================  ===========================================================  ==========
target                  what is learned                                              task
======================  ===========================================================  ==========
``linear``              d = slope x + intercept, 3 x + 2 if not said                 regression
``polynomial``          d = c0 + c1 x + c2 x^2 ..., from x or from its powers        regression
``cubic``               the same, -0.4 x^3 + 1.6 x^2 - 2.8 x + 1 from its powers     regression
``plane``               d = 3 x0 + 2 x1                                              regression
``or`` ``and`` ``xor``  the four rows of the truth table                             binary
``iris``                Fisher's irises: three kinds from four lengths               classes
======================  ===========================================================  ==========
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

Kind = Literal["classes", "binary", "regression"]

OF_THE_SETTING = (
    "task", "target", "sampling", "epochs", "draws", "activations", "gradient_norms", "weights",
    "dropout_scaling", "long", "path", "data", "refused_by",
    "parameters",
)  # fmt: skip
"""Options that are no argument of a target."""


@dataclass(frozen=True, eq=False)
class Task:
    """What a run trains and tests on.

    Attributes:
        kind: ``classes`` (targets are class numbers (N,), int64), ``binary`` (0 or 1, (N, 1),
            float64) or ``regression`` (numbers (N, k), float64).
        x_train: (N, F) or (N, C, H, W), float64.
        t_train: the targets.
        x_test: likewise.
        t_test: likewise.
        n_out: how many outputs the network has.
    """

    kind: Kind
    x_train: np.ndarray
    t_train: np.ndarray
    x_test: np.ndarray
    t_test: np.ndarray
    n_out: int


def make(options: Mapping[str, Any], rng: np.random.Generator) -> Task:
    """Return the task that a setting's ``options`` describe.

    Raises:
        ValueError: if there is no such target, or it has no such argument.
    """
    target = options.get("target")
    if target not in TARGETS:
        raise ValueError(f"There is no target {target!r}; there are {', '.join(TARGETS)}.")
    arguments = {name: value for name, value in options.items() if name not in OF_THE_SETTING}
    takes = _arguments(TARGETS[target])
    unknown = [name for name in arguments if name not in takes]
    if unknown:
        raise ValueError(f"The target {target!r} takes {', '.join(takes)}, not {unknown[0]!r}.")
    return TARGETS[target](rng, **arguments)


def _arguments(target: Callable[..., Task]) -> list[str]:
    own = list(inspect.signature(target).parameters)[1:]
    if "others" not in own:
        return own
    return [*own[:-1], *(name for name in _arguments(polynomial) if name not in own)]


def polynomial(
    rng: np.random.Generator,
    coefficients: Sequence[float] = (2.0, 3.0),
    n: int = 100,
    noise: float = 0.3,
    low: float = 0.0,
    high: float = 1.0,
    grid: bool = False,
    powers: bool = False,
) -> Task:
    """Return a regression of d = c0 + c1 x + c2 x² ... with noise.

    Args:
        rng: draws x and the noise.
        coefficients: c0, c1, c2 ...
        n: how many examples train, and how many test.
        noise: its standard deviation.
        low: the least x.
        high: the largest x.
        grid: whether x is evenly spaced, or drawn uniformly.
        powers: whether the inputs are 1, x, x² ... and the weights the coefficients themselves,
            as the course has it; else the input is x alone. (A dense layer's b is then one too
            many: freeze it.)
    """

    def draw() -> tuple[np.ndarray, np.ndarray]:
        x = np.linspace(low, high, n) if grid else rng.uniform(low, high, n)
        all_powers = np.stack([x**j for j in range(len(coefficients))], axis=1)
        d = all_powers @ np.asarray(coefficients, dtype=float)
        d = d + noise * rng.standard_normal(n)
        return (all_powers if powers else x[:, None]), d[:, None]

    return Task("regression", *draw(), *draw(), n_out=1)


def linear(
    rng: np.random.Generator, slope: float = 3.0, intercept: float = 2.0, **others: Any
) -> Task:
    """Return a regression of d = slope x + intercept; ``others`` as in :func:`polynomial`."""
    return polynomial(rng, (intercept, slope), **others)


def cubic(
    rng: np.random.Generator,
    coefficients: Sequence[float] = (1.0, -2.8, 1.6, -0.4),
    noise: float = 0.05,
    low: float = -2.0,
    high: float = 2.0,
    powers: bool = True,
    **others: Any,
) -> Task:
    """Return the course's cubic, from its powers; arguments as in :func:`polynomial`."""
    return polynomial(rng, coefficients, noise=noise, low=low, high=high, powers=powers, **others)


def plane(
    rng: np.random.Generator,
    weights: Sequence[float] = (3.0, 2.0),
    intercept: float = 0.0,
    n: int = 1000,
    noise: float = 0.0,
    low: float = 0.0,
    high: float = 1.0,
) -> Task:
    """Return a regression of d = 3 x0 + 2 x1: n examples to train, and n to test."""

    def draw() -> tuple[np.ndarray, np.ndarray]:
        x = rng.uniform(low, high, (n, len(weights)))
        d = x @ np.asarray(weights, dtype=float) + intercept + noise * rng.standard_normal(n)
        return x, d[:, None]

    return Task("regression", *draw(), *draw(), n_out=1)


def _logic(truth: Sequence[int]) -> Callable[[np.random.Generator], Task]:
    def task(rng: np.random.Generator) -> Task:
        x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
        t = np.array(truth, dtype=float)[:, None]
        return Task("binary", x, t, x, t, n_out=1)

    return task


def iris(rng: np.random.Generator, test: float = 0.2) -> Task:
    """Return Fisher's irises in a random order, the share ``test`` of them (rounded up) to test."""
    from parity.experiments.data.readers.scikit_learn import irises

    x, t = irises()
    order = rng.permutation(len(x))
    cut = len(x) - int(np.ceil(test * len(x)))
    train, rest = order[:cut], order[cut:]
    return Task("classes", x[train], t[train], x[rest], t[rest], n_out=3)


TARGETS: dict[str, Callable[..., Task]] = {
    "linear": linear,
    "polynomial": polynomial,
    "cubic": cubic,
    "plane": plane,
    "or": _logic((0, 1, 1, 1)),
    "and": _logic((0, 0, 0, 1)),
    "xor": _logic((0, 1, 1, 0)),
    "iris": iris,
}
