"""Sets the way back, where it is wrong, apart from a way forward that would not be accused alone.

Much of what is excused is excused because all else is right: a loss that is infinite for a certain
answer, a constant in a logarithm. A fault of the way back must not turn that into an accusation,
which would come first and hide the fault.
"""

from __future__ import annotations

from dataclasses import replace

from parity.checking.comparing.judged import Judged
from parity.checking.comparing.trial import Trial
from parity.checking.comparing.variations import search
from parity.checking.judging.outcome import Judging, Outcome, changed_inputs
from parity.harness.evaluators.evaluation import Evaluation


def with_the_way_forward_apart(judging: Judging, found: Outcome) -> Outcome:
    """Return a wrong reading with its way forward judged as if the way back were right.

    It is the same reading where that does not acquit the way forward, or where nothing would be
    wrong then.
    """
    if found.right or not _both_are_wrong(found):
        return found
    alone = Outcome(found.subject, [_forward(trial) for trial in found.trials])
    alone.variation, compared = search(judging.concept, judging.referee, alone.trials)
    alone.judged = [Judged(t, c) for t, c in zip(alone.trials, compared, strict=True)]
    judging.settle(alone)
    if not alone.right:
        return found
    again = Outcome(found.subject, found.trials, alone.variation)
    for trial, forward in zip(found.trials, alone.judged, strict=True):
        compared_again = judging.referee.compare(trial, alone.variation)
        back = [c for c in compared_again if c.role == "gradient"]
        again.judged.append(Judged(trial, [*forward.comparisons, *back], forward.excused))
    judging.settle(again)
    wrong = {c.role for j in again.counted for c in j.comparisons if not c.fine}
    if again.right or not again.ran or wrong - {"gradient"}:
        return found
    told = [*alone.conventions, *again.conventions]
    again.conventions = list({convention.name: convention for convention in told}.values())
    again.masks, again.seen = found.masks, found.seen
    again.changed = changed_inputs(again.counted)
    return again


def _both_are_wrong(found: Outcome) -> bool:
    """Tell whether something is wrong both ways, and the way forward is right in some case."""
    if any(trial.own.quantities for trial in found.trials):
        return False  # its gradients were compared with its own way forward
    counted = [c for j in found.counted for c in j.comparisons]
    raised = any(j.trial.stumble and j.trial.stumble.stage == "backward" for j in found.counted)
    back = raised or any(c.role == "gradient" and not c.fine for c in counted)
    forward = [c.fine for c in counted if c.role == "forward"]
    return back and any(forward) and not all(forward)


def _forward(trial: Trial) -> Trial:
    """Return what a trial gave on its way forward."""
    given = Evaluation()
    for name, array in trial.given.quantities.items():
        if trial.given.roles[name] != "gradient":
            given.add(trial.given.roles[name], name, array)
    back = {f"d{name}" for name in (*trial.case.params, *trial.case.differentiable)}
    raised = trial.stumble is not None and trial.stumble.stage == "backward"
    return replace(
        trial,
        given=given,
        bad={name: text for name, text in trial.bad.items() if name not in back},
        stumble=None if raised else trial.stumble,
        second=Evaluation(),
    )
