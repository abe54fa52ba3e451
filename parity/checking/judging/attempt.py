"""Judges one object; whatever its code raises becomes part of the answer."""

from __future__ import annotations

import inspect
import re
import time
from collections.abc import Callable, Mapping
from typing import Any

from parity.checking.loading.crashes import RefusedError, both, raised, report_of
from parity.checking.loading.missing import old_numpy
from parity.checking.loading.notebooks import Problem
from parity.checking.reading.sessions.calls.through_call import through_its_call
from parity.checking.reading.source import source_around
from parity.checking.report import Crash, Report
from parity.checking.unfilled.telling import BLANK, told_as_blank
from parity.describing.concept import Text
from parity.errors import ReaderError
from parity.harness.recorded_references import Record
from parity.harness.registry import all_concepts, find


def require_concept(name: str) -> None:
    """Check that ``name`` is a concept's.

    Raises:
        ReaderError: if it is not, with the nearest names.
    """
    if name not in all_concepts():
        of_group = find([name])
        names = ", ".join(concept.name for concept in of_group)
        raise ReaderError(f"{name} is a group of concepts; name one of them: {names}.")


def attempt(
    obj: Any,
    concept: str,
    *,
    label: str,
    namespace: Mapping[str, Any],
    mapping: Mapping[str, str],
    record: Record | None = None,
    live: bool = False,
    progress: Callable[[str], None] = lambda what: None,
    problems: Mapping[str, Problem] | None = None,
    causes: bool = True,
) -> Report:
    """Return the answer for ``obj``; see :func:`parity.checking.judging.judge.check_object`.

    Args:
        problems: why names of a notebook are missing: a remark says so where the code wants one.
        causes: whether causes are looked for, which takes most of the time.

    Raises:
        ReaderError: where the question, not the code, is at fault.
    """
    from parity.checking.judging.judge import check_object

    at = ""

    def tell(what: str) -> None:
        nonlocal at
        at = what
        progress(what)

    started = time.perf_counter()
    unwritten = _made_possible(obj)
    obj = through_its_call(obj, namespace)
    try:
        report = check_object(
            obj,
            concept,
            label=label,
            namespace=namespace,
            mapping=mapping,
            record=record,
            live=live,
            progress=tell,
            causes=causes,
        )
    except ReaderError:
        raise
    except BaseException as error:
        # SystemExit and KeyboardInterrupt too: the code raised them, nobody pressed a key.
        report = report_of(raised(error, label, at), label, concept)
        from parity.checking.judging.nothing_to_compare import with_crash

        report.causes = with_crash([], error, obj)
    report = told_as_blank(report, obj, namespace)
    if report.crash is not None and report.crash.name == BLANK:
        pass
    elif report.crash is not None and _never_set_up(report.crash):
        report = _by_itself(report, obj, label, namespace, tell)
    elif report.crash is not None and _never_ran(report, report.crash):
        found = _by_itself(report, obj, label, namespace, tell, arrays=True)
        report = found if found.verdict == "agrees" else report
    elif report.verdict == "error" and report.crash is not None and _asks_more(report.crash):
        found = _by_itself(report, obj, label, namespace, tell)
        report = found if found.verdict in ("agrees", "differs") else report
    elif report.verdict == "differs" and _is_something_else(report):
        found = attempt_alone(obj, label, namespace, tell)
        if found.verdict in ("agrees", "differs"):
            found.reading.insert(0, another_shape(label, report.concept))
            report = found
    elif report.verdict == "differs" and report.meant is not None:
        found = attempt_alone(obj, label, namespace, tell)
        if report.meant.is_shown_by(found):
            report = report.meant.told(found)
        elif report.meant.kind == "one axis":
            report = report.meant.refusal(report)
    elif report.verdict == "differs" and _is_linear(report, obj):
        found = attempt_alone(obj, label, namespace, tell)
        if found.verdict == "agrees":
            found.reading.insert(0, LINEAR)
            report = found
    elif report.verdict == "agrees" and _way_back_unseen(report, obj, label, namespace):
        alone = attempt_alone(obj, label, namespace, tell)
        if alone.verdict == "differs":
            report = alone
        elif alone.verdict == "agrees":
            report.remarks.append(BACKWARD_BY_ITSELF)
    report.remarks += [*unwritten, *old_numpy.told()]
    report.seconds = report.seconds or time.perf_counter() - started
    _explain_missing_names(report, problems or {})
    return report


def _made_possible(obj: Any) -> list[Text]:
    """Let a class be made that leaves abstract methods unwritten, though not its way forward.

    Returns:
        What is told of it.
    """
    from parity.checking.reading.sessions.layers.layer_class import FORWARD, LOSS_FORWARD

    if not inspect.isabstract(obj) or obj.__abstractmethods__ & {*FORWARD, *LOSS_FORWARD}:
        return []
    names = ", ".join(sorted(obj.__abstractmethods__))
    obj.__abstractmethods__ = frozenset()
    return [
        Text(
            f"It leaves {names} unwritten, so Python refuses to make it; the rest was judged all "
            "the same.",
            f"{names} が書かれていないため、Python ではインスタンスを作れない。"
            "残りの部分だけを判定した。",
        )
    ]


BACKWARD_BY_ITSELF = Text(
    "Its gradients were judged by themselves: they agree with finite differences of its own "
    "forward.",
    "勾配はそれ自体で判定した。順伝播の数値微分と一致する。",
)


def _way_back_unseen(report: Report, obj: Any, label: str, namespace: Mapping[str, Any]) -> bool:
    """Tell whether code is right as a step of the exam, which goes forward, and goes back too."""
    from parity.checking.alone.judge import has_gradient

    step = find([report.concept])[0]
    seen = any(q.quantity.startswith("d") for q in report.quantities)
    exam = step.group == "exam" and step.kind == "function" and step.has_gradients
    return exam and not seen and has_gradient(obj, label, namespace)


def attempt_alone(
    obj: Any,
    label: str,
    namespace: Mapping[str, Any],
    progress: Callable[[str], None] = lambda what: None,
    problems: Mapping[str, Problem] | None = None,
    arrays: bool = False,
) -> Report:
    """Return the answer for ``obj`` judged by itself, without a concept."""
    from parity.checking.alone.judge import judge_alone

    try:
        called = through_its_call(obj, namespace)
        report = judge_alone(called, label, namespace, progress, arrays)
    except BaseException as error:  # as above
        report = report_of(raised(error, label, ""), label, "")
        report.alone = True
    report = told_as_blank(report, obj, namespace)
    report.remarks += old_numpy.told()
    _explain_missing_names(report, problems or {})
    return report


def _never_set_up(crash: Crash) -> bool:
    """Tell whether the code never came to run, or gives less than its concept asks for."""
    constructing = crash.name == "raised" and " in constructor" in crash.what.en
    return crash.name in ("unknown_shape", "absent") or constructing


def _never_ran(report: Report, crash: Crash) -> bool:
    """Tell whether its forward raised on every case: it may take other inputs."""
    return not report.quantities and crash.name == "raised" and " in forward" in crash.what.en


def _asks_more(crash: Crash) -> bool:
    """Tell whether its way back takes more than its concept has, such as the input again."""
    asked = re.search(r"missing \d+ required positional arguments?", crash.trace)
    return crash.name == "raised" and " in backward" in crash.what.en and bool(asked)


LOOSELY_NAMED = ("networks", "models", "transformer")
"""Groups of concepts whose names people give to much else: a block, an encoder, a decoder."""


def _is_something_else(report: Report) -> bool:
    """Tell whether what goes by a network's name gives outputs of another shape in every case."""
    compared = [q for q in report.quantities if q.quantity != "inputs"]
    return (
        find([report.concept])[0].group in LOOSELY_NAMED
        and bool(compared)
        and not any(q.agreed or q.max_abs_error is not None for q in compared)
    )


def another_shape(label: str, concept: str) -> Text:
    """Say why something was not judged as what its name says."""
    return Text(
        f"{label} gives outputs of another shape than {concept}, so it was judged by itself.",
        f"{label} の出力は {concept} と形が違うので、単独で判定した。",
    )


LINEAR = Text(
    "It bends nothing: neither tanh nor ReLU is in it. So it was judged by itself, as a recurrence "
    "that is meant to be linear.",
    "tanh も ReLU もないので、意図して線形にした再帰とみなし、単独で判定した。",
)

_BENDS = re.compile(r"tanh|relu|maximum|sigmoid|where|clip|exp\b|activ|act\b|> *0|nonlin|phi", re.I)
"""What a recurrent network's states go through, in its source."""


def _is_linear(report: Report, obj: Any) -> bool:
    """Tell whether what goes by the name of a recurrent network has no activation at all.

    Forward and backward have to agree, else it was forgotten in one of them.
    """
    return report.concept == "simple_rnn" and not _BENDS.search(source_around(obj))


def _by_itself(
    refused: Report, obj: Any, label: str, namespace: Mapping[str, Any],
    progress: Callable[[str], None], arrays: bool = False,
) -> Report:  # fmt: skip
    """Judge by itself what cannot be used as its concept; if that is not possible, say the first.

    What is wrong with the concept's own arrays is not known then, only whether the gradients are
    those of the forward.
    """
    from parity.checking.alone.judge import has_gradient, may_have_gradient
    from parity.checking.alone.probing.steps import step_ways

    assert refused.crash
    # What takes autograd objects and ran on no array may be a network of millions of numbers.
    asked = has_gradient if arrays else may_have_gradient
    if not asked(obj, label, namespace) and not step_ways(obj):
        return refused
    report = attempt_alone(obj, label, namespace, progress, arrays=arrays)
    if report.verdict not in ("agrees", "differs"):
        return refused
    what = refused.crash.what
    report.reading.insert(
        0,
        Text(
            f"{what.en.rstrip('.')}; so it was judged by itself.",
            f"{what.ja.rstrip('。')}ので、単独で判定した。",
        ),
    )
    return report


def crash_of(error: Exception) -> Crash:
    """Return why there is no answer: the question is at fault, or the check itself is broken."""
    if isinstance(error, RefusedError):
        return error.crash
    return Crash("bad_usage" if isinstance(error, ReaderError) else "broken", both(str(error)))


def _explain_missing_names(report: Report, problems: Mapping[str, Problem]) -> None:
    """Add why a name is missing that the code asked for in vain."""
    said = [quantity.note.en for quantity in report.quantities]
    if report.crash:
        said += [report.crash.what.en, report.crash.trace]
    for name in dict.fromkeys(re.findall(r"name '(\w+)' is not defined", "\n".join(said))):
        if name in problems:
            report.remarks.append(problems[name].text)
