"""A vector for each word."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.embedding.indices import as_indices
from numpy_impl.initializers.gauss import Gauss
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.validation import require_shape


class Embedding(Layer):
    """y = W[idx]: the row of W that belongs to each index.

    It is the product of one-hot rows with W, without the one-hot rows. An index has no gradient;
    W has one, in the rows that were looked up.

    Args:
        n_words: the words of the vocabulary, which are numbered from 0.
        n_dims: length of the vector of a word.
        padding_idx: the index that stands for no word. Its row starts at 0 and learns nothing.
        initializer: draws W; a normal distribution of standard deviation 0.01 if none is given.
        seed: seeds the draw of W.

    Shapes:
        idx (...) integers, W (n_words, n_dims), y (..., n_dims).

    Source:
        Bengio, Ducharme, Vincent and Jauvin (2003), A neural probabilistic language model, JMLR 3,
        section 2.
    """

    def __init__(
        self,
        n_words: int,
        n_dims: int,
        padding_idx: int | None = None,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        for name, size in (("n_words", n_words), ("n_dims", n_dims)):
            if size < 1:
                raise ValueError(f"{name} is {size}, but must be at least 1.")
        draw = initializer or Gauss(0.01)
        self.padding_idx = padding_idx
        self.params["W"] = draw((n_words, n_dims), seed)
        if padding_idx is not None:
            as_indices("padding_idx", padding_idx, n_words)
            self.params["W"][padding_idx] = 0

    def forward(self, idx: ArrayLike) -> np.ndarray:
        """Return y (..., n_dims) for idx (...).

        Raises:
            ValueError: if an index is not an integer from 0 to n_words - 1.
        """
        W = self.params["W"]
        self.idx = as_indices("idx", idx, len(W)).copy()
        return np.take(W, self.idx, axis=0)

    def backward(self, dy: np.ndarray) -> None:
        """Fill the gradient of W for dy (..., n_dims); an index has none.

        A word that occurs several times gets the sum of what all its places give.
        """
        W = self.params["W"]
        require_shape("dy", dy, (*self.idx.shape, W.shape[1]))
        dW = np.zeros_like(W)
        np.add.at(dW, self.idx, dy)  # dW[idx] += dy would keep only one of several places
        if self.padding_idx is not None:
            dW[self.padding_idx] = 0
        self.grads["W"] = dW
