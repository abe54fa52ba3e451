"""Code without functions: a training step is cut out and judged by itself."""

import json

import pytest

from parity.checking.alone.judge import judge_alone
from parity.checking.loading import definitions

SETUP = "import numpy as np\n"
DATA = """\
X = np.random.randn(20, 3)
t = (X.sum(axis=1, keepdims=True) > 0).astype(float)
W = np.random.randn(3, 1)
b = np.zeros(1)
lr = 0.1
"""
LOOP = """\
for i in range(300):
    z = X @ W + b
    p = 1 / (1 + np.exp(-z))
    loss = -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p))
    dz = (p - t) / len(X)
    dW = X.T @ dz
    db = dz.sum(axis=0)
    W -= lr * dW
    b = b - lr * db
    if i % 100 == 0:
        print(loss)
"""


@pytest.fixture
def notebook(tmp_path):
    def make(*sources):
        path = tmp_path / f"n{len(list(tmp_path.iterdir()))}.ipynb"
        cells = [{"cell_type": "code", "source": source} for source in sources]
        path.write_text(json.dumps({"cells": cells, "metadata": {}}), encoding="utf-8")
        return definitions.load(path)

    return make


def judged(loaded, name):
    return judge_alone(loaded.namespace[name], name, loaded.namespace)


def test_a_loop_in_a_cell_is_cut_and_not_run(notebook, capsys):
    loaded = notebook(SETUP, DATA, LOOP)
    assert list(loaded.definitions()) == ["step_in_cell_3"]
    assert not capsys.readouterr().out
    report = judged(loaded, "step_in_cell_3")
    assert report.verdict == "agrees"
    assert {q.quantity for q in report.quantities} == {"dW", "db"}


def test_a_mistake_is_shown_with_its_cell_and_line(notebook):
    loaded = notebook(SETUP, DATA, LOOP.replace("dz = (p - t) / len(X)", "dz = p - t"))
    report = judged(loaded, "step_in_cell_3")
    assert report.verdict == "differs"
    cause = report.causes[0]
    assert cause.name == "constant_factor"
    assert cause.line.number == 6
    assert cause.line.text == "dW = X.T @ dz"
    assert cause.line.file.endswith("[cell 3]")


def test_straight_lines_after_the_setup_of_the_same_cell(notebook):
    code = DATA + "\n".join(line.strip() for line in LOOP.splitlines()[1:9]) + "\n"
    loaded = notebook(SETUP, code)
    assert judged(loaded, "step_in_cell_2").verdict == "agrees"


def test_a_script_below_its_guard_is_judged_with_inputs_that_fit(tmp_path):
    path = tmp_path / "train.py"
    body = "".join(f"    {line}\n" for line in (DATA + LOOP).splitlines())
    path.write_text(f'{SETUP}\nif __name__ == "__main__":\n{body}', encoding="utf-8")
    loaded = definitions.load(path)
    assert list(loaded.definitions()) == ["training_step"]
    assert judged(loaded, "training_step").verdict == "agrees"


@pytest.mark.parametrize(
    "code",
    [
        "x = np.ones(3)\nx -= 0.1 * np.ones(3)\n",  # no gradient
        "dW = np.ones(3)\nW = np.ones(3)\nW -= 0.1 * dW\n",  # no loss
        "loss = 1.0\nfor i in range(3):\n    loss = loss / 2\n",  # no update
    ],
)
def test_what_is_no_training_step_is_left_alone(notebook, code):
    assert not notebook(SETUP, code).definitions()
