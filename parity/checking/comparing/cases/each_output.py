"""Whether a case can be judged by all of its outputs, where these are alike."""

from __future__ import annotations

import numpy as np

from parity.checking.reading.binding import NotApplicableError, parameters_of
from parity.checking.reading.sessions.calls.states import alike, meant
from parity.checking.reading.sessions.session import StumbleError, Subject
from parity.describing.concept import DrawnCase


def gives_each(subject: Subject, case: DrawnCase) -> bool:
    """Tell whether code gives all outputs of a case that are alike, and takes their gradients."""
    names = alike(case)
    if not names:
        return False
    try:
        session = subject.start(case)
        session.forward({name: np.array(array) for name, array in case.inputs[0].items()})
    except (StumbleError, NotApplicableError):
        return False
    back = session.way_back
    theirs = [p.name for p in parameters_of(back) or []] if back else []
    return bool(session.states) and (back is None or bool(meant(theirs, names)))
