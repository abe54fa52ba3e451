"""The memory of this process, and the processor time of another, as Linux counts them."""

from __future__ import annotations

import os
from pathlib import Path

STATUS = Path("/proc/self/status")
CLEAR = Path("/proc/self/clear_refs")


def resident() -> int | None:
    """Return the bytes of memory that this process holds now; ``None`` where nobody counts."""
    return _from_status("VmRSS:")


def peak() -> int | None:
    """Return the most bytes that this process held since :func:`reset_peak`."""
    return _from_status("VmHWM:")


def reset_peak() -> bool:
    """Start the peak anew; tell whether that was possible."""
    try:
        CLEAR.write_text("5")
    except OSError:
        return False
    return True


def _from_status(key: str) -> int | None:
    try:
        lines = STATUS.read_text().splitlines()
    except OSError:
        return None
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith(key)), None)


def processor_seconds(pid: int) -> float | None:
    """Return the processor time of process ``pid`` up to now; ``None`` where nobody counts."""
    try:
        # After the program's name, which may hold anything; utime and stime are fields 14 and 15.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def machine_seconds() -> float | None:
    """Return the processor time of everything on this machine; ``None`` where nobody counts.

    Idle time and time spent waiting for a disk are left out.
    """
    try:
        ticks = [int(field) for field in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
    except (OSError, ValueError):
        return None
    return (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")
