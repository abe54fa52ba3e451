"""Whether a case can be judged by all of its outputs."""

from __future__ import annotations

import numpy as np

from parity.checking.loading.signatures import parameters_of
from parity.checking.reading.binding import NotApplicableError
from parity.checking.reading.sessions.calls.states import alike, meant
from parity.checking.reading.sessions.layers.outputs import several
from parity.checking.reading.sessions.session import StumbleError, Subject
from parity.describing.concept import DrawnCase
from parity.harness.evaluators.evaluation import upstream_of


def gives_each(subject: Subject, case: DrawnCase) -> bool:
    """Tell whether code gives all outputs of a case, and takes their gradients."""
    names = several(case)
    if not names or subject.first_alone:
        return False
    try:
        session = subject.start(case)
        session.forward({name: np.array(array) for name, array in case.inputs[0].items()})
    except (StumbleError, NotApplicableError):
        return False
    back = session.way_back
    theirs = [p.name for p in parameters_of(back) or []] if back else []
    if not session.states or back is None or (alike(case) and meant(theirs, names)):
        return bool(session.states)
    outputs = getattr(session, "outputs", None)
    return outputs is not None and outputs.handed(back, upstream_of(case, 0), case) is not None
