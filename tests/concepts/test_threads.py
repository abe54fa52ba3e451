"""A batch in two threads: what it sets for the whole process is as it was afterwards."""

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from numpy_impl.layers import threads


@pytest.fixture
def openblas():
    found = threads._openblas()
    if found is None:
        pytest.skip("NumPy computes with something else than the OpenBLAS of its wheels")
    get, put = found
    before = get()
    put(4)
    yield get, put
    put(before)


def test_several_threads_at_once_leave_the_number_of_blas_threads_as_it_was(openblas):
    get, _ = openblas
    inside, leave = threading.Barrier(4), [threading.Event() for _ in range(3)]

    def work(may_leave):
        with threads.products_in_one_thread():
            inside.wait(60)
            may_leave.wait(60)

    workers = [threading.Thread(target=work, args=[event]) for event in leave]
    for worker in workers:
        worker.start()
    inside.wait(60)
    for event, worker in zip(leave, workers, strict=True):
        assert get() == 1, "one of them is still inside"
        event.set()
        worker.join()
    assert get() == 4


def test_what_somebody_else_has_set_meanwhile_stays(openblas):
    get, put = openblas
    with threads.products_in_one_thread():
        put(3)
    assert get() == 3


def test_it_is_put_back_after_an_error(openblas):
    get, _ = openblas
    with pytest.raises(ZeroDivisionError), threads.products_in_one_thread():
        1 / 0  # noqa: B018
    assert get() == 4


def test_an_error_in_either_half_is_raised_when_both_have_ended(monkeypatch):
    monkeypatch.setattr(threads, "THREADS", 2)
    for wrong in (0, 1):
        ended = []

        def work(part, wrong=wrong, ended=ended):
            if part.start == wrong:
                raise ZeroDivisionError
            time.sleep(0.05)
            ended.append(part)

        with pytest.raises(ZeroDivisionError):
            threads.in_threads(work, 2, threads.WORTH_IT)
        assert ended == [slice(1 - wrong, 2 - wrong)]


def test_several_threads_may_divide_their_batches_at_once(monkeypatch):
    monkeypatch.setattr(threads, "THREADS", 2)
    x = np.arange(40.0)

    def sums(seed):
        parts = threads.in_threads(lambda part: x[part].sum() * seed, 40, threads.WORTH_IT)
        return len(parts), sum(parts)

    with ThreadPoolExecutor(4) as users:
        assert list(users.map(sums, range(50))) == [(2, 780.0 * seed) for seed in range(50)]


def test_the_array_that_tells_the_c_library_to_keep_memory_takes_none():
    """In a process of its own: in this one, other threads take memory meanwhile."""
    code = (
        "from numpy_impl.layers import threads; from parity.bench.memory import resident;"
        "before = resident(); threads.keep_freed_memory();"
        "print('nobody counts' if before is None else resident() - before)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    if "nobody" in done.stdout:
        pytest.skip("nobody counts the memory of a process here")
    assert int(done.stdout) < 2**20
