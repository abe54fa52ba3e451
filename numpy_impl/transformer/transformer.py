"""A whole Transformer: from words to scores for the next ones."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.attention.padding_mask import padding_mask
from numpy_impl.attention.positional_encoding import positional_encoding
from numpy_impl.embedding.embedding import Embedding
from numpy_impl.embedding.indices import as_indices
from numpy_impl.initializers.gauss import Gauss
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.layers.fast_layer_norm import FastLayerNorm as LayerNorm
from numpy_impl.recurrent.parts import MadeOfParts
from numpy_impl.seeds import spawned
from numpy_impl.transformer.transformer_decoder_block import TransformerDecoderBlock
from numpy_impl.transformer.transformer_encoder_block import TransformerEncoderBlock
from numpy_impl.validation import require_shape


class Transformer(MadeOfParts):
    """An encoder reads x, a decoder reads t so far and scores each word that may come next.

        memory = the encoder's blocks, one after another, of E[x] sqrt(d_model) + P
        z = the decoder's blocks, with that memory, of E[t] sqrt(d_model) + P
        y = z E^T

    One table E of words serves three times: for the source, for the target and for the scores. P
    is the sinusoidal positional encoding. There is no dropout. Its parts are ``embedding``,
    ``encoder0``, ``encoder1``, ..., ``decoder0``, ...; in pre-norm, where the last block's sum is
    not normalized, ``encoder_norm`` and ``decoder_norm`` besides.

    Args:
        vocab: how many words there are, of both languages together.
        d_model: length of the vector of a word, and at every position.
        n_heads: the heads of each attention.
        d_ff: length of the feed-forward networks' hidden vectors.
        n_blocks: the blocks of the encoder, and as many of the decoder.
        pad: the word that stands for padding, which nobody attends to; there is none if None.
        norm_first: pre-norm; else post-norm, as in the paper.
        activation: the feed-forward networks', ``"relu"``, ``"gelu"`` or ``"gelu_tanh"``.
        epsilon: the layer normalizations'.
        initializer: draws all weights; if none is given, E comes from a normal distribution with
            sigma = 1 / sqrt(d_model), the others from Glorot's uniform distribution.
        seed: the seeds of the parts are made from it.

    Shapes:
        x (N, S) and t (N, T) integers; y, dy (N, T, vocab); embedding.W, which is E, (vocab,
        d_model).

    Source:
        Vaswani et al. (2017), Attention is all you need, section 3; shared embeddings: section 3.4,
        Press and Wolf (2017), Using the output embedding to improve language models.
    """

    def __init__(
        self,
        vocab: int,
        d_model: int,
        n_heads: int,
        d_ff: int,
        n_blocks: int = 2,
        pad: int | None = None,
        norm_first: bool = False,
        activation: str = "relu",
        epsilon: float = 1e-5,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        for name, count in (("vocab", vocab), ("n_blocks", n_blocks)):
            if count < 1:
                raise ValueError(f"{name} is {count}, but must be at least 1.")
        if pad is not None:
            as_indices("pad", pad, vocab)
        self.pad = pad
        of_E, *of_blocks = spawned(seed, 1 + 2 * n_blocks)
        self.embedding = Embedding(
            vocab, d_model, initializer=initializer or Gauss(d_model**-0.5), seed=of_E
        )
        of_a_block = (d_model, n_heads, d_ff, norm_first, activation, epsilon, initializer)
        self.encoder = [TransformerEncoderBlock(*of_a_block, own) for own in of_blocks[:n_blocks]]
        self.decoder = [TransformerDecoderBlock(*of_a_block, own) for own in of_blocks[n_blocks:]]
        parts: dict[str, Layer] = {"embedding": self.embedding}
        parts |= {f"encoder{k}": block for k, block in enumerate(self.encoder)}
        parts |= {f"decoder{k}": block for k, block in enumerate(self.decoder)}
        self.norms: tuple[LayerNorm, ...] = ()
        if norm_first:
            self.norms = LayerNorm(d_model, epsilon), LayerNorm(d_model, epsilon)
            parts |= {"encoder_norm": self.norms[0], "decoder_norm": self.norms[1]}
        super().__init__(parts)

    def forward(self, x: ArrayLike, t: ArrayLike) -> np.ndarray:
        """Return the scores y (N, T, vocab): y[:, k] are those of the word behind t[:, k].

        Args:
            x: the numbers of the source's words (N, S).
            t: the numbers of the target's words so far (N, T), a first one that says that it
                begins included.
        """
        E = self.embedding.params["W"]
        self.x, self.t = as_indices("x", x, len(E)).copy(), as_indices("t", t, len(E)).copy()
        require_shape("x", self.x, (None, None))
        require_shape("t", self.t, (len(self.x), None))
        of_x = None if self.pad is None else padding_mask(self.x, self.pad)
        of_t = None if self.pad is None else padding_mask(self.t, self.pad)
        memory = self._embedded(self.x)
        for encoder in self.encoder:
            memory = encoder.forward(memory, mask=of_x)
        memory = self.norms[0].forward(memory) if self.norms else memory
        z = self._embedded(self.t)
        for decoder in self.decoder:
            z = decoder.forward(z, memory, memory_mask=of_x, mask=of_t)
        self.z = self.norms[1].forward(z) if self.norms else z
        return self.z @ E.T

    def backward(self, dy: np.ndarray) -> None:
        """Fill the gradients of all parts; words have none.

        E was used three times, so its gradient has three parts. The memory went into every block
        of the decoder, so that all of them add to its gradient.
        """
        E = self.embedding.params["W"]
        require_shape("dy", dy, (*self.t.shape, len(E)))
        dE = dy.reshape(-1, len(E)).T @ self.z.reshape(-1, E.shape[1])
        dz = dy @ E
        dz = self.norms[1].backward(dz) if self.norms else dz
        dmemory = np.zeros((*self.x.shape, E.shape[1]), dtype=dz.dtype)
        for decoder in reversed(self.decoder):
            dz, through = decoder.backward(dz)
            dmemory = dmemory + through
        dmemory = self.norms[0].backward(dmemory) if self.norms else dmemory
        for encoder in reversed(self.encoder):
            dmemory = encoder.backward(dmemory)
        np.add.at(dE, self.t, dz * self.c)
        np.add.at(dE, self.x, dmemory * self.c)
        self.embedding.grads["W"] = dE

    def _embedded(self, words: np.ndarray) -> np.ndarray:
        """Return E[words] sqrt(d_model) + P (N, T, d_model)."""
        E = self.embedding.params["W"]
        d_model = E.shape[1]
        self.c = E.dtype.type(np.sqrt(d_model))  # beside P, whose sines reach 1, E is small
        P = positional_encoding(words.shape[1], d_model).astype(E.dtype)
        return E[words] * self.c + P
