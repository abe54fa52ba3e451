"""Trains with ``numpy_impl``."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from numpy_impl.layers import threads
from numpy_impl.layers.dropout import Dropout
from numpy_impl.networks.mlp import MLP
from numpy_impl.networks.network import Network
from numpy_impl.networks.training import train_step
from numpy_impl.optimizers.optimizer import Optimizer
from parity.experiments.training.drawing import Drawn, Segment
from parity.experiments.training.observations import Observer
from parity.experiments.training.surfaces import Surface
from parity.experiments.training.trainers import Part
from parity.experiments.training.trainers.common import (
    Kept,
    by_rate,
    has_own_penalty,
    penalized,
    pieces,
    scaled,
)
from parity.harness.evaluators.numpy_evaluator import construct
from parity.harness.evaluators.subject import dotted

# One part, or a sum over two of them would depend on how many cores there are.
threads.THREADS = 1


class Chosen(Optimizer):
    """Optimizers that update some of the parameters each, and leave the others as they are."""

    def __init__(self, inner: list[tuple[Optimizer, list[str]]]) -> None:
        super().__init__(inner[0][0].lr)
        self.inner = inner

    def update(self, params: Mapping[str, np.ndarray], grads: Mapping[str, np.ndarray]) -> None:
        """Take one step with the chosen ones."""
        for optimizer, names in self.inner:
            optimizer.update({name: params[name] for name in names}, grads)


class NumpySession:
    """NumPy's side; see :class:`parity.experiments.training.trainers.Session`."""

    def __init__(self) -> None:
        self.kept = Kept()

    def begin(self, drawn: Drawn) -> None:
        """Construct the network of a run."""
        setting, task = drawn.setting, drawn.task
        self.drawn = drawn
        self.network: Network = construct(drawn.case, np.dtype(setting.dtype))
        for layer in self.network.layers.values():
            if isinstance(layer, Dropout):
                layer.scaling = setting.options.get("dropout_scaling", "inverted")
        if has_own_penalty(drawn):
            _leave_out_of_penalty(self.network, drawn)
        self.loss = dotted(f"numpy_impl.{setting.loss}")()
        found, config = dotted(f"numpy_impl.{setting.optimizer}"), dict(setting.optimizer_config)
        groups = by_rate(drawn)
        if [len(names) for _, names in groups] == [len(drawn.case.params)]:
            self.optimizer = found(**config)
        else:
            self.optimizer = Chosen(
                [(found(**scaled(config, rate)), names) for rate, names in groups]
            )
        self.x = {"train": self._given(task.x_train), "test": self._given(task.x_test)}
        self.t = self._given(task.t_train)
        self.observer = Observer(drawn, self.network, self.loss, self.x["train"], self.t)

    def _given(self, array: np.ndarray) -> np.ndarray:
        if array.dtype.kind != "f":
            return array
        dtype = self.drawn.setting.dtype
        return self.kept.get(array, dtype, lambda a: a.astype(dtype, copy=False))

    def steps(self, segment: Segment) -> np.ndarray:
        """Take the steps; return their losses."""
        x, t = self.x["train"], self.t
        losses = np.empty(len(segment.chosen))
        with np.errstate(all="ignore"):  # a training that diverges is a result
            for i, chosen in enumerate(segment.chosen):
                masks = {name: mask[i] for name, mask in segment.masks.items()} or None
                losses[i], _ = train_step(
                    self.network, self.loss, self.optimizer, x[chosen], t[chosen], masks
                )
                self.observer.after_step(segment.first + i)
        return losses

    def scores(self, part: Part, chosen: np.ndarray | None = None) -> np.ndarray:
        """Return the scores in inference."""
        x = self.x[part] if chosen is None else self.x[part][chosen]
        with np.errstate(all="ignore"), threads.products_in_one_thread():
            found = [self.network.forward(x[piece], training=False) for piece in pieces(len(x))]
        return np.concatenate(found)

    def parameters(self) -> dict[str, np.ndarray]:
        """Return copies of the parameters."""
        return {name: array.copy() for name, array in self.network.params.items()}

    def observed(self) -> dict[str, np.ndarray]:
        """Return what was observed."""
        return self.observer.results()

    def walk(
        self, surface: Surface, start: np.ndarray, optimizer: str, config: dict, steps: int
    ) -> np.ndarray:
        """Return an optimizer's path."""
        mover = dotted(f"numpy_impl.{optimizer}")(**config)
        w = np.array(start, dtype=float)
        path = [w.copy()]
        with np.errstate(all="ignore"):
            for _ in range(steps):
                mover.update({"w": w}, {"w": surface.gradient(w)})
                path.append(w.copy())
        return np.array(path)

    def begin_taught(self, drawn: Drawn) -> None:
        """Construct a model of sequences."""
        setting = drawn.setting
        self.drawn = drawn
        self.model = self.network = construct(drawn.case, np.dtype(setting.dtype))
        of_scores = setting.options.get("scores", False)
        self.loss = dotted(f"numpy_impl.{setting.loss}")() if of_scores else None
        self.optimizer = dotted(f"numpy_impl.{setting.optimizer}")(**setting.optimizer_config)

    def taught(self, x: np.ndarray, t: np.ndarray) -> float:
        """Take a step; return the loss before it."""
        if self.loss is None:
            loss = float(self.model.forward(x, t))
            self.model.backward()
        else:
            scores = self.model.forward(x, t[:, :-1])
            loss = float(self.loss.forward(scores, t[:, 1:]))
            self.model.backward(self.loss.backward())
        self.optimizer.update(self.model.params, self.model.grads)
        return loss


def _leave_out_of_penalty(network: Network, drawn: Drawn) -> None:
    """Penalize some of the layers only; show the taught penalty if it is asked for.

    The taught one adds the root of the sum of squares to the loss that is shown, and still takes
    the gradient of the sum of squares.
    """
    assert isinstance(network, MLP), "Only the multi-layer perceptron has a penalty."
    network.dense = [network.layers[name] for name in penalized(drawn)]  # type: ignore[misc]
    if not drawn.setting.taught_penalty:
        return
    l1, l2 = drawn.setting.config.get("l1", 0.0), drawn.setting.config.get("l2", 0.0)

    def shown() -> float:
        weights = [layer.params["W"] for layer in network.dense]
        return float(sum(l1 * np.abs(W).sum() + 0.5 * l2 * np.sqrt((W**2).sum()) for W in weights))

    network.penalty = shown  # type: ignore[method-assign]
