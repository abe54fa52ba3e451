"""What a run is drawn from, observes and writes."""

import math
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from parity.describing.concept import Text
from parity.experiments.data.load import load
from parity.experiments.data.synthetic import make
from parity.experiments.interval import mean_and_half_width, normal, student
from parity.experiments.planning import provenance, remaining
from parity.experiments.planning.plan import DataSource, Plan, Run
from parity.experiments.results import Curve, RunKey, RunResult, load_runs, save
from parity.experiments.setting import Experiment, Setting
from parity.experiments.sweeping.runner import Runner, chunks_of
from parity.experiments.training.drawing import draw, stream
from parity.experiments.training.pretraining import pretrained
from parity.experiments.training.surfaces import SURFACES, surface_called

TITLE = Text("a title", "題名")
HE = ("he_normal", {})


def setting(**fields):
    fields = {"initializer": HE, "iterations": 250, "batch": 20, **fields}
    return Setting("a", TITLE, optimizer_config={"lr": 0.1}, **fields)


def drawn(**fields):
    return draw(setting(**fields), 0, load("digits"))


def result_of(own):
    runner = Runner("numpy")
    source = DataSource("digits", None, load("digits").digest)
    outcome = runner.run(source, Run(RunKey("e", "a", 0, "numpy", "digits"), own))
    assert outcome.status == "done", outcome.error
    return outcome.result


# Drawing


def test_batches_come_with_replacement_from_the_images_that_are_used():
    batches = drawn(train_images=50).batches
    assert {len(b) for b in batches} == {20}
    assert len(batches) == 250
    assert {int(i) for b in batches for i in b} == set(range(50))
    assert any(len(set(b.tolist())) < 20 for b in batches)


def test_batches_are_those_that_are_chosen_step_by_step():
    """Published runs were drawn so: in one call, as it is now, the numbers are the same."""
    run = drawn(train_images=50)
    rng = stream(run.setting, 0, "batches")
    np.testing.assert_array_equal(run.batches, [rng.choice(50, 20) for _ in run.batches])


def test_some_classes_are_numbered_anew_and_so_many_of_each_are_drawn():
    task = drawn(train_images=200, options={"classes": (3, 8, 5)}).task
    t = load("digits").targets("train")
    at = np.flatnonzero(np.isin(t, (3, 5, 8)))[:200]
    assert task.n_out == 3
    np.testing.assert_array_equal(task.t_train, [(3, 5, 8).index(c) for c in t[at]])
    np.testing.assert_array_equal(task.x_train, load("digits").flat("train", at))
    few = drawn(train_images=200, options={"classes": (3, 8, 5), "per_class": 4}).task
    assert sorted(few.t_train) == [0] * 4 + [1] * 4 + [2] * 4
    assert len(np.unique(few.x_train, axis=0)) == 12
    for x, c in zip(few.x_train, few.t_train, strict=True):
        (same,) = np.flatnonzero((task.x_train == x).all(axis=1))
        assert task.t_train[same] == c
    np.testing.assert_array_equal(few.t_test, task.t_test)


EARLIER = {"draws": "before", "classes": (0, 1), "iterations": 20, "fresh": ("dense3.*",)}


def test_a_network_starts_from_what_an_earlier_training_left_but_for_what_is_fresh():
    options = {"classes": (2, 3), "draws": "now", "pretrained": EARLIER}
    own = drawn(options=options)
    found = pretrained(own, 0, load("digits")).case.params
    earlier = result_of(setting(
        iterations=20,
        options={"classes": (0, 1), "draws": "before", "parameters": True},
    ))  # fmt: skip
    for name, array in found.items():
        left = earlier.extra[f"parameters.end.{name}"]
        expected = own.case.params[name] if name.startswith("dense3") else left
        np.testing.assert_array_equal(array, expected)
        assert name.endswith("b") or not np.array_equal(left, own.case.params[name])
    frozen = drawn(options={**options, "rates": {"*": 0.5}}, frozen=("dense1.*",))
    again = pretrained(frozen, 0, load("digits")).case.params
    assert all(np.array_equal(again[name], array) for name, array in found.items())


def test_an_epoch_takes_every_example_once_in_a_new_order():
    run = drawn(train_images=50, options={"epochs": 3})
    assert [len(b) for b in run.batches] == [20, 20, 10] * 3
    passes = [np.concatenate(run.batches[i : i + 3]) for i in (0, 3, 6)]
    assert all(sorted(p) == list(range(50)) for p in passes)
    assert not np.array_equal(passes[0], passes[1])
    assert run.iterations == 9
    cut = drawn(train_images=50, iterations=4, options={"sampling": "epochs"})
    assert [len(b) for b in cut.batches] == [20, 20, 10, 20]


def test_everything_in_each_step():
    run = drawn(train_images=50, iterations=3, options={"sampling": "all"})
    assert all(np.array_equal(b, np.arange(50)) for b in run.batches)


def test_an_unknown_way_of_sampling_is_refused():
    with pytest.raises(ValueError, match="replacement, epochs, all"):
        drawn(options={"sampling": "some"})


def test_the_steps_are_cut_where_accuracies_are_taken_and_none_is_lost():
    for iterations in (1, 7, 20, 21, 250, 2500):
        run = drawn(iterations=iterations, train_images=50)
        checks = run.checks()
        assert checks[-1] == iterations
        assert len(checks) in (min(iterations, 20), 21)
        first = 0
        for segment in run.segments():
            assert segment.first == first
            first = segment.end
        assert first == iterations
        assert set(checks) <= {s.end for s in run.segments()}


def test_a_smaller_batch_between_others_is_a_segment_of_its_own():
    run = drawn(train_images=50, options={"epochs": 30})
    sizes = [{len(chosen) for chosen in segment.chosen} for segment in run.segments()]
    assert all(len(own) == 1 for own in sizes)
    assert sum(len(segment.chosen) for segment in run.segments()) == 90


def test_masks_do_not_depend_on_how_the_steps_are_cut():
    def masks(iterations):
        run = drawn(iterations=iterations, batch=5, config={"dropout": 0.25})
        parts = [segment.masks["dropout2"] for segment in run.segments()]
        return np.concatenate(parts)[:100]

    np.testing.assert_array_equal(masks(100), masks(2000))
    assert masks(100).shape == (100, 5, 20)
    assert masks(100).mean() == pytest.approx(0.75, abs=0.02)


def test_each_purpose_has_a_stream_of_its_own():
    own = setting()
    drawn_once = {
        stream(own, seed, purpose).integers(2**62)
        for seed in (0, 1)
        for purpose in ("weights", "batches", "data")
    }
    assert len(drawn_once) == 6


def test_weights_are_drawn_as_the_setting_says():
    W = drawn(initializer=("gauss", {"sigma": 0.5})).case.params["dense1.W"]
    assert W.shape == (64, 40)
    assert W.std() == pytest.approx(0.5, rel=0.05)
    layers = drawn(hidden=(40, 40, 40)).case.params
    assert not np.array_equal(layers["dense2.W"], layers["dense3.W"])


# Tasks and surfaces


def test_the_truth_tables_are_true():
    for name, truth in (("or", [0, 1, 1, 1]), ("and", [0, 0, 0, 1]), ("xor", [0, 1, 1, 0])):
        task = make({"task": "binary", "target": name}, np.random.default_rng(0))
        assert task.t_train.ravel().tolist() == truth


def test_a_polynomial_is_linear_in_its_powers():
    options = {"task": "regression", "target": "cubic", "noise": 0.0, "n": 30}
    task = make(options, np.random.default_rng(0))
    found = np.linalg.lstsq(task.x_train, task.t_train, rcond=None)[0].ravel()
    np.testing.assert_allclose(found, (1.0, -2.8, 1.6, -0.4), atol=1e-12)
    assert task.x_test.shape == (30, 4)
    assert not np.array_equal(task.x_train, task.x_test)


def test_the_irises_are_divided_by_the_seed():
    a, b = (make({"target": "iris"}, np.random.default_rng(seed)) for seed in (0, 1))
    assert (len(a.x_train), len(a.x_test)) == (120, 30)
    assert not np.array_equal(a.x_train, b.x_train)
    assert a.x_train.max() > 7  # in cm, as they were measured


@pytest.mark.parametrize(
    ("options", "said"),
    [({"target": "circle"}, "there are linear"), ({"target": "linear", "m": 1}, "takes slope")],
)
def test_an_unknown_task_is_refused(options, said):
    with pytest.raises(ValueError, match=said):
        make(options, np.random.default_rng(0))


@pytest.mark.parametrize("name", SURFACES)
def test_a_surface_and_its_gradient_belong_together(name):
    surface = surface_called(name)
    for x, y in ((-1.2, 0.7), (0.5, 1.5), (2.0, -1.0)):
        h = 1e-5
        expected = (
            (surface.height(x + h, y) - surface.height(x - h, y)) / (2 * h),
            (surface.height(x, y + h) - surface.height(x, y - h)) / (2 * h),
        )
        np.testing.assert_allclose(surface.gradient(np.array([x, y])), expected, rtol=1e-6)
    x, y, z = surface.lowest()
    np.testing.assert_allclose(surface.gradient(np.array([x, y])), 0, atol=1e-5)
    assert z == surface.height(x, y)


# Observations


def test_activations_weights_and_gradients_are_observed():
    options = {"activations": True, "gradient_norms": True, "weights": True}
    extra = result_of(setting(options=options, config={"activation": "sigmoid"})).extra
    assert extra["activations.counts"].shape == (2, 2, 50)
    assert extra["activations.counts"].sum(axis=2).tolist() == [[800, 400], [800, 400]]
    assert (extra["activations.edges"][0], extra["activations.edges"][-1]) == (0, 1)
    assert ((extra["activations.mean"] > 0) & (extra["activations.mean"] < 1)).all()
    assert extra["gradient_norms.steps"].tolist() == [0, 100, 200]
    assert extra["gradient_norms.values"].shape == (3, 3)
    assert (extra["gradient_norms.values"] > 0).all()
    assert extra["weights.counts"].sum() == 64 * 40 + 40 * 20 + 20 * 10


def test_observing_changes_nothing():
    options = {"activations": True, "gradient_norms": True, "weights": True}
    own = setting(config={"batch_norm": True})
    plain, observed = result_of(own), result_of(replace(own, options=options))
    np.testing.assert_array_equal(plain.losses, observed.losses)
    assert plain.final == observed.final


def test_without_steps_the_network_is_shown_as_it_was_drawn():
    options = {"activations": True, "gradient_norms": True}
    result = result_of(setting(iterations=0, options=options))
    assert len(result.losses) == 0
    assert result.curve.steps.tolist() == [0]
    assert result.extra["activations.counts"].shape[0] == 1
    assert result.extra["gradient_norms.steps"].tolist() == [0]
    assert "loss" not in result.final
    assert 0 <= result.final["test_accuracy"] <= 1


def test_one_predicted_class_is_counted_as_one():
    collapsed = result_of(setting(iterations=30, initializer=("gauss", {"sigma": 1e-6})))
    learned = result_of(setting())
    assert collapsed.final["predicted_classes"] == 1
    assert learned.final["predicted_classes"] == 10


def test_the_loss_of_an_epoch_is_the_mean_of_its_steps():
    result = result_of(setting(train_images=50, options={"epochs": 3}))
    last = result.losses[-3:]
    assert result.final["epoch_loss"] == pytest.approx(
        (20 * last[0] + 20 * last[1] + 10 * last[2]) / 50
    )
    assert "epoch_loss" not in result_of(setting()).final


def test_a_training_that_diverges_is_a_result():
    diverged = setting(loss="losses.mean_squared_error.MeanSquaredError", hidden=(),
                       options={"task": "regression", "target": "linear"})  # fmt: skip
    result = result_of(replace(diverged, optimizer_config={"lr": 1e3}))
    assert not np.isfinite(result.losses[-1])


# Results


def test_a_result_survives_its_file(tmp_path):
    key = RunKey("e", "s", 3, "keras", "digits", "as_taught", ("batch=2",), "0123456789abcdef")
    curve = Curve(np.arange(3), np.ones(3), np.array([0.1, math.nan, 1.0]), np.zeros(3))
    result = RunResult(
        key, {"loss": 1 / 3, "W0": math.nan}, curve, np.random.default_rng(0).random(9),
        {"path": np.zeros((2, 2))}, 1.5, "keras 3",
    )  # fmt: skip
    save(tmp_path, result)
    (found,) = load_runs(tmp_path)
    assert found.key == key
    assert found.final["loss"] == 1 / 3
    assert math.isnan(found.final["W0"])
    np.testing.assert_array_equal(found.losses, result.losses)
    np.testing.assert_array_equal(found.curve.train_accuracy, curve.train_accuracy)
    np.testing.assert_array_equal(found.extra["path"], result.extra["path"])
    assert (found.seconds, found.versions) == (1.5, "keras 3")


def test_the_quantiles_are_students():
    stats = pytest.importorskip("scipy.stats")
    for level in (0.95, 0.975):
        found = [student(level, freedom) for freedom in range(1, 60)]
        expected = stats.t.ppf((1 + level) / 2, np.arange(1, 60))
        np.testing.assert_allclose(found, expected, rtol=1e-9)
        assert normal(level) == pytest.approx(stats.norm.ppf((1 + level) / 2))
    mean, half = mean_and_half_width([1.0, 2.0, 3.0, 4.0])
    assert mean == 2.5
    assert half == pytest.approx(3.182 * math.sqrt(5 / 3) / 2, rel=1e-3)
    assert math.isnan(mean_and_half_width([1.0])[1])


# Provenance and chunks


def test_comments_and_docstrings_do_not_count_and_numbers_do(tmp_path, monkeypatch):
    sources = {
        "one": '"""A."""\ndef f(x):\n    """Says."""\n    return 2 * x  # twice\n',
        "two": '"""B."""\n\ndef f(x):\n    return (2 *\n            x)\n',
        "three": '"""A."""\ndef f(x):\n    return 3 * x\n',
    }
    monkeypatch.setattr(provenance, "_source", sources.__getitem__)
    provenance._read.cache_clear()
    assert provenance.meaning("one") == provenance.meaning("two") != provenance.meaning("three")
    provenance._read.cache_clear()


def test_a_digest_covers_what_computes_and_nothing_else():
    roots = frozenset({"torch_impl.networks.training", "torch_impl.networks.mlp"})
    modules = provenance.closure(roots)
    assert {"torch_impl.layers.dense", "torch_impl.activations.relu"} <= modules
    assert "torch_impl.layers.conv2d" not in modules
    ours = provenance.closure(frozenset({"parity.experiments.training.trainers.numpy_trainer"}))
    assert {"numpy_impl.networks.training", "parity.experiments.training.drawing"} <= ours
    assert not any(m.startswith(("torch_impl", "tf_impl")) for m in ours)


def test_a_plan_is_made_without_importing_a_framework():
    code = (
        "import sys\n"
        "from parity.experiments.registry import find_experiment\n"
        "from parity.experiments.planning.plan import DataSource, Plan\n"
        "plan = Plan.make(find_experiment('optimizers'), DataSource('digits'))\n"
        "assert {r.key.framework for r in plan.runs} == {'numpy', 'torch', 'keras'}\n"
        "print([m for m in sys.modules if m in ('torch', 'keras', 'tensorflow', 'distributed')])\n"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def plan_of(*settings, seeds):
    experiment = Experiment("e", TITLE, TITLE, "", settings, seeds=seeds)
    return Plan.make(experiment, DataSource("digits"), frameworks=["numpy"])


def test_chunks_have_one_setting_each_and_enough_of_them():
    plan = plan_of(setting(), replace(setting(), name="b"), seeds=10)
    for at_once, sizes in ((1, [5, 5, 5, 5]), (2, [5, 5, 5, 5]), (4, [2] * 10)):
        chunks = chunks_of("numpy", plan.source, list(plan.runs), at_once, most=5)
        assert [len(chunk.runs) for chunk in chunks] == sizes
        assert all(len({run.setting.name for run in chunk.runs}) == 1 for chunk in chunks)
        assert [run for chunk in chunks for run in chunk.runs] == list(plan.runs)


def test_the_time_left_follows_from_the_time_that_was_needed(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(remaining.time, "monotonic", lambda: now[0])
    runs = plan_of(setting(), seeds=10).runs
    left = remaining.Remaining(runs, 64)
    assert left.seconds() is None
    left.begin("numpy")
    for number, run in enumerate(runs, start=1):
        now[0] = 3.0 * number
        left.finish(run)
        assert left.seconds() == pytest.approx(3.0 * (10 - number), abs=1e-6)
