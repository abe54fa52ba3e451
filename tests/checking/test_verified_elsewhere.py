"""That code agrees is said where it never ran: nothing that it changes makes the verdict better.

That all right code of the corpus and of the written pieces is verified is seen where it is judged.
"""

import io
import pickle
import sys
from dataclasses import replace

import numpy as np
import pytest
from claims import sent
from repository import ROOT

import parity.checking.alone.trial as by_itself
import parity.checking.comparing.comparison as comparison
import parity.checking.comparing.excuses as excuses
import parity.checking.judging.outcome as outcome
from numpy_impl.activations.relu import ReLU
from parity import children
from parity.checking import umpire
from parity.checking.comparing.cases import drawing
from parity.checking.judging.attempt import attempt, attempt_alone
from parity.checking.judging.evidence import Claim
from parity.checking.judging.verifying import verified
from parity.checking.loading.seal import Seal
from parity.checking.loading.way_back import goes_back
from parity.checking.reading.sessions.functions import partners_of
from parity.checking.report import Crash, Report
from parity.checking.running import messages, sandbox
from parity.checking.running.target import file_request
from parity.describing.concept import Text
from parity.harness.comparing import tolerances
from parity.harness.evaluators.subject import implementation
from parity.harness.registry import all_concepts
from parity.plain import built

WRONG = """
import numpy as np
class Relu:
    def forward(self, x):
        self.mask = x <= 0
        return np.where(self.mask, 0, x)
    def backward(self, dout):
        return dout * 0.5
"""


class Relu:
    def forward(self, x):
        self.mask = x <= 0
        return np.where(self.mask, 0, x)

    def backward(self, dout):
        return dout * 0.5


def judged(obj, concept="relu", **more):
    return attempt(obj, concept, label="it", namespace={}, mapping={}, causes=False, **more)


def zeros(array, *_, **__):
    return np.zeros(np.shape(array))


def without_upstream(concept, case, real=outcome.drawn_case):
    drawn = real(concept, case)
    return replace(drawn, upstream=tuple(0 * dy for dy in drawn.upstream))


def no_gradients(trial, references, condition, real=comparison.compare):
    return [c for c in real(trial, references, condition) if c.role != "gradient"]


TAMPERED = {
    "np.abs": (np, "abs", zeros),
    "the bound": (tolerances, "bound", lambda *_, **__: 1e9),
    "how large an error is": (comparison, "magnitude_of", lambda array: 0.0),
    "what counts as rounding": (comparison, "ROUNDING", 1e9),
    "the cases": (outcome, "drawn_case", without_upstream),
    "our own implementation": (ReLU, "backward", lambda self, dy: dy * 0.5),
    "what is compared": ("parity.checking.comparing.variations.compare", None, no_gradients),
    "what counts": (excuses.Judged, "fine", True),
}  # fmt: skip


@pytest.fixture(autouse=True)
def cases_of_this_test(monkeypatch):
    """What is drawn while NumPy is tampered with must not be kept for other tests."""
    monkeypatch.setattr(drawing, "_kept", {})


@pytest.mark.parametrize("what", TAMPERED)
def test_wrong_code_that_tampers_with_its_judge_does_not_agree(what):
    place, name, other = TAMPERED[what]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(*(place, other) if name is None else (place, name, other))
        report = judged(Relu)
        claim = sent(replace(report, verdict="agrees")) if not report.evidence else sent(report)
    answer = verified(claim, "relu")
    assert answer.verdict != "agrees"
    if what in ("np.abs", "the bound", "how large an error is", "what is compared"):
        assert report.verdict == "agrees", "else nothing is shown"
        assert answer.verdict == "differs"
        assert "dx" in [q.quantity for q in answer.quantities if q.verdict == "differ"]


def test_a_layer_may_leave_out_its_first_states_and_nothing_else():
    twin = implementation("numpy", all_concepts()["simple_rnn"])

    class Zeros(twin):
        def forward(self, x):
            return super().forward(x)[0]

    claim = sent(attempt(Zeros, "simple_rnn", label="it", namespace={}, mapping={}))
    assert any(run.left_out == ["h0"] for run in claim.evidence.runs)
    assert verified(claim, "simple_rnn").verdict == "agrees"
    runs = [replace(run, left_out=["x"]) for run in claim.evidence.runs]
    less = replace(claim, evidence=replace(claim.evidence, runs=runs))
    assert verified(less, "simple_rnn").crash.name == "unproven"


def test_a_claim_of_another_concept_is_none():
    report = judged(Good)
    assert verified(sent(report), "relu").verdict == "agrees"
    assert verified(sent(report), "sigmoid").verdict == "error"
    assert verified(sent(report), "").verdict == "error"


class Good:
    def forward(self, x):
        self.mask = x <= 0
        return np.where(self.mask, 0.0, x)

    def backward(self, dout):
        return np.where(self.mask, 0.0, dout)


def test_a_case_like_one_that_ran_cannot_be_said_not_to_apply():
    twin = implementation("numpy", all_concepts()["embedding"])
    claim = sent(attempt(twin, "embedding", label="it", namespace={}, mapping={}))
    reason = Text("it has no padding", "")

    def without(name):
        runs = [replace(run, given=[], not_applicable=reason) if run.name == name else run
                for run in claim.evidence.runs]  # fmt: skip
        return replace(claim, evidence=replace(claim.evidence, runs=runs))

    assert verified(without("each_once"), "embedding").crash.name == "unproven"
    other = verified(without("padding"), "embedding")
    assert other.verdict == "agrees"
    assert any("Not counted: padding (it has no padding)" in text.en for text in other.remarks)


PAIR = "def relu(x): ...\ndef relu_backward(dy, x): ...\n"
CLASSES = """
class Base:
    def backward(self, dy): return dy
class Relu(Base):
    def forward(self, x): ...
class Alone:
    def forward(self, x): ...
class Unwritten(Alone):
    def backward(self, dy): raise NotImplementedError("to do")
"""


def test_a_way_back_that_is_written_is_seen_without_running_it():
    def seen(name, *texts):
        return goes_back(name, texts, partners_of(name))

    assert seen("relu", PAIR)
    assert not seen("relu_backward", PAIR)
    assert seen("Relu", "%no Python", CLASSES), "it inherits it"
    assert not seen("Alone", CLASSES)
    assert not seen("Unwritten", CLASSES), "it only says that it is to be written"
    assert not seen("Absent", CLASSES)


def test_a_case_that_is_left_out_is_missed():
    claim = sent(judged(Good))
    fewer = replace(claim.evidence, runs=claim.evidence.runs[1:])
    assert verified(replace(claim, evidence=fewer), "relu").crash.name == "unproven"
    assert verified(Claim(claim.report, None), "relu").crash.name == "unproven"


class Square:
    def forward(self, x):
        self.x = x
        return x**2

    def backward(self, dout):
        return dout * self.x


def test_what_is_judged_by_itself_is_compared_again():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(by_itself, "_error", lambda *_: (0.0, 1.0))
        report = attempt_alone(Square, "Square", {})
    assert report.verdict == "agrees"
    assert verified(sent(report), "").crash.name == "unproven"
    seal = Seal()
    assert not seal.broken()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(np, "bool", bool)  # as people mend old code
        assert not seal.broken()
        patch.setattr(by_itself, "slopes", lambda *_: {})
        assert seal.broken() == "parity.checking.alone.trial.slopes"


HIDES = """
import parity.checking.comparing.comparison as comparison
import parity.checking.comparing.variations as variations
import parity.checking.judging.evidence as evidence
def without(found):
    return [one for one in found if one.role != "gradient"]
real, given = comparison.compare, evidence._given
comparison.compare = variations.compare = lambda *a, **k: without(real(*a, **k))
evidence._given = lambda evaluation: without(given(evaluation))
"""
"""No gradient is compared and none is sent, as of a forward pass alone."""

WRITES = """
for descriptor in range(3, 64):
    try:
        os.write(descriptor, ANSWER)
    except OSError:
        pass
"""


def forged(*answers):
    stream = io.BytesIO()
    for answer in answers:
        messages.write(stream, *answer)
    return f"import os\nANSWER = {stream.getvalue()!r}\n{WRITES}"


def test_the_whole_way(tmp_path):
    """One process for all: the report of each file is what another process has found."""
    bomb = "import os, pickle\nclass Bomb:\n    def __reduce__(self):\n        return os.mkdir, "
    bomb += f"({str(tmp_path / 'owned')!r},)\nANSWER = pickle.dumps(Bomb()){WRITES}"
    judging = ("judging", ("Relu", "relu"))
    files = {
        "patched": "np.abs = np.absolute = lambda a, *_, **__: np.zeros(np.shape(a))",
        "hides": HIDES,
        "pickled": bomb,
        "agrees": forged(judging, ("report", Report("Relu", "relu", "agrees")), ("end", None)),
        "passed": forged(judging, ("report", Report("Relu", "relu", "passed")), ("end", None)),
        "claims": forged(
            judging, ("claim", Claim(Report("Relu", "relu", "agrees"), None)), ("end", None)
        ),
    }
    for name, more in files.items():
        (tmp_path / f"{name}.py").write_text(f"{WRONG}\n{more}\n")
    verdicts = {}
    for name in files:
        (report,) = sandbox.check(file_request(f"{tmp_path}/{name}.py::Relu", None, {}, 60.0))
        verdicts[name] = report.verdict
    assert verdicts == {name: "differs" if name == "patched" else "error" for name in files}
    assert not (tmp_path / "owned").exists()


def test_where_nothing_can_be_forked_the_other_process_is_started(tmp_path, monkeypatch):
    (tmp_path / "mine.py").write_text(WRONG + "\nnp.abs = lambda a: np.zeros(np.shape(a))\n")
    code = "import os; del os.fork; " + children.command("parity.checking.process")[3]
    command = [sys.executable, "-P", "-c", code, str(ROOT)]
    monkeypatch.setattr(sandbox, "command", lambda: command)
    (report,) = sandbox.check(file_request(f"{tmp_path}/mine.py::Relu", None, {}, 60.0))
    assert report.verdict == "differs"


def framed(said):
    return b"prty" + len(said).to_bytes(8, "little") + said


BAD = {
    "a pickle": pickle.dumps(("end", None)),
    "nothing": b"",
    "too long": b"prty" + (2**40).to_bytes(8, "little"),
    "no answer": framed(b"null"),
    "another content": framed(b'{"kind": "end", "content": 5, "arrays": []}'),
    "objects": framed(b'{"kind": "end", "content": null, "arrays": [["O", [1]]]}'),
    "less than nothing": framed(b'{"kind": "end", "content": null, "arrays": [["f8", [-1]]]}'),
    "too many": framed(b'{"kind": "end", "content": null, "arrays": [["f8", [4294967296]]]}'),
    "one that breaks off": framed(b'{"kind": "end", "content": null, "arrays": [["f8", [2]]]}'),
    "a field that there is not": framed(
        b'{"kind": "failed", "content": {"name": "x", "what": {"en": "", "ja": ""}, "run": 1}, '
        b'"arrays": []}'
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_answer_is_not_read(what):
    with pytest.raises(messages.BadAnswerError):
        messages.read(io.BytesIO(BAD[what]), umpire.types_of)


def test_arrays_and_texts_cross_as_they_are():
    stream = io.BytesIO()
    report = Report("ß日", "relu", "error", crash=Crash("raised", built(Crash, {
        "name": "x", "what": {"en": "a", "ja": "b"}}).what))  # fmt: skip
    messages.write(stream, "report", report)
    stream.seek(0)
    assert messages.read(stream, messages.types_of) == ("report", report)
    claim = sent(judged(Good))
    given = claim.evidence.runs[0].given
    assert [(own.name, own.array.dtype.kind) for own in given] == [("y", "f"), ("dx", "f")]
