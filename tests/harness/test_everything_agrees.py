"""The main claim: everything agrees, to many digits, and nothing was compared in vain."""

import numpy as np
import pytest

from parity.harness import record, recorded_references
from parity.harness.record import stale
from parity.harness.registry import all_concepts


def wrong(results):
    return [f for f in results.findings if f.verdict not in ("agree", "declared")]


def test_numpy_agrees_with_the_recorded_references(recorded_run):
    assert wrong(recorded_run) == []
    assert recorded_run.passed
    states = {column.framework: column.state for column in recorded_run.columns}
    assert states == {"numpy": "live", "torch": "recorded", "keras": "recorded"}


@pytest.mark.torch
@pytest.mark.keras
def test_the_three_frameworks_agree_live(live_run):
    assert wrong(live_run) == []
    assert live_run.passed
    assert {column.state for column in live_run.columns} == {"live"}


def test_every_concept_and_case_was_compared_with_both_frameworks(recorded_run):
    compared = {(f.concept, f.case, f.right) for f in recorded_run.findings if f.left == "numpy"}
    for concept in all_concepts().values():
        for case in concept.cases:
            if case.on_request:
                continue
            for framework in ("torch", "keras"):
                if framework not in case.refused_by:
                    assert (concept.name, case.name, framework) in compared


def test_every_gradient_is_compared_with_finite_differences_or_stands_on_a_kink(recorded_run):
    compared = {(f.concept, f.case) for f in recorded_run.findings if f.right == "differences"}
    for concept in all_concepts().values():
        if not concept.has_gradients:
            continue
        if all(case.kink for case in concept.cases):
            continue
        assert any((concept.name, case.name) in compared for case in concept.cases), concept.name


def test_float64_agrees_to_many_digits(recorded_run):
    found = [
        f
        for f in recorded_run.findings
        if f.dtype == "float64" and f.verdict == "agree" and f.digits is not None
    ]
    assert np.median([f.digits for f in found]) >= 14
    # What differences resolve depends on how small a gradient is beside the loss: of a softmax
    # that is nearly 0 or 1, nine digits.
    with_differences = [f.digits for f in found if "differences" in (f.left, f.right)]
    assert min(with_differences) >= 9
    assert min(f.digits for f in found if "differences" not in (f.left, f.right)) >= 11


def test_every_divergence_shows(recorded_run):
    declared = {(f.concept, f.case) for f in recorded_run.findings if f.verdict == "declared"}
    for concept in all_concepts().values():
        for divergence in concept.divergences:
            assert (concept.name, f"{divergence.case}@{divergence.name}") in declared


@pytest.fixture
def said_in_the_live_run(live, monkeypatch):
    """Everything is not computed twice."""
    replies = {(e[0], e[1].key): e for e in live[1] if isinstance(e, tuple)}

    def answered(todo, jobs):
        return iter([replies[name, job.key] for name, own in todo.items() for job in own])

    monkeypatch.setattr(record, "run_jobs", answered)


@pytest.mark.torch
@pytest.mark.keras
def test_the_recorded_references_are_still_true(said_in_the_live_run):
    """What the frameworks give now is what was recorded, within the bounds, in both types."""
    assert stale() == []  # a case that is not recorded as it is drawn now is named too


@pytest.mark.torch
@pytest.mark.keras
def test_a_recorded_value_that_is_no_longer_true_is_named(said_in_the_live_run, monkeypatch):
    real = recorded_references.load

    def changed(concept, folder=None):
        record = real(concept, folder)
        kept = record.evaluations["torch", "batch", "float64"].quantities
        kept["dW"] = kept["dW"] * (1 + 1e-9)
        del record.digests["sequence"]
        return record

    monkeypatch.setattr(recorded_references, "load", changed)
    lines = stale(["dense"])
    assert len(lines) == 2
    assert any("dense, batch, dW in float64: torch now gives another value" in x for x in lines)
    assert "dense, sequence: the case has changed since it was recorded" in lines
