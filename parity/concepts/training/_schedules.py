"""What the learning-rate schedules share: their cases, texts and defaults."""

from __future__ import annotations

from typing import Any

from parity.describing.concept import Case, Default, Text
from parity.describing.draw import values

LR = Default("lr", 0.1)
STEPS = {"step": "any", "rate": "as step"}

COUNTED_FROM_1 = Text(
    "Steps are counted from 0: at step 0 the learning rate is where it begins.",
    "ステップは 0 から数え、ステップ 0 では初期値になる。",
)
NO_END = Text(
    "Behind its last step the schedule stays where it ended.",
    "最後のステップより後は、終わりの値を保つ。",
)


def at(name: str, step: Any, **config: Any) -> Case:
    """Return a case of some steps: whole numbers alone, so no result is in float32."""
    return Case(
        name,
        inputs={"step": values(step)},
        config=config,
        options={"outputs": ("rate",)},
        dtypes=("float64",),
    )
