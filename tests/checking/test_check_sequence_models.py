"""Models of sequences in the shapes that people write: lists of parameters, layers over time."""

import importlib.util
import sys

import pytest
from sequence_model_sources import FUNCTIONS, adder, model

from parity.checking.judging.judge import check_object

BOOK = "f, g, i, o"


def check(tmp_path, source, name, concept, causes=False):
    path = tmp_path / "theirs.py"
    path.write_text(f"import numpy as np\n{source}", encoding="utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where inspect looks for a class's file
    spec.loader.exec_module(module)
    return check_object(
        getattr(module, name),
        concept,
        label=name,
        namespace=vars(module),
        mapping={},
        causes=causes,
    )


@pytest.mark.parametrize(
    ("source", "name", "concept", "conventions"),
    [
        (FUNCTIONS, "of_probabilities", "perplexity", []),
        (FUNCTIONS, "of_padded", "perplexity", []),
        (FUNCTIONS, "of_losses", "perplexity", ["takes_losses"]),
        (FUNCTIONS, "of_bits", "perplexity", ["takes_losses", "losses_in_bits"]),
        (model(), "SoftmaxLoss", "time_softmax_cross_entropy", []),
        (adder(), "Adder", "rnn_taught", []),
        (adder("y"), "Adder", "rnn_taught", ["slope_at_the_activated_value"]),
        (model(), "Rnnlm", "rnn_language_model", []),
        (model(keeps=True), "Rnnlm", "rnn_language_model", ["stateful"]),
        (model(BOOK, keeps=True), "Rnnlm", "rnn_language_model", ["gates_f_g_i_o", "stateful"]),
        (model(), "Decoder", "decoder", []),
        (model(BOOK), "PeekyDecoder", "decoder", ["gates_f_g_i_o", "peeky"]),
        (model(), "Seq2seq", "seq2seq", ["h_alone"]),
        (model(BOOK, decoder="PeekyDecoder"), "Seq2seq", "seq2seq",
         ["gates_f_g_i_o", "h_alone", "peeky"]),
    ],
)  # fmt: skip
def test_right_code_agrees_and_its_conventions_are_told(
    tmp_path, source, name, concept, conventions
):
    report = check(tmp_path, source, name, concept)
    assert report.verdict == "agrees", str(report)
    assert sorted(convention.name for convention in report.conventions) == sorted(conventions)


@pytest.mark.parametrize(
    ("source", "name", "concept", "right", "wrong", "quantity", "cause"),
    [
        (FUNCTIONS, "of_padded", "perplexity", "            n += 1", "        n += 1",
         "ppl", "padding_counted"),
        (FUNCTIONS, "of_probabilities", "perplexity", "np.mean(np.log", "np.sum(np.log",
         "ppl", "constant_factor"),
        (model(), "SoftmaxLoss", "time_softmax_cross_entropy", "losses.sum() / counts.sum()",
         "losses.mean()", "L", "divided_by_all_tokens"),
        (model(), "SoftmaxLoss", "time_softmax_cross_entropy", "dx * counts[:, None] * dout",
         "dx * dout", "dx", "missing_term"),
        (adder(), "Adder", "rnn_taught", "delta @ W.T + delta_out @ W_out.T",
         "delta_out @ W_out.T", "dW_in", "gradient_from_the_future_dropped"),
        (adder(), "Adder", "rnn_taught", "self.z[t].T @ delta", "self.z[t + 1].T @ delta",
         "dW", "state_after_for_state_before"),
        (adder("y"), "Adder", "rnn_taught", "self.grads[0] += ", "self.grads[0][...] = ",
         "dW_in", "sum_over_time_forgotten"),
        (model(), "Decoder", "decoder", "self.rnn.h, self.rnn.c = h, None\n        return",
         "self.rnn.h = self.rnn.c = None\n        return", "y", "state_of_the_encoder_not_passed"),
        (model(decoder="PeekyDecoder"), "PeekyDecoder", "decoder",
         " + (dpeeks + d[:, :, :H]).sum(axis=1)", "", "dh0", "peeks_forgotten"),
        (model(), "Seq2seq", "seq2seq", "ts[:, :-1], ts[:, 1:]", "ts[:, 1:], ts[:, 1:]",
         "L", ""),
        (model(), "Seq2seq", "seq2seq", "dhs[:, -1] = dh", "pass",
         "dencoder_embedding.W", "encoders_gradient_dropped"),
        (model(), "Rnnlm", "rnn_language_model", "return self.loss.forward(self.predict(xs), ts)",
         "return self.loss.forward(self.predict(xs), xs)", "L", ""),
    ],
)  # fmt: skip
def test_wrong_code_differs_and_is_told_its_cause(
    tmp_path, source, name, concept, right, wrong, quantity, cause
):
    assert source.count(right) == 1
    report = check(tmp_path, source.replace(right, wrong), name, concept, causes=bool(cause))
    assert report.verdict == "differs", str(report)
    assert report.first_wrong == quantity, str(report)
    if cause:
        assert cause in [c.name for c in report.causes], str(report)
