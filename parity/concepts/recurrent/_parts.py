"""Cases of layers that are made of several recurrent layers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from parity.describing.concept import Case
from parity.describing.draw import Draw, normal, values

GATES = {"simple_rnn": 1, "lstm": 4, "gru": 3}
STATES = {"simple_rnn": ("h",), "lstm": ("h", "c"), "gru": ("h",)}


def parts_case(
    name: str,
    parts: Sequence[str],
    widths: Sequence[int],
    sizes: tuple[int, int, int, int],
    y: int,
    layer: str = "simple_rnn",
    given: bool = True,
    lengths: Sequence[int] = (),
    bias: bool = True,
    masks: Mapping[str, Draw] | None = None,
    training: bool | None = None,
    **config: Any,
) -> Case:
    """Return a case of a layer with these parts.

    Args:
        name: the case's.
        parts: the parts' names.
        widths: the length of what each of them reads.
        sizes: N, T, D, H.
        y: the length of an output.
        layer: what the parts are.
        given: whether the first states are given.
        lengths: of the sequences, where they are padded.
        bias: whether the parts have a b.
        masks: of the dropouts, by the part below.
        training: whether the layer trains.
        config: the constructor's arguments besides the sizes.
    """
    N, T, D, H = sizes
    gates, states = GATES[layer], STATES[layer]
    inputs: dict[str, Draw] = {"x": normal(N, T, D)}
    if given:
        inputs |= {f"{state}0": normal(len(parts), N, H, scale=0.5) for state in states}
    if lengths:
        inputs["lengths"] = values(list(lengths))
    inputs |= {f"masks.{part}": mask for part, mask in (masks or {}).items()}
    params: dict[str, Draw] = {}
    for part, width in zip(parts, widths, strict=True):
        params[f"{part}.W"] = normal(width, gates * H, scale=0.5)
        params[f"{part}.U"] = normal(H, gates * H, scale=0.5)
        if bias:
            params[f"{part}.b"] = normal(gates * H, scale=0.5)
    checked = ("dx", f"d{parts[0]}.U", *(f"d{state}0" for state in states if given))
    return Case(
        name,
        inputs=inputs,
        params=params,
        upstream={"y": normal(N, T, y), **{s: normal(len(parts), N, H) for s in states}},
        config={
            "n_in": D,
            "n_hidden": H,
            "layer": layer,
            **({} if bias else {"use_bias": False}),
            **config,
        },
        training=training,
        options={"outputs": ("y", *states), "differences": checked},
    )
