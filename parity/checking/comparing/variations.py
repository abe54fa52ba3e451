"""Which convention and which fixed constants the user's code follows.

Code that has no argument for something fixes it: an epsilon of 10e-7, a loss summed or averaged,
momentum on one side or the other. Our implementation can be told any of them, so each is tried, and
the code is judged under the one that explains most.
"""

from __future__ import annotations

import inspect
import itertools
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from parity.checking.comparing.accepting.single_precision import rounded_to_single
from parity.checking.comparing.cases.narrowing import SETTLED
from parity.checking.comparing.comparison import Comparison, compare
from parity.checking.comparing.remembered import evaluated
from parity.checking.comparing.trial import Trial
from parity.checking.reading.sessions.session import IMPLIED
from parity.describing.concept import Concept, Convention, DrawnCase
from parity.harness.evaluators import numpy_evaluator
from parity.harness.evaluators.evaluation import Evaluation
from parity.harness.evaluators.subject import defaults_of
from parity.harness.mistakes import in_convention
from parity.harness.recorded_references import Record

CONSTANTS: dict[str, tuple[float, ...]] = {
    "epsilon": (1e-7, 1e-8, 1e-5, 1e-6, 1e-3, 1e-10, 1e-12, 1e-4, 1e-9, 1e-15, 1e-2, 2e-5, 0.0),
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
    "base": (2.0,),
}
"""Values that people fix in their code, the usual first."""

MOST = 400
"""How many combinations are tried."""

NEARER = 4.0
"""How many digits in all another variation must be nearer, where as much agrees."""

BOTH = 32
"""How many of them are tried together with a convention that a mistake describes."""

Agreed = tuple[int, int]
"""How many quantities agree, and how many would if float32 were allowed for, which decides a tie:
code that computes in float32 inside agrees under no variation, and is nearest under the right one.
"""
SINGLE = 5.0
"""So many digits are kept where everything is computed in float32."""

PLAINLY = 1.5
"""How many digits more tell two conventions apart under which everything agrees: epsilon in one
place or another makes less of a difference than the bounds, in a case of ordinary numbers."""

ARRAY_OF = {"use_gamma": "gamma", "use_beta": "beta"}
"""Arguments that say whether there is an array: code without the array asks for no argument."""

OTHER_LAYERS = (*ARRAY_OF, "track_running_stats")
"""Arguments that make another layer: code without them is not given the cases that need them."""

MOOT_WITHOUT = {"mean_over": "weight"}
"""Arguments that change nothing unless another one is given."""

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
            config = convention.applied(config, defaults)
        buffers = {
            name: np.full_like(array, self.buffers[name]) if name in self.buffers else array
            for name, array in case.buffers.items()
        }
        if config == case.config and not self.buffers:
            return case
        return replace(case, config=config, buffers=buffers)


class Referee:
    """Compares trials with the references under a variation."""

    def __init__(self, concept: Concept, record: Record | None) -> None:
        self.concept, self.record = concept, record
        self.defaults = defaults_of(concept)
        self._like: dict[str, Any] = {}
        self.began = time.process_time()

    def references(self, trial: Trial, variation: Variation) -> dict[str, Evaluation]:
        """Return what is right for a trial: the records where they hold, else ours."""
        if trial.own.quantities:
            return {"differences": trial.own}
        case = variation.applied(trial.case, self.defaults)
        if self._standard(trial, case) and not any(c.rewrites for c in variation.conventions):
            recorded = self._recorded(trial.case)  # as recorded: defaults are not spelled out there
            if recorded:
                return recorded
        return {"numpy": self.ours(trial, case, self.implementation(variation))}

    def implementation(self, variation: Variation) -> Any:
        """Return our implementation as the variation has it; None for the plain one."""
        for convention in variation.conventions:
            if convention.rewrites:
                if convention.name not in self._like:
                    self._like[convention.name] = in_convention(self.concept, convention)
                return self._like[convention.name]
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

    def ours(
        self, trial: Trial, case: DrawnCase, subject_class: Any = None, remembered: bool = True
    ) -> Evaluation:
        """Return what our implementation gives for a case; one that is tried need not be kept."""
        with np.errstate(all="ignore"):
            if remembered:
                evaluation = evaluated(case, subject_class)
            else:
                evaluation = numpy_evaluator.evaluate(case, "float64", subject_class)
        if "on_top" in trial.odd:
            evaluation.quantities["y"] = trial.odd["on_top"]().forward(evaluation.quantities["y"])
        for name, right in trial.extra.items():
            evaluation.add("forward", name, right(case))
        return evaluation

    def refuses(self, trial: Trial, variation: Variation) -> bool:
        """Tell whether our implementation, with what the code fixes, cannot take a case either."""
        case = variation.applied(trial.case, self.defaults)
        if case is trial.case:
            return False
        try:
            self.ours(trial, case, self.implementation(variation))
        except (ValueError, ArithmeticError, LookupError):
            return True
        return False

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


SHOWN_BY_FEW = ("mean_over",)
"""Arguments, one word or another, that make no difference in most cases."""


def fixed_arguments(concept: Concept, trials: Iterable[Trial]) -> list[str]:
    """Return our arguments that the user's code fixes: no trial could pass them."""
    ran = [trial for trial in trials if trial.ran]
    used = set().union(*(trial.used for trial in ran)) if ran else set()
    implied = set(IMPLIED)
    held = set().union(*(trial.case.params for trial in ran))
    implied |= {name for name, array in ARRAY_OF.items() if array not in held}
    implied |= {name for trial in ran for name in trial.case.options.get(SETTLED, ())}
    if any(trial.case.weights for trial in ran):
        implied.add("kernel_size")
    return [name for name in defaults_of(concept) if name not in used | implied]


def structural(concept: Concept, case: DrawnCase, fixed: Sequence[str]) -> str | None:
    """Return an argument that the case needs, the code fixes, and no constant can stand for."""
    defaults = defaults_of(concept)
    for name in fixed:
        value = case.config.get(name, defaults[name])
        if value == defaults[name]:
            continue
        if isinstance(value, str | bool | float) and name not in OTHER_LAYERS:
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
    else:  # such as limits, which are none by default
        values = [default, *(c.config[name] for c in concept.conventions if name in c.config)]
    same_kind = [v for v in values if isinstance(v, str) == isinstance(default, str)]
    return list(dict.fromkeys(same_kind))


def variations(concept: Concept, trials: Sequence[Trial]) -> Iterable[Variation]:
    """Yield what the code may follow, the simplest first."""
    all_fixed = fixed_arguments(concept, trials)
    moot = {name for name, without in MOOT_WITHOUT.items() if without in all_fixed}
    fixed = [name for name in all_fixed if name not in moot.union(OTHER_LAYERS)]
    choices = [candidates(concept, name) for name in fixed]
    starts = buffer_starts(trials)
    combinations = sorted(
        itertools.islice(itertools.product(*choices), MOST),
        key=lambda values: sum(v != c[0] for v, c in zip(values, choices, strict=True)),
    )
    meant = [c for c in concept.conventions if c.config and not set(c.config) & set(all_fixed)]
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
    most, best_digits = (-1, -1), 0.0
    full = sum(len(trial.given.quantities) for trial in probes)
    for variation in variations(concept, ran):
        agreed, digits = score(referee, probes, variation)
        # Where nothing agrees, a few digits more are no reason to think of another convention.
        if agreed > most or (agreed == most and digits > best_digits + NEARER):
            best, most, best_digits = variation, agreed, digits
        if agreed[0] == full:
            break
    best = best or Variation()
    compared = [referee.compare(trial, best) for trial in trials]
    if not all(comparison.fine for comparisons in compared for comparison in comparisons):
        best, compared = _with_nearer_constants(concept, referee, trials, best, compared)
    for convention in concept.conventions:
        if convention.rewrites:
            told = tuple(c for c in best.conventions if not c.rewrites)  # one text at a time
            other = replace(best, conventions=(*told, convention))
            again = [referee.compare(trial, other) for trial in trials]
            if not all(comparison.fine for comparisons in again for comparison in comparisons):
                other, again = _with_nearer_constants(concept, referee, trials, other, again)
            if _explains_more(again, compared):
                best, compared = other, again
    if not all(comparison.fine for comparisons in compared for comparison in comparisons):
        best, compared = _with_both(concept, referee, trials, best, compared)
    return best, compared


def _with_both(
    concept: Concept,
    referee: Referee,
    trials: Sequence[Trial],
    best: Variation,
    compared: list[list[Comparison]],
) -> tuple[Variation, list[list[Comparison]]]:
    """Return a convention that a mistake describes together with fixed arguments, if that is more.

    Where every number depends on both, such as on the order of the gates and on which state is
    handed on, neither explains anything alone.
    """
    ran = [trial for trial in trials if trial.ran]
    probes = _probes(ran)
    most = score(referee, probes, best)[0]
    for convention in concept.conventions:
        if not convention.rewrites:
            continue
        for variation in itertools.islice(variations(concept, ran), BOTH):
            other = replace(variation, conventions=(*variation.conventions, convention))
            agreed = score(referee, probes, other)[0]
            if agreed <= most and not _all_near([referee.compare(t, other) for t in probes]):
                continue
            again = [referee.compare(trial, other) for trial in trials]
            if _explains_more(again, compared):
                best, compared, most = other, again, agreed
    return best, compared


def _with_nearer_constants(
    concept: Concept,
    referee: Referee,
    trials: Sequence[Trial],
    best: Variation,
    compared: list[list[Comparison]],
) -> tuple[Variation, list[list[Comparison]]]:
    """Return the variation with the constants that explain most of all trials, not of the probes.

    What a small constant is shows in a few cases only, such as a probability of 0; and so does
    what a mean divides by, where only weights make a difference.
    """
    for name in best.fixed:
        if name not in CONSTANTS and name not in SHOWN_BY_FEW:
            continue
        for value in candidates(concept, name):
            other = replace(best, fixed={**best.fixed, name: value})
            again = [referee.compare(trial, other) for trial in trials]
            more, now = _fine(again), _fine(compared)
            if more > now or (more == now and _digits(again) > _digits(compared) + NEARER):
                best, compared = other, again
    return best, compared


def _explains_more(
    again: Sequence[Sequence[Comparison]], compared: Sequence[Sequence[Comparison]]
) -> bool:
    """Tell whether more agrees; or, of code that computes in float32, whether all is near now."""
    if _fine(again) > _fine(compared):
        return True
    # A convention under which next to nothing can be compared explains nothing.
    as_many = sum(map(len, again)) >= sum(map(len, compared))
    both = [c.fine for comparisons in (*again, *compared) for c in comparisons]
    if as_many and both and all(both):
        return _least(again) > _least(compared) + PLAINLY
    return as_many and _all_near(again) and not _all_near(compared)


def _least(compared: Sequence[Sequence[Comparison]]) -> float:
    """Return the digits of what agrees least."""
    return min((c.digits or 0.0 for comparisons in compared for c in comparisons), default=0.0)


def _all_near(compared: Sequence[Sequence[Comparison]]) -> bool:
    """Tell whether everything agrees as far as single precision goes."""
    found = [comparison for comparisons in compared for comparison in comparisons]
    return bool(found) and all(c.fine or (c.digits or 0.0) > SINGLE for c in found)


def _digits(compared: Sequence[Sequence[Comparison]]) -> float:
    return sum(c.digits or 0.0 for comparisons in compared for c in comparisons)


def _fine(compared: Sequence[Sequence[Comparison]]) -> Agreed:
    return agreeing(comparison for comparisons in compared for comparison in comparisons)


def _probes(ran: Sequence[Trial]) -> list[Trial]:
    """Return the trials that tell most: no stumble, no kink, all quantities; of each mode one."""
    clean = [t for t in ran if not t.stumble and not t.case.kink] or list(ran)
    modes: dict[Any, Trial] = {}
    for trial in clean:
        decays = bool(trial.case.config.get("l2"))
        modes.setdefault((trial.case.training, len(trial.case.inputs) > 1, decays), trial)
    chosen = list(modes.values())[:PROBES]
    return chosen + [t for t in clean if t not in chosen][: PROBES - len(chosen)]


def agreeing(comparisons: Iterable[Comparison]) -> Agreed:
    """Return how many comparisons agree, and how many do but for roundings of float32."""
    found = list(comparisons)
    return sum(c.fine for c in found), sum(c.fine or rounded_to_single(c) for c in found)


def score(referee: Referee, probes: Sequence[Trial], variation: Variation) -> tuple[Agreed, float]:
    """Return how many quantities agree, and then how near the others are."""
    found = [c for trial in probes for c in referee.compare(trial, variation)]
    return agreeing(found), sum(c.digits or 0.0 for c in found)


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
