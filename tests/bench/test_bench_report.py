"""The benchmark's report and chart, of made-up times."""

import io
import json
import re
import subprocess
import sys

import matplotlib.image
import pytest

from parity.bench.results import BenchResults, profile_rows, rows_of
from parity.bench.works import COLUMNS
from parity.harness.results import Column
from reports.bench.chart import as_bench_png
from reports.bench.highlights import highlights, means
from reports.bench.markdown import as_bench_markdown
from reports.bench.write import write_bench


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
    assert "1.25 times PyTorch's time (1.25 to 1.25 in single rounds), " in deep
    assert "1/12.0 of the taught form's (1/12.0 to 1/12.0)" in deep
    assert "1.50 times PyTorch's memory (150 MB against 100 MB)" in deep
    assert mlp.startswith("`mlp_step`: NumPy takes 1.00 ms, 1.25 times")


def test_the_geometric_means_and_the_worst_work_are_said(data):
    torch, best, taught = means(data)
    # 1.25, 1.25 and 2 times PyTorch's; beside channels last the deep network is 5/3 times.
    assert "Over 3 works NumPy takes 1.46 times PyTorch's time" in torch
    assert torch.endswith("at worst 2.00 times, in `adam_step`.")
    assert "it takes 1.61 times its time" in best
    assert "takes 12.0 times NumPy's time in the geometric mean of 2 works" in taught
    text = as_bench_markdown(data)
    assert all(line in text for line in (torch, best, taught))
    data["rows"] = [row for row in data["rows"] if row["work"] == "adam_step"]
    assert means(data) == []


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
