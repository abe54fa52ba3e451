"""One plan, three executions: the same weights, batches and masks give the same training."""

from dataclasses import replace

import numpy as np
import pytest

from parity.describing.concept import Text
from parity.experiments.data.load import load
from parity.experiments.planning.plan import DataSource, Plan
from parity.experiments.setting import Experiment, Setting
from parity.experiments.sweeping.sweep import sweep
from parity.harness import environment

TITLE = Text("a title", "題名")
HE = ("he_normal", {})
FRAMEWORKS = [f for f in ("numpy", "torch", "keras") if environment.installed(f)]
ADAM = {"optimizer": "optimizers.adam.Adam", "optimizer_config": {"lr": 0.01}}
SGD = {"optimizer_config": {"lr": 0.1}}
MOMENTUM = {"optimizer": "optimizers.momentum.Momentum", "optimizer_config": {"lr": 0.02}}
KEPT = {"parameters": True}
LAYERS = (
    ("conv1", "layers.conv2d.Conv2d", {"n_out": 4, "kernel_size": 3, "padding": "same"}),
    ("norm1", "layers.batch_norm.BatchNorm", {}),
    ("activation1", "activations.relu.ReLU", {}),
    ("pool1", "layers.max_pool2d.MaxPool2d", {"kernel_size": 2}),
    ("dropout1", "layers.dropout.Dropout", {"rate": 0.25}),
    ("flatten", "layers.flatten.Flatten", {}),
    ("dropout2", "layers.dropout.Dropout", {"rate": 0.25}),
    ("dense1", "layers.dense.Dense", {"n_out": 10}),
)


def setting(name, **fields):
    fields = {"initializer": HE, "iterations": 120, "batch": 20, "options": KEPT, **fields}
    return Setting(name, TITLE, **fields)


RNN = "recurrent.simple_rnn.SimpleRNN"
SIZES = {"n_in": 2, "n_hidden": 5}
ADDITION = {"task": "sums", "target": "binary_addition", "n": 90, "n_test": 40}


def recurrent(name, network, config, readout, task=ADDITION, **fields):
    fields = {"loss": "losses.mean_squared_error.MeanSquaredError", **fields}
    options = {**KEPT, **task, "readout": readout}
    return setting(name, network=network, config=config, batch=4, options=options, **fields)


SMALL = {"kernel_size": 3, "n_filters": 4, "hidden": 12}
TAUGHT = {"frozen": ("dense3.*",), "without_penalty": ("dense3.W",), "taught_penalty": True}
SETTINGS = (
    setting("sgd", **SGD),
    setting("sigmoid-gauss", config={"activation": "sigmoid"}, initializer=("gauss", {}), **SGD),
    setting("adam-dropout", config={"dropout": 0.2}, **ADAM),
    setting("dropout-taught", config={"dropout": 0.2}, **ADAM,
            options={**KEPT, "dropout_scaling": "taught"}),
    setting("batch-norm", config={"batch_norm": True}, **MOMENTUM),
    setting("batch-norm-frozen", config={"batch_norm": True}, frozen=("norm*.*",), **MOMENTUM),
    setting("l2", config={"l2": 0.1, "l1": 0.001}, **SGD),
    setting("l2-taught", config={"l2": 0.1, "l1": 0.001}, **TAUGHT, **SGD),
    setting("convolution", network="networks.simple_convnet.SimpleConvNet", config=SMALL, **ADAM),
    setting("layers", network="networks.network.Sequential", **MOMENTUM,
            options={**KEPT, "layers": LAYERS}),
    setting("fine-tuning", frozen=("dense1.b",), **ADAM, options={
        **KEPT, "classes": (5, 7, 9), "per_class": 8, "rates": {"dense1.*": 0.25, "dense2.*": 0.0},
        "pretrained": {"draws": "before", "classes": (0, 1, 2), "per_class": None,
                       "iterations": 30, "fresh": ("dense3.*",)}}),
    setting("epochs", batch=100, options={**KEPT, "epochs": 2}, **SGD),
    setting("single", dtype="float32", iterations=60, **SGD),
    setting("line", hidden=(), loss="losses.mean_squared_error.MeanSquaredError", **SGD,
            options={"task": "regression", "target": "linear", "sampling": "all"}),
    setting("or", hidden=(), batch=1, **SGD,
            loss="losses.binary_cross_entropy_with_logits.BinaryCrossEntropyWithLogits",
            options={"task": "binary", "target": "or", "epochs": 30}),
    setting("iris", hidden=(12,), batch=5, options={"task": "classes", "target": "iris"}, **SGD),
    recurrent("taught", "models.rnn_taught.RNNTaught", {"n_in": 2, "n_hidden": 5},
              {"slope_at": "y"}, loss="losses.half_squared_error.HalfSquaredError", **SGD),
    recurrent("rnn-relu", RNN, {**SIZES, "activation": "relu"},
              {"answers": "sigmoid", "orthogonal": True}, **SGD),
    recurrent("rnn-unrolled", RNN, SIZES, {"answers": "sigmoid", "unroll": True}, **SGD),
    recurrent("rnn-sigmoid", RNN, SIZES, {"answers": "sigmoid", "activation": "sigmoid"}, **SGD),
    recurrent("rnn-dropout", RNN, {**SIZES, "activation": "relu"},
              {"answers": "sigmoid", "input_dropout": 0.5, "state_dropout": 0.3}, **ADAM),
    recurrent("lstm-last", "recurrent.lstm.LSTM", SIZES, {"reads": "last", "orthogonal": True},
              task={"task": "near", "target": "adding", "length": 7, "n": 90}, **ADAM),
    setting("translation", network="models.seq2seq.Seq2Seq", iterations=60, **ADAM,
            config={"vocab": 6, "emb": 3, "n_hidden": 5}, options={"sequences": 4}),
    setting("translation-attention", network="models.attention_seq2seq.AttentionSeq2Seq",
            config={"vocab": 6, "emb": 3, "n_hidden": 5, "score": "general"}, iterations=60,
            options={"sequences": 4}, **ADAM),
    setting("translation-transformer", network="transformer.transformer.Transformer",
            config={"vocab": 6, "d_model": 8, "n_heads": 2, "d_ff": 8, "n_blocks": 1},
            loss="models.time_softmax_cross_entropy.TimeSoftmaxCrossEntropy", iterations=40,
            options={"sequences": 4, "scores": True}, **ADAM),
    setting("path", options={"path": {"surface": "rosenbrock", "start": (-1.0, 1.5)}}, **ADAM),
)  # fmt: skip
DOUBLE = [s.name for s in SETTINGS if s.dtype == "float64"]
EXPERIMENT = Experiment("try-out", TITLE, TITLE, "none", SETTINGS, seeds=1)


def plan_of(*settings, seeds=1, frameworks=FRAMEWORKS):
    experiment = replace(EXPERIMENT, settings=settings)
    source = DataSource("digits", None, load("digits").digest)
    return Plan.make(experiment, source, seeds, frameworks)


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    # One process for each framework: what a second would take to import it is no little part.
    swept = sweep(plan_of(*SETTINGS), tmp_path_factory.mktemp("runs"), jobs=1)
    assert not swept.failures
    return {(r.key.setting, r.key.framework): r for r in swept.results}


def digits(a, b):
    """How many digits two arrays share where they differ most."""
    error = np.max(np.abs(a - b) / np.maximum(np.abs(a), 1e-12))
    return -np.log10(max(error, 1e-17))


def parameters(result, when):
    prefix = f"parameters.{when}."
    return {n.removeprefix(prefix): a for n, a in result.extra.items() if n.startswith(prefix)}


OTHERS = [
    pytest.param("torch", marks=pytest.mark.torch),
    pytest.param("keras", marks=pytest.mark.keras),
]


@pytest.mark.parametrize("name", DOUBLE)
@pytest.mark.parametrize("framework", OTHERS)
def test_the_loss_curves_coincide(runs, name, framework):
    ours, theirs = runs[name, "numpy"], runs[name, framework]
    assert len(ours.losses) == len(theirs.losses) > 0
    assert np.isfinite(ours.losses).all()
    assert digits(ours.losses[:100], theirs.losses[:100]) > 10
    assert np.array_equal(ours.curve.steps, theirs.curve.steps)
    for what in ("train_accuracy", "test_accuracy"):
        np.testing.assert_array_equal(getattr(ours.curve, what), getattr(theirs.curve, what))
    assert ours.final.keys() == theirs.final.keys()
    for key, value in ours.final.items():
        assert theirs.final[key] == pytest.approx(value, rel=1e-8, abs=1e-12), key


@pytest.mark.parametrize("framework", OTHERS)
def test_single_precision_is_single_everywhere(runs, framework):
    ours, theirs = runs["single", "numpy"], runs["single", framework]
    assert 3 < digits(ours.losses, theirs.losses) < 9
    assert {a.dtype.name for a in parameters(theirs, "end").values()} == {"float32"}


@pytest.mark.parametrize("framework", ["numpy", *OTHERS])
@pytest.mark.parametrize(
    ("name", "frozen"),
    [
        ("batch-norm-frozen", ("gamma", "beta")),
        ("l2-taught", ("dense3.W", "dense3.b")),
        ("fine-tuning", ("dense1.b", "dense2.W", "dense2.b")),  # frozen, or with a rate of 0
    ],
)
def test_frozen_parameters_do_not_move_and_the_others_do(runs, framework, name, frozen):
    start, end = (parameters(runs[name, framework], when) for when in ("start", "end"))
    assert any(n.endswith(frozen) for n in start)
    for n in start:
        assert np.array_equal(start[n], end[n]) == n.endswith(frozen), n


@pytest.mark.parametrize("framework", ["numpy", *OTHERS])
def test_the_parameters_start_and_end_alike(runs, framework):
    for name in ("adam-dropout", "convolution", "layers", "taught", "rnn-dropout", "lstm-last"):
        for when, rtol in (("start", 0), ("end", 1e-8)):
            ours = parameters(runs[name, "numpy"], when)
            theirs = parameters(runs[name, framework], when)
            assert ours.keys() == theirs.keys()
            for n in ours:
                np.testing.assert_allclose(ours[n], theirs[n], rtol, 1e-12 if rtol else 0, n)


def test_what_is_taught_differs_from_what_is_right(runs):
    pairs = (("l2", "l2-taught"), ("adam-dropout", "dropout-taught"),
             ("batch-norm", "batch-norm-frozen"))  # fmt: skip
    for right, taught in pairs:
        a, b = runs[right, "numpy"], runs[taught, "numpy"]
        assert not np.allclose(a.losses[10:], b.losses[10:], rtol=1e-3)


def test_the_taught_penalty_changes_the_loss_that_is_shown_and_nothing_else(tmp_path):
    same = {"options": {**KEPT, "draws": "pair"}, "config": {"l2": 0.1}, **SGD}
    plan = plan_of(
        setting("plain", **same), setting("shown", taught_penalty=True, **same),
        frameworks=["numpy"],
    )  # fmt: skip
    plain, shown = sweep(plan, tmp_path).results
    assert plain.losses[0] != shown.losses[0]
    for name, array in parameters(plain, "end").items():
        np.testing.assert_array_equal(array, parameters(shown, "end")[name])
    weights = [a for n, a in parameters(plain, "start").items() if n.endswith(".W")]
    squares = sum(0.05 * (W**2).sum() for W in weights)
    roots = sum(0.05 * np.sqrt((W**2).sum()) for W in weights)
    assert shown.losses[0] - plain.losses[0] == pytest.approx(roots - squares)


def test_a_seed_decides_everything_and_settings_that_draw_alike_start_alike(tmp_path):
    names = ("one", "two")
    pair = [setting(n, options={**KEPT, "draws": "same"}, **SGD) for n in names]
    plan = plan_of(*pair, setting("three", **SGD), seeds=2, frameworks=["numpy"])
    first = sweep(plan, tmp_path / "a").results
    again = sweep(plan, tmp_path / "b", jobs=1).results
    by_key = {(r.key.setting, r.key.seed): r for r in first}
    for a, b in zip(first, again, strict=True):
        np.testing.assert_array_equal(a.losses, b.losses)
        assert a.final == b.final
    assert by_key["one", 0].losses[0] != by_key["one", 1].losses[0]
    assert by_key["one", 0].losses[0] != by_key["three", 0].losses[0]
    np.testing.assert_array_equal(by_key["one", 0].losses, by_key["two", 0].losses)


def test_the_coefficients_of_a_line_are_figures_of_its_run(runs):
    final = runs["line", "numpy"].final
    assert final["W0"] == pytest.approx(3, abs=0.5)
    assert final["b0"] == pytest.approx(2, abs=0.3)
    assert final["train_loss"] == pytest.approx(0.09, abs=0.05)
    assert "test_accuracy" not in final


@pytest.mark.parametrize("framework", ["numpy", *OTHERS])
def test_dropout_of_a_recurrent_layer_drops_in_training_alone(runs, framework):
    """The masks are drawn, or the losses would not coincide; without any they are others."""
    dropped = runs["rnn-dropout", framework]
    assert not np.allclose(dropped.losses, runs["rnn-relu", framework].losses, rtol=1e-3)
    assert dropped.final["test_loss"] == pytest.approx(runs["rnn-dropout", "numpy"].final
                                                       ["test_loss"], rel=1e-8)  # fmt: skip


def test_a_path_starts_where_it_should_and_tells_how_far_it_came(runs):
    result = runs["path", "numpy"]
    assert result.extra["path"].shape == (121, 2)
    np.testing.assert_array_equal(result.extra["path"][0], (-1.0, 1.5))
    np.testing.assert_allclose(result.extra["lowest"], (1, 1, 0), atol=1e-6)
    assert result.final["above_lowest"] == pytest.approx(result.final["height"], abs=1e-9)


def test_a_translation_is_measured_by_words_and_by_whole_sequences(runs):
    with_attention, without, transformer = (
        runs[n, "numpy"]
        for n in ("translation-attention", "translation", "translation-transformer")
    )
    for run in (with_attention, transformer):
        assert run.extra["attention"].shape == (4, 4)
        np.testing.assert_allclose(run.extra["attention"].sum(axis=1), 1)
    assert "attention" not in without.extra
    for run in (with_attention, without, transformer):
        assert 0 <= run.final["whole"] <= run.final["test_accuracy"] <= 1
        assert run.losses[-10:].mean() < run.losses[:10].mean()
