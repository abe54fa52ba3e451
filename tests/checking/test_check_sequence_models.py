"""Models of sequences in the shapes that people write: lists of parameters, layers over time."""

import pytest
from peoples_module import module_of
from sequence_model_sources import FUNCTIONS, adder, model

from parity.checking.judging.judge import check_object

BOOK = "f, g, i, o"


def check(tmp_path, source, name, concept, causes=False):
    module = module_of(tmp_path, source)
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


ATTENTION = """

class AttentionSeq2seq:
    def __init__(self, vocab_size, wordvec_size, hidden_size):
        V, D, H = vocab_size, wordvec_size, hidden_size
        self.lookups = [Lookup(drawn(V, D)) for _ in range(2)]
        self.rnns = [Recurrent(drawn(D, 4 * H), drawn(H, 4 * H), np.zeros(4 * H)) for _ in range(2)]
        self.rnns[1].keeps = True
        self.affine, self.loss = Affine(drawn(2 * H, V), np.zeros(V)), SoftmaxLoss()
        (a, b), (c, d) = self.lookups, self.rnns
        self.params, self.grads = joined([a, c, b, d, self.affine])

    def forward(self, xs, ts):
        (a, b), (c, d) = self.lookups, self.rnns
        self.hs = c.forward(a.forward(xs))
        d.h, d.c = self.hs[:, -1], None
        self.ds = d.forward(b.forward(ts[:, :-1]))
        e = np.einsum("nth,nsh->nts", self.ds, self.hs)
        e = np.exp(e - e.max(axis=2, keepdims=True))
        self.w = e / e.sum(axis=2, keepdims=True)
        both = np.concatenate([self.w @ self.hs, self.ds], axis=2)
        return self.loss.forward(self.affine.forward(both), ts[:, 1:])

    def backward(self, dout=1):
        (a, b), (c, d) = self.lookups, self.rnns
        dmean, dds = np.split(self.affine.backward(self.loss.backward(dout)), 2, axis=2)
        dw = dmean @ self.hs.transpose(0, 2, 1)
        de = self.w * (dw - (dw * self.w).sum(axis=2, keepdims=True))
        dhs = self.w.transpose(0, 2, 1) @ dmean + de.transpose(0, 2, 1) @ self.ds
        b.backward(d.backward(dds + de @ self.hs))
        dhs[:, -1] += d.dh_first
        a.backward(c.backward(dhs))
"""


def test_attention_between_encoder_and_decoder(tmp_path):
    report = check(tmp_path, model(BOOK) + ATTENTION, "AttentionSeq2seq", "attention_seq2seq")
    assert report.verdict == "agrees", str(report)
    assert sorted(c.name for c in report.conventions) == ["gates_f_g_i_o", "h_alone"]


def test_an_encoder_that_gets_the_last_states_gradient_alone(tmp_path):
    wrong = ATTENTION.replace("dhs[:, -1] += d.dh_first", "dhs[:, -1] = d.dh_first")
    report = check(tmp_path, model() + wrong, "AttentionSeq2seq", "attention_seq2seq")
    assert report.verdict == "differs", str(report)
    assert report.first_wrong.startswith("dencoder"), str(report)


@pytest.mark.parametrize(
    ("source", "name", "concept"),
    [(model(BOOK), "Seq2seq", "seq2seq"),
     (model(BOOK) + ATTENTION, "AttentionSeq2seq", "attention_seq2seq")],
)  # fmt: skip
def test_weights_in_single_precision_are_set_wherever_they_are_held(
    tmp_path, source, name, concept
):
    drawn = "return np.random.randn(*shape) * 0.1"
    assert source.count(drawn) == 1
    single = source.replace(drawn, 'return (np.random.randn(*shape) * 0.1).astype("f")')
    report = check(tmp_path, single, name, concept)
    assert report.verdict == "agrees", str(report)
