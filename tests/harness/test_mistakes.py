"""Every listed mistake is made in the real source, and the harness must find it out."""

import pytest

from parity.harness import recorded_references
from parity.harness.against_records import differs, judge
from parity.harness.mistakes import with_mistake
from parity.harness.registry import all_concepts

CONCEPTS = all_concepts()
MISTAKES = [
    pytest.param(concept, mistake, id=f"{concept.name}-{mistake.name}")
    for concept in CONCEPTS.values()
    for mistake in concept.mistakes
]


@pytest.mark.parametrize(("concept", "mistake"), MISTAKES)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_listed_mistake_is_caught(concept, mistake):
    record = recorded_references.load(concept)
    assert record is not None, f"run `parity record {concept.name}`"
    assert differs(concept, with_mistake(concept, mistake), record)


@pytest.mark.parametrize("name", CONCEPTS)
def test_the_right_source_is_not_caught(name):
    from parity.harness.evaluators.subject import implementation

    concept = CONCEPTS[name]
    record = recorded_references.load(concept)
    findings = judge(concept, implementation("numpy", concept), record)
    assert findings
    assert not [finding for finding in findings if finding.verdict != "agree"]


@pytest.mark.parametrize("name", CONCEPTS)
def test_a_concept_lists_three_different_mistakes(name):
    mistakes = CONCEPTS[name].mistakes
    assert len({mistake.name for mistake in mistakes}) == len(mistakes) >= 3
    assert len({(mistake.line, mistake.wrong) for mistake in mistakes}) == len(mistakes)
