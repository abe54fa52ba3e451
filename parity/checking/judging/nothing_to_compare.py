"""What is said where code gives nothing that could be compared."""

from __future__ import annotations

from dataclasses import replace

from parity.checking.causes.fingerprints import behaviour
from parity.checking.comparing.trial import Trial
from parity.checking.loading import crashes
from parity.checking.reading.sessions.session import Subject
from parity.checking.report import Cause, Crash
from parity.describing.concept import NOTHING, Concept, DrawnCase, Text


def unknown_shape(label: str, concept: Concept, why: Text) -> Crash:
    """Say that nobody knows how to use the object, and where to read which shapes there are."""
    return Crash(
        "unknown_shape",
        Text(
            f"{label} cannot be used as {concept.name}: {why.en}.",
            f"{label} を {concept.name} として使う方法が分からない:{why.ja}。",
        ),
        Text(
            f"`parity contract {concept.name}` shows the shapes of code that are understood; "
            "other names are told with --map, as in --map dW=grad_w.",
            f"`parity contract {concept.name}` で受け付けるコードの形を確認できる。"
            "名前が違うときは --map dW=grad_w のように指定する。",
        ),
    )


def given_to(case: DrawnCase) -> Text:
    """Return the shapes that the code was given."""
    arrays = {**(case.inputs[0] if case.inputs else {}), **case.params}
    if not arrays or len(arrays) > 12:
        return NOTHING
    shapes = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
    return Text(f"It was given {shapes}.", f"渡した配列は {shapes}。")


def odd_results(trials: list[Trial]) -> list[Cause]:
    """Return the cause where results are no real numbers."""
    for trial in trials:
        for name in ("complex_result", "object_result"):
            if name in trial.odd:
                return [behaviour.odd_cause(name, trial.odd[name])]
    return []


def nothing_ran(subject: Subject, concept: Concept, trials: list[Trial]) -> Crash:
    """Say why there is nothing to compare."""
    for trial in trials:
        if trial.stumble:
            at = f"{trial.stumble.stage}, {trial.case.name}"
            crash = crashes.raised(trial.stumble.error, subject.label, at)
            return replace(crash, hint=crash.hint or given_to(trial.case))
        if trial.bad:
            name, what = next(iter(trial.bad.items()))
            return Crash(
                "wrong_result",
                Text(
                    f"{subject.label} gives {what.en} for {name}.",
                    f"{subject.label} の {name} は{what.ja}。",
                ),
                Text("An array of real numbers was expected.", "実数の配列が必要である。"),
            )
    reasons = [trial.not_applicable for trial in trials if trial.not_applicable]
    if reasons:
        return unknown_shape(subject.label, concept, reasons[0])
    return unknown_shape(
        subject.label,
        concept,
        Text("no case fits what it takes", "受け取れるケースがない"),
    )
