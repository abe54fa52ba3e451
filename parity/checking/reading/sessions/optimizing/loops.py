"""Whole loops: ``gradient_descent(f, init_x, lr, step_num)``, ``sgd(net, X, y, epochs, lr)``.

They take no gradients. So a function is passed whose gradient is known, or a network that hands the
gradients of the case out, one at every step, and both note where the weights are by then.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.binding import Supply
from parity.checking.reading.sessions.optimizing.driving import (
    Arrays,
    OptimizerSession,
    fixed_rate,
    gradients_at,
    plain,
    steps_of,
)
from parity.checking.reading.sessions.optimizing.holders import HOLDERS
from parity.checking.reading.sessions.optimizing.roles import NETS, bare
from parity.checking.reading.sessions.session import users_code
from parity.checking.reading.spellings import Names
from parity.describing.concept import DrawnCase, Text

STEPS = {"stepnum", "steps", "numsteps", "nsteps", "niters", "niter", "numiters", "iterations",
         "numiterations", "maxiter", "maxiters", "maxiterations", "maxsteps", "nit",
         "iters", "iternum", "itersnum", "niterations", "itercount"}  # fmt: skip
EPOCHS = {"epochs", "epoch", "nepochs", "numepochs", "maxepoch", "maxepochs", "nepoch"}
FUNCTIONS = {"f", "func", "fn", "function", "objective", "lossfn", "costfn", "lossfunc", "fun"}
SLOPES = {"gradf", "df", "gradient", "grad", "gradfn", "fprime", "fgrad", "gradfunc", "dfdx",
          "gradientfn", "gradientfunc", "gradfunction", "derivative", "dfunc",
          "gradientf"}  # fmt: skip
STARTS = {"initx", "x0", "x", "start", "init", "initial", "w0", "theta0", "xinit", "initialx",
          "startx", "w", "theta", "startpoint", "initialpoint", "xstart", "winit",
          "params"}  # fmt: skip
SAMPLES = {"x", "xtrain", "data", "inputs", "traindata", "trainx", "xs"}
LABELS = {"y", "t", "ytrain", "labels", "targets", "ttrain", "trainlabels", "trainy", "ys"}
BATCH = {"minibatchsize", "batchsize", "batch", "bs", "minibatch"}
LOUD = {"verbose", "printcost", "plot", "disp", "display", "log", "printloss", "show"}


@dataclass(frozen=True)
class Loop:
    """One way in which a loop is run.

    Attributes:
        holder: in which form the network has its parameters; none for a function of x.
        axes: how many axes the network's examples have.
        batches: whether a step is a batch of one epoch, or an epoch of one batch.
    """

    holder: str = ""
    axes: int = 2
    batches: bool = False
    guess: bool = True

    @property
    def told(self) -> list[Text]:
        """What the reader should know of this way."""
        if not self.holder:
            return [
                Text(
                    "It is a whole loop: it was run on functions whose gradients are known.",
                    "繰り返し全体を行う関数なので、勾配の分かっている関数を渡して実行した。",
                )
            ]
        return [
            Text(
                "It is a whole training loop: it was given a network that hands out known "
                "gradients.",
                "学習の繰り返し全体を行う関数なので、決まった勾配を返すネットワークを渡して"
                "実行した。",
            )
        ]


def loops(target: Any) -> Iterator[Loop]:
    """Yield the ways to run a function as a loop; none if it is no loop."""
    if inspect.isclass(target):
        return
    short = {bare(p.name) for p in parameters_of(target) or []}
    if short & FUNCTIONS | short & SLOPES and short & STARTS and short & (STEPS | EPOCHS):
        yield Loop(guess=False)
    if short & NETS and short & SAMPLES and short & (STEPS | EPOCHS):
        for axes in (2, 4):
            for holder in ("dict", "list", "lists", "dicts"):
                for batches in (False, True):
                    yield Loop(holder, axes, batches)


class HandsOut:
    """A network that hands out the gradients of the case, one at every step.

    Attributes:
        path: the parameters as they were at each step.
    """

    def __init__(self, holder: str, params: Arrays, grads: list[Arrays], names: Names) -> None:
        self.held = HOLDERS[holder](params, names)
        self.params = self.parameters = self.weights = self.held.values
        self.left, self.grads = grads, None
        self.path: list[Arrays] = []

    def now(self) -> Arrays:
        """Return the parameters as they are."""
        return {name: array.copy() for name, array in self.held.read(self.params).items()}

    def gradient(self, *_: Any, **__: Any) -> Any:
        """Return the next gradients."""
        self.path.append(self.now())
        self.held.give(self.left[min(len(self.path), len(self.left)) - 1])
        self.grads = self.held.gradients
        return self.grads

    numerical_gradient = gradients = compute_gradient = gradient

    def train_step(self, *_: Any, **__: Any) -> tuple[float, Any]:
        """Return a loss and the next gradients."""
        return 0.0, self.gradient()

    loss_and_grad = loss_grad = loss_and_gradient = train_step

    def backward(self, *_: Any, **__: Any) -> Any:
        """Set and return the next gradients."""
        return self.gradient()

    backprop = backward

    def loss(self, *_: Any, **__: Any) -> float:
        """Return a loss, which nothing depends on."""
        return 0.0

    def forward(self, x: np.ndarray, *_: Any, **__: Any) -> np.ndarray:
        """Return scores, which nothing depends on."""
        return np.zeros((len(x), 2))

    predict = __call__ = forward


class LoopSession(OptimizerSession):
    """Runs a loop over all gradients of a case, and looks at where it was at each step."""

    def __init__(
        self,
        target: Callable[..., Any],
        names: Names,
        supply: Supply,
        params: Arrays,
        case: DrawnCase,
        way: Loop,
    ) -> None:
        self.target, self.names, self.supply, self.way = target, names, supply, way
        self.start = {name: array.copy() for name, array in params.items()}
        self.params = params
        kind = np.dtype("float64")
        self.grads = [gradients_at(case, step, kind) for step in range(steps_of(case))]
        self.path: list[Arrays] = []
        self.used: set[str] = set()
        self.taken = 0

    def change_rate(self, lr: float) -> None:
        """A loop keeps its rate."""
        raise fixed_rate()

    def step(self, grads: Arrays) -> None:
        """Look at where the loop was behind the next step."""
        if not self.path:
            with users_code("update"):
                self.path = self._train() if self.way.holder else self._descend()
        self.params = self.path[self.taken]
        self.taken += 1

    def _train(self) -> list[Arrays]:
        """Train a network that hands out the gradients."""
        start = {name: array.copy() for name, array in self.start.items()}
        net = HandsOut(self.way.holder, start, self.grads, self.names)
        steps = len(self.grads)
        shape = (steps if self.way.batches else 1, *[1] * (self.way.axes - 1))
        known = {
            **dict.fromkeys(NETS, net),
            **dict.fromkeys(SAMPLES, np.zeros(shape)),
            **dict.fromkeys(LABELS, np.zeros(shape[0], dtype=int)),
            **dict.fromkeys(BATCH, 1),
            **dict.fromkeys(EPOCHS, 1 if self.way.batches else steps),
            **dict.fromkeys(STEPS, steps),
        }
        self.target(**self._arguments(known))
        if len(net.path) != steps:
            raise ValueError(f"the loop took {len(net.path)} gradients for {steps} steps")
        return [*net.path[1:], net.now()]

    def _descend(self) -> list[Arrays]:
        """Descend functions of x, one array after the other."""
        found = {}
        for name, array in self.start.items():
            slopes = [g[name].ravel() for g in self.grads]
            start = array.ravel()
            one = len(self._run(slopes[:1], start, 1)[1])
            calls = max(1, len(self._run(slopes[:1] * 2, start, 1)[1]) - one)
            end, seen = self._run(slopes, start, calls)
            # Where the function is asked beside x, most elements are those of x all the same.
            blocks = [seen[k * calls : (k + 1) * calls] for k in range(1, len(slopes))]
            path = [np.median(block, axis=0) for block in blocks]
            found[name] = [x.reshape(array.shape) for x in (*path, end)]
        return [
            dict(zip(found, arrays, strict=True)) for arrays in zip(*found.values(), strict=True)
        ]

    def _run(
        self, slopes: list[np.ndarray], start: np.ndarray, calls: int
    ) -> tuple[np.ndarray, list[np.ndarray]]:
        """Return where x comes to, and where the function, or its gradient, was asked.

        Args:
            slopes: the gradient of the function at each step.
            start: where x begins.
            calls: how often the function is asked at each step.
        """
        seen: list[np.ndarray] = []
        asked: list[np.ndarray] = []
        x = start.copy()

        def f(at: Any, *_: Any) -> float:
            slope = slopes[min(len(asked) // calls, len(slopes) - 1)]
            asked.append(np.array(at, dtype=float))
            return float(np.sum(slope * at))

        def df(at: Any, *_: Any) -> np.ndarray:
            seen.append(np.array(at, dtype=float))
            return slopes[min(len(seen), len(slopes)) - 1].copy()

        known = {
            **dict.fromkeys(FUNCTIONS, f),
            **dict.fromkeys(SLOPES, df),
            **dict.fromkeys(STARTS, x),
            **dict.fromkeys(STEPS | EPOCHS, len(slopes)),
        }
        given = self.target(**self._arguments(known))
        return self._result(given, x), seen or asked

    @staticmethod
    def _result(given: Any, x: np.ndarray) -> np.ndarray:
        """Return where the loop came to: returned, at the end of a history, or in place."""
        parts = given if isinstance(given, tuple) else (given,)
        for part in parts:
            if part is not None and np.shape(plain(part)) == x.shape:
                return np.array(plain(part), dtype=float)
        for part in parts:
            if part is not None and np.shape(part)[1:] == x.shape:
                return np.array(plain(part[-1]), dtype=float)
        return x

    def _arguments(self, known: dict[str, Any]) -> dict[str, Any]:
        """Return the arguments of a call, by the user's names."""
        found = {}
        for parameter in parameters_of(self.target) or []:
            short = bare(parameter.name)
            meaning = self.names.meaning(parameter.name, self.supply.config)
            if short in known and not (parameter.default is None and short in LABELS):
                found[parameter.name] = known[short]
            elif short in LOUD or (short == "nesterov" and isinstance(parameter.default, bool)):
                found[parameter.name] = False
            elif meaning:
                found[parameter.name] = self.supply.config[meaning]
                self.used.add(meaning)
            elif required(parameter):
                raise LookupError(parameter.name)
        return found
