"""The benchmark's numbers: medians, ratios, profiles, peaks of memory."""

import subprocess
import sys

import pytest

from parity.bench import memory, numpy_side
from parity.bench.results import profile_rows, rows_of
from parity.bench.works import COLUMNS


def test_medians_and_ratios_come_from_the_times():
    rounds = {
        "numpy": [[0.010, 0.020, 0.030], [0.040, 0.050, 0.060]],
        "torch": [[0.010, 0.010, 0.010], [0.020, 0.020, 0.020]],
    }
    numpy, torch = rows_of("w", rounds, {"numpy": 2_000_000, "torch": None})
    assert (numpy["work"], numpy["framework"]) == ("w", "numpy")
    assert numpy["median_ms"] == pytest.approx(35)
    assert numpy["min_ms"] == pytest.approx(10)
    assert (numpy["low_ms"], numpy["high_ms"]) == (pytest.approx(22.5), pytest.approx(47.5))
    assert numpy["ratio_to_torch"] == pytest.approx(2.25)  # of 20/10 and 50/20
    assert (numpy["ratio_low"], numpy["ratio_high"]) == (pytest.approx(2), pytest.approx(2.5))
    assert numpy["repeats"] == 6
    assert numpy["peak_mb"] == 2
    assert torch["ratio_to_torch"] == torch["ratio_low"] == torch["ratio_high"] == 1
    assert "peak_mb" not in torch


def test_without_torch_there_is_no_ratio():
    (row,) = rows_of("w", {"taught": [[0.1]]})
    assert row["ratio_to_torch"] is None
    assert row["low_ms"] == row["median_ms"] == row["high_ms"] == 100


def test_no_ratio_lies_outside_its_own_range():
    """Of uneven rounds, the ratio of the medians over all repeats once did."""
    rounds = {"numpy": [[2.0] * 9, [30.0]], "taught": [[8.0], [60.0]], "torch": [[1.0], [20.0] * 9]}
    numpy, taught, _ = rows_of("w", rounds)
    for row in (numpy, taught):
        assert row["ratio_low"] <= row["ratio_to_torch"] <= row["ratio_high"]
    assert taught["to_numpy_low"] <= taught["ratio_to_numpy"] <= taught["to_numpy_high"]
    assert (taught["to_numpy_low"], taught["to_numpy_high"]) == (2, 4)


def test_like_is_compared_with_like():
    rows = rows_of("w", {column: [[0.1]] for column in COLUMNS})
    assert {row["dtype"] for row in rows} == {"float32"}
    for column in ("numpy", "taught"):
        assert numpy_side.Side(column, 1).dtype == "float32"


def test_the_rest_of_a_profile_is_what_no_part_took():
    seconds = {
        ("dense1", "forward"): [0.001, 0.003],
        ("loss", "forward"): [0.001, 0.001],
        ("loss", "backward"): [0.001, 0.001],
        ("dense1", "backward"): [0.002, 0.002],
        ("update", "update"): [0.001, 0.001],
        ("step", "step"): [0.010, 0.010],
    }
    rows = {row["layer"]: row for row in profile_rows("w", "numpy", seconds)}
    assert list(rows) == ["dense1", "loss", "update", "rest", "step"]
    assert rows["dense1"]["forward_ms"] == pytest.approx(2)
    assert rows["dense1"]["backward_ms"] == pytest.approx(2)
    assert rows["rest"]["forward_ms"] == pytest.approx(3)
    assert rows["step"]["forward_ms"] == pytest.approx(10)


@pytest.mark.skipif(not memory.reset_peak(), reason="the system does not count the peak")
def test_the_peak_of_memory_is_that_since_the_reset():
    code = (
        "from parity.bench import memory\n"
        "held = bytearray(b'1' * 60_000_000); del held\n"
        "memory.reset_peak(); before = memory.resident()\n"
        "assert abs(memory.peak() - before) < 5e6\n"
        "held = bytearray(b'1' * 30_000_000); del held\n"
        "assert memory.peak() - before > 25e6\n"
        "assert memory.processor_seconds(1) is not None and memory.machine_seconds() > 0\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
