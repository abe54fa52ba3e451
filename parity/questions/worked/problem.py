"""What a worked question is: a stem with numbers of the size of a hand, one right answer, slips.

A family writes a function for each question, which draws the numbers of one variant::

    @worked("adam_first_step", items=("3-2-3",), concepts=("adam",))
    def _adam(d: Draws) -> Problem: ...

The right answer is computed by ``numpy_impl`` where it has the concept, and the wrong ones by the
concept's listed mistakes (:func:`slips`) or by what people do instead, each with what went wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from parity.describing.text import Text
from parity.harness.evaluators.subject import implementation
from parity.harness.mistakes import with_mistake
from parity.harness.registry import all_concepts

T = TypeVar("T")
Answer = float | int | str
"""A number, or what is no number, such as a shape."""


@dataclass(frozen=True)
class Wrong:
    """What somebody gets instead, and what they did.

    Attributes:
        answer: the wrong answer.
        why: what was done, and what it would do.
    """

    answer: Answer
    why: Text


@dataclass(frozen=True)
class Problem:
    """One variant of a question.

    Attributes:
        stem: everything that the answer follows from.
        right: the answer.
        why: how it is found.
        wrong: slips; those that give the right number, or the same as another, are left out.
        places: decimals that are shown.
    """

    stem: Text
    right: Answer
    why: Text
    wrong: Sequence[Wrong]
    places: int = 4


@dataclass(frozen=True)
class Family:
    """A question with many variants.

    Attributes:
        name: its own.
        items: of the syllabus.
        concepts: that it asks about, the first one first.
        draw: gives a variant.
    """

    name: str
    items: tuple[str, ...]
    concepts: tuple[str, ...]
    draw: Callable[[Draws], Problem]


class Draws:
    """Numbers of the size of a hand, from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)

    def pick(self, *options: T) -> T:
        """Return one of ``options``."""
        return options[int(self.random.integers(len(options)))]

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``, both included."""
        return int(self.random.integers(low, high + 1))

    def several(self, n: int, *options: T) -> tuple[T, ...]:
        """Return ``n`` different ones of ``options``."""
        return tuple(options[i] for i in self.random.permutation(len(options))[:n])

    def wholes(self, n: int, low: int, high: int) -> tuple[int, ...]:
        """Return ``n`` whole numbers, which may repeat."""
        return tuple(self.whole(low, high) for _ in range(n))


FAMILIES: list[Family] = []
"""Every question, in the order of the files that :mod:`parity.questions.worked.making` reads."""


def worked(
    name: str, *, items: tuple[str, ...], concepts: tuple[str, ...] = ()
) -> Callable[[Callable[[Draws], Problem]], Callable[[Draws], Problem]]:
    """Register the function below as the question called ``name``."""

    def register(draw: Callable[[Draws], Problem]) -> Callable[[Draws], Problem]:
        FAMILIES.append(Family(name, items, concepts, draw))
        return draw

    return register


def ours(concept: str) -> Any:
    """Return the class or function of ``numpy_impl``."""
    return implementation("numpy", all_concepts()[concept])


def slips(concept: str, compute: Callable[[Any], float], *names: str) -> Iterator[Wrong]:
    """Compute with the listed mistakes of a concept made.

    Args:
        concept: whose mistakes.
        compute: gives the number for a class or function.
        names: of the mistakes; all of them in the plain form if none is given.
    """
    found = all_concepts()[concept]
    unknown = set(names) - {mistake.name for mistake in found.mistakes}
    if unknown:
        raise KeyError(f"{concept} lists no mistake {', '.join(sorted(unknown))}.")
    for mistake in found.mistakes:
        if mistake.form != "plain" or (names and mistake.name not in names):
            continue
        try:
            with np.errstate(all="ignore"):
                answer = float(compute(with_mistake(found, mistake)))
        except (ArithmeticError, AttributeError, IndexError, TypeError, ValueError):
            continue  # it raises here: no number comes of it
        if np.isfinite(answer):
            yield Wrong(answer, mistake.why)


def shown(answer: Answer, places: int) -> str:
    """Return an answer as it is printed: no zeros at the end, and a true minus."""
    if isinstance(answer, str):
        return answer
    if isinstance(answer, int) or float(answer).is_integer():
        return f"{int(answer):,}".replace("-", "−")
    text = f"{answer:.{places}f}".rstrip("0").rstrip(".")
    return ("0" if text in ("-0", "0") else text).replace("-", "−")


def listed(values: Sequence[float | int]) -> str:
    """Return numbers as they stand in a stem: ``1, −2, 0.5``."""
    return ", ".join(shown(v, 5) for v in values)
