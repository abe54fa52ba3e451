"""One repeat of a work in ``numpy_impl``, as it is and in the form that courses teach."""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any
from unittest import mock

import numpy as np

from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy
from numpy_impl.networks.training import train_step
from parity.bench.inputs import (
    Prepared,
    around,
    batch,
    blank,
    first_of,
    initial_params,
    parameters,
    total,
    twin,
)
from parity.bench.stopwatch import Stopwatch
from parity.bench.works import DTYPE, Work
from parity.harness.evaluators.subject import quickest


class Side:
    """The NumPy code; ``taught`` is the form that is written to be read."""

    def __init__(self, column: str, threads: int) -> None:
        self.taught = column == "taught"
        self.dtype = np.dtype(DTYPE)
        self.threads = threads  # set for OpenBLAS before NumPy was imported

    def facts(self) -> dict[str, Any]:
        """Return what computes the matrix products, where that can be found out."""
        if importlib.util.find_spec("threadpoolctl") is None:
            return {}
        from threadpoolctl import threadpool_info

        found = [info for info in threadpool_info() if info["user_api"] == "blas"]
        return {
            "blas": ", ".join(
                f"{info['internal_api']} {info['version']} {info.get('architecture', '')}".strip()
                for info in found
            ),
            "threads": max((info["num_threads"] for info in found), default=self.threads),
        }

    def prepare(self, work: Work) -> Prepared:
        """Return the work, ready to be repeated."""
        return {"step": self._step, "layer": self._layer, "optimizer": self._optimizer}[work.kind](
            work
        )

    def training(self, work: Work) -> tuple[Any, Any, Any, np.ndarray, np.ndarray]:
        """Return what a training step takes: network, loss, optimizer, x and t."""
        x, t = batch(work)
        path, config = work.optimizer
        optimizer = twin("numpy_impl", path if self.taught else quickest(path))(**config)
        return self._subject(work), SoftmaxCrossEntropy(), optimizer, x.astype(self.dtype), t

    def profile(self, work: Work, seconds: float) -> dict[tuple[str, str], list[float]]:
        """Return the seconds of each part of a training step, by (part, pass)."""
        network, loss, optimizer, x, t = self.training(work)
        watch = Stopwatch()
        for name, part in {**network.layers, "loss": loss}.items():
            part.forward = watch.timed(part.forward, name, "forward")
            part.backward = watch.timed(part.backward, name, "backward")
        optimizer.update = watch.timed(optimizer.update, "update", "update")
        return watch.of_steps(lambda: train_step(network, loss, optimizer, x, t), seconds)

    def _subject(self, work: Work) -> Any:
        if self.taught:
            subject = in_taught_form(work)
        else:
            subject = twin("numpy_impl", quickest(work.of))(**work.config)
        for name, array in initial_params(work).items():
            subject.params[name][...] = array
        return subject.astype(self.dtype)

    def _cast(self, array: np.ndarray) -> np.ndarray:
        return array.astype(self.dtype) if array.dtype.kind == "f" else array

    def _step(self, work: Work) -> Prepared:
        network, loss, optimizer, x, t = self.training(work)
        digest = {"scores": total(network.forward(x, training=False))}
        return Prepared(lambda: train_step(network, loss, optimizer, x, t), digest, network)

    def _layer(self, work: Work) -> Prepared:
        layer = self._subject(work)
        mode = {"training": True} if work.training else {}
        y_shape = first_of(layer.forward(self._cast(blank(work)), **mode)).shape
        x, dy = (self._cast(array) for array in around(work, y_shape))

        def forward() -> np.ndarray:
            return first_of(layer.forward(x, **mode))

        def both() -> tuple[np.ndarray, np.ndarray]:
            return first_of(layer.forward(x, **mode)), first_of(layer.backward(dy))

        if not work.backward:
            return Prepared(forward, {"y": total(forward())}, layer)
        y, dx = both()
        digest = {"y": total(y), "parameters": total(*layer.grads.values())}
        if dx is not None:
            digest["dx"] = total(dx)
        return Prepared(both, digest, layer)

    def _optimizer(self, work: Work) -> Prepared:
        path = work.of if self.taught else quickest(work.of)
        optimizer = twin("numpy_impl", path)(**work.config)
        start, gradients = parameters(work)
        params = {str(i): array.astype(self.dtype) for i, array in enumerate(start)}
        grads = {str(i): array.astype(self.dtype) for i, array in enumerate(gradients)}
        optimizer.update(params, grads)
        moved = [array - own for array, own in zip(start, params.values(), strict=True)]
        return Prepared(lambda: optimizer.update(params, grads), {"step": total(*moved)}, optimizer)


def in_taught_form(work: Work) -> Any:
    """Return the plain layer of ``work``, or its network with the plain convolution."""
    module = importlib.import_module(f"numpy_impl.{work.of.rpartition('.')[0]}")
    if work.kind != "step" or not hasattr(module, "Conv2d"):
        return twin("numpy_impl", work.of)(**work.config)
    plain = twin("numpy_impl", "layers.conv2d.Conv2d")
    with mock.patch.object(module, "Conv2d", plain):
        return twin("numpy_impl", work.of)(**work.config)
