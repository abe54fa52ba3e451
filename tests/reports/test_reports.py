"""The files of a report: complete, true to the findings, and the same every time."""

import io
import json
import re

import matplotlib.image
import numpy as np
import pandas as pd
import pytest

from parity.files import UnwritableFolderError, prepare_folder
from parity.harness.results import Results
from parity.harness.run import run
from reports.run.heatmap import as_png
from reports.run.markdown import as_markdown, verdict_line
from reports.run.matrix import agreement, by_group, concept_names, single_precision
from reports.run.write import write_report


@pytest.fixture(scope="module")
def results():
    return run(["relu", "batch_norm"], frameworks=["numpy"])


def without_time(data):
    return {key: value for key, value in data.items() if key != "created"}


def test_two_runs_give_the_same_bytes(results, tmp_path):
    again = run(["relu", "batch_norm"], frameworks=["numpy"], jobs=1)
    assert without_time(results.to_dict()) == without_time(again.to_dict())
    for name, each in (("a", results), ("b", again)):
        data = {**each.to_dict(), "created": "the same time"}
        prepare_folder(tmp_path / name)
        write_report(data, tmp_path / name)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_results_can_be_read_back(results):
    data = json.loads(results.to_json())
    assert without_time(Results.from_dict(data).to_dict()) == without_time(data)


def test_the_matrix_holds_the_least_digits_of_each_pair_and_role(results):
    frame = results.to_frame()
    chosen = frame[
        (frame.concept == "batch_norm")
        & (frame["dtype"] == "float64")
        & (frame.left == "numpy")
        & (frame.right == "keras")
        & (frame.role == "gradient")
        & (frame.verdict == "agree")
    ]
    table = agreement(results.to_dict())
    assert table["batch_norm", "numpy", "keras", "gradient"] == chosen.digits.min()
    assert ("relu", "numpy", "keras", "state") not in table
    assert 5 < single_precision(results.to_dict())["batch_norm", "numpy"] <= 7.2


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_report_names_verdict_divergences_sources_and_versions(results, language):
    text = as_markdown(results.to_dict(), language)
    lines = text.splitlines()
    assert lines[2] == verdict_line(results.to_dict(), language)
    assert "`batch_norm`" in text
    assert "algorithm 2" in text
    assert f"numpy {np.__version__}" in text
    assert "torch 2" in text
    for row in (line for line in lines if line.startswith("|")):
        # Every row of a table has the cells of its header.
        assert row.endswith("|")
    tables = re.split(r"\n\n", text)
    for table in (part for part in tables if part.startswith("|")):
        cells = {row.replace("\\|", "").count("|") for row in table.splitlines()}
        assert len(cells) == 1, table


def test_the_report_says_what_does_not_agree(results):
    data = results.to_dict()
    finding = next(f for f in data["findings"] if f["verdict"] == "agree")
    broken = {**finding, "verdict": "differ", "max_abs_error": 0.5, "note": "made to differ"}
    data = {**data, "passed": False, "findings": [broken, *data["findings"]]}
    text = as_markdown(data)
    assert "Not everything agrees" in text
    assert "made to differ" in text


def test_the_csv_holds_every_finding(results, tmp_path):
    write_report(results.to_dict(), tmp_path)
    table = pd.read_csv(tmp_path / "parity.csv")
    assert len(table) == len(results.findings)
    assert list(table.verdict) == [finding.verdict for finding in results.findings]


def test_the_heat_map_is_a_picture_that_grows_with_the_concepts(results):
    both = matplotlib.image.imread(io.BytesIO(as_png(results.to_dict())))
    one = run(["relu"], frameworks=["numpy"], dtypes=["float64"]).to_dict()
    single = matplotlib.image.imread(io.BytesIO(as_png(one)))
    assert both.shape[1] == single.shape[1] > 800
    assert both.shape[0] > single.shape[0]
    assert len(np.unique(both.reshape(-1, both.shape[2]), axis=0)) > 10


def test_a_groups_row_has_the_fewest_digits_of_its_concepts(results):
    read = results.to_dict()
    read["concepts"] = [{**concept, "group": "both"} for concept in read["concepts"]]
    assert concept_names(by_group(read)) == ["both"]
    alone, together = agreement(read), agreement(by_group(read))
    assert len(together) < len(alone)
    for (_, *column), digits in alone.items():
        of_all = [d for (_, *own), d in alone.items() if own == column]
        assert together["both", *column] == min(of_all) <= digits


def test_a_notebook_shows_the_verdict_and_the_picture(results):
    html = results._repr_html_()
    assert "Everything agrees" in html
    assert "data:image/png;base64," in html


def test_an_unwritable_folder_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UnwritableFolderError, match="file"):
        prepare_folder(tmp_path / "file")


def test_nothing_is_left_of_a_file_that_could_not_be_written(tmp_path, monkeypatch):
    import os

    from parity.files import write_whole

    (tmp_path / "kept").write_bytes(b"old")

    def full(*_):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="disk full"):
        write_whole(tmp_path / "kept", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert (tmp_path / "kept").read_bytes() == b"old"
