"""What the parent process asks of the one that runs the user's code, and what it hears.

Neither needs NumPy, so that the parent need not wait for it. An answer is a pair (kind, content):

    ready       None: what judges is imported
    found       [(name, concept), ...]: what of a whole file will be judged, in its order; the
                concept is ALONE for what is judged by itself, PASSED for what is only mentioned
    judging     (name, concept): what is judged from now on
    at          what the user's code is at, such as "forward, case training"
    importing   None: it is importing a library, which does not count
    verifying   None: the code has ended, and what it gave is looked at in another process
    report      a Report
    refused     a Crash: bad usage, nothing was judged
    failed      a Crash: the code could not be loaded
    unloadable  why a pickled object could not be built again
    broken      a traceback of ours
    ended       the exit code of the process that ran the code, where it ended before its time
    end         None: nothing more will come

They cross as plain data (:mod:`parity.checking.running.messages`); the request alone is pickled,
towards the user's code and never back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Answer = tuple[str, Any]

ALONE = ""
"""Stands for the concept of what is judged by itself."""

PASSED = "-"
"""Stands for the concept of what is not judged: only why is said."""

TIMED_OUT = "Timeout ("
"""How the file begins that says where the code was when its time was over."""


@dataclass(frozen=True)
class Request:
    """One check.

    Attributes:
        label: what is judged, as the answer calls it.
        path: the user's file, absolute; "" for an object.
        name: the name in the file; "" for everything in it that is recognised.
        pickled: the object and its namespace, if it does not come from a file.
        concept: what it is judged as; found out from the name if ``None``.
        only: of a whole file, the (name, concept) pairs that are left to judge.
        mapping: the user's names by the canonical ones.
        records: by concept, a pickled Record that replaces the recorded one.
        live: whether the references are computed now.
        find_only: whether only to tell what would be judged.
        timeout: seconds that loading the file, and judging one object, may take, without imports.
        sys_path: where modules are looked for; as Python finds it if empty.
        sources: the lines of files that do not exist, such as a notebook's cells.
        marker: what ends, in the printed text, the part that belongs to one report.
        trace: a file that says, after a crash, where the code was.
    """

    label: str
    path: str = ""
    name: str = ""
    pickled: bytes = b""
    concept: str | None = None
    only: tuple[tuple[str, str], ...] | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, bytes] = field(default_factory=dict)
    live: bool = False
    find_only: bool = False
    timeout: float = 20.0
    sys_path: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    marker: bytes = b""
    trace: str = ""
