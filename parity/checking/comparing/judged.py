"""A trial of the user's code with its comparisons."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from parity.checking.comparing.comparison import Comparison
from parity.checking.comparing.trial import Trial
from parity.describing.concept import DrawnCase, Text


@dataclass
class Judged:
    """A trial and its comparisons, and whether it counts.

    Attributes:
        trial: what was run.
        comparisons: what was found; empty where nothing could be compared.
        excused: why it does not count.
    """

    trial: Trial
    comparisons: list[Comparison] = field(default_factory=list)
    excused: Text | None = None

    @property
    def case(self) -> DrawnCase:
        """The case as it was judged."""
        return self.trial.case

    @property
    def first_input(self) -> np.ndarray:
        """The first input of the case, by which examples and features are counted."""
        return next(iter(self.case.inputs[0].values()))

    @property
    def features(self) -> int:
        """How many numbers of the first input each example has."""
        return int(np.prod(self.first_input.shape[1:]))

    @property
    def compared(self) -> bool:
        """Tell whether it counts, ran to its end, and something could be compared."""
        return self.excused is None and bool(self.comparisons) and not self.trial.stumble

    @property
    def fine(self) -> bool:
        """Tell whether everything in it agrees."""
        second = self.trial.odd.get("second_call") is not None
        return (
            bool(self.comparisons)
            and self.trial.stumble is None
            and not second
            and all(comparison.fine for comparison in self.comparisons)
        )

    @property
    def only_raised(self) -> bool:
        """Tell whether it raised, or gave another shape, where numbers could be compared."""
        return all(c.fine or not c.numbers for c in self.comparisons) and (
            self.trial.stumble is not None or any(not c.numbers for c in self.comparisons)
        )
