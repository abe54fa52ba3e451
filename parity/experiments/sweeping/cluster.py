"""A framework's runs on a Dask cluster.

Each task starts a process that imports one framework alone; the results come back and are written
here, so the cluster needs no folder of ours. Data other than the embedded ones must lie in the same
folder on its machines.
"""

from __future__ import annotations

import pickle
import queue
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from parity.errors import ReaderError
from parity.experiments.results import save
from parity.experiments.sweeping.runner import Chunk, Outcome
from parity.files import UnwritableFolderError

CONNECT_SECONDS = 15
"""How long the scheduler is waited for."""


class ClusterError(ReaderError):
    """A cluster that cannot be used; the message says why."""


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """Connect to the scheduler at ``address``, such as ``tcp://10.0.0.5:8786``.

    Raises:
        ClusterError: if distributed is not installed, or nobody answers.
    """
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError(
            "--cluster needs distributed: pip install 'dl-parity[cluster]', or in a clone "
            "pip install '.[cluster]'"
        ) from None
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        text = " ".join(str(error).split())
        raise ClusterError(f"No cluster answers at {address} ({text[:200]}).") from None
    try:
        yield client
    finally:
        client.close()


def cores(client: Any) -> int:
    """Return how many tasks the cluster carries out at once, at least 1."""
    return max(1, sum(client.nthreads().values()))


def run_there(client: Any, chunks: list[Chunk], folder: Path) -> Iterator[Outcome]:
    """Carry out the chunks, write each result to ``folder``, and yield each outcome as it comes.

    A run whose process died is made once more, alone. When the generator is closed, what is not
    finished is cancelled.

    Raises:
        UnwritableFolderError: if a result cannot be written.
        ClusterError: if the cluster goes away.
    """
    jobs = _Jobs(client)
    reported: set[str] = set()
    retried: set[str] = set()
    try:
        for chunk in chunks:
            jobs.submit(chunk)
        while jobs.waiting:
            ended, outcomes = jobs.next()
            for outcome in outcomes:
                run, digest = outcome.run, outcome.run.key.digest
                if outcome.status == "crashed" and ended is None:
                    continue  # the end of its chunk says it again
                if outcome.status == "crashed" and digest not in retried:
                    assert ended is not None
                    retried.add(digest)
                    jobs.submit(replace(ended, runs=(run,)))
                elif digest not in reported:
                    reported.add(digest)
                    yield _kept(outcome, folder)
            if ended is not None:  # what came behind a crash was not begun
                begun = {outcome.run.key.digest for outcome in outcomes}
                rest = tuple(run for run in ended.runs if run.key.digest not in begun)
                if rest:
                    jobs.submit(replace(ended, runs=rest))
    finally:
        jobs.close()


class _Jobs:
    """Chunks on the cluster.

    Outcomes come twice: as an event as soon as there is one, so that little is lost with a task,
    and all of them when the task ends, which is certain.
    """

    def __init__(self, client: Any) -> None:
        self.client = client
        self.topic = f"parity-{uuid.uuid4().hex}"
        self.arrived: queue.Queue[tuple[Any, list[Outcome]]] = queue.Queue()
        self.chunks: dict[Any, Chunk] = {}
        client.subscribe_topic(
            self.topic, lambda event: self.arrived.put((None, [pickle.loads(event[1])]))
        )

    @property
    def waiting(self) -> bool:
        """Whether there are tasks that have not ended."""
        return bool(self.chunks)

    def submit(self, chunk: Chunk) -> None:
        """Have the cluster carry out ``chunk``."""
        future = self.client.submit(_work, chunk, self.topic, pure=False)
        self.chunks[future] = chunk
        future.add_done_callback(lambda f: self.arrived.put((f, _outcomes(f, chunk))))

    def next(self) -> tuple[Chunk | None, list[Outcome]]:
        """Return the next outcomes, and the chunk that ended with them, if one did."""
        while True:
            try:
                future, outcomes = self.arrived.get(timeout=CONNECT_SECONDS)
            except queue.Empty:
                if self.client.status != "running":
                    raise ClusterError("The cluster is gone; what is finished stays.") from None
                continue
            return (None if future is None else self.chunks.pop(future)), outcomes

    def close(self) -> None:
        """Cancel what has not ended."""
        with suppress(Exception):  # the cluster may be gone
            self.client.cancel(list(self.chunks))
            self.client.unsubscribe_topic(self.topic)


def _outcomes(future: Any, chunk: Chunk) -> list[Outcome]:
    """Return what an ended task gave; an error of the cluster's fails all its runs."""
    try:
        return future.result()
    except BaseException as error:
        what = f"{type(error).__name__}: {' '.join(str(error).split())}"[:300]
        return [Outcome(run, "failed", error=what) for run in chunk.runs]


def _kept(outcome: Outcome, folder: Path) -> Outcome:
    if outcome.result is not None:
        try:
            save(folder, outcome.result)
        except OSError as error:
            raise UnwritableFolderError(
                f"The folder {folder} cannot be written ({error.strerror})."
            ) from error
    return outcome


def _work(chunk: Chunk, topic: str) -> list[Outcome]:
    """Carry out a chunk, in a process that this one, on the cluster, starts."""
    from distributed import get_worker

    from parity.experiments.sweeping.one_process import run_apart

    worker = get_worker()
    outcomes = []
    for outcome in run_apart(chunk):
        worker.log_event(topic, pickle.dumps(outcome))
        outcomes.append(outcome)
    return outcomes
