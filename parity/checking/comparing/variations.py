"""Which convention and which fixed constants the user's code follows.

Code that has no argument for something fixes it: an epsilon of 10e-7, a loss summed or averaged,
momentum on one side or the other. Our implementation can be told any of them, so each is tried, and
the code is judged under the one that explains most.
"""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from numpy_impl.activations.softmax import Softmax
from parity.checking.comparing.comparison import Comparison, compare
from parity.checking.comparing.trial import Trial
from parity.checking.reading.sessions.session import IMPLIED, defaults_of
from parity.describing.concept import Concept, Convention, DrawnCase
from parity.harness.evaluators import numpy_evaluator
from parity.harness.evaluators.evaluation import Evaluation
from parity.harness.mistakes import with_mistake
from parity.harness.recorded_references import Record

CONSTANTS: dict[str, tuple[float, ...]] = {
    "epsilon": (1e-7, 1e-8, 1e-5, 1e-6, 1e-3, 1e-10, 1e-12, 1e-4, 1e-9, 1e-15, 0.0),
    "momentum": (0.9, 0.99, 0.1, 0.95),
    "rho": (0.99, 0.9, 0.95),
    "beta1": (0.9,),
    "beta2": (0.999,),
    "slope": (0.01, 0.2, 0.3, 0.1),
    "alpha": (1.0, 1e-4),
    "rate": (0.5, 0.01, 0.1),
    "lr": (0.01, 0.001, 0.1),
    "h": (1e-4, 1e-5, 1e-3, 1e-6, 1e-7),
    "initial_accumulator": (0.0, 0.1),
    "sigma": (0.01,),
}
"""Values that people fix in their code, the usual first."""

MOST = 400
"""How many combinations are tried."""

NEARER = 4.0
"""How many digits in all another variation must be nearer, where as much agrees."""

PROBES = 3
"""On how many cases combinations are tried before all cases are judged under the best."""


@dataclass(frozen=True)
class Variation:
    """What the user's code is taken to follow.

    Attributes:
        fixed: our arguments that the code fixes, and to what.
        conventions: conventions besides.
        buffers: what running statistics start from where the code cannot be given them.
    """

    fixed: Mapping[str, Any] = field(default_factory=dict)
    conventions: tuple[Convention, ...] = ()
    buffers: Mapping[str, float] = field(default_factory=dict)

    def applied(self, case: DrawnCase, defaults: Mapping[str, Any]) -> DrawnCase:
        """Return the case as our implementation is given it."""
        config = {**case.config, **self.fixed}
        for convention in self.conventions:
            for name, value in convention.config.items():
                now = config.get(name, defaults.get(name))
                config[name] = _turned(value, now, {**defaults, **config})
        buffers = {
            name: np.full_like(array, self.buffers[name]) if name in self.buffers else array
            for name, array in case.buffers.items()
        }
        if config == case.config and not self.buffers:
            return case
        return replace(case, config=config, buffers=buffers)


def _turned(value: Any, now: Any, config: Mapping[str, Any]) -> Any:
    """Return a convention's value for an argument: a constant, or made from the case's own."""
    if not callable(value) or now is None:
        return value
    return value(now, config) if value.__code__.co_argcount == 2 else value(now)


class Referee:
    """Compares trials with the references under a variation."""

    def __init__(self, concept: Concept, record: Record | None) -> None:
        self.concept, self.record = concept, record
        self.defaults = defaults_of(concept)
        self._cache: dict[Any, Evaluation] = {}

    def references(self, trial: Trial, variation: Variation) -> dict[str, Evaluation]:
        """Return what is right for a trial: the records where they hold, else ours."""
        case = variation.applied(trial.case, self.defaults)
        if self._standard(trial, case) and not any(c.like for c in variation.conventions):
            recorded = self._recorded(case)
            if recorded:
                return recorded
        return {"numpy": self.ours(trial, case, self.implementation(variation))}

    def implementation(self, variation: Variation) -> Any:
        """Return our implementation as the variation has it; None for the plain one."""
        for convention in variation.conventions:
            if convention.like:
                mistake = next(m for m in self.concept.mistakes if m.name == convention.like)
                return with_mistake(self.concept, mistake)
        return None

    def _standard(self, trial: Trial, case: DrawnCase) -> bool:
        same = {**self.defaults, **case.config} == {**self.defaults, **trial.case.config}
        return (
            same
            and not trial.altered
            and all(case.buffers[name] is trial.case.buffers[name] for name in case.buffers)
        )

    def _recorded(self, case: DrawnCase) -> dict[str, Evaluation]:
        if self.record is None or not self.record.covers(case):
            return {}
        found = {
            framework: self.record.evaluations.get((framework, case.name, "float64"))
            for framework in ("torch", "keras")
        }
        return {name: evaluation for name, evaluation in found.items() if evaluation}

    def ours(self, trial: Trial, case: DrawnCase, subject_class: Any = None) -> Evaluation:
        """Return what our implementation gives for a case."""
        with np.errstate(all="ignore"):
            evaluation = numpy_evaluator.evaluate(case, "float64", subject_class)
        if trial.odd.get("probabilities"):
            evaluation.quantities["y"] = Softmax().forward(evaluation.quantities["y"])
        for name, array in trial.extra.items():
            evaluation.add("forward", name, array)
        return evaluation

    def condition(self, trial: Trial) -> Mapping[str, float]:
        """Return how strongly the case's quantities react to its inputs."""
        if self.record is None:
            return {}
        return self.record.conditions.get(trial.case.name.split("/")[0], {})

    def compare(self, trial: Trial, variation: Variation) -> list[Comparison]:
        """Compare a trial under a variation; empty if our implementation refuses the case."""
        if not trial.given.quantities and not trial.bad:
            return []
        try:
            references = self.references(trial, variation)
        except (ValueError, ArithmeticError, LookupError):
            return []
        return compare(trial, references, self.condition(trial))


def fixed_arguments(concept: Concept, trials: Iterable[Trial]) -> list[str]:
    """Return our arguments that the user's code fixes: no trial could pass them."""
    ran = [trial for trial in trials if trial.ran]
    used = set().union(*(trial.used for trial in ran)) if ran else set()
    implied = set(IMPLIED)
    if any("W" in trial.case.params for trial in ran):
        implied.add("kernel_size")
    return [name for name in defaults_of(concept) if name not in used | implied]


def structural(concept: Concept, case: DrawnCase, fixed: Sequence[str]) -> str | None:
    """Return an argument that the case needs, the code fixes, and no constant can stand for."""
    defaults = defaults_of(concept)
    for name in fixed:
        value = case.config.get(name, defaults[name])
        if isinstance(value, str | bool | float) or value == defaults[name]:
            continue
        return name
    return None


def candidates(concept: Concept, name: str) -> list[Any]:
    """Return the values that an argument may be fixed to, the likeliest first."""
    default = defaults_of(concept)[name]
    seen = [case.config[name] for case in concept.cases if name in case.config]
    if isinstance(default, bool | str):
        values = [default, *seen, *(not v for v in [default] if isinstance(v, bool))]
    elif isinstance(default, float):
        values = [default, *CONSTANTS.get(name, ()), *seen] if name in CONSTANTS else [default]
    else:
        values = [default]
    same_kind = [v for v in values if isinstance(v, str) == isinstance(default, str)]
    return list(dict.fromkeys(same_kind))


def variations(concept: Concept, trials: Sequence[Trial]) -> Iterable[Variation]:
    """Yield what the code may follow, the simplest first."""
    fixed = fixed_arguments(concept, trials)
    choices = [candidates(concept, name) for name in fixed]
    starts = buffer_starts(trials)
    combinations = sorted(
        itertools.islice(itertools.product(*choices), MOST),
        key=lambda values: sum(v != c[0] for v, c in zip(values, choices, strict=True)),
    )
    meant = [c for c in concept.conventions if c.config and not set(c.config) & set(fixed)]
    for conventions in ((), *((c,) for c in meant), *itertools.combinations(meant, 2)):
        for start in starts:
            for values in combinations:
                yield Variation(dict(zip(fixed, values, strict=True)), conventions, start)


def buffer_starts(trials: Sequence[Trial]) -> list[dict[str, float]]:
    """Return what running statistics may start from where they could not be set."""
    ran = [trial for trial in trials if trial.ran and trial.case.buffers]
    if not ran or all(set(trial.case.buffers) <= trial.used for trial in ran):
        return [{}]
    names = list(ran[0].case.buffers)
    unset = [n for n in names if not any(n in trial.used for trial in ran)]
    if not unset:
        return [{}]
    return [
        dict(zip(unset, values, strict=True))
        for values in itertools.product((0.0, 1.0), repeat=len(unset))
    ]


def search(
    concept: Concept, referee: Referee, trials: Sequence[Trial]
) -> tuple[Variation, list[list[Comparison]]]:
    """Return the variation that explains most, and the comparisons of every trial under it."""
    ran = [trial for trial in trials if trial.ran]
    probes = _probes(ran)
    best: Variation | None = None
    best_score: tuple[int, float] = (-1, 0.0)
    full = sum(len(trial.given.quantities) for trial in probes)
    for variation in variations(concept, ran):
        agreed, digits = _score(referee, probes, variation)
        # Where nothing agrees, a few digits more are no reason to think of another convention.
        if agreed > best_score[0] or (agreed == best_score[0] and digits > best_score[1] + NEARER):
            best, best_score = variation, (agreed, digits)
        if agreed == full:
            break
    best = best or Variation()
    compared = [referee.compare(trial, best) for trial in trials]
    for convention in concept.conventions:
        if convention.like:
            other = replace(best, conventions=(*best.conventions, convention))
            again = [referee.compare(trial, other) for trial in trials]
            if _fine(again) > _fine(compared):
                best, compared = other, again
    return best, compared


def _fine(compared: Sequence[Sequence[Comparison]]) -> int:
    return sum(comparison.fine for comparisons in compared for comparison in comparisons)


def _probes(ran: Sequence[Trial]) -> list[Trial]:
    """Return the trials that tell most: no stumble, no kink, all quantities; of each mode one."""
    clean = [t for t in ran if not t.stumble and not t.case.kink] or list(ran)
    modes: dict[Any, Trial] = {}
    for trial in clean:
        modes.setdefault((trial.case.training, len(trial.case.inputs) > 1), trial)
    chosen = list(modes.values())[:PROBES]
    return chosen + [t for t in clean if t not in chosen][: PROBES - len(chosen)]


def _score(referee: Referee, probes: Sequence[Trial], variation: Variation) -> tuple[int, float]:
    """Return how many quantities agree, and then how near the others are."""
    agreed = 0
    digits = 0.0
    for trial in probes:
        for comparison in referee.compare(trial, variation):
            agreed += int(comparison.fine)
            digits += comparison.digits or 0.0
    return agreed, digits


def usual(name: str, value: Any) -> bool:
    """Tell whether people fix an argument to this value."""
    return value in CONSTANTS.get(name, ())


def signature_defaults(obj: Any) -> dict[str, Any]:
    """Return the defaults in the user's own signature."""
    try:
        parameters = inspect.signature(obj).parameters.values()
    except (TypeError, ValueError):
        return {}
    return {p.name: p.default for p in parameters if p.default is not inspect.Parameter.empty}
