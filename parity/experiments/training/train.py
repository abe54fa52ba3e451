"""One run, from its start to its result, in whichever framework."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from parity.experiments.data.synthetic import NEAR, Task
from parity.experiments.planning.plan import Run
from parity.experiments.results import Curve, RunResult
from parity.experiments.setting import Setting
from parity.experiments.training.drawing import Drawn, draw
from parity.experiments.training.pretraining import pretrained
from parity.experiments.training.trainers import Part, Session
from parity.harness import environment
from parity.harness.evaluators.subject import dotted

if TYPE_CHECKING:
    from parity.experiments.data.load import Data

MOST_COEFFICIENTS = 10
"""A linear regression with at most so many weights has them among its final figures."""


def train(run: Run, data: Data | None, session: Session) -> RunResult:
    """Carry out ``run`` in ``session``, which is of the run's framework.

    Args:
        run: what to train.
        data: what to train on; ``None`` where the setting makes its own.
        session: as :func:`parity.experiments.training.trainers.open_session` gives it.

    Raises:
        ValueError: if the setting makes no sense.
    """
    if "path" in run.setting.options:
        from parity.experiments.training.paths import walk

        return walk(run, session)
    if "sequences" in run.setting.options:
        from parity.experiments.training.translation import learn

        return learn(run, session)
    started = time.perf_counter()
    drawn = draw(run.setting, run.key.seed, data)
    if "pretrained" in run.setting.options:
        drawn = pretrained(drawn, run.key.seed, data)
    session.begin(drawn)
    extra = _parameters("start", drawn, session)
    losses = np.empty(drawn.iterations)
    steps, train_accuracy, test_accuracy = drawn.checks(), [], []
    measured = _Measured(drawn, session)
    done = 0
    segments = drawn.segments()
    for check in steps:
        while done < check:
            segment = next(segments)
            losses[segment.first : segment.end] = session.steps(segment)
            done = segment.end
        measured.take(done)
        train_accuracy.append(measured.train_accuracy(done))
        test_accuracy.append(accuracy(drawn.task, measured.scores["test"], drawn.task.t_test))
    at = np.array(steps)
    shown = losses[at - 1] if len(losses) else np.full(len(at), np.nan)
    curve = Curve(at, shown, np.array(train_accuracy), np.array(test_accuracy))
    return RunResult(
        key=run.key,
        final={**measured.final(curve), **_of_last_pass(drawn, losses)},
        curve=curve,
        losses=losses,
        extra={**extra, **_parameters("end", drawn, session), **session.observed()},
        seconds=time.perf_counter() - started,
        versions=environment.framework_version(run.key.framework),
    )


class _Measured:
    """What is measured at a check: the scores on the test data, and on the training data."""

    def __init__(self, drawn: Drawn, session: Session) -> None:
        self.drawn, self.session = drawn, session
        self.scores: dict[Part, np.ndarray] = {}
        setting = drawn.setting
        self.on_all = setting.train_accuracy == "training_set" or "task" in setting.options

    def take(self, done: int) -> None:
        """Compute the scores after ``done`` steps; of a small task's training data, at the end."""
        self.scores["test"] = self.session.scores("test")
        on_set = self.drawn.setting.train_accuracy == "training_set"
        if self.on_all and (on_set or done == self.drawn.iterations):
            self.scores["train"] = self.session.scores("train")

    def train_accuracy(self, done: int) -> float:
        """Return what the reports call "train", after ``done`` steps."""
        task = self.drawn.task
        if self.drawn.setting.train_accuracy == "training_set":
            return accuracy(task, self.scores["train"], task.t_train)
        chosen = self.drawn.batches[done - 1] if done else self.drawn.first_batch
        return accuracy(task, self.session.scores("train", chosen), task.t_train[chosen])

    def final(self, curve: Curve) -> dict[str, float]:
        """Return the figures at the end."""
        task, setting = self.drawn.task, self.drawn.setting
        final: dict[str, float] = {}
        if self.drawn.iterations:
            final["loss"] = float(curve.loss[-1])
        final["test_loss"] = _loss(setting, self.scores["test"], task.t_test)
        if "train" in self.scores:
            final["train_loss"] = _loss(setting, self.scores["train"], task.t_train)
        if task.kind == "regression":
            if not setting.hidden and "sizes" in self.drawn.case.config:
                final.update(_coefficients(self.session.parameters()))
            return final
        final["train_accuracy"] = float(curve.train_accuracy[-1])
        final["test_accuracy"] = float(curve.test_accuracy[-1])
        if task.kind != "near":
            final["predicted_classes"] = float(
                len(np.unique(answers(task, self.scores["test"]), axis=0))
            )
        return final


def accuracy(task: Task, scores: np.ndarray, t: np.ndarray) -> float:
    """Return the share of right answers; NaN for a regression."""
    if task.kind == "regression":
        return float("nan")
    if task.kind == "near":
        return float(np.mean(np.abs(scores - t) < NEAR))
    right = answers(task, scores) == (t if task.kind == "classes" else t > 0.5)
    return float(np.mean(right.all(axis=(1, 2)) if task.kind == "sums" else right))


def answers(task: Task, scores: np.ndarray) -> np.ndarray:
    """Return the class, or the bits, that the scores say."""
    if task.kind == "classes":
        return scores.argmax(axis=1)
    return scores > (0 if task.kind == "binary" else 0.5)


def _loss(setting: Setting, scores: np.ndarray, t: np.ndarray) -> float:
    """Return the loss without a penalty, computed alike for every framework."""
    loss = dotted(f"numpy_impl.{setting.loss}")()
    with np.errstate(all="ignore"):
        return float(loss.forward(scores.astype(np.float64), t))


def _of_last_pass(drawn: Drawn, losses: np.ndarray) -> dict[str, float]:
    """Return the mean loss of the steps of the last pass over the data, as Keras prints it."""
    options = drawn.setting.options
    if "epochs" not in options and options.get("sampling") != "epochs":
        return {}
    steps = -(-len(drawn.task.x_train) // drawn.setting.batch)
    sizes = [len(batch) for batch in drawn.batches[-steps:]]
    return {"epoch_loss": float(np.average(losses[-steps:], weights=sizes))}


def _parameters(when: str, drawn: Drawn, session: Session) -> dict[str, np.ndarray]:
    if not drawn.setting.options.get("parameters"):
        return {}
    return {f"parameters.{when}.{name}": a for name, a in session.parameters().items()}


def _coefficients(params: dict[str, np.ndarray]) -> dict[str, float]:
    W = params["dense1.W"].ravel()
    if len(W) > MOST_COEFFICIENTS:
        return {}
    found = {f"W{i}": float(w) for i, w in enumerate(W)}
    return found | {f"b{i}": float(b) for i, b in enumerate(params.get("dense1.b", ()))}
