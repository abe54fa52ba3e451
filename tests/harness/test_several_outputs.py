"""A layer may give several outputs, each with an upstream gradient of its own, or with none."""

from dataclasses import replace

import numpy as np
import pytest

from numpy_impl.recurrent.simple_rnn import SimpleRNN
from parity.describing.concept import draw_case
from parity.harness import recorded_references
from parity.harness.against_records import judge
from parity.harness.evaluators import numpy_evaluator
from parity.harness.evaluators.evaluation import named, upstream_of
from parity.harness.identities import given_to_a_side
from parity.harness.recorded_references import digest
from parity.harness.registry import all_concepts

CONCEPT = all_concepts()["simple_rnn"]
CASE = draw_case(CONCEPT, CONCEPT.case("all_steps"))


def differing(implementation):
    found = judge(CONCEPT, implementation, recorded_references.load(CONCEPT))
    return {f.quantity for f in found if f.verdict == "differ" and f.case == "all_steps"}


def test_every_output_has_an_upstream_gradient_of_its_own():
    upstream = upstream_of(CASE, 0)
    assert {name: dy.shape for name, dy in upstream.items()} == {"y": (3, 4, 6), "h": (3, 6)}
    assert not np.array_equal(upstream["y"][:, -1], upstream["h"])
    assert set(given_to_a_side(CASE)) >= {"dy", "dh"}


def test_the_digest_of_a_record_covers_every_upstream_gradient():
    other = replace(CASE, further=({"h": CASE.further[0]["h"] + 1},))
    assert digest(other) != digest(CASE)
    mapped = draw_case(all_concepts()["masking"], all_concepts()["masking"].case("padded"))
    assert mapped.further == ()


def test_more_or_fewer_outputs_than_named_are_an_error():
    with pytest.raises(ValueError, match="it gives 1 outputs, not 2: y, h"):
        named(CASE, np.ones(3))
    with pytest.raises(ValueError, match="it gives 3 outputs, not 2"):
        named(CASE, (1, 2, 3))


class LastStateOfAnotherExample(SimpleRNN):
    def forward(self, *inputs, **options):
        y, h = super().forward(*inputs, **options)
        return y, h[::-1]


class ForgetsDh(SimpleRNN):
    def backward(self, dy, dh=None):
        return super().backward(dy)


class ChangesDh(SimpleRNN):
    def backward(self, dy, dh=None):
        found = super().backward(dy, dh)
        dh += 1
        return found


def test_a_wrong_second_output_and_a_forgotten_upstream_gradient_are_found():
    assert differing(LastStateOfAnotherExample) == {"h"}
    assert differing(ForgetsDh) == {"dx", "dh0", "dW", "dU", "db"}
    assert differing(ChangesDh) == {"contract"}


def test_differences_check_the_gradient_of_all_outputs_together():
    ours = numpy_evaluator.evaluate(CASE, "float64")
    found = numpy_evaluator.gradients_by_differences(CASE, ours)
    assert set(found) == {"dx", "dh0", "dW", "dU", "db"}
    for name, estimate in found.items():
        given = estimate.of(ours.quantities[name])
        np.testing.assert_allclose(given, estimate.values, atol=1e-10)


def test_what_does_not_vary_is_compared_and_has_no_gradient():
    concept = all_concepts()["masking"]
    case = draw_case(concept, concept.case("padded"))
    assert set(upstream_of(case, 0)) == {"y"}
    found = numpy_evaluator.evaluate(case, "float64").quantities
    assert set(found) == {"y", "mask", "dx"}
