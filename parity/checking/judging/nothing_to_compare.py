"""What is said where code gives nothing that could be compared."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from parity.checking.causes.crashing.crash import (
    cause_of,
    nothing_returned,
    seen_in_the_line,
    shapes_at_hand,
)
from parity.checking.causes.fingerprints import behaviour
from parity.checking.comparing.judged import Judged
from parity.checking.comparing.trial import NOT_GIVEN, Trial
from parity.checking.loading import crashes
from parity.checking.loading.names import listed
from parity.checking.reading.sessions.functions import Functions
from parity.checking.reading.sessions.layers.layer_class import BACKWARD, FORWARD
from parity.checking.reading.sessions.session import Subject
from parity.checking.report import Cause, Crash
from parity.describing.concept import NOTHING, Concept, DrawnCase, Text


def unknown_shape(label: str, concept: Concept, why: Text, obj: Any = None) -> Crash:
    """Say that it is not known how to use the object: what was understood, and what to write."""
    seen, form = what_it_is(obj)
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
        understood=seen,
        form=form,
    )


def what_it_is(obj: Any) -> tuple[Text, str]:
    """Return what is seen of an object: a function with its arguments, a class with its methods."""
    if inspect.isclass(obj):
        own = [name for kind in obj.__mro__[:-1] for name, part in vars(kind).items()
               if inspect.isfunction(part) and not name.startswith("_")]  # fmt: skip
        made = _signature("", obj)
        own = list(dict.fromkeys(own))
        names = listed(own)
        many = "s" * (len(own) > 1)
        en = f"a class with the method{many} {names}" if own else "a class without methods"
        ja = f"メソッド {names} を持つクラス" if own else "メソッドのないクラス"
        if made not in ("", "()"):
            en, ja = f"{en}, made with {made}", f"{ja}(引数は {made})"
        return Text(f"{en}.", f"{ja}。"), "class"
    if inspect.isroutine(obj):
        taken = _signature(getattr(obj, "__name__", ""), obj)
        return Text(f"a function, {taken}.", f"関数 {taken}。"), "function"
    return NOTHING, ""


def _signature(name: str, function: Any) -> str:
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return ""
    # Defaults and annotations of the user's may be long, and say what they like.
    return f"{name}({', '.join(p.name for p in parameters)})"


def given_to(case: DrawnCase, error: BaseException | None = None) -> Text:
    """Return the shapes that the code was given, and of what is in the line that raised."""
    arrays = {**(case.inputs[0] if case.inputs else {}), **case.params}
    told = {name: array.shape for name, array in arrays.items()} if len(arrays) <= 12 else {}
    found = NOTHING if error is None else shapes_at_hand(error, told)
    if not told:
        return found
    shapes = ", ".join(f"{name} {shape}" for name, shape in told.items())
    return Text(f"It was given {shapes}. {found.en}".strip(), f"渡した配列は {shapes}。{found.ja}")


def with_crash(causes: Sequence[Cause], error: BaseException, obj: Any) -> list[Cause]:
    """Return the causes with that of a crash, which comes first where no other is known.

    Of numbers that nothing explains, and a line that raised, the line says more.
    """
    crash = cause_of(error, obj)
    if crash is None and all(c.name == "unknown" for c in causes):
        crash = seen_in_the_line(error)
    if crash is None or any(c.mended and _of_one_line(c, crash) for c in causes):
        return list(causes)  # a change that mends the line says it already
    return [*(c for c in causes if c.name != "unknown"), crash]


def _of_one_line(one: Cause, other: Cause) -> bool:
    return one.line is not None and other.line is not None and one.line.text == other.line.text


def why_nothing_ran(subject: Subject, obj: Any, trials: list[Trial]) -> list[Cause]:
    """Return the cause where nothing could be compared: of a crash, or of an odd result."""
    if not any(trial.ran for trial in trials):
        for trial in trials:
            for name in ("complex_result", "object_result"):
                if name in trial.odd:
                    return [behaviour.odd_cause(name, trial.odd[name])]
    for trial in trials:
        if trial.stumble:
            known = cause_of(trial.stumble.error, obj)
            return [known] if known else []  # else a change is looked for that mends it
        if trial.bad:
            name, what = next(iter(trial.bad.items()))
            if what.en not in ("None", NOT_GIVEN.en):
                return []
            return with_return([], subject, obj, name)
    return []


def with_return(causes: Sequence[Cause], subject: Subject, obj: Any, quantity: str) -> list[Cause]:
    """Return the causes; where the function of a quantity has no return, that it has none."""
    backward = quantity.startswith("d")
    missing = nothing_returned(_function(subject, obj, BACKWARD if backward else FORWARD))
    return [missing] if missing else list(causes)


def _function(subject: Subject, obj: Any, names: Sequence[str]) -> Any:
    """Return the user's function that was to give the result."""
    if isinstance(subject, Functions):
        return subject.back if names is BACKWARD else subject.function
    kind = obj if inspect.isclass(obj) else type(obj)
    methods = (inspect.getattr_static(kind, name, None) for name in names)
    return obj if inspect.isfunction(obj) else next(filter(inspect.isfunction, methods), None)


def only_absent(counted: Sequence[Judged]) -> list[str]:
    """Return the quantities that the code does not give, if all that it gives is right."""
    wrong = [c for j in counted for c in j.comparisons if not c.fine]
    if any(j.trial.stumble for j in counted) or any(c.note != NOT_GIVEN for c in wrong):
        return []
    return list(dict.fromkeys(c.quantity for c in wrong))


def without_output(counted: Sequence[Judged]) -> list[str]:
    """Return the outputs if none is given in any case, nor a gradient: code still to be written.

    That its statistics stay as they were says nothing then.
    """
    given = [c for j in counted for c in j.comparisons if c.role in ("forward", "gradient")]
    if not given or any(j.trial.stumble for j in counted):
        return []
    outputs = [c for c in given if c.role == "forward"]
    nothing = all(c.yours is None and c.verdict == "missing" for c in given)
    return list(dict.fromkeys(c.quantity for c in outputs)) if nothing else []


def unwritten(subject: Subject, names: Sequence[str]) -> Crash:
    """Say that no output is given, so that there is nothing to compare."""
    return Crash(
        "absent",
        Text(
            f"{subject.label} gives no {', '.join(names)}: it may be still to be written.",
            f"{subject.label} は {', '.join(names)} を与えていない。"
            "まだ書かれていないように見える。",
        ),
        absent(subject, names).hint,
    )


def absent(subject: Subject, names: Sequence[str]) -> Crash:
    """Say that what the code gives is right, and what it does not give."""
    gone, first = ", ".join(names), names[0]
    return Crash(
        "absent",
        Text(
            f"{subject.label} gives no {gone} that could be found; what it gives is right.",
            f"{subject.label} は {gone} を与えていないように見える。見つかったものは正しい。",
        ),
        Text(
            f"Return it, or keep it in an attribute; where it goes by a name of yours, say so with "
            f"--map {first}=NAME.",
            f"戻り値として返すか、属性に入れる。別の名前で入れているなら --map {first}=名前 "
            "で知らせる。",
        ),
    )


def nothing_ran(subject: Subject, concept: Concept, trials: list[Trial], obj: Any) -> Crash:
    """Say why there is nothing to compare."""
    for trial in trials:
        if trial.stumble:
            at = f"{trial.stumble.stage}, {trial.case.name}"
            crash = crashes.raised(trial.stumble.error, subject.label, at)
            hint = crash.hint if crash.hint.en else given_to(trial.case, trial.stumble.error)
            return replace(crash, hint=hint)
        if trial.bad:
            name, what = next(iter(trial.bad.items()))
            gives = Text(
                f"{subject.label} gives {what.en} for {name}.",
                f"{subject.label} の {name} は{what.ja}。",
            )
            if what == NOT_GIVEN:
                gives = Text(
                    f"{subject.label} gives no {name}.",
                    f"{subject.label} からは {name} が得られない。",
                )
            return Crash(
                "wrong_result",
                gives,
                Text("An array of real numbers was expected.", "実数の配列が必要である。"),
            )
    reasons = [trial.not_applicable for trial in trials if trial.not_applicable]
    why = reasons[0] if reasons else Text("no case fits what it takes", "受け取れるケースがない")
    return unknown_shape(subject.label, concept, why, obj)
