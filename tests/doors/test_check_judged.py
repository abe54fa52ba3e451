"""``parity check`` on the command line, with the judge itself."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from parity.checking import live
from parity.checking.running import sandbox

BOOK = """
import sys
import numpy as np

class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.x = x
        return np.dot(x, self.W) + self.b

    def backward(self, dout):
        self.dW = np.dot(self.x.T, dout)
        self.db = np.sum(dout, axis=0)
        return np.dot(dout, self.W.T)

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def d_sigmoid(x):
    return sigmoid(x) * (1 - sigmoid(x))
"""


def test_right_code_in_a_file_and_in_a_notebook(parity):
    Path("book.py").write_text(BOOK)
    code, out, err = parity("check", "book.py", "--json", "--lang", "en")
    assert (code, err) == (0, "")
    answers = json.loads(out)
    assert [(a["object"], a["concept"]) for a in answers] == [
        ("Affine", "dense"), ("sigmoid", "sigmoid"), ("d_sigmoid", "")
    ]  # fmt: skip
    assert answers.pop()["verdict"] == "passed"
    for answer in answers:
        assert answer["references"][0].startswith("PyTorch 2")
        assert min(q["digits"] for q in answer["quantities"]) > 13
    cells = [{"cell_type": "code", "source": f"%matplotlib inline\n{BOOK}\nsigmoid(1 / 0)"}]
    Path("book.ipynb").write_text(json.dumps({"cells": cells}))
    code, out, _ = parity("check", "book.ipynb::sigmoid", "--lang", "en")
    assert code == 0
    assert "sigmoid agrees with PyTorch" in out


def test_wrong_code_has_its_line(parity):
    Path("book.py").write_text(BOOK.replace("np.sum(dout, axis=0)", "np.mean(dout, axis=0)"))
    code, out, _ = parity("check", "book.py::Affine", "--json", "--lang", "en")
    answer = json.loads(out)
    assert code == 1
    assert answer["first_wrong"].startswith("db")
    assert {"file": "book.py", "number": 15} in [cause["line"] for cause in answer["causes"]]


def test_a_hang_in_the_backward_pass(parity, monkeypatch):
    monkeypatch.setattr(sandbox, "GRACE", 60.0)  # late or not, it says itself where it was
    Path("book.py").write_text(BOOK.replace("self.db = ", "while dout.any(): "))
    code, out, _ = parity("check", "book.py::Affine", "--timeout", "2", "--json", "--lang", "en")
    error = json.loads(out)["error"]
    assert code == 2
    assert error["name"] == "timeout"
    assert "in backward, on the case" in error["what"]
    assert 'book.py", line 15, in backward' in error["trace"]


def test_nothing_heavy_is_imported(parity):
    heavy = {"torch", "tensorflow", "keras", "pandas", "matplotlib", "sklearn", "scipy"}
    tell = f"print(sorted({heavy} & set(sys.modules)))\n        self.x = x"
    Path("book.py").write_text(BOOK.replace("self.x = x", tell))
    code, out, _ = parity("check", "book.py::Affine", "--lang", "en")
    assert code == 0
    assert "[]" in out.splitlines()[-2] or "[]" in out.splitlines()[-1]
    path = str(Path("book.py").resolve())
    script = (
        "import sys\nfrom parity.cli import main\n"
        f"sys.argv = ['parity', 'check', {path!r} + '::Affine']\n"
        "try:\n    main()\nexcept SystemExit as exit:\n    assert exit.code == 0\n"
        f"assert not {heavy} & set(sys.modules), {heavy} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)


@pytest.mark.torch
@pytest.mark.keras
def test_live_agrees_too(parity, monkeypatch, live_references):
    asked = []

    def evaluate(concepts, waiting):
        asked.append(set(concepts))
        return live_references

    monkeypatch.setattr(live, "evaluate", evaluate)
    Path("book.py").write_text(BOOK)
    code, out, _ = parity("check", "book.py::Affine", "--live", "--json")
    answer = json.loads(out)
    assert code == 0
    assert asked == [{"dense"}]
    assert answer["live"] is True
    assert [reference.split()[0] for reference in answer["references"]] == ["PyTorch", "Keras"]
