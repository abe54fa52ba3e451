"""The process in which one framework runs: reads jobs, writes evaluations.

Started by
:mod:`parity.harness.processes.workers`. Messages are pickles on standard input and output; whatever
a framework prints goes to standard error instead.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any

from parity.children import end_with_parent
from parity.harness.processes.messages import Job, Reply


def settings(threads: int = 1, exact: bool = True) -> dict[str, str]:
    """Return the environment variables of a worker: no logs, no GPU, how many threads.

    With ``exact``, TensorFlow computes without oneDNN, whose results depend on the processor.
    """
    return {
        "KERAS_BACKEND": "tensorflow",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0" if exact else "1",
        "CUDA_VISIBLE_DEVICES": "-1",
        "OMP_NUM_THREADS": str(threads),
        "OPENBLAS_NUM_THREADS": str(threads),
        "MKL_NUM_THREADS": str(threads),
        "PYTHONSAFEPATH": "1",  # no file of the current folder stands in for a module
    }


def quieten() -> None:
    """Set what must be set before a framework is imported: no logs, one thread, no GPU."""
    os.environ.update(settings())


def answer(module: Any, job: Job) -> Reply:
    """Carry out one job; an exception in it is part of the answer."""
    from parity.harness.evaluators.conditioning import condition

    try:
        evaluation = module.evaluate(job.case, job.dtype)
        if job.with_condition:
            evaluation.condition = condition(job.case, module.evaluate)
        differences = None
        if job.with_differences:
            differences = module.gradients_by_differences(job.case, evaluation)
        fast = _fast_form(module, job) if job.with_fast_form else None
        if job.with_promises:
            evaluation.broken = _promises().broken_promises(job.case)
        return Reply(job.key, evaluation, differences, fast)
    except Exception as error:
        return Reply(job.key, error=_text_of(error), trace=traceback.format_exc())


def _fast_form(module: Any, job: Job) -> Any:
    """Evaluate the concept's fast form; what it raises is no error of the plain one."""
    try:
        evaluation = module.evaluate_fast_form(job.case, job.dtype)
        if job.with_promises:
            evaluation.broken = _promises().broken_by_the_fast_form(job.case)
        return evaluation
    except Exception as error:
        return _text_of(error)


def _promises() -> Any:
    """Return what tries NumPy's promises: no other process than NumPy's needs NumPy's layers."""
    from parity.harness.evaluators import promises

    return promises


def _text_of(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:300]


def serve(start: Callable[[], Callable[[Any], Any]]) -> None:
    """Answer messages until standard input ends.

    Args:
        start: prepares the process, and returns what answers one message.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    end_with_parent()
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    reply = start()
    pickle.dump("ready", replies)
    replies.flush()
    while True:
        try:
            message = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        pickle.dump(reply(message), replies)
        replies.flush()


def main() -> None:
    """Serve jobs until standard input ends."""

    def start() -> Callable[[Job], Reply]:
        quieten()
        from parity.harness.evaluators import evaluator

        module = evaluator(sys.argv[1])
        return lambda job: answer(module, job)

    serve(start)


if __name__ == "__main__":
    main()
