"""Networks as the book writes them: params by number, predict, loss and gradient."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from parity.checking.binding import NotApplicableError, bind, parameters_of, training_value
from parity.checking.sessions.layer_class import by_name
from parity.checking.sessions.session import Session, Subject, find_attribute, users_code
from parity.checking.spellings import Names
from parity.concept import Concept, DrawnCase, Text
from parity.draw import seed_of

PREDICT = ("predict", "forward", "__call__")
GRADIENT = ("gradient", "gradients", "grad", "backward", "numerical_gradient")
BOOK = Text(
    "a network with params, predict and gradient", "params・predict・gradient を持つネットワーク"
)
LEAVES = {"W": "W", "b": "b", "gamma": "gamma", "beta": "beta"}


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

    def start(self, case: DrawnCase) -> NetworkSession:
        """Construct the network, and give it the case's parameters."""
        supply = self.supply(case)
        config = supply.config
        sizes = config.get("sizes")
        if sizes:
            hidden = list(sizes[1:-1])
            config |= {
                "input_size": sizes[0],
                "output_size": sizes[-1],
                "hidden_size_list": hidden,
                "hidden_size": hidden[0],
            }
        one_layer = "hidden_size" in {p.name for p in parameters_of(self.target) or []}
        if sizes and one_layer and len(sizes) != 3:
            raise NotApplicableError(
                "it has one hidden layer, the case has more",
                "隠れ層が 1 つのネットワークだが、このケースには複数ある",
            )
        if "input_shape" in config:
            n = config.get("n_filters", 0)
            config |= {
                "input_dim": tuple(config["input_shape"]),
                "conv_param": {
                    "filter_num": n, "filter_size": config.get("kernel_size"),
                    "pad": 0, "stride": 1,
                },
                "hidden_size": config.get("hidden"),
                "output_size": config.get("n_classes"),
            }  # fmt: skip
        supply.arrays, supply.order = {}, ()
        bound = bind(self.target, supply, self.names)
        with users_code("constructor"):
            network = bound.call(self.target)
        used = set(bound.used)
        if {"input_size", "input_dim"} & used:
            used |= {"sizes", "input_shape", "n_filters", "kernel_size", "hidden", "n_classes"}
        return NetworkSession(self, case, network, used)

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
        from numpy_impl.losses import SoftmaxCrossEntropy

        loss = SoftmaxCrossEntropy()
        loss.forward(y, t)
        return loss.backward(1.0)

    def loss_of(self, case: DrawnCase, y: np.ndarray, t: np.ndarray) -> float:
        """Return the loss that belongs to the scores y, with the weights' penalty."""
        from numpy_impl.losses import SoftmaxCrossEntropy
        from parity.evaluators import numpy_evaluator

        network = numpy_evaluator.construct(case, np.dtype("float64"))
        return float(SoftmaxCrossEntropy().forward(y, t)) + float(network.penalty())


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

    def forward(self, inputs: Mapping[str, np.ndarray]) -> Any:
        """Return what the network predicts, before the softmax."""
        self.inputs = inputs
        predict = getattr(self.network, find_attribute(self.network, PREDICT) or "predict")
        keywords = {}
        for parameter in parameters_of(predict) or []:
            if self.subject.names.meaning(parameter.name, ["training"]):
                keywords[parameter.name] = training_value(parameter, self.case.training)
        with users_code("forward"):
            return predict(inputs["x"], **keywords)

    def loss(self) -> Any:
        """Return the loss on the labels that the case has; None without such a method."""
        method = getattr(self.network, "loss", None)
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
