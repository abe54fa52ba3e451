"""Cases of decoding: tables of scores, with a row more than there are words, for the start."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.describing.concept import Case, Text
from parity.describing.draw import Draw, normal, values

NEXT_WORD_TABLE = "(T, R, V): [t, w] the logits of the next word after w at step t; or a function"

TIES = values(
    np.array(
        [
            [[1.0, 3.0, 3.0], [0.0, 0.0, 0.0], [2.0, 2.0, 1.0], [1.0, 2.0, 2.0]],
            [[0.5, 0.5, 0.5], [4.0, 1.0, 4.0], [1.0, 2.0, 2.0], [0.0, 1.0, 0.0]],
        ]
    )
)
"""Words that are equally likely, wherever one looks."""


def decoding_case(
    name: str,
    scores: Draw | tuple[int, int, int],
    start: int,
    outputs: tuple[str, str],
    **more: Any,
) -> Case:
    """Return a case with scores, or T, R and V of drawn ones; the words must be equal."""
    drawn = normal(*scores, scale=1.5) if isinstance(scores, tuple) else scores
    return Case(
        name,
        inputs={"scores": drawn},
        config={"start": start, **more},
        exact=outputs[:1],
        options={"outputs": outputs},
    )


WORD_BEFORE_NOT_FED = Text(
    "Each step must be told the word that was chosen before; else the model says what it would say "
    "first, again and again.",
    "各時刻には、直前に選んだ単語を入力する。入力しないと、最初に言うことを繰り返すだけになる。",
)
NOT_NORMALIZED = Text(
    "A logit is no logarithm of a probability until log sum exp of all words is subtracted; that "
    "differs from step to step, so sequences cannot be compared without.",
    "ロジットは、全単語の log sum exp を引いて初めて対数確率になる。引く値は時刻ごとに違うので、"
    "引かないと系列どうしを比べられない。",
)
