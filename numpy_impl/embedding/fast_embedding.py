"""The embedding layer, fast: words that occur once are written, and only the others are added."""

from __future__ import annotations

import numpy as np

from numpy_impl.embedding.embedding import Embedding
from numpy_impl.validation import require_shape


class FastEmbedding(Embedding):
    """The same layer as :class:`numpy_impl.embedding.embedding.Embedding`.

    Backward, one place of each word is written into dW, and most words of a batch have no other.
    What their other places give is sorted by word, summed, and added.
    """

    def backward(self, dy: np.ndarray) -> None:
        """Fill the gradient of W for dy (..., n_dims); an index has none."""
        W = self.params["W"]
        require_shape("dy", dy, (*self.idx.shape, W.shape[1]))
        idx, dy = self.idx.ravel(), dy.reshape(self.idx.size, W.shape[1])
        places = np.arange(len(idx))
        kept = np.empty(len(W), dtype=places.dtype)  # of each word one place: no other row is read
        kept[idx] = places
        written = kept[idx] == places
        dW = np.zeros_like(W)
        dW[idx[written]] = dy[written]
        more = np.flatnonzero(~written)
        if more.size:
            more = more[np.argsort(idx[more], kind="stable")]
            words = idx[more]
            starts = np.flatnonzero(np.append(True, words[1:] != words[:-1]))
            dW[words[starts]] += np.add.reduceat(dy[more], starts, axis=0)
        if self.padding_idx is not None:
            dW[self.padding_idx] = 0
        self.grads["W"] = dW
