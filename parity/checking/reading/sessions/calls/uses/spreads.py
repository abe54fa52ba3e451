"""A Gaussian's width, which people pass as sigma or as the variance, and not as its logarithm."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from parity.checking.loading.signatures import parameters_of
from parity.describing.concept import Concept, Text

SIGMA = ("sigma", "std", "stddev", "sd", "stdev", "s", "sig", "scale")
VARIANCE = ("var", "variance", "sigma2", "sigmasquared", "sigmasq", "v")

TOLD = {
    "sigma": Text(
        "It was given sigma, and not log sigma^2.", "log sigma^2 ではなく sigma を渡した。"
    ),
    "variance": Text(
        "It was given sigma^2, and not its logarithm.", "log sigma^2 ではなく sigma^2 を渡した。"
    ),
}


def told(spread: str) -> list[Text]:
    """Return what the reader should know of it."""
    return [TOLD[spread]] if spread else []


def asked_for(concept: Concept, function: Callable[..., Any]) -> list[str]:
    """Return which of both a parameter's name says: what is called log is none of them."""
    if "log_var" not in concept.cases[0].inputs:
        return []
    for parameter in parameters_of(function) or []:
        words = parameter.name.lower().split("_")
        plain = "".join(w for w in words if w not in ("z", "x", "q", "latent", "enc"))
        if plain in SIGMA:
            return ["sigma"]
        if plain in VARIANCE:
            return ["variance"]
    return []


def given(inputs: Mapping[str, np.ndarray], spread: str) -> dict[str, np.ndarray]:
    """Return the inputs with the width itself in the place of its logarithm."""
    half = 0.5 if spread == "sigma" else 1.0
    return {**inputs, "log_var": np.exp(half * np.asarray(inputs["log_var"]))}
