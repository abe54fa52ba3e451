"""A model that learns to turn sequences around, as a run.

The words are drawn anew for each step, so nothing can be learned by heart. As they are drawn
independently of each other, the word before tells nothing of the next: whoever is right at every
step, taught by the right words, also writes the sequence alone.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

import numpy as np

from numpy_impl.models.time_softmax_cross_entropy import TimeSoftmaxCrossEntropy
from numpy_impl.transformer.transformer import Transformer
from parity.describing.concept import DrawnCase
from parity.experiments.data.synthetic import Task
from parity.experiments.planning.plan import Run
from parity.experiments.results import Curve, RunResult
from parity.experiments.setting import Setting
from parity.experiments.training.drawing import Drawn, stream
from parity.experiments.training.trainers import Session
from parity.harness import environment
from parity.harness.evaluators.numpy_evaluator import construct
from parity.harness.evaluators.subject import dotted

TESTED = 200
"""How many sequences are tested."""

START = 0
"""The word with which every target begins; no other is this."""


def learn(run: Run, session: Session) -> RunResult:
    """Train as ``run`` says; ``extra`` has ``attention`` (T, S), the mean of the weights.

    Among the final figures ``test_accuracy`` is the share of words that are right, ``whole`` that
    of sequences without a wrong one.
    """
    started = time.perf_counter()
    setting, seed = run.setting, run.key.seed
    rng = stream(setting, seed, "data")
    x_test, t_test = sequences(rng, setting, TESTED)
    case = _case(setting, seed)
    task = Task("classes", x_test, t_test, x_test, t_test, setting.config["vocab"])
    session.begin_taught(Drawn(setting, task, case, [], {}, {}, seed))
    every = max(1, setting.iterations // 20)
    steps = sorted({*range(every, setting.iterations + 1, every), setting.iterations})
    losses = np.empty(setting.iterations)
    words_right: list[float] = []
    found: dict[str, Any] = {}
    for step in range(1, setting.iterations + 1):
        losses[step - 1] = session.taught(*sequences(rng, setting, setting.batch))
        if step in steps:
            found = _tested(case, session.parameters(), x_test, t_test)
            words_right.append(found["words"])
    at = np.array(steps)
    return RunResult(
        key=run.key,
        final={
            "loss": float(losses[-1]),
            "test_loss": float(found["loss"]),
            "test_accuracy": float(found["words"]),
            "whole": float(found["whole"]),
        },
        curve=Curve(at, losses[at - 1], np.full(len(at), np.nan), np.array(words_right)),
        losses=losses,
        extra={"attention": found["attention"]} if "attention" in found else {},
        seconds=time.perf_counter() - started,
        versions=environment.framework_version(run.key.framework),
    )


def sequences(rng: np.random.Generator, setting: Setting, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return sequences (n, S), and the same from their ends behind the first word (n, S + 1)."""
    length, vocab = setting.options["sequences"], setting.config["vocab"]
    x = rng.integers(START + 1, vocab, (n, length))
    return x, np.concatenate([np.full((n, 1), START), x[:, ::-1]], axis=1)


def _case(setting: Setting, seed: int) -> DrawnCase:
    """Return the model with its first weights, as every framework constructs it."""
    own = int(stream(setting, seed, "weights").integers(2**62))
    model = dotted(f"numpy_impl.{setting.network}")(**setting.config, seed=own)
    return DrawnCase(
        concept=setting.network.split(".")[1],
        name=setting.name,
        kind="layer",
        inputs=(),
        params=dict(model.params),
        buffers={},
        upstream=(),
        config=dict(setting.config),
        config_for={},
        training=None,
        differentiable=(),
        images=(),
        kink=False,
        options={},
        keras_layouts=_heads(model.params, setting.config.get("n_heads", 0)),
    )


def _heads(params: Iterable[str], n_heads: int) -> dict[str, str]:
    """Return how Keras keeps what leads into the heads of each attention, and out of them."""
    if not n_heads:
        return {}
    leaves = {name: name.split(".")[-1] for name in params}
    into = ("W_q", "W_k", "W_v", "b_q", "b_k", "b_v")
    found = {name: f"heads_last:{n_heads}" for name, leaf in leaves.items() if leaf in into}
    return found | {
        name: f"heads_first:{n_heads}" for name, leaf in leaves.items() if leaf == "W_o"
    }


def _tested(
    case: DrawnCase, params: dict[str, np.ndarray], x: np.ndarray, t: np.ndarray
) -> dict[str, Any]:
    """Return what a model does with the test data; all frameworks' are measured by NumPy's."""
    model = construct(case, np.dtype(np.float64))
    for name, array in params.items():
        model.params[name][...] = array
    loss_layer = getattr(model, "loss", None)
    if loss_layer is None:
        loss_layer = TimeSoftmaxCrossEntropy()
        loss = loss_layer.forward(model.forward(x, t[:, :-1]), t[:, 1:])
    else:
        loss = model.forward(x, t)
    right = loss_layer.of_tokens.p.argmax(axis=-1) == t[:, 1:]
    found = {"loss": loss, "words": right.mean(), "whole": right.all(axis=1).mean()}
    if hasattr(model, "attention"):
        found["attention"] = model.attention.weights.mean(axis=0)
    elif isinstance(model, Transformer):
        of_heads = model.decoder[-1].cross_attention.attention.weights  # (N, n_heads, T, S)
        found["attention"] = of_heads.mean(axis=(0, 1))
    return found
