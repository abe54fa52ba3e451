"""A fast form is compared with the plain one in every run, and is what networks compute with."""

import re
from collections import Counter
from dataclasses import asdict, replace

import numpy as np
import pytest
from repository import ROOT

from numpy_impl.layers.fast_conv2d import FastConv2d
from numpy_impl.layers.fast_max_pool2d import FastMaxPool2d
from parity.describing.concept import Mistake, Text
from parity.experiments.planning import provenance
from parity.experiments.training.layered import sequential
from parity.harness import evaluate, recorded_references
from parity.harness.against_records import judge, judge_fast_form
from parity.harness.evaluators import numpy_evaluator
from parity.harness.evaluators.subject import fast_form, implementation, quickest
from parity.harness.mistakes import edited_source, in_form, source_path, with_mistake
from parity.harness.plan import DTYPES
from parity.harness.processes.worker import answer
from parity.harness.registry import all_concepts
from parity.harness.run import run
from parity.questions.bank import questions
from parity.questions.measuring import measure
from reports.evidence import evidence
from reports.run.markdown import as_markdown
from reports.site.pages.concept_page import concept_page
from reports.study import study
from reports.terminal.concept import render

CONCEPTS = all_concepts()
WITH_FAST = {name: concept for name, concept in CONCEPTS.items() if concept.fast}
IN_FAST = [(c, m) for c in WITH_FAST.values() for m in c.mistakes if m.form == "fast"]


def run_here(monkeypatch, concept, fast=None, dtypes=DTYPES):
    """Return the results of a run whose jobs are answered in this process.

    ``fast`` stands in for the concept's fast form.
    """
    if fast is not None:
        monkeypatch.setattr(numpy_evaluator, "fast_form", lambda concept: fast)

    def answered(todo, *_, **__):
        for framework, jobs in todo.items():
            yield from ((framework, answer(numpy_evaluator, job)) for job in jobs)

    monkeypatch.setattr(evaluate, "run_jobs", answered)
    return run([concept], ["numpy"], dtypes)


def of_fast(results):
    return [finding for finding in results.findings if finding.left == "fast"]


def test_convolution_and_pooling_have_a_fast_form():
    assert set(WITH_FAST) >= {"conv2d", "max_pool2d", "avg_pool2d"}
    for concept in WITH_FAST.values():
        assert issubclass(fast_form(concept), implementation("numpy", concept))


@pytest.mark.parametrize("name", WITH_FAST)
def test_a_run_compares_every_quantity_of_every_case_in_both_types(name, recorded_run):
    concept = CONCEPTS[name]
    findings = [f for f in recorded_run.findings if f.concept == name]
    fast = [f for f in findings if f.left == "fast"]
    assert {f.verdict for f in fast} == {"agree"}
    assert {f.right for f in fast} == {"numpy"}
    # What is compared with a framework is compared with the fast form, and its contract besides.
    told = {
        (f.case, f.quantity, f.dtype)
        for f in findings
        if f.left == "numpy" and f.role != "identity" and f.quantity and "@" not in f.case
    }
    first = next(iter(concept.cases[0].inputs))
    moved = {"embedding": "dW"}.get(name, f"d{first}")  # an index has no gradient
    if concept.kind == "optimizer":
        moved = next(iter(concept.cases[0].params))
    assert {"contract", moved} < {quantity for _, quantity, _ in told}
    assert {dtype for *_, dtype in told} == {"float64", "float32"}
    found = {(f.case, f.quantity, f.dtype) for f in fast}
    if concept.kind == "optimizer":  # what it remembers, where no framework keeps the same
        found = {key for key in found if key in told or "." not in key[1]}
    counted = {(case.name, quantity) for case in concept.cases for quantity in case.exact}
    found, told = ({key for key in keys if key[:2] not in counted} for keys in (found, told))
    assert found == told
    assert {f.case for f in fast} == {case.name for case in concept.cases}
    for finding in fast:
        case = concept.case(finding.case)
        without = {*case.zero, *case.exact}  # digits: what is 0, and what is counted
        if finding.role != "contract" and finding.quantity not in without:
            assert finding.bound > 0
            assert finding.digits >= (14 if finding.dtype == "float64" else 5)


def test_the_fast_findings_are_counted(recorded_run):
    counts = Counter(f.verdict for f in recorded_run.findings)
    assert recorded_run.counts["agree"] == counts["agree"]
    assert len(of_fast(recorded_run)) > 300


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_run_of_one_type_compares_that_one(monkeypatch, dtype):
    found = of_fast(run_here(monkeypatch, "avg_pool2d", dtypes=[dtype]))
    assert {f.dtype for f in found} == {dtype}


@pytest.mark.parametrize(
    ("concept", "mistake"), IN_FAST, ids=[f"{c.name}-{m.name}" for c, m in IN_FAST]
)
def test_a_run_fails_if_the_fast_form_is_wrong(monkeypatch, concept, mistake):
    results = run_here(monkeypatch, concept.name, with_mistake(concept, mistake))
    assert not results.passed
    wrong = [f for f in results.findings if f.verdict == "differ"]
    assert {f.left for f in wrong} == {"fast"}  # the plain form is right all the same
    assert {f.dtype for f in wrong} == {"float64", "float32"}
    said = as_markdown(results.to_dict())
    assert "fast NumPy-NumPy" in said


class Raises(FastConv2d):
    def forward(self, x):
        raise ZeroDivisionError("in the fast\nform")


class ChangesX(FastMaxPool2d):
    def forward(self, x):
        y = super().forward(x)
        x += 1
        return y


class LosesType(FastMaxPool2d):
    def backward(self, dy):
        return super().backward(dy).astype("float64")


class MoreState(FastMaxPool2d):
    def __init__(self, *given, **named):
        super().__init__(*given, **named)
        self.buffers["cache"] = np.ones(3)


def test_a_fast_form_that_raises_is_a_finding_of_its_own(monkeypatch):
    results = run_here(monkeypatch, "conv2d", Raises)
    assert not results.passed
    wrong = [f for f in results.findings if f.verdict != "agree"]
    assert {(f.left, f.right) for f in wrong if f.verdict == "differ"} == {("fast", "numpy")}
    assert wrong[0].note == "the fast form raised ZeroDivisionError: in the fast form"
    assert any(f.left == "numpy" and f.right == "torch" for f in results.findings)


@pytest.mark.parametrize(
    ("fast", "note"),
    [
        (ChangesX, "x changed in place"),
        (LosesType, "dx is float64 where the inputs are float32"),
        (MoreState, "numpy gives no cache"),
    ],
)
def test_a_fast_form_keeps_the_contract_and_the_state(monkeypatch, fast, note):
    results = run_here(monkeypatch, "max_pool2d", fast)
    assert not results.passed
    assert note in {f.note for f in of_fast(results) if f.verdict == "differ"}


@pytest.mark.parametrize(
    ("concept", "mistake"), IN_FAST, ids=[f"{c.name}-{m.name}" for c, m in IN_FAST]
)
def test_a_mistake_in_the_fast_form_is_an_edit_of_its_source(concept, mistake):
    own = in_form(concept, "fast")
    source = source_path(own).read_text(encoding="utf-8")
    assert edited_source(own, mistake, source) != source
    assert mistake.line not in source_path(concept).read_text(encoding="utf-8")
    assert with_mistake(concept, mistake).__name__ == fast_form(concept).__name__


def test_the_flipped_convolution_is_where_the_fast_form_can_go_wrong():
    assert {m.name for _, m in IN_FAST} >= {
        "kernel_not_flipped_on_the_way_back", "weight_gradient_left_flipped",
    }  # fmt: skip


def test_a_mistake_in_the_fast_form_is_measured_and_makes_no_question():
    concept = CONCEPTS["conv2d"]
    measured = measure([concept])
    fast = {m.name for c, m in IN_FAST if c is concept}
    items = [item for item in measured.items if item.form == "fast"]
    assert {item.name for item in items} == fast
    assert all(item.listed and item.breaks for item in items)
    untitled = {replace(m, ja="") for c, m in IN_FAST if c is concept}
    assert {item.mistake for item in items} == untitled
    again = type(measured).from_json(measured.to_json())
    assert again == measured
    asked = {question.line for question in questions(concept, measured)}
    assert not asked & {item.line for item in items}


def test_the_page_and_the_terminal_say_how_well_the_forms_agree():
    concept = CONCEPTS["conv2d"]
    known = study(concept, ROOT / "no-such-folder")
    found = evidence("conv2d", known.findings)
    assert found.fast["left"] == "fast"
    assert found.worst["left"] == "numpy"
    n = f"{found.fast['digits']:.1f}"
    said = {"en": f"agrees with this one to {n} digits", "ja": f"ここに示した形と {n} 桁まで一致"}
    for language, sentence in said.items():
        page = concept_page(concept, language, known.findings, known.wrong_lines, known.questions)
        assert sentence in page.fast
        assert ("fast", "numpy") not in page.pairs
        assert {m.title for m in page.mistakes if m.in_fast_form} == {
            m.title[language] for c, m in IN_FAST if c is concept
        }
        shown = [str(part) for part in render(concept, language, known)]
        assert any(sentence in part for part in shown)
    dense = study(CONCEPTS["dense"], ROOT / "no-such-folder")
    page = concept_page(CONCEPTS["dense"], "en", dense.findings, dense.wrong_lines, dense.questions)
    assert page.fast == ""


def test_a_difference_of_the_fast_form_is_wrong_on_the_page():
    concept = CONCEPTS["avg_pool2d"]
    found = judge_fast_form(concept, recorded_references.load(concept))
    assert found
    assert judge_fast_form(CONCEPTS["dense"], recorded_references.load(CONCEPTS["dense"])) == []
    wrong = [asdict(replace(finding, verdict="differ")) for finding in found]
    shown = evidence("avg_pool2d", wrong)
    assert len(shown.wrong) == len(wrong)
    assert shown.fast is None


def test_the_worst_case_of_a_page_is_between_the_implementations():
    concept = CONCEPTS["avg_pool2d"]
    found = [asdict(f) for f in judge_fast_form(concept, recorded_references.load(concept))]
    for finding in found:
        finding["digits"] = None if finding["digits"] is None else 3.0
    shown = evidence("avg_pool2d", found)
    assert shown.worst is None
    assert shown.quantities == ()
    assert shown.fast["digits"] == 3.0
    assert shown.agree == len(found)


def test_the_report_counts_the_fast_forms(recorded_run):
    told = recorded_run.to_dict()
    for language in ("en", "ja"):
        text = as_markdown(told, language)
        (line,) = [
            line for line in text.splitlines() if all(f"`{name}`" in line for name in WITH_FAST)
        ]
        assert str(len(of_fast(recorded_run))) in line


def test_an_unlisted_mistake_in_a_fast_form_is_caught():
    concept = CONCEPTS["max_pool2d"]
    line = "left = np.subtract(left, taken, out=rest)"
    mistake = Mistake("unlisted", line, "left = dy", Text("", ""), "fast")
    findings = judge(concept, with_mistake(concept, mistake), recorded_references.load(concept))
    assert any(finding.verdict == "differ" for finding in findings)


def test_networks_compute_with_the_fast_forms():
    plain = {f"{concept.module}" for concept in WITH_FAST.values()}
    for path in (ROOT / "numpy_impl" / "networks").glob("*.py"):
        if path.name == "network.py":
            continue  # it asks whether a layer is a convolution, and makes none
        imported = re.findall(r"^from numpy_impl\.(\S+) import", path.read_text(), re.MULTILINE)
        assert not plain & set(imported), path.name
    layers = [
        ("conv", "layers.conv2d.Conv2d", {"n_out": 2, "kernel_size": 3}),
        ("pool", "layers.max_pool2d.MaxPool2d", {"kernel_size": 2}),
    ]
    network = sequential("numpy_impl", layers, (1, 6, 6))
    assert [type(layer) for layer in network.layers.values()] == [FastConv2d, FastMaxPool2d]


def test_an_edit_of_a_fast_form_makes_an_experiments_runs_anew(monkeypatch):
    parts = ("layers.conv2d.Conv2d",)
    before = provenance.digest_of("numpy", parts)
    meaning = provenance.meaning
    monkeypatch.setattr(
        provenance,
        "meaning",
        lambda module: meaning(module) + ("edited" if "fast_conv2d" in module else ""),
    )
    assert provenance.digest_of("numpy", parts) != before


def test_what_has_no_fast_form_is_its_own():
    assert quickest("layers.conv2d.Conv2d") == "layers.fast_conv2d.FastConv2d"
    assert quickest("layers.dense.Dense") == "layers.dense.Dense"
    assert quickest("networks.network.Sequential") == "networks.network.Sequential"
