"""How our processes are started, and that none of them is left alive."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
"""Where ``parity`` itself is found, in case it is not installed."""

PROC = Path("/proc")
DEAD = ("Z", "X")
TRACKER = b"resource_tracker"
"""In the command line of the processes that clean up behind others, and end by themselves."""

KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
"""Windows knows one way to end a process, and calls it SIGTERM."""

_SUBREAPER = 36
_DEATH_SIGNAL = 1

_SYNCHRONIZE = 0x00100000
_RUNS_STILL = 258


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
    parent = Parent()

    def watch() -> None:
        while not parent.gone():
            time.sleep(seconds)
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="parity-parent").start()


class Parent:
    """The process that started this one, as long as it lives."""

    def __init__(self) -> None:
        self.pid = os.getppid()
        # Windows goes on telling the number of a parent that has ended, and gives it to others;
        # what is held open keeps meaning the same process.
        self.handle = _opened(self.pid) if os.name == "nt" else None

    def gone(self) -> bool:
        """Tell whether it has ended."""
        if os.name == "nt":
            return self.handle is None or not _runs(self.handle)
        return os.getppid() != self.pid


def _opened(pid: int) -> int | None:
    """Return what Windows lets one wait on for a process; ``None`` if there is none."""
    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined, unused-ignore]
    kernel.OpenProcess.restype = ctypes.c_void_p
    return kernel.OpenProcess(_SYNCHRONIZE, False, pid) or None


def _runs(handle: int) -> bool:
    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined, unused-ignore]
    return kernel.WaitForSingleObject(ctypes.c_void_p(handle), 0) == _RUNS_STILL


def adopt_orphans() -> None:
    """Have what this process' children leave behind become its own children (Linux)."""
    _prctl(_SUBREAPER, 1)


def die_with_parent() -> None:
    """Have this process killed when its parent ends (Linux)."""
    _prctl(_DEATH_SIGNAL, int(KILL))


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def descendants(pid: int) -> list[int]:
    """Return the living processes below ``pid``, the nearest first; none where nobody knows."""
    below: dict[int, list[int]] = defaultdict(list)
    for child, parent, state in _listed():
        if state and state[0] not in DEAD:
            below[parent].append(child)
    found, queue = [], [pid]
    while queue:
        children = below.pop(queue.pop(0), [])
        found += children
        queue += children
    return found


def _listed() -> Iterator[tuple[int, int, str]]:
    """Yield (process, its parent, its state) of all that run; nothing where nobody tells."""
    if PROC.is_dir():
        for entry in PROC.glob("[0-9]*"):
            state, parent = _state(int(entry.name))
            yield int(entry.name), parent, state
    elif os.name != "nt":  # macOS, BSD
        yield from _listed_by_ps()


def _listed_by_ps() -> Iterator[tuple[int, int, str]]:
    asked = ["ps", "-axo", "pid=,ppid=,state="]
    try:
        told = subprocess.run(asked, capture_output=True, text=True, timeout=5).stdout
    except (OSError, subprocess.SubprocessError):
        return
    for line in told.splitlines():
        fields = line.split()
        if len(fields) == 3 and fields[0].isdigit() and fields[1].isdigit():
            yield int(fields[0]), int(fields[1]), fields[2]


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
    if os.name == "nt":
        _kill_tree(pid)
        return
    for _ in range(20):
        left = [child for child in descendants(pid) if not _tracks(child)]
        if not left:
            return
        for child in left:
            with contextlib.suppress(OSError):
                os.kill(child, KILL)
        time.sleep(0.01)


def _kill_tree(pid: int) -> None:
    """End a process of Windows with all that it started, as far as parents tell.

    Asked about this process it does nothing: taskkill would end it first.
    """
    if pid == os.getpid():
        return
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(pid)], capture_output=True, timeout=10)


def _tracks(pid: int) -> bool:
    try:
        return TRACKER in (PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return False


def alive(pid: int) -> bool:
    """Tell whether a process runs; one of another user that cannot be asked about does."""
    if os.name == "nt":  # where asking with a signal would end it
        handle = _opened(pid)
        return handle is not None and _runs(handle)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return _state(pid)[0] not in DEAD
