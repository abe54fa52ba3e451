"""Small tasks that make their own data: regressions, logic functions, irises, sequences.

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
``binary_addition``     the bits of a + b from those of a and b, the lowest first    bits, sums
``adding``              the sum of the two numbers of a sequence that are marked     near
======================  ===========================================================  ==========
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

Kind = Literal["classes", "binary", "regression", "bits", "sums", "near"]

NEAR = 0.1
"""How far from the right one a number may lie that still counts as right."""

OF_THE_SETTING = (
    "task", "target", "sampling", "epochs", "draws", "activations", "gradient_norms", "weights",
    "dropout_scaling", "long", "path", "data", "refused_by",
    "parameters", "readout", "through_time",
)  # fmt: skip
"""Options that are no argument of a target."""


@dataclass(frozen=True, eq=False)
class Task:
    """What a run trains and tests on.

    Attributes:
        kind: ``classes`` (targets are class numbers (N,), int64), ``binary`` (0 or 1, (N, 1),
            float64), ``regression`` (numbers (N, k), float64), ``bits`` or ``sums`` (0 or 1,
            (N, 1, T), float64; of ``sums`` only whole rows are right) or ``near`` (numbers (N, 1),
            right within :data:`NEAR`).
        x_train: (N, F), (N, C, H, W) or sequences (N, T, F), float64.
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


def binary_addition(
    rng: np.random.Generator,
    digits: int = 8,
    n: int = 10_000,
    n_test: int = 1000,
    whole: bool = True,
) -> Task:
    """Return additions of two numbers below half of 2^digits, bit by bit from the lowest.

    Args:
        rng: draws the numbers.
        digits: how many bits.
        n: how many additions train.
        n_test: how many test.
        whole: whether a sum is right only as a whole, or each bit counts by itself.
    """

    def draw(n: int) -> tuple[np.ndarray, np.ndarray]:
        a, b = rng.integers(2 ** (digits - 1), size=(2, n))
        places = np.arange(digits)
        a_bits, b_bits, d = ((number[:, None] >> places) & 1 for number in (a, b, a + b))
        return np.stack([a_bits, b_bits], axis=2).astype(float), d[:, None].astype(float)

    return Task("sums" if whole else "bits", *draw(n), *draw(n_test), n_out=1)


def adding(rng: np.random.Generator, length: int = 10, n: int = 3200, n_test: int = 500) -> Task:
    """Return the adding problem: sequences of numbers from 0 to 1, two of which are marked.

    One mark is in the first half, the other in the second. Source: Hochreiter and Schmidhuber
    (1997), Long short-term memory, section 5.4, with numbers from 0 to 1 and one length.

    Args:
        rng: draws the sequences.
        length: their number of steps.
        n: how many train.
        n_test: how many test.
    """

    def draw(n: int) -> tuple[np.ndarray, np.ndarray]:
        x = np.zeros((n, length, 2))
        x[:, :, 0] = rng.random((n, length))
        half, rows = length // 2, np.arange(n)
        x[rows, rng.integers(half, size=n), 1] = 1
        x[rows, rng.integers(half, length, size=n), 1] = 1
        return x, (x[:, :, 0] * x[:, :, 1]).sum(axis=1, keepdims=True)

    return Task("near", *draw(n), *draw(n_test), n_out=1)


TARGETS: dict[str, Callable[..., Task]] = {
    "linear": linear,
    "polynomial": polynomial,
    "cubic": cubic,
    "plane": plane,
    "or": _logic((0, 1, 1, 1)),
    "and": _logic((0, 0, 0, 1)),
    "xor": _logic((0, 1, 1, 0)),
    "iris": iris,
    "binary_addition": binary_addition,
    "adding": adding,
}
