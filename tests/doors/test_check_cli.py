"""``parity check`` on the command line: the contract of its output and its exit codes."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from repository import ROOT
from stub_judge import STUBBED

from parity.checking.running import sandbox
from parity.checking.running import watch as watching
from parity.checking.running.waiting import Waiting
from parity.cli import main
from parity.errors import ReaderError

COMMAND = sandbox.command
RELU = "class Relu:\n    def forward(self, x):\n        return x\n"
WRONG = "\ndef sigmoid(x):\n    return x * float('nan')\n"
EXITS = "\nclass Affine:\n    def forward(self, x):\n        raise SystemExit(1)\n"


@pytest.fixture
def parity(monkeypatch, capsys, tmp_path):
    """Call the command line in this process, in a folder; return (exit code, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["parity", *map(str, arguments)])
        monkeypatch.setenv("COLUMNS", "200")
        with pytest.raises(SystemExit) as exit_:
            main()
        captured = capsys.readouterr()
        return exit_.value.code or 0, captured.out, captured.err

    return call


@pytest.fixture
def stubbed(monkeypatch):
    monkeypatch.setattr(sandbox, "command", lambda: [sys.executable, "-P", "-c", STUBBED])


pytestmark = pytest.mark.usefixtures("stubbed")


def one_line(err):
    lines = err.strip().splitlines()
    assert len(lines) == 1, err
    assert "Traceback" not in err
    return lines[0]


def test_one_object_and_its_exit_codes(parity):
    Path("mine.py").write_text(RELU + WRONG + EXITS)
    for name, code, verdict in (
        ("Relu", 0, "agrees"), ("sigmoid", 1, "differs"), ("Affine", 2, "error")
    ):  # fmt: skip
        found, out, err = parity("check", f"mine.py::{name}", "--lang", "en")
        assert found == code
        assert name in out
        assert err == ""
        found, out, err = parity("check", f"mine.py::{name}", "--json")
        answer = json.loads(out)
        assert found == code
        assert err == ""
        assert answer["verdict"] == verdict
        assert answer["object"] == name


def test_a_whole_file_is_a_list_and_the_worst_exit_code(parity):
    Path("mine.py").write_text(RELU + WRONG)
    code, out, _ = parity("check", "mine.py", "--json")
    assert code == 1
    assert [(a["object"], a["concept"], a["verdict"]) for a in json.loads(out)] == [
        ("Relu", "relu", "agrees"), ("sigmoid", "sigmoid", "differs")
    ]  # fmt: skip
    Path("mine.py").write_text(RELU + WRONG + EXITS)
    assert parity("check", "mine.py")[0] == 2
    Path("mine.py").write_text(RELU)
    assert parity("check", "mine.py")[0] == 0


def test_the_answer_in_both_languages(parity):
    Path("mine.py").write_text(RELU)
    assert "agrees" in parity("check", "mine.py::Relu", "--lang", "en")[1]
    assert "一致" in parity("check", "mine.py::Relu", "--lang", "ja")[1]
    _, out, _ = parity("check", "mine.py::f", "--json", "--lang", "ja")
    assert json.loads(out)["error"]["what"] == "mine.py に f がない。"


def test_names_are_mapped(parity):
    Path("mine.py").write_text(RELU)
    arguments = ("--map", "dW=grad_w", "--map", "x = input")
    _, out, _ = parity("check", "mine.py::Relu", *arguments, "--json", "--lang", "en")
    assert json.loads(out)["remarks"] == ["names: [('dW', 'grad_w'), ('x', 'input')]"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("min.py::Relu",), "Did you mean mine.py?"),
        (("nowhere/mine.py",), "no folder"),
        (("mine.txt",), "neither a .py file"),
        ((".",), "is a folder"),
        (("mine.py::Relu", "--as", "reluu"), "Did you mean relu"),
        (("mine.py::Relu", "--as", "activations"), "is a group"),
        (("mine.py::Relu", "--map", "dW"), "dW=grad_w"),
        (("mine.py::Relu", "--map", "=x"), "dW=grad_w"),
        (("mine.py::Relu", "--map", "dW=a", "--map", "dW=b"), "two names: a and b"),
        (("mine.py::unknown",), "parity check mine.py::unknown --as CONCEPT"),
        (("nothing.py",), "it defines mystery"),
        (("nothing.py",), "parity check nothing.py::mystery --as CONCEPT"),
        (("empty.py",), "defines no class and no function"),
        (("mine.py", "--as", "softmax"), "Name it: parity check mine.py::Relu --as softmax."),
    ],
)
def test_bad_usage_is_one_line_and_json_on_request(parity, arguments, said):
    Path("mine.py").write_text(RELU + WRONG + "\ndef unknown(x):\n    return x\n")
    Path("mine.txt").write_text("")
    Path("nothing.py").write_text("def mystery(x):\n    return x\n")
    Path("empty.py").write_text("lr = 0.1\n")
    code, out, err = parity("check", *arguments, "--lang", "en")
    assert code == 2
    assert out == ""
    assert said in one_line(err)
    code, out, err = parity("check", *arguments, "--json", "--lang", "en")
    assert code == 2
    assert err == ""
    answer = json.loads(out)
    single = "::" in arguments[0] or "--as" in arguments
    (answer,) = [answer] if single else answer
    assert answer["verdict"] == "error"
    assert said in " ".join([answer["error"]["what"], answer["error"]["hint"]])
    parity("check", *arguments, "--lang", "ja")


def test_bad_usage_in_japanese(parity):
    code, _, err = parity("check", "nowhere.py", "--lang", "ja")
    assert code == 2
    assert "ファイル nowhere.py がない。" in one_line(err)


def test_a_timeout_must_be_a_time(parity):
    assert parity("check", "mine.py", "--timeout", "0")[0] == 2
    assert parity("check", "mine.py", "--timeout", "soon")[0] == 2


def test_the_only_definition_of_a_file_needs_no_name(parity):
    Path("one.py").write_text("def anything(x):\n    return x\n")
    code, out, _ = parity("check", "one.py", "--as", "sigmoid", "--json")
    assert code == 0
    assert json.loads(out)["object"] == "anything"
    Path("mine.py").write_text(RELU + "\nclass Base:\n    pass\n")
    assert json.loads(parity("check", "mine.py", "--as", "relu", "--json")[1])["object"] == "Relu"


def test_a_broken_file_is_an_answer_of_its_own(parity):
    Path("mine.py").write_text("import nonesuch_xyz\n" + RELU)
    code, out, err = parity("check", "mine.py::Relu", "--lang", "en")
    assert (code, err) == (2, "")
    assert "nonesuch_xyz" in out
    assert "mine.py" in out
    assert "Traceback (most" not in out
    code, out, _ = parity("check", "mine.py", "--json")
    assert code == 2
    assert [answer["error"]["name"] for answer in json.loads(out)] == ["import_failed"]


def test_a_notebook_says_why_a_name_is_missing_at_run_time(parity):
    cells = ["import nonesuch_xyz as no", "def sigmoid(x):\n    return no.exp(x) + later(x)"]
    cells += ["net = train()", "def helper(x):\n    return net.predict(x)"]
    content = {"cells": [{"cell_type": "code", "source": cell} for cell in cells]}
    Path("study.ipynb").write_text(json.dumps(content))
    _, out, _ = parity("check", "study.ipynb::sigmoid", "--json", "--lang", "en")
    answer = json.loads(out)
    assert answer["verdict"] == "error"
    assert "study.ipynb[cell 1], line 1 failed (ModuleNotFoundError" in answer["remarks"][0]
    _, out, _ = parity("check", "study.ipynb::helper", "--as", "relu", "--json", "--lang", "en")
    assert "study.ipynb[cell 3], line 1, which a check does not execute" in str(json.loads(out))


def test_the_judge_being_broken_is_exit_2(parity, monkeypatch):
    Path("mine.py").write_text(RELU)
    monkeypatch.setattr(sandbox, "command", lambda: [sys.executable, "-c", "1 / 0"])
    code, out, err = parity("check", "mine.py::Relu")
    assert (code, out) == (2, "")
    assert "could not be started" in err
    assert json.loads(parity("check", "mine.py::Relu", "--json")[1])["error"]["name"] == "broken"


def test_without_a_framework_live_says_how_to_install_one(parity, monkeypatch):
    from parity.harness import environment

    Path("mine.py").write_text(RELU)
    monkeypatch.setattr(environment, "installed", lambda name: name == "numpy")
    code, _, err = parity("check", "mine.py::Relu", "--live")
    assert code == 2
    assert "pip install 'dl-parity[all]'" in one_line(err)


@pytest.mark.torch
def test_live_computes_every_concept_of_the_file(parity, monkeypatch):
    from parity.harness import environment

    Path("mine.py").write_text(RELU + "\ndef sigmoid(x):\n    return x\n")
    monkeypatch.setattr(environment, "installed", lambda name: name in ("numpy", "torch"))
    code, out, _ = parity("check", "mine.py", "--live", "--json", "--lang", "en")
    answers = json.loads(out)
    assert code == 0
    assert [answer["object"] for answer in answers] == ["Relu", "sigmoid"]
    for answer in answers:
        assert answer["live"] is True
        assert answer["references"][0].startswith("torch 2")
        assert "Keras is not installed" in answer["remarks"][-1]


def test_contract_names_the_nearest_concept(parity):
    code, _, err = parity("contract", "batchnorm")
    assert code == 2
    assert "batch_norm" in one_line(err)
    code, out, _ = parity("contract", "batch_norm")
    assert code == 0
    assert "gamma" in out


# With the judge itself


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


@pytest.fixture
def judged(stubbed, monkeypatch):
    monkeypatch.setattr(sandbox, "command", COMMAND)


@pytest.mark.usefixtures("judged")
def test_right_code_in_a_file_and_in_a_notebook(parity):
    Path("book.py").write_text(BOOK)
    code, out, err = parity("check", "book.py", "--json", "--lang", "en")
    assert (code, err) == (0, "")
    answers = json.loads(out)
    assert [(a["object"], a["concept"]) for a in answers] == [
        ("Affine", "dense"), ("sigmoid", "sigmoid")
    ]  # fmt: skip
    for answer in answers:
        assert answer["references"][0].startswith("PyTorch 2")
        assert min(q["digits"] for q in answer["quantities"]) > 13
    cells = [{"cell_type": "code", "source": f"%matplotlib inline\n{BOOK}\nsigmoid(1 / 0)"}]
    Path("book.ipynb").write_text(json.dumps({"cells": cells}))
    code, out, _ = parity("check", "book.ipynb::sigmoid", "--lang", "en")
    assert code == 0
    assert "sigmoid agrees with PyTorch" in out


@pytest.mark.usefixtures("judged")
def test_wrong_code_has_its_line(parity):
    Path("book.py").write_text(BOOK.replace("np.sum(dout, axis=0)", "np.mean(dout, axis=0)"))
    code, out, _ = parity("check", "book.py::Affine", "--json", "--lang", "en")
    answer = json.loads(out)
    assert code == 1
    assert answer["first_wrong"].startswith("db")
    assert {"file": "book.py", "number": 15} in [cause["line"] for cause in answer["causes"]]


@pytest.mark.usefixtures("judged")
def test_a_hang_in_the_backward_pass(parity, monkeypatch):
    monkeypatch.setattr(sandbox, "GRACE", 60.0)  # late or not, it says itself where it was
    Path("book.py").write_text(BOOK.replace("self.db = ", "while dout.any(): "))
    code, out, _ = parity("check", "book.py::Affine", "--timeout", "2", "--json", "--lang", "en")
    error = json.loads(out)["error"]
    assert code == 2
    assert error["name"] == "timeout"
    assert "in backward, on the case" in error["what"]
    assert 'book.py", line 15, in backward' in error["trace"]


@pytest.mark.usefixtures("judged")
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
@pytest.mark.usefixtures("judged")
def test_live_agrees_too(parity):
    Path("book.py").write_text(BOOK)
    code, out, _ = parity("check", "book.py::Affine", "--live", "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["live"] is True
    assert [reference.split()[0] for reference in answer["references"]] == ["PyTorch", "Keras"]


# Waiting


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_the_wait_is_shown_on_a_terminal_once_it_is_noticed(monkeypatch):
    monkeypatch.setenv("COLUMNS", "30")
    now = [0.0]
    terminal = Terminal()
    waiting = Waiting("en", terminal, lambda: now[0])
    waiting("forward")
    waiting.clear()
    assert terminal.getvalue() == ""
    now[0] = 1.0
    waiting("forward, case 順伝播順伝播順伝播順伝播")
    waiting("too soon")
    shown = terminal.getvalue()
    assert "checking … forward" in shown
    assert len(shown) < 30
    assert "too soon" not in shown
    now[0] = 1.5
    waiting("x")
    waiting.clear()
    *_, cleared = terminal.getvalue().split("x")
    assert cleared.strip() == ""
    pipe = io.StringIO()
    waiting = Waiting("ja", pipe, lambda: now[0])
    now[0] = 2.0
    waiting("forward")
    assert pipe.getvalue() == ""


# Watching


def test_watch_answers_again_after_each_save_that_is_finished(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text("1")
    answers = []

    def saved(text):
        path.write_text(text)
        os.utime(path, ns=(step[0] * 10**9, step[0] * 10**9))

    def removed():
        path.unlink()

    # Removed and written again, in two steps; untouched; saved while the answer is given.
    script = [lambda: None, removed, lambda: saved("2"), lambda: saved("22"), lambda: None,
              lambda: None, lambda: None, lambda: saved("3")]  # fmt: skip
    step = [0]

    def sleep(seconds):
        assert seconds > 0
        if step[0] == 20:
            raise KeyboardInterrupt
        if step[0] < len(script):
            script[step[0]]()
        step[0] += 1

    watching.watch(path, lambda: answers.append(path.read_text()), sleep)
    assert answers == ["1", "22", "3"]


def test_a_save_during_the_answer_is_not_lost(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text("1")
    answers = []

    def answer():
        answers.append(path.read_text())
        if len(answers) == 1:
            path.write_text("22")

    def sleep(seconds):
        if len(answers) == 2:
            raise KeyboardInterrupt

    watching.watch(path, answer, sleep)
    assert answers == ["1", "22"]


def test_watching_a_file_that_is_not_there(parity):
    code, _, err = parity("check", "nowhere.py", "--watch")
    assert code == 2
    assert "nowhere.py" in one_line(err)


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_watch_ends_with_ctrl_c_and_exit_0(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(RELU)
    root = str(ROOT)
    code = (
        f"import sys; sys.path += [{root!r}]; from parity.checking.running import sandbox\n"
        f"sandbox.command = lambda: [sys.executable, '-P', '-c', {STUBBED!r}]\n"
        f"from parity.cli import main\n"
        f"sys.argv = ['parity', 'check', {str(path)!r}, '--watch', '--lang', 'en']\nmain()"
    )
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", code], stdout=subprocess.PIPE, text=True, bufsize=1
    )
    said = _read_until(process, "(Ctrl-C)")
    assert "Relu agrees" in said
    assert "\x1b" not in said
    path.write_text("import nonesuch_xyz\n" + RELU)
    assert "nonesuch_xyz" in _read_until(process, "(Ctrl-C)")
    path.unlink()
    time.sleep(0.5)
    path.write_text(RELU + "\n")
    assert "Relu agrees" in _read_until(process, "(Ctrl-C)")
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=300)
    assert process.returncode == 0


def _read_until(process, mark):
    said = []
    for line in process.stdout:
        said.append(line)
        if mark in line:
            break
    return "".join(said)


def test_names_are_read(tmp_path):
    from parity.checking.running.target import read_mapping

    assert read_mapping([]) == {}
    assert read_mapping(["dW = grad_w", "db=grad_b"]) == {"dW": "grad_w", "db": "grad_b"}
    with pytest.raises(ReaderError, match="two names"):
        read_mapping(["a=b", "a=c"])
