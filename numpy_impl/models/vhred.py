"""VHRED: HRED with a latent variable for each reply."""

from __future__ import annotations

import copy

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.dense import Dense
from numpy_impl.models.hred import HRED
from numpy_impl.seeds import spawned
from numpy_impl.validation import as_float, require_not_negative, require_shape


class VHRED(HRED):
    """What is to be said is drawn first, and then put into words.

        mu_p, log v_p = s_m W_p + b_p           prior: what may come after the dialogue so far
        mu_q, log v_q = (s_m, r_m) W_q + b_q    posterior: it has seen the reply
        z_m = mu_q + sqrt(v_q) noise_m
        h0_m = tanh((s_m, z_m) W + b)
        KL_m = 1/2 sum (log v_p - log v_q + (v_q + (mu_q - mu_p)^2) / v_p - 1)
        L = (sum of -log softmax(y_mk)_(t_m(k+1)) + beta sum_m KL_m) / n

    s_m is the context, r_m the encoder's last h after the words of the reply, n the number of
    words that count. As a mean plus a deviation times noise, z lets the gradient through to mu_q
    and v_q; the noise is given, so that L is deterministic. With beta = 1, the mean of -n L over
    the noise is a lower bound of the logarithm of the replies' likelihood.

    Its parts are those of HRED, ``prior`` and ``posterior``, one dense layer each.

    Args:
        vocab: how many words there are.
        emb: length of a word's vector.
        n_hidden: length of the states of the encoder and of the decoder.
        n_context: length of the state of the context.
        n_latent: length of z.
        layer: what encoder, context and decoder are, ``"lstm"`` or ``"simple_rnn"``.
        beta: weight of KL, which training may raise from 0 to 1 (KL annealing).
        ignore_label: words of t with this number do not count, such as padding; all if None.
        initializer: draws all weights; if none is given, the vectors of words come from a normal
            distribution with sigma = 0.01, the others from Glorot's uniform distribution.
        seed: the seeds of the parts are made from it.

    Shapes:
        x (N, M, S) and t (N, M, T) integers, noise (N, M, n_latent) standard normal numbers,
        lengths (N, M) those of x; L a scalar.

    Source:
        Serban et al. (2017), A hierarchical latent variable encoder-decoder model for generating
        dialogues, AAAI, where two more layers stand before mu and v; z: Kingma and Welling (2014),
        Auto-encoding variational Bayes, section 2.4.
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
        if n_latent < 1:
            raise ValueError(f"n_latent is {n_latent}, but must be at least 1.")
        require_not_negative("beta", beta)
        self.n_latent, self.beta = n_latent, float(beta)
        super().__init__(vocab, emb, n_hidden, n_context, layer, ignore_label, initializer, seed)
        *_, of_prior, of_posterior = spawned(seed, 7)
        seen = n_context + n_hidden
        self.prior = Dense(n_context, 2 * n_latent, initializer=initializer, seed=of_prior)
        self.posterior = Dense(seen, 2 * n_latent, initializer=initializer, seed=of_posterior)
        self.parts = {**self.parts, "prior": self.prior, "posterior": self.posterior}

    def forward(  # type: ignore[override]
        self, x: ArrayLike, t: ArrayLike, noise: np.ndarray, lengths: ArrayLike | None = None
    ) -> np.ndarray:
        """Return L for x (N, M, S), the replies t (N, M, T) and noise (N, M, n_latent)."""
        s = self.read(x, lengths)
        read, wanted = self.taught(t)
        noise = as_float("noise", noise)
        require_shape("noise", noise, (*self.shape, self.n_latent))
        r = self._of_replies(wanted).reshape(*self.shape, -1)
        mu_p, log_v_p = np.split(self.prior.forward(s), 2, axis=2)
        mu_q, log_v_q = np.split(self.posterior.forward(np.concatenate([s, r], axis=2)), 2, axis=2)
        v_p, v_q = np.exp(log_v_p), np.exp(log_v_q)
        z = mu_q + np.sqrt(v_q) * noise
        KL = 0.5 * (log_v_p - log_v_q + (v_q + (mu_q - mu_p) ** 2) / v_p - 1).sum(axis=2)
        self.h0 = np.tanh(self.bridge.forward(np.concatenate([s, z], axis=2)))
        y, *_ = self.decoder.forward(read, self.h0.reshape(len(read), -1))
        cross_entropy = self.loss.forward(y, wanted)
        self.said = self.loss.counts.any(axis=1).reshape(self.shape)  # a reply of padding is none
        self.kept = noise, mu_q - mu_p, v_p, v_q
        return cross_entropy + self.beta * (KL * self.said).sum() / self.loss.number

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:  # type: ignore[override]
        """Return dnoise; fill the gradients of all weights, through z and of KL."""
        noise, apart, v_p, v_q = self.kept
        dy = self.loss.backward(dL)
        dh0, *_ = self.decoder.backward(dy)
        da = dh0.reshape(self.h0.shape) * (1 - self.h0**2)
        dsz = self.bridge.backward(da)
        ds, dz = dsz[..., : -self.n_latent], dsz[..., -self.n_latent :]
        dKL = (self.beta * self.said / self.loss.number * np.asarray(dL)).astype(dy.dtype)
        dKL = dKL[..., None]
        dmu_q = dz + dKL * apart / v_p
        dlog_v_q = 0.5 * dz * noise * np.sqrt(v_q) + 0.5 * dKL * (v_q / v_p - 1)
        dmu_p = -dKL * apart / v_p
        dlog_v_p = 0.5 * dKL * (1 - (v_q + apart**2) / v_p)
        dsr = self.posterior.backward(np.concatenate([dmu_q, dlog_v_q], axis=2))
        C = ds.shape[2]
        ds_of_prior = self.prior.backward(np.concatenate([dmu_p, dlog_v_p], axis=2))
        ds = ds + dsr[..., :C] + ds_of_prior  # the context is seen by all three
        self.read_backward(ds)
        self._of_replies_backward(dsr[..., C:])
        return dz * np.sqrt(v_q)

    def _of_replies(self, wanted: np.ndarray) -> np.ndarray:
        """Return r (N M, n_hidden): the encoder's last h after the words of each reply."""
        counts = np.ones(wanted.shape, dtype=bool)
        if self.ignore_label is not None:
            counts = wanted != self.ignore_label
        self.again = copy.copy(self.embedding), copy.copy(self.encoder)  # room for backward
        for part in self.again:
            part.grads = {}
        e = self.again[0].forward(np.where(counts, wanted, np.zeros_like(wanted)))
        _, r, *_ = self.again[1].forward(e, lengths=np.maximum(counts.sum(axis=1), 1))
        return r

    def _of_replies_backward(self, dr: np.ndarray) -> None:
        """Add to the gradients of the encoder and of E what the replies give."""
        embedding, encoder = self.again
        dr = dr.reshape(-1, dr.shape[2])
        dstates = np.zeros((*encoder.x.shape[:2], dr.shape[1]), dtype=dr.dtype)
        de, *_ = encoder.backward(dstates, dr)
        embedding.backward(de)
        for part, again in ((self.embedding, embedding), (self.encoder, encoder)):
            for name, gradient in again.grads.items():
                part.grads[name] = part.grads[name] + gradient

    def _bridge(
        self, n_context: int, n_hidden: int, initializer: Initializer | None, seed: int | None
    ) -> Dense:
        """Return the layer from the context and z to the decoder's first state."""
        return Dense(n_context + self.n_latent, n_hidden, initializer=initializer, seed=seed)
