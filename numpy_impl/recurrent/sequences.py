"""What the recurrent layers share: checked sequences, states and lengths, and the sigmoid."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.initializers.glorot_uniform import GlorotUniform
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.seeds import spawned
from numpy_impl.validation import as_float, require_shape


def sigmoid(a: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + exp(-a)), of the shape of a, without overflow."""
    return 0.5 * (1 + np.tanh(0.5 * a))


def gates(a: np.ndarray, n: int) -> np.ndarray:
    """Return the parts of a (N, n H), one for each gate, as (n, N, H): views, as np.split gives.

    A step of a sequence is short, and np.split would take a quarter of it.
    """
    return a.reshape(len(a), n, a.shape[1] // n).swapaxes(0, 1)


def drawn_weights(
    n_in: int, n_hidden: int, n_gates: int, initializer: Initializer | None, seed: int | None
) -> dict[str, np.ndarray]:
    """Return W (n_in, n_gates n_hidden) and U (n_hidden, n_gates n_hidden), newly drawn."""
    for name, size in (("n_in", n_in), ("n_hidden", n_hidden)):
        if size < 1:
            raise ValueError(f"{name} is {size}, but must be at least 1.")
    draw = initializer or GlorotUniform()
    (own,) = spawned(seed, 1)
    return {
        "W": draw((n_in, n_gates * n_hidden), seed),
        "U": draw((n_hidden, n_gates * n_hidden), own),
    }


def require_truncation(truncate: int | None) -> None:
    """Check that ``truncate`` is None or at least 1.

    Raises:
        ValueError: if it is not.
    """
    if truncate is not None and truncate < 1:
        raise ValueError(f"truncate is {truncate}, but must be at least 1 step, or None.")


def sequences(x: ArrayLike, n_in: int) -> np.ndarray:
    """Return x (N, T, n_in) as floats.

    Raises:
        ValueError: if it has another shape, or no steps.
    """
    x = as_float("x", x)
    require_shape("x", x, (None, None, n_in))
    if x.shape[1] == 0:
        raise ValueError(f"x has shape {x.shape}, but a sequence needs at least one step.")
    return x


def first_state(
    name: str,
    given: ArrayLike | None,
    kept: np.ndarray | None,
    shape: tuple[int, int],
    like: np.dtype,
) -> np.ndarray:
    """Return the state before the first step: the given one, else the kept one, else zeros.

    Raises:
        ValueError: if it has not the shape (N, n_hidden).
    """
    if given is None:
        given = np.zeros(shape, dtype=like) if kept is None else kept
    state = as_float(name, given)
    require_shape(name, state, shape)
    return state


def steps_within(lengths: ArrayLike | None, N: int, T: int) -> np.ndarray:
    """Return within (T, N, 1): whether step t belongs to sequence n, or is padding behind it.

    Args:
        lengths: the number of steps of each sequence (N,); all T if None.
        N: how many sequences there are.
        T: how many steps the longest may have.

    Raises:
        ValueError: if a length is no integer from 1 to T, or if there are not N of them.
    """
    if lengths is None:
        return np.ones((T, N, 1), dtype=bool)
    lengths = np.asarray(lengths)
    require_shape("lengths", lengths, (N,))
    if N and lengths.dtype.kind not in "iu":
        raise ValueError(f"lengths must be integers, but their dtype is {lengths.dtype}.")
    wrong = lengths[(lengths < 1) | (lengths > T)]
    if wrong.size:
        raise ValueError(f"A length is {wrong[0]}, but must be from 1 to the {T} steps of x.")
    return (np.arange(T)[:, None] < lengths)[:, :, None]
