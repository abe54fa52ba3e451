"""PyTorch Modules and Keras layers that people build around a recurrent layer."""

import json

import pytest
from repository import ROOT

from parity.checking.judging.judge import check_object

pytestmark = pytest.mark.torch


def judged(module, concept):
    return check_object(
        module, concept, label=module.__name__, namespace={}, mapping={}, causes=False
    )


def around(part, batch_first=True, **given):
    """Return somebody's Module around one of PyTorch's recurrent layers."""
    from torch import nn

    class Around(nn.Module):
        def __init__(self, input_size, hidden_size):
            super().__init__()
            self.rnn = getattr(nn, part)(input_size, hidden_size, batch_first=batch_first, **given)

    return Around


def outputs_alone(part, batch_first=True):
    class Outputs(around(part, batch_first)):
        def forward(self, x):
            out, _ = self.rnn(x)
            return out

    return Outputs


def with_states(part):
    class States(around(part)):
        def forward(self, x, state):
            return self.rnn(x, state)

    return States


def backward_in_time(part):
    class Reversed(around(part)):
        def forward(self, x):
            return self.rnn(x.flip(1))[0].flip(1)

    return Reversed


def by_cells():
    import torch
    from torch import nn

    class ByCells(nn.Module):
        def __init__(self, input_size, hidden_size):
            super().__init__()
            self.cell = nn.RNNCell(input_size, hidden_size)

        def forward(self, x):
            h, hs = None, []
            for t in range(x.shape[1]):
                h = self.cell(x[:, t], h)
                hs.append(h)
            return torch.stack(hs, dim=1)

    return ByCells


@pytest.mark.parametrize(
    ("make", "concept", "gradients"),
    [
        (lambda: outputs_alone("RNN"), "simple_rnn", {"dx", "dW", "dU", "db"}),
        (lambda: outputs_alone("LSTM"), "lstm", {"dx", "dW", "dU", "db"}),
        (lambda: with_states("LSTM"), "lstm", {"dx", "dh0", "dc0", "dW", "dU", "db"}),
        (lambda: with_states("GRU"), "gru", {"dx", "dh0", "dW", "dU", "db", "db_U"}),
        (by_cells, "simple_rnn", {"dx", "dW", "dU", "db"}),
    ],
)
def test_a_module_around_a_recurrent_layer_agrees(make, concept, gradients):
    report = judged(make(), concept)
    assert report.verdict == "agrees", str(report)
    assert {q.quantity for q in report.quantities} == {"y", *gradients}


def test_pytorchs_own_order_of_the_axes_is_read_and_told():
    report = judged(outputs_alone("LSTM", batch_first=False), "lstm")
    assert report.verdict == "agrees", str(report)
    assert any(text.en.startswith("Time is the first axis") for text in report.reading)


def test_a_module_that_reads_from_the_end_differs():
    assert judged(backward_in_time("RNN"), "simple_rnn").verdict == "differs"


def head_on_the_last_step():
    from torch import nn

    class Classifier(around("RNN")):
        def __init__(self, input_size, hidden_size):
            super().__init__(input_size, hidden_size)
            self.head = nn.Linear(hidden_size, 3)

        def forward(self, x):
            return self.head(self.rnn(x)[0][:, -1])

    return Classifier


def two_layers():
    class Two(around("RNN", num_layers=2)):
        def forward(self, x):
            return self.rnn(x)[0]

    return Two


@pytest.mark.parametrize("make", [head_on_the_last_step, two_layers])
def test_what_is_more_than_one_layer_is_not_accused(make):
    assert judged(make(), "simple_rnn").verdict == "error"  # it cannot be judged


@pytest.mark.keras
def test_a_keras_layer_around_a_recurrent_one(run_in):
    done = run_in("keras", ROOT / "tests" / "support" / "keras_around_recurrent.py")
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])
    verdict, quantities, text = found["States"]
    assert verdict == "agrees", text
    assert {"dW", "dU", "db", "dh0"} <= set(quantities)
    assert found["Turned"][0] == "differs"
