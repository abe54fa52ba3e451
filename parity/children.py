"""How our processes are started, and that none of them is left alive."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
"""Where ``parity`` itself is found, in case it is not installed."""

PROC = Path("/proc")
DEAD = ("Z", "X")
TRACKER = b"resource_tracker"
"""In the command line of the processes that clean up behind others, and end by themselves."""

_SUBREAPER = 36
_DEATH_SIGNAL = 1


def command(module: str, *arguments: str) -> list[str]:
    """Return the command line of a process that runs ``main`` of one of our modules.

    ``-P`` keeps the current folder from standing in for modules of Python's own or of others; so
    ours is named: behind those, and before another ``parity`` that may be installed.
    """
    code = (
        "import os, sys; root = sys.argv.pop(1); "
        "others = [os.path.isdir(os.path.join(path, 'parity')) for path in sys.path]; "
        "sys.path.insert((others + [True]).index(True), root); "
        f"from {module} import main; main()"
    )
    return [sys.executable, "-P", "-c", code, str(ROOT), *arguments]


def end_with_parent(seconds: float = 1.0) -> None:
    """Have this process end soon after its parent is gone: nobody would collect its work."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(seconds)
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="parity-parent").start()


def adopt_orphans() -> None:
    """Have what this process' children leave behind become its own children (Linux)."""
    _prctl(_SUBREAPER, 1)


def die_with_parent() -> None:
    """Have this process killed when its parent ends (Linux)."""
    _prctl(_DEATH_SIGNAL, int(signal.SIGKILL))


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def descendants(pid: int) -> list[int]:
    """Return the living processes below ``pid``, the nearest first; none where nobody knows."""
    below: dict[int, list[int]] = defaultdict(list)
    for entry in PROC.glob("[0-9]*"):
        state, parent = _state(int(entry.name))
        if state and state not in DEAD:
            below[parent].append(int(entry.name))
    found, queue = [], [pid]
    while queue:
        children = below.pop(queue.pop(0), [])
        found += children
        queue += children
    return found


def _state(pid: int) -> tuple[str, int]:
    """Return a process' state and its parent; "" where nobody knows."""
    try:
        stat = (PROC / str(pid) / "stat").read_text(errors="replace")
        # The name, in brackets, may hold anything; behind it come the state and the parent.
        state, parent = stat.rpartition(")")[2].split()[:2]
        return state, int(parent)
    except (OSError, ValueError):
        return "", 0


def kill_below(pid: int) -> None:
    """Kill every process below ``pid``, in whatever session, and those started meanwhile."""
    for _ in range(20):
        left = [child for child in descendants(pid) if not _tracks(child)]
        if not left:
            return
        for child in left:
            with contextlib.suppress(OSError):
                os.kill(child, signal.SIGKILL)
        time.sleep(0.01)


def _tracks(pid: int) -> bool:
    try:
        return TRACKER in (PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return False


def alive(pid: int) -> bool:
    """Tell whether a process runs; a number that cannot be asked about counts as one that does."""
    if os.name == "nt":  # where asking with a signal would end it
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return _state(pid)[0] not in DEAD
