"""What a network's constructor calls its sizes, and what it is given for them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from inspect import Parameter
from typing import Any

from parity.checking.loading.signatures import required
from parity.checking.reading.binding import NotApplicableError

HIDDEN = {"hidden", "hiddens", "hid", "mid", "middle", "h"}
INPUT = {"in", "input", "inputs", "x", "d", "i", "feature", "features"}
OUTPUT = {"out", "output", "outputs", "class", "classes", "label", "labels", "c", "y", "o", "k"}
SEVERAL = {"list", "sizes", "dims", "layers", "hiddens"}
FILTERS = {"filters", "filter", "channels"}
BESIDES = {"size", "sizes", "dim", "dims", "num", "n", "node", "nodes", "unit", "units", "neuron",
           "neurons", "layer", "layers", "shape", "d", "of", "list", "number"}  # fmt: skip
WHOLE = {"layers", "sizes", "dims", "architecture", "structure", "nodes", "units"}
"""Words in the names of sizes."""


def roles_of(parameters: Sequence[Parameter], images: bool) -> dict[str, str]:
    """Return which size each parameter is, by its name, else by its place.

    Args:
        parameters: the constructor's.
        images: whether the network takes images, so that its input is a triple.
    """
    found: dict[str, str] = {}
    for parameter in parameters:
        name = parameter.name
        if parameter.kind in (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD):
            continue
        if isinstance(parameter.default, bool | str | float | dict):
            continue
        role = _role(name, images)
        if isinstance(parameter.default, tuple | list) and role in ("hidden", "filters", "kernel"):
            role = "hiddens" if role == "hidden" and not images else ""  # several, and how many?
        if role and role not in found.values():
            found[name] = role
    unknown = [p.name for p in parameters if required(p) and p.name not in found]
    free = [r for r in ("input", "hidden", "output") if not _has(found, r)]
    if "sizes" not in found.values() and len(unknown) == len(free):
        found |= dict(zip(unknown, free, strict=True))
    elif not found and len(unknown) == 1:
        found[unknown[0]] = "sizes"
    return {p.name: found[p.name] for p in parameters if p.name in found}


def _has(found: Mapping[str, str], role: str) -> bool:
    return any(r.startswith(role) for r in found.values())


def _role(name: str, images: bool) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    words = set(re.findall(r"[a-z]+", spaced))
    numbers = re.findall(r"\d+", spaced)
    if images and words & FILTERS and words <= FILTERS | BESIDES:
        return "kernel" if "size" in words else "filters"
    if images and words <= {"kernel", "size"}:
        return "kernel"
    if words & HIDDEN and words <= HIDDEN | BESIDES:
        if words & SEVERAL:
            return "hiddens"
        return f"hidden{numbers[0]}" if numbers else "hidden"
    if numbers:
        return ""
    if words & OUTPUT and words <= OUTPUT | BESIDES:
        return "output"
    if words & INPUT and words <= INPUT | BESIDES:
        return "input"
    return "sizes" if words & WHOLE and words <= WHOLE | BESIDES | {"net", "network"} else ""


def layered(roles: Mapping[str, str], sizes: Sequence[int]) -> dict[str, Any]:
    """Return the arguments for dense layers of ``sizes``: (n_in, hidden ..., n_out).

    Args:
        roles: from :func:`roles_of`.
        sizes: of every layer.

    Raises:
        NotApplicableError: if the constructor takes another number of layers.
    """
    hidden = list(sizes[1:-1])
    numbers = sorted(role for role in roles.values() if re.fullmatch(r"hidden\d+", role))
    if numbers and len(hidden) != len(numbers) + ("hidden" in roles.values()):
        raise _other_depth(len(numbers))
    if "hidden" in roles.values() and not numbers and len(hidden) != 1:
        raise _other_depth(1)
    values: dict[str, Any] = {"input": sizes[0], "output": sizes[-1], "sizes": list(sizes)}
    values["hiddens"] = hidden
    values["hidden"] = hidden[0] if hidden else None
    rest = hidden[1:] if "hidden" in roles.values() else hidden
    values |= dict(zip(numbers, rest, strict=False))
    return {name: values[role] for name, role in roles.items() if role in values}


def _other_depth(number: int) -> NotApplicableError:
    if number == 1:
        return NotApplicableError(
            "it has one hidden layer, the case has more",
            "隠れ層が 1 つのネットワークだが、このケースには複数ある",
        )
    return NotApplicableError(
        f"it has {number} hidden layers, the case has another number",
        f"隠れ層が {number} つのネットワークだが、このケースの層の数は異なる",
    )


def convolving(
    roles: Mapping[str, str], shape: Sequence[int], filters: int, kernel: int, hidden: int, n: int
) -> dict[str, Any]:
    """Return the arguments for a network of images of ``shape`` (C, H, W)."""
    values = {"input": tuple(shape), "filters": filters, "kernel": kernel, "hidden": hidden,
              "hiddens": [hidden], "output": n}  # fmt: skip
    return {name: values[role] for name, role in roles.items() if role in values}
