"""A batch in two threads: NumPy lets other threads run while it copies or multiplies."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
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
    edges = [n * i // THREADS for i in range(THREADS + 1)]
    with products_in_one_thread():
        return list(_pool().map(work, [slice(a, b) for a, b in pairwise(edges)]))


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, thread_name_prefix="numpy_impl")


if hasattr(os, "register_at_fork"):  # a child process has none of its parent's threads
    os.register_at_fork(after_in_child=_pool.cache_clear)


@contextmanager
def products_in_one_thread() -> Iterator[None]:
    """Keep OpenBLAS from dividing each matrix product among threads of its own.

    They would share the cores with ours, and after a product they keep a core busy for some 25 ms,
    waiting for the next one. NumPy has no function for it, so the library that its wheels bring is
    asked itself. Where there is another one, nothing happens.
    """
    openblas = _openblas()
    if openblas is None:
        yield
        return
    get, put = openblas
    before = get()
    put(1)
    try:
        yield
    finally:
        put(before)


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
