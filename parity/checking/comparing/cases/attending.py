"""Cases of attention as people's code takes them: much of it knows no mask, or one input alone."""

from __future__ import annotations

import inspect
from dataclasses import replace
from typing import Any

from parity.checking.comparing.trial import Trial
from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.binding import NotApplicableError
from parity.checking.reading.sessions.functions import Functions
from parity.checking.reading.sessions.layers.layer_class import LayerClass
from parity.checking.reading.sessions.session import Subject
from parity.checking.reading.sessions.torch_module import TorchModule
from parity.checking.reading.source import source_around
from parity.describing.concept import DrawnCase, Text

GIVEN = ("Q", "K", "V")

OPTIONAL = {
    "mask": Text("it takes no mask", "マスクを受け取らない"),
    "bias": Text("it takes no bias of the scores", "スコアに足す bias を受け取らない"),
}
"""Inputs that code need not take, and what is told where it does not."""


def attend(subject: Subject, trial: Trial) -> None:
    """Make the case of a trial what the code takes of it: one head, where it speaks of none.

    Raises:
        NotApplicableError: if it cannot be given the case; then it is not judged by it.
    """
    require_what_is_given(subject, trial.case)
    target = getattr(subject, "target", None) or getattr(subject, "function", None)
    several = trial.case.config.get("n_heads", 1) != 1
    source = source_around(target).lower() if several and target is not None else ""
    if source and "head" not in source:
        with_one_head(trial)


def with_one_head(trial: Trial) -> None:
    """Make the case of a trial one of a single head."""
    trial.case = replace(trial.case, config={**trial.case.config, "n_heads": 1})
    trial.altered = True


def require_what_is_given(subject: Subject, case: DrawnCase) -> None:
    """Check that the code takes what the case gives, and does without what it leaves out.

    Raises:
        NotApplicableError: if it does not; then it is not judged by the case.
    """
    called = _called(subject)
    if case.kind != "layer" or called is None or GIVEN[0] not in case.inputs[0]:
        return
    parameters = [p for p in called if p.kind is p.POSITIONAL_OR_KEYWORD]
    known = [*OPTIONAL, *subject.concept.weights, *subject.defaults, *case.config, "training"]
    meant = [subject.names.meaning(p.name, [*GIVEN, *known]) for p in parameters]
    free = [
        p for p, meaning in zip(parameters, meant, strict=True)
        if meaning not in known and "mask" not in p.name.lower()  # a mask of another form
    ]  # fmt: skip
    given = [name for name in GIVEN if name in case.inputs[0]]
    if len(free) < len(given):
        raise NotApplicableError(
            f"it takes no {given[-1]} of its own", f"{given[-1]} を別に受け取らない"
        )
    if sum(required(p) for p in free) > len(given):
        raise NotApplicableError("it cannot do with fewer inputs", "入力を省略して呼び出せない")
    for name, text in OPTIONAL.items():
        if name in case.inputs[0] and name not in meant:
            raise NotApplicableError(text.en, text.ja)
    if isinstance(subject, Functions):
        for name in case.params:
            if name not in meant:
                raise NotApplicableError(f"it has no {name}", f"{name} がない")


def _called(subject: Subject) -> list[inspect.Parameter] | None:
    """Return the parameters of what is called to go forward; None if nobody can say."""
    function: Any = getattr(subject, "function", None)
    if isinstance(subject, LayerClass):
        names = [name for name in subject.forward_names if hasattr(subject.target, name)]
        function = getattr(subject.target, names[0]) if names else None
    if isinstance(subject, TorchModule):
        function = getattr(subject.target, "forward", None)
    found = parameters_of(function) if function is not None else None
    return found if found is None else [p for p in found if p.name != "self"]
