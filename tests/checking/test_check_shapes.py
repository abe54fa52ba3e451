"""A right implementation of every concept agrees, in every shape that people write it in."""

import json
from dataclasses import replace

import numpy as np
import pytest
from claims import sent
from peoples_module import module_of
from shapes_of_code import codes_for

from numpy_impl.exam.gru_taught import gru_taught
from numpy_impl.gradients.clip_by_norm import clip_by_norm
from numpy_impl.initializers.fans import fans
from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy
from numpy_impl.networks.deep_convnet import DeepConvNet
from parity.checking.judging.attempt import attempt
from parity.checking.judging.judge import check_object
from parity.checking.judging.verifying import verified
from parity.describing.concept import draw_case
from parity.harness.evaluators.subject import implementation
from parity.harness.registry import all_concepts

CONCEPTS = all_concepts()
# test_check_recurrent_layers.py, test_check_sequence_models.py, test_check_attention.py,
# test_check_transformer_networks.py and test_check_generative.py have the shapes of these groups.
SEVERAL = ("recurrent", "models", "attention", "transformer", "generative")


def takes_several(concept):
    """Tell whether a layer takes or gives several arrays: such have tests of their own."""
    given = [name for name in concept.cases[0].inputs if not name.startswith("mask")]
    if concept.name == "autodiff":  # as many as it is given: the corpus has its shapes
        return True
    return concept.kind == "layer" and (concept.group in SEVERAL or len(given) > 1)


CODES = {name: codes_for(name) for name, c in CONCEPTS.items() if not takes_several(c)}
EVERY = [(name, shape) for name, codes in CODES.items() for shape in codes]

FIXED = ("bare", "of_sizes", "of_book_sizes")
"""Shapes that fix what most cases of some concepts vary: they are judged on what is left."""

WEIGHED = "negative_log_likelihood"
"""Most of its cases weigh or ignore classes, which a function of scores and labels cannot."""

TOLD = {"last_layer"}
"""What may be said of right code: that a loss returns its gradient without the upstream one."""


WEIGHTS = {"weight", "pos_weight", "ignore_index"}
"""Arguments that a function of scores and labels does not have."""


def possible(name, trains=False, without=frozenset()):
    """Return how many cases code can be judged on; only our own networks train."""
    return sum(
        not case.ours
        and not without & set(case.config)
        and not case.on_request
        and not {"sampled", "own_steps"} & set(case.options)
        and (trains or not {"optimizer", "layer_table"} & set(case.options))
        for case in CONCEPTS[name].cases
    )


def check_gradients(name, quantities):
    """Assert that dL/dx was compared, and the gradient of every parameter."""
    concept = CONCEPTS[name]
    cases = [c for c in concept.cases if not {"optimizer", "own_steps"} & set(c.options)]
    if concept.kind == "network":
        assert len([q for q in quantities if q.startswith("d")]) >= min(
            len(case.params) for case in cases if case.params
        )
        return
    given = next(iter(cases[0].inputs))
    if given in draw_case(concept, cases[0]).differentiable:  # numbers of words have no gradient
        assert f"d{given}" in quantities
    assert {f"d{parameter}" for case in cases for parameter in case.params} <= set(quantities)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("shapes")


def load(folder, name, shape):
    """Return the namespace of somebody's file: the checker reads its source, too."""
    return vars(module_of(folder, CODES[name][shape].source, f"{name}_{shape}"))


@pytest.mark.parametrize(("name", "shape"), EVERY, ids=[f"{n}-{s}" for n, s in EVERY])
def test_right_code_agrees_in_every_shape(folder, name, shape):
    code = CODES[name][shape]
    namespace = load(folder, name, shape)
    report = check_object(
        namespace[code.target], name, label=code.target, namespace=namespace, mapping={}
    )
    assert report.verdict == "agrees", f"{report}\n{code.source}"
    assert {q.verdict for q in report.quantities} <= {"agree", "imprecise"}
    assert {convention.name for convention in report.conventions} <= TOLD
    assert report.causes == []
    assert report.cases >= 1
    of_two = shape in ("loss_and_gradient", "target_first")
    if shape not in FIXED and not (name == WEIGHED and of_two):
        wanted = possible(name, without=WEIGHTS if of_two else frozenset())
        assert 2 * report.cases >= wanted, [remark.en for remark in report.remarks]
    if code.goes_back:
        check_gradients(name, [q.quantity for q in report.quantities])


@pytest.mark.parametrize("name", CONCEPTS)
def test_our_own_implementation_agrees_on_every_case(name):
    """And what is claimed of it is verified where it never ran."""
    twin = implementation("numpy", CONCEPTS[name])
    report = attempt(twin, name, label=twin.__name__, namespace={}, mapping={})
    assert report.verdict == "agrees", str(report)
    assert {q.verdict for q in report.quantities} <= {"agree", "imprecise"}
    assert report.conventions == []
    assert report.cases == possible(name, trains=True), [r.en for r in report.remarks]
    assert verified(sent(report), name) == replace(report, causes=[])


def test_every_kind_of_concept_has_the_shapes_of_its_contract():
    """What ``parity contract`` offers is tried here for every concept that it is offered for."""
    from reports.check.skeletons.sections import sections

    tried = {
        "shape_book": {"book", "spelled"},
        "shape_lists": {"lists"},
        "shape_pair": {"pair"},
        "shape_derivative": {"derivative"},
        "shape_forward": {"forward"},
        "shape_ours": {"fresh"},
        "shape_loss_and_gradient": {"loss_and_gradient"},
        "shape_loss_function": {"forward", "target_first"},
        "shape_optimizer_class": {"book", "spelled", "fresh", "lists"},
        "shape_optimizer_function": {"function"},
        "shape_of_shape": {"of_shape"},
        "shape_of_sizes": {"of_sizes"},
        "shape_initializer": {"fresh"},
        "shape_function": {"exact", "renamed"},
    }
    elsewhere = {"shape_torch", "shape_keras"}  # below, in processes of their own
    for name in CODES:
        for section in sections(CONCEPTS[name], "en"):
            if section.key == "shape_network":
                continue
            wanted = tried.get(section.key, set())
            assert section.key in elsewhere or wanted <= set(CODES[name]), (name, section.key)


# The frameworks' own: two libraries that must not share a process

TWINS = """
import json, sys
from parity.harness.processes.worker import quieten
quieten()
from parity.checking.judging.judge import check_object
from parity.harness.evaluators.subject import implementation
from parity.harness.registry import all_concepts

found = {}
for name in sys.argv[2:]:
    twin = implementation(sys.argv[1], all_concepts()[name])
    report = check_object(twin, name, label=twin.__name__, namespace={}, mapping={})
    found[name] = {
        "verdict": report.verdict,
        "cases": report.cases,
        "quantities": {q.quantity: q.verdict for q in report.quantities},
        "conventions": [c.name for c in report.conventions],
        "text": str(report),
    }
print("\\n" + json.dumps(found))
"""
LAYERS = [name for name in CODES if CONCEPTS[name].kind == "layer"]
MODULES = LAYERS + [n for n, c in CONCEPTS.items() if c.kind in ("loss", "regularizer")]


@pytest.fixture(scope="module")
def answers(shared, run_in):
    def judged(framework, names):
        ran = run_in(framework, TWINS, framework, *names)
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout.splitlines()[-1])

    return lambda framework, names: shared.once(
        f"twins-{framework}", lambda: judged(framework, names)
    )


@pytest.fixture(scope="module")
def torch_answers(answers):
    return answers("torch", MODULES)


@pytest.fixture(scope="module")
def keras_answers(answers):
    return answers("keras", LAYERS)


def check_twin(name, found):
    assert found["verdict"] == "agrees", found["text"]
    assert set(found["quantities"].values()) <= {"agree", "imprecise"}
    assert found["conventions"] == []
    assert found["cases"] >= possible(name) - 1  # PyTorch refuses a batch of one
    check_gradients(name, found["quantities"])


@pytest.mark.torch
@pytest.mark.parametrize("name", MODULES)
def test_right_modules_agree(torch_answers, name):
    check_twin(name, torch_answers[name])


@pytest.mark.keras
@pytest.mark.parametrize("name", LAYERS)
def test_right_keras_layers_agree(keras_answers, name):
    check_twin(name, keras_answers[name])


# What people write besides


class BackwardTakesX:
    """Nothing is kept: backward is given the input again."""

    def forward(self, x):
        return np.maximum(x, 0)

    def backward(self, dout, x):
        return dout * (x > 0)


def gru(x, h, Wz, Uz, Wr, Ur, W, U):
    """The gates in another order than ours, and no underscores in their names."""
    return gru_taught(x, h, Wr, Ur, Wz, Uz, W, U)


def weight_clip(gradient, longest, tiny=0.0):
    """Names that say nothing: their places do."""
    return clip_by_norm(gradient, longest, tiny)


class DropoutOutOfReach:
    """A network whose dropout can neither be found nor switched off."""

    def __init__(self):
        net = DeepConvNet()
        self.forward, self.back = net.forward, net.backward
        self.current = lambda: net.grads
        self.names = list(net.params)
        self.params = dict(zip(self.numbered(), net.params.values(), strict=True))

    def numbered(self):
        return [f"{name[-1]}{i // 2 + 1}" for i, name in enumerate(self.names)]

    def predict(self, x, train_flg=False):
        return self.forward(x, train_flg)

    def loss(self, x, t):
        return SoftmaxCrossEntropy().forward(self.predict(x, train_flg=True), t)

    def gradient(self, x, t):
        last = SoftmaxCrossEntropy()
        last.forward(self.predict(x, train_flg=True), t)
        self.back(last.backward(1.0))
        return dict(zip(self.numbered(), self.current().values(), strict=True))


@pytest.mark.parametrize(
    ("mine", "name", "judged"),
    [
        (BackwardTakesX, "relu", ["y", "dx"]),
        (gru, "gru_taught", ["h_new"]),
        (weight_clip, "clip_by_norm", ["y"]),
        (DropoutOutOfReach, "deep_convnet", ["y"]),
    ],
)
def test_what_people_write_besides(mine, name, judged):
    report = check_object(mine, name, label=mine.__name__, namespace={}, mapping={})
    assert report.verdict == "agrees", str(report)
    assert [q.quantity for q in report.quantities] == judged


def fans_swapped(shape):
    """Wrong."""
    return fans(shape)[::-1]


@pytest.mark.parametrize(("mine", "name"), [(fans_swapped, "fans")])
def test_a_function_of_no_arrays_is_diagnosed(mine, name):
    report = check_object(mine, name, label=mine.__name__, namespace={}, mapping={})
    assert report.verdict == "differs"
    assert report.first_wrong == "fan_in"
    assert report.causes


class OnlyRaises:
    """Every case but one raises, and no quantity is wrong."""

    def __init__(self, W, b=None):
        if b is not None:
            raise ValueError("no bias, please")
        self.W = W

    def forward(self, x):
        self.x = x
        return x @ self.W

    def backward(self, dout):
        self.dW = self.x.T @ dout
        return dout @ self.W.T


def test_code_that_raises_in_most_cases_has_an_answer():
    report = check_object(OnlyRaises, "dense", label="OnlyRaises", namespace={}, mapping={})
    assert report.verdict == "differs"
    assert "no bias, please" in report.crash.trace
