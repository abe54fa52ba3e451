"""A recurrent layer with what reads it, in PyTorch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import nn
from torch.nn import functional as F

from parity.harness.evaluators.subject import dotted
from torch_impl.layers.dense import Dense
from torch_impl.layers.dropout import Dropout
from torch_impl.models.rnn_taught import RNNTaught

Masks = Mapping[str, torch.Tensor]
ACTIVATIONS = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}


class Taught(nn.Module):
    """The course's network, of which only the outputs are wanted."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__()
        self.rnn = RNNTaught(**arguments)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y (N, n_out, T) for x (N, T, n_in)."""
        _, y = self.rnn(x, x.new_zeros(*x.shape[:2], self.rnn.W_out.out_features))
        return y.mT

    def penalty(self) -> float:
        """Return what regularization adds to the loss: nothing."""
        return 0.0


class Readout(nn.Module):
    """A recurrent layer, a dense one, and the dropout of inputs and states; see the package."""

    def __init__(
        self,
        layer: str,
        arguments: Mapping[str, Any],
        n_out: int,
        reads: str = "each",
        answers: str = "identity",
        activation: str = "",
        input_dropout: float = 0.0,
        state_dropout: float = 0.0,
        orthogonal: bool = False,
        unroll: bool = False,
    ) -> None:
        super().__init__()
        self.each, self.sigmoid = reads == "each", answers == "sigmoid"
        self.rnn = dotted(f"torch_impl.{layer}")(**arguments)
        self.dense = Dense(arguments["n_hidden"], n_out)
        self.stepped = bool(activation or input_dropout)
        self.activation = activation or arguments.get("activation", "tanh")
        if input_dropout:
            self.input_dropout = Dropout(input_dropout)
            self.state_dropout = Dropout(state_dropout)

    def forward(self, x: torch.Tensor, masks: Masks | None = None) -> torch.Tensor:
        """Return the scores for x (N, T, n_in)."""
        y = self.states(x, masks or {}) if self.stepped else self.rnn(x)[0]
        scores = self.dense(y if self.each else y[:, -1])
        if self.sigmoid:
            scores = torch.sigmoid(scores)
        return scores.mT if self.each else scores

    def states(self, x: torch.Tensor, masks: Masks) -> torch.Tensor:
        """Return every state, step by step, with the layer's own weights."""
        W, U, b = self.rnn.weight_ih_l0, self.rnn.weight_hh_l0, self.rnn.bias_ih_l0
        m_x, m_h = x.new_ones(len(x), W.shape[1]), x.new_ones(len(x), len(U))
        if hasattr(self, "input_dropout"):
            m_x = self.input_dropout(m_x, masks.get("input_dropout"))
            m_h = self.state_dropout(m_h, masks.get("state_dropout"))
        h, found = torch.zeros_like(m_h), []
        for x_t in x.unbind(dim=1):
            h = ACTIVATIONS[self.activation](F.linear(x_t * m_x, W, b) + F.linear(h * m_h, U))
            found.append(h)
        return torch.stack(found, dim=1)

    def penalty(self) -> float:
        """Return what regularization adds to the loss: nothing."""
        return 0.0
