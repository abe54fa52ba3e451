"""Recurrent layers in the experiments: their tasks, what reads them, what is observed of them."""

import math
from dataclasses import replace

import numpy as np
import pytest

from numpy_impl.gradients.numerical_gradient import numerical_gradient
from parity.describing.concept import Text
from parity.experiments.data.synthetic import Task, make
from parity.experiments.planning import provenance
from parity.experiments.planning.plan import DataSource, Run
from parity.experiments.results import RunKey, reaches_back, to_frame
from parity.experiments.setting import Setting
from parity.experiments.sweeping.runner import Runner
from parity.experiments.training.readout import TAUGHT, configurations
from parity.experiments.training.readout.numpy_readout import Readout
from parity.experiments.training.train import accuracy
from parity.harness.evaluators.subject import dotted


def setting(**fields):
    fields = {"initializer": ("he_normal", {}), "batch": 20, **fields}
    return Setting("a", Text("a title", "題名"), optimizer_config={"lr": 0.1}, **fields)


def result_of(own):
    run = Run(RunKey("e", "a", 0, "numpy", "none"), own)
    outcome = Runner("numpy").run(DataSource(), run)
    assert outcome.status == "done", outcome.error
    return outcome.result


def test_the_bits_of_a_sum_are_those_of_its_summands():
    for whole, kind in ((True, "sums"), (False, "bits")):
        options = {"target": "binary_addition", "n": 50, "n_test": 30, "whole": whole}
        task = make(options, np.random.default_rng(0))
        assert task.kind == kind
        assert (task.x_train.shape, task.t_train.shape) == ((50, 8, 2), (50, 1, 8))
        assert (task.x_test.shape, task.t_test.shape) == ((30, 8, 2), (30, 1, 8))
        places = 2 ** np.arange(8)  # the lowest bit comes first
        numbers = (task.x_train * places[:, None]).sum(axis=1)
        sums = (task.t_train[:, 0] * places).sum(axis=1)
        np.testing.assert_array_equal(numbers.sum(axis=1), sums)
        assert 120 < numbers.max() < 128


def test_the_adding_problem_marks_one_number_in_each_half():
    task = make({"target": "adding", "length": 9, "n": 40}, np.random.default_rng(0))
    assert (task.kind, task.x_train.shape, task.t_train.shape) == ("near", (40, 9, 2), (40, 1))
    numbers, marks = task.x_train[:, :, 0], task.x_train[:, :, 1]
    assert (marks[:, :4].sum(axis=1) == 1).all()
    assert (marks[:, 4:].sum(axis=1) == 1).all()
    np.testing.assert_allclose((numbers * marks).sum(axis=1), task.t_train[:, 0])


def test_a_sum_is_right_as_a_whole_and_a_bit_by_itself():
    t = np.array([[[0.0, 1.0, 1.0]], [[1.0, 0.0, 0.0]]])
    scores = np.array([[[0.1, 0.9, 0.6]], [[0.9, 0.1, 0.7]]])  # one bit of six is wrong

    def of(kind, scores, t):
        return accuracy(Task(kind, t, t, t, t, 1), scores, t)

    assert of("sums", scores, t) == 0.5
    assert of("bits", scores, t) == pytest.approx(5 / 6)
    assert of("near", np.array([[1.05], [1.2], [0.95]]), np.ones((3, 1))) == pytest.approx(2 / 3)


# Recurrent layers with what reads them

RNN, LSTM = "recurrent.simple_rnn.SimpleRNN", "recurrent.lstm.LSTM"
SIZES = {"n_in": 2, "n_hidden": 4}
READOUTS = {
    "each": (RNN, {}, {}),
    "sigmoids": (RNN, {}, {"activation": "sigmoid", "answers": "sigmoid"}),
    "dropout": (RNN, {"activation": "tanh"}, {"input_dropout": 0.5, "state_dropout": 0.3}),
    "last": (LSTM, {}, {"reads": "last"}),
    "taught": (TAUGHT, {}, {"slope_at": "v"}),
}


@pytest.mark.parametrize("name", READOUTS)
def test_what_reads_a_recurrent_layer_has_the_gradient_of_differences(name):
    network, config, readout = READOUTS[name]
    own = replace(
        setting(initializer=("gauss", {"sigma": 0.7}), network=network, config={**SIZES, **config}),
        options={"task": "sums", "target": "binary_addition", "n": 20, "readout": readout},
    )
    found = dict(configurations(own, 1)["numpy"])
    net = dotted(found.pop("callable"))(**found, seed=1)
    rng = np.random.default_rng(3)
    x = rng.standard_normal((3, 5, 2))
    masks = {"input_dropout": rng.random((3, 2)) > 0.4, "state_dropout": rng.random((3, 4)) > 0.3}
    dy = rng.standard_normal(net.forward(x, True, masks).shape)

    def value(x):
        return float((net.forward(x, True, masks) * dy).sum())

    def value_of(array):
        def value_at(moved):
            kept, array[...] = array.copy(), moved
            found, array[...] = value(x), kept
            return found

        return value_at

    value(x)
    dx = net.backward(dy)
    grads = {n: g.copy() for n, g in net.grads.items()}
    assert grads.keys() == net.params.keys()
    np.testing.assert_allclose(dx, numerical_gradient(value, x), rtol=1e-5, atol=1e-8)
    for n, array in net.params.items():
        expected = numerical_gradient(value_of(array), array.copy())
        np.testing.assert_allclose(grads[n], expected, rtol=1e-5, atol=1e-8)


def test_one_mask_drops_in_every_step_of_a_sequence_and_none_in_inference():
    own = {"layer": RNN, "arguments": {**SIZES, "activation": "tanh"}, "n_out": 1, "seed": 0,
           "input_dropout": 0.5, "state_dropout": 0.5}  # fmt: skip
    network, x = Readout(**own), np.ones((1, 6, 2))
    nothing = {"input_dropout": np.zeros((1, 2)), "state_dropout": np.zeros((1, 4))}
    np.testing.assert_array_equal(network.forward(x, True, nothing), 0)
    plain = Readout(**{**own, "input_dropout": 0.0, "state_dropout": 0.0})
    np.testing.assert_allclose(network.forward(x, False), plain.forward(x), rtol=1e-14)


@pytest.mark.parametrize("layer", [RNN, LSTM])
def test_recurrent_weights_are_drawn_orthogonal(layer):
    network = Readout(layer, {"n_in": 2, "n_hidden": 6}, 1, orthogonal=True, seed=0)
    U = network.params["rnn.U"]
    np.testing.assert_allclose(U @ U.T, np.eye(6), atol=1e-14)


def test_a_gradient_through_time_is_observed_and_changes_nothing():
    options = {"task": "sums", "target": "binary_addition", "n": 50, "n_test": 20,
               "readout": {"slope_at": "y"}}  # fmt: skip
    own = setting(
        network=TAUGHT, config={"n_in": 2, "n_hidden": 16}, options=options, iterations=40, batch=1,
        loss="losses.half_squared_error.HalfSquaredError", initializer=("gauss", {"sigma": 1.0}),
    )  # fmt: skip
    plain = result_of(own)
    observed = result_of(replace(own, options={**options, "through_time": True}))
    np.testing.assert_array_equal(plain.losses, observed.losses)
    norms = observed.extra["through_time.norms"]
    assert norms.shape == (2, 8)
    assert (norms > 0).all()
    assert reaches_back(observed) == norms[0, 0] / norms[0, -1] < 0.5  # a sigmoid vanishes
    assert math.isnan(reaches_back(plain))
    (row,) = to_frame([observed]).to_dict("records")
    assert row["reaches_back"] == reaches_back(observed)


def test_a_recurrent_layers_digest_covers_what_reads_it():
    digests = {
        (framework, reads): provenance.digest_of(framework, [RNN], reads)
        for framework in ("numpy", "torch", "keras")
        for reads in (False, True)
    }
    assert len(set(digests.values())) >= 5  # NumPy's own is drawn from by every run
    assert digests["torch", False] != digests["torch", True]
    assert digests["keras", False] != digests["keras", True]
