"""Judges initializers: in distribution, since everybody draws other numbers."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from parity.checking.causes.blame import line_to_look_at
from parity.checking.comparing.variations import Referee
from parity.checking.judging.nothing_to_compare import unknown_shape
from parity.checking.loading import crashes
from parity.checking.reading.binding import UnknownShapeError, parameters_of
from parity.checking.reading.sessions.initializers import InitializerSubject, fans_of
from parity.checking.reading.sessions.session import StumbleError
from parity.checking.report import Cause, Crash, Quantity, QuantityVerdict, Report
from parity.describing.concept import NOTHING, DrawnCase, Text, draw_case
from parity.harness.comparing import tolerances
from parity.harness.evaluators import numpy_evaluator
from parity.harness.registry import all_concepts

ENOUGH = 40_000
"""How many numbers are drawn for each case: a scale off by 2 % shows."""

SIGMAS = 6.0
"""How many standard errors a scale may be off."""


@dataclass
class Drawn:
    """What both drew for one case."""

    case: DrawnCase
    yours: np.ndarray
    right: np.ndarray


def fill(
    report: Report,
    subject: InitializerSubject,
    referee: Referee,
    progress: Callable[[str], None],
) -> None:
    """Draw, compare, and write the answer into ``report``."""
    found, used = [], set()
    reasons: list[Text] = []
    for case in subject.concept.cases:
        drawn = draw_case(subject.concept, case)
        progress(f"call, {case.name}")
        try:
            samples, passed = _draw_enough(subject, drawn)
        except StumbleError as stumble:
            report.crash = crashes.raised(stumble.error, subject.label, f"call, {case.name}")
            return
        except UnknownShapeError as reason:
            reasons.append(reason.text)
            continue
        used |= passed
        if isinstance(samples, Crash):
            report.crash = samples
            return
        found.append((drawn, samples))
    fixed = [n for n in referee.defaults if n not in used and n != "seed"]
    pairs = [
        Drawn(drawn, samples, _ours(drawn))
        for drawn, samples in found
        if all(drawn.config.get(n, referee.defaults[n]) == referee.defaults[n] for n in fixed)
    ]
    if not pairs:
        why = reasons[0] if reasons else Text("no case fits", "受け取れるケースがない")
        report.crash = unknown_shape(subject.label, subject.concept, why)
        return
    report.cases = len(pairs)
    repeats = _repeats(subject, pairs[0].case)
    report.quantities = [_row(pairs, "scale", _scale), _row(pairs, "samples", _samples)]
    if not repeats:
        note = Text("one seed, two results", "同じシードで結果が異なる")
        report.quantities.append(
            Quantity("seed", None, "differ", pairs[0].case.name, 0, 1, note=note)
        )
    wrong = next((q for q in report.quantities if q.verdict == "differ"), None)
    report.verdict = "differs" if wrong else "agrees"
    if wrong:
        report.first_wrong = wrong.quantity
        line = line_to_look_at(subject, subject.target, "W", "forward")
        causes = _causes(pairs, subject) if wrong.quantity != "seed" else [IGNORES_THE_SEED]
        report.causes = [replace(cause, line=line) for cause in causes]


def _draw_enough(
    subject: InitializerSubject, case: DrawnCase
) -> tuple[np.ndarray | Crash, set[str]]:
    """Draw until there are enough numbers."""
    shape = tuple(case.options["shape"])
    np.random.seed(0)  # noqa: NPY002 (the user's code may draw from there)
    parts: list[np.ndarray] = []
    used: set[str] = set()
    for seed in range(math.ceil(ENOUGH / math.prod(shape))):
        drawn, used = subject.draw(case, seed)
        array = np.asarray(drawn)
        if array.dtype.kind not in "fiu" or array.shape != shape:
            expected = f"an array of numbers of shape {shape}"
            got = f"{array.dtype}, shape {array.shape}"
            return Crash(
                "wrong_result",
                Text(
                    f"{subject.label} gives {got}; {expected} was expected.",
                    f"{subject.label} の結果は {got} である。形 {shape} の実数の配列が必要である。",
                ),
            ), used
        parts.append(array.astype(np.float64).ravel())
    return np.concatenate(parts), used


IGNORES_THE_SEED = Cause(
    "global_random",
    Text(
        "It takes a seed and draws from NumPy's global random state all the same, so the seed "
        "repeats nothing: make a generator, np.random.default_rng(seed).",
        "シードを受け取りながら NumPy のグローバルな乱数状態から引いているため、シードで再現でき"
        "ない。np.random.default_rng(seed) で生成器を作るとよい。",
    ),
)


def _repeats(subject: InitializerSubject, case: DrawnCase) -> bool:
    """Tell whether a seed, if the code takes one, repeats the numbers."""
    target = subject.target
    called = [target, target.__call__] if inspect.isclass(target) else [target]
    named = {p.name for function in called for p in parameters_of(function) or []}
    if not named & {"seed", "rng", "random_state", "generator"}:
        return True
    first, _ = subject.draw(case, 3)
    again, _ = subject.draw(case, 3)
    return bool(np.array_equal(np.asarray(first), np.asarray(again)))


def _ours(case: DrawnCase) -> np.ndarray:
    shape = tuple(case.options["shape"])
    parts = []
    for seed in range(math.ceil(ENOUGH / math.prod(shape))):
        again = replace(case, options={**case.options, "seed": 10_000 + seed})
        evaluation = numpy_evaluator.evaluate(again, "float64")
        parts.append(evaluation.quantities["samples"].ravel())
    return np.concatenate(parts)


def _scale(pair: Drawn) -> tuple[float, float]:
    """Return the relative error of the standard deviation, and what it may be."""
    right = float(pair.right.std())
    if not right:
        return float(np.abs(pair.yours).max()), 0.0
    error = abs(float(pair.yours.std()) / right - 1) + abs(float(pair.yours.mean())) / right
    return error, SIGMAS * 2 / math.sqrt(pair.yours.size)


def _samples(pair: Drawn) -> tuple[float, float]:
    """Return the Kolmogorov-Smirnov distance, and what it may be."""
    distance = tolerances.distribution_distance(pair.yours, pair.right)
    return distance, tolerances.distribution_bound(pair.yours.size, pair.right.size)


def _row(
    pairs: list[Drawn], name: str, measure: Callable[[Drawn], tuple[float, float]]
) -> Quantity:
    measured = [(*measure(pair), pair.case.name) for pair in pairs]
    error, bound, case = max(measured, key=lambda m: m[0] - m[1])
    agreed = sum(error <= bound for error, bound, _ in measured)
    verdict: QuantityVerdict = "agree" if agreed == len(pairs) else "differ"
    note = NOTHING
    if name == "samples":
        note = Text("in distribution", "分布で比較")
    return Quantity(name, None, verdict, case, agreed, len(pairs), error, bound, note)


def _causes(pairs: list[Drawn], subject: InitializerSubject) -> list[Cause]:
    """Return what the scale and the distribution point to."""
    causes = []
    if all(abs(p.yours.mean()) > 0.3 * p.yours.std() for p in pairs):
        causes.append(
            Cause(
                "other_formula",
                Text(
                    f"The numbers are not centred at 0: their mean is {pairs[0].yours.mean():.3g}. "
                    "Weights must be drawn on both sides of 0.",
                    f"平均が 0 でなく {pairs[0].yours.mean():.3g} である。"
                    "重みは 0 の両側から引く必要がある。",
                ),
            )
        )
    own = subject.concept.name
    for other in all_concepts().values():
        if other.kind != "initializer" or other.name == own or len(causes) > 1:
            continue
        if all(_like(pair, other.name) for pair in pairs):
            causes.append(
                Cause(
                    "other_formula",
                    Text(
                        f"This is {other.name} ({other.title.en}): {other.equation}.",
                        f"これは {other.name}({other.title.ja})である:{other.equation}",
                    ),
                )
            )
    wrong = [p for p in pairs if any(e > b for e, b in (_scale(p), _samples(p)))]
    pairs = [p for p in wrong if p.right.std()] or pairs
    ratio = [float(p.yours.std() / p.right.std()) for p in pairs if p.right.std()]
    if ratio and all(abs(p.yours.std() / p.right.var() - 1) < 0.02 for p in pairs):
        causes.append(
            Cause(
                "constant_factor",
                Text(
                    "The variance is used as the standard deviation: a root is missing.",
                    "分散をそのまま標準偏差として使っている(平方根が抜けている)。",
                ),
            )
        )
    for text, value in _factors(pairs):
        if ratio and all(abs(r / v - 1) < 0.02 for r, v in zip(ratio, value, strict=False)):
            causes.append(
                Cause(
                    "constant_factor",
                    Text(
                        f"The standard deviation is {text.en} times what it should be "
                        f"({ratio[0]:.3g} in case {pairs[0].case.name}).",
                        f"標準偏差が正しい値の {text.ja} 倍になっている"
                        f"(ケース {pairs[0].case.name} では {ratio[0]:.3g} 倍)。",
                    ),
                )
            )
            break
    if not causes and ratio:
        same = all(abs(r - 1) < 0.02 for r in ratio)
        kind = "other_formula" if same else "constant_factor"
        en = (
            "The scale is right, but the distribution is another one"
            if same
            else (f"The standard deviation is {ratio[0]:.3g} times what it should be")
        )
        ja = (
            "標準偏差は正しいが、分布の形が違う"
            if same
            else (f"標準偏差が正しい値の {ratio[0]:.3g} 倍になっている")
        )
        causes.append(Cause(kind, Text(f"{en}.", f"{ja}。")))
    return causes[:3]


def _like(pair: Drawn, name: str) -> bool:
    """Tell whether the numbers are distributed as another initializer's."""
    case: Any = replace(pair.case, concept=name, config={})
    try:
        other = _ours(case)
    except Exception:
        return False
    return all(
        error <= bound for error, bound in
        (measure(Drawn(case, pair.yours, other)) for measure in (_scale, _samples))
    )  # fmt: skip


def _factors(pairs: list[Drawn]) -> list[tuple[Text, list[float]]]:
    fans = [fans_of(tuple(p.case.options["shape"])) for p in pairs]
    return [
        (Text("sqrt(2)", "√2"), [math.sqrt(2)] * len(pairs)),
        (Text("1/sqrt(2)", "1/√2"), [math.sqrt(0.5)] * len(pairs)),
        (Text("2", "2"), [2.0] * len(pairs)),
        (Text("1/2", "1/2"), [0.5] * len(pairs)),
        (Text("sqrt(3)", "√3"), [math.sqrt(3)] * len(pairs)),
        (Text("1/sqrt(3)", "1/√3"), [1 / math.sqrt(3)] * len(pairs)),
        (
            Text("sqrt(fan_in/fan_out)", "√(fan_in/fan_out)"),
            [math.sqrt(i / o) for i, o in fans],
        ),
        (
            Text("sqrt(fan_in/length of axis 0)", "√(fan_in/軸 0 の長さ)"),
            [
                math.sqrt(i / p.case.options["shape"][0])
                for (i, _), p in zip(fans, pairs, strict=True)
            ],
        ),
        (
            Text("1/sqrt(fan_in + fan_out)", "1/√(fan_in + fan_out)"),
            [1 / math.sqrt(i + o) for i, o in fans],
        ),
        (Text("sqrt(fan_in)", "√fan_in"), [math.sqrt(i) for i, _ in fans]),
        (Text("1/sqrt(fan_in)", "1/√fan_in"), [1 / math.sqrt(i) for i, _ in fans]),
    ]  # fmt: skip


__all__ = ["fill"]
