"""Our implementation, run wrongly on purpose: at another point, in the other mode ..."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from numpy_impl.activations.softmax import Softmax
from parity.checking.causes.fingerprints.evidence import Evidence, array_of, cause, near
from parity.checking.report import Cause
from parity.describing.concept import DrawnCase
from parity.harness.evaluators import numpy_evaluator
from parity.harness.evaluators.evaluation import Evaluation, split_masks


def derivative_at_output(e: Evidence) -> Cause | None:
    """Find a derivative that was taken at the output, or at the input instead of the output."""
    if e.concept.kind != "layer" or not e.plain.startswith("d"):
        return None
    found = [c for c in e.numbers if not c.case.params and len(c.case.inputs) == 1]
    if not found or len(found) < len(e.numbers):
        return None
    if all(near(array_of(c), at) for c in found for at in _at_output(e, c.case)):
        return cause(
            "derivative_at_output",
            "The derivative is taken at the output y instead of the input x: the function for it "
            "wants what went in, and is given what came out.",
            "微分が入力 x ではなく出力 y で計算されている。"
            "導関数に渡すべきなのは活性化前の値である。",
        )
    for c in found:
        if not any(near(array_of(c), other) for other in _other_caches(e, c.case)):
            return None
    return cause(
        "derivative_at_output",
        "The derivative is taken at the wrong point: a formula in terms of the output y is given "
        "the input x, or the other way round.",
        "微分を計算する点が違う。出力 y で表した式に入力 x を渡しているか、その逆である。",
    )


def _layer(e: Evidence, case: DrawnCase) -> tuple[object, np.ndarray, np.ndarray]:
    applied = e.applied(case)
    subject = numpy_evaluator.construct(applied, np.dtype("float64"))
    x = next(iter(applied.inputs[0].values())).astype(np.float64)
    positional, keywords = split_masks({**applied.inputs[0]})
    mode = {} if case.training is None else {"training": case.training}
    with np.errstate(all="ignore"):
        y = subject.forward(*positional, **mode, **keywords)
    return subject, x, np.asarray(y)


def _at_output(e: Evidence, case: DrawnCase) -> list[np.ndarray]:
    """Return the gradient at the output; one that matches nothing where there is none."""
    try:
        subject, x, y = _layer(e, case)
        if x.shape != y.shape:
            return [np.empty(0)]
        with np.errstate(all="ignore"):
            subject.forward(y)  # type: ignore[attr-defined]
            return [subject.backward(case.upstream[0])]  # type: ignore[attr-defined]
    except Exception:
        return [np.empty(0)]


def _other_caches(e: Evidence, case: DrawnCase) -> Iterator[np.ndarray]:
    """Yield gradients with what forward kept replaced by x or y."""
    try:
        subject, x, y = _layer(e, case)
    except Exception:
        return
    kept = {n: a for n, a in vars(subject).items() if isinstance(a, np.ndarray)}
    for name, array in kept.items():
        for other in (x, y):
            if other.shape != array.shape or np.array_equal(other, array):
                continue
            setattr(subject, name, other)
            try:
                with np.errstate(all="ignore"):
                    yield subject.backward(case.upstream[0])  # type: ignore[attr-defined]
            except Exception:
                continue
            finally:
                setattr(subject, name, array)


def other_mode(e: Evidence) -> Cause | None:
    """Find training done as inference, or inference as training."""
    if not e.numbers or any(c.case.training is None for c in e.numbers):
        return None

    def flipped(case: DrawnCase) -> Evaluation | None:
        return e.ours(replace(case, training=not case.training))

    if not e.same_everywhere(flipped):
        return None
    training = e.numbers[0].case.training
    if training and e.numbers[0].role == "state":
        return cause(
            "missing_term",
            f"{e.plain} is not updated in training: the new value is not stored.",
            f"学習時に {e.plain} が更新されていない。新しい値を保存していない。",
        )
    if training:
        return cause(
            "wrong_condition",
            f"In training {e.plain} is what inference should give: the two are mixed up.",
            f"学習時の {e.plain} が推論時の値になっている。学習と推論が入れ替わっている。",
        )
    return cause(
        "wrong_condition",
        f"In inference {e.plain} is what training would give: the flag is ignored, or the running "
        "statistics are not used.",
        f"推論時の {e.plain} が学習時の計算になっている。フラグを見ていないか、"
        "移動平均の統計量を使っていない。",
    )


def _softmax(a: np.ndarray) -> np.ndarray:
    return Softmax().forward(a) if a.ndim else np.ones_like(a)  # of one number it is 1


INTO: tuple[tuple[str, Callable[[np.ndarray], np.ndarray]], ...] = (
    ("softmax", _softmax),
    ("sigmoid", lambda a: 1 / (1 + np.exp(-a))),
    ("tanh", np.tanh),
    ("ReLU", lambda a: np.maximum(a, 0)),
    ("exp", np.exp),
    ("log", np.log),
    ("abs", np.abs),
    ("square", np.square),
    ("sqrt", np.sqrt),
)
"""Functions through which an input goes by mistake."""


def transformed_input(e: Evidence) -> Cause | None:
    """Find an input that goes through a function first, which does not belong there."""
    if e.concept.kind not in ("layer", "loss", "function") or not e.numbers:
        return None
    for name in e.numbers[0].case.inputs[0]:
        if name == "t" or e.numbers[0].case.inputs[0][name].dtype.kind != "f":
            continue
        for title, function in INTO:
            if e.same_everywhere(_into(e, name, function)):
                return cause(
                    "other_formula",
                    f"{e.plain} is what comes out if {name} is put through {title} first.",
                    f"{e.plain} は、{name} を先に {title} に通したときの値になっている。",
                )
    return None


def _into(
    e: Evidence, name: str, function: Callable[[np.ndarray], np.ndarray]
) -> Callable[[DrawnCase], Evaluation | None]:
    def run(case: DrawnCase) -> Evaluation | None:
        with np.errstate(all="ignore"):
            inputs = tuple(
                {n: function(a) if n == name else a for n, a in drawn.items()}
                for drawn in case.inputs
            )
        return e.ours(replace(case, inputs=inputs))

    return run


def another_concept(e: Evidence) -> Cause | None:
    """Find another concept of the same group that gives exactly these numbers."""
    from parity.harness.evaluators.subject import implementation
    from parity.harness.registry import all_concepts

    if e.concept.kind not in ("layer", "loss", "optimizer") or not e.numbers:
        return None
    for other in all_concepts().values():
        if other.group != e.concept.group or other.kind != e.concept.kind:
            continue
        if other.name == e.concept.name or set(other.weights) != set(e.concept.weights):
            continue
        twin = implementation("numpy", other)
        if e.same_everywhere(_as(e, twin)):
            return cause(
                "other_formula",
                f"These are the numbers of {other.name} ({other.title.en}): {other.equation}.",
                f"これは {other.name}({other.title.ja})の値である:{other.equation}",
            )
    return None


def _as(e: Evidence, twin: type) -> Callable[[DrawnCase], Evaluation | None]:
    names = set(inspect.signature(twin).parameters)

    def run(case: DrawnCase) -> Evaluation | None:
        config = {k: v for k, v in case.config.items() if k in names}
        return e.ours(replace(case, config=config), twin)

    return run
