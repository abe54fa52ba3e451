"""What the judge says where code crashes, gives nothing, or is asked in names that it has not."""

import numpy as np
import pytest

import parity
from parity.checking.judging.attempt import attempt
from parity.errors import ReaderError


def judged(obj, concept, **mapping):
    return attempt(obj, concept, label=obj.__name__, namespace={}, mapping=mapping)


class Softmax:
    def forward(self, x):
        e = np.exp(x)
        return e / np.sum(e, axis=1)

    def backward(self, dout):
        return dout


class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW = self.x @ dout
        self.db = dout.sum(axis=0)
        return dout @ self.W.T


class Relu:
    def forward(self, x):
        self.mask = x > 0
        x * self.mask

    def backward(self, dout):
        return dout * self.mask


class Nothing:
    def forward(self, x):
        np.tanh(x)


class Elsewhere:
    def __init__(self, alpha, omega, kappa):
        self.alpha = alpha

    def run(self, first, second):
        return first


def odd(first, second, third, fourth):
    return first


def test_a_crash_in_every_case_has_its_cause_and_the_shapes_of_its_line():
    report = judged(Softmax, "softmax")
    assert report.verdict == "error"
    assert [cause.name for cause in report.causes] == ["keepdims_missing"]
    assert "In that line: e (4, 7)." in report.crash.hint.en
    assert report.causes[0].kind.en


def test_a_crash_in_backward_has_its_cause_and_no_word_of_a_missing_backward():
    report = judged(Affine, "dense")
    # The change that mends it says as much as the shapes do, and that it is right then.
    assert [cause.name for cause in report.causes] == ["transposed"]
    assert report.causes[0].mended == "self.dW = self.x.T @ dout"
    assert "no backward was found" not in " ".join(remark.en for remark in report.remarks)


@pytest.mark.parametrize("obj", [Relu, Nothing])
def test_a_function_without_return_is_told_so(obj):
    report = judged(obj, "relu" if obj is Relu else "tanh")
    assert [cause.name for cause in report.causes] == ["return_missing"]
    assert report.causes[0].text.en == "forward has no return, so its result is None."


def test_what_is_not_given_is_told_in_a_sentence():
    from parity.checking.comparing.trial import Trial
    from parity.checking.judging.nothing_to_compare import nothing_ran
    from parity.checking.reading.sessions.choose import choose
    from parity.checking.reading.spellings import Names
    from parity.describing.concept import Text, draw_case
    from parity.harness.registry import find

    (concept,) = find(["dense"])
    subject = choose(Affine, concept, Names({}), "Affine", {})
    trial = Trial(draw_case(concept, concept.cases[0]))
    trial.bad["dgamma"] = Text("not given", "得られない")
    crash = nothing_ran(subject, concept, [trial], Affine)
    assert crash.what.en == "Affine gives no dgamma."
    assert crash.what.ja == "Affine からは dgamma が得られない。"


def test_what_was_understood_is_told_of_code_that_cannot_be_used():
    crash = judged(Elsewhere, "dense").crash
    assert crash.name == "unknown_shape"
    assert crash.understood.en == ("a class with the method run, made with (alpha, omega, kappa).")
    assert crash.form == "class"
    crash = judged(odd, "lstm_taught").crash
    assert crash.understood.en == "a function, odd(first, second, third, fourth)."
    assert crash.understood.ja == "関数 odd(first, second, third, fourth)。"
    assert crash.form == "function"


def test_a_mapped_name_that_stands_nowhere_is_remarked_on():
    remarks = [remark.en for remark in judged(Affine, "dense", dW="dW", db="grad_bias").remarks]
    assert [r for r in remarks if r.startswith("--map")] == [
        "--map db=grad_bias: nothing called grad_bias was found in Affine."
    ]


def test_hints_in_python():
    assert parity.check(Softmax, "softmax", hint=1).causes == []
    with pytest.raises(ReaderError, match="no hint 4"):
        parity.check(Softmax, "softmax", hint=4)
    with pytest.raises(ReaderError, match="no hint True"):
        parity.check(Softmax, "softmax", hint=True)
