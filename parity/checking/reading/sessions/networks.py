"""Networks as the book writes them: params by number, predict, loss and gradient."""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from numpy_impl.layers.conv2d import Conv2d
from parity.checking.reading.binding import NotApplicableError, bind, parameters_of, training_value
from parity.checking.reading.sessions.layer_class import by_name
from parity.checking.reading.sessions.session import (
    Session,
    StumbleError,
    Subject,
    find_attribute,
    users_code,
)
from parity.checking.reading.spellings import Names
from parity.describing.concept import Concept, DrawnCase, Text
from parity.describing.draw import seed_of
from parity.harness.evaluators import numpy_evaluator

PREDICT = ("predict", "forward", "__call__")
GRADIENT = ("gradient", "gradients", "grad", "backward", "numerical_gradient")
BOOK = Text(
    "a network with params, predict and gradient", "params・predict・gradient を持つネットワーク"
)
LEAVES = {"W": "W", "b": "b", "gamma": "gamma", "beta": "beta"}

LARGEST = 30_000
"""How many numbers an image of a network with sizes of its own may have: AlexNet takes seconds."""

OWN_SIZE = 2
"""How often a network is run at sizes of its own: they are larger, and the same every time."""

DEEPEST = 4
"""How many objects inside each other are searched for dropout layers."""


def is_book_network(target: Any) -> bool:
    """Tell whether a class has the book's methods of a network."""
    return (
        inspect.isclass(target)
        and hasattr(target, "predict")
        and any(hasattr(target, name) for name in ("gradient", "gradients", "loss"))
    )


class BookNetwork(Subject):
    """A network whose parameters are called W1, b1, W2 ... in the order of the layers."""

    def __init__(self, concept: Concept, names: Names, label: str, target: Any) -> None:
        super().__init__(concept, names, BOOK, label)
        self.target = target
        self.theirs: dict[str, str] = {}
        self.at_its_own_size = 0

    def start(self, case: DrawnCase) -> NetworkSession:
        """Construct the network, and give it the case's parameters."""
        supply = self.supply(case)
        config = supply.config
        sizes = config.get("sizes")
        theirs = {p.name for p in parameters_of(self.target) or []}
        if sizes:
            hidden = list(sizes[1:-1])
            config |= {
                "input_size": sizes[0],
                "output_size": sizes[-1],
                "hidden_size_list": hidden,
                "hidden_size": hidden[0],
            }
        if sizes and "hidden_size" in theirs and len(sizes) != 3:
            raise NotApplicableError(
                "it has one hidden layer, the case has more",
                "隠れ層が 1 つのネットワークだが、このケースには複数ある",
            )
        if "input_shape" in config:
            config |= {
                "input_dim": tuple(config["input_shape"]),
                "hidden_size": config.get("hidden"),
                "output_size": config.get("n_classes"),
            }
            if any(name.startswith("conv_param") for name in theirs):
                config |= _convolutions(case)
        supply.arrays, supply.order = {}, ()
        bound = bind(self.target, supply, self.names)
        with users_code("constructor"):
            network = bound.call(self.target)
        used = set(bound.used)
        if {"input_size", "input_dim"} & used:
            used |= set(_sizes({**self.defaults, **case.config}))
        told = "dropout" in used
        if "dropout" in self.defaults:
            used.add("dropout")
        session = NetworkSession(self, case, network, used)
        if self.defaults.get("dropout") and not silence_dropout(network) and not told:
            session.may_draw = True
        return session

    def prepared(self, case: DrawnCase) -> tuple[DrawnCase, NetworkSession]:
        """Return the case as the network can be given it, and the network set up for it.

        Raises:
            StumbleError: if its constructor raises.
            NotApplicableError: if it cannot be given the case.
        """
        case = without_dropout(case, self.defaults)
        try:
            session = self.start(case)
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
        if self.at_its_own_size >= OWN_SIZE:
            raise NotApplicableError("it has sizes of its own", "層の大きさが固定されている")
        bare = replace(case, config=config, config_for={}, params={}, buffers={})
        network = numpy_evaluator.construct(bare, np.dtype("float64"))
        rng = np.random.default_rng(seed_of(case.concept, case.name, "own size"))
        return replace(
            bare,
            inputs=({"x": rng.normal(size=(2, *shape))},),
            params={name: _drawn(rng, name, a.shape) for name, a in network.params.items()},
            buffers={name: array.copy() for name, array in network.buffers.items()},
        )

    def in_their_names(self, quantity: str) -> str:
        """Return a quantity as the user calls it: ``ddense1.W`` is their ``dW1``."""
        return f"d{self.theirs[quantity[1:]]}" if quantity[1:] in self.theirs else quantity

    def with_labels(self, case: DrawnCase) -> DrawnCase:
        """Return the case with one-hot labels ``t``: the book's gradient is that of the loss."""
        x = case.inputs[0]["x"]
        n_classes = list(case.params.values())[-1].shape[-1]
        rng = np.random.default_rng(seed_of(case.concept, case.name, "labels"))
        t = np.eye(n_classes)[rng.integers(0, n_classes, len(x))]
        return replace(case, inputs=({**case.inputs[0], "t": t},))

    def upstream(self, y: np.ndarray, t: np.ndarray) -> np.ndarray:
        """Return dL/dy of softmax and cross-entropy, averaged over the batch."""
        from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy

        loss = SoftmaxCrossEntropy()
        loss.forward(y, t)
        return loss.backward(1.0)

    def loss_of(self, case: DrawnCase, y: np.ndarray, t: np.ndarray) -> float:
        """Return the loss that belongs to the scores y, with the weights' penalty."""
        from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy

        network = numpy_evaluator.construct(case, np.dtype("float64"))
        return float(SoftmaxCrossEntropy().forward(y, t)) + float(network.penalty())


def _sizes(config: Mapping[str, Any]) -> list[str]:
    """Return the arguments that are sizes: neither words nor rates."""
    return [n for n, value in config.items() if not isinstance(value, str | bool | float | None)]


def _drawn(rng: np.random.Generator, name: str, shape: tuple[int, ...]) -> np.ndarray:
    """Return a parameter that keeps the signal's size through the layers."""
    leaf = name.split(".")[-1]
    if leaf == "gamma":
        return rng.uniform(0.5, 1.5, shape)
    fan_in = math.prod(shape[1:]) if len(shape) == 4 else shape[0]
    return rng.normal(0.0, math.sqrt(2 / fan_in) if leaf == "W" else 0.1, shape)


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
            "pad": pad, "stride": layer.stride[0],
        }  # fmt: skip
    return {"conv_param": found["conv_param_1"], **found}


def without_dropout(case: DrawnCase, defaults: Mapping[str, Any]) -> DrawnCase:
    """Return the case without the masks of dropout, which the book's networks cannot be given.

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


def silence_dropout(owner: Any, depth: int = DEEPEST) -> bool:
    """Set the rate of every dropout layer inside ``owner`` to 0; tell whether there is one."""
    if isinstance(owner, Mapping):
        parts = list(owner.values())
    elif isinstance(owner, list | tuple):
        parts = list(owner)
    elif hasattr(owner, "__dict__") and not inspect.isclass(owner):
        parts = list(vars(owner).values())
    else:
        return False
    found = False
    if "dropout" in type(owner).__name__.lower():
        for canonical, value in (("rate", 0.0), ("keep", 1.0)):
            for name in Names().of(canonical):
                if isinstance(vars(owner).get(name), float):
                    setattr(owner, name, value)
                    found = True
    return any([found, *(silence_dropout(part, depth - 1) for part in parts if depth)])


class NetworkSession(Session):
    """One constructed network."""

    takes_mask = False
    ignores_upstream = True

    def __init__(self, subject: BookNetwork, case: DrawnCase, network: Any, used: set[str]) -> None:
        self.subject, self.case, self.network, self.used = subject, case, network, used
        params = getattr(network, "params", None)
        if not isinstance(params, dict):
            raise NotApplicableError("it keeps no dictionary params", "辞書 params を持たない")
        self.theirs = numbered(case.params, params)
        subject.theirs |= self.theirs
        for ours, name in self.theirs.items():
            if np.shape(params[name]) != case.params[ours].shape:
                raise NotApplicableError(
                    f"{name} has shape {np.shape(params[name])}, ours {case.params[ours].shape}",
                    f"{name} の形が {np.shape(params[name])} で、参照の "
                    f"{case.params[ours].shape} と異なる",
                )
            if isinstance(params[name], np.ndarray):
                params[name][...] = case.params[ours]  # layers may hold the same array
        self.goes_back = find_attribute(network, GRADIENT) is not None
        self.may_draw = False

    def forward(self, inputs: Mapping[str, np.ndarray]) -> Any:
        """Return what the network predicts, before the softmax."""
        self.inputs = inputs
        if self.may_draw and self._draws():
            self.goes_back = False
        training = False if self.may_draw else self.case.training
        predict = getattr(self.network, find_attribute(self.network, PREDICT) or "predict")
        keywords = {}
        for parameter in parameters_of(predict) or []:
            if self.subject.names.meaning(parameter.name, ["training"]):
                keywords[parameter.name] = training_value(parameter, training)
        with users_code("forward"):
            return predict(inputs["x"], **keywords)

    def _draws(self) -> bool:
        """Tell whether the gradients are others each time: there are masks that we cannot set."""
        first, second = self.backward(None), self.backward(None)
        return any(not np.array_equal(first[name], second[name]) for name in first)

    def loss(self) -> Any:
        """Return the loss on the labels that the case has; None without such a method."""
        method = getattr(self.network, "loss", None)
        if self.may_draw and not self.goes_back:
            return None
        if not callable(method) or len(parameters_of(method) or []) < 2:
            return None
        with users_code("forward"):
            return method(self.inputs["x"], self.inputs["t"])

    def backward(self, dy: Any) -> dict[str, Any]:
        """Return the gradients of the loss on the labels that the case has."""
        gradient = getattr(self.network, find_attribute(self.network, GRADIENT) or "gradient")
        with users_code("backward"):
            given = gradient(self.inputs["x"], self.inputs["t"])
        if isinstance(given, dict):
            return {o: given[n] for o, n in self.theirs.items() if n in given} or by_name(
                given, list(self.case.params), self.subject.names
            )
        return {}

    def buffers(self) -> dict[str, Any]:
        """Return nothing: the book keeps running statistics in its layers."""
        return {}


def numbered(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, str]:
    """Return their name for each of our parameters: the k-th W of ours is the k-th W of theirs.

    Raises:
        NotApplicableError: if the two have different numbers of them.
    """
    found: dict[str, str] = {}
    for leaf in LEAVES:
        own = [name for name in ours if name.split(".")[-1] == leaf]
        matching = [n for n in theirs if re.fullmatch(rf"{leaf}_?\d*", n, re.IGNORECASE)]
        matching.sort(key=lambda n: int(re.sub(r"\D", "", n) or 0))
        if len(own) != len(matching):
            raise NotApplicableError(
                f"it has {len(matching)} parameters {leaf}, the case has {len(own)}",
                f"{leaf} が {len(matching)} 個あるが、このケースには {len(own)} 個ある",
            )
        found |= dict(zip(own, matching, strict=True))
    return found
