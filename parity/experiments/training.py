"""One run, from its start to its result, in whichever framework."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from parity import environment
from parity.evaluators.subject import dotted
from parity.experiments.drawing import Drawn, draw
from parity.experiments.plan import Run
from parity.experiments.results import Curve, RunResult
from parity.experiments.synthetic import Task
from parity.experiments.trainers import Part, Session

if TYPE_CHECKING:
    from parity.experiments.data import Data

MOST_COEFFICIENTS = 10
"""A linear regression with at most so many weights has them among its final figures."""


def train(run: Run, data: Data | None, session: Session) -> RunResult:
    """Carry out ``run`` in ``session``, which is of the run's framework.

    Args:
        run: what to train.
        data: what to train on; ``None`` where the setting makes its own.
        session: as :func:`parity.experiments.trainers.open_session` gives it.

    Raises:
        ValueError: if the setting makes no sense.
    """
    if "path" in run.setting.options:
        from parity.experiments.paths import walk

        return walk(run, session)
    started = time.perf_counter()
    drawn = draw(run.setting, run.key.seed, data)
    session.begin(drawn)
    losses = np.empty(drawn.iterations)
    steps, train_accuracy, test_accuracy = drawn.checks(), [], []
    scores: dict[Part, np.ndarray] = {}
    done = 0
    segments = drawn.segments()
    for check in steps:
        while done < check:
            segment = next(segments)
            losses[segment.first : segment.end] = session.steps(segment)
            done = segment.end
        train_accuracy.append(_train_accuracy(drawn, session, done))
        scores["test"] = session.scores("test")
        test_accuracy.append(accuracy(drawn.task, scores["test"], drawn.task.t_test))
    at = np.array(steps)
    shown = losses[at - 1] if len(losses) else np.full(len(at), np.nan)
    curve = Curve(at, shown, np.array(train_accuracy), np.array(test_accuracy))
    return RunResult(
        key=run.key,
        final=_final(drawn, session, curve, scores["test"]),
        curve=curve,
        losses=losses,
        extra=session.observed(),
        seconds=time.perf_counter() - started,
        versions=environment.framework_version(run.key.framework),
    )


def accuracy(task: Task, scores: np.ndarray, t: np.ndarray) -> float:
    """Return the share of right answers; NaN for a regression."""
    if task.kind == "classes":
        return float(np.mean(scores.argmax(axis=1) == t))
    if task.kind == "binary":
        return float(np.mean((scores > 0) == (t > 0.5)))
    return float("nan")


def _train_accuracy(drawn: Drawn, session: Session, done: int) -> float:
    if drawn.task.kind == "regression":
        return float("nan")
    if drawn.setting.train_accuracy == "training_set":
        return accuracy(drawn.task, session.scores("train"), drawn.task.t_train)
    chosen = drawn.batches[done - 1] if done else drawn.first_batch
    return accuracy(drawn.task, session.scores("train", chosen), drawn.task.t_train[chosen])


def _final(
    drawn: Drawn, session: Session, curve: Curve, scores: np.ndarray
) -> dict[str, float]:
    task = drawn.task
    final: dict[str, float] = {}
    if drawn.iterations:
        final["loss"] = float(curve.loss[-1])
    final["test_loss"] = _loss(drawn, scores, task.t_test)
    if task.kind == "regression":
        final["train_loss"] = _loss(drawn, session.scores("train"), task.t_train)
        if not drawn.setting.hidden and "sizes" in drawn.case.config:
            final.update(_coefficients(session.parameters()))
        return final
    final["train_accuracy"] = float(curve.train_accuracy[-1])
    final["test_accuracy"] = float(curve.test_accuracy[-1])
    answers = scores.argmax(axis=1) if task.kind == "classes" else scores > 0
    final["predicted_classes"] = float(len(np.unique(answers)))
    return final


def _loss(drawn: Drawn, scores: np.ndarray, t: np.ndarray) -> float:
    """Return the loss without a penalty, computed alike for every framework."""
    loss = dotted(f"numpy_impl.{drawn.setting.loss}")()
    with np.errstate(all="ignore"):
        return float(loss.forward(scores.astype(np.float64), t))


def _coefficients(params: dict[str, np.ndarray]) -> dict[str, float]:
    W = params["dense1.W"].ravel()
    if len(W) > MOST_COEFFICIENTS:
        return {}
    found = {f"W{i}": float(w) for i, w in enumerate(W)}
    return found | {f"b{i}": float(b) for i, b in enumerate(params.get("dense1.b", ()))}
