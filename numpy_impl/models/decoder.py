"""The decoder: from the encoder's last state, one step at a time."""

from __future__ import annotations

import copy

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.embedding.embedding import Embedding
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.dense import Dense
from numpy_impl.recurrent.lstm_cell import LSTMCell
from numpy_impl.recurrent.parts import MadeOfParts
from numpy_impl.recurrent.rnn_cell import RNNCell
from numpy_impl.seeds import spawned
from numpy_impl.validation import as_float, require_choice, require_shape

_CELLS: dict[str, type[RNNCell] | type[LSTMCell]] = {"simple_rnn": RNNCell, "lstm": LSTMCell}


class Decoder(MadeOfParts):
    """Writes a sequence: each step reads the word before, and gives the logits of the next one.

        h_0 = the encoder's last state
        e_t = E[x_t], h_t = cell(e_t, h_(t-1)), y_t = h_t V + b

    A peeky decoder has the encoder's state in sight at every step, before e_t and before h_t:

        h_t = cell((h_0, e_t), h_(t-1)), y_t = (h_0, h_t) V + b

    Its parts are ``embedding`` (E), ``cell`` and ``affine`` (V and b).

    Args:
        vocab: how many words there are.
        emb: length of a word's vector.
        n_hidden: length of the state, which must be the encoder's.
        layer: the cell, ``"lstm"`` or ``"simple_rnn"``.
        peeky: whether every step sees the encoder's state.
        initializer: draws all weights; if none is given, E comes from a normal distribution with
            sigma = 0.01, the others from Glorot's uniform distribution.
        seed: the seeds of the parts are made from it.

    Shapes:
        x (N, T) integers; h0, c0, h and c (N, n_hidden); y (N, T, vocab); E (vocab, emb), V
        (n_hidden, vocab), with 2 n_hidden rows if peeky.

    Source:
        Sutskever, Vinyals and Le (2014), Sequence to sequence learning with neural networks,
        section 2; peeky: Cho et al. (2014), Learning phrase representations using RNN
        encoder-decoder, section 2.2.
    """

    order = "ifog"  # in which an LSTM's gates stand in its W, U and b

    def __init__(
        self,
        vocab: int,
        emb: int,
        n_hidden: int,
        layer: str = "lstm",
        peeky: bool = False,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        require_choice("layer", layer, tuple(_CELLS))
        of_E, of_cell, of_V = spawned(seed, 3)
        seen = n_hidden if peeky else 0
        self.peeky, self.n_hidden, self.lstm = peeky, n_hidden, layer == "lstm"
        self.embedding = Embedding(vocab, emb, initializer=initializer, seed=of_E)
        self.cell = _CELLS[layer](seen + emb, n_hidden, initializer=initializer, seed=of_cell)
        if isinstance(self.cell, LSTMCell):
            self.cell.order = self.order
        self.affine = Dense(seen + n_hidden, vocab, initializer=initializer, seed=of_V)
        super().__init__({"embedding": self.embedding, "cell": self.cell, "affine": self.affine})

    def forward(
        self, x: ArrayLike, h0: np.ndarray, c0: np.ndarray | None = None
    ) -> tuple[np.ndarray, ...]:
        """Return (y, h), and c of an LSTM: all logits (N, T, vocab), and the last states.

        x (N, T) are the words that are read, h0 and c0 (N, n_hidden) the encoder's last states;
        c0 is 0 if None.
        """
        e = self.embedding.forward(x)
        N, T = self._sizes(e)
        first = list(self._given("0", h0, c0, N).values())
        states = first
        self.steps, hs = [], []
        for t in range(T):
            self.steps.append(self._another_step())
            seen = self._beside(first[0], e[:, t])
            given = self.steps[t].forward(seen, *states)
            states = list(given) if isinstance(given, tuple) else [given]
            hs.append(self._beside(first[0], states[0]))
        y = self.affine.forward(np.stack(hs, axis=1))
        return (y, *states)

    def backward(
        self, dy: np.ndarray, dh: np.ndarray | None = None, dc: np.ndarray | None = None
    ) -> tuple[np.ndarray, ...]:
        """Return (dh0,), and dc0 of an LSTM: what is handed back to the encoder.

        For dy (N, T, vocab), and dh and dc, those of the last states (0 if None).
        """
        dhs = self.affine.backward(dy)
        N, T, _ = dhs.shape
        dstates = list(self._given("", dh, dc, N, "d").values())
        dpeek = np.zeros_like(dstates[0])
        de = np.empty((N, T, self.embedding.params["W"].shape[1]), dtype=dy.dtype)
        grads = {name: np.zeros_like(array) for name, array in self.cell.params.items()}
        for t in reversed(range(T)):
            dpeek_of_y, dh_of_y = self._parted(dhs[:, t])
            dh_new = dstates[0] + dh_of_y  # the state is seen by the next step and by the output
            dseen, *dstates = self.steps[t].backward(dh_new, *dstates[1:])
            dpeek_of_e, de[:, t] = self._parted(dseen)
            dpeek += dpeek_of_y + dpeek_of_e  # the encoder's state is seen at every step, twice
            for name, gradient in self.steps[t].grads.items():
                grads[name] += gradient  # all steps share the weights
        self.cell.grads.update(grads)
        self.embedding.backward(de)
        dh0 = dstates[0] + dpeek
        return (dh0, *dstates[1:])

    def _sizes(self, e: np.ndarray) -> tuple[int, int]:
        """Return N and T."""
        if e.ndim != 3 or e.shape[1] == 0:
            raise ValueError(
                f"x has shape {e.shape[:-1]}, but (N, T) was expected, with at least one word."
            )
        return e.shape[0], e.shape[1]

    def _given(
        self, suffix: str, h: ArrayLike | None, c: ArrayLike | None, N: int, prefix: str = ""
    ) -> dict[str, np.ndarray]:
        """Return the states, or their gradients, by name; zeros for None."""
        if c is not None and not self.lstm:
            raise ValueError(f"{prefix}c{suffix} was given, but a simple RNN has no c.")
        zeros = np.zeros((N, self.n_hidden), dtype=self.cell.params["U"].dtype)
        both = {f"{prefix}h{suffix}": h, f"{prefix}c{suffix}": c}
        found = {}
        for name, state in list(both.items())[: 2 if self.lstm else 1]:
            found[name] = zeros if state is None else as_float(name, state)
            require_shape(name, found[name], zeros.shape)
        return found

    def _another_step(self) -> RNNCell | LSTMCell:
        """Return the cell, with room of its own for what backward needs, and for gradients."""
        step = copy.copy(self.cell)
        step.grads = {}
        return step

    def _beside(self, peek: np.ndarray, a: np.ndarray) -> np.ndarray:
        """Return a (N, ...), behind the encoder's state if that is in sight."""
        return np.concatenate([peek, a], axis=1) if self.peeky else a

    def _parted(self, da: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the gradient of the encoder's state, and that of what stood behind it."""
        seen = self.n_hidden if self.peeky else 0
        return (da[:, :seen] if seen else np.zeros(()), da[:, seen:])
