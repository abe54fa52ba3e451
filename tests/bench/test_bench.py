"""The benchmark: its plumbing, its numbers and its report. No test depends on how long anything
takes."""

import io
import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import replace

import matplotlib.image
import pytest

from parity.bench import memory
from parity.bench.results import BenchResults, profile_rows, rows_of
from parity.bench.runner import Method, bench
from parity.bench.works import COLUMNS, Work, all_works, choose_works
from parity.cli import main
from parity.harness import environment
from parity.harness.processes.worker import settings
from parity.harness.results import Column
from parity.harness.run import BadArgumentError, MissingFrameworkError
from reports.bench.write import as_bench_markdown, as_bench_png, highlights, write_bench

BRIEF = Method(
    rounds=2, turn_seconds=0.0, most_repeats=3, pause_seconds=0.0, profile_rounds=2,
    profile_seconds=0.0,
)  # fmt: skip
MLP = Work("tiny_mlp", "step", "networks.mlp.MLP", (5, 4), {"sizes": (4, 3, 10)}, taught=True)
SGD = Work("tiny_sgd", "optimizer", "optimizers.sgd.SGD", ((3, 4), (4,)))
ADAM = Work("tiny_adam", "optimizer", "optimizers.adam.Adam", ((3, 4), (4,)))
NORM = Work(
    "tiny_norm", "layer", "layers.batch_norm.BatchNorm", (2, 3, 4, 5), {"n_channels": 3},
    training=True,
)  # fmt: skip


# What is timed


def test_the_works_of_the_contract_are_there():
    names = [work.name for work in all_works()]
    assert len(set(names)) == len(names)
    assert {"mlp_step", "deep_convnet_step", "lenet_step", "small_alexnet_step", "batch_norm",
            "max_pool", "avg_pool", "adam_step", "sgd_step"} <= set(names)  # fmt: skip
    for direction in ("conv_forward_", "conv_forward_backward_"):
        assert sum(re.match(direction + r"\d", name) is not None for name in names) == 8
    quick = {work.name for work in choose_works(None, quick=True)}
    assert {"mlp_step", "deep_convnet_step"} <= quick < set(names)


def test_a_column_is_left_out_where_it_has_no_meaning():
    works = {work.name: work for work in all_works()}
    assert works["deep_convnet_step"].columns == COLUMNS
    assert works["mlp_step"].columns == ("numpy", "taught", "torch", "keras")
    assert works["adam_step"].columns == ("numpy", "torch", "keras")
    assert works["max_pool"].columns == ("numpy", "torch", "torch_channels_last", "keras")


def test_works_are_chosen_by_name_or_pattern():
    assert [w.name for w in choose_works(("mlp_step",), quick=False)] == ["mlp_step"]
    assert len(choose_works(("conv_forward_*",), quick=True)) == 16
    with pytest.raises(BadArgumentError, match="mlp_step"):
        bench(["no_such_work"])


def test_the_thread_settings_of_a_benchmark_and_of_a_comparison():
    assert settings()["OMP_NUM_THREADS"] == "1"
    assert settings()["TF_ENABLE_ONEDNN_OPTS"] == "0"
    wide = settings(3, exact=False)
    assert {wide[f"{name}_NUM_THREADS"] for name in ("OMP", "OPENBLAS", "MKL")} == {"3"}
    assert wide["TF_ENABLE_ONEDNN_OPTS"] == "1"


# The numbers


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
    assert numpy["ratio_to_torch"] == pytest.approx(35 / 15)
    assert (numpy["ratio_low"], numpy["ratio_high"]) == (pytest.approx(2), pytest.approx(2.5))
    assert numpy["ratio_of_least"] == pytest.approx(1)
    assert numpy["repeats"] == 6
    assert numpy["peak_mb"] == 2
    assert torch["ratio_to_torch"] == torch["ratio_low"] == torch["ratio_high"] == 1
    assert "peak_mb" not in torch


def test_without_torch_there_is_no_ratio():
    (row,) = rows_of("w", {"taught": [[0.1]]})
    assert row["ratio_to_torch"] is None
    assert row["dtype"] == "float64"
    assert row["low_ms"] == row["median_ms"] == row["high_ms"] == 100


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


# The turns


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
            "ratio_high", "ratio_of_least", "low_ms", "high_ms", "rounds", "repeats",
            "dtype"}  # fmt: skip
    assert all(set(row) == keys for row in data["rows"])
    assert [(row["work"], row["framework"]) for row in data["rows"]] == [
        ("tiny_mlp", "numpy"), ("tiny_mlp", "taught"), ("tiny_sgd", "numpy")
    ]  # fmt: skip
    assert all(0 < row["min_ms"] <= row["median_ms"] for row in data["rows"])
    assert [row["dtype"] for row in data["rows"]] == ["float32", "float64", "float32"]
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


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_ctrl_c_on_the_command_line_writes_what_was_finished(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "parity", "bench", "--framework", "numpy", "--quick",
         "--work", "sgd_step,m*_step,ad*_step", "--out", str(tmp_path)],
        stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    said = ""
    while "adagrad" not in said:  # adadelta, adam and adamw are left
        said = process.stderr.readline()
        assert said, process.communicate()
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 130, (out, err)
    assert "Traceback" not in err
    data = json.loads((tmp_path / "bench.json").read_text())
    assert data["interrupted"]
    assert {row["work"] for row in data["rows"]} >= {"mlp_step", "sgd_step"}
    assert len(data["rows"]) < len(choose_works(("sgd_step", "m*_step", "ad*_step"), True))
    assert (tmp_path / "bench.png").exists()


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


# The report


@pytest.fixture
def data():
    """Results of made-up times."""
    times = {"numpy": 0.05, "taught": 0.6, "torch": 0.04, "torch_channels_last": 0.03}
    rounds = {c: [[t, 1.1 * t], [1.2 * t, t]] for c, t in times.items()}
    peaks = {"numpy": 150_000_000, "torch": 100_000_000}
    rows = rows_of("deep_convnet_step", rounds, peaks)
    rows += rows_of("mlp_step", {c: [[t / 50]] for c, t in times.items() if "_" not in c})
    rows += rows_of("adam_step", {"numpy": [[0.001]], "torch": [[0.0005]]})
    seconds = {("conv1", "forward"): [0.01], ("conv1", "backward"): [0.02],
               ("update", "update"): [0.001], ("step", "step"): [0.04]}  # fmt: skip
    profile = profile_rows("deep_convnet_step", "numpy", seconds)
    profile += profile_rows(
        "deep_convnet_step", "torch", {**seconds, ("pool|1", "forward"): [0.001]}
    )
    method = {"rounds": 2, "turn_seconds": 0.1, "most_repeats": 9, "pause_seconds": 0.05,
              "resume_seconds": 0.02, "same_within": 0.001, "threads": 2, "others_busy": 0.001,
              "foreign_busy": 0.01, "budget_seconds": 95.0, "least_rounds": 2}  # fmt: skip
    columns = [Column(column, "live", "1.0") for column in COLUMNS[:4]]
    columns.append(Column("keras", "failed", "crashed to start (exit 3)"))
    problems = [{"work": "mlp_step", "framework": "keras", "note": "refused | it"}]
    found = BenchResults({"numpy": "2.0"}, method, columns, rows, profile, problems)
    return json.loads(found.to_json())


def test_the_highlights_say_what_the_rows_say(data):
    deep, mlp = highlights(data)
    assert "1.25 times PyTorch's time (1.25 to 1.25 in single rounds, 1.25 between" in deep
    assert "1/12.0 of the taught form's" in deep
    assert "1.50 times PyTorch's memory (150 MB against 100 MB)" in deep
    assert mlp.startswith("`mlp_step`: NumPy takes 1.00 ms, 1.25 times")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_report_has_table_method_profile_and_problems(data, language):
    text = as_bench_markdown(data, language)
    assert "| `deep_convnet_step` | 52.5 (1.25; 1.25–1.25) |" in text
    for part in ("bench.png", "`conv1`", "refused", "numpy 2.0", "crashed to start", "0.05"):
        assert part in text
    assert {"en": "one process", "ja": "プロセス"}[language] in text.lower()
    for part in (part for part in re.split(r"\n\n", text) if part.startswith("|")):
        cells = {row.replace("\\|", "").count("|") for row in part.splitlines()}
        assert len(cells) == 1, part
    assert "`pool\\|1`" in text
    assert text.index("`pool\\|1`") < text.index("| update |")


def test_the_report_warns_where_other_programs_disturbed(data):
    assert "not idle" not in as_bench_markdown(data)
    data["method"]["foreign_busy"] = 0.25
    assert "**The machine was not idle**: other programs used 25 %" in as_bench_markdown(data)
    data["method"]["foreign_busy"] = None
    assert "not idle" not in as_bench_markdown(data)


def test_the_report_of_an_interrupted_run_says_so(data):
    data.update(interrupted=True, rows=[], profile=[])
    text = as_bench_markdown(data)
    assert "interrupted" in text
    assert "Nothing was timed" in text


def test_the_chart_is_a_picture_that_grows_with_the_works(data):
    def size(own):
        return matplotlib.image.imread(io.BytesIO(as_bench_png(own))).shape

    whole = size(data)
    few = size({**data, "rows": [r for r in data["rows"] if r["work"] != "adam_step"]})
    without_torch = [
        {**r, "ratio_to_torch": None} for r in data["rows"] if r["framework"][0] != "t"
    ]
    assert whole[1] == few[1] > 800
    assert whole[0] > few[0]
    assert size({**data, "rows": without_torch})[1] == whole[1]
    assert size({**data, "rows": []})[0] > 0


def test_the_files_of_the_report(data, tmp_path):
    paths = write_bench(data, tmp_path)
    assert [path.name for path in paths] == ["bench.json", "bench.md", "bench.png"]
    assert json.loads(paths[0].read_text()) == data


def test_the_report_imports_no_framework():
    code = (
        "import sys\nimport reports.bench.write, parity.bench.runner\n"
        "assert not {'torch', 'tensorflow', 'keras', 'numpy_impl'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


# The command line


@pytest.fixture
def command(monkeypatch, capsys):
    """Call ``parity bench`` in this process; return (exit code, stdout, stderr)."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["parity", "bench", *map(str, arguments)])
        with pytest.raises(SystemExit) as exit_:
            main()
        captured = capsys.readouterr()
        return exit_.value.code or 0, captured.out, captured.err

    return call


def test_the_command_writes_the_report_and_prints_a_table(command, tmp_path):
    code, out, err = command(
        "--quick", "--work", "mlp_step", "--framework", "numpy,taught", "--out", tmp_path
    )
    assert code == 0
    assert "mlp_step" in out
    assert "of the taught form's" in out
    assert "12/12" in err
    assert {path.name for path in tmp_path.iterdir()} == {"bench.json", "bench.md", "bench.png"}


def test_the_command_prints_only_json_on_request(command, tmp_path):
    code, out, _ = command(
        "--quick", "--work", "sgd_step", "--framework", "numpy", "--json", "--out", tmp_path
    )
    assert code == 0
    assert json.loads(out)["rows"][0]["work"] == "sgd_step"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--framework", "jax"), "torch_channels_last"),
        (("--work", "nothing_like_it"), "deep_convnet_step"),
        (("--out", "/proc/nowhere"), "/proc/nowhere"),
    ],
)
def test_a_bad_argument_is_one_line_and_exit_2(command, tmp_path, arguments, named):
    code, _, err = command("--out", tmp_path, *arguments)
    assert code == 2
    assert len(err.strip().splitlines()) == 1
    assert named in err


def test_the_command_exits_1_when_something_could_not_be_timed(command, tmp_path, monkeypatch):
    broken = Work("sgd_step", "layer", "layers.no_such.Layer", (2, 3))
    monkeypatch.setattr("parity.bench.works.all_works", lambda: (broken,))
    code, out, _ = command("--work", "sgd_step", "--framework", "numpy", "--out", tmp_path)
    assert code == 1
    assert "no_such" in out
