"""How answers cross from one process to another: as JSON and the bytes of arrays, never pickled.

A pickle can run code where it is read, and the user's code may write to any descriptor. What is
read here is taken for no more than it is: a kind that is known, its content as its type says, and
arrays of numbers.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, BinaryIO

from parity.plain import NUMBERS, built, plain

if TYPE_CHECKING:
    import numpy as np

    from parity.checking.running.request import Answer

MOST = 2**30
"""How many bytes one answer may have."""

HEAD = struct.Struct("<4sQ")
MAGIC = b"prty"


class BadAnswerError(Exception):
    """What came is no answer."""


class Gone(BadAnswerError):  # noqa: N818 (an end, and no error)
    """Nothing more comes."""


def write(stream: BinaryIO, kind: str, content: Any) -> None:
    """Write an answer, and flush.

    Raises:
        TypeError: if the content is no plain data.
        OSError: if it cannot be written.
    """
    arrays: list[np.ndarray] = []
    said = {"kind": kind, "content": plain(content, arrays)}
    said["arrays"] = [[a.dtype.newbyteorder("<").str, list(a.shape)] for a in arrays]
    head = json.dumps(said).encode("ascii")
    stream.write(HEAD.pack(MAGIC, len(head)) + head)
    for array in arrays:
        stream.write(array.astype(array.dtype.newbyteorder("<")).tobytes())
    stream.flush()


def read(stream: BinaryIO, types: Callable[[str], Any]) -> Answer:
    """Read one answer.

    Args:
        stream: where from.
        types: the type of the content of each kind of answer.

    Raises:
        Gone: at the end.
        BadAnswerError: if it is none.
    """
    magic, length = HEAD.unpack(_exactly(stream, HEAD.size, at_the_end=True))
    if magic != MAGIC or length > MOST:
        raise BadAnswerError("no answer begins so")
    try:
        said = json.loads(_exactly(stream, length))
        kind, content, described = said["kind"], said["content"], said["arrays"]
        left = MOST
        arrays = []
        for name, shape in described:
            arrays.append(_array(stream, name, shape, left))
            left -= arrays[-1].nbytes
        return kind, built(types(kind), content, arrays)
    except BadAnswerError:
        raise
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError) as error:
        raise BadAnswerError(str(error)) from error


def _array(stream: BinaryIO, name: Any, shape: Any, most: int) -> np.ndarray:
    import numpy as np

    dtype = np.dtype(str(name))
    sizes = built(list[int], shape)
    if dtype.kind not in NUMBERS or dtype.hasobject or any(n < 0 for n in sizes):
        raise BadAnswerError(f"{name} is no array of numbers")
    count = 1
    for n in sizes:
        count *= n
    if count * dtype.itemsize > most:
        raise BadAnswerError("too large")
    content = _exactly(stream, count * dtype.itemsize)
    return np.frombuffer(content, dtype).reshape(sizes).astype(dtype.newbyteorder("="))


def _exactly(stream: BinaryIO, n: int, at_the_end: bool = False) -> bytes:
    found = stream.read(n)
    if len(found) == n:
        return found
    if not found and at_the_end:
        raise Gone("the end")
    raise BadAnswerError("an answer that breaks off")


def types_of(kind: str) -> Any:
    """Return the type of the content of what the process that judges answers."""
    from parity.checking.report import Crash, Report

    known: dict[str, Any] = {
        "ready": None, "found": list[tuple[str, str]], "judging": tuple[str, str], "at": str,
        "report": Report, "refused": Crash, "failed": Crash, "unloadable": str, "broken": str,
        "verifying": None, "importing": None, "ended": int, "end": None,
    }  # fmt: skip
    return known[kind]
