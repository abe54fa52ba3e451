"""What a run says of evaluations that are there, that are not, and that no longer come."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from parity.harness import recorded_references
from parity.harness.evaluate import Collected
from parity.harness.evaluators import numpy_evaluator
from parity.harness.judge import findings_of
from parity.harness.plan import DTYPES, make_plan
from parity.harness.processes.messages import Reply
from parity.harness.processes.worker import answer
from parity.harness.processes.workers import Failure
from parity.harness.registry import all_concepts

ALL = ("numpy", "torch", "keras")


class World:
    """A run of one concept whose frameworks answer what was recorded."""

    def __init__(self, name, live=ALL, dtypes=DTYPES):
        self.concept = all_concepts()[name]
        self.plan = replace(make_plan([name], ["numpy"]), live=live, dtypes=dtypes)
        self.collected = Collected()
        for job in make_plan([name], ["numpy"]).jobs()["numpy"]:
            self.collected.add("numpy", answer(numpy_evaluator, job))
        self.record = recorded_references.load(self.concept)
        for (framework, case, dtype), evaluation in self.record.evaluations.items():
            self.collected.add(framework, Reply((name, case, dtype), evaluation))

    def key(self, framework, case, dtype="float64"):
        return framework, self.concept.name, case, dtype

    def answers(self, framework, case, dtype="float64", **changed):
        """Have a framework answer otherwise."""
        key = self.key(framework, case, dtype)
        self.collected.replies[key] = replace(self.collected.replies[key], **changed)

    def forget(self, framework, case, dtype="float64"):
        del self.collected.replies[self.key(framework, case, dtype)]

    def found(self, **wanted):
        found = findings_of(self.plan, self.concept, self.collected)
        assert {f.concept for f in found} <= {self.concept.name}
        return [f for f in found if all(getattr(f, k) == v for k, v in wanted.items())]


def verdicts(findings):
    return {f.verdict for f in findings}


def pairs(findings):
    return {(f.left, f.right) for f in findings}


CASE = "ordinary"


def test_every_pair_is_compared_in_double_and_everyone_with_the_truth_in_single():
    found = World("tanh").found(case=CASE)
    assert verdicts(found) == {"agree"}
    assert pairs(f for f in found if f.dtype == "float64") == {
        ("numpy", "torch"), ("numpy", "keras"), ("torch", "keras"), ("numpy", "differences"),
        ("numpy", "numpy"),
    }  # fmt: skip
    assert pairs(f for f in found if f.dtype == "float32") == {
        ("numpy", "truth"), ("torch", "truth"), ("keras", "truth"), ("numpy", "numpy"),
    }  # fmt: skip
    contracts = [f for f in found if f.quantity == "contract"]
    assert Counter(f.dtype for f in contracts) == {"float64": 1, "float32": 1}


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_run_of_one_type_finds_nothing_in_the_other(dtype):
    assert {f.dtype for f in World("tanh", dtypes=(dtype,)).found()} == {dtype}


def test_a_framework_that_is_not_live_is_taken_from_the_record():
    world = World("tanh", live=("numpy",))
    for key in list(world.collected.replies):
        if key[0] != "numpy":
            del world.collected.replies[key]
    assert verdicts(world.found()) == {"agree"}
    assert ("torch", "keras") in pairs(world.found())


def test_without_numpy_the_frameworks_are_compared_with_each_other_alone():
    found = World("tanh", live=("torch", "keras")).found(case=CASE, dtype="float64")
    assert pairs(found) == {("torch", "keras")}


@pytest.mark.parametrize("dtype", DTYPES)
def test_what_raised_differs_with_its_words(dtype):
    world = World("tanh")
    world.answers("torch", CASE, dtype, evaluation=None, error="ValueError: no")
    found = world.found(case=CASE, dtype=dtype, verdict="differ")
    assert found
    assert {f.note for f in found} == {"torch raised ValueError: no"}
    assert {(f.quantity, f.role) for f in found} == {("", "contract")}
    if dtype == "float32":  # and everyone else is judged all the same
        others = pairs(world.found(case=CASE, dtype=dtype, verdict="agree"))
        assert others == {("numpy", "truth"), ("keras", "truth"), ("numpy", "numpy")}
    others = {(f.left, f.right) for f in found}
    double = {("numpy", "torch"), ("torch", "keras")}
    assert others == (double if dtype == "float64" else {("torch", "truth")})


def test_a_framework_that_failed_differs_with_its_reason():
    world = World("tanh")
    world.forget("keras", CASE)
    world.collected.failures["keras"] = Failure("keras", "died")
    found = world.found(case=CASE, dtype="float64", verdict="differ")
    assert {f.note for f in found} == {"keras died"}
    assert pairs(found) == {("numpy", "keras"), ("torch", "keras")}


def test_what_has_not_come_yet_is_not_said():
    world = World("tanh")
    before = world.found(case=CASE, dtype="float64")
    world.forget("keras", CASE)
    after = world.found(case=CASE, dtype="float64")
    assert pairs(before) - pairs(after) == {("numpy", "keras"), ("torch", "keras")}
    assert verdicts(after) == {"agree"}


@pytest.mark.parametrize(
    ("recorded", "why"), [(True, "recorded for another case"), (False, "not recorded")]
)
def test_what_is_not_recorded_is_skipped_and_says_what_to_do(recorded, why):
    world = World("tanh", live=("numpy",))
    world.plan = replace(world.plan, covered=set(), records=world.plan.records if recorded else {})
    found = world.found(case=CASE, verdict="skipped")
    assert {f.right for f in found} == {"torch", "keras"}
    for finding in found:
        if finding.left == "numpy":
            assert finding.note == f"{finding.right} is {why}: parity record tanh"
    world.answers("numpy", CASE, evaluation=None, error="ValueError: no")
    found = world.found(case=CASE, dtype="float64", left="numpy", right="torch")
    assert verdicts(found) == {"differ"}
    assert found[0].note == f"numpy raised ValueError: no; torch is {why}: parity record tanh"


def test_the_bound_is_made_from_the_recorded_condition():
    world = World("tanh")
    before = world.found(case=CASE, quantity="dx", dtype="float64", right="torch")[0].bound
    world.plan.records["tanh"].conditions[CASE]["dx"] += 100.0
    after = world.found(case=CASE, quantity="dx", dtype="float64", right="torch")[0].bound
    assert after > 2 * before


def test_the_bound_of_a_case_that_is_not_recorded_is_made_from_the_measured_condition():
    """The reference's, if it measured it: torch's before Keras' before NumPy's."""
    world = World("tanh")
    world.plan = replace(world.plan, covered=set())
    bounds = [world.found(case=CASE, quantity="y", dtype="float64", left="torch")[0].bound]
    for framework, size in (("numpy", 10.0), ("keras", 1000.0), ("torch", 100.0)):
        evaluation = world.collected.replies[world.key(framework, CASE)].evaluation
        evaluation.condition = {"y": size}
        (finding,) = world.found(case=CASE, quantity="y", dtype="float64", left="torch")
        bounds.append(finding.bound)
    assert bounds[0] < bounds[1] < bounds[3] < bounds[2]


def test_the_truth_is_torchs_then_keras_then_numpys():
    world = World("tanh")
    for framework, factor in (("torch", 2.0), ("keras", 3.0), ("numpy", 5.0)):
        quantities = world.collected.replies[world.key(framework, CASE)].evaluation.quantities
        quantities["y"] = quantities["y"] * factor
    errors = []
    for gone in ("torch", "keras", None):
        found = world.found(case=CASE, quantity="y", dtype="float32", left="torch")
        assert verdicts(found) == {"differ"}
        errors.append(found[0].max_abs_error)
        if gone:
            world.forget(gone, CASE)
    assert errors[1] == pytest.approx(2 * errors[0], rel=1e-4)
    assert errors[2] == pytest.approx(4 * errors[0], rel=1e-4)


REFUSED = ("batch_norm", "torch")


def refused_case():
    (case,) = [c for c in all_concepts()["batch_norm"].cases if "torch" in c.refused_by]
    return case


def test_a_refusal_as_declared_is_declared_and_compared_with_nobody():
    case = refused_case()
    world = World("batch_norm")
    words = case.refused_by["torch"]
    for dtype in DTYPES:
        key = world.key("torch", case.name, dtype)
        world.collected.replies[key] = Reply(key[1:], error=f"ValueError: {words} here")
    found = world.found(case=case.name)
    (refusal,) = [f for f in found if "torch" in (f.left, f.right)]
    assert (refusal.verdict, refusal.dtype) == ("declared", "float64")
    assert (refusal.quantity, refusal.role) == ("", "contract")
    assert words in refusal.note
    assert ("numpy", "keras") in pairs(found)


@pytest.mark.parametrize("error", ["ValueError: out of memory", ""])
def test_another_refusal_or_none_differs(error):
    case = refused_case()
    world = World("batch_norm")
    key = world.key("torch", case.name)
    evaluation = world.collected.replies[world.key("keras", case.name)].evaluation
    world.collected.replies[key] = Reply(key[1:], None if error else evaluation, error=error)
    (refusal,) = world.found(case=case.name, left="torch", right="torch")
    assert refusal.verdict == "differ"
    assert (error or "torch no longer refuses this") in refusal.note


def test_a_fast_form_that_raised_differs_and_one_that_was_not_asked_is_not_missed():
    world = World("avg_pool2d")
    case = world.concept.cases[0].name
    assert verdicts(world.found(case=case, left="fast")) == {"agree"}
    world.answers("numpy", case, fast="ValueError: no")
    (finding,) = world.found(case=case, left="fast", dtype="float64")
    assert finding.verdict == "differ"
    assert finding.note == "the fast form raised ValueError: no"
    assert (finding.right, finding.quantity, finding.role) == ("numpy", "", "contract")
    world.answers("numpy", case, evaluation=None, error="ValueError: no")
    assert world.found(case=case, left="fast", dtype="float64") == []


def test_a_case_without_double_precision_is_compared_in_single_and_only_if_asked():
    world = World("tanh")
    case = replace(world.concept.case(CASE), dtypes=("float32",))
    second = replace(world.concept.case("extreme"), dtypes=("float32",))
    third = world.concept.case("saturated")
    short = replace(world.concept, cases=(case, second, third), divergences=())
    short.name = "tanh"
    everything = findings_of(world.plan, short, world.collected)
    assert {f.case for f in everything} == {CASE, "extreme", "saturated"}
    short = replace(short, cases=(case,))
    short.name = "tanh"
    found = findings_of(world.plan, short, world.collected)
    assert {f.dtype for f in found} == {"float32"}
    assert pairs(found) == {("numpy", "torch"), ("numpy", "keras"), ("torch", "keras")}
    double = replace(world.plan, dtypes=("float64",))
    assert findings_of(double, short, world.collected) == []


def test_a_case_that_was_not_drawn_is_left_out():
    world = World("tanh")
    del world.plan.drawn["tanh"][CASE]
    assert world.found(case=CASE) == []
    assert world.found()


def diverging():
    """Return a world, a divergence of it between two frameworks, and the name of its case."""
    for concept in all_concepts().values():
        for divergence in concept.divergences:
            if set(divergence.native) == {"torch", "keras"} and divergence.dtype == "float64":
                name = f"{divergence.case}@{divergence.name}"
                return World(concept.name), divergence, name
    raise AssertionError("there is no divergence between the frameworks")


def test_a_divergence_that_shows_is_declared_and_one_that_does_not_differs():
    world, divergence, name = diverging()
    (finding,) = world.found(case=name)
    assert finding.verdict == "declared"
    left, right = divergence.native
    evaluation = world.collected.replies[world.key(right, name)].evaluation
    world.answers(left, name, evaluation=evaluation)
    (finding,) = world.found(case=name)
    assert (finding.verdict, finding.note) == ("differ", "the declared difference did not show")


@pytest.mark.parametrize("side", [0, 1])
def test_a_divergence_that_raised_differs_and_one_that_is_not_recorded_is_skipped(side):
    world, divergence, name = diverging()
    cases = {f.case for f in world.found()}
    one = tuple(divergence.native)[side]
    world.answers(one, name, evaluation=None, error="ValueError: no")
    (finding,) = world.found(case=name)
    assert (finding.verdict, finding.note) == ("differ", f"{one} raised ValueError: no")
    assert {f.case for f in world.found()} == cases
    world.plan = replace(world.plan, live=("numpy",), covered=set())
    (finding,) = world.found(case=name)
    assert finding.verdict == "skipped"


def test_without_numpy_its_divergences_are_not_asked_for():
    world, name = next(
        (World(concept.name, live=("torch", "keras")), f"{d.case}@{d.name}")
        for concept in all_concepts().values()
        for d in concept.divergences
        if "numpy" in d.native
    )
    world.plan = replace(world.plan, covered=set())
    assert world.found(case=name) == []


def test_a_refusal_is_looked_for_where_the_framework_is_live():
    found = World("batch_norm", live=("numpy",)).found(case=refused_case().name)
    assert verdicts(found) == {"agree"}


def test_numpys_gradients_need_no_differences_to_be_compared():
    world = World("tanh")
    world.answers("numpy", CASE, differences=None)
    found = world.found(case=CASE, dtype="float64")
    assert verdicts(found) == {"agree"}
    assert ("numpy", "differences") not in pairs(found)


def test_in_single_precision_numpys_own_error_is_no_measure_of_it():
    world = World("tanh")
    quantities = world.collected.replies[world.key("numpy", CASE, "float32")].evaluation.quantities
    quantities["y"] = quantities["y"] * np.float32(1.001)
    (finding,) = world.found(case=CASE, quantity="y", dtype="float32", left="numpy")
    assert finding.verdict == "differ"
