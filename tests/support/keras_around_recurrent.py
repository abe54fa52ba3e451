"""A Keras layer that somebody builds around a recurrent one, judged: right, and turned around.

Run as a process of its own: it prints the verdict, the quantities and the whole text of each.
"""

import json

from parity.harness.processes.worker import quieten

quieten()

import keras  # noqa: E402

from parity.checking.judging.judge import check_object  # noqa: E402


class States(keras.layers.Layer):
    def __init__(self, units, turned=False):
        super().__init__()
        self.rnn = keras.layers.SimpleRNN(units, return_sequences=True, return_state=True)
        self.turned = turned

    def call(self, x, initial_state=None):
        y, h = self.rnn(x, initial_state=initial_state)
        return (y[:, ::-1], h) if self.turned else (y, h)


class Turned(States):
    def __init__(self, units):
        super().__init__(units, turned=True)


if __name__ == "__main__":
    found = {}
    for layer in (States, Turned):
        report = check_object(
            layer, "simple_rnn", label=layer.__name__, namespace={}, mapping={}, causes=False
        )
        quantities = [q.quantity for q in report.quantities]
        found[layer.__name__] = [report.verdict, quantities, str(report)]
    print(json.dumps(found))
