"""The command line: its contract, and what it says when something is wrong."""

import io
import json
import os
import re
import signal
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace

import pytest
from rich.console import Console

from parity.cli import main, show
from parity.harness import environment, recorded_references
from parity.harness.registry import all_concepts
from parity.questions import measuring
from parity.questions.digest import digest, digest_of_numpy
from parity.questions.kept_lines import kept
from parity.questions.measuring import wrong_lines_of
from parity.questions.wrong_lines import FILE, WrongLines
from reports.study import REPORT


@pytest.fixture
def parity(monkeypatch, capsys, tmp_path):
    """Call the command line in this process, in a folder; return (exit code, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["parity", *map(str, arguments)])
        monkeypatch.setattr("reports.console.out.width", 200)
        monkeypatch.setattr("reports.console.err.width", 200)
        with pytest.raises(SystemExit) as exit_:
            main()
        captured = capsys.readouterr()
        return exit_.value.code or 0, captured.out, captured.err

    return call


def one_line(err):
    lines = err.strip().splitlines()
    assert len(lines) == 1, err
    assert "Traceback" not in err
    return lines[0]


def test_list_gives_every_concept_with_cases_and_mistakes(parity):
    code, out, _ = parity("list", "--json")
    listed = {concept["name"]: concept for concept in json.loads(out)["concepts"]}
    assert code == 0
    assert set(listed) == set(all_concepts())
    dense = listed["dense"]
    assert dense["group"] == "layers"
    assert dense["title"]["ja"] == "全結合層"
    assert "batch" in dense["cases"]
    assert "bias_gradient_averaged" in dense["mistakes"]


def test_list_is_a_table_in_the_language_asked_for(parity):
    assert "全結合層" in parity("list", "--lang", "ja")[1]
    assert "Dense (fully-connected) layer" in parity("list", "--lang", "en")[1]


def test_list_imports_no_framework():
    code = (
        "import sys\nfrom parity.cli import main\nsys.argv = ['parity', 'list']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'torch', 'tensorflow', 'keras', 'pandas', 'matplotlib', 'sklearn', 'scipy'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_show_has_the_three_implementations_and_the_mistakes(parity, language):
    code, out, _ = parity("show", "batch_norm", "--lang", language)
    assert code == 0
    for part in ("numpy_impl/layers/batch_norm.py", "torch_impl/layers/batch_norm.py",
                 "tf_impl/layers/batch_norm.py", "momentum_on_the_wrong_side",
                 "running_variance_unbiased"):  # fmt: skip
        assert part in out


@pytest.mark.parametrize(
    ("name", "heading"),
    [("sigmoid", "Deriving the gradient"), ("momentum", "Where the equation comes from")],
)
def test_show_derives_a_gradient_only_where_there_is_one(parity, name, heading):
    assert heading in parity("show", name, "--lang", "en")[1].splitlines()


@pytest.fixture(scope="module")
def findings_of(recorded_run):
    """What a run found of each concept."""
    found = defaultdict(list)
    for finding in recorded_run.findings:
        found[finding.concept].append(finding)
    return found


@pytest.fixture(scope="module")
def numpy_read_once():
    """Each concept's digest has all of NumPy's code in it, and nothing changes that meanwhile."""
    seen = digest_of_numpy()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measuring, "digest_of_numpy", lambda: seen)
        yield seen


@pytest.mark.parametrize("name", all_concepts())
def test_every_concept_can_be_shown(
    monkeypatch, capsys, tmp_path, findings_of, recorded_run, numpy_read_once, name
):
    """With what a run of it left, as other tests do; some show a concept where none left anything.

    The command's own function is called: that it is found by its name is seen above.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("reports.console.out.width", 200)
    concept = all_concepts()[name]
    REPORT.mkdir()
    digests = {name: digest(concept, numpy_read_once)}
    WrongLines(digests, kept(concept) or wrong_lines_of(concept)).save(REPORT / FILE)
    own = [about for about in recorded_run.concepts if about["name"] == name]
    left = replace(recorded_run, concepts=own, findings=findings_of[name]).to_json()
    (REPORT / "results.json").write_text(left, encoding="utf-8")
    show(name)
    assert f"({name})" in capsys.readouterr().out.splitlines()[0]


def test_code_is_coloured_on_a_terminal_and_the_same_in_a_pipe(parity, monkeypatch):
    plain = parity("show", "dense", "--lang", "en")[1]
    terminal = Console(
        file=io.StringIO(), width=200, force_terminal=True, color_system="standard", highlight=False
    )
    for module in ("reports.console", "reports.terminal.concept"):
        monkeypatch.setattr(f"{module}.out", terminal)
    assert parity("show", "dense", "--lang", "en")[1] == ""
    sent = terminal.file.getvalue()
    assert re.search(r"\x1b\[[\d;]*mclass\x1b", sent)
    assert re.sub(r"\x1b\[[\d;]*m", "", sent) == plain


def test_run_writes_the_four_files_and_exits_0(parity, tmp_path):
    folder = tmp_path / "new" / "report"
    code, out, _ = parity("run", "dense", "--framework", "numpy", "--out", folder)
    assert code == 0
    assert "Everything agrees" in out
    assert "recorded" in out
    assert {path.name for path in folder.iterdir()} == {
        "results.json", "parity.csv", "report.md", "parity.png"
    }  # fmt: skip
    results = json.loads((folder / "results.json").read_text())
    assert results["schema"] == 1
    keys = {"concept", "case", "quantity", "dtype", "left", "right", "max_abs_error", "bound",
            "digits", "verdict", "note"}  # fmt: skip
    assert all(keys <= set(finding) for finding in results["findings"])
    assert results["environment"]["numpy"]


def test_run_prints_only_json_on_request(parity, tmp_path):
    code, out, _ = parity("run", "relu", "--framework", "numpy", "--out", tmp_path, "--json")
    assert code == 0
    assert json.loads(out)["passed"] is True


def test_run_in_one_type_only(parity, tmp_path):
    parity("run", "relu", "--framework", "numpy", "--dtype", "float64", "--out", tmp_path)
    findings = json.loads((tmp_path / "results.json").read_text())["findings"]
    assert {finding["dtype"] for finding in findings} == {"float64"}


def test_run_exits_1_when_something_differs(parity, tmp_path, monkeypatch):
    real = recorded_references.load

    def shifted(concept, folder=None):
        record = real(concept, folder)
        record.evaluations[("torch", "batch", "float64")].quantities["dW"] *= -1
        return record

    monkeypatch.setattr(recorded_references, "load", shifted)
    code, out, _ = parity("run", "dense", "--framework", "numpy", "--out", tmp_path)
    assert code == 1
    assert "dense, batch: dW float64, NumPy-PyTorch" in out
    assert "Not everything agrees" in out


def test_an_unknown_concept_gets_the_nearest_names(parity):
    for command in (("run", "batchnorm"), ("show", "batchnorm"), ("record", "batchnorm")):
        code, _, err = parity(*command)
        assert code == 2
        assert "batch_norm" in one_line(err)


def test_a_missing_framework_says_how_to_install_it(parity, monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "installed", lambda name: name != "torch")
    code, _, err = parity("run", "relu", "--framework", "torch", "--out", tmp_path)
    assert code == 2
    assert "pip install 'dl-parity[torch]'" in one_line(err)


def test_without_frameworks_the_columns_are_recorded(parity, monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "installed", lambda name: name == "numpy")
    code, out, _ = parity("run", "relu", "--out", tmp_path, "--lang", "en")
    assert code == 0
    assert "NumPy: live" in out
    assert "PyTorch: recorded, torch 2" in out
    assert "Keras: recorded, keras 3" in out


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--framework", "jax"), "numpy, torch, keras"),
        (("--dtype", "float16"), "float64, float32"),
    ],
)
def test_a_bad_argument_lists_the_good_ones(parity, tmp_path, arguments, named):
    code, _, err = parity("run", "relu", "--out", tmp_path, *arguments)
    assert code == 2
    assert named in one_line(err)


@pytest.mark.parametrize("bad", ["--jobs=0", "--nonsense", "--lang=fr"])
def test_bad_usage_exits_2(parity, bad):
    code, _, err = parity("run", "relu", bad)
    assert code == 2
    assert "Traceback" not in err


def test_a_folder_that_cannot_be_written_is_found_before_the_work(parity, tmp_path):
    (tmp_path / "file").write_text("in the way")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        code, _, err = parity("run", "relu", "--out", folder)
        assert code == 2
        assert str(folder) in one_line(err)
    assert (tmp_path / "file").read_text() == "in the way"


def test_a_damaged_recorded_file_names_its_checksum(parity, tmp_path, monkeypatch):
    import shutil

    copy = tmp_path / "recorded"
    shutil.copytree(recorded_references.FOLDER, copy)
    monkeypatch.setattr(recorded_references, "FOLDER", copy)
    path = recorded_references.path_of(all_concepts()["relu"])
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    code, _, err = parity("run", "relu", "--framework", "numpy", "--out", tmp_path / "report")
    assert code == 2
    line = one_line(err)
    assert "relu.record" in line
    assert recorded_references.sums()["activations/relu.record"][:16] in line
    path.write_bytes(b"")
    assert parity("run", "relu", "--framework", "numpy", "--out", tmp_path / "report")[0] == 2


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_ctrl_c_keeps_what_was_finished(tmp_path):
    asked = list(all_concepts())[:60]
    process = subprocess.Popen(
        [sys.executable, "-m", "parity", "run", *asked, "--framework", "numpy", "--jobs", "1",
         "--out", str(tmp_path)],
        stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    process.stderr.readline()  # the first tenth is done
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 130, (out, err)
    assert "Traceback" not in err
    results = json.loads((tmp_path / "results.json").read_text())
    assert results["interrupted"]
    finished = {finding["concept"] for finding in results["findings"]}
    assert 0 < len(finished) < len(asked)
    assert {finding["verdict"] for finding in results["findings"]} <= {"agree", "declared"}
