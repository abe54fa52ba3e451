"""A recurrent language model in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.embedding.embedding import Embedding
from torch_impl.initializers.initializer import Initializer
from torch_impl.models.time_softmax_cross_entropy import TimeSoftmaxCrossEntropy
from torch_impl.recurrent.parts import LAYERS
from torch_impl.recurrent.time_distributed import TimeDistributed
from torch_impl.seeds import spawned


class RNNLanguageModel(nn.Module):
    """:class:`torch.nn.Embedding`, a recurrent layer, ``Linear`` and ``CrossEntropyLoss``.

    Shapes:
        x, t (N, T) integers; h0, c0 (N, n_hidden); y (N, T, vocab), L a scalar.
    """

    def __init__(
        self,
        vocab: int,
        emb: int,
        n_hidden: int,
        layer: str = "lstm",
        stateful: bool = False,
        ignore_label: int | None = -1,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        of_E, of_rnn, of_V = spawned(seed, 3)
        self.embedding = Embedding(vocab, emb, initializer=initializer, seed=of_E)
        self.rnn = LAYERS[layer](
            emb, n_hidden, stateful=stateful, initializer=initializer, seed=of_rnn
        )
        self.affine = TimeDistributed(n_hidden, vocab, initializer=initializer, seed=of_V)
        self.loss = TimeSoftmaxCrossEntropy(ignore_label)

    def predict(self, x: torch.Tensor, *first: torch.Tensor | None) -> torch.Tensor:
        """Return the logits y."""
        h, *_ = self.rnn(self.embedding(x), *first)
        return self.affine(h)

    def forward(
        self,
        x: torch.Tensor,
        t: torch.Tensor,
        h0: torch.Tensor | None = None,
        c0: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """Return L."""
        return self.loss(self.predict(x, *(state for state in (h0, c0) if state is not None)), t)

    def reset_state(self) -> None:
        """Forget the state that a stateful model keeps: the next call begins with zeros."""
        self.rnn.reset_state()
