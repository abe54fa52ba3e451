"""What a run shows besides its accuracies, where its setting's options ask for it.

Observed in NumPy's run alone, and kept in a result's ``extra``:

``{"activations": True}``: every hidden layer's activations on the run's first mini-batch, in
inference, before the first step (row 0) and after the last (row 1; there is none without steps).

- ``activations.counts`` (rows, layers, bins): a histogram of each; what lies beyond the edges is
  counted in the outermost bins.
- ``activations.edges`` (bins + 1,): 0..1 for a sigmoid, -1..1 for tanh, else 0..5; a pair in place
  of ``True`` gives others.
- ``activations.mean``, ``activations.std`` (rows, layers).

``{"gradient_norms": True}``: the L2 norm of dW of each dense layer, at steps 0, 100, 200 ...

- ``gradient_norms.steps`` (n,) and ``gradient_norms.values`` (n, layers).

``{"through_time": True}``: of a recurrent network, how much of the last step's output depends on
the input of each step: the norm of the gradient over a hundred test sequences, before the first
step of training (row 0) and after the last (row 1; there is none without steps).

- ``through_time.norms`` (rows, T).

``{"weights": True}``: all weights W together, biases left out, after the last step.

- ``weights.counts`` (bins,) and ``weights.edges`` (bins + 1,), -0.5..0.5 unless a pair in place of
  ``True`` says otherwise; what lies beyond is counted in the outermost bins.
- ``weights.near_zero``: the share of weights of at most 1e-3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.layers.dense import Dense
from numpy_impl.layers.threads import products_in_one_thread
from numpy_impl.networks.choices import ACTIVATIONS
from numpy_impl.networks.network import Network

if TYPE_CHECKING:
    from parity.experiments.training.drawing import Drawn

BINS = 50
WEIGHT_BINS = 101
EVERY = 100
"""The gradients of every so many steps are looked at."""

SEQUENCES = 100
"""Over how many test sequences a gradient through time is taken."""

RANGES = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0)}
USUAL_RANGE = (0.0, 5.0)
WEIGHT_RANGE = (-0.5, 0.5)
NEAR_ZERO = 1e-3


class Observer:
    """Looks at one run of a NumPy network.

    Args:
        drawn: the run.
        network: in its initial state.
        loss: what is minimized.
        x: the training examples.
        t: their targets.
    """

    def __init__(
        self, drawn: Drawn, network: Network, loss: Layer, x: np.ndarray, t: np.ndarray
    ) -> None:
        self.options, self.config = drawn.setting.options, drawn.setting.config
        self.network = network
        first = drawn.first_batch
        self.x = x[first]
        self.iterations = drawn.iterations
        self.sequences = drawn.task.x_test[:SEQUENCES].astype(x.dtype, copy=False)
        self.rows: list[list[np.ndarray]] = []
        self.back: list[np.ndarray] = []
        self.norms: list[list[float]] = []
        if self.options.get("activations"):
            self.rows.append(self._activations())
        if self.options.get("through_time"):
            self.back.append(self._through_time())
        if self.options.get("gradient_norms") and not drawn.iterations:
            with np.errstate(all="ignore"):
                loss.forward(network.forward(self.x, training=True), t[first])
                network.fill_gradients(loss.backward(1.0))
            self.after_step(0)

    def after_step(self, step: int) -> None:
        """Look at the gradients of ``step``, from 0."""
        if self.options.get("gradient_norms") and step % EVERY == 0:
            layers = self.network.layers.values()
            dense = [layer for layer in layers if isinstance(layer, Dense)]
            self.norms.append([float(np.linalg.norm(layer.grads["W"])) for layer in dense])

    def results(self) -> dict[str, np.ndarray]:
        """Return what was seen, at the end of the run."""
        found: dict[str, np.ndarray] = {}
        if self.rows:
            if self.iterations:
                self.rows.append(self._activations())
            edges = self._edges("activations", BINS)
            found["activations.edges"] = edges
            found["activations.counts"] = np.array(
                [[_histogram(a, edges) for a in row] for row in self.rows]
            )
            found["activations.mean"] = np.array([[a.mean() for a in row] for row in self.rows])
            found["activations.std"] = np.array([[a.std() for a in row] for row in self.rows])
        if self.norms:
            found["gradient_norms.values"] = np.array(self.norms)
            found["gradient_norms.steps"] = EVERY * np.arange(len(self.norms))
        if self.back:
            if self.iterations:
                self.back.append(self._through_time())
            found["through_time.norms"] = np.array(self.back)
        if self.options.get("weights"):
            kept = [a.ravel() for name, a in self.network.params.items() if name.endswith(".W")]
            weights = np.concatenate(kept)
            found["weights.edges"] = self._edges("weights", WEIGHT_BINS)
            found["weights.counts"] = _histogram(weights, found["weights.edges"])
            found["weights.near_zero"] = np.array((np.abs(weights) <= NEAR_ZERO).mean())
        return found

    def _activations(self) -> list[np.ndarray]:
        y = self.x
        found = []
        with np.errstate(all="ignore"), products_in_one_thread():
            for name in self.network.layers:
                y = self.network.run([name], y, training=False)
                if isinstance(self.network.layers[name], tuple(ACTIVATIONS.values())):
                    found.append(y)
        return found

    def _through_time(self) -> np.ndarray:
        with np.errstate(all="ignore"), products_in_one_thread():
            dy = np.zeros_like(self.network.forward(self.sequences, training=False))
            dy[..., -1] = 1  # of the last step alone
            dx = self.network.backward(dy)
        return np.linalg.norm(dx, axis=(0, 2))

    def _edges(self, option: str, bins: int) -> np.ndarray:
        asked: Any = self.options[option]
        if asked is True:
            activation = str(self.config.get("activation", ""))
            usual = RANGES.get(activation, USUAL_RANGE)
            asked = WEIGHT_RANGE if option == "weights" else usual
        low, high = asked
        return np.linspace(low, high, bins + 1)


def _histogram(values: np.ndarray, edges: np.ndarray) -> np.ndarray:
    inside = np.clip(values[np.isfinite(values)], edges[0], edges[-1])
    return np.histogram(inside, edges)[0]
