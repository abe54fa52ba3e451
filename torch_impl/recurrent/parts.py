"""What layers made of recurrent layers share in PyTorch: its own form of several at once."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import nn
from torch.func import functional_call

from torch_impl.recurrent.gru import GRU
from torch_impl.recurrent.lstm import LSTM
from torch_impl.recurrent.sequences import States, run
from torch_impl.recurrent.simple_rnn import SimpleRNN

LAYERS = {"simple_rnn": SimpleRNN, "lstm": LSTM, "gru": GRU}
OWN = {"simple_rnn": nn.RNN, "lstm": nn.LSTM}
"""PyTorch's own layers; its GRU resets after the product alone, ours before it by default."""


def run_as_one(
    kind: str,
    parts: Mapping[str, nn.Module],
    x: torch.Tensor,
    given: tuple[torch.Tensor | None, torch.Tensor | None],
    lengths: torch.Tensor | None,
    **options: int | bool,
) -> tuple[torch.Tensor, States]:
    """Return (y, last states) of PyTorch's own layer of several, with the weights of the parts.

    Args:
        kind: ``"simple_rnn"`` or ``"lstm"``.
        parts: the parts by what PyTorch puts behind the names of their weights, such as ``_l1``.
        x: the sequences (N, T, n_in).
        given: h0 and c0, each (parts, N, n_hidden); zeros if None.
        lengths: the number of steps of each sequence; all if None.
        options: ``num_layers`` or ``bidirectional``.
    """
    first = next(iter(parts.values()))
    zeros = x.new_zeros(len(parts), len(x), first.hidden_size)
    states = tuple(zeros if state is None else state for state in given)
    states = states if kind == "lstm" else states[:1]
    own = OWN[kind](
        first.input_size,
        first.hidden_size,
        bias=first.bias,
        batch_first=True,
        device="meta",
        **options,
    )
    weights = {
        name.removesuffix("_l0") + suffix: weight
        for suffix, part in parts.items()
        for name, weight in part.named_parameters()
    }

    def layer(steps: object, before: States) -> tuple[object, States]:
        y, after = functional_call(own, weights, (steps, before if kind == "lstm" else before[0]))
        return y, after if kind == "lstm" else (after,)

    return run(layer, x, states, lengths)


def states_by_part(
    given: tuple[torch.Tensor | None, torch.Tensor | None], kind: str, count: int
) -> list[list[torch.Tensor | None]]:
    """Return the first states of each of ``count`` parts."""
    wanted = given if kind == "lstm" else given[:1]
    return [[None if state is None else state[k] for state in wanted] for k in range(count)]
