"""The catalogue of experiments: every figure of the reports, and settings that can be run."""

import re

import numpy as np
import pytest
from repository import ROOT

from numpy_impl.networks.choices import initializer_called
from parity.experiments.claims import CLAIMS
from parity.experiments.data.synthetic import make
from parity.experiments.registry import all_experiments
from parity.experiments.training.layered import sequential
from parity.experiments.training.readout import configurations
from parity.experiments.training.surfaces import surface_called
from parity.experiments.training.translation import sequences
from parity.harness.evaluators.subject import dotted

EXPERIMENTS = all_experiments()
SETTINGS = [(e, s) for e in EXPERIMENTS.values() for s in e.settings]
every_setting = pytest.mark.parametrize(
    ("experiment", "setting"), SETTINGS, ids=[f"{e.name}:{s.name}" for e, s in SETTINGS]
)

# The reports' tables, typed in once more: setting, then report and train/test for each figure.
ACCURACIES = {
    "vanishing-gradient": """
        sigmoid-gauss            R0 .17/.1135  R1 .10/.1135  R2 .14/.1135
        relu-gauss               R0 .95/.9145  R1 .91/.9258
        sigmoid-xavier           R0 .83/.8744  R1 .86/.8762  R2 .76/.8077
        relu-he                  R0 .95/.9548  R1 .98/.9523  R2 .94/.9563
        relu-xavier              R1 .97/.9502
        sigmoid-gauss-1000-500   R0 .68/.6654
        relu-gauss-1000-500      R0 .99/.9584
        sigmoid-xavier-1000-500  R0 .87/.8998
        relu-he-1000-500         R0 1.0/.9701
        sigmoid-gauss-10-5       R0 .11/.1135
        relu-gauss-10-5          R0 .74/.7329
        sigmoid-xavier-10-5      R0 .79/.7587
        relu-he-10-5             R0 .95/.892
        relu-he-40               R2 /.9485
    """,
    "batch-norm": """
        sigmoid-gauss-batch-norm-as-taught  R0 .80/.8173
        relu-he-batch-norm-as-taught        R0 .95/.8981
    """,
    "normalization": "",
    "optimizers": """
        default-sgd           R0 .07/.1135
        default-momentum      R0 .10/.1135  R1 .98/.938
        default-adagrad       R0 .12/.1135  R1 .97/.9375  R2 .04/.098
        default-rmsprop       R0 .99/.9421  R1 .98/.9408  R2 .98/.9449
        default-adam          R0 .95/.9456  R1 .95/.9437
        lr-0.1-sgd            R0 .17/.1135
        lr-0.1-momentum       R0 .60/.573
        lr-0.1-adagrad        R0 .76/.7306
        lr-0.1-rmsprop        R0 .21/.1028
        lr-0.1-adam           R0 .09/.1028
        relu-xavier-sgd       R0 .87/.8801
        relu-xavier-momentum  R0 .93/.9325
        relu-xavier-adagrad   R0 .89/.9296
        relu-xavier-rmsprop   R0 .96/.9479
        relu-xavier-adam      R0 .95/.958
        batch-norm-sgd-as-taught       R0 .71/.6722
        batch-norm-momentum-as-taught  R0 .87/.8984
        batch-norm-adagrad-as-taught   R0 .93/.8882
        batch-norm-rmsprop-as-taught   R0 .98/.9265
        batch-norm-adam-as-taught      R0 .95/.9228
        lr-0.0001-momentum             R2 .06/.1028
    """,
    "overfitting": """
        none                          R1 1.0/.7732  R2 1.0/.7542
        l2-0.1-as-taught              R1 .8633/.6759
        dropout-0.15-as-taught        R1 .92/.7261  R2 .85/.6631
        dropout-0.5-as-taught         R2 .13/.1135
        dropout-0.15-l2-0.1-as-taught R1 .8667/.6343
    """,
    "convolution": "deep-as-taught R1 .995/.982",
    "day1": "",
    "tensorflow-exercises": """
        one-layer               R2 /.8705
        layers-600-300          R2 /.9053
        layers-300-100          R2 /.81
        layers-600-300-rmsprop  R2 /.967
        cnn-dropout-0.5         R2 .86/
        cnn-dropout-0           R2 .96/
    """,
    "keras-exercises": """
        dense        R2 /.9829
        cnn-mnist    R2 .9951/.993
        cnn-cifar10  R2 .8292/.7793
    """,
    "fine-tuning": "",
    "one-shot": "",
    "keras-simple-rnn": """
        relu-16   R2 /1.0
        relu-128  R2 /1.0
        sigmoid   R2 /1.0
        tanh      R2 /1.0
        adam      R2 /1.0
        dropout   R2 /.5752
        unrolled  R2 /1.0
    """,
    "binary-addition": "",
    "long-dependencies": "",
    "attention": "",
    "transformer": "",
    "vae-digits": "",
    "gan-ring": "",
    "dcgan-digits": "",
    "diffusion-moons": "",
    "grid-worlds": "",
    "cart-pole": "",
}
# Figures that are no accuracies: setting, then quantity and value for each.
VALUES = {
    "tensorflow-exercises": """
        cubic-large         train_loss 5753.1  W3 4.753  W2 9.632  W1 6.411  W0 9.759
        quadratic-lr-0.001  train_loss 755.5774
        quadratic-lr-0.01   train_loss .0025890537  W2 29.99992  W1 .50232  W0 .20459
    """,
    "keras-exercises": """
        line                  train_loss .0023706  W0 .48916
        or-epochs-30          epoch_loss .2794  epoch_loss .2961
        or-epochs-100         epoch_loss .1640
        and-epochs-30         epoch_loss .4011
        xor-epochs-30         epoch_loss .7326
        xor-epochs-300        epoch_loss .7190
        or-epochs-30-batch-10 epoch_loss .3594
        dense                 test_loss .08304
    """,
    "keras-simple-rnn": """
        relu-16   test_loss 5.41e-4
        relu-128  test_loss 2.35e-4
        sigmoid   test_loss .0164
        tanh      test_loss 2.81e-4
        adam      test_loss 3.22e-8
        dropout   test_loss .2483
        unrolled  test_loss 4.05e-4
    """,
}
# What the reports say in words, or have lost: setting and who says it.
WORDS = {
    "vanishing-gradient": """
        relu-gauss R2  relu-he R4  relu-xavier R0  relu-xavier R2
        sigmoid-he R0  sigmoid-he R1  sigmoid-he R2
    """,
    "batch-norm": """
        sigmoid-gauss-batch-norm-as-taught R4     relu-he-batch-norm-as-taught R4
        relu-he-batch-16-batch-norm-as-taught R1  relu-he-batch-4-batch-norm-as-taught R0
    """,
    "normalization": "",
    "optimizers": "lr-0.001-rmsprop R2  batch-norm-relu-he-adam-as-taught R1",
    "overfitting": """
        l2-0.1-as-taught R2   l2-0.01-as-taught R0   l2-0.15-as-taught R0  l2-0.5-as-taught R0
        l2-0.5-as-taught R2   l2-0.0001-as-taught R2
        l1-0.005-as-taught R2 l1-0.005-as-taught R0  l1-0.1-as-taught R0   l1-0.15-as-taught R0
        dropout-0.015-as-taught R2  dropout-0.1-as-taught R0  dropout-0.2-as-taught R0
        dropout-0.1-momentum-as-taught R0    dropout-0.35-momentum-as-taught R0
        dropout-0.1-adagrad-as-taught R0     dropout-0.425-adagrad-as-taught R0
        dropout-0.1-adam-as-taught R0        dropout-0.437-adam-as-taught R0
        dropout-0.08-l1-0.004-as-taught R2
    """,
    "convolution": "",
    "day1": "regression-relu R4",
    "tensorflow-exercises": "",
    "keras-exercises": "iris-sigmoid R2  iris-lr-0.1 R2  dense-lr-0.1 R2",
    "fine-tuning": "",
    "one-shot": "",
    "keras-simple-rnn": "",
    "binary-addition": """
        sigma-1-as-taught R2  sigma-0.001-as-taught R2  sigma-5-as-taught R2  xavier-as-taught R2
        he-as-taught R2  relu-as-taught R2  tanh-as-taught R2  tanh-as-taught R4
    """,
    "long-dependencies": "",
    "attention": "",
    "transformer": "",
    "vae-digits": "",
    "gan-ring": "",
    "dcgan-digits": "",
    "diffusion-moons": "",
    "grid-worlds": "",
    "cart-pole": "",
}


def number(text):
    return float(text) if text else None


def pairs(words):
    return list(zip(words[::2], words[1::2], strict=True))


def test_the_course_has_these_experiments_in_this_order():
    assert list(EXPERIMENTS) == list(ACCURACIES)


@pytest.mark.parametrize("name", ACCURACIES)
def test_every_accuracy_of_the_reports_is_there_and_no_other(name):
    expected = []
    for line in filter(None, map(str.strip, ACCURACIES[name].splitlines())):
        setting, *figures = line.split()
        for report, figure in pairs(figures):
            train, test = figure.split("/")
            expected.append((setting, report, number(train), number(test)))
    found = [
        (r.setting, r.report, r.train, r.test)
        for r in EXPERIMENTS[name].reported
        if (r.train, r.test) != (None, None)
    ]
    assert sorted(map(repr, found)) == sorted(map(repr, expected))


@pytest.mark.parametrize("name", ACCURACIES)
def test_every_other_figure_of_the_reports_is_there_and_no_other(name):
    expected = []
    for line in filter(None, map(str.strip, VALUES.get(name, "").splitlines())):
        setting, *figures = line.split()
        expected += [(setting, quantity, number(value)) for quantity, value in pairs(figures)]
    found = [r for r in EXPERIMENTS[name].reported if r.value is not None]
    assert sorted((r.setting, r.quantity, r.value) for r in found) == sorted(expected)
    for r in found:
        assert r.report == "R2"
        assert round(r.value, r.decimals) == r.value


@pytest.mark.parametrize("name", ACCURACIES)
def test_what_is_said_in_words_or_is_lost_is_there_with_a_note(name):
    found = [
        r for r in EXPERIMENTS[name].reported if (r.train, r.test, r.value) == (None, None, None)
    ]
    assert sorted((r.setting, r.report) for r in found) == sorted(pairs(WORDS[name].split()))
    for r in found:
        assert r.note.en
        assert r.note.ja


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_an_experiment_is_complete(name):
    experiment = EXPERIMENTS[name]
    names = [setting.name for setting in experiment.settings]
    assert len(set(names)) == len(names)
    assert {r.setting for r in experiment.reported} <= set(names)
    assert experiment.source
    titles = [(setting.title.en, setting.form) for setting in experiment.settings]
    assert len(set(titles)) == len(titles)
    texts = [experiment.title, experiment.summary]
    texts += [r.note for r in experiment.reported if r.note]
    texts += [*experiment.pictures.values(), *(fact.text for fact in experiment.facts)]
    for setting in experiment.settings:
        texts += [setting.title, *([setting.bug] if setting.bug else [])]
    for text in texts:
        assert text.en
        assert text.ja
        assert not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", text.en)
    assert all(re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", t.ja) for t in texts[1:2])


def test_a_collapse_is_reported_as_the_share_of_one_digit():
    # Of MNIST's 10,000 test images 1,135 are a 1, 1,028 a 7 and 980 a 0.
    collapses = [
        r.test for e in EXPERIMENTS.values() for r in e.reported if r.test and r.test < 0.2
    ]
    assert set(collapses) == {0.1135, 0.1028, 0.098}
    assert len(collapses) == 13


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_what_has_a_bug_comes_in_two_forms_that_differ_in_it_alone(name):
    settings = {setting.name: setting for setting in EXPERIMENTS[name].settings}
    for setting in settings.values():
        suffix = setting.form and f"-{setting.form.replace('_', '-')}"
        assert setting.name.endswith(suffix)
        assert bool(setting.bug) == (setting.form == "as_taught"), setting.name
        if setting.form != "as_taught":
            assert not setting.name.endswith("-as-taught")
            assert (setting.without_penalty, setting.taught_penalty) == ((), False)
            assert "dropout_scaling" not in setting.options
            continue
        twin = settings[setting.name.replace("-as-taught", "-corrected")]
        for same in ("network", "config", "hidden", "initializer", "optimizer", "iterations",
                     "batch", "train_images", "test_images", "dtype"):  # fmt: skip
            assert getattr(setting, same) == getattr(twin, same), (setting.name, same)
        assert setting.options["draws"] == twin.options["draws"]
        differs = (
            setting.frozen,
            setting.without_penalty,
            setting.taught_penalty,
            setting.options.get("dropout_scaling", "inverted"),
            setting.optimizer_config.get("bias_correction", True),
            setting.options.get("readout", {}).get("slope_at", "v"),
        )
        assert differs != ((), (), False, "inverted", True, "v")


def test_reported_figures_belong_to_what_the_students_ran():
    for experiment in EXPERIMENTS.values():
        forms = {setting.name: setting.form for setting in experiment.settings}
        assert all(forms[r.setting] != "corrected" for r in experiment.reported)


def network_of(setting):
    """Return the setting's NumPy network for small images, and an example of its input."""
    name, arguments = setting.initializer
    initializer = type(initializer_called(name))(**arguments)
    if "task" in setting.options:
        task = make(setting.options, np.random.default_rng(0))
        x, n_out = task.x_train[:2], task.n_out
    else:
        side = 8 if setting.options.get("data") == ("digits",) else 28
        channels = 3 if setting.options.get("data") == ("cifar10",) else 1
        x = np.random.default_rng(0).random((2, channels, side, side))
        n_out = len(setting.options.get("classes", range(10)))
    if "readout" in setting.options:
        own = dict(configurations(setting, n_out)["numpy"])
        found = dotted(own.pop("callable"))(**own, initializer=initializer, seed=0)
        assert task.t_train.shape[1:] == found.forward(x).shape[1:]
        return found, x, n_out
    if setting.network == "networks.network.Sequential":
        layers = setting.options["layers"]
        return sequential("numpy_impl", layers, x.shape[1:], initializer, 0), x, n_out
    if setting.network == "networks.mlp.MLP":
        x = x.reshape(2, -1)
        shape = {"sizes": (x.shape[1], *setting.hidden, n_out)}
    else:
        shape = {"input_shape": x.shape[1:]}
    network = dotted(f"numpy_impl.{setting.network}")
    return network(**shape, **setting.config, initializer=initializer, seed=0), x, n_out


@every_setting
def test_the_parts_of_a_setting_exist_and_take_its_arguments(experiment, setting):
    assert re.fullmatch(r"[a-z0-9]+([-.][a-z0-9]+)*", setting.name)
    dotted(f"numpy_impl.{setting.optimizer}")(**setting.optimizer_config)
    assert setting.iterations >= 0
    assert setting.batch >= 1
    assert set(setting.options.get("data", experiment.data)) <= set(experiment.data)
    if "path" in setting.options:
        path = setting.options["path"]
        assert len(path["start"]) == 2
        assert np.isfinite(surface_called(path["surface"]).height(*path["start"]))
        return
    if "course" in setting.options:
        assert callable(dotted(f"numpy_impl.{setting.loss}"))
        course = f"parity.experiments.training.courses.{setting.options['course']}"
        assert callable(dotted(f"{course}.follow"))
        named = {fact.setting for fact in experiment.facts}
        named |= {fact.than for fact in experiment.facts if fact.than}
        assert named <= {s.name for s in experiment.settings}
        return
    dotted(f"numpy_impl.{setting.loss}")()
    if "sequences" in setting.options:
        model = dotted(f"numpy_impl.{setting.network}")(**setting.config)
        x, t = sequences(np.random.default_rng(0), setting, 2)
        assert np.isfinite(model.forward(x, t)).all()
        return
    network, x, n_out = network_of(setting)
    assert network.forward(x, training=True).shape[:2] == (2, n_out)
    names = list(network.params)
    for pattern in (*setting.frozen, *setting.without_penalty):
        regular = re.compile(pattern.replace(".", r"\.").replace("*", ".*"))
        assert any(regular.fullmatch(name) for name in names), pattern


def test_a_small_convolutional_network_is_for_the_digits_and_the_courses_for_mnist():
    for setting in EXPERIMENTS["convolution"].settings:
        network, *_ = network_of(setting)
        small = setting.options["data"] == ("digits",)
        size = sum(array.size for array in network.params.values())
        assert size < 40_000 if small else size > 70_000
        assert setting.train_images == (None if small else 5000)
        assert setting.test_images == (None if small else 1000)


def test_the_simple_rnn_has_as_many_parameters_as_keras_told():
    for name, expected in (("relu-16", (304, 17)), ("relu-128", (16768, 129))):
        (own,) = (s for s in EXPERIMENTS["keras-simple-rnn"].settings if s.name == name)
        network, *_ = network_of(own)
        counts = [sum(a.size for a in layer.params.values()) for layer in network.layers.values()]
        assert tuple(counts) == expected


def test_twenty_epochs_of_all_images_run_only_where_they_are_asked_for():
    for _, setting in SETTINGS:
        if setting.iterations * setting.batch >= 1_000_000:
            assert setting.options.get("long") or "task" in setting.options
    for experiment in EXPERIMENTS.values():
        assert any(not setting.options.get("long") for setting in experiment.settings)


def test_the_claims_are_c1_to_c24_in_both_languages():
    assert [claim.name for claim in CLAIMS] == [f"C{i}" for i in range(1, 25)]
    for claim in CLAIMS:
        for text in (claim.claim, claim.verdict):
            assert text.en.endswith((".", ")"))
            assert text.ja.endswith("。")
            assert not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", text.en)
            assert re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", text.ja)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.name)
def test_what_settles_a_claim_exists(claim):
    if "::" not in claim.settled_by:
        assert claim.settled_by in EXPERIMENTS
        return
    path, name = claim.settled_by.split("::")
    source = (ROOT / path).read_text(encoding="utf-8")
    assert re.search(rf"^def {name}\(", source, re.MULTILINE)
