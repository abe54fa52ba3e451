"""A run that proves nothing does not pass, and a divergence that does not show is found out."""

import functools
from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest
from every import every

from parity.describing.concept import draw_case
from parity.harness import recorded_references
from parity.harness.comparing.compare import Yardstick, demonstrate
from parity.harness.evaluators import numpy_evaluator
from parity.harness.evaluators.evaluation import Evaluation
from parity.harness.plan import divergence_of, drawn_cases
from parity.harness.registry import all_concepts
from parity.harness.results import Results
from parity.harness.run import run
from reports.run.markdown import verdict_line

CONCEPTS = all_concepts()
DIVERGENCES = {
    f"{concept.name}-{divergence.name}": (concept, divergence)
    for concept in CONCEPTS.values()
    for divergence in concept.divergences
}
each_divergence = every(title=DIVERGENCES)


@pytest.fixture
def without_records(monkeypatch):
    """Return a function that makes the records of some concepts be absent."""
    real = recorded_references.load

    def hide(*names):
        monkeypatch.setattr(
            recorded_references,
            "load",
            lambda concept, folder=None: None if concept.name in names else real(concept, folder),
        )

    return hide


def test_our_own_code_alone_proves_nothing(without_records):
    without_records("relu", "dense")
    results = run(["relu", "dense", "tanh"], frameworks=["numpy"], jobs=1)
    assert results.counts["agree"] > 0
    assert results.counts["differ"] == results.counts["vacuous"] == 0
    assert results.unanswered == ["relu", "dense"]
    assert not results.passed
    assert results.exit_code == 2
    data = results.to_dict()
    assert data["passed"] is False
    for language, said in (("en", "Nothing is proven"), ("ja", "何も証明されていない")):
        line = verdict_line(data, language)
        assert said in line
        assert "`relu`, `dense`" in line
        assert "`tanh`" not in line


def test_the_command_says_so_and_exits_2(without_records, parity_run):
    without_records("relu")
    code, out = parity_run("relu", "--framework", "numpy")
    assert code == 2
    assert "Nothing is proven" in out


@pytest.fixture
def parity_run(monkeypatch, capsys, tmp_path):
    import sys

    from parity.cli import main

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["parity", "run", *arguments, "--out", str(tmp_path)])
        with pytest.raises(SystemExit) as exit_:
            main()
        return exit_.value.code, capsys.readouterr().out

    return call


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_record_answers_in_either_type(dtype):
    results = run(["relu", "adam", "he_normal"], ["numpy"], [dtype], jobs=1)
    assert results.unanswered == []
    assert results.exit_code == 0


def test_what_differs_is_wrong_even_where_nothing_answered(without_records):
    results = run(["relu"], frameworks=["numpy"], jobs=1)
    (one, *_) = results.findings
    results.findings.append(replace(one, verdict="differ"))
    assert results.exit_code == 1
    assert Results([], {}, [], [{"name": "relu"}]).exit_code == 2


def test_every_concept_has_an_answer(recorded_run):
    assert recorded_run.unanswered == []


@functools.cache
def sides_of(title):
    """Return both sides' quantity as it was recorded, or as NumPy gives it now."""
    concept, divergence = DIVERGENCES[title]
    name = f"{divergence.case}@{divergence.name}"
    record = recorded_references.looked_up(concept)
    drawn = drawn_cases(concept)[name]
    found = []
    for side in divergence.native:
        if side == "numpy":
            evaluation = numpy_evaluator.evaluate(drawn, divergence.dtype)
        else:
            evaluation = record.evaluations[side, name, divergence.dtype]
        found.append(evaluation.quantities[divergence.quantity])
    return found


@each_divergence
def test_a_divergence_shows_in_the_numbers_themselves(title):
    """Without the harness' own judgement, which could be wrong about it."""
    _, divergence = DIVERGENCES[title]
    left, right = sides_of(title)
    if left.shape != right.shape:
        return
    size = np.max(np.abs(np.subtract(left, right, dtype=float)))
    rounding = np.finfo(divergence.dtype).eps * np.max(np.abs(right.astype(float)))
    assert size > 8 * rounding
    if divergence.size is not None:
        assert size <= divergence.size


@each_divergence
def test_a_divergence_that_is_gone_differs(title):
    concept, divergence = DIVERGENCES[title]
    name = f"{divergence.case}@{divergence.name}"
    assert divergence_of(concept, name) is divergence
    same = Evaluation()
    same.add("forward", divergence.quantity, sides_of(title)[1])
    left, right = divergence.native
    case = draw_case(concept, concept.case(divergence.case))
    finding = demonstrate(divergence, (left, same), (right, same), Yardstick.of(case, {}))
    assert finding.verdict == "differ"
    assert finding.note == "the declared difference did not show"
    if divergence.size is not None:
        far = Evaluation()
        far.add("forward", divergence.quantity, same.quantities[divergence.quantity] + 1.0)
        finding = demonstrate(divergence, (left, far), (right, same), Yardstick.of(case, {}))
        assert finding.verdict == "differ"
        assert "larger than the declared" in finding.note


@pytest.fixture(scope="module")
def of_divergences(recorded_run):
    """The findings of the cases that demonstrate a divergence, by concept and case."""
    found = defaultdict(list)
    for finding in recorded_run.findings:
        if "@" in finding.case:
            found[finding.concept, finding.case].append(finding)
    return found


@each_divergence
def test_what_a_run_reports_of_a_divergence_is_its_size(title, of_divergences):
    concept, divergence = DIVERGENCES[title]
    (finding,) = of_divergences[concept.name, f"{divergence.case}@{divergence.name}"]
    left, right = sides_of(title)
    assert finding.verdict == "declared"
    if left.shape == right.shape:
        wanted = np.max(np.abs(np.subtract(left, right, dtype=float)))
        assert finding.max_abs_error == pytest.approx(wanted, rel=1e-6)
        assert finding.max_abs_error > 0
