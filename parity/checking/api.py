"""``parity.check``: judges an object of the user's, in a notebook or a test."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from parity.checking.running import sandbox
from parity.checking.running.printed import captured
from parity.checking.running.request import ALONE, PASSED, Request
from parity.checking.running.target import (
    file_request,
    read_hint,
    read_timeout,
    tell_present_name,
)
from parity.errors import ReaderError
from parity.language import LANGUAGES

if TYPE_CHECKING:
    from parity.checking.report import Report


def check(
    obj: Any,
    concept: str | None = None,
    *,
    mapping: Mapping[str, str] | None = None,
    live: bool = False,
    timeout: float = 20.0,
    language: str | None = None,
    hint: int | None = None,
) -> Report:
    """Judge code of one's own against PyTorch and Keras.

    It runs in a process of its own, so that neither an endless loop nor a crash harms this one.

    Args:
        obj: a class, a function, a pair ``(forward, backward)``, an instance, or a string
            ``"file.py::Name"``.
        concept: what it implements, such as ``"batch_norm"``; told from its name if ``None``.
        mapping: our names to yours where yours are unusual: ``{"dW": "grad_w"}``.
        live: whether the frameworks compute the references now; else the recorded ones serve.
        timeout: seconds after which it is stopped.
        language: ``"en"`` or ``"ja"``; the locale's if ``None``.
        hint: how much is told of what is wrong: 1 the first wrong quantity, 2 the kind of mistake
            too, 3 the line and its mended form; everything if ``None``.

    Returns:
        The answer. In a notebook it shows itself; ``print`` it elsewhere; ``passed`` is the
        verdict.

    Raises:
        ReaderError: if the question cannot be answered: there is no such concept, file or
            framework.
    """
    timeout = read_timeout(timeout)
    if language not in (None, *LANGUAGES):
        raise ReaderError(f"{language!r} is no language of the answer; there are en and ja.")
    hint = read_hint(hint)
    child = None if live else sandbox.Child()
    with child or contextlib.nullcontext():
        if isinstance(obj, str):
            request = file_request(obj, concept, mapping, timeout, live)
            report = _of_file(request, child)
            tell_present_name(concept, [report])
        else:
            report = _of_object(obj, concept, dict(mapping or {}), live, timeout, child)
    return replace(report.hinted(hint), language=language)


def _of_file(request: Request, child: sandbox.Child | None) -> Report:
    if request.live or not (request.name or request.concept):
        found = sandbox.find(request)
        if not isinstance(found, list):
            return found
        judged = [(name, concept) for name, concept in found if concept != PASSED]
        if len(judged) > 1:
            names = ", ".join(f"{request.path}::{name}" for name, _ in judged)
            raise ReaderError(f"The file has several; name one of them: {names}.")
        request = replace(request, only=tuple(judged))
    return _asked(request, child)


def _of_object(
    obj: Any,
    concept: str | None,
    mapping: dict[str, str],
    live: bool,
    timeout: float,
    child: sandbox.Child | None,
) -> Report:
    import sys

    from parity.checking.judging.attempt import require_concept
    from parity.checking.loading.definitions import usable
    from parity.checking.running import by_value
    from parity.harness.registry import told_current_name

    if not usable(obj):
        raise ReaderError(
            f"A {type(obj).__name__} cannot be judged: give a class, a function, a pair of "
            'functions, an instance of a layer, or a string "file.py::Name".'
        )
    label = label_of(obj)
    concept = told(obj, label) if concept is None else told_current_name(concept)
    if concept != ALONE:
        require_concept(concept)
    request = Request(label=label, concept=concept, mapping=mapping, timeout=timeout, live=live)
    try:
        pickled, sources = by_value.dump(obj)
    except Exception as error:  # whatever the object's parts raise when they are pickled
        return _here(obj, request, f"{type(error).__name__}: {error}")
    request = replace(request, pickled=pickled, sources=sources, sys_path=tuple(sys.path))
    try:
        return _asked(request, child)
    except sandbox.UnloadableError as error:
        return _here(obj, request, str(error))


def label_of(obj: Any) -> str:
    """Return what the answer calls ``obj``."""
    if isinstance(obj, tuple):
        return ", ".join(map(label_of, obj))
    return str(getattr(obj, "__name__", None) or type(obj).__name__)


def told(obj: Any, label: str) -> str:
    """Return the concept that the name or the signature of ``obj`` tells, or ALONE.

    Raises:
        RefusedError: if neither does.
    """
    from parity.checking.alone.probing.ways import goes_back
    from parity.checking.loading.crashes import RefusedError, not_recognised
    from parity.checking.reading.recognition import concept_for
    from parity.checking.running.by_value import namespace_of
    from parity.harness.registry import all_concepts

    first = obj[0] if isinstance(obj, tuple) else obj
    name = label_of(first)
    found = concept_for(name, first)
    if not found and goes_back(obj, name, namespace_of(obj)):
        return ALONE
    if not found:
        how = f'parity.check({label}, "CONCEPT")'
        raise RefusedError(not_recognised(name, how, all_concepts()))
    return found


def _asked(request: Request, child: sandbox.Child | None) -> Report:
    """Have the request answered in another process."""
    remark = None
    if request.live:
        from parity.checking.live import evaluate

        concept = request.concept or dict(request.only or ())[request.name]
        live = evaluate([concept] if concept else [])
        request, remark = replace(request, records=live.pickled()), live.remark
    (report,) = sandbox.check(request, child)
    if remark:
        report.remarks.append(remark)
    return report


def _here(obj: Any, request: Request, why: str) -> Report:
    """Judge in this process what cannot be sent to another."""
    from textwrap import shorten

    from parity.checking.judging.attempt import attempt, attempt_alone
    from parity.checking.running.by_value import namespace_of
    from parity.describing.concept import Text

    why = shorten(why, 120, placeholder=" …")
    assert request.concept is not None
    record = None
    if request.live and request.concept:
        from parity.checking.live import evaluate

        record = evaluate([request.concept]).records[request.concept]
    with captured() as printed:
        if request.concept == ALONE:
            report = attempt_alone(obj, request.label, namespace_of(obj))
        else:
            report = attempt(
                obj,
                request.concept,
                label=request.label,
                namespace=namespace_of(obj),
                mapping=request.mapping,
                record=record,
                live=request.live,
            )
    report.printed = printed.text()
    report.remarks.append(
        Text(
            f"{request.label} ran in this process, without a time limit, because it could not be "
            f"sent to another ({why}).",
            f"{request.label} は別のプロセスに送れなかった({why})ので、このプロセスで、"
            "時間制限なしに実行した。",
        )
    )
    return report
