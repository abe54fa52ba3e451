"""Several files at once, as pre-commit and GitHub's action judge them."""

import os
import re
import subprocess
import sys

import pytest
import yaml
from repository import ROOT

from parity.checking import several

EXAMPLE = (ROOT / "reports" / "example" / "my_layers.py").read_text(encoding="utf-8")
ANSWER = {
    "object": "Layer", "concept": "dense", "verdict": "differs", "judgement": "differs",
    "first_wrong": "dx",
    "causes": [{"name": "a", "text": "50 %,\nyes", "line": {"file": "layer.py", "number": 7}}],
    "error": None,
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "layers.py").write_text(EXAMPLE, encoding="utf-8")
    (tmp_path / "src" / "other.py").write_text("def add(a, b):\n    return a + b\n")
    (tmp_path / "src" / "empty.py").write_text("")
    return tmp_path


def test_an_annotation_stands_at_the_line_and_escapes_what_github_reads():
    assert several.annotation("src/layer.py", ANSWER) == (
        "::error file=src/layer.py,line=7,title=parity%3A Layer::differs: dx%0A50 %25,%0Ayes"
    )
    unknown = ANSWER | {"causes": [], "verdict": "error", "error": {"what": "w", "hint": None}}
    assert several.annotation("a,b.py::Layer", unknown) == (
        "::warning file=a%2Cb.py,title=parity%3A Layer::differs: dx%0Aw"
    )


def test_the_actions_own_script(folder):
    """The step as it stands, with what the inputs would be, and the summary that it writes."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    (install, judge) = action["runs"]["steps"]
    assert install["env"]["WHAT"] == "${{ inputs.version }}"
    used = re.findall(r"inputs\.(\w+)", str(action["runs"]))
    assert set(used) == set(action["inputs"])
    assert "${{" not in judge["run"], "an input would become a command"
    values = {"FILES": "src/*.py\n", "CONCEPT": "", "HINT": "", "LANGUAGE": "en"}
    script = judge["run"].replace("python -m", f"{sys.executable} -m")
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, **values, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1",
             "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(folder / "summary.md")},
        capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 2, done.stdout + done.stderr  # lstm in it cannot be judged
    assert "::error file=src/layers.py,line=46,title=parity%3A BatchNormalization::" in done.stdout
    assert "::warning file=src/layers.py,line=58," in done.stdout
    assert "other.py" not in done.stdout
    summary = (folder / "summary.md").read_text(encoding="utf-8")
    assert "| ✘ | src/layers.py | BatchNormalization | batch_norm | differs |" in summary


def test_files_in_which_nothing_is_meant_for_us_pass(folder, capsys):
    assert several.main([str(folder / "src" / "other.py"), str(folder / "src" / "empty.py")]) == 0
    assert "Nothing was recognised." in capsys.readouterr().out
    assert several.main([str(folder / "src" / "missing.py")]) == 2


def test_a_file_without_an_answer_does_not_stop_the_others(folder, monkeypatch, capsys):
    real = subprocess.run

    def run(told, **how):
        if any("layers.py" in word for word in told):
            return subprocess.CompletedProcess(told, -9, "", "")
        return real(told, **how)

    monkeypatch.setattr(several.subprocess, "run", run)
    files = [str(folder / "src" / name) for name in ("layers.py", "dense.py")]
    right = "class Affine:" + EXAMPLE.partition("class Affine:")[2].partition("\nclass ")[0]
    (folder / "src" / "dense.py").write_text("import numpy as np\n\n\n" + right, encoding="utf-8")
    assert several.main(files) == 2
    said = capsys.readouterr().out.splitlines()
    assert (
        said[0] == f"! {files[0]}: layers.py: no answer: its process ended with -9 and said nothing"
    )
    assert said[1].startswith(f"✔ {files[1]}: Affine: agrees")


def test_the_hook_names_a_module_that_is_there():
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["entry"] == f"python -m {several.__name__}"
