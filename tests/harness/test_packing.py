"""A record keeps every bit but those of samples, in half the space."""

import json

import numpy as np
import pytest

from parity.harness import recorded_references
from parity.harness.comparing import tolerances
from parity.harness.evaluators.evaluation import Evaluation
from parity.harness.recorded_references import DamagedRecordError, Record, load, save
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
            ("keras", "other"): {"y": np.ones((11, 1)), "n": np.arange(3) + 1},
        }
    )
    save(DENSE, record, tmp_path)
    kept = load(DENSE, tmp_path)
    assert bits(kept) == bits(record)
    assert list(bits(kept)) == list(bits(record)), "and in the same order"


def test_alike_arrays_take_little_room(tmp_path):
    y = np.random.default_rng(0).normal(size=4000)
    one = save(DENSE, made({("torch", "float64"): {"y": y}}), tmp_path / "one").stat().st_size
    near = np.nextafter(y, 9)
    both = made({("torch", "float64"): {"y": y}, ("keras", "float64"): {"y": near}})
    assert save(DENSE, both, tmp_path / "both").stat().st_size < 1.1 * one


def test_what_an_older_version_wrote_is_read(tmp_path):
    record = made({("torch", "float64"): {"y": np.arange(3.0)}, ("keras", "float32"): {"y": [1.5]}})
    path = save(DENSE, record, tmp_path)
    with np.load(path) as archive:
        meta = json.loads(str(archive["meta"]))
    del meta["packing"]
    packed = b"".join(part[2] for part in bits(record).values())
    np.savez(path, meta=np.array(json.dumps(meta)), data=np.frombuffer(packed, np.uint8))
    (tmp_path / recorded_references.SUMS).unlink()
    assert bits(load(DENSE, tmp_path)) == bits(record)


@pytest.mark.parametrize("change", ["shorter", "packing"])
def test_what_cannot_be_unpacked_is_called_damaged(tmp_path, change):
    path = save(DENSE, made({("torch", "float64"): {"y": np.arange(3.0)}}), tmp_path)
    with np.load(path) as archive:
        meta, data = json.loads(str(archive["meta"])), archive["data"]
    if change == "packing":
        meta["packing"] = "later"
    np.savez(
        path, meta=np.array(json.dumps(meta)), data=data[: -1 if change == "shorter" else None]
    )
    (tmp_path / recorded_references.SUMS).unlink()
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
    np.testing.assert_allclose(kept["samples"], drawn, rtol=2.0**-8)
    assert len(set(kept["samples"])) < len(drawn)
    assert tolerances.distribution_distance(kept["samples"], drawn) < 0.01
    assert path.stat().st_size < 4 * len(drawn)
