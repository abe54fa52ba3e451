"""The process that runs the user's code: takes one request, gives reports, and ends.

Started by :mod:`parity.checking.running.sandbox`; it divides in two: :mod:`parity.checking.umpire`
stays, and the user's code runs in the other. What that code prints goes to the pipe that is
standard error; the answers go through a descriptor that printing does not reach.
"""

from __future__ import annotations

import contextlib
import gc
import linecache
import os
import pickle
import sys
import threading
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

from parity import children
from parity.checking.running import messages
from parity.checking.running.request import ALONE, PASSED, Request
from parity.checking.running.time_limit import TimeLimit
from parity.checking.umpire import Forked, Started, Umpire
from parity.plain import plain

if TYPE_CHECKING:
    from parity.checking.report import Report
    from parity.describing.concept import Text
    from parity.harness.recorded_references import Record

MOST_MEMORY = 0.9
"""The part of the machine's memory that the code may take before it gets a MemoryError."""


class Channel:
    """The private way to the parent."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self.one_at_a_time = threading.Lock()
        self.requests = os.fdopen(os.dup(0), "rb")
        self.replies: BinaryIO = os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        for stream in (sys.stdout, sys.stderr):
            # Line by line, so that a crash loses nothing; and a console's old encoding may not
            # make a print fail that works elsewhere.
            stream.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)  # type: ignore[union-attr]

    def receive(self) -> Request:
        """Wait for the request; the process ends if none comes."""
        try:
            request: Request = pickle.load(self.requests)
        except EOFError:
            os._exit(0)
        self.requests.close()
        return request

    def send(self, kind: str, content: Any = None) -> None:
        """Send an answer; a copy of this process that the user's code forked ends here."""
        if os.getpid() != self.pid:
            os._exit(0)
        try:
            with self.one_at_a_time:
                messages.write(self.replies, kind, content)
        except OSError:  # the parent is gone, or the code closed the descriptor
            children.kill_below(self.pid)
            os._exit(1)

    def divide(self, replies: BinaryIO) -> None:
        """Be the channel of a process that was forked: the old way is closed to it."""
        self.pid = os.getpid()
        self.replies.close()
        self.replies = replies


def main() -> None:
    """Answer one request, or with the argument ``user`` be the process that runs the code."""
    gc.disable()  # until all that stays is there: it would go through it again and again
    alone = sys.argv[1:] == ["user"]
    other = None if alone or hasattr(os, "fork") else Started()
    channel = Channel()
    # Before NumPy starts its threads; the module that knows the other settings imports NumPy.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    from parity.harness.processes.worker import quieten

    quieten()
    os.environ["MPLBACKEND"] = "Agg"  # plt.show() opens no window and does not wait
    # What takes long to import is imported before the request comes, and leaves bytecode.
    import parity.checking.alone.judge
    import parity.checking.judging.judge
    import parity.checking.judging.verifying
    import parity.checking.reading.recognition
    import parity.harness.registry

    concepts = parity.harness.registry.all_concepts()
    channel.send("ready")
    request = channel.receive()
    if request.concept and request.concept in concepts:
        concepts[request.concept]
    else:
        list(concepts)  # which one it is, is found by looking at all
    gc.freeze()
    gc.enable()
    if alone:
        _run(channel, request)
    children.adopt_orphans()
    try:
        if other is not None:
            other.ask(request)
        Umpire(request, other or Forked(lambda replies: _run(channel, request, replies)),
               channel.send).serve()  # fmt: skip
    except BaseException:
        channel.send("broken", traceback.format_exc())
    children.kill_below(os.getpid())
    os._exit(0)  # whatever threads still listen


def _run(channel: Channel, request: Request, replies: BinaryIO | None = None) -> NoReturn:
    """Run the user's code in this process, and end it."""
    if replies is not None:
        channel.divide(replies)
    _limit()
    sys.dont_write_bytecode = True
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    os.environ.pop("PYTHONSAFEPATH", None)  # a promise to our processes, not to the code's own
    try:
        Session(channel, request).answer()
        channel.send("end")
    except BaseException:  # ours, not the user's: those are answers
        channel.send("broken", traceback.format_exc())
    _flush()
    os._exit(0)  # whatever threads the code has started


def _limit() -> None:
    """Leave no core file, and let a runaway allocation fail rather than stop the machine."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        memory = int(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * MOST_MEMORY)
    except (ValueError, OSError):  # a system that does not tell how much it has
        return
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    if most == resource.RLIM_INFINITY or memory < most:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_DATA, (memory, most))


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(BaseException):
            stream.flush()


class Session:
    """One request at work."""

    def __init__(self, channel: Channel, request: Request) -> None:
        from parity.checking.loading.seal import Seal

        self.channel = channel
        self.request = request
        self.remark: Text | None = None
        self.limit = TimeLimit(
            request.timeout, os.open(request.trace, os.O_RDWR), lambda: channel.send("importing")
        )
        self.marks = os.dup(2)  # the code may close or redirect the ordinary one
        self.judged = 0
        self.why: dict[str, Text] = {}  # of each definition that was passed over
        self.seal = Seal()

    def answer(self) -> None:
        """Load the code and judge it."""
        import warnings

        from parity.checking.judging.attempt import crash_of, require_concept
        from parity.checking.loading.crashes import LoadError
        from parity.errors import ReaderError
        from parity.harness.registry import current_name

        warnings.simplefilter("ignore")
        self.limit.begin()
        try:
            if self.request.concept:
                present = current_name(self.request.concept)
                self.request = replace(self.request, concept=present)
                require_concept(present)  # before the user's code is run
            if self.request.path:
                self.judge_file()
            else:
                self.judge_object()
        except LoadError as error:
            self.channel.send("failed", error.crash)
        except ReaderError as error:
            self.channel.send("refused", crash_of(error))

    def judge_file(self) -> None:
        """Judge a name in a file, or everything in it, and say of the rest why not."""
        from parity.checking.choosing import concept_of, whole_file
        from parity.checking.loading.crashes import RefusedError, nothing_recognised
        from parity.checking.loading.definitions import load, resolve
        from parity.checking.loading.origin import shown

        path = Path(self.request.path)
        sys.argv = [str(path)]
        with _numpy_settings_kept():
            loaded = load(path)
        self.remark = loaded.remark
        own = loaded.definitions()
        names: list[tuple[str, str | None]] = [(self.request.name, self.request.concept)]
        if self.request.only is not None:
            names = list(self.request.only)
        elif not self.request.name:
            names = whole_file(own, loaded.namespace, str(path), self.request.concept)
        chosen = []
        for name, concept in names:
            obj = resolve(loaded.namespace, name, loaded.file, own, loaded.problems)
            if concept is None:
                concept = concept_of(name, obj, loaded.namespace, str(path))
            chosen.append((name, obj, concept))
        self.require_names(concept for _, _, concept in chosen)
        self.channel.send("found", [(name, concept) for name, _, concept in chosen])
        if self.request.find_only:
            return
        single = bool(self.request.name or self.request.concept)
        for name, obj, concept in chosen:
            if concept == PASSED:
                self.pass_over(name, obj, own)
            else:
                self.judge(obj, name, concept, loaded.namespace, loaded.problems, single)
        if not self.judged:
            raise RefusedError(nothing_recognised(shown(self.request.path), own, self.why))

    def pass_over(self, name: str, obj: Any, own: dict[str, Any]) -> None:
        """Send why a definition was not judged."""
        from parity.checking.alone.definitions import why_not
        from parity.checking.report import Report

        self.channel.send("judging", (name, PASSED))
        self.why[name] = why_not(name, obj, own)
        self.send(Report(name, "", "passed", remarks=[self.why[name]]), name, PASSED)

    def passed(self, report: Report, name: str, obj: Any) -> Report:
        """Return the mention of what could not be judged by itself."""
        from parity.checking.alone.definitions import why_not
        from parity.checking.report import Report

        assert report.crash
        unknown = report.crash.name == "not_recognised"
        self.why[name] = why_not(name, obj, {}) if unknown else report.crash.what
        return Report(name, "", "passed", remarks=[self.why[name]])

    def require_names(self, concepts: Iterable[str]) -> None:
        """Refuse names of ours that none of the concepts has."""
        from parity.checking.judging.mapped import require_known

        known = (concept for concept in concepts if concept not in (ALONE, PASSED))
        require_known(self.request.mapping, list(dict.fromkeys(known)))

    def judge_object(self) -> None:
        """Judge an object that came pickled, with the names around it."""
        from parity.checking.choosing import concept_of
        from parity.checking.running.by_value import restore

        sys.path[:] = self.request.sys_path
        for name, source in self.request.sources.items():
            lines = source.splitlines(keepends=True)
            linecache.cache[name] = (len(source), None, lines, name)
        try:
            with _numpy_settings_kept():
                obj, namespace = restore(self.request.pickled)
        except BaseException as error:
            self.channel.send("unloadable", f"{type(error).__name__}: {error}")
            return
        concept = self.request.concept
        if concept is None:
            concept = concept_of(self.request.label, obj, namespace, self.request.path)
        self.require_names([concept])
        self.channel.send("found", [(self.request.label, concept)])
        if not self.request.find_only:
            self.judge(obj, self.request.label, concept, namespace, {}, single=True)

    def judge(
        self,
        obj: Any,
        name: str,
        concept: str,
        namespace: dict[str, Any],
        problems: Any,
        single: bool,
    ) -> None:
        """Judge one object and send its report."""
        from parity.checking.judging.attempt import attempt, attempt_alone, crash_of
        from parity.checking.loading.crashes import report_of
        from parity.errors import ReaderError

        self.channel.send("judging", (name, concept))
        self.limit.begin()
        if concept == ALONE:
            report = attempt_alone(
                obj, name, namespace, lambda what: self.channel.send("at", what), problems
            )
            if report.crash is not None and not single:  # of a whole file it is only mentioned
                report = self.passed(report, name, obj)
            self.judged += report.verdict != "passed"
            self.send(report, name, concept)
            return
        self.judged += 1
        try:
            report = attempt(
                obj,
                concept,
                label=name,
                namespace=namespace,
                mapping=self.request.mapping,
                record=self.record(concept),
                live=self.request.live,
                progress=lambda what: self.channel.send("at", what),
                problems=problems,
            )
        except ReaderError as error:
            if single:
                raise
            report = report_of(crash_of(error), name, concept)
        self.send(report, name, concept)

    def record(self, concept: str) -> Record | None:
        """Return the references that were computed now, if they were."""
        pickled = self.request.records.get(concept)
        return pickle.loads(pickled) if pickled else None

    def send(self, report: Report, name: str, concept: str) -> None:
        """Send the report, after the mark that ends what the code printed until then."""
        from parity.checking.judging.evidence import claim_of
        from parity.checking.loading.crashes import report_of, unsendable
        from parity.checking.loading.seal import not_by_itself

        if self.remark is not None and report.verdict != "passed":
            report.remarks.append(self.remark)

        kind: str = "report"
        content: Any = report
        if report.verdict == "agrees":
            kind, content = "claim", claim_of(report)
            replaced = self.seal.broken() if content.by_differences else ""
            if replaced:
                kind, content = "report", report_of(not_by_itself(name, replaced), name, concept)
        try:
            plain(content, [])
        except Exception as error:  # an array of objects of the user's, for instance
            kind, content = "report", report_of(unsendable(name, error), name, concept)
        _flush()
        with contextlib.suppress(OSError):
            os.write(self.marks, self.request.marker)
        self.channel.send(kind, content)


@contextlib.contextmanager
def _numpy_settings_kept() -> Iterator[None]:
    """Undo what loading the user's code changes for everybody: how NumPy warns and prints."""
    import warnings

    import numpy as np

    errors, options = np.geterr(), np.get_printoptions()
    with warnings.catch_warnings():
        yield
    np.seterr(**errors)  # type: ignore[arg-type]
    np.set_printoptions(**options)
