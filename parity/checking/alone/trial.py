"""Compares the gradients of one probe with finite differences of its own forward."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from parity.checking.alone.differences import Slope, diagonal, slope
from parity.checking.alone.probing.collecting import Matcher, bases_of, same_shape
from parity.checking.alone.probing.places import Place
from parity.checking.alone.probing.probe import Gradient, Probe, UnfitError
from parity.checking.comparing.other_axes import is_spread
from parity.checking.report import Convention
from parity.describing.concept import Text

FINE = 1e-6
"""The relative error up to which a gradient agrees: finite differences are good to 1e-9."""

ROUGH = 3e-5
"""Up to here it is imprecise: an epsilon that the forward has and the gradient has not."""

NEARLY = 1e-2
"""Errors below are looked at once more, at a gentler place."""

FINE_SINGLE = 2e-3
SMALL = 1e-5
"""What is this part of the largest gradient counts as zero."""


@dataclass
class Compared:
    """The gradient of one array beside finite differences.

    Attributes:
        place: the array.
        name: what its gradient is called.
        right: by finite differences; not a number where that cannot tell.
        yours: what the code gives.
        error: the largest error, relative to the largest element.
        fine: whether it agrees.
        rough: whether it does so only nearly.
        kinks: at how many elements the forward bends.
        left_out: how many elements were not looked at.
        named: whether its name says that it belongs to the array.
    """

    place: Place
    name: str
    right: np.ndarray
    yours: np.ndarray
    error: float
    scale: float
    fine: bool
    rough: bool = False
    kinks: int = 0
    left_out: int = 0
    named: bool = True


@dataclass
class Outcome:
    """What one probe comes to."""

    probe: Probe
    values: dict[Place, np.ndarray]
    upstream: list[np.ndarray]
    compared: list[Compared] = field(default_factory=list)
    missing: list[Place] = field(default_factory=list)
    told: list[Text] = field(default_factory=list)
    single: bool = False
    batch_mean: int = 0
    convention: Convention | None = None
    turned: Mapping[str, float] = field(default_factory=dict)

    @property
    def right(self) -> bool:
        """Tell whether everything agrees that could be compared."""
        return bool(self.compared) and all(c.fine for c in self.compared)

    @property
    def blames(self) -> bool:
        """Tell whether something is wrong with it that no other inputs excuse: all shapes fit."""
        return self.probe.exact and self.probe.meaning != "loss" and self.fits and not self.right

    @property
    def fits(self) -> bool:
        """Tell whether every gradient has the shape of its array."""
        return all(np.isfinite(c.error) for c in self.compared)

    def clears(self, wrong: Outcome) -> bool:
        """Tell whether what is right here weighs more than what was wrong in another outcome."""
        same = self.probe.layout == wrong.probe.layout
        return same or len(self.compared) > len(wrong.compared) or self.of_more_axes(wrong)

    def of_more_axes(self, wrong: Outcome) -> bool:
        """Tell whether the code is for inputs of more axes than those of the other outcome, for
        which its gradients are too small, and repeat themselves where they are written."""
        more = max(map(np.ndim, self.upstream)) > max(map(np.ndim, wrong.upstream))
        return more and all(is_spread(c.yours, c.right) for c in wrong.compared if not c.fine)

    @property
    def of_fewer_axes(self) -> bool:
        """Tell whether all that is wrong are axes left over in gradients of matrices and vectors,
        of inputs of four axes: the code may be for inputs of fewer."""
        wrong = [c for c in self.compared if not c.fine]
        many = max(map(np.ndim, self.upstream), default=0) > 3
        return many and all(c.yours.ndim > c.right.ndim and c.right.ndim < 3 for c in wrong) and (
            not any(a.ndim > 2 for p, a in self.values.items() if p.path[0][1] == "obj")
        )  # fmt: skip

    @property
    def score(self) -> tuple[bool, int, int]:
        """How much speaks for the probe."""
        agreed = sum(c.fine for c in self.compared)
        odd = sum(not np.isfinite(c.error) for c in self.compared)  # arrays that do not fit
        return self.right, agreed - (len(self.compared) - agreed) - 2 * odd, -len(self.missing)


def shown(place: Place) -> str:
    """Return how the user writes an array's name."""
    name = Place(place.path[1:]).name
    if place.path[0][1] == "args":
        name = ".".join(str(step) for _, step in place.path[1:])
        name = str(place.path[-1][1]) if len(place.path) > 2 else name
    return name


def gradient_name(place: Place, given: Gradient | None, variables: Sequence[Place]) -> str:
    """Return what the gradient of an array is called: as the code does, else by the array."""
    if given is not None and given.name and " " not in given.name and given.returned:
        word = given.name
        if not bases_of(word) and word.lower() != place.last.lower():
            word = place.last
        return word if word.lower() != place.last.lower() else f"d{word}"
    if given is not None and given.name and not given.returned:
        return given.name
    name = shown(place)
    last = [p for p in variables if p.last == place.last]
    if len(last) == 1 and place.last:
        return f"d{place.last}"
    return f"d({name})" if not name.isidentifier() else f"d{name}"


def drawn(probe: Probe, rng: np.random.Generator, gentle: float = 1.0) -> dict[Place, np.ndarray]:
    """Return values at which to look: none is zero, and none is what it was initialised with.

    ``gentle`` below 1 keeps them near to it, so that no probability comes near to 0.
    """
    found = {}
    for place in probe.variables:
        array = np.asarray(place.get(probe.root), dtype=float)
        if place.path[0] == ("attr", "args") and array.ndim:
            found[place] = (array + 0.02 * rng.random(array.shape) * np.abs(array)) * gentle
        elif array.size and (array > 0.05).all():
            found[place] = array * (1 + 0.2 * rng.random(array.shape))
        else:
            # Small enough that what a unit sums up does not saturate it.
            fan = max(array.shape[0], array.size // array.shape[0]) if array.ndim > 1 else 4
            found[place] = array + 0.6 * gentle * rng.normal(size=array.shape) / fan**0.5
    return {place: np.asarray(value) for place, value in found.items()}


def judge(probe: Probe, until: float, seed: int = 5) -> Outcome:
    """Run both ways and compare.

    Raises:
        UnfitError: if there is nothing to compare.
        StumbleError: if the code raises.
    """
    outcome = _judged(probe, until, seed)
    wrong = [c.error for c in outcome.compared if not c.fine]
    if wrong and (max(wrong) < NEARLY or not outcome.probe.upstreams):
        # The constant in log(p + 1e-7) counts where a probability is small, and only there.
        gentle = _judged(probe, until + 0.3, seed, 0.1)
        if gentle.right and len(gentle.compared) >= len(outcome.compared):
            for c in gentle.compared:
                c.rough = True
            return gentle
    return outcome


def _judged(probe: Probe, until: float, seed: int, gentle: float = 1.0) -> Outcome:
    rng = np.random.default_rng(seed)
    values = drawn(probe, rng, gentle)
    outputs = probe.outputs(values)
    if not all(np.isfinite(o).all() for o in outputs):
        values = {place: np.array(place.get(probe.root), dtype=float) for place in probe.variables}
        outputs = probe.outputs(values)
    single = probe.single(values)
    own = probe.meaning == "loss" or (probe.upstreams <= 1 and outputs[0].size == 1 and (
        probe.meaning != "derivative"))  # fmt: skip
    upstream = [np.ones(o.shape) if own else rng.normal(size=o.shape) for o in outputs]
    outcome = Outcome(probe, values, upstream, single=single)
    if own and probe.upstreams:
        upstream = [np.array(1.0) if outputs[0].ndim == 0 else np.ones(outputs[0].shape)]
    if own and not probe.upstreams and outputs[0].size > 1 and probe.back_alone:
        probe.exact = False  # a backward without an upstream, of what is no loss
    given = [g for g in probe.gradients(values, upstream) if np.isfinite(g.value).all()]
    if not given:
        raise UnfitError("its way back gives no array", "逆伝播から配列が得られない")
    outcome.upstream = upstream
    with probe.unchanged():
        right = slopes(probe, values, upstream, until, rng, single)
    if not right:
        raise UnfitError("no gradient could be worked out in time", "時間内に勾配を計算できない")
    factors = [1.0]
    if own and outputs[0].size > 1:
        size, batch = outputs[0].size, outputs[0].shape[0]
        factors += [1 / n for n in dict.fromkeys((batch, size)) if n > 1]
    elif own and probe.told:  # a loss that we made: a sum, or a mean
        factors += [1 / probe.batch]
    best: tuple[tuple[int, int], float, list[Compared], list[Place]] | None = None
    for factor in factors:
        scaled = {p: Slope(s.value * factor, s.kinks, s.left_out) for p, s in right.items()}
        compared, missing = compare(probe, given, scaled, single)
        agreed = sum(c.fine for c in compared)
        rank = (agreed, -sum(not c.fine for c in compared))
        if best is None or rank > best[0]:
            best = (rank, factor, compared, missing)
    assert best
    _, factor, outcome.compared, outcome.missing = best
    if not outcome.compared:
        raise UnfitError("none of its arrays has a gradient", "勾配の対応する配列が見当たらない")
    if probe.meaning == "loss" and own:
        _of_scores(outcome)
    _doubt(outcome)
    if len(factors) > 1:
        outcome.told.append(_of_sum(factor, outputs[0]))
    _batch_mean(outcome)
    return outcome


def _of_scores(outcome: Outcome) -> None:
    """Take a gradient at a probability for that of the scores before a softmax or a sigmoid.

    Losses that are always used behind these return p - t, with their derivative in it.
    """
    for c in outcome.compared:
        p = outcome.values.get(c.place)
        if c.fine or p is None or c.yours.shape != c.right.shape or c.right.shape != p.shape:
            continue
        if not p.size or not np.isfinite(c.right).all() or p.min() <= 0 or p.max() >= 1:
            continue
        through = {"sigmoid": p * (1 - p) * c.right}
        if p.ndim > 1 and p.shape[-1] > 1:
            inner = (c.right * p).sum(axis=-1, keepdims=True)
            through["softmax"] = p * (c.right - inner)
        for name, expected in through.items():
            error = float(np.abs(c.yours - expected).max() / np.abs(expected).max())
            if error <= FINE:
                c.right, c.error, c.fine = expected, error, True
                outcome.told.append(
                    Text(
                        f"{c.name} is taken for the gradient at the scores before a {name}: right "
                        f"where the backward of the {name} itself is left out.",
                        f"{c.name} は {name} の前のスコアについての勾配とみなした。{name} "
                        "自身の逆伝播を省くなら正しい。",
                    )
                )
                break


def _doubt(outcome: Outcome) -> None:
    """Accuse nothing where a gradient without a name may be that of another input."""
    inputs = [p for p in outcome.probe.variables if p.path[0][1] == "args" and len(p.path) == 2]
    if inputs and inputs[0] in outcome.missing and outcome.probe.meaning != "backward":
        wrong = [c for c in outcome.compared if not c.fine]
        if wrong and not any(c.fine or c.named for c in outcome.compared):
            outcome.probe.exact = False


def _of_sum(factor: float, output: np.ndarray) -> Text:
    if factor == 1.0:
        return Text(
            "The gradient is compared with that of the sum of the loss over the examples.",
            "勾配は、損失を全例で合計したものの勾配と比べた。",
        )
    return Text(
        f"The gradient is compared with that of the loss divided by {round(1 / factor)}: of its "
        "mean.",
        f"勾配は、損失を {round(1 / factor)} で割ったもの(平均)の勾配と比べた。",
    )


def slopes(
    probe: Probe,
    values: Mapping[Place, np.ndarray],
    upstream: Sequence[np.ndarray],
    until: float,
    rng: np.random.Generator,
    single: bool = False,
    only: Sequence[Place] | None = None,
) -> dict[Place, Slope]:
    """Return the gradients by finite differences."""
    found: dict[Place, Slope] = {}
    places = list(only if only is not None else probe.variables)
    for index, place in enumerate(places):
        others = dict(values)

        def objective(value: np.ndarray, place: Place = place) -> np.ndarray:
            outputs = probe.outputs({**others, place: value})  # noqa: B023
            total = sum(float((u * o).sum()) for u, o in zip(upstream, outputs, strict=False))
            return np.asarray(total)

        if probe.meaning == "derivative":
            if place.path[0][1] != "args":
                continue
            own = diagonal(
                lambda v, p=place: probe.outputs({**others, p: v})[0],  # type: ignore[misc]  # noqa: B023
                np.asarray(values[place], dtype=float),
                single,
            )
            if own is not None:
                found[place] = own
            continue
        now = time.process_time()
        share = max(until - now, 0.05) / (len(places) - index)
        found[place] = slope(objective, values[place], now + share, rng, single)
    return found


def _by_element(slope: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Return a derivative by elements: from one number, or from a Jacobian for each row."""
    if slope.ndim == 0:
        return np.full(shape, slope)
    if shape and slope.shape == (*shape, shape[-1]):
        return np.einsum("...ii->...i", slope)
    return slope


def compare(
    probe: Probe, given: Sequence[Gradient], right: Mapping[Place, Slope], single: bool
) -> tuple[list[Compared], list[Place]]:
    """Return the gradients that belong to an array beside the right ones, and what has none."""
    largest = max((_size(s.value) for s in right.values()), default=0.0)

    slopes = probe.meaning == "derivative"

    def far(yours: np.ndarray, value: np.ndarray) -> float:
        if slopes:
            yours = _by_element(yours, value.shape)
        if not same_shape(yours, value):
            return np.inf
        return _error(yours.reshape(value.shape), value, largest)[0]

    matcher = Matcher(probe, given)
    pairs = matcher.pair({p: s.value for p, s in right.items()}, far)
    compared: list[Compared] = []
    for place, own in right.items():
        if place not in pairs or not np.isfinite(own.value).any():
            continue
        gradient = pairs[place]
        name = gradient_name(place, gradient, probe.variables)
        yours, error, scale = gradient.value, np.inf, _size(own.value)
        if slopes:
            yours = _by_element(yours, own.value.shape)
        if same_shape(yours, own.value):
            yours = yours.reshape(own.value.shape)
            error, scale = _error(yours, own.value, largest)
        fine, rough = (FINE_SINGLE, FINE_SINGLE) if single else (FINE, ROUGH)
        compared.append(
            Compared(
                place,
                name,
                own.value,
                yours,
                error,
                scale,
                error <= rough,
                error > fine,
                own.kinks,
                own.left_out,
                place in matcher.named,
            )
        )
    several = {name for name, n in Counter(c.name for c in compared).items() if n > 1}
    for c in compared:
        if c.name in several:  # those of two layers, each called dW
            c.name = f"d({shown(c.place)})"
    missing = [place for place in right if place not in pairs]
    return compared, missing


def _size(value: np.ndarray) -> float:
    with np.errstate(all="ignore"):
        return float(np.nanmax(np.abs(value), initial=0.0)) if np.isfinite(value).any() else 0.0


def _error(yours: np.ndarray, right: np.ndarray, largest: float) -> tuple[float, float]:
    """Return the largest error relative to the largest element, and that element's size."""
    known = np.isfinite(right)
    if not known.any():
        return np.inf, 0.0
    scale = max(_size(right), SMALL * largest, 1e-12)
    return float(np.max(np.abs(yours - right)[known])) / scale, scale


def _batch_mean(outcome: Outcome) -> None:
    """Accept 1/m in the gradients of parameters alone, where that explains all of them."""
    wrong = [c for c in outcome.compared if not c.fine]
    if not wrong or outcome.probe.meaning != "backward":
        return
    n = outcome.probe.batch
    inputs = [c for c in outcome.compared if c.fine]
    if n < 2 or not inputs or any(_is_parameter(c.place) for c in inputs):
        return
    if not all(_is_parameter(c.place) and _ratio_is(c, 1 / n) for c in wrong):
        return
    outcome.batch_mean = n
    for c in wrong:
        c.right = c.right / n
        c.scale /= n
        c.error = float(np.nanmax(np.abs(c.yours - c.right))) / c.scale
        c.fine, c.rough = c.error <= ROUGH, c.error > FINE


def _is_parameter(place: Place) -> bool:
    return place.path[0][1] == "obj" or place.last[:1].lower() in ("w", "b")


def _ratio_is(c: Compared, ratio: float) -> bool:
    if c.yours.shape != c.right.shape:
        return False
    return float(np.nanmax(np.abs(c.yours - ratio * c.right))) <= ROUGH * ratio * c.scale
