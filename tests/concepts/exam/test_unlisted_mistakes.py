"""Mistakes in the exam's functions that nobody listed are found, too."""

import pytest

from parity.describing.concept import Mistake, Text
from parity.harness import recorded_references
from parity.harness.against_records import judge
from parity.harness.mistakes import edited_source, load_source, source_path
from parity.harness.registry import all_concepts


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("lstm_taught", "h = o * np.tanh(c)", "h = o * np.tanh(c) * (1 + 1e-9)"),
        (
            "lstm_taught",
            "i, f, o = sigmoid(i), sigmoid(f), sigmoid(o)",
            "i, f, o = sigmoid(i), sigmoid(f), np.tanh(o)",
        ),
        (
            "gru_taught",
            "r = sigmoid(x.dot(W_r.T) + h.dot(U_r.T))",
            "r = sigmoid(x.dot(W_r.T) - h.dot(U_r.T))",
        ),
        ("bidirectional_rnn_net", "hs_f = _rnn(xs, W_f, U_f)", "hs_f = _rnn(xs, W_f, U_f.T)"),
        ("encode", "e = E.dot(w)", "e = -E.dot(w)"),
        ("gradient_clipping", "norm = np.linalg.norm(grad)", "norm = np.abs(grad).sum()"),
        ("lasso", "return grad + rate * np.sign(param)", "return grad + rate"),
        (
            "minibatch",
            "return data_x[i:i_end], data_t[i:i_end]",
            "return data_x[i : i + 1], data_t[i : i + 1]",
        ),
        (
            "random_crop",
            "left = rng.integers(0, W - w + 1)",
            "left = np.random.default_rng(seed).integers(0, W - w + 1)",
        ),
    ],
)
def test_a_mistake_that_is_not_listed_is_found_too(name, right, wrong):
    concept = all_concepts()[name]
    assert (right, wrong) not in {(m.line, m.wrong) for m in concept.mistakes}
    source = source_path(concept).read_text(encoding="utf-8")
    edited = edited_source(concept, Mistake("unlisted", right, wrong, Text("", "")), source)
    record = recorded_references.load(concept)
    findings = judge(concept, load_source(concept, edited, "unlisted"), record)
    assert any(finding.verdict == "differ" for finding in findings)
