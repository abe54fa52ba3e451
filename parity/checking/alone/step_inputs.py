"""Sets a training step up with inputs that it takes."""

from __future__ import annotations

import contextlib
import inspect
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from parity.checking.alone.finding.inputs import constructor_arguments, forward_arguments
from parity.checking.alone.finding.probes import Builder
from parity.checking.alone.finding.worlds import N, World
from parity.checking.alone.probing.collecting import names_in_return
from parity.checking.alone.probing.losses import USUAL
from parity.checking.alone.probing.places import Place, arrays_in, to_double
from parity.checking.alone.probing.probe import Root, UnfitError, copied, quiet
from parity.checking.alone.probing.roles import roles_of
from parity.checking.alone.probing.steps import RATE, StepWay, settings_of, slowed
from parity.checking.loading.signatures import parameters_of
from parity.checking.reading.binding import Parameter
from parity.checking.reading.sessions.session import StumbleError
from parity.describing.concept import Text

WORLDS = (
    *(World("rows", labels) for labels in ("onehot", "index", "binary", "same")),
    World("columns", "onehot"),
    World("vector", "onehot"),
)
"""What examples look like."""

MANY = 16
"""With more features than these, a sum of them is large."""

LOSSES = 4
"""Of more numbers than these that a step returns, nobody knows which are losses."""


@dataclass
class Ready:
    """A step with inputs, ready to run.

    Attributes:
        root: the object and the step's arguments.
        run: takes a root; moves its arrays, and returns the losses.
        supposed: what the losses are called, where the code itself returns none.
        named: whether the code calls what it returns a loss.
        changes: where a step makes its arrays itself, how far it moves each from there, divided by
            the rate; ``run`` then only predicts, with the arrays as they were made.
    """

    root: Root
    run: Callable[[Root], list[float]]
    supposed: list[Text] = field(default_factory=list)
    named: bool = False
    changes: dict[Place, np.ndarray] = field(default_factory=dict)


def ready_steps(builder: Builder, way: StepWay, until: float) -> Iterator[Ready]:
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
    arrays = [a.shape for a in arrays_in(obj).values() if a.ndim in (1, 2)]
    given = dict.fromkeys(n for shape in arrays[:2] for n in shape)
    wanted = dict.fromkeys((N, n) for shape in arrays[-2:] for n in reversed(shape))
    for n in given:
        for shape in (*wanted, (N,)) if labels else ((),):
            yield World("rows", "binary", told={examples: (N, n), labels: shape})
        if not labels:
            yield World("vector", "binary", told={examples: (n,)})


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
    if not examples:
        raise UnfitError("it takes no examples", "データを受け取らない")
    args[examples] = _gentle(args[examples])
    root = Root(obj, args)
    to_double(root)

    def step(root: Root) -> Any:
        return getattr(root.obj, way.step)(**root.args, **settings)

    def predicted(root: Root) -> np.ndarray:
        return np.asarray(getattr(root.obj, way.predict)(root.args[examples]), dtype=float)

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

    def losses_of(root: Root) -> list[float]:
        out = predicted(root)
        wanted = np.asarray(root.args[labels], dtype=float)
        out = out.T if out.shape != wanted.shape else out
        with np.errstate(all="ignore"):
            return [float(loss(out, wanted)) for loss, _ in USUAL]

    def with_losses(root: Root) -> list[float]:
        found = losses_of(root)
        step(root)
        return found

    supposed = [text for _, text in USUAL]
    if floats_below(root):
        yield Ready(root, with_losses, supposed)
        return
    still = copied(root)  # what makes its arrays where it is fitted shows them at the rate 0
    slowed(still.obj, 0.0)
    with quiet("forward"):
        builder.dice.reset()
        step(still)
        root.args[labels] = _labels_like(predicted(still), args[examples], rng)
        still.args, first = root.args, copied(root)
        builder.dice.reset()
        step(first)
    at_first, later = floats_below(still), floats_below(first)
    changes = {
        place: (array - later[place]) / RATE
        for place, array in at_first.items()
        if place in later and later[place].shape == array.shape
    }
    yield Ready(still, losses_of, supposed, changes=changes)


def floats_below(root: Root) -> dict[Place, np.ndarray]:
    """Return the arrays of floats that the object keeps."""
    own = ("attr", "obj")
    return {p: a for p, a in arrays_in(root).items() if a.dtype.kind == "f" and p.path[0] == own}


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


def _gentle(x: Any) -> Any:
    """Return examples of many features so small that their sum does not saturate a unit."""
    many = np.ndim(x) > 0 and np.shape(x)[-1] > MANY and np.asarray(x).dtype.kind == "f"
    return x / np.shape(x)[-1] ** 0.5 if many else x


def _labels_like(out: np.ndarray, x: Any, rng: np.random.Generator) -> np.ndarray:
    """Return labels of the shape of predictions, of which examples are rows as those of x are."""
    n = len(x) if np.ndim(x) > 1 else 1
    turned = out.ndim == 2 and out.shape[0] != n and out.shape[1] == n
    rows = out.T if turned else out
    if rows.ndim == 2 and rows.shape[1] > 1 and np.allclose(rows.sum(axis=1), 1):
        return np.eye(rows.shape[1])[rng.integers(0, rows.shape[1], len(rows))]
    if rows.size and rows.min() > 0 and rows.max() < 1:
        mixed = rng.permutation(np.arange(rows.size) % 2)
        return mixed.reshape(rows.shape).astype(float)
    return rng.normal(size=rows.shape)  # no probabilities: of 0 and 1 a sign is a difference


def numbers_in(given: Any) -> list[float]:
    """Return the numbers that a step returned; none if there is an array among them."""
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
