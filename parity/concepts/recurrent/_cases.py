"""Cases of layers that read sequences: x (N, T, D), states (N, H), weights for all gates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from parity.describing.concept import Case
from parity.describing.draw import Draw, normal, values

ALL = ("dx", "dh0", "dW", "dU", "db")
"""What finite differences check of a layer with one state, where they check everything."""


def step_case(
    name: str,
    sizes: tuple[int, int, int],
    gates: int = 1,
    states: Sequence[str] = ("h",),
    more: dict[str, Draw] | None = None,
    scale: float = 0.5,
    bias: bool = True,
    **config: Any,
) -> Case:
    """Return a case of one step.

    Args:
        name: the case's.
        sizes: N, D, H.
        gates: how many gates, or copies of the units, W, U and b have side by side.
        states: the states by name.
        more: further parameters, or others in place of W, U and b.
        scale: the standard deviation of the weights.
        bias: whether there is a b.
        config: the constructor's arguments besides the sizes and ``use_bias``.
    """
    N, D, H = sizes
    return Case(
        name,
        inputs={"x": normal(N, D), **{state: normal(N, H, scale=0.5) for state in states}},
        params=_weights(D, H, gates, scale, bias) | (more or {}),
        upstream={f"{state}_new": normal(N, H) for state in states},
        config={"n_in": D, "n_hidden": H, **({} if bias else {"use_bias": False}), **config},
        options={"outputs": tuple(f"{state}_new" for state in states)},
    )


def sequence_case(
    name: str,
    sizes: tuple[int, int, int, int],
    gates: int = 1,
    states: Sequence[str] = ("h",),
    given: bool = True,
    lengths: Sequence[int] = (),
    more: dict[str, Draw] | None = None,
    scale: float = 0.5,
    bias: bool = True,
    inputs: dict[str, Draw] | None = None,
    repeat: int = 1,
    differences: Sequence[str] = (),
    **config: Any,
) -> Case:
    """Return a case of whole sequences.

    Args:
        name: the case's.
        sizes: N, T, D, H.
        gates: as of :func:`step_case`, and so are states, more, scale, bias and config.
        states: the states by name; their first values are called h0, c0.
        given: whether the first states are given.
        lengths: of the sequences, where they are padded.
        more: further parameters.
        scale: the standard deviation of the weights.
        bias: whether there is a b.
        inputs: other inputs in place of the drawn ones.
        repeat: how many calls follow each other.
        differences: the quantities that finite differences check; those that a gradient reaches
            through time if nothing is said.
        config: the constructor's arguments besides.
    """
    N, T, D, H = sizes
    drawn = {"x": normal(N, T, D)}
    if given:
        drawn |= {f"{state}0": normal(N, H, scale=0.5) for state in states}
    drawn |= inputs or {}
    checked = tuple(differences) or ("dx", "dU", *(f"d{state}0" for state in states if given))
    if config.get("truncate", T) < T:
        checked = ()  # the gradient is not that of the outputs
    if lengths:
        drawn["lengths"] = values(list(lengths))
    return Case(
        name,
        inputs=drawn,
        params=_weights(D, H, gates, scale, bias) | (more or {}),
        upstream={"y": normal(N, T, H), **{state: normal(N, H) for state in states}},
        config={"n_in": D, "n_hidden": H, **({} if bias else {"use_bias": False}), **config},
        repeat=repeat,
        options={"outputs": ("y", *states), "differences": checked},
    )


def _weights(D: int, H: int, gates: int, scale: float, bias: bool) -> dict[str, Draw]:
    found = {"W": normal(D, gates * H, scale=scale), "U": normal(H, gates * H, scale=scale)}
    return {**found, "b": normal(gates * H, scale=scale)} if bias else found
