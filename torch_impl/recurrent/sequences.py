"""What the recurrent layers share in PyTorch: padded sequences, cut gradients, one bias."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from torch_impl.initializers.glorot_uniform import GlorotUniform
from torch_impl.initializers.initializer import Initializer
from torch_impl.seeds import spawned

States = tuple[torch.Tensor, ...]


def redraw(
    rnn: nn.RNNBase | nn.RNNCellBase, suffix: str, initializer: Initializer | None, seed: int | None
) -> None:
    """Draw the weights of one layer or direction anew; its biases become 0.

    PyTorch has two biases, whose sum is all that matters. The second one stays 0 and does not
    learn; else the sum would move twice as far at every step.
    """
    draw = initializer or GlorotUniform()
    for name, own_seed in zip(("weight_ih", "weight_hh"), (seed, *spawned(seed, 1)), strict=True):
        shape = getattr(rnn, name + suffix).shape
        setattr(rnn, name + suffix, nn.Parameter(draw(shape, own_seed)))
    if rnn.bias:
        nn.init.zeros_(getattr(rnn, "bias_ih" + suffix))
        nn.init.zeros_(getattr(rnn, "bias_hh" + suffix)).requires_grad_(False)


def run(
    layer: Callable[..., tuple[object, States]],
    x: torch.Tensor,
    states: States,
    lengths: torch.Tensor | None = None,
    truncate: int | None = None,
) -> tuple[torch.Tensor, States]:
    """Return (y, last states) of a layer for x (N, T, n_in), y being 0 behind a sequence's end.

    Args:
        layer: called with a sequence, padded or packed, and the states; gives y and the states.
        x: the sequences.
        states: those before the first step, each (directions, N, n_hidden).
        lengths: the number of steps of each sequence (N,); all if None.
        truncate: after so many steps the states are detached, so that no gradient goes back.
    """
    parts = []
    for start in range(0, x.shape[1], truncate or x.shape[1]):
        if start:
            states = tuple(state.detach() for state in states)
        part = x[:, start : start + truncate] if truncate else x
        left = None if lengths is None else (lengths - start).clamp(max=part.shape[1])
        y, states = _run_part(layer, part, states, left)
        parts.append(y)
    return torch.cat(parts, dim=1), states


def _run_part(
    layer: Callable[..., tuple[object, States]],
    x: torch.Tensor,
    states: States,
    left: torch.Tensor | None,
) -> tuple[torch.Tensor, States]:
    """Return (y, states) where of some sequences ``left`` steps are left, or none at all."""
    if left is None:
        return layer(x, states)  # type: ignore[return-value]
    # A packed sequence has at least one step, so that of a finished one is thrown away again.
    packed = pack_padded_sequence(x, left.clamp(min=1), batch_first=True, enforce_sorted=False)
    packed_y, after = layer(packed, states)
    y, _ = pad_packed_sequence(packed_y, batch_first=True, total_length=x.shape[1])
    goes_on = left > 0
    y = torch.where(goes_on[:, None, None], y, torch.zeros_like(y))
    kept = zip(after, states, strict=True)
    return y, tuple(torch.where(goes_on[:, None], new, old) for new, old in kept)


def run_steps(
    step: Callable[[torch.Tensor, States], States],
    x: torch.Tensor,
    states: States,
    lengths: torch.Tensor | None = None,
    truncate: int | None = None,
) -> tuple[torch.Tensor, States]:
    """Return (y, last states) as :func:`run` does, for a step that PyTorch has no layer for.

    Args:
        step: called with x (N, n_in) and the states (N, n_hidden); gives the next states, of which
            the first one is the output.
        x: as of :func:`run`; so are states, lengths and truncate.
        states: likewise.
        lengths: likewise.
        truncate: likewise.
    """
    ys = []
    for t in range(x.shape[1]):
        if t and truncate and t % truncate == 0:
            states = tuple(state.detach() for state in states)
        after = step(x[:, t], states)
        y = after[0]
        if lengths is not None:
            within = (t < lengths)[:, None]
            y = torch.where(within, y, torch.zeros_like(y))
            kept = zip(after, states, strict=True)
            after = tuple(torch.where(within, new, old) for new, old in kept)
        states = after
        ys.append(y)
    return torch.stack(ys, dim=1), states
