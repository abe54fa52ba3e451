"""The names in the equations of information and of the losses that came after the first."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from formulas.bindings import bound, flat, one_hot


def of_elements(name: str, case: str = "") -> dict[str, Any]:
    found = bound(name, case)
    return flat(found) | {"n": found["t"].size}


def of_errors() -> dict[str, Any]:
    found = bound("root_mean_squared_error", "rows")
    return flat(found) | {"n": found["t"].size}


def of_a_temperature() -> dict[str, Any]:
    found = bound("temperature_softmax")
    row = {name: found[name][1] for name in ("x", "y", "dx", "dy")}
    return row | {"T": found["temperature"], "du": found["temperature"] * row["dx"]}


def of_halves() -> dict[str, Any]:
    """Return the names of a gated linear unit: of a, the values' half of x, and b, the gates'."""
    found = bound("gated_linear_unit")
    a, b = np.split(found["x"], 2, axis=-1)
    da, db = np.split(found["dx"], 2, axis=-1)
    names = {"a": a, "b": b, "da": da, "db": db, "y": found["y"], "dy": found["dy"]}
    return flat(names) | {"e": math.e}


def of_selu() -> dict[str, Any]:
    return flat(bound("selu")) | {"scale": 1.0507009873554805, "alpha": 1.6732632423543773}


def of_weighted_classes() -> dict[str, Any]:
    found = bound("negative_log_likelihood", "weighted")
    return one_hot(found, "x") | {"w": np.array(found["weight"])}


def of_focal_loss() -> dict[str, Any]:
    found = of_elements("focal_loss")
    x, t = found["x"], found["t"]
    a = found["alpha"] * t + (1 - found["alpha"]) * (1 - t)
    return found | {"p": 1 / (1 + np.exp(-(2 * t - 1) * x)), "a": a}


def of_triplets() -> dict[str, Any]:
    found = bound("triplet_loss", "wide_margin")
    letters = {"a": "anchor", "p": "positive", "n": "negative"}
    names = {letter: found[name] for letter, name in letters.items()}
    names |= {f"d{k}": found[f"d{name}"] / found["dL"] for k, name in letters.items()}
    return names | {"L": found["L"], "N": len(found["anchor"]), "m": found["margin"]}


def of_gaussians() -> dict[str, Any]:
    found = flat(bound("gaussian_nll"))
    share = found["dL"]
    gradients = {"dmu": found["dmu"] / share, "dv": found["dvar"] / share}
    return found | gradients | {"v": found["var"], "n": found["mu"].size}


def of_regions() -> dict[str, Any]:
    found = bound("dice_loss")
    return found | {"N": len(found["y"]), "s": found["smooth"]}


NAMES: dict[str, Callable[[], dict[str, Any]]] = {
    "entropy": lambda: bound("entropy"),
    "kl_divergence": lambda: bound("kl_divergence"),
    "js_divergence": lambda: bound("js_divergence"),
    "mutual_information": lambda: bound("mutual_information"),
    "mean_absolute_error": lambda: of_elements("mean_absolute_error"),
    "huber": lambda: of_elements("huber", "small_delta"),
    "hinge_loss": lambda: of_elements("hinge_loss"),
    "negative_log_likelihood": of_weighted_classes,
    "focal_loss": of_focal_loss,
    "triplet_loss": of_triplets,
    "gaussian_nll": of_gaussians,
    "dice_loss": of_regions,
    "swish": lambda: flat(bound("swish")) | {"e": math.e},
    "gated_tanh_unit": lambda: flat(bound("gated_tanh_unit")) | {"e": math.e},
    "gated_linear_unit": of_halves,
    "selu": of_selu,
    "root_mean_squared_error": of_errors,
    "temperature_softmax": of_a_temperature,
    "hard_sigmoid": lambda: flat(bound("hard_sigmoid", "all_three_lines")),
}
