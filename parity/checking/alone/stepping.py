"""Judges a training step by itself: how it moves each array against the slope of its own loss."""

from __future__ import annotations

import contextlib
import inspect
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from parity.checking.alone.differences import Slope, slope
from parity.checking.alone.finding.inputs import constructor_arguments, forward_arguments
from parity.checking.alone.finding.probes import Builder
from parity.checking.alone.finding.worlds import N, World
from parity.checking.alone.fingerprints import cause_of
from parity.checking.alone.probing.collecting import names_in_return
from parity.checking.alone.probing.losses import USUAL
from parity.checking.alone.probing.places import Place, arrays_in, to_double
from parity.checking.alone.probing.probe import Probe, Root, UnfitError, copied, quiet
from parity.checking.alone.probing.roles import roles_of
from parity.checking.alone.probing.steps import RATE, StepWay, settings_of, slowed
from parity.checking.alone.source import line_of
from parity.checking.alone.trial import FINE, ROUGH, Compared, Outcome, drawn, shown
from parity.checking.reading.binding import Parameter, parameters_of
from parity.checking.reading.sessions.session import StumbleError
from parity.checking.report import Cause
from parity.describing.concept import Text

WORLDS = (
    *(World("rows", labels) for labels in ("onehot", "index", "binary", "same")),
    World("columns", "onehot"),
    World("vector", "onehot"),
)
"""What examples look like."""

LOSSES = 4
"""Of more numbers than these that a step returns, nobody knows which are losses."""

SMALLEST = 1e-6
"""A part of the largest change of all that is no evidence by itself."""


@dataclass(frozen=True)
class Fit:
    """How well an array's change is a multiple of the slope of a loss.

    Attributes:
        loss: which one.
        multiple: what multiple.
        error: how far it is from that, relative to its largest element.
        telling: whether it has several elements: one number is a multiple of any other.
    """

    loss: int
    multiple: float
    error: float
    telling: bool

    @property
    def sound(self) -> bool:
        """Tell whether it follows the loss."""
        return self.telling and self.error <= ROUGH


@dataclass
class Ready:
    """A step with inputs, ready to run.

    Attributes:
        run: takes a root; moves its arrays, and returns the losses.
        supposed: what the losses are called, where the code itself returns none.
        named: whether the code calls what it returns a loss.
    """

    root: Root
    run: Callable[[Root], list[float]]
    supposed: list[Text] = field(default_factory=list)
    named: bool = False


def best_step(builder: Builder, ways: Sequence[StepWay], until: float) -> Outcome | None:
    """Return what the first step comes to that is right, else the one of which most is.

    A step of which nothing is the slope of a loss that we know follows another rule, and is not
    judged.
    """
    best: Outcome | None = None
    for way in ways:
        for ready in _ready(builder, way, until):
            if time.process_time() > until:
                return best
            try:
                outcome = judged(builder, way, ready, until)
            except (UnfitError, StumbleError) as reason:
                builder.refusals.append(reason)
                continue
            if not any(c.right.size > 1 and (c.fine or _is_climbed(c)) for c in outcome.compared):
                continue
            if best is None or outcome.score > best.score:
                best = outcome
            if best.right:
                return best
        if best is not None:
            return best
    return best


def _is_climbed(c: Compared) -> bool:
    """Tell whether an array goes up the slope of the loss exactly as far as it should go down."""
    known = np.isfinite(c.right)
    return bool(np.abs(c.yours + c.right)[known].max() <= ROUGH * c.scale)


def _ready(builder: Builder, way: StepWay, until: float) -> Iterator[Ready]:
    """Yield the step with inputs of which it takes some, the likeliest first."""
    for world in (*WORLDS, *_of_its_size(builder, way)):
        if time.process_time() > until:
            return
        try:
            yield from _in_world(builder, way, world)
        except (UnfitError, StumbleError) as reason:
            builder.refusals.append(reason)


def _of_its_size(builder: Builder, way: StepWay) -> Iterator[World]:
    """Yield inputs of the sizes of the object's own matrices, where no argument says them."""
    kind = builder.obj if inspect.isclass(builder.obj) else type(builder.obj)
    names = [p.name for p in parameters_of(getattr(kind, way.step)) or []][1:]
    roles = roles_of(names)
    examples = next((n for n in names if roles[n] == "x"), "")
    labels = next((n for n in names if roles[n] == "labels"), "")
    try:
        obj, _ = _made(builder, WORLDS[0])
    except (UnfitError, StumbleError):
        return
    matrices = [a.shape for a in arrays_in(obj).values() if a.ndim == 2]
    given = dict.fromkeys(n for shape in matrices[:2] for n in shape)
    wanted = dict.fromkeys((N, n) for shape in matrices[-2:] for n in reversed(shape))
    for n in given:
        for shape in (*wanted, (N,)) if labels else ((),):
            yield World("rows", "binary", told={examples: (N, n), labels: shape})


def _in_world(builder: Builder, way: StepWay, world: World) -> Iterator[Ready]:
    rng = np.random.default_rng(2)
    obj, rated = _made(builder, world)
    method = getattr(obj, way.step)
    own = [p for p in parameters_of(method) or [] if p.kind is not Parameter.VAR_KEYWORD]
    settings = settings_of(own, world.batch)
    args = forward_arguments(method, world, builder.namespace, rng)
    args = {n: v for n, v in args.items() if n not in settings}
    roles = roles_of(list(args))
    if not rated and RATE not in settings.values():
        raise UnfitError("no rate of its steps was found", "学習率が見つからない")
    examples = next((n for n, role in roles.items() if role == "x"), "")
    labels = next((n for n, role in roles.items() if role == "labels"), "")
    root = Root(obj, args)
    to_double(root)

    def step(root: Root) -> Any:
        return getattr(root.obj, way.step)(**root.args, **settings)

    def predicted(root: Root) -> np.ndarray:
        out = np.asarray(getattr(root.obj, way.predict)(root.args[examples]), dtype=float)
        return out

    if labels and way.predict:
        with contextlib.suppress(StumbleError), quiet("forward"):
            root.args[labels] = _labels_like(predicted(copied(root)), args[examples], rng)
    first = copied(root)
    builder.dice.reset()
    with quiet("forward"):
        given = step(first)
    losses = numbers_in(given)
    if losses and len(losses) <= LOSSES:
        names = names_in_return(getattr(type(obj), way.step))
        named = any("loss" in n.lower() or "cost" in n.lower() for n in names)
        yield Ready(root, lambda root: numbers_in(step(root)), [], named)
        return
    if not labels or not way.predict:
        raise UnfitError("it returns no loss", "損失を返さない")

    def with_losses(root: Root) -> list[float]:
        out = predicted(root)
        wanted = np.asarray(root.args[labels], dtype=float)
        out = out.T if out.shape != wanted.shape else out
        step(root)
        with np.errstate(all="ignore"):
            return [float(loss(out, wanted)) for loss, _ in USUAL]

    yield Ready(root, with_losses, [text for _, text in USUAL])


def _made(builder: Builder, world: World) -> tuple[Any, bool]:
    """Return a new object with the small rate, and whether it has one."""
    if not inspect.isclass(builder.obj):
        made = copied(Root(builder.obj, {})).obj
        return made, slowed(made)
    arguments = constructor_arguments(builder.obj, world, np.random.default_rng(1))
    settings = settings_of(parameters_of(builder.obj) or [], world.batch)
    builder.dice.reset()
    with quiet("constructor"):
        made = builder.obj(**{**arguments, **settings})
    return made, slowed(made) or RATE in settings.values()


def _labels_like(out: np.ndarray, x: Any, rng: np.random.Generator) -> np.ndarray:
    """Return labels of the shape of predictions, of which examples are rows as those of x are."""
    n = len(x) if np.ndim(x) > 1 else 1
    turned = out.ndim == 2 and out.shape[0] != n and out.shape[1] == n
    rows = out.T if turned else out
    if rows.ndim == 2 and rows.shape[1] > 1 and np.allclose(rows.sum(axis=1), 1):
        return np.eye(rows.shape[1])[rng.integers(0, rows.shape[1], len(rows))]
    return rng.integers(0, 2, rows.shape).astype(float)


def numbers_in(given: Any) -> list[float]:
    """Return the numbers of what a step returned, each sum of an array of losses for one."""
    parts = list(given) if isinstance(given, tuple | list) else [given]
    if isinstance(given, dict):
        parts = list(given.values())
    found = []
    for part in parts:
        if isinstance(part, bool | str) or part is None:
            continue
        if np.size(part) != 1 or np.asarray(part).dtype.kind != "f":
            return []
        found.append(float(np.asarray(part).ravel()[0]))
    return found


def judged(builder: Builder, way: StepWay, ready: Ready, until: float, seed: int = 5) -> Outcome:
    """Compare how a step moves each array with the slopes of its losses.

    Raises:
        UnfitError: if nothing moves, or no loss depends on what does.
        StumbleError: if the code raises.
    """
    method = getattr(builder.obj if inspect.isclass(builder.obj) else type(builder.obj), way.step)
    run = ready.run
    probe = Probe(
        ready.root, lambda root: run(root)[0], lambda *_: [], builder.dice, 0, "step",
        functions=[method], layout="rows",
    )  # fmt: skip
    at_first = copied(ready.root)
    held = {p: a.copy() for p, a in arrays_in(at_first).items() if a.dtype.kind == "f"}
    builder.dice.reset()
    with quiet("forward"):
        run(at_first)
    own = ("attr", "obj")
    after = arrays_in(at_first)
    moved = [
        p for p, a in held.items()
        if p.path[0] == own and p in after and after[p].shape == a.shape
        and not np.array_equal(after[p], a) and np.abs(after[p] - a).max() < 1e3 * RATE
    ]  # fmt: skip
    if not moved:
        raise UnfitError("its step moves nothing", "ステップで何も動かない")
    probe.variables = moved
    rng = np.random.default_rng(seed)
    values = drawn(probe, rng)

    def losses(at: dict[Place, np.ndarray]) -> np.ndarray:
        _, given = Probe.start(_of(probe, run), at)
        return np.array(given)

    root, given = Probe.start(_of(probe, run), values)
    yours = {p: (values[p] - p.get(root)) / RATE for p in moved}
    if not np.isfinite(given).all() or not all(np.isfinite(y).all() for y in yours.values()):
        raise UnfitError("its loss is not finite", "損失が有限でない")
    slopes: dict[Place, list[Slope]] = {}
    for i, place in enumerate(moved):
        now = time.process_time()
        share = max(until + 0.4 - now, 0.05) / (len(moved) - i) / len(given)
        slopes[place] = [
            slope(
                lambda v, p=place, k=k: losses({**values, p: v})[k],  # type: ignore[misc]
                values[place], time.process_time() + share, rng,
            )
            for k in range(len(given))
        ]  # fmt: skip
    outcome = Outcome(probe, values, [np.array(1.0)])
    outcome.compared, followed, multiples = compared(yours, slopes, values, ready)
    outcome.told = _told(outcome, ready, followed, multiples)
    if not outcome.compared:
        raise UnfitError("its loss depends on nothing that it moves", "損失が学習対象に依存しない")
    return outcome


def _of(probe: Probe, run: Callable[[Root], list[float]]) -> Any:
    """Return what starts a probe, with all losses for a result."""
    return Probe(probe.root, run, probe.back, probe.dice)


def compared(
    yours: dict[Place, np.ndarray],
    slopes: dict[Place, list[Slope]],
    values: dict[Place, np.ndarray],
    ready: Ready,
) -> tuple[list[Compared], list[int], list[float]]:
    """Return each array's change beside the slope of the loss that it follows.

    An array follows the loss, or the sum of all, of whose slope its change is a multiple. All that
    follow one loss must be the same multiple: a mean or a sum over the batch. What decays by
    itself besides is not the loss's. What the code calls its loss is not to be climbed.

    Returns:
        The arrays, which loss each follows, and the multiples.
    """
    kinds = len(next(iter(slopes.values())))
    fits: dict[Place, Fit] = {}
    rights: dict[Place, list[np.ndarray]] = {}
    for place, own in slopes.items():
        rights[place] = [s.value for s in own]
        if kinds > 1 and not ready.supposed:
            rights[place].append(np.sum(rights[place], axis=0))
        for k, right in enumerate(rights[place]):
            known = np.isfinite(right)
            if not known.any() or not np.any(right[known]):
                continue
            multiple, error = _multiple(yours[place][known], right[known], values[place][known])
            if place not in fits or error < fits[place].error:
                fits[place] = Fit(k, multiple, error, yours[place].size > 1)
    common = {k: _common([f for f in fits.values() if f.loss == k]) for k in range(kinds + 1)}
    for k, one in common.items():
        if one is not None and (ready.supposed or (ready.named and kinds == 1)):
            common[k] = abs(one)
    found = []
    for place, fit in fits.items():
        k = fit.loss
        if common[k] is None and not fit.telling:
            continue  # of one number there is always some multiple
        found_one = common[k]
        usual = 1.0 if found_one is None else found_one
        right = usual * rights[place][k]
        known = np.isfinite(right)
        scale = max(float(np.abs(right[known]).max()), 1e-12)
        off = fit.error
        if fit.error > ROUGH or not np.isclose(fit.multiple, usual, rtol=ROUGH):
            off = float(np.abs(yours[place] - right)[known].max()) / scale
        name = shown(place)
        gradient = f"d{name}" if name.isidentifier() else f"d({name})"
        s = slopes[place][min(k, kinds - 1)]
        found.append(
            Compared(place, gradient, right, yours[place], off, scale, off <= ROUGH, off > FINE,
                     s.kinks, s.left_out)
        )  # fmt: skip
    followed = [fit.loss for fit in fits.values() if fit.sound]
    return found, followed, [m for m in common.values() if m is not None]


def _multiple(y: np.ndarray, r: np.ndarray, w: np.ndarray) -> tuple[float, float]:
    """Return of what multiple of r, and perhaps of w besides, y consists; and the error of that."""
    size = float(np.abs(y).max())
    alone = float(y @ r / (r @ r))
    error = float(np.abs(y - alone * r).max()) / max(size, 1e-300)
    if error <= ROUGH or y.size < 4:
        return alone, error
    both, *_ = np.linalg.lstsq(np.stack([r, w], axis=1), y, rcond=None)
    decayed = float(np.abs(y - both[0] * r - both[1] * w).max()) / max(size, 1e-300)
    return (float(both[0]), decayed) if decayed <= ROUGH and both[1] > 0 else (alone, error)


def _common(fits: Sequence[Fit]) -> float | None:
    """Return the multiple that most arrays agree on; of as many, the one nearest to 1."""
    sound = [fit.multiple for fit in fits if fit.sound]

    def votes(one: float) -> tuple[int, float]:
        agreeing = sum(bool(np.isclose(one, other, rtol=1e-3)) for other in sound)
        return agreeing, -abs(float(np.log(abs(one))))

    return max(sound, key=votes, default=None)


def _told(
    outcome: Outcome, ready: Ready, followed: Sequence[int], multiples: Sequence[float]
) -> list[Text]:
    """Say how the step was read."""
    told = [
        Text(
            "Its training step was judged: how far it moves each array, divided by the learning "
            "rate, beside the slope of the loss.",
            "学習ステップを判定した。各配列の変化を学習率で割り、損失の数値微分と比べた。",
        )
    ]
    losses = [ready.supposed[k] for k in dict.fromkeys(followed)] if ready.supposed else []
    if len(losses) == 1:
        told.append(
            Text(
                f"It returns no loss; it was taken to be {losses[0].en}.",
                f"損失を返さないので、{losses[0].ja}とみなした。",
            )
        )
    elif losses:
        told.append(
            Text(
                f"Its arrays follow different losses ({', '.join(t.en for t in losses)}): what is "
                "sent back leaves out the slope of the output, or has it once more than the loss.",
                f"配列ごとに異なる損失({'、'.join(t.ja for t in losses)})の勾配になっている。"
                "逆向きに送る誤差に、出力の微分が抜けているか余分に掛かっている。",
            )
        )
    other = [m for m in multiples if not np.isclose(m, 1, rtol=1e-3)]
    if other and any(c.fine for c in outcome.compared):
        by = f"{other[0]:.4g}"
        told.append(
            Text(
                f"It moves by {by} times the slope of the loss, as where one is a sum over the "
                "batch and the other a mean.",
                f"変化は損失の勾配の {by} 倍である(一方がバッチの和、他方が平均の場合など)。",
            )
        )
    return told


def explain_step(outcome: Outcome) -> Cause:
    """Return what explains the first array that is moved wrongly."""
    wrong = next(c for c in outcome.compared if not c.fine)
    line = line_of(outcome.probe.functions, shown(wrong.place), wrong.place.last, False)
    cause = cause_of([outcome], wrong.name, lambda *_: None)
    if cause is None:
        where = Text(
            f"No single mistake that is known explains {wrong.name}.",
            f"既知の誤り一つでは {wrong.name} を説明できない。",
        )
        return Cause("unknown", where, line)
    return replace(cause, line=line)
