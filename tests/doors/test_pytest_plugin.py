"""The plugin for pytest: the fixture, the marker, the table at the end."""

import os
import subprocess
import sys

from repository import ROOT

TESTS = """
import pytest
from my_layers import Affine, BatchNormalization, Relu

def test_right(parity_check):
    assert parity_check(Affine, "dense").passed

@pytest.mark.parity("batch_norm")
def test_wrong(parity_check):
    parity_check(BatchNormalization)

def test_it_is_told_from_its_name(parity_check):
    parity_check(Relu)

def test_of_something_else():
    pass
"""


def run(folder, *arguments):
    (folder / "test_own.py").write_text(TESTS, encoding="utf-8")
    layers = (ROOT / "reports" / "example" / "my_layers.py").read_text(encoding="utf-8")
    (folder / "my_layers.py").write_text(layers, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "parity.pytest_plugin", "-p", "no:cacheprovider",
         "--strict-markers", *arguments],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip


def test_a_failure_shows_the_answer_and_the_table_everything(tmp_path):
    done = run(tmp_path, "--parity", "-m", "parity", "-n", "1")  # from another process too
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 failed, 2 passed" in done.stdout
    assert "test_of_something_else" not in done.stdout
    assert "only dx is wrong" in done.stdout
    assert "mean_term_dropped" in done.stdout
    assert ">       parity_check(BatchNormalization)" in done.stdout
    rows = {line.split()[0]: line.split() for line in done.stdout.splitlines() if line.strip()}
    assert rows["Affine"][1:3] == ["dense", "agrees"]
    assert rows["BatchNormalization"][1:] == ["batch_norm", "differs", "0.6", "dx"]
    assert rows["Relu"][1:3] == ["relu", "agrees"]
    assert "2 of 3 agree." in done.stdout


def test_a_hint_tells_no_more(tmp_path):
    done = run(tmp_path, "--parity-hint=1", "-k", "wrong")
    assert done.returncode == 1
    assert "BatchNormalization differs: dx is wrong" in done.stdout
    assert "mean_term_dropped" not in done.stdout
    assert "2 of 3 agree." not in done.stdout
