"""A framework that crashes, hangs or will not start fails its own column, and nothing else."""

import importlib
import sys

import pytest

from parity.harness import environment
from parity.harness.processes.workers import Process
from parity.harness.run import run

CRASHES = "import sys; print('boom: the kernel died', file=sys.stderr); sys.exit(3)"
HANGS = "import time; time.sleep(600)"
LONG = 600
"""A time limit that no process here reaches, however busy the machine."""
# Starts, answers one job, then dies or falls asleep.
ONE_JOB = """
import os, pickle, sys, time
from parity.harness.processes.worker import answer, quieten
replies = os.fdopen(os.dup(1), "wb")
quieten()
from parity.harness.evaluators import evaluator
module = evaluator("numpy")
pickle.dump("ready", replies); replies.flush()
pickle.dump(answer(module, pickle.load(sys.stdin.buffer)), replies); replies.flush()
pickle.load(sys.stdin.buffer)
{}
"""


def command_with(torch):
    def command(framework):
        if framework == "torch":
            return [sys.executable, "-c", torch]
        return [sys.executable, "-m", "parity.harness.processes.worker", framework]

    return command


@pytest.fixture(autouse=True)
def _torch_counts_as_installed(monkeypatch):
    monkeypatch.setattr(environment, "installed", lambda name: True)


@pytest.fixture(autouse=True)
def _only_what_hangs_is_hurried(monkeypatch):
    """The time limits are for the process in torch's place; NumPy's may be as slow as it is."""
    real = Process.receive

    def receive(self, timeout, what):
        return real(self, timeout if "-c" in self.process.args else LONG, what)

    monkeypatch.setattr(Process, "receive", receive)


def columns(results):
    return {column.framework: column for column in results.columns}


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (CRASHES, "crashed to start (exit 3): boom: the kernel died"),
        (HANGS, "took more than 2 s to start and was stopped"),
        (ONE_JOB.format("os._exit(5)"), "crashed in relu, case ordinary (exit 5)"),
        (ONE_JOB.format("time.sleep(600)"), "took more than 5 s in relu, case ordinary"),
    ],
)
def test_a_broken_framework_fails_its_own_column_with_the_reason(code, reason):
    results = run(
        ["relu", "dense"],
        frameworks=["numpy", "torch"],
        command=command_with(code),
        start_timeout=2 if code == HANGS else LONG,
        job_timeout=5,  # many times what the one job takes that is answered before
    )
    assert not results.passed
    assert columns(results)["torch"].state == "failed"
    assert reason in columns(results)["torch"].detail
    assert columns(results)["numpy"].state == "live"
    keras = [f for f in results.findings if (f.left, f.right) == ("numpy", "keras")]
    assert {f.concept for f in keras} == {"relu", "dense"}
    assert {f.verdict for f in keras} == {"agree"}
    torch = [f for f in results.findings if "torch" in (f.left, f.right) and not f.quantity]
    assert torch
    assert {f.verdict for f in torch} == {"differ"}
    assert any(reason in f.note for f in torch)


def test_what_a_framework_prints_does_not_disturb_the_messages():
    chatty = (
        "import sys; sys.argv = ['worker', 'numpy']\n"
        "from parity.harness.processes import worker\n"
        "from parity.harness.evaluators import numpy_evaluator\n"
        "real = numpy_evaluator.evaluate\n"
        "def loud(*a, **k):\n    print('y' * 100000)\n    return real(*a, **k)\n"
        "numpy_evaluator.evaluate = loud\n"
        "worker.main()"
    )
    results = run(["relu"], frameworks=["numpy", "torch"], command=command_with(chatty))
    assert columns(results)["torch"].state == "live"
    assert results.counts["differ"] <= 1  # NumPy in torch's place: only torch's kink may differ


def test_an_interruption_keeps_the_finished_concepts():
    def interrupt(done, total, what):
        if done > total // 2:
            raise KeyboardInterrupt

    results = run(["relu", "dense", "batch_norm"], frameworks=["numpy"], progress=interrupt)
    assert results.interrupted
    finished = {finding.concept for finding in results.findings}
    assert "relu" in finished
    assert "batch_norm" not in finished or "dense" not in finished


def test_a_concept_is_judged_once_and_before_the_others_are_evaluated(monkeypatch):
    module = importlib.import_module("parity.harness.run")
    real, judged = module._everything_found, []

    def noting(plan, concept, collected):
        judged.append(
            (concept.name, collected.finished(plan.jobs(), concept), len(collected.replies))
        )
        return real(plan, concept, collected)

    monkeypatch.setattr(module, "_everything_found", noting)
    results = run(["relu", "dense"], frameworks=["numpy"], jobs=1)
    (first, whole, then), (second, _, at_the_end) = judged
    assert {first, second} == {"relu", "dense"}
    assert whole
    assert then < at_the_end
    assert results.passed
