"""The benchmark's turns and processes. No test depends on how long anything takes."""

import json
import re
import sys
from dataclasses import replace

import pytest

from parity.bench import memory
from parity.bench.runner import Method, bench
from parity.bench.works import COLUMNS, Work
from parity.harness import environment
from parity.harness.plan import BadArgumentError, MissingFrameworkError

BRIEF = Method(
    rounds=2, warm_seconds=0.0, turn_seconds=0.0, most_repeats=3, pause_seconds=0.0,
    profile_rounds=2, profile_seconds=0.0,
)  # fmt: skip
MLP = Work("tiny_mlp", "step", "networks.mlp.MLP", (5, 4), {"sizes": (4, 3, 10)}, taught=True)
SGD = Work("tiny_sgd", "optimizer", "optimizers.sgd.SGD", ((3, 4), (4,)))
ADAM = Work("tiny_adam", "optimizer", "optimizers.adam.Adam", ((3, 4), (4,)))
NORM = Work(
    "tiny_norm", "layer", "layers.batch_norm.BatchNorm", (2, 3, 4, 5), {"n_channels": 3},
    training=True,
)  # fmt: skip


def timed(works, frameworks, **options):
    return bench(works=works, frameworks=frameworks, method=BRIEF, threads=1, **options)


@pytest.fixture(scope="module")
def results():
    """NumPy and the taught form, with a profile; and what was said on the way."""
    told = []
    found = timed(
        [MLP, SGD], ["numpy", "taught"], profile=True, progress=lambda *each: told.append(each)
    )
    return found, told


def test_bench_json_has_the_schema(results):
    data = json.loads(results[0].to_json())
    assert data["environment"]["numpy"]
    assert data["environment"]["threads"] == 1
    assert data["method"]["rounds"] == 2
    assert data["interrupted"] is False
    assert data["problems"] == []
    keys = {"work", "framework", "median_ms", "min_ms", "ratio_to_torch", "ratio_low",
            "ratio_high", "low_ms", "high_ms", "rounds", "repeats",
            "dtype"}  # fmt: skip
    to_numpy = {"ratio_to_numpy", "to_numpy_low", "to_numpy_high"}
    for row in data["rows"]:
        assert set(row) == keys | (to_numpy if row["framework"] == "taught" else set())
    assert [(row["work"], row["framework"]) for row in data["rows"]] == [
        ("tiny_mlp", "numpy"), ("tiny_mlp", "taught"), ("tiny_sgd", "numpy")
    ]  # fmt: skip
    assert all(0 < row["min_ms"] <= row["median_ms"] for row in data["rows"])
    assert {row["dtype"] for row in data["rows"]} == {"float32"}
    assert results[0].passed


def test_the_turns_alternate_and_the_order_rotates(results):
    told = results[1]
    turns = [what for _, _, what in told if what.startswith("tiny_mlp")]
    first, second = "tiny_mlp: numpy", "tiny_mlp: taught"
    # Both prepare; then two rounds, the second of which begins with the other; then the profile.
    assert turns == [first, second, first, second, second, first, first, first]
    done, total, _ = told[-1]
    assert done == total


def test_a_work_that_is_behind_its_share_of_the_time_ends_early():
    late = replace(BRIEF, rounds=9, budget_seconds=0.0)
    told = []
    found = bench(
        works=[SGD], frameworks=["numpy"], method=late, progress=lambda *each: told.append(each)
    )
    assert found.rows[0]["rounds"] == 2
    assert len(told) == 1 + 1 + 2
    assert found.passed


def test_the_profile_has_every_layer(results):
    layers = [row["layer"] for row in results[0].profile if row["framework"] == "numpy"]
    assert layers == ["dense1", "activation1", "dense2", "loss", "update", "rest", "step"]


def test_ctrl_c_keeps_the_finished_works():
    def interrupt(done, total, what):
        if done and what.startswith("tiny_adam"):
            raise KeyboardInterrupt

    found = timed([SGD, ADAM], ["numpy"], progress=interrupt)
    assert found.interrupted
    assert {row["work"] for row in found.rows} == {"tiny_sgd"}


def command_with(column, code):
    def command(name, threads):
        if name == column:
            return [sys.executable, "-c", code, name, str(threads)]
        return [sys.executable, "-m", "parity.bench.worker", name, str(threads)]

    return command


def states(found):
    return {column.framework: column for column in found.columns}


def test_a_column_that_crashes_fails_alone():
    code = "import sys; print('boom', file=sys.stderr); sys.exit(3)"
    found = timed([MLP], ["numpy", "taught"], command=command_with("taught", code))
    assert not found.passed
    assert states(found)["taught"].state == "failed"
    assert "crashed to start (exit 3): boom" in states(found)["taught"].detail
    assert [row["framework"] for row in found.rows] == ["numpy"]


def test_a_work_that_a_column_cannot_do_is_noted():
    missing = Work("missing", "layer", "layers.no_such.Layer", (2, 3))
    found = timed([missing, SGD], ["numpy"])
    assert not found.passed
    (problem,) = found.problems
    assert problem["work"] == "missing"
    assert "no_such" in problem["note"]
    assert [row["work"] for row in found.rows] == ["tiny_sgd"]


def test_a_column_that_computes_something_else_is_not_timed():
    code = (
        "from parity.bench import numpy_side, worker\n"
        "real = numpy_side.total\n"
        "numpy_side.total = lambda *arrays: 1.01 * real(*arrays)\n"
        "worker.main()"
    )
    found = timed([MLP], ["numpy", "taught"], command=command_with("taught", code))
    assert [row["framework"] for row in found.rows] == ["numpy"]
    assert "computes something else than numpy: scores" in found.problems[0]["note"]


def test_a_missing_framework_is_an_absent_column(monkeypatch):
    monkeypatch.setattr(environment, "installed", lambda name: name == "numpy")
    found = timed([SGD], None)
    assert states(found)["torch"].state == "absent"
    assert "pip install" in states(found)["keras"].detail
    assert found.passed
    assert [row["ratio_to_torch"] for row in found.rows] == [None]
    with pytest.raises(MissingFrameworkError, match=re.escape("dl-parity[torch]")):
        timed([SGD], ["torch_channels_last"])
    with pytest.raises(BadArgumentError, match="torch_channels_last"):
        timed([SGD], ["jax"])


@pytest.mark.torch
@pytest.mark.keras
def test_every_column_computes_the_same_and_is_timed():
    works = [
        Work(
            "tiny_convnet", "step", "networks.deep_convnet.DeepConvNet", (2, 1, 28, 28),
            {"channels": (2, 3, 4, 3, 4, 2), "hidden": 5}, optimizer=("optimizers.adam.Adam", {}),
            taught=True, measure_memory=True,
        ),
        MLP,
        *(
            Work(
                f"tiny_conv_{backward}", "layer", "layers.conv2d.Conv2d", (2, 3, 5, 6),
                {"n_in": 3, "n_out": 4, "kernel_size": 3, "padding": 1}, backward=backward,
                taught=True,
            )
            for backward in (False, True)
        ),
        NORM,
        Work("tiny_pool", "layer", "layers.max_pool2d.MaxPool2d", (2, 3, 4, 6), {"kernel_size": 2}),
        ADAM,
    ]  # fmt: skip
    found = timed(works, None, profile=True)
    assert found.problems == []
    assert found.passed
    assert {(row["work"], row["framework"]) for row in found.rows} == {
        (work.name, column) for work in works for column in work.columns
    }
    for row in found.rows:
        assert row["ratio_to_torch"] > 0
        assert (row["ratio_to_torch"] == 1) or row["framework"] != "torch"
    if memory.reset_peak():
        peaks = {r["framework"] for r in found.rows if "peak_mb" in r}
        assert peaks == set(COLUMNS)
    by_column = {
        column: [r["layer"] for r in found.profile
                 if (r["work"], r["framework"]) == ("tiny_convnet", column)]
        for column in ("numpy", "torch")
    }  # fmt: skip
    assert by_column["numpy"] == by_column["torch"]
