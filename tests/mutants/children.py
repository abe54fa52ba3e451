"""Carries out one trial in a child of this process, which has imported everything already."""

from __future__ import annotations

import json
import math
import os
import resource
import select
import signal
import time
from collections.abc import Callable

MEMORY = 6 * 2**30
"""How much a mutant may take before it counts as noticed."""


PATIENCE = 20
"""How many times as long as its seconds a child may take where others use the processors too."""


def in_child(work: Callable[[], str], seconds: float) -> tuple[str, float]:
    """Return what ``work`` gave in a child process, and how long that took a processor.

    A child that is not done in ``seconds`` of a processor, or that dies, gives ``"endless"`` or
    ``"died"``.
    """
    began = time.perf_counter()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            os.setpgid(0, 0)
            _quiet(seconds)
            said = work()
            os.write(writing, json.dumps(said).encode())
        finally:
            os._exit(0)
    os.close(writing)
    parts = []
    late = False
    while True:
        left = began + PATIENCE * seconds - time.perf_counter()
        if not select.select([reading], [], [], max(left, 0))[0]:
            late = True
            break
        part = os.read(reading, 2**16)
        if not part:
            break
        parts.append(part)
    os.close(reading)
    try:
        os.killpg(child, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        os.kill(child, signal.SIGKILL)
    _, status, used = os.wait4(child, 0)
    late = late or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU)
    text = b"".join(parts).decode()
    said = "endless" if late else json.loads(text) if text else "died"
    return said, used.ru_utime + used.ru_stime


def _quiet(seconds: float) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(seconds), hard))
