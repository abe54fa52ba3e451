"""A batch in two threads: what it sets for the whole process is as it was afterwards."""

import threading

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
