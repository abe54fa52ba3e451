"""VHRED in PyTorch."""

from __future__ import annotations

import torch
from torch.distributions import Normal, kl_divergence

from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.dense import Dense
from torch_impl.models.hred import HRED
from torch_impl.seeds import spawned


class VHRED(HRED):
    """HRED with a latent variable: two :class:`torch.distributions.Normal`, and their divergence.

    Shapes:
        x (N, M, S) and t (N, M, T) integers, noise (N, M, n_latent), lengths (N, M) those of x;
        L a scalar.
    """

    def __init__(
        self,
        vocab: int,
        emb: int,
        n_hidden: int,
        n_context: int,
        n_latent: int,
        layer: str = "lstm",
        beta: float = 1.0,
        ignore_label: int | None = -1,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        self.n_latent, self.beta = n_latent, beta
        super().__init__(vocab, emb, n_hidden, n_context, layer, ignore_label, initializer, seed)
        *_, of_prior, of_posterior = spawned(seed, 7)
        seen = n_context + n_hidden
        self.prior = Dense(n_context, 2 * n_latent, initializer=initializer, seed=of_prior)
        self.posterior = Dense(seen, 2 * n_latent, initializer=initializer, seed=of_posterior)

    def bridge_from(
        self, n_context: int, n_hidden: int, initializer: Initializer | None, seed: int | None
    ) -> Dense:
        """Return the layer from the context and z to the decoder's first state."""
        return Dense(n_context + self.n_latent, n_hidden, initializer=initializer, seed=seed)

    def forward(
        self,
        x: torch.Tensor,
        t: torch.Tensor,
        noise: torch.Tensor,
        lengths: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """Return L."""
        s = self.read(x, lengths)
        wanted = t[..., 1:].flatten(0, 1)
        ignored = torch.zeros_like(wanted, dtype=torch.bool)
        if self.ignore_label is not None:
            ignored = wanted == self.ignore_label
        n_words = (~ignored).sum(dim=1)
        e = self.embedding(wanted.masked_fill(ignored, 0))
        _, r, *_ = self.encoder(e, lengths=n_words.clamp(min=1))
        p = _normal(self.prior(s))
        q = _normal(self.posterior(torch.cat([s, r.unflatten(0, s.shape[:2])], dim=2)))
        z = q.loc + q.scale * noise
        reply = n_words.unflatten(0, s.shape[:2]) > 0
        KL = kl_divergence(q, p).sum(dim=2)[reply].sum()
        cross_entropy = self.said(t, self.bridge(torch.cat([s, z], dim=2)).tanh())
        return cross_entropy + self.beta * KL / n_words.sum()


def _normal(both: torch.Tensor) -> Normal:
    """Return the distribution whose means and logarithms of variances stand side by side."""
    mean, log_variance = both.chunk(2, dim=2)
    return Normal(mean, (log_variance / 2).exp(), validate_args=False)
