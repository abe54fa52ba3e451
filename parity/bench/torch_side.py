"""One repeat of a work in ``torch_impl``, in either layout of images."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import torch

from parity.bench.inputs import (
    Prepared,
    around,
    batch,
    blank,
    first_of,
    parameters,
    set_params,
    total,
    twin,
)
from parity.bench.stopwatch import Stopwatch
from parity.bench.works import Work
from torch_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy
from torch_impl.networks.training import train_step


class Side:
    """PyTorch; ``torch_channels_last`` keeps images and kernels in NHWC."""

    def __init__(self, column: str, threads: int) -> None:
        torch.set_num_threads(threads)
        self.memory_format = (
            torch.channels_last if column == "torch_channels_last" else torch.contiguous_format
        )

    def facts(self) -> dict[str, Any]:
        """Return how many threads compute."""
        return {"threads": torch.get_num_threads()}

    def prepare(self, work: Work) -> Prepared:
        """Return the work, ready to be repeated."""
        return {"step": self._step, "layer": self._layer, "optimizer": self._optimizer}[work.kind](
            work
        )

    def training(self, work: Work) -> tuple[Any, Any, Any, torch.Tensor, torch.Tensor]:
        """Return what a training step takes: network, loss, optimizer, x and t."""
        x, t = batch(work)
        network = self._subject(work)
        path, config = work.optimizer
        optimizer = twin("torch_impl", path)(network.parameters(), **config)
        return network, SoftmaxCrossEntropy(), optimizer, self._tensor(x), torch.tensor(t)

    def profile(self, work: Work, seconds: float) -> dict[tuple[str, str], list[float]]:
        """Return the seconds of each part of a training step, by (part, pass).

        A part's backward pass lasts from the moment at which the gradient of its output is there
        to the moment at which that of its input is: the output of the part before it.
        """
        network, loss, optimizer, x, t = self.training(work)
        watch = Stopwatch()
        reached: list[tuple[str, float]] = []

        def watch_part(name: str, part: torch.nn.Module) -> None:
            def before(*_: Any) -> None:
                watch.start(name, "forward")

            def after(_module: Any, _inputs: Any, y: torch.Tensor) -> None:
                watch.stop(name, "forward")
                y.register_hook(lambda _: reached.append((name, time.perf_counter())))

            part.register_forward_pre_hook(before)
            part.register_forward_hook(after)

        for name, part in (*network.named_children(), ("loss", loss)):
            watch_part(name, part)

        def step() -> None:
            reached.clear()
            train_step(network, loss, optimizer, x, t)

        def update(*arguments: Any) -> Any:
            ends = [moment for _, moment in reached[1:]] + [time.perf_counter()]
            for (name, start), end in zip(reached, ends, strict=True):
                watch.add(name, "backward", end - start)
            return timed(*arguments)

        timed = watch.timed(optimizer.step, "update", "update")
        optimizer.step = update
        return watch.of_steps(step, seconds)

    def _tensor(self, array: np.ndarray) -> torch.Tensor:
        tensor = torch.tensor(array, dtype=torch.float32 if array.dtype.kind == "f" else None)
        return tensor.contiguous(memory_format=self.memory_format) if tensor.dim() == 4 else tensor

    def _subject(self, work: Work) -> Any:
        subject = twin("torch_impl", work.of)(**work.config)
        set_params(
            "torch", work, subject, lambda param, a: param.data.copy_(torch.tensor(a))
        )  # fmt: skip
        return subject.float().to(memory_format=self.memory_format)

    def _step(self, work: Work) -> Prepared:
        network, loss, optimizer, x, t = self.training(work)
        network.eval()
        with torch.no_grad():
            digest = {"scores": total(network(x).numpy())}
        return Prepared(lambda: train_step(network, loss, optimizer, x, t), digest, network)

    def _layer(self, work: Work) -> Prepared:
        layer = self._subject(work).train(work.training)
        with torch.no_grad():
            y_shape = tuple(first_of(layer(self._tensor(blank(work)))).shape)
        x, dy = (self._tensor(array) for array in around(work, y_shape))
        x.requires_grad_(work.backward and x.is_floating_point())

        def forward() -> torch.Tensor:
            with torch.no_grad():
                return first_of(layer(x))

        def both() -> torch.Tensor:
            x.grad = None
            layer.zero_grad()
            y = first_of(layer(x))
            y.backward(dy)
            return y

        if not work.backward:
            return Prepared(forward, {"y": total(forward().numpy())}, layer)
        y = both()
        grads = [p.grad.numpy() for p in layer.parameters() if p.grad is not None]
        digest = {"y": total(y.detach().numpy()), "parameters": total(*grads)}
        if x.grad is not None:
            digest["dx"] = total(x.grad.numpy())
        return Prepared(both, digest, layer)

    def _optimizer(self, work: Work) -> Prepared:
        start, gradients = parameters(work)
        params = [torch.nn.Parameter(self._tensor(array)) for array in start]
        for param, gradient in zip(params, gradients, strict=True):
            param.grad = self._tensor(gradient)
        optimizer = twin("torch_impl", work.of)(params, **work.config)
        optimizer.step()
        moved = [a - p.detach().numpy() for a, p in zip(start, params, strict=True)]
        return Prepared(optimizer.step, {"step": total(*moved)}, optimizer)
