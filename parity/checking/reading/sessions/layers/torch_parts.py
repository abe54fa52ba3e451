"""Where what attends keeps its weights: in linear layers, in PyTorch perhaps several in one.

People call these layers in many ways, and often put W_q, W_k and W_v below each other in one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.spellings import Names

LINEAR = {
    "W_q": r"w_?qs?|linear_?q|to_?q|fc_?q|q(uer(y|ies))?(_?(proj|linear|layer|dense))?",
    "W_k": r"w_?ks?|linear_?k|to_?k|fc_?k|k(eys?)?(_?(proj|linear|layer|dense))?",
    "W_v": r"w_?vs?|linear_?v|to_?v|fc_?v|v(alues?)?(_?(proj|linear|layer|dense))?",
    "W_o": r"w_?o|w_?out|w_?concat|fc(_?o(ut)?)?|o(ut)?_?proj|o(ut)?_?linear|linear_?o(ut)?|to_?out"
    r"|out(put)?(_?(proj|linear|layer|dense))?|o_?(layer|dense)|c_proj|proj|dense|unify_?heads|linear",
    "W1": r"w_?1|fc_?1|lin(ear)?_?1|layer_?1|dense_?1|c_fc|up(_proj)?|fc_in|expand",
    "W2": r"w_?2|fc_?2|lin(ear)?_?2|layer_?2|dense_?2|c_proj|down(_proj)?|fc_out|contract|proj",
}
PACKED = r"c_?attn|in_?proj|w_?qkv|qkv(_?proj)?|to_?qkv|attn|query_key_value"
OPTIONS = ("config", "cfg", "args", "hparams", "opt", "conf")
"""Parameters of constructors that hold all others."""

ROOM = ("block_size", "max_len", "max_seq_len", "n_positions", "n_ctx", "seq_len")
"""What says how long sequences may be."""

LONG = 64


class Slice:
    """A part of a module's parameter, along its first axis, with the gradient of that part."""

    def __init__(self, parameter: Any, at: slice) -> None:
        self.parameter, self.at = parameter, at

    @property
    def shape(self) -> tuple[int, ...]:
        """Its shape."""
        return tuple(self.parameter[self.at].shape)

    @property
    def grad(self) -> Any:
        """Its gradient; ``None`` if there is none."""
        return None if self.parameter.grad is None else self.parameter.grad[self.at]

    def copy_(self, values: Any) -> None:
        """Put values there."""
        self.parameter.data[self.at] = values

    def detach(self) -> Any:
        """Return what is there."""
        return self.parameter.detach()[self.at]


def part_of(module: Any, name: str) -> Any:
    """Return where a module keeps a weight or bias of attention, or of a network behind it.

    ``None`` if it does not, or if several of its layers might be it.
    """
    weight = {"b": "W" + name[1:]}.get(name[0], name)
    if weight not in LINEAR:
        return None
    kind = "bias" if name[0] == "b" else "weight"
    parts = {n: p for n, p in module.named_modules() if getattr(p, "weight", None) is not None}
    found = [p for n, p in parts.items() if _is(n, LINEAR[weight])]
    if len(found) == 1:
        return getattr(found[0], kind, None)
    if found or weight not in ("W_q", "W_k", "W_v"):
        return None
    packed = [p for n, p in parts.items() if _is(n, PACKED)]
    held = getattr(packed[0], kind, None) if len(packed) == 1 else None
    if held is None or held.shape[0] % 3:
        return None
    width, at = held.shape[0] // 3, "qkv".index(weight[-1])
    return Slice(held, slice(at * width, (at + 1) * width))


def part_called(attributes: Mapping[str, Any], name: str) -> Any:
    """Return the object among a layer's attributes that has a weight or bias of this name.

    ``None`` if there is none, or if several might be it.
    """
    weight = {"b": "W" + name[1:]}.get(name[:1], name)
    if weight not in LINEAR:
        return None
    found = [
        value for key, value in attributes.items()
        if hasattr(value, "__dict__") and _is(key, LINEAR[weight])
        and callable(getattr(value, "forward", None) or value)
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def silence(bias: Any) -> None:
    """Set a bias to 0, if there is one."""
    if isinstance(bias, Slice):
        bias.copy_(0)
    elif bias is not None:
        bias.data[...] = 0


def _is(name: str, pattern: str) -> bool:
    return re.fullmatch(pattern, name.rsplit(".", 1)[-1], re.IGNORECASE) is not None


def takes_options(cls: Any) -> bool:
    """Tell whether a constructor takes everything in one object."""
    needed = [p for p in parameters_of(cls) or [] if required(p)]
    return len(needed) == 1 and needed[0].name.lower() in OPTIONS


class Options:
    """An object that has each argument under the name that it is asked for by."""

    def __init__(self, config: dict[str, Any], names: Names) -> None:
        self._config, self._names = config, names
        self._used: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        """Return an argument: ours, no dropout, or room for sequences."""
        if name.startswith("_"):
            raise AttributeError(name)
        if "drop" in name:
            return 0.0
        if name in ROOM:
            return LONG
        meaning = "use_bias" if name == "bias" else self._names.meaning(name, list(self._config))
        if meaning not in self._config:
            raise AttributeError(name)
        self._used.add(meaning)
        return self._config[meaning]

    @property
    def used(self) -> set[str]:
        """Which of our arguments it was asked for."""
        return self._used
