"""A record keeps all that a run says of the frameworks, in little space."""

import numpy as np
import pytest

from parity.describing.concept import Case, DrawnCase, draw_case
from parity.harness.comparing import tolerances
from parity.harness.comparing.compare import Yardstick, compare_with_truth
from parity.harness.evaluators import numpy_evaluator
from parity.harness.evaluators.evaluation import Evaluation
from parity.harness.recorded_references import DamagedRecordError, Record, load, path_of, save, sums
from parity.harness.recorded_references.contents import MAGIC
from parity.harness.recorded_references.thinning import thinned
from parity.harness.registry import all_concepts

DENSE = all_concepts()["dense"]


def bits(record):
    return {
        (key, name): (array.dtype.str, array.shape, array.tobytes())
        for key, evaluation in record.evaluations.items()
        for name, array in evaluation.quantities.items()
    }


def made(arrays):
    record = Record({"torch": "1"}, {"a": "digest"}, {"a": {"y": 1.0}})
    for (framework, dtype), named in arrays.items():
        evaluation = record.evaluations.setdefault((framework, "a", dtype), Evaluation())
        for name, array in named.items():
            evaluation.add("forward", name, array)
    return record


def test_every_bit_comes_back(tmp_path):
    awkward = np.array(
        [0.0, -0.0, np.inf, -np.inf, np.nan, -np.nan, 5e-324, 1.7e308, -1.7e308, 1e-300, 1 / 3]
    )
    with np.errstate(over="ignore"):
        narrow = awkward.astype(np.float32)
    record = made(
        {
            ("torch", "float32"): {"y": narrow, "n": np.arange(3)},
            ("torch", "float64"): {"y": awkward, "empty": np.empty((0, 2)), "s": np.array(2.5)},
            ("keras", "float64"): {"y": -awkward[::-1], "flag": np.array([True, False])},
            ("keras", "float32"): {"y": np.nextafter(narrow, np.float32(1))},
            ("keras", "float16"): {"y": np.ones((11, 1)), "n": np.arange(3) + 1},
        }
    )
    save(DENSE, record, tmp_path)
    kept = load(DENSE, tmp_path)
    assert bits(kept) == bits(record)
    assert list(kept.evaluations) == sorted(record.evaluations), "in one order"
    assert all(
        list(kept.evaluations[key].quantities) == list(evaluation.quantities)
        for key, evaluation in record.evaluations.items()
    ), "and the quantities as they were computed"
    assert (kept.versions, kept.digests, kept.conditions) == (
        record.versions,
        record.digests,
        record.conditions,
    )


def test_alike_arrays_take_little_room(tmp_path):
    y = np.random.default_rng(0).normal(size=4000)
    one = save(DENSE, made({("torch", "float64"): {"y": y}}), tmp_path / "one").stat().st_size
    near = np.nextafter(y, 9)
    both = made({("torch", "float64"): {"y": y}, ("keras", "float64"): {"y": near}})
    assert save(DENSE, both, tmp_path / "both").stat().st_size < 1.1 * one


def test_what_is_elsewhere_already_takes_almost_none(tmp_path):
    """Another quantity, of another shape."""
    y = np.random.default_rng(0).normal(size=4000)
    one = save(DENSE, made({("torch", "float64"): {"y": y}}), tmp_path / "one").stat().st_size
    again = made({("torch", "float64"): {"y": y, "dx": y.reshape(40, 100)}})
    assert save(DENSE, again, tmp_path / "again").stat().st_size < one + 60
    assert bits(load(DENSE, tmp_path / "again")) == bits(again)


def test_what_an_older_version_wrote_is_refused(tmp_path):
    old = path_of(DENSE, tmp_path).with_suffix(".npz")
    old.parent.mkdir()
    np.savez(old, meta=np.array("{}"), data=np.zeros(3))
    with pytest.raises(DamagedRecordError, match=r"older version .* Run `parity record dense`"):
        load(DENSE, tmp_path)
    old.rename(path_of(DENSE, tmp_path))
    with pytest.raises(DamagedRecordError, match="another version"):
        load(DENSE, tmp_path)


@pytest.mark.parametrize("change", ["shorter", "longer", "another beginning", "a bit"])
def test_what_cannot_be_unpacked_is_called_damaged(tmp_path, change):
    path = save(DENSE, made({("torch", "float64"): {"y": np.arange(3.0)}}), tmp_path)
    content = path.read_bytes()
    middle = len(content) // 2
    path.write_bytes(
        {
            "shorter": content[:-5],
            "longer": content.replace(MAGIC, MAGIC + b"!"),
            "another beginning": b"record9" + content[7:],
            "a bit": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
        }[change]
    )
    (tmp_path / "SHA256SUMS").unlink()
    with pytest.raises(DamagedRecordError, match="cannot be read"):
        load(DENSE, tmp_path)


def test_samples_keep_how_they_are_distributed_and_no_more(tmp_path):
    concept = all_concepts()["he_normal"]
    drawn = np.random.default_rng(3).normal(size=4_000)
    exact = Evaluation()
    exact.add("distribution", "samples", drawn)
    exact.add("forward", "scale", drawn[:1])
    path = save(concept, Record(evaluations={("torch", "dense", "float64"): exact}), tmp_path)
    kept = load(concept, tmp_path).evaluations["torch", "dense", "float64"].quantities
    np.testing.assert_array_equal(kept["scale"], drawn[:1])
    np.testing.assert_allclose(kept["samples"], np.sort(drawn), rtol=2.0**-8)
    assert len(set(kept["samples"])) < len(drawn)
    assert tolerances.distribution_distance(kept["samples"], drawn) < 0.01
    assert path.stat().st_size < len(drawn)


def single(array, truth, **case):
    """Return a case and what is kept of a framework's float32 result."""
    given = Case("a", **case)
    evaluations = {
        ("torch", "a", "float64"): Evaluation({"y": truth}, {"y": "forward"}),
        ("keras", "a", "float32"): Evaluation({"y": array}, {"y": "forward"}),
    }
    concept = type("Concept", (), {"cases": (given,), "divergences": ()})
    kept = thinned(concept, evaluations)
    assert kept["torch", "a", "float64"].quantities["y"] is not None
    return given, kept["keras", "a", "float32"].quantities.get("y")


@pytest.mark.parametrize("case", [{}, {"by_element": ("y",)}, {"zero": {"y": "by definition"}}])
@pytest.mark.parametrize("scale", [1.0, 1e-9])
def test_of_float32_a_run_says_the_same_of_what_is_kept(case, scale):
    """For NumPy's bound and for the framework itself, whatever is compared."""
    rng = np.random.default_rng(4)
    truth = rng.normal(size=500) * 10.0 ** rng.integers(-6, 3, size=500) * scale
    truth[:3] = 0
    array = (truth * (1 + 1e-6 * rng.normal(size=500))).astype(np.float32)
    array[0] = 1e-12
    given, kept = single(array, truth, **case)
    assert np.mean(kept == array) < 0.9, "most of it is the truth, rounded"
    ours = Evaluation({"y": (truth * (1 + 2e-6)).astype(np.float32)}, {"y": "forward"})
    right = Evaluation({"y": truth}, {"y": "forward"})
    for name in ("numpy", "keras"):
        said = []
        for one in (array, kept):
            theirs = Evaluation({"y": one}, {"y": "forward"})
            judged = ours if name == "numpy" else theirs
            frameworks = {"keras": theirs}
            stick = Yardstick(500, {"y": 1.0})
            said.append(compare_with_truth(given, name, judged, right, frameworks, stick))
        assert said[0] == said[1]


def test_float32_is_kept_whole_where_nothing_is_its_truth():
    truth = np.array([1.0, np.inf, 3.0])
    array = np.array([1.1, 2.0, 3.0], np.float32)
    for right in (truth, np.ones((3, 1))):
        _, kept = single(array, right)
        np.testing.assert_array_equal(kept, array)
    _, kept = single(array, np.array([1.0, 2.0, 3.0]), dtypes=("float32",))
    np.testing.assert_array_equal(kept, array)
    assert array[0] != np.float32(1.0)


@pytest.mark.parametrize("case", [{"exact": ("y",)}, {"sampled": ("y",)}])
def test_counts_and_samples_are_not_kept_in_float32(case):
    _, kept = single(np.ones(3, np.float32), np.ones(3), **case)
    assert kept is None


def test_a_divergence_keeps_where_it_shows():
    concept = all_concepts()["lstm"]
    divergence = concept.divergences[0]
    name = f"{divergence.case}@{divergence.name}"
    record = load(concept)
    for framework in set(divergence.native) - {"numpy"}:
        kept = record.evaluations[framework, name, divergence.dtype]
        assert list(kept.quantities) == [divergence.quantity]


def test_a_relative_error_of_1e_12_is_caught_in_every_gradient():
    """What is kept in float64 is as exact as it was."""
    concept = DENSE
    record = load(concept)
    drawn: DrawnCase = draw_case(concept, concept.case("batch"))
    ours = numpy_evaluator.evaluate(drawn, "float64")
    kept = record.evaluations["torch", "batch", "float64"]
    for quantity, array in ours.quantities.items():
        off = np.abs(array - kept.quantities[quantity]).max()
        assert off < 1e-12 * np.abs(array).max() / 100


def test_every_record_is_written_again_as_it_is(tmp_path):
    """A small one of each group: nothing is lost when others are added or it is packed anew."""
    smallest = {}
    for concept in sorted(all_concepts().values(), key=lambda one: -path_of(one).stat().st_size):
        smallest[concept.group] = concept
    for concept in smallest.values():
        again = save(concept, load(concept), tmp_path)
        assert bits(load(concept, tmp_path)) == bits(load(concept)), concept.name
        assert sums(tmp_path)[again.relative_to(tmp_path).as_posix()]
