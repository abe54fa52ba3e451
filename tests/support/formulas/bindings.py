"""What the names of a concept's equations stand for: what its NumPy code was given, and gave."""

from __future__ import annotations

import copy
import functools
import inspect
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from formulas.computing import Bordered, Equations, erf, matrix
from numpy_impl.layers.dropout import Dropout
from parity.describing.concept import draw_case
from parity.harness.evaluators import numpy_evaluator
from parity.harness.evaluators.evaluation import upstream_of
from parity.harness.evaluators.subject import implementation
from parity.harness.registry import all_concepts

CONCEPTS = all_concepts()
GREEK_OF = {"lambda": "weight_decay", "mu": "momentum"}


def bound(name: str, case: str = "") -> dict[str, Any]:
    """Return what one case has by name: arguments, parameters, results, gradients."""
    concept = CONCEPTS[name]
    drawn = draw_case(concept, concept.case(case) if case else concept.cases[0])
    found: dict[str, Any] = {}
    if drawn.kind == "function":
        defaults = inspect.signature(implementation("numpy", concept)).parameters.values()
        found |= {p.name: p.default for p in defaults if p.default is not p.empty}
        found |= drawn.configuration("numpy")
    elif drawn.kind != "initializer":
        subject = numpy_evaluator.construct(drawn, np.dtype(float))
        found |= {k: v for k, v in vars(subject).items() if isinstance(v, int | float)}
        found |= drawn.configuration("numpy")
    found |= drawn.inputs[0] if drawn.inputs else {}
    found |= drawn.params
    found |= numpy_evaluator.evaluate(drawn, "float64").quantities
    upstream = drawn.upstream[0] if drawn.upstream else None
    if drawn.kind == "loss":
        found["L"] = found["loss"]
        for gradient in ("dx", "dy"):  # of the loss alone, not of what follows it
            if gradient in found:
                found[gradient] = found[gradient] / upstream
    elif drawn.kind == "function":
        found |= {f"d{o}": dy for o, dy in upstream_of(drawn, 0).items()} if drawn.upstream else {}
    elif upstream is not None:
        found["dpenalty" if drawn.kind == "regularizer" else "dy"] = upstream
    return found


def flat(found: dict[str, Any]) -> dict[str, Any]:
    """Return the names with every array as a vector, for equations with one index."""
    return {
        name: value.ravel() if isinstance(value, np.ndarray) and value.ndim else value
        for name, value in found.items()
    }


def one_hot(found: dict[str, Any], scores: str) -> dict[str, Any]:
    """Return the names with class numbers as rows with a single 1, as t stands in equations."""
    eye = np.eye(found[scores].shape[1])
    return found | {"t": eye[found["t"]], "N": len(found[scores])}


def normal_functions() -> dict[str, Any]:
    def phi(x: Any) -> Any:
        return np.exp(-np.square(x) / 2) / math.sqrt(2 * math.pi)

    def cdf(x: Any) -> Any:
        return (1 + erf(x / math.sqrt(2))) / 2

    return {"Phi": cdf, "phi": phi, "Phi'": lambda x: (cdf(x + 1e-5) - cdf(x - 1e-5)) / 2e-5}


def of_initializer(name: str, size: str) -> dict[str, Any]:
    shape = CONCEPTS[name].cases[0].options["shape"]
    found = bound(name)
    variance = found["scale"] ** 2 / 3  # of uniform numbers between -scale and scale
    return {size: found["scale"], "fan_in": shape[0], "fan_out": shape[1],
            "W": found["samples"], "Var": lambda _: variance}  # fmt: skip


def of_channel(found: dict[str, Any]) -> dict[str, Any]:
    """Return batch normalization's names for one channel; it holds for each alike."""
    one = {k: found[k][:, 1] for k in ("x", "y", "dx", "dy")}
    one |= {k: found[k][1] for k in ("gamma", "beta", "dgamma", "dbeta")}
    return one | {
        "n": len(one["x"]),
        "epsilon": found["epsilon"],
        "dx_hat": one["dy"] * one["gamma"],
    }


def of_group(found: dict[str, Any]) -> dict[str, Any]:
    """Return group normalization's names for the values of one group of one example."""
    per_group = found["x"].shape[1] // found["n_groups"]
    own = slice(per_group, 2 * per_group)
    one = {k: found[k][0, own] for k in ("x", "y", "dx", "dy")}
    per_channel = {k: found[k][own, None, None] for k in ("gamma", "beta")}
    placed = {k: np.broadcast_to(v, one["x"].shape) for k, v in per_channel.items()}
    names = {k: v.ravel() for k, v in {**one, **placed}.items()}
    return names | {"m": one["x"].size, "epsilon": found["epsilon"]}


def of_pixels(found: dict[str, Any]) -> dict[str, Any]:
    """Return instance normalization's names, all of space along one axis."""
    flat = {k: found[k].reshape(*found[k].shape[:2], -1) for k in ("x", "y", "dx", "dy")}
    return found | flat | {"m": flat["x"].shape[2]}


def of_windows(found: dict[str, Any]) -> dict[str, Any]:
    """Return pooling's names for one image, and which pixels are in each window."""
    one = {k: found[k][0, 1] for k in ("x", "y", "dx", "dy")}
    places = np.ndindex(one["y"].shape)
    windows = {
        (h, w): frozenset((2 * h + i, 2 * w + j) for i in range(2) for j in range(2))
        for h, w in places
    }
    return one | {"R": windows, "p": found.get("norm_type", 1)}


def of_pixel(found: dict[str, Any]) -> dict[str, Any]:
    """Return local response normalization's names for the channels of one pixel."""
    one = {k: found[k][0, :, 1, 2] for k in ("x", "y", "dx", "dy")}
    reach, last = found["size"] // 2, len(one["x"])

    def around(c: int) -> frozenset[int]:
        return frozenset(range(max(0, c - reach), min(last, c + reach + 1)))

    return one | {k: found[k] for k in ("alpha", "beta", "k")} | {"N": around}


def of_convolution() -> dict[str, Any]:
    from numpy_impl.layers.conv2d import Conv2d

    rng = np.random.default_rng(1)
    layer = Conv2d(2, 3, kernel_size=(2, 1), stride=2, dilation=1, seed=3)
    x = rng.standard_normal((1, 2, 4, 3))
    return of_layer(layer, x, rng) | {"s": 2, "d": 1}


def of_dilated_convolution() -> dict[str, Any]:
    from numpy_impl.layers.conv2d import Conv2d

    rng = np.random.default_rng(2)
    layer = Conv2d(1, 2, kernel_size=2, stride=1, dilation=2, seed=3)
    return of_layer(layer, rng.standard_normal((1, 1, 3, 4)), rng) | {"s": 1, "d": 2}


def of_depthwise_convolution(stride: int = 2, dilation: int = 1) -> dict[str, Any]:
    """Return the names with two axes, c and q, for the kernels of each channel."""
    from numpy_impl.layers.depthwise_conv2d import DepthwiseConv2d

    rng = np.random.default_rng(8)
    layer = DepthwiseConv2d(3, (2, 1), stride, 0, dilation, depth_multiplier=2, seed=3)
    found = of_layer(layer, rng.standard_normal((1, 3, 4, 3)), rng)
    of_channels = {k: found[k].reshape(1, 3, 2, *found[k].shape[2:]) for k in ("y", "dy")}
    kernels = {k: found[k].reshape(3, 2, 2, 1) for k in ("W", "dW")}
    biases = {k: found[k].reshape(3, 2) for k in ("b", "db")}
    return found | of_channels | kernels | biases | {"s": stride, "d": dilation}


def of_pointwise_convolution() -> dict[str, Any]:
    from numpy_impl.layers.pointwise_conv2d import PointwiseConv2d

    rng = np.random.default_rng(9)
    layer = PointwiseConv2d(2, 3, stride=2, seed=3)
    found = of_layer(layer, rng.standard_normal((2, 2, 4, 3)), rng)
    return found | {k: found[k][:, :, 0, 0] for k in ("W", "dW")} | {"s": 2}


def of_separable_convolution(stride: int = 2, dilation: int = 1) -> dict[str, Any]:
    """Return the names with two axes, c and q, for the kernels of each channel."""
    from numpy_impl.layers.separable_conv2d import SeparableConv2d

    rng = np.random.default_rng(10)
    layer = SeparableConv2d(2, 3, 2, stride, 0, dilation, depth_multiplier=2, seed=3)
    layer.params["b"][...] = rng.standard_normal(3)
    x = rng.standard_normal((1, 2, 4, 3))
    y = layer.forward(x)
    dy = rng.standard_normal(y.shape)
    found = {"x": x, "y": y, "dy": dy, "dx": layer.backward(dy), "b": layer.params["b"]}
    for letter, name in (("D", "W_depth"), ("P", "W_point")):
        shape = (2, 2, 2, 2) if letter == "D" else (3, 2, 2)
        found[letter] = layer.params[name].reshape(shape)
        found[f"d{letter}"] = layer.grads[name].reshape(shape)
    return found | {"db": layer.grads["b"], "s": stride, "d": dilation}


def of_transposed_convolution() -> dict[str, Any]:
    from numpy_impl.layers.conv_transpose2d import ConvTranspose2d

    rng = np.random.default_rng(4)
    layer = ConvTranspose2d(2, 3, kernel_size=2, stride=2, padding=1, seed=3)
    found = of_layer(layer, rng.standard_normal((1, 2, 2, 3)), rng)
    return found | {"s": 2, "p": 1, "d": 1, "dy": found["dy"].view(Bordered)}


def of_dilated_transposed_convolution() -> dict[str, Any]:
    from numpy_impl.layers.conv_transpose2d import ConvTranspose2d

    rng = np.random.default_rng(7)
    layer = ConvTranspose2d(1, 2, kernel_size=2, padding=1, dilation=2, seed=3)
    found = of_layer(layer, rng.standard_normal((1, 1, 3, 2)), rng)
    return found | {"s": 1, "p": 1, "d": 2, "dy": found["dy"].view(Bordered)}


def of_layer(layer: Any, x: np.ndarray, rng: np.random.Generator) -> dict[str, Any]:
    layer.params["b"][...] = rng.standard_normal(layer.params["b"].shape)
    y = layer.forward(x)
    dy = rng.standard_normal(y.shape)
    dx = layer.backward(dy)
    return {"x": x, "y": y, "dx": dx, "dy": dy, "W": layer.params["W"], "b": layer.params["b"],
            "dW": layer.grads["W"], "db": layer.grads["b"]}  # fmt: skip


def of_columns() -> dict[str, Any]:
    from numpy_impl.layers.im2col import im2col

    rng = np.random.default_rng(5)
    x = rng.standard_normal((2, 2, 3, 4))
    col = im2col(x, 2, 3, 2, 1).reshape(2, 2, 2, 2, 2, 3)
    return {"x": x.view(Bordered), "col": col, "s": 2, "p": 1}


class Weights:
    """A convolution's weights, which know how their layer slides them."""

    def __init__(self, layer: Any) -> None:
        self.layer = copy.deepcopy(layer)
        self.layer.params["b"][...] = 0


def of_network(name: str, case: str = "") -> dict[str, Any]:
    """Return a network's names in inference, where nothing is dropped."""
    concept = CONCEPTS[name]
    drawn = draw_case(concept, concept.case(case) if case else concept.cases[0])
    network = numpy_evaluator.construct(drawn, np.dtype(float))
    rng = np.random.default_rng(6)
    for array in network.params.values():
        array[...] = rng.standard_normal(array.shape)
    x = drawn.inputs[0]["x"]
    y = network.forward(x, training=False)
    weights, biases, others = {}, {}, {}
    for layer in network.layers.values():
        kind = type(layer).__name__.removeprefix("Fast")
        if "W" in layer.params:
            k = len(weights) + 1
            dense = layer.params["W"].ndim == 2
            weights[k] = matrix(layer.params["W"]) if dense else Weights(layer)
            b = layer.params["b"]
            biases[k] = b if dense else b.reshape(-1, 1, 1)
        else:
            others.setdefault(kind_of(kind), copy.deepcopy(layer).forward)
            if kind_of(kind) == "f":
                others["f'"] = functools.partial(slopes, copy.deepcopy(layer))
    others.pop("", None)
    found = others | {"x": x, "y": y, "W": weights, "b": biases, "n": len(weights),
                      "drop": lambda h: h, "flatten": lambda h: h.reshape(len(h), -1),
                      "*": lambda h, w: w.layer.forward(h)}  # fmt: skip
    h, sums = x, {}
    for layer in network.layers.values():
        dropout = isinstance(layer, Dropout)
        h = layer.forward(h, training=False) if dropout else layer.forward(h)
        if "W" in layer.params:
            sums[len(sums) + 1] = h
    return found | {"a": sums} | way_back(network, rng.standard_normal(y.shape))


def slopes(layer: Any, a: np.ndarray) -> np.ndarray:
    """Return an activation's slope at every element."""
    layer.forward(a)
    return np.asarray(layer.backward(np.ones_like(a)))


def way_back(network: Any, dy: np.ndarray) -> dict[str, Any]:
    """Return the gradients by weighted sums (delta), by what layers give (dh), and by parameters.

    ``back_pool(g)`` and ``back_layer(k, g)`` are the backward passes of one pooling, found by the
    shape of g, and of the kth layer with weights.
    """
    sums: dict[int, np.ndarray] = {}
    outputs: dict[int, np.ndarray] = {}
    layers: dict[int, Any] = {}
    others: dict[str, dict[tuple[int, ...], Any]] = {"pool": {}, "LRN": {}, "f": {}, "": {}}
    k, g = sum("W" in layer.params for layer in network.layers.values()), dy
    for layer in reversed(network.layers.values()):
        if "W" in layer.params:
            sums[k], layers[k] = g, layer
            k -= 1
            kind = ""
        else:
            kind = kind_of(type(layer).__name__)
            others[kind][g.shape] = layer.backward
        g = layer.backward(g)
        if kind == "" or (kind == "pool" and not sums):  # what comes next is given h_k
            outputs[k] = g
    grads = {k: layer.grads for k, layer in layers.items()}
    return {
        "dy": dy, "dx": g, "delta": sums, "dh": outputs,
        "dW": {k: own["W"] for k, own in grads.items()},
        "db": {k: own["b"] for k, own in grads.items()},
        "back_pool": lambda g: others["pool"][g.shape](g),
        "back_LRN": lambda g: others["LRN"][g.shape](g),
        "back_layer": lambda k, g: layers[int(k)].backward(g),
    }  # fmt: skip


def kind_of(kind: str) -> str:
    if "Pool" in kind:
        return "pool"
    return {"LocalResponseNorm": "LRN", "Flatten": "", "Dropout": ""}.get(kind, "f")


def of_optimizer(name: str, case: str, step: int) -> tuple[dict[str, Any], np.ndarray]:
    """Return an optimizer's names before its step ``step``, and W after it."""
    concept = CONCEPTS[name]
    drawn = draw_case(concept, concept.case(case))
    subject = numpy_evaluator.implementation("numpy", concept)(**drawn.configuration("numpy"))
    params = {"W": drawn.params["W"].copy()}
    for k in range(step):
        subject.update(params, {"W": drawn.inputs[0]["dW"][k]})
    g = drawn.inputs[0]["dW"][step]
    found: dict[str, Any] = {k: v for k, v in vars(subject).items() if isinstance(v, int | float)}
    found |= {symbol: states["W"].copy() for symbol, states in subject.state.items()}
    found |= {greek: found.get(ours, 0.0) for greek, ours in GREEK_OF.items()}
    found |= {"w": params["W"].copy(), "g": g, "t": step + 1}
    subject.update(params, {"W": g})
    for symbol in subject.state if step == 0 else ():
        found[symbol] = np.zeros_like(g)
    return found, params["W"]


def of_gates(found: dict[str, Any], equations: Equations) -> None:
    """Bind the gates' parts of the pre-activation a, once the equations can compute it."""
    from formulas.tree import Ref

    parts = np.split(equations.value(Ref("a"), {}), 4, axis=-1)
    equations.bound |= dict(zip(("a_i", "a_f", "a_o", "a_g"), parts, strict=True))


def matrices(found: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {**found, **{name: matrix(found[name]) for name in names}}
