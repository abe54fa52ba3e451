"""Networks that know their loss: params by number, predict, loss and gradient, in any form."""

from __future__ import annotations

import contextlib
import functools
import inspect
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from inspect import Parameter
from typing import Any

import numpy as np

from numpy_impl.layers.conv2d import Conv2d
from parity.checking.loading.signatures import parameters_of
from parity.checking.reading.binding import NotApplicableError, UnknownShapeError, bind
from parity.checking.reading.sessions.layers.layer_class import LayerClass
from parity.checking.reading.sessions.networking import calls
from parity.checking.reading.sessions.networking.calls import is_network
from parity.checking.reading.sessions.networking.network_session import (
    NetworkSession,
    NetworkSubject,
)
from parity.checking.reading.sessions.networking.own import (
    PLAIN,
    OwnNetwork,
    drawn,
    options_of,
    own_network,
)
from parity.checking.reading.sessions.networking.randomness import silence_dropout
from parity.checking.reading.sessions.networking.sizes import layered, roles_of
from parity.checking.reading.sessions.session import (
    StumbleError,
    Subject,
    users_code,
)
from parity.checking.reading.spellings import Names
from parity.describing.concept import Concept, DrawnCase, Text
from parity.describing.draw import seed_of
from parity.harness.evaluators import numpy_evaluator

BOOK = Text("a network with a loss and its gradients", "損失と勾配を持つネットワーク")

PREDICT = (*calls.PREDICT, "loss")
GRADIENT = (*calls.GRADIENT, *calls.NUMERICAL, *calls.TOGETHER, "loss")
"""Where to look for what is wrong."""

OWN_LOSS = Text(
    "Its parameters are others than those of our network. What was judged is whether its "
    "gradients are those of its own loss.",
    "パラメータの構成が参照のネットワークと異なる。"
    "勾配がコード自身の損失の勾配になっているかどうかを調べた。",
)

OWN_ACTIVATION = Text(
    "Its hidden layers follow another function than the ones that we have. What was judged is "
    "whether its gradients are those of its own loss.",
    "隠れ層の活性化関数が参照にないものである。"
    "勾配がコード自身の損失の勾配になっているかどうかを調べた。",
)

LARGEST = 30_000
"""How many numbers an image of a network with sizes of its own may have: AlexNet takes seconds."""

OWN_SIZE = 2
"""How often a network is run at sizes of its own: they are larger, and the same every time."""

SPELLED: tuple[Callable[[str], str], ...] = (
    str, str.capitalize, str.upper, lambda word: {"relu": "ReLU"}.get(word, word.title())
)  # fmt: skip
"""How a word such as ``relu`` may be written."""


def is_book_network(target: Any) -> bool:
    """Tell whether a class has the methods of a network that knows its loss."""
    return is_network(target)


class BookNetwork(NetworkSubject):
    """A network whose parameters follow each other as the layers do: W1, b1, W2 ..."""

    recorded = True
    """Whether it is run on the recorded cases."""

    def __init__(self, concept: Concept, names: Names, label: str, target: Any) -> None:
        super().__init__(concept, names, BOOK, label, target)
        self.at_its_own_size = 0
        self.fitted = False
        self.images = "input_shape" in self.defaults

    def start(self, case: DrawnCase) -> NetworkSession:
        """Construct the network, and give it the case's parameters."""
        supply = self.supply(case)
        given, used = self._sizes(case, supply.config)
        supply.config = self._options(supply.config)
        supply.arrays, supply.order = {}, ()
        constructor = functools.partial(self.target, **given)
        bound = bind(constructor, supply, self.names)
        network = self._construct(constructor, bound.keywords, bound.call)
        used |= bound.used
        dropout_told = "dropout" in used
        if "dropout" in self.defaults:
            used.add("dropout")
        session = NetworkSession(self, case, network, used)
        session.unknown_words = [
            v for v in bound.keywords.values() if isinstance(v, str) and not self._knows(v)
        ]
        if silence_dropout(network):
            self.drops = True
        elif not dropout_told:
            session.may_draw = True
        return session

    def _construct(
        self, constructor: Callable[..., Any], keywords: Mapping[str, Any], call: Callable
    ) -> Any:
        """Construct the network; words such as ``relu`` are tried in other letters, too."""
        words = [n for n, v in keywords.items() if isinstance(v, str)]
        try:
            with users_code("constructor"):
                return call(constructor)
        except StumbleError:
            for spelled in SPELLED[1:] if words else ():
                other = {n: spelled(v) if n in words else v for n, v in keywords.items()}
                try:
                    with users_code("constructor"):
                        return constructor(**other)
                except StumbleError:
                    continue
            raise

    def _knows(self, word: str) -> bool:
        """Tell whether the file of the network has a word: else it is taken for another one."""
        try:
            source = inspect.getsource(inspect.getmodule(self.target) or self.target)
        except (OSError, TypeError):
            return True
        return re.search(rf"[\"']{word}[\"']", source, re.IGNORECASE) is not None

    def _sizes(self, case: DrawnCase, config: Mapping[str, Any]) -> tuple[dict[str, Any], set[str]]:
        """Return the constructor's arguments that are sizes, and which of ours they are."""
        parameters = parameters_of(self.target) or []
        roles = self.roles
        if "sizes" in config:
            return layered(roles, config["sizes"]), set()
        if not self.images:
            return {}, set()
        hidden = config.get("hidden")
        values = {"input": tuple(config["input_shape"]), "hidden": hidden, "hiddens": [hidden],
                  "output": config.get("n_classes"), "filters": config.get("n_filters"),
                  "kernel": config.get("kernel_size")}  # fmt: skip
        given = {n: values[r] for n, r in roles.items() if values.get(r) is not None}
        dictionaries = [p for p in parameters if p.name.startswith("conv_param")]
        if dictionaries:
            known = _convolutions(case)
            given |= {p.name: known[p.name] for p in dictionaries if p.name in known}
        used = set(_sizes({**self.defaults, **case.config})) if "input" in roles.values() else set()
        return given, used

    @functools.cached_property
    def roles(self) -> dict[str, str]:
        """Which size each of the constructor's parameters is."""
        parameters = parameters_of(self.target) or []
        roles = roles_of(parameters, self.images)
        several = {n: "hiddens" if role == "hidden" else role for n, role in roles.items()}
        if several == roles or any(
            isinstance(p.default, int) for p in parameters if roles.get(p.name) == "hidden"
        ):
            return roles
        # ``hidden`` may be one number or a list: the constructor knows.
        for found in (roles, several):
            self.__dict__["roles"] = found
            with contextlib.suppress(NotApplicableError, UnknownShapeError, StumbleError):
                own_network(self.target, self.names, PLAIN, self.images, found, strict=True)
                return found
        return roles

    def _options(self, config: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is passed besides sizes; dropout only where it would be on."""
        kept = {n: v for n, v in config.items() if n not in _sizes(config) and n != "initializer"}
        for parameter in options_of(self.target, self.names)["dropout"]:
            rate = parameter.default
            off = rate is Parameter.empty or isinstance(rate, bool) or not rate or rate == 1
            if off and rate is not Parameter.empty:
                kept.pop("dropout", None)
        for parameter in parameters_of(self.target) or []:
            if parameter.default is not Parameter.empty and callable(parameter.default):
                meaning = self.names.meaning(parameter.name, kept)  # a function is no word
                kept.pop(meaning or "", None)
            if parameter.name == "dtype":
                kept["dtype"] = np.float64
        return kept

    def own(self, variant: str) -> OwnNetwork:
        """Return the network at sizes of its own; see :mod:`..networks.own`."""
        return own_network(self.target, self.names, variant, self.images, self.roles)

    def others(self) -> Iterator[Subject]:
        """Yield the network with an activation that is not ours."""
        given = [
            self.names.meaning(p.name, ["activation"]) for p in parameters_of(self.target) or []
        ]
        if any(given):
            return  # it answers for what it calls a sigmoid
        yield OwnActivation(self.concept, self.names, self.label, self.target)

    def prepared(self, case: DrawnCase) -> tuple[DrawnCase, NetworkSession]:
        """Return the case as the network can be given it, and the network set up for it.

        Raises:
            StumbleError: if its constructor raises.
            NotApplicableError: if it cannot be given the case.
        """
        case = without_dropout(case, self.defaults)
        if self.at_its_own_size >= OWN_SIZE and not self.fitted:
            raise NotApplicableError("it has sizes of its own", "層の大きさが固定されている")
        try:
            session = self.start(case)
            self.fitted = True
        except (NotApplicableError, StumbleError):
            own = self.of_its_own_size(case)
            if own is None:
                raise
            case, session = own, self.start(own)
            self.at_its_own_size += 1
        return self.with_labels(case), session

    def of_its_own_size(self, case: DrawnCase) -> DrawnCase | None:
        """Return the case at our default sizes, for code that knows no others; None at such.

        Raises:
            NotApplicableError: if that was done often enough.
        """
        config = {name: v for name, v in case.config.items() if name not in _sizes(case.config)}
        shape = self.defaults.get("input_shape")
        if config == case.config or shape is None or math.prod(shape) > LARGEST:
            return None
        if self.at_its_own_size >= OWN_SIZE:  # after others that fitted
            raise NotApplicableError("it has sizes of its own", "層の大きさが固定されている")
        bare = replace(case, config=config, config_for={}, params={}, buffers={})
        network = numpy_evaluator.construct(bare, np.dtype("float64"))
        rng = np.random.default_rng(seed_of(case.concept, case.name, "own size"))
        return replace(
            bare,
            inputs=({"x": rng.normal(size=(2, *shape))},),
            params={n: drawn(rng, n.split(".")[-1], a.shape) for n, a in network.params.items()},
            buffers={name: array.copy() for name, array in network.buffers.items()},
        )

    def in_their_names(self, quantity: str) -> str:
        """Return a quantity as the user calls it: ``ddense1.W`` is their ``dW1``."""
        return gradient_name(self.theirs.get(quantity[1:], quantity[1:]), quantity)

    def with_labels(self, case: DrawnCase) -> DrawnCase:
        """Return the case with one-hot labels ``t``: the gradients are those of the loss."""
        x = case.inputs[0]["x"]
        n_classes = list(case.params.values())[-1].shape[-1]
        rng = np.random.default_rng(seed_of(case.concept, case.name, "labels"))
        t = np.eye(n_classes)[rng.integers(0, n_classes, len(x))]
        return replace(case, inputs=({**case.inputs[0], "t": t},))


class OwnActivation(BookNetwork):
    """A network whose hidden layers have a function that we do not know: it has its own loss."""

    recorded = False

    def __init__(self, concept: Concept, names: Names, label: str, target: Any) -> None:
        super().__init__(concept, names, label, target)
        self.told = [OWN_ACTIVATION]

    def others(self) -> Iterator[Subject]:
        """Yield nothing more."""
        return iter(())


class PassingNetwork(LayerClass):
    """A network that goes back from a gradient it is given: as a layer, else by its sizes."""

    def others(self) -> Iterator[Subject]:
        """Yield the network as one whose parameters follow each other as the layers do."""
        yield BookNetwork(self.concept, self.names, self.label, self.target)


def gradient_name(theirs: str, quantity: str) -> str:
    """Return how the gradient of their parameter is written: ``dW1``, ``layers[0].dW``."""
    if quantity[:1] != "d" or theirs == quantity:
        return quantity
    if theirs.startswith("params["):
        return f"grads{theirs.removeprefix('params')}"
    owner, dot, name = theirs.rpartition(".")
    return f"{owner}{dot}d{name}"


def _sizes(config: Mapping[str, Any]) -> list[str]:
    """Return the arguments that are sizes: neither words nor rates."""
    return [n for n, value in config.items() if not isinstance(value, str | bool | float | None)]


def _convolutions(case: DrawnCase) -> dict[str, Any]:
    """Return the book's dictionaries: ``conv_param`` of one convolution, ``conv_param_2`` ..."""
    bare = replace(case, params={}, buffers={})
    network = numpy_evaluator.construct(bare, np.dtype("float64"))
    layers = [layer for layer in network.layers.values() if isinstance(layer, Conv2d)]
    found = {}
    for number, layer in enumerate(layers, start=1):
        (pad, _), _ = layer.padding
        found[f"conv_param_{number}"] = {
            "filter_num": layer.n_out, "filter_size": layer.kernel[0],
            "pad": pad, "padding": pad, "stride": layer.stride[0],
        }  # fmt: skip
    return {"conv_param": found["conv_param_1"], **found}


def without_dropout(case: DrawnCase, defaults: Mapping[str, Any]) -> DrawnCase:
    """Return the case without the masks of dropout, which these networks cannot be given.

    Raises:
        NotApplicableError: if inference needs running statistics, which they cannot be given.
    """
    if case.training is False and case.buffers:
        raise NotApplicableError(
            "its layers' running statistics cannot be set", "レイヤの移動平均を設定できない"
        )
    config = dict(case.config)
    if config.get("dropout", defaults.get("dropout")):
        config["dropout"] = 0.0
    inputs = {name: a for name, a in case.inputs[0].items() if not name.startswith("mask")}
    training = case.training if case.training is None else True
    return replace(case, config=config, inputs=(inputs,), training=training)
