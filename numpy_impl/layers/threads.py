"""A batch in two threads: NumPy lets other threads run while it copies or multiplies."""

from __future__ import annotations

import ctypes
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import numpy as np

THREADS = min(os.cpu_count() or 1, 2)
"""How many parts a batch is divided into."""

WORTH_IT = 2**20
"""A batch of fewer multiplications than this is one part."""

T = TypeVar("T")


def in_threads(work: Callable[[slice], T], n: int, multiplications: int) -> list[T]:
    """Return what ``work`` gives for each part of a batch of n, the parts at the same time."""
    if THREADS == 1 or n < THREADS or multiplications < WORTH_IT:
        return [work(slice(0, n))]
    keep_freed_memory()
    edges = [n * i // THREADS for i in range(THREADS + 1)]
    first, *others = (slice(a, b) for a, b in pairwise(edges))
    with products_in_one_thread():
        waited_for = [_pool().submit(work, part) for part in others]
        try:
            own = work(first)
        finally:
            wait(waited_for)
        return [own, *(future.result() for future in waited_for)]


@cache
def keep_freed_memory() -> None:
    """Have the C library keep what is freed for the next arrays, up to some 64 MB.

    Else it gives the memory of large arrays back to the system, which hands out zeroed pages for
    the next ones, one by one: a tenth of a training step. The GNU C library keeps twice the size
    of the largest array that it has seen freed, if it was smaller than 32 MB. This one is never
    written to, and so takes no memory.
    """
    np.empty(31 * 2**20, dtype=np.uint8)


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS - 1, thread_name_prefix="numpy_impl")


def _after_fork() -> None:
    """Begin anew in a child process, which has none of its parent's threads."""
    global _one_thread
    _pool.cache_clear()
    _one_thread = _OneThread()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


@contextmanager
def products_in_one_thread() -> Iterator[None]:
    """Keep OpenBLAS from dividing each matrix product among threads of its own.

    They would share the cores with ours, and after a product they keep a core busy for some 25 ms,
    waiting for the next one. NumPy has no function for it, so the library that its wheels bring is
    asked itself. Where there is another one, nothing happens.

    The number is the whole process', and several threads may be in here at once: the first to come
    sets it, the last to go puts it back, unless somebody else has set it since.
    """
    openblas = _openblas()
    if openblas is None:
        yield
        return
    _one_thread.enter(*openblas)
    try:
        yield
    finally:
        _one_thread.leave(*openblas)


class _OneThread:
    """How many are inside, and what the number was before the first of them came."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.inside = 0
        self.before = 1

    def enter(self, get: Callable[[], int], put: Callable[[int], None]) -> None:
        with self.lock:
            if self.inside == 0:
                self.before = get()
                put(1)
            self.inside += 1

    def leave(self, get: Callable[[], int], put: Callable[[int], None]) -> None:
        with self.lock:
            self.inside -= 1
            if self.inside == 0 and get() == 1:
                put(self.before)


_one_thread = _OneThread()


@cache
def _openblas() -> tuple[Callable[[], int], Callable[[int], None]] | None:
    folder = Path(np.__file__).parent
    for path in [*folder.parent.glob("numpy.libs/*openblas*"), *folder.glob(".dylibs/*openblas*")]:
        try:
            library = ctypes.CDLL(str(path))
            return (
                library.scipy_openblas_get_num_threads64_,
                library.scipy_openblas_set_num_threads64_,
            )
        except (OSError, AttributeError):
            continue
    return None
