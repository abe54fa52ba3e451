"""Each condition of the comparison decides something: here is what."""

from dataclasses import replace

import numpy as np
import pytest

from parity.describing.concept import Case, Divergence, DrawnCase, Text, Weight, draw_case
from parity.harness.comparing import tolerances
from parity.harness.comparing.compare import (
    Finding,
    Yardstick,
    compare,
    compare_fast_form,
    compare_with_differences,
    compare_with_truth,
    contract,
    demonstrate,
    magnitude_of,
)
from parity.harness.evaluators.evaluation import Evaluation
from parity.harness.evaluators.finite_differences import AMPLIFICATION, Estimate
from parity.harness.registry import all_concepts

RNG = np.random.default_rng(59)
YARDSTICK = Yardstick(length=16, condition={})
EPS = tolerances.EPS["float64"]


def gave(**quantities):
    """Return an evaluation: ``dx`` and the like are gradients, ``m_W`` is a state m of W."""
    result = Evaluation()
    for name, array in quantities.items():
        role = "gradient" if name.startswith("d") else "state" if "_" in name else "forward"
        result.add(role, name.replace("_", "."), array)
    return result


def found(ours, theirs, case=None, names=("numpy", "torch"), **options):
    findings = compare(
        case or Case("case"), "float64", (names[0], ours), (names[1], theirs), YARDSTICK, **options
    )
    return {f.quantity: f for f in findings}


ONE = np.array([1.0, -2.0])


def test_what_is_missing_or_sampled_does_not_end_the_comparison():
    case = Case("case", sampled=("draws",), stateless=("torch",), by_element=("tail",))
    first = {"m_W": ONE, "gone": ONE, "draws": RNG.random(50), "tail": np.array([1.0, np.nan])}
    theirs = {"draws": first["draws"], "tail": ONE, "y": ONE + 1}
    verdicts = {q: f.verdict for q, f in found(gave(**first, y=ONE), gave(**theirs), case).items()}
    assert verdicts == {"gone": "differ", "draws": "agree", "tail": "differ", "y": "differ"}


def test_only_a_state_may_be_missing_where_a_side_keeps_none():
    case = Case("case", stateless=("torch",))
    assert set(found(gave(m_W=ONE), gave(), case)) == set()
    assert found(gave(y=ONE), gave(), case)["y"].verdict == "differ"


def test_a_whole_that_differs_is_told_as_a_whole():
    """Shapes that do not fit have no elements to compare."""
    case = Case("case", by_element=("y",))
    finding = found(gave(y=np.ones(3)), gave(y=np.ones(2)), case)["y"]
    assert (finding.verdict, finding.measure) == ("differ", "largest")
    assert found(gave(y=ONE), gave(y=ONE), case)["y"].measure == "element"


STATE = {"m": Weight("exp_avg", "m"), "v": Weight("", "velocity"), "u": Weight("buffer", "")}


@pytest.mark.parametrize(
    ("ours", "theirs", "missed"),
    [
        (gave(v_W=ONE, m_W=ONE), gave(m_W=ONE), set()),  # by the table torch has no v
        (gave(m_W=ONE), gave(), {"m.W"}),  # by the table it has an m
        (gave(w_W=ONE), gave(), {"w.W"}),  # the table knows no w
        (gave(v_W=ONE), gave(u_W=ONE), set()),  # NumPy has v for u
        (gave(v_b=ONE), gave(u_W=ONE), {"u.W"}),  # but that is of another parameter
        (gave(m_W=ONE), gave(u_W=ONE, m_W=ONE), {"u.W"}),  # and m stands for itself
        (gave(), gave(u_W=ONE), {"u.W"}),
    ],
)
def test_a_state_is_missed_unless_the_table_says_where_it_is(ours, theirs, missed):
    def lacking(findings):
        return {q for q, f in findings.items() if f.verdict == "differ"}

    assert lacking(found(ours, theirs, state=STATE)) == missed
    assert lacking(found(theirs, ours, names=("torch", "numpy"), state=STATE)) == missed


def test_only_a_state_stands_for_another_state():
    ours = gave(v_W=ONE)
    ours.roles["v.W"] = "steps"
    assert found(ours, gave(u_W=ONE, v_W=ONE), state=STATE)["u.W"].verdict == "differ"


def test_a_state_that_keras_keeps_without_an_attribute_is_by_no_means_there():
    names = ("numpy", "keras")
    assert set(found(gave(u_W=ONE), gave(), names=names, state=STATE)) == set()
    assert set(found(gave(v_W=ONE), gave(), names=names, state=STATE)) == {"v.W"}


@pytest.mark.parametrize(
    ("error", "verdict"),
    [(1e-7, "agree"), (1.2e-8, "agree"), (1e-8, "agree"), (0.8e-8, "differ"), (0.0, "differ")],
)
def test_who_is_said_to_lose_small_elements_has_fewer_than_eight_digits_of_one(error, verdict):
    small = 2.0**-40
    case = Case("case", by_element=("y",), loses={"torch": "by a logarithm of a sum"})
    ours = gave(y=np.array([1.0, small * (1 + error)]))
    theirs = gave(y=np.array([1.0, small]))
    finding = found(ours, theirs, case)["y"]
    assert finding.verdict == verdict
    assert ("loses small elements" in finding.note) == (verdict == "agree")


def test_the_yardstick_counts_inputs_parameters_and_upstream():
    concept = all_concepts()["dense"]
    drawn = draw_case(concept, concept.cases[0])
    arrays = [*drawn.inputs[0].values(), *drawn.params.values(), *drawn.upstream]
    assert isinstance(drawn, DrawnCase)
    assert Yardstick.of(drawn, {}).length == sum(array.size for array in arrays)
    further = replace(drawn, further=({"h0": np.ones((2, 3)), "c0": np.ones(4)},))
    assert Yardstick.of(further, {}).length == Yardstick.of(drawn, {}).length + 10


def test_results_of_no_elements_are_compared_by_their_shapes():
    finding = found(gave(y=np.zeros((0, 3))), gave(y=np.zeros((0, 3))))["y"]
    assert (finding.max_abs_error, finding.bound) == (0.0, 0.0)
    assert type(finding.max_abs_error) is float


SINGLE = np.array([1.0, 2.0], np.float32)


def in_single(ours, truth, frameworks=None, case=None, name="numpy"):
    return compare_with_truth(
        case or Case("case"), name, ours, truth, frameworks or {}, YARDSTICK
    )  # fmt: skip


def test_in_single_precision_what_is_left_out_does_not_end_the_comparison():
    case = Case("case", exact=("count",), sampled=("draws",))
    ours = gave(count=SINGLE, draws=SINGLE, alone=SINGLE, y=SINGLE)
    truth = gave(count=SINGLE + 1.0, draws=SINGLE + 1.0, y=np.array([1.0, 2.0]))
    (finding,) = in_single(ours, truth, case=case)
    assert (finding.quantity, finding.verdict) == ("y", "agree")


def test_without_frameworks_numpy_is_held_to_the_formula():
    truth = np.array([1.0, 2.0])
    (finding,) = in_single(gave(y=SINGLE), gave(y=truth))
    assert finding.bound == YARDSTICK.bound("y", "float32", 2.0)


def test_a_framework_of_another_shape_or_without_the_quantity_is_no_measure():
    truth = np.array([1.0, 2.0])
    far = SINGLE + np.float32(0.5)
    few = 8 * tolerances.EPS["float32"] * 2.0
    shapes = (gave(y=np.ones((2, 2), np.float32)), gave(z=far))
    for other in (*shapes, gave(y=far * np.float32(np.nan)), gave(y=far * np.float32(np.inf))):
        (finding,) = in_single(gave(y=SINGLE), gave(y=truth), {"torch": other})
        assert finding.bound == pytest.approx(few)
    (finding,) = in_single(gave(y=SINGLE), gave(y=truth), {"torch": gave(y=far)})
    assert finding.bound == pytest.approx(4 * 0.5)


def test_who_loses_small_elements_still_measures_what_is_not_compared_by_elements():
    case = Case("case", by_element=("tail",), loses={"torch": "so"})
    far = gave(y=SINGLE + np.float32(0.5))
    (finding,) = in_single(gave(y=SINGLE), gave(y=np.array([1.0, 2.0])), {"torch": far}, case)
    assert finding.bound == pytest.approx(4 * 0.5)


def test_elements_in_single_precision_are_held_to_the_frameworks_share():
    small = np.array([1.0, 1e-12])
    case = Case("case", by_element=("y",))
    single = small.astype(np.float32)
    off = single * np.array([1, 1 + 1e-4], np.float32)
    worse = gave(y=(single * np.array([1, 1 + 1e-3], np.float32)).astype(np.float32))
    truth, frameworks = gave(y=small), {"torch": gave(y=off.astype(np.float32))}
    (finding,) = in_single(gave(y=off.astype(np.float32)), truth, frameworks, case)
    assert (finding.verdict, finding.measure) == ("agree", "element")
    assert finding.bound == pytest.approx(4 * 1e-4 * 1e-12, rel=0.01)
    (finding,) = in_single(worse, truth, frameworks, case)
    assert (finding.verdict, finding.measure) == ("differ", "element")
    (finding,) = in_single(gave(y=np.ones(3, np.float32)), truth, frameworks, case)
    assert (finding.verdict, finding.measure) == ("differ", "largest")


def estimate(values, shape=None, at=None):
    values = np.asarray(values, float)
    return Estimate(shape or values.shape, np.arange(values.size) if at is None else at, values)


def test_differences_of_another_shape_differ_and_the_rest_is_compared():
    ours = gave(dx=np.ones((2, 3)), dW=ONE)
    given = {"da": estimate(ONE), "dx": estimate(np.ones(6), (3, 2)), "dW": estimate(ONE)}
    wrong, right = compare_with_differences(Case("case"), ours, given, YARDSTICK)
    assert (wrong.quantity, wrong.verdict) == ("dx", "differ")
    assert wrong.note == "numpy has shape (2, 3), x has shape (3, 2)"
    assert (right.quantity, right.verdict, right.role) == ("dW", "agree", "gradient")


@pytest.mark.parametrize(("whole", "tried"), [(1000.0, 1.0), (1.0, 1000.0)])
def test_the_bound_of_differences_is_that_of_the_larger_side(whole, tried):
    ours = gave(dx=np.array([1.0, whole]))
    one = {"dx": estimate([tried], (2,), np.array([0]))}
    (finding,) = compare_with_differences(Case("case"), ours, one, YARDSTICK)
    assert finding.bound == AMPLIFICATION * YARDSTICK.bound("dx", "float64", 1000.0)


def test_a_contract_says_what_it_is_and_which_promises_are_broken():
    kept = contract(Case("case"), "float64", gave(y=ONE))
    assert (kept.quantity, kept.role, kept.left, kept.right) == ("contract",) * 2 + ("numpy",) * 2
    assert (kept.max_abs_error, kept.bound, kept.digits) == (0.0, 0.0, None)
    assert kept.note == "inputs unchanged, type kept"
    ours = gave(y=ONE)
    ours.broken = ["it sulks", "it forgets"]
    broken = contract(Case("case"), "float64", ours, "fast")
    assert (broken.verdict, broken.note) == ("differ", "it sulks; it forgets")
    assert broken.left == "fast"
    both = compare_fast_form(Case("case"), "float64", ours, gave(y=ONE), YARDSTICK)
    assert [(f.quantity, f.verdict) for f in both] == [("y", "agree"), ("contract", "differ")]


WORDS = Text("", "")


def diverging(error, size=None, magnitude=2.0):
    divergence = Divergence("other", WORDS, WORDS, "", "case", {"torch": {}, "keras": {}}, "y",
                            irreducible=size is not None, size=size)  # fmt: skip
    b = np.array([magnitude, 0.0])
    ours, theirs = gave(y=b + np.array([0.0, error])), gave(y=b)
    del theirs.roles["y"]
    return demonstrate(divergence, ("torch", ours), ("keras", theirs), YARDSTICK)


def test_a_divergence_must_be_larger_than_the_bound_and_no_larger_than_its_size():
    bound = YARDSTICK.bound("y", "float64", 2.0)
    assert diverging(bound).verdict == "differ"
    shown = diverging(1.5 * bound)
    assert (shown.verdict, shown.bound, shown.role) == ("declared", bound, "forward")
    assert (shown.case, shown.note) == ("case@other", "other")
    sized = diverging(0.5, size=0.5)
    assert (sized.verdict, sized.bound) == ("declared", 0.5)
    larger = diverging(0.75, size=0.5)
    assert (larger.verdict, larger.bound) == ("differ", 0.5)
    assert "larger than the declared" in larger.note


def test_a_divergence_in_shape_shows_by_itself():
    divergence = replace(Divergence("o", WORDS, WORDS, "", "c", {}, "y"), native={"torch": {}})
    left, right = ("torch", gave(y=np.ones(2))), ("keras", gave(y=np.ones(3)))
    finding = demonstrate(divergence, left, right, YARDSTICK)
    assert (finding.verdict, finding.note) == ("declared", "shapes (2,) and (3,)")


def test_who_is_said_to_lose_small_elements_is_found_out_beside_zeros_too():
    case = Case("case", by_element=("y",), loses={"torch": "so"})
    y = np.array([0.0, 1.0])
    assert found(gave(y=y), gave(y=y), case)["y"].verdict == "differ"


def test_where_the_frameworks_are_exact_elements_keep_a_few_roundings():
    case = Case("case", by_element=("y",))
    truth = np.array([1.0, 0.25])
    off = np.array([1.0, 0.25 * (1 + 2.0**-21)], np.float32)
    exact = {"torch": gave(y=truth.astype(np.float32))}
    (finding,) = in_single(gave(y=off), gave(y=truth), exact, case)
    assert finding.verdict == "agree"
    assert finding.bound == pytest.approx(8 * tolerances.EPS["float32"] * 0.25, rel=1e-12)


def test_exactly_on_the_bound_agrees():
    whole = YARDSTICK.bound("y", "float64", 1.0)
    assert whole == 32 * EPS
    for case in (Case("case"), Case("case", by_element=("y",))):
        finding = found(gave(y=np.array([1.0 + whole, 0.5])), gave(y=np.array([1.0, 0.5])), case)[
            "y"
        ]
        assert (finding.verdict, finding.max_abs_error, finding.bound) == ("agree", whole, whole)
        finding = found(gave(y=np.array([1 + whole + EPS])), gave(y=np.array([1.0])), case)["y"]
        assert finding.verdict == "differ"


def test_the_bound_of_an_element_is_told_for_its_size():
    case = Case("case", by_element=("y",))
    finding = found(gave(y=np.array([4.0, 0.25 + EPS])), gave(y=np.array([4.0, 0.25])), case)["y"]
    assert (finding.bound, finding.max_abs_error) == (32 * EPS * 0.25, EPS)
    assert type(finding.max_abs_error) is type(finding.bound) is float


@pytest.mark.parametrize(("dtype", "signal"), [("float64", 1000.0), ("float32", 1000**0.5)])
@pytest.mark.parametrize(("share", "verdict"), [(0.99, "agree"), (1.01, "vacuous")])
def test_three_digits_must_be_left_and_half_as_many_in_single(dtype, signal, share, verdict):
    """``share`` of the signal is taken by the bound, for the whole and for each element."""
    y = np.array([1.0, 1.0], dtype)
    condition = share / signal / tolerances.bound(dtype, 16, 1.0) - 1
    yardstick = Yardstick(16, {"y": condition, "y, by element": condition})
    for case in (Case("case"), Case("case", by_element=("y",))):
        (finding,) = compare(case, dtype, ("numpy", gave(y=y)), ("torch", gave(y=y)), yardstick)
        assert finding.verdict == verdict
        said = "the reference carries no signal" if verdict == "vacuous" else ""
        assert finding.note == said


def test_counts_and_zeros_say_what_they_are_held_to():
    exact = found(gave(y=ONE), gave(y=ONE), Case("case", exact=("y",)))["y"]
    assert (exact.verdict, exact.bound, exact.note) == ("agree", 0.0, "exact")
    case = Case("case", zero={"y": "a step is flat"})
    limit = tolerances.bound("float64", 2, 1.0)
    for most, verdict in ((limit, "agree"), (limit * (1 + EPS), "differ")):
        flat = found(gave(y=np.array([0.0, most])), gave(y=np.zeros(2)), case)["y"]
        assert (flat.verdict, flat.bound) == (verdict, limit)
        assert flat.note == "0 by definition: a step is flat"


def test_what_is_not_finite_is_counted():
    finding = found(gave(y=np.array([1.0, 2.0, np.inf, np.nan])), gave(y=np.ones(4)))["y"]
    assert finding.note == "numpy has 2 of 4 values that are not finite"
    assert type(magnitude_of(ONE)) is float
    assert finding.concept == ""


def drawn(a, b):
    return found(gave(y=a), gave(y=b), Case("case", sampled=("y",)))["y"]


def test_samples_are_compared_by_their_distribution():
    a = RNG.standard_normal(400)
    same = drawn(a, RNG.permutation(a))
    assert (same.verdict, same.max_abs_error) == ("agree", 0.0)
    assert same.bound == tolerances.distribution_bound(400, 400)
    assert same.note == "in distribution, false alarm 0.0001"
    assert drawn(a, a + 3).verdict == "differ"
    assert drawn(a, a[:300]).note == "numpy has shape (400,), torch has shape (300,)"
    for bad in (np.nan, np.inf):
        some = a.copy()
        some[7] = bad
        for finding in (drawn(some, a), drawn(a, some), drawn(some, some)):
            assert (finding.verdict, finding.note) == ("differ", "some samples are not finite")


def test_a_finding_says_nothing_unless_there_is_something_to_say():
    ends = ("numpy", "torch", 0.0, 0.0, None, "agree")
    assert Finding("c", "case", "y", "forward", "float64", *ends).note == ""
    assert found(gave(y=ONE), gave(y=ONE))["y"].note == ""


def test_an_error_without_end_has_no_digits():
    assert tolerances.digits(np.inf, 1.0, "float64") is None
    assert {type(eps) for eps in tolerances.EPS.values()} == {float}


def test_no_agreed_digit_is_0_and_not_minus_0():
    assert str(tolerances.digits(1.0, 1.0, "float64")) == "0.0"


def test_the_bound_of_two_samples_is_the_stated_formula():
    assert tolerances.FALSE_ALARM == 1e-4
    wanted = np.sqrt(-np.log(1e-4 / 2) / 2 * (30 + 20) / (30 * 20))
    assert tolerances.distribution_bound(30, 20) == pytest.approx(wanted, rel=1e-14)


def test_two_samples_are_as_far_apart_from_either_side():
    a = RNG.random(50)
    for b in (a + 2, a - 2):
        distance = tolerances.distribution_distance(a, b)
        assert (distance, type(distance)) == (1.0, float)
