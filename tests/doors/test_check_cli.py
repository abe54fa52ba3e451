"""``parity check`` on the command line: the contract of its output and its exit codes."""

import json
import sys
from pathlib import Path

import pytest
from check_command import RELU, one_line

from parity.checking.running import sandbox
from parity.errors import ReaderError

WRONG = "\ndef sigmoid(x):\n    return x * float('nan')\n"
EXITS = "\nclass Affine:\n    def forward(self, x):\n        raise SystemExit(1)\n"

pytestmark = pytest.mark.usefixtures("stubbed")


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


def test_a_whole_file_is_one_table_and_more_on_what_differs(parity):
    Path("mine.py").write_text(RELU + WRONG + EXITS)
    _, out, _ = parity("check", "mine.py", "--lang", "en")
    table, *rest = out.split("\n\n")[1:]
    assert [line.split()[1] for line in table.splitlines()[1:]][:2] == ["Relu", "sigmoid"]
    assert any("sigmoid differs" in part for part in rest)
    assert not any("Relu agrees" in part for part in rest)
    # A file with one definition needs no table.
    Path("one.py").write_text(RELU)
    assert parity("check", "one.py", "--lang", "en")[1].startswith("✔ Relu agrees")


def test_a_hint_tells_no_more_than_it_says(parity):
    Path("mine.py").write_text(WRONG)
    for level, causes in (("1", None), ("2", [])):
        code, out, _ = parity("check", "mine.py::sigmoid", "--hint", level, "--json")
        assert code == 1
        answer = json.loads(out)
        assert (answer["causes"], answer["example"]) == (causes, None)
    _, out, _ = parity("check", "mine.py::sigmoid", "--hint", "1", "--lang", "en")
    assert "Hint 2 tells the kind of mistake." in out


def test_the_answer_in_both_languages(parity):
    Path("mine.py").write_text(RELU)
    assert "agrees" in parity("check", "mine.py::Relu", "--lang", "en")[1]
    assert "一致" in parity("check", "mine.py::Relu", "--lang", "ja")[1]
    _, out, _ = parity("check", "mine.py::f", "--json", "--lang", "ja")
    assert json.loads(out)["error"]["what"] == "mine.py に f がない。"


def test_names_are_mapped(parity):
    Path("mine.py").write_text(RELU)
    arguments = ("--map", "dx=grad_x", "--map", "x = input")
    _, out, _ = parity("check", "mine.py::Relu", *arguments, "--json", "--lang", "en")
    assert json.loads(out)["remarks"] == ["names: [('dx', 'grad_x'), ('x', 'input')]"]


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
        (("mine.py::Relu", "--hint", "4"), "There is no hint 4. It is 1 for"),
        (("mine.py::Relu", "--hint", "much"), "There is no hint much."),
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
    Path("mine.py").write_text("import nonesuch_xyz\n")
    code, out, err = parity("check", "mine.py::Relu", "--lang", "en")
    assert (code, err) == (2, "")
    assert "nonesuch_xyz" in out
    assert "mine.py" in out
    assert "Traceback (most" not in out
    code, out, _ = parity("check", "mine.py", "--json")
    assert code == 2
    assert [answer["error"]["name"] for answer in json.loads(out)] == ["import_failed"]


def test_what_a_file_defines_is_judged_though_the_file_does_not_run(parity):
    Path("mine.py").write_text("import nonesuch_xyz\n" + RELU)
    code, out, err = parity("check", "mine.py::Relu", "--lang", "en")
    assert (code, err) == (0, "")
    said = " ".join(out.split())
    assert "mine.py imports nonesuch_xyz, which is not found. Only its definitions" in said


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


def test_names_are_read(tmp_path):
    from parity.checking.running.target import read_mapping

    assert read_mapping([]) == {}
    assert read_mapping(["dW = grad_w", "db=grad_b"]) == {"dW": "grad_w", "db": "grad_b"}
    with pytest.raises(ReaderError, match="two names"):
        read_mapping(["a=b", "a=c"])
