"""What counts as agreement, and what never does."""

import numpy as np
import pytest

from parity.describing.concept import Case, Weight
from parity.harness.comparing import tolerances
from parity.harness.comparing.compare import Yardstick, compare, compare_with_truth, contract
from parity.harness.evaluators.conditioning import condition, of_elements
from parity.harness.evaluators.evaluation import Evaluation

RNG = np.random.default_rng(7)
YARDSTICK = Yardstick(length=12, condition={})


def evaluation(**quantities):
    result = Evaluation()
    for name, array in quantities.items():
        result.add("gradient" if name.startswith("d") else "forward", name, array)
    return result


def only(a, b, case=None, dtype="float64", yardstick=YARDSTICK):
    case = case or Case("case")
    found = compare(case, dtype, ("numpy", evaluation(y=a)), ("torch", evaluation(y=b)), yardstick)
    assert len(found) == 1
    return found[0]


def test_equal_results_agree_to_sixteen_digits():
    x = RNG.standard_normal((3, 4))
    finding = only(x, x)
    assert (finding.verdict, finding.digits) == ("agree", 16.0)


def test_a_difference_just_inside_the_bound_agrees_and_just_outside_differs():
    x = np.array([1.0, -2.0, 0.5])
    bound = YARDSTICK.bound("y", "float64", 2.0)
    off = np.array([0.0, 0.0, 1.0])
    assert only(x + 0.9 * bound * off, x).verdict == "agree"
    finding = only(x + 1.1 * bound * off, x)
    assert finding.verdict == "differ"
    assert finding.max_abs_error == pytest.approx(1.1 * bound, rel=0.1)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_never_agrees_even_with_itself(bad):
    x = np.array([1.0, bad])
    assert only(x, x).verdict == "differ"
    assert only(np.array([1.0, 2.0]), x).verdict == "differ"
    assert only(x, np.array([1.0, 2.0])).verdict == "differ"


def test_a_reference_of_zeros_is_vacuous_and_fails():
    zeros = np.zeros((2, 3))
    finding = only(zeros, zeros)
    assert finding.verdict == "vacuous"


def test_zeros_agree_where_they_are_so_by_definition_and_only_if_they_are_zeros():
    case = Case("case", zero={"y": "a step is flat"})
    zeros = np.zeros((2, 3))
    assert only(zeros, zeros, case).verdict == "agree"
    assert only(zeros + 1e-3, zeros, case).verdict == "differ"
    assert only(zeros + 1e-3, zeros + 1e-3, case).verdict == "differ"


def test_a_result_that_is_buried_in_its_own_conditioning_is_vacuous():
    x = RNG.standard_normal(5)
    huge = Yardstick(length=12, condition={"y": 1e14})
    assert only(x, x, yardstick=huge).verdict == "vacuous"


def test_another_shape_differs_and_both_are_named():
    finding = only(np.ones((2, 3)), np.ones((3, 2)))
    assert finding.verdict == "differ"
    assert "(2, 3)" in finding.note
    assert "(3, 2)" in finding.note


def test_complex_and_object_results_differ():
    x = RNG.standard_normal(3)
    assert only(x + 0j, x).verdict == "differ"
    assert only(np.array([1, None, 2], dtype=object), x).verdict == "differ"


def test_a_missing_gradient_differs():
    ours, theirs = evaluation(y=np.ones(2)), evaluation(y=np.ones(2), dx=np.ones(2))
    found = compare(Case("case"), "float64", ("numpy", ours), ("torch", theirs), YARDSTICK)
    assert [(f.quantity, f.verdict) for f in found] == [("y", "agree"), ("dx", "differ")]


def test_a_count_must_be_equal():
    case = Case("case", exact=("y",))
    assert only(np.array([0.5]), np.array([0.5]), case).verdict == "agree"
    assert only(np.array([0.5 + 1e-15]), np.array([0.5]), case).verdict == "differ"


def test_numpy_in_float32_may_be_no_worse_than_the_frameworks():
    truth = RNG.standard_normal(1000)
    single = truth.astype(np.float32)
    framework = evaluation(y=single + np.float32(1e-5))
    judged = {}
    for name, off in (("as_good", 2e-5), ("worse", 1e-4)):
        (judged[name],) = compare_with_truth(
            Case("case"),
            "numpy",
            evaluation(y=(single + np.float32(off)).astype(np.float32)),
            evaluation(y=truth),
            {"torch": framework},
            YARDSTICK,
        )
    assert judged["as_good"].verdict == "agree"
    assert judged["worse"].verdict == "differ"


def test_an_input_changed_in_place_breaks_the_contract():
    ours = evaluation(y=np.ones(2))
    assert contract(Case("case"), "float64", ours).verdict == "agree"
    ours.changed = ["x"]
    finding = contract(Case("case"), "float64", ours)
    assert finding.verdict == "differ"
    assert "x" in finding.note


def test_float64_where_float32_was_given_breaks_the_contract():
    finding = contract(Case("case"), "float32", evaluation(y=np.ones(2)))
    assert finding.verdict == "differ"
    assert "float64" in finding.note


def test_digits_are_relative_to_the_largest_element():
    assert tolerances.digits(1e-9, 10.0, "float64") == 10.0
    assert tolerances.digits(0.0, 1.0, "float64") == 16.0
    assert tolerances.digits(0.0, 1.0, "float32") == 7.2
    assert tolerances.digits(5.0, 1.0, "float64") == 0.0
    assert tolerances.digits(0.0, 0.0, "float64") is None


def test_the_bound_is_the_stated_formula():
    eps = np.finfo(np.float64).eps
    exactly = {"rel": 1e-15, "abs": 0}  # a bound is smaller than what approx overlooks
    assert tolerances.bound("float64", 16, 3.0, 2.0) == pytest.approx(8 * eps * 4 * 5, **exactly)
    for length in (0, 1):
        assert tolerances.bound("float64", length, 3.0) == pytest.approx(8 * eps * 3, **exactly)


def test_the_distance_of_two_samples_is_scipys():
    stats = pytest.importorskip("scipy.stats")
    a, b = RNG.standard_normal(300), RNG.standard_normal(200) + 0.1
    assert tolerances.distribution_distance(a, b) == pytest.approx(stats.ks_2samp(a, b).statistic)


def test_the_false_alarm_rate_of_the_two_sample_test_is_as_stated():
    """Of 4000 pairs from one distribution, at a rate of 1 %, about 40 exceed the bound."""
    n, m, trials, rate = 400, 300, 4000, 0.01
    rng = np.random.default_rng(3)
    limit = tolerances.distribution_bound(n, m) * np.sqrt(
        np.log(rate / 2) / np.log(tolerances.FALSE_ALARM / 2)
    )
    alarms = sum(
        tolerances.distribution_distance(rng.random(n), rng.random(m)) > limit
        for _ in range(trials)
    )
    assert 0.003 * trials < alarms < 0.015 * trials


SMALL_BESIDE_LARGE = np.array([1.0, -1e-9, 1e-30])
BY_ELEMENT = Case("case", by_element=("y",))


def test_small_elements_count_by_themselves_where_the_formula_keeps_them():
    lost = SMALL_BESIDE_LARGE * [1, 1, 0]
    assert only(lost, SMALL_BESIDE_LARGE).verdict == "agree"
    finding = only(lost, SMALL_BESIDE_LARGE, BY_ELEMENT)
    assert (finding.verdict, finding.measure, finding.digits) == ("differ", "element", 0.0)
    assert finding.note == "element by element: 0 where torch has 1e-30"
    near = SMALL_BESIDE_LARGE * [1, 1, 1 + 1e-15]
    kept = only(near, SMALL_BESIDE_LARGE, BY_ELEMENT)
    assert (kept.verdict, kept.measure) == ("agree", "element")
    assert 14.9 < kept.digits < 15.1
    assert kept.max_abs_error == pytest.approx(1e-45, rel=0.2)
    assert kept.bound == pytest.approx(YARDSTICK.share("y", "float64") * 1e-30)


def test_the_bound_of_an_element_is_the_formula_in_relation_to_it():
    steep = Yardstick(12, {of_elements("y"): 40.0})
    assert steep.share("y", "float64") == 41 * YARDSTICK.share("y", "float64")
    assert YARDSTICK.share("y", "float64") == tolerances.bound("float64", 12, 1.0)
    off = SMALL_BESIDE_LARGE * [1, 1, 1 + 20 * YARDSTICK.share("y", "float64")]
    assert only(off, SMALL_BESIDE_LARGE, BY_ELEMENT).verdict == "differ"
    assert only(off, SMALL_BESIDE_LARGE, BY_ELEMENT, yardstick=steep).verdict == "agree"


def test_where_the_reference_is_0_nothing_else_will_do_element_by_element():
    right = np.array([1.0, 0.0])
    assert only(np.array([1.0, 0.0]), right, BY_ELEMENT).verdict == "agree"
    assert only(np.array([1.0, 1e-300]), right, BY_ELEMENT).verdict == "differ"
    zeros = np.zeros(2)
    assert only(zeros, zeros, BY_ELEMENT).verdict == "vacuous"


def test_who_loses_small_elements_is_named_and_must_lose_them():
    case = Case("case", by_element=("y",), loses={"torch": "it subtracts"})
    lost = SMALL_BESIDE_LARGE * [1, 1, 0]
    finding = only(SMALL_BESIDE_LARGE, lost, case)
    assert (finding.verdict, finding.measure) == ("agree", "largest")
    assert finding.note == "torch loses small elements: it subtracts"
    kept = only(SMALL_BESIDE_LARGE, SMALL_BESIDE_LARGE, case)
    assert kept.verdict == "differ"
    assert "which torch is said to lose" in kept.note
    assert only(2 * SMALL_BESIDE_LARGE, lost, case).verdict == "differ"


def test_in_float32_who_loses_small_elements_is_no_measure_of_them():
    case = Case("case", by_element=("y",), loses={"keras": "it subtracts"})
    single = SMALL_BESIDE_LARGE.astype(np.float32)
    lossy = evaluation(y=single * np.float32([1, 1, 0]))
    for ours, verdict in ((single, "agree"), (lossy.quantities["y"], "differ")):
        (finding,) = compare_with_truth(
            case,
            "numpy",
            evaluation(y=ours),
            evaluation(y=SMALL_BESIDE_LARGE),
            {"torch": evaluation(y=single), "keras": lossy},
            YARDSTICK,
        )
        assert (finding.verdict, finding.measure) == (verdict, "element")


def test_the_condition_of_elements_is_their_movement_in_relation_to_themselves():
    from parity.describing.concept import draw_case
    from parity.harness.evaluators import numpy_evaluator
    from parity.harness.registry import all_concepts

    softplus = all_concepts()["softplus"]
    case = draw_case(softplus, softplus.case("tail"))
    found = condition(case, numpy_evaluator.evaluate)
    # At x = -80, exp(x) moves by 80 for each unit of x's relative change.
    assert found[of_elements("y")] == pytest.approx(80, rel=1e-3)
    assert found["y"] < 3


STATE = {"v": Weight(torch="", keras="momentum"), "b": Weight(torch="buffer", keras="")}


def states(**arrays):
    result = Evaluation()
    result.add("steps", "W", np.ones(3))
    for name in arrays:
        result.add("state", f"{name}.W", np.full(3, 2.0))
    return result


def missed(ours, theirs, framework, case=None):
    found = compare(
        case or Case("case"), "float64", ("numpy", ours), (framework, theirs), YARDSTICK, STATE
    )
    return [f.note for f in found if f.verdict == "differ"]


def test_a_state_that_a_side_keeps_in_another_form_is_not_missed():
    assert missed(states(v=0), states(b=0), "torch") == []
    assert missed(states(b=0), states(v=0), "keras") == []
    assert missed(states(v=0), states(v=0), "keras") == []


def test_a_renamed_or_forgotten_state_is_missed():
    assert missed(states(), states(b=0), "torch") == ["numpy gives no b.W"]
    assert missed(states(), states(v=0), "keras") == ["numpy gives no v.W"]
    assert "torch gives no velocity.W" in missed(states(velocity=0), states(b=0), "torch")
    assert missed(states(v=0), states(), "keras") == ["keras gives no v.W"]
    stateless = Case("case", stateless=("keras",))
    assert missed(states(v=0), states(), "keras", stateless) == []


def test_without_a_table_every_state_is_missed():
    found = compare(
        Case("case"), "float64", ("numpy", states(mean=0)), ("torch", states()), YARDSTICK
    )
    assert [f.note for f in found if f.verdict == "differ"] == ["torch gives no mean.W"]
