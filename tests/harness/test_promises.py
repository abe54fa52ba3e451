"""What every implementation keeps besides its numbers: each check finds one that does not."""

import numpy as np
import pytest
from every import every

from numpy_impl.activations.elu import ELU
from numpy_impl.activations.prelu import PReLU
from numpy_impl.activations.sigmoid import Sigmoid
from numpy_impl.exam.cross_entropy_error import cross_entropy_error
from numpy_impl.gradients.clip_by_norm import clip_by_norm
from numpy_impl.layers.batch_norm import BatchNorm
from numpy_impl.layers.dense import Dense
from numpy_impl.layers.dropout import Dropout
from numpy_impl.layers.fast_conv2d import FastConv2d
from numpy_impl.layers.flatten import Flatten
from numpy_impl.losses.mean_squared_error import MeanSquaredError
from numpy_impl.optimizers.adagrad import Adagrad
from numpy_impl.optimizers.momentum import Momentum
from numpy_impl.regularizers.l2 import L2
from parity.harness import recorded_references
from parity.harness.against_records import judge
from parity.harness.evaluators import promises
from parity.harness.plan import make_plan
from parity.harness.registry import all_concepts

CONCEPTS = all_concepts()


class GradientsThatAccumulate(Dense):
    def backward(self, dy):
        before = self.grads.get("W", 0)
        dx = super().backward(dy)
        self.grads["W"] = before + self.grads["W"]
        return dx


class OneBufferForAllResults(Sigmoid):
    def forward(self, x):
        y = super().forward(x)
        self.kept = getattr(self, "kept", np.empty_like(y))
        self.kept[...] = y
        return self.kept


class ReadsMemory(Flatten):
    def forward(self, x):
        y = super().forward(x)
        return np.asarray(x, float).reshape(y.shape, order="A").copy()


class ArraysOnly(ELU):
    def forward(self, x):
        return super().forward(x + 0.0 if x.shape else x)


class NoHalves(Sigmoid):
    def forward(self, x):
        return super().forward(x).astype(getattr(x, "dtype", float))


class NoIntegersOfNumpy(Dense):
    def __init__(self, n_in, *more, **named):
        assert type(n_in) is int
        super().__init__(n_in, *more, **named)


class WidensFloat32(ELU):
    def __init__(self, alpha=1.0):
        super().__init__(alpha)
        self.alpha = alpha


class WidenedByItsTargetsError(MeanSquaredError):
    def forward(self, y, t):
        self.wide = 0 * np.sum(np.asarray(t, float))
        return super().forward(y, t) + self.wide


class NothingOfNothing(PReLU):
    def backward(self, dy):
        dx = super().backward(dy)
        self.grads["a"] = self.grads["a"] * (dy.size / dy.size if dy.size else np.nan)
        return dx


class ReturnsWhatItWasGiven(Flatten):
    def backward(self, dy):
        return dy.reshape(self.shape)


class ReturnsItsCache(Sigmoid):
    def forward(self, x):
        super().forward(x)
        return self.y


class InPlaceSquaredError(MeanSquaredError):
    def share(self, dL):
        dL = np.asarray(dL)
        if dL.flags.writeable and self.reduction == "mean":
            dL /= 1.0
            dL += 1e-9
        return super().share(dL)


class UpstreamOf2(L2):
    def backward(self, dL=2.0):
        return super().backward(dL)


class InfersUnlessTold(BatchNorm):
    def forward(self, x, training=False):
        return super().forward(x, training)


class DropsNothingUnlessTold(Dropout):
    def forward(self, x, training=False, mask=None):
        return super().forward(x, training, mask)


class WidensWithoutDx(FastConv2d):
    def backward(self, dy, need_dx=True):
        dx = super().backward(dy, need_dx)
        if not need_dx:
            self.grads["W"] = self.grads["W"] * 1.01
        return dx


class PaddedEmptiness(FastConv2d):
    def backward(self, dy, need_dx=True):
        dx = super().backward(dy, need_dx)
        return dx if need_dx else np.empty((len(dx), 0, *self.x.shape[2:]))


class KeepsTheGradientItself(Momentum):
    def update_one(self, name, w, g):
        last = self.state.setdefault("last", {}).get(name, 0 * g)
        super().update_one(name, w, g + 0 * last)
        self.state["last"][name] = g


class RemembersTheLastGradient(Momentum):
    last = None

    def update_one(self, name, w, g):
        super().update_one(name, w, g if name != "W" or self.last is None else self.last)
        if name == "W":
            self.last = g


class FollowsMemory(Adagrad):
    def update_one(self, name, w, g):
        super().update_one(name, w, g.ravel(order="K").reshape(w.shape))


def takes_no_lists(d, y):
    return cross_entropy_error(d, y.astype(float))


def clips_in_numpys_type(g, max_norm, epsilon=0.0):
    return clip_by_norm(g, max_norm, epsilon) * (max_norm / max_norm)


BROKEN = [
    ("dense", GradientsThatAccumulate, "a second call gives another dW"),
    ("sigmoid", OneBufferForAllResults, "the next call changes the y that was returned before"),
    ("flatten", ReadsMemory, "arrays in another order in memory give another y"),
    ("elu", ArraysOnly, "lists: "),
    ("sigmoid", NoHalves, "another y than float64"),
    ("dense", NoIntegersOfNumpy, "numbers of numpy: AssertionError"),
    ("elu", WidensFloat32, "NumPy's own numbers as arguments make y float64"),
    ("mean_squared_error", WidenedByItsTargetsError, "beside a float32 x makes loss float64"),
    ("prelu", NothingOfNothing, "no examples give a da that is not finite"),
    ("flatten", ReturnsWhatItWasGiven, "the dx that is returned shares its memory with dy"),
    ("sigmoid", ReturnsItsCache, "who changes y that was returned changes what backward gives"),
    ("mean_squared_error", InPlaceSquaredError, "the scalar that backward is given is changed"),
    ("l2", UpstreamOf2, "backward without an argument gives another dW than with 1"),
    ("batch_norm", InfersUnlessTold, "forward does not train unless it is told otherwise"),
    ("dropout", DropsNothingUnlessTold, "forward does not train unless it is told otherwise"),
    ("conv2d", WidensWithoutDx, "backward without dx gives another dW"),
    ("conv2d", PaddedEmptiness, "without dx, it is not empty"),
    ("momentum", KeepsTheGradientItself, "shares its memory with a parameter or a gradient"),
    ("momentum", RemembersTheLastGradient, "a gradient's array that is used again gives another"),
    ("adagrad", FollowsMemory, "arrays in another order in memory give another W"),
    ("cross_entropy_error", takes_no_lists, "lists: AttributeError"),
    ("clip_by_norm", clips_in_numpys_type, "NumPy's own numbers as arguments make y float64"),
]


@pytest.mark.parametrize(
    ("name", "broken", "said"), BROKEN, ids=[broken.__name__ for _, broken, _ in BROKEN]
)
def test_a_broken_promise_is_a_finding(name, broken, said):
    concept = CONCEPTS[name]
    record = recorded_references.load(concept)
    findings = judge(concept, broken, record, with_promises=True)
    notes = [f.note for f in findings if f.verdict == "differ" and f.role == "contract"]
    assert any(said in note for note in notes), notes


@pytest.fixture(scope="module")
def answered(recorded):
    """What NumPy answered in a run of everything, by concept, case and type: it tries them all."""
    return {event[1].key: event[1] for event in recorded[1] if isinstance(event, tuple)}


@every(name=CONCEPTS)
def test_ours_keeps_every_promise_in_both_forms(name, answered):
    concept = CONCEPTS[name]
    for case in concept.cases:
        if case.on_request or "float64" not in case.dtypes:
            continue
        reply = answered[name, case.name, "float64"]
        for form in [reply.evaluation, *([reply.fast] if concept.fast else [])]:
            assert form.broken == [], case.name


ONE_OF_EACH_KIND = {
    c.kind: c.name for c in CONCEPTS.values() if not any(k.on_request for k in c.cases)
}


def test_a_run_tries_them_on_every_case_in_float64():
    jobs = make_plan([*ONE_OF_EACH_KIND.values(), "relu", "avg_pool2d", "adam"]).jobs()
    assert {CONCEPTS[job.case.concept].kind for job in jobs["numpy"]} == {
        concept.kind for concept in CONCEPTS.values()
    }
    assert all(job.with_promises for job in jobs["numpy"] if job.dtype == "float64"
               and "@" not in job.case.name)  # fmt: skip
    assert not any(job.with_promises for name in jobs if name != "numpy" for job in jobs[name])
    (relu, *_) = [job for job in jobs["numpy"] if job.case.concept == "relu"]
    from parity.harness.evaluators import numpy_evaluator
    from parity.harness.processes.worker import answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(promises, "OF_PASSES", (lambda trial: "it sulks",))
        assert answer(numpy_evaluator, relu).evaluation.broken == ["it sulks"]
