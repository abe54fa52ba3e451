"""Identities: each holds, says something, and turns red when an implementation is wrong."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from every import every

from parity.describing.concept import Case, Mistake, Text, draw_case
from parity.describing.draw import normal
from parity.describing.identity import Identity, evaluated
from parity.harness.identities import (
    NumpyImplementations,
    given_to_a_side,
    identity_findings,
    judge_identity,
    of_numpy,
    quantities_of,
)
from parity.harness.mistakes import with_mistake
from parity.harness.registry import all_concepts
from parity.harness.run import run
from reports.run.markdown import as_markdown
from reports.run.matrix import worst_cases

CONCEPTS = all_concepts()
PAIRS = {f"{c.name}-{i.name}": (c, i) for c in CONCEPTS.values() for i in c.identities}
each_identity = every(name=PAIRS)
SLOPE_0 = Identity(
    sibling="relu",
    text=Text("With slope 0 it is ReLU.", "傾きを 0 にすると ReLU になる。"),
    case=Case("slope", inputs={"x": normal(3, 4, apart=0.125)}),
    left=evaluated("leaky_relu", slope=0.0),
    right=evaluated("relu"),
)


def sides(concept, identity):
    case = draw_case(concept, identity.case)
    return [quantities_of(side, case) for side in (identity.left, identity.right)]


@each_identity
def test_an_identity_holds_in_every_quantity(name):
    concept, identity = PAIRS[name]
    findings = judge_identity(concept, identity)
    assert findings
    for finding in findings:
        assert (finding.verdict, finding.role) == ("agree", "identity"), finding
        assert finding.digits >= 13


def test_there_are_many_and_their_names_are_unique():
    assert len(PAIRS) >= 60
    for concept in CONCEPTS.values():
        names = [identity.name for identity in concept.identities]
        names += [case.name for case in concept.cases]
        assert max(Counter(names).values()) == 1, concept.name
        assert all(i.sibling in CONCEPTS for i in concept.identities)


@each_identity
def test_the_two_sides_are_made_of_the_concept_and_of_its_sibling(name):
    concept, identity = PAIRS[name]
    asked = []
    for side in (identity.left, identity.right):
        case = draw_case(concept, identity.case)
        own = NumpyImplementations(case)
        given, before = given_to_a_side(case), given_to_a_side(case)
        side(own, given)
        asked.append(set(own.asked))
        for name, array in given.items():
            np.testing.assert_array_equal(array, before[name])
    assert concept.name in asked[0]
    assert identity.sibling in asked[1]


@each_identity
def test_an_identity_is_not_vacuous(name):
    """Both sides carry a signal that varies; upstream gradients are random, never ones."""
    concept, identity = PAIRS[name]
    case = draw_case(concept, identity.case)
    assert not any(np.any(dy == 1) for dy in case.upstream)
    ours, theirs = sides(concept, identity)
    assert set(identity.only_left) == set(ours.quantities) - set(theirs.quantities)
    for evaluation in (ours, theirs):
        for name, array in evaluation.quantities.items():
            assert np.max(np.abs(array)) > 1e-3, name
            if np.count_nonzero(array) > 1:
                assert len(np.unique(array[array != 0])) > 1, name


# What shows where listed mistakes do not: both of its sides go through both layers.
MEAN_LEFT = Mistake(
    name="mean_left",
    line="self.x_hat = (x - self.per_channel(mu)) / self.per_channel(self.std)",
    wrong="self.x_hat = x / self.per_channel(self.std)",
    why=Text("The mean is not taken off.", "平均を引いていない。"),
)


@each_identity
def test_a_mistake_in_one_of_the_two_turns_an_identity_red(name):
    """So an identity does not hold by construction."""
    concept, identity = PAIRS[name]

    def red(side, mistake):
        wrong = with_mistake(CONCEPTS[side], mistake)
        find = lambda asked: wrong if asked == side else of_numpy(asked)  # noqa: E731
        return any(f.verdict == "differ" for f in judge_identity(concept, identity, find))

    mistakes = [(n, m) for n in (concept.name, identity.sibling) for m in CONCEPTS[n].mistakes]
    if identity.name == "bias_taken_off":
        mistakes = [("batch_norm", MEAN_LEFT)]
    assert any(red(side, mistake) for side, mistake in mistakes)


def test_a_wrong_identity_differs():
    concept = CONCEPTS["leaky_relu"]
    assert {f.verdict for f in judge_identity(concept, SLOPE_0)} == {"agree"}
    wrong = replace(SLOPE_0, left=evaluated("leaky_relu", slope=0.01))
    assert {f.verdict for f in judge_identity(concept, wrong)} == {"differ"}


def test_a_quantity_that_one_side_lacks_is_a_finding():
    concept = CONCEPTS["leaky_relu"]
    short = replace(SLOPE_0, right=lambda of, a: {"y": of("relu")().forward(a["x"])})
    found = {f.quantity: f for f in judge_identity(concept, short)}
    assert found["dx"].verdict == "differ"
    assert "gives no dx" in found["dx"].note
    declared = replace(short, only_left=("dx",))
    assert [f.verdict for f in judge_identity(concept, declared)] == ["agree"]
    (finding,) = judge_identity(concept, replace(SLOPE_0, only_left=("da",)))
    assert finding.verdict == "differ"


def test_zeros_on_both_sides_are_vacuous():
    nothing = lambda of, a: {"y": 0 * of("relu")().forward(a["x"])}  # noqa: E731
    (finding,) = judge_identity(CONCEPTS["relu"], replace(SLOPE_0, left=nothing, right=nothing))
    assert finding.verdict == "vacuous"


def test_an_exception_is_a_finding_with_its_message():
    broken = replace(SLOPE_0, right=evaluated("relu", slope=0.0))
    (finding,) = judge_identity(CONCEPTS["leaky_relu"], broken)
    assert (finding.verdict, finding.right) == ("differ", "identity")
    assert "TypeError" in finding.note


def test_a_run_fails_where_an_implementation_breaks_an_identity(monkeypatch):
    from numpy_impl.activations.leaky_relu import LeakyReLU

    def backward(self, dy):
        return dy

    monkeypatch.setattr(LeakyReLU, "backward", backward)  # in this process, not in the workers
    results = run(["leaky_relu"], frameworks=["numpy"])
    wrong = [f for f in results.findings if f.verdict == "differ"]
    assert {(f.case, f.quantity, f.role) for f in wrong} == {("slope_0", "dx", "identity")}
    assert not results.passed
    text = as_markdown(results.to_dict())
    assert "NumPy-identity" in text


def test_a_run_has_them_wherever_numpy_is_live():
    live = run(["relu"], frameworks=["numpy"], dtypes=["float32"])
    assert {f.quantity for f in live.findings if f.role == "identity"} == {"y", "dx"}
    assert [f.role for f in identity_findings([CONCEPTS["relu"]])] == ["identity"] * 2


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_report_tells_them_and_keeps_them_out_of_the_matrix(language):
    data = run(["leaky_relu", "adam"], frameworks=["numpy"]).to_dict()
    text = as_markdown(data, language)
    for concept in ("leaky_relu", "adam"):
        for identity in CONCEPTS[concept].identities:
            assert identity.text[language] in text
            assert f"| `{identity.sibling}` |" in text
    assert {f["role"] for f in worst_cases(data).values()} <= {
        "forward",
        "gradient",
        "steps",
        "state",
    }
