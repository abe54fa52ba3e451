"""Maxima of an image that was padded with zeros, which win over what is negative.

Code that pads so is wrong for negative numbers whatever else is mended; what else is wrong shows
where there are none.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from parity.checking.causes.fingerprints.evidence import Evidence
from parity.checking.causes.following.again import Again
from parity.checking.comparing.judged import Judged
from parity.checking.report import Cause
from parity.describing.concept import Text


def above_zero(e: Evidence, again: Again) -> Evidence | None:
    """Return the evidence with the images at which pooling raises made positive; None of others."""
    if not e.concept.name.startswith("max_pool"):
        return None
    judged = [_positive(j, again) if j.trial.stumble is not None else j for j in e.judged]
    return replace(e, judged=judged)


def _positive(j: Judged, again: Again) -> Judged:
    inputs = tuple({name: np.abs(a) for name, a in drawn.items()} for drawn in j.case.inputs)
    case = replace(j.case, name=f"{j.case.name}/above_zero", inputs=inputs)
    trial = again.run(replace(j.trial, case=case, altered=True))
    trial.altered = True
    return Judged(trial, again.compared(trial))


def told(cause: Cause) -> Cause:
    """Return the cause with what is left to be mended."""
    en = (
        f"{cause.text.en.rstrip('.')} in which no number is negative: zeros around the image win "
        "over those, so a maximum wants -inf there."
    )
    ja = (
        f"{cause.text.ja.rstrip('。')}(負の数がない場合)。周りに詰めた 0 は負の数に勝ってしまう"
        "ので、最大値を取るときは -inf で埋める。"
    )
    return replace(cause, text=Text(en, ja))
