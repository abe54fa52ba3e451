"""``parity.check`` and ``assert_parity``: an object goes to another process by value."""

import inspect
import linecache
import re
import sys
import threading
import types

import numpy as np
import pytest

import parity
from parity.checking import live
from parity.checking.running import by_value, sandbox
from parity.errors import ReaderError
from parity.harness.registry import all_concepts
from parity.testing import assert_parity

SHIFT = 1.0


class Layer:
    """A user's class, in a module that the other process must not import."""

    def forward(self, x):
        print("from", type(self).__name__)
        return helper(x) + SHIFT

    def broken(self):
        return self.nothing


class Derived(Layer):
    pass


def helper(x):
    return 2 * x


def thing_forward(x):
    return helper(x)


def thing_backward(dy):
    return 2 * dy


def wrong(x):
    return x * np.nan


def hangs(x):
    while True:
        pass


@pytest.fixture
def stubbed(monkeypatch, stub_command):
    monkeypatch.setattr(sandbox, "command", lambda: stub_command)


@pytest.mark.usefixtures("stubbed")
@pytest.mark.parametrize(
    ("obj", "name"),
    [
        (Layer, "Layer"),
        (Derived, "Derived"),
        (Layer(), "Layer"),
        (helper, "helper"),
        ((thing_forward, thing_backward), "thing_forward, thing_backward"),
    ],
)
def test_objects_go_by_value(obj, name):
    report = parity.check(obj, "relu", timeout=10)
    assert report.verdict == "agrees", str(report)
    assert report.remarks[0].en == "names: []"
    assert len(report.remarks) == 1
    assert report.object == name


@pytest.mark.usefixtures("stubbed")
def test_the_answer_is_wrong_or_an_error_as_in_a_file():
    assert parity.check(wrong, "relu").verdict == "differs"
    report = parity.check(hangs, "relu", timeout=3)  # a busy machine comes to the loop late
    assert report.crash.name == "timeout"
    assert "while True:" in report.crash.trace or "pass" in report.crash.trace


@pytest.mark.usefixtures("stubbed")
def test_a_notebooks_class_brings_its_source(monkeypatch):
    name = "/nowhere/ipykernel_1/2.py"
    source = "class Cell:\n    def forward(self, x):\n        return self.nothing  # ここ\n"
    monkeypatch.setitem(linecache.cache, name, (len(source), None, source.splitlines(True), name))
    names = {"__name__": "__main__"}
    exec(compile(source, name, "exec"), names)
    report = parity.check(names["Cell"], "relu")
    assert report.crash.name == "raised"
    assert (
        f'File "{name}", line 3, in forward\n    return self.nothing  # ここ' in report.crash.trace
    )


def test_inspect_finds_the_source_of_what_came_by_value(monkeypatch):
    name = "/nowhere/ipykernel_1/3.py"
    source = "class Cell:\n    def forward(self, x):\n        return x\n"
    monkeypatch.setitem(linecache.cache, name, (len(source), None, source.splitlines(True), name))
    module = types.ModuleType("gone")
    exec(compile(source, name, "exec"), vars(module))
    monkeypatch.setitem(sys.modules, "gone", module)
    pickled, sources = by_value.dump(vars(module)["Cell"])
    assert sources[name] == source
    monkeypatch.delitem(sys.modules, "gone")
    restored, namespace = by_value.restore(pickled)
    assert inspect.getsource(restored) == source
    assert namespace["Cell"] is restored


def test_the_function_beside_it_comes_along():
    _, namespace = by_value.restore(by_value.dump(thing_forward)[0])
    assert namespace["thing_backward"](2) == 4
    assert "hangs" not in namespace


@pytest.mark.usefixtures("stubbed")
def test_what_cannot_be_sent_is_judged_here(monkeypatch, capsys):
    import stub_judge

    fake = types.SimpleNamespace(check_object=stub_judge.check_object)
    monkeypatch.setitem(sys.modules, "parity.checking.judging.judge", fake)
    lock = threading.Lock()

    class Locked:
        def forward(self, x):
            with lock:
                print("printed here")
                return x

    report = parity.check(Locked, "relu")
    assert report.verdict == "agrees"
    assert "in this process, without a time limit" in report.remarks[-1].en
    assert report.printed == "printed here\n"
    assert capsys.readouterr().out == ""

    class Exits:
        held = lock

        def forward(self, x):
            raise SystemExit(3)

    assert parity.check(Exits, "relu").crash.name == "exited"


class Unbuildable:
    def forward(self, x):
        return x

    def __reduce__(self):
        return _only_here, (1,)


def _only_here(number):
    import os

    return Unbuildable() if os.environ.get("PYTEST_CURRENT_TEST_HERE") else 1 / 0


@pytest.mark.usefixtures("stubbed")
def test_what_cannot_be_built_there_is_judged_here(monkeypatch):
    import stub_judge

    fake = types.SimpleNamespace(check_object=stub_judge.check_object)
    monkeypatch.setitem(sys.modules, "parity.checking.judging.judge", fake)
    report = parity.check(Unbuildable(), "relu")
    assert report.verdict == "agrees"
    assert "ZeroDivisionError" in report.remarks[-1].en


@pytest.mark.usefixtures("stubbed")
@pytest.mark.parametrize(
    ("arguments", "options", "said"),
    [
        ((Layer, "reluu"), {}, "Did you mean relu"),
        ((Layer, "layers"), {}, "group"),
        ((3, "relu"), {}, "int"),
        ((np, "relu"), {}, "module"),
        ((Layer, "relu"), {"timeout": 0}, "timeout"),
        ((Layer, "relu"), {"language": "fr"}, "en and ja"),
        (("nowhere.py::f",), {}, "no file"),
    ],
)
def test_questions_without_an_answer_are_reader_errors(arguments, options, said):
    with pytest.raises(ReaderError, match=said):
        parity.check(*arguments, **options)


@pytest.mark.usefixtures("stubbed")
def test_a_string_names_a_file(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(
        "def f(x):\n    return x\n\nclass Relu:\n    def forward(self, x):\n        return x\n"
    )
    assert parity.check(f"{path}::f", "sigmoid").object == "f"
    assert parity.check(str(path)).concept == "relu"
    assert parity.check(f"{path}::g", "sigmoid").crash.name == "not_found"
    path.write_text(path.read_text() + "\ndef sigmoid(x):\n    return x\n")
    with pytest.raises(ReaderError, match=r"::Relu.*::sigmoid"):
        parity.check(str(path))


@pytest.mark.usefixtures("stubbed")
def test_the_language_of_the_answer():
    japanese = parity.check(Layer, "relu", language="ja")
    english = parity.check(Layer, "relu", language="en")
    assert "一致" in str(japanese)
    assert "agrees" in str(english)
    assert japanese.to_dict("en")["remarks"] == english.to_dict()["remarks"]


@pytest.mark.usefixtures("stubbed")
def test_assert_parity_says_the_whole_answer():
    assert assert_parity(Layer, "relu").passed
    with pytest.raises(AssertionError) as raised:
        assert_parity(wrong, "relu")
    said, whole = (
        re.sub(r"\d+\.\d s", "", str(text)).strip()  # how long it took is another time each time
        for text in (raised.value, parity.check(wrong, "relu"))
    )
    assert said == whole


# With the judge itself


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


class Averaged(Affine):
    def backward(self, dout):
        dx = super().backward(dout)
        self.db = np.mean(dout, axis=0)
        return dx


def test_right_and_wrong_classes_of_this_module():
    assert assert_parity(Affine).concept == "dense"
    report = parity.check(Averaged, "dense")
    assert report.verdict == "differs"
    assert report.first_wrong.startswith("db")
    with pytest.raises(ReaderError, match=r'parity.check\(Unbuildable, "CONCEPT"\)'):
        parity.check(Unbuildable)


@pytest.mark.torch
def test_a_module_of_pytorch():
    from torch import nn

    class Twice(nn.ReLU):
        def forward(self, x):
            return 2 * super().forward(x)

    assert parity.check(nn.ReLU()).passed
    assert parity.check(Twice, "relu").verdict == "differs"


# The references, computed now


def test_live_without_any_framework_says_how_to_install_one(monkeypatch):
    monkeypatch.setattr(live.environment, "installed", lambda name: name == "numpy")
    with pytest.raises(ReaderError, match=r"dl-parity\[all\]"):
        parity.check(Layer, "relu", live=True)


@pytest.mark.torch
@pytest.mark.keras
def test_live_references_are_those_that_were_recorded(live_references):
    from parity.harness import recorded_references
    from parity.harness.comparing.compare import Yardstick, compare

    concept = all_concepts()["batch_norm"]
    now = live_references
    assert now.remark is None
    assert set(now.records) == {"batch_norm", "dense"}
    record, kept = now.records["batch_norm"], recorded_references.load(concept)
    from parity.harness.plan import drawn_cases

    drawn = drawn_cases(concept)
    assert {case for _, case, _ in record.evaluations} == set(drawn)
    thin = recorded_references.thinned(concept, record.evaluations)
    for (framework, case, dtype), evaluation in thin.items():
        then = kept.evaluations[framework, case, dtype]
        assert record.covers(drawn[case])
        yardstick = Yardstick.of(drawn[case], record.conditions.get(case, {}))
        plain = concept.case(case.partition("@")[0])
        found = compare(plain, dtype, ("now", evaluation), ("then", then), yardstick)
        assert all(finding.verdict in ("agree", "vacuous") for finding in found), case
    for name, case in drawn.items():
        assert "@" in name or record.conditions[name], case


@pytest.mark.torch
@pytest.mark.usefixtures("stubbed")
def test_live_with_one_framework_says_which_is_missing(monkeypatch):
    monkeypatch.setattr(live.environment, "installed", lambda name: name != "keras")
    report = parity.check(Layer, "relu", live=True)
    assert report.live
    assert len(report.references) == 1
    assert report.references[0].startswith("torch 2")
    assert "Keras is not installed" in report.remarks[-1].en
