"""``%%parity dense`` in a notebook."""

from types import SimpleNamespace

import pytest

import parity
from parity.errors import ReaderError
from reports.notebooks import magic

RIGHT = """
class Relu:
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, dout):
        return dout * self.mask
"""


class Shell:
    """What is asked of IPython's: magics are registered, cells run, names kept."""

    def __init__(self):
        self.magics, self.user_ns = {}, {"__name__": "__main__"}

    def register_magic_function(self, function, kind, name):
        self.magics[kind, name] = function

    def run_cell(self, cell):
        try:
            exec(cell, self.user_ns)
        except Exception:
            return SimpleNamespace(success=False)
        return SimpleNamespace(success=True)


@pytest.fixture
def judge():
    shell = Shell()
    parity.load_ipython_extension(shell)
    return shell.magics["cell", "parity"]


def test_the_cell_is_run_and_judged(judge):
    report = judge("relu", RIGHT)
    assert report.passed
    assert report.object == "Relu"
    wrong = judge("relu --hint 1 --lang ja", RIGHT.replace("dout * self.mask", "dout"))
    assert (wrong.verdict, wrong.first_wrong, wrong.hint, wrong.language) == (
        "differs", "dx", 1, "ja"
    )  # fmt: skip


def test_a_cell_that_fails_is_not_judged(judge):
    assert judge("relu", "1 / 0") is None


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        (RIGHT + "\ndef other(): pass\n", ["Relu"]),
        ("def a_forward(x): pass\ndef a_backward(dy): pass\n", ["a_forward", "a_backward"]),
        ("%matplotlib inline\ndef a(x): pass\ndef b(x): pass\n", ["b"]),
    ],
)
def test_what_a_cell_defines(cell, names):
    assert magic.defined(cell) == names


@pytest.mark.parametrize("line", ["relu sigmoid", "--colour red", "relu --hint 4", "--name"])
def test_a_line_that_is_not_understood_is_one_sentence(judge, line):
    with pytest.raises(ReaderError):
        judge(line, RIGHT)


def test_a_cell_without_definitions_says_so(judge):
    with pytest.raises(ReaderError, match="neither a class nor a function"):
        judge("relu", "x = 1")
    with pytest.raises(ReaderError, match="defines no Other"):
        judge("relu --name Other", RIGHT)
