"""The example for a class, tried with a made-up one: right, wrong and unfinished submissions."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from repository import ROOT

CLASSROOM = ROOT / "examples" / "classroom"

RELU = """
class Relu:
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, dout):
        return dout * self.mask
"""
DENSE = """
import numpy as np

class Dense:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = dout.sum(axis=0)
        return dout @ self.W.T
"""
SOFTMAX = """
import numpy as np

def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
"""
CLASS = {
    "aiko": ((RELU, DENSE, SOFTMAX), ("pass", "pass", "pass"), 100),
    "ben": (
        (RELU, DENSE.replace("dout.sum(axis=0)", "dout.mean(axis=0)"), SOFTMAX),
        ("pass", "fail", "pass"),
        60,
    ),
    "chie": ((RELU, None, "def softmax(x:\n"), ("pass", "error", "error"), 20),
}


def hand_in(folder, parts):
    shutil.copytree(CLASSROOM, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name, source in zip(("relu", "dense", "softmax"), parts, strict=True):
        if source is not None:  # None: left as it was handed out
            (folder / "assignment" / f"{name}.py").write_text(source, encoding="utf-8")
    return folder


def python(folder, *arguments):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize("student", CLASS)
def test_everyone_gets_the_points_that_are_due(tmp_path, student):
    parts, states, score = CLASS[student]
    folder = hand_in(tmp_path / student, parts)
    done = python(folder, "grade.py", "--out", "points.json")
    assert done.returncode == 0, done.stderr
    points = json.loads((folder / "points.json").read_text(encoding="utf-8"))
    assert json.loads(done.stdout) == points
    assert tuple(test["status"] for test in points["tests"]) == states
    assert (points["score"], points["max_score"]) == (score, 100)
    assert points["status"] == ("pass" if score == 100 else "fail")
    for test in points["tests"]:
        assert bool(test["output"]) == (test["status"] != "pass")
    if student == "ben":
        told = points["tests"][1]["output"]
        assert "db" in told
        assert "mean" not in told.lower(), "the first step does not give the line away"


def test_pytest_says_the_same_and_the_third_hint_shows_the_line(tmp_path):
    folder = hand_in(tmp_path / "ben", CLASS["ben"][0])
    plugin = ("-m", "pytest", "-p", "parity.pytest_plugin", "-p", "no:cacheprovider")
    done = python(folder, *plugin, "--parity-hint=3")
    assert done.returncode == 1
    assert "1 failed, 2 passed" in done.stdout
    assert "self.db = dout.mean(axis=0)" in done.stdout
    assert "2 of 3 agree." in done.stdout
