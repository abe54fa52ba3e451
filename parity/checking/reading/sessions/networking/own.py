"""A network at sizes and with options of its own, for what our networks cannot express."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from inspect import Parameter
from typing import Any

import numpy as np

from parity.checking.loading.signatures import parameters_of
from parity.checking.reading.binding import NotApplicableError, UnknownShapeError, bind, supply_of
from parity.checking.reading.sessions.networking.calls import Calls
from parity.checking.reading.sessions.networking.losses import softmax, squashed_by
from parity.checking.reading.sessions.networking.parameters import Place, places_of
from parity.checking.reading.sessions.networking.sizes import convolving, layered
from parity.checking.reading.sessions.session import StumbleError, users_code
from parity.checking.reading.spellings import Names

EXAMPLES = 4
DEEP, SHALLOW = (5, 4, 6, 3), (5, 6, 3)
IMAGES = ((2, 8, 8), (1, 16, 16), (3, 32, 32))
LARGEST = 200_000
"""Networks with more parameters take too long."""

PLAIN, BATCH_NORM, DROPOUT = "plain", "batch_norm", "dropout"


@dataclass
class OwnNetwork:
    """A constructed network with a batch that it takes.

    Attributes:
        calls: the network.
        x: the batch.
        t: its labels, in the form that the loss takes.
    """

    calls: Calls
    x: np.ndarray
    t: np.ndarray


def options_of(target: Any, names: Names) -> dict[str, list[Parameter]]:
    """Return the constructor's parameters for dropout, batch normalization and decay."""
    found: dict[str, list[Parameter]] = {DROPOUT: [], BATCH_NORM: [], "l2": []}
    for parameter in parameters_of(target) or []:
        meaning = names.meaning(parameter.name, ["dropout", "keep", "batch_norm", "l2"])
        if parameter.name.lower() in ("dropout_keep_ratio", "keep_prob", "keep_ratio"):
            meaning = "dropout"
        if parameter.name.lower() in ("normalization", "norm"):
            meaning = "batch_norm"
        if meaning is not None:
            found["dropout" if meaning == "keep" else meaning].append(parameter)
    return found


def constructions(
    target: Any, names: Names, variant: str, images: bool, roles: Mapping[str, str]
) -> Iterator[dict]:
    """Yield arguments for the constructor, those of small networks first."""
    parameters = parameters_of(target) or []
    options = options_of(target, names)
    chosen: dict[str, Any] = {p.name: 0.1 for p in options["l2"]}
    if variant == DROPOUT:
        chosen |= {p.name: isinstance(p.default, bool) or 0.5 for p in options[DROPOUT]}
    if variant == BATCH_NORM:
        for parameter in options[BATCH_NORM]:
            chosen[parameter.name] = True if isinstance(parameter.default, bool) else "batchnorm"
    chosen |= {p.name: np.float64 for p in parameters if p.name == "dtype"}
    if images:
        for shape in IMAGES:
            yield {**chosen, **convolving(roles, shape, 3, 3, 6, 3)}
        yield chosen
        return
    for sizes in (DEEP, SHALLOW, (*DEEP[:2], 7, 6, 3)):
        try:
            yield {**chosen, **layered(roles, sizes)}
        except NotApplicableError:
            continue
    yield chosen


def own_network(
    target: Any,
    names: Names,
    variant: str,
    images: bool,
    roles: Mapping[str, str],
    strict: bool = False,
) -> OwnNetwork:
    """Construct the network with sizes that it takes.

    Args:
        target: its class.
        names: how its arguments are called.
        variant: which options are on.
        images: whether it takes images.
        roles: which size each argument is.
        strict: only with sizes of ours, not with its own defaults.

    Raises:
        NotApplicableError: if none does.
    """
    raised: StumbleError | None = None
    for keywords in constructions(target, names, variant, images, roles):
        if strict and not set(keywords) & set(roles):
            continue
        try:
            network = _constructed(target, names, keywords)
            return _with_batch(network, names)
        except StumbleError as error:
            raised = raised or error
        except (NotApplicableError, UnknownShapeError):
            continue
    if raised is not None:
        raise raised
    raise NotApplicableError(
        "we do not know which sizes it can be given", "どの大きさを渡せるか分からない"
    )


def _constructed(target: Any, names: Names, keywords: Mapping[str, Any]) -> Any:
    constructor = functools.partial(target, **keywords)
    bound = bind(constructor, supply_of({}, {}), names)
    np.random.seed(0)  # noqa: NPY002 (the user's code may draw from there)
    with users_code("constructor"):
        return bound.call(constructor)


def _with_batch(network: Any, names: Names) -> OwnNetwork:
    """Draw parameters, and find a batch that the network takes."""
    places = places_of(network)
    if not places or sum(p.array.size for p in places) > LARGEST:
        raise NotApplicableError("its parameters are not seen", "パラメータの置き場所が分からない")
    rng = np.random.default_rng(1)
    for place in places:
        place.set(network, drawn(rng, place.leaf, place.array.shape))
    calls = Calls(network, places, names)
    calls.training = True
    calls.settings = {"l2": 0.1}
    if not calls.has_loss or not calls.goes_back:
        raise NotApplicableError("it has no loss of its own", "損失を計算するメソッドがない")
    raised: StumbleError | None = None
    for shape in _inputs(network, places):
        x = rng.normal(size=shape)
        try:
            classes = _classes(calls, x)
        except StumbleError as error:
            raised = raised or error
            continue
        refused: StumbleError | None = None
        labels = _labels(calls, x, classes)
        for t in (np.eye(classes)[labels], labels):
            try:
                value = calls.loss(x, t)
            except StumbleError as error:
                refused = error  # the second form's error tells more than that of one-hot labels
                continue
            if value is not None and np.ndim(value) == 0 and np.isfinite(float(value)):
                return OwnNetwork(calls, x, t)
        raised = refused or raised
    if raised is not None:
        raise raised
    raise NotApplicableError("its loss is not one number", "損失が 1 つの数にならない")


def _labels(calls: Calls, x: np.ndarray, classes: int) -> np.ndarray:
    """Return a class for each example, of a probability that a constant does not change much."""
    scores = calls.scores(x)
    if np.shape(scores) != (len(x), classes):
        return np.arange(len(x)) % classes
    scores = np.asarray(scores, dtype=np.float64)
    p = scores if squashed_by(scores) == "softmax" else softmax(scores)
    return np.abs(p - 0.5).argmin(axis=1)


def _classes(calls: Calls, x: np.ndarray) -> int:
    """Return how many scores there are, as far as that can be seen."""
    y = calls.scores(x)
    if np.ndim(y) == 2 and len(y) == len(x):
        return max(np.shape(y)[1], 2)
    weights = sorted((p for p in calls.places if p.leaf == "W"), key=lambda p: p.number)
    return max(weights[-1].array.shape[-1] if weights else 2, 2)


def _inputs(network: Any, places: Sequence[Place]) -> Iterator[tuple[int, ...]]:
    """Yield shapes of a batch, told by the first weight."""
    first = next((p.array for p in places if p.array.ndim > 1 and p.leaf == "W"), None)
    if first is None:
        return
    if first.ndim == 4:
        for _, h, w in (*IMAGES, (1, 28, 28)):
            yield 2, first.shape[1], h, w
    else:
        yield EXAMPLES, first.shape[0]


def drawn(rng: np.random.Generator, leaf: str, shape: tuple[int, ...]) -> np.ndarray:
    """Return a parameter that keeps the signal's size through the layers."""
    if leaf == "gamma":
        return rng.uniform(0.5, 1.5, shape)
    fan_in = math.prod(shape[1:]) if len(shape) == 4 else shape[0]
    return rng.normal(0.0, math.sqrt(2 / fan_in) if leaf == "W" else 0.1, shape)
