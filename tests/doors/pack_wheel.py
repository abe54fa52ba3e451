"""Packs the wheels of ``make dist`` tighter: ``python tests/doors/pack_wheel.py dist/*.whl``.

Every file in them stays the same to the bit, and so their RECORD holds. libdeflate finds shorter
ways to say the same than zlib, which Python's own packing uses; every reader understands them. All
files get one date: the same files give the same wheel, on whatever day. No test of its own.
"""

from __future__ import annotations

import struct
import sys
import zipfile
import zlib
from pathlib import Path

MOST_BYTES = 8_000_000
"""What a wheel may weigh."""

DATE = 1 << 5 | 1
"""1980-01-01 in a zip file: its first day."""

UNIX = 3 << 8 | 20
"""Who made it, and which version of the format it takes to read it."""


def packed(source: Path) -> bytes:
    """Return a zip file with the same members, in the same order, in fewer bytes."""
    from deflate import deflate_compress

    body, directory = [], []
    at = 0
    with zipfile.ZipFile(source) as archive:
        members = [(info, archive.read(info)) for info in archive.infolist()]
    for info, content in members:
        name = info.filename.encode()
        short = deflate_compress(content, 12)
        method = zipfile.ZIP_DEFLATED if len(short) < len(content) else zipfile.ZIP_STORED
        data = short if method else content
        utf8 = 0 if name.isascii() else 1 << 11
        both = struct.pack(
            "<4H3L2H", utf8, method, 0, DATE, zlib.crc32(content), len(data), len(content),
            len(name), 0,
        )  # fmt: skip
        start = struct.pack("<4sH", b"PK\3\4", 20) + both + name
        directory.append(
            struct.pack("<4s2H", b"PK\1\2", UNIX, 20) + both
            + struct.pack("<3H2L", 0, 0, 0, info.external_attr, at) + name
        )  # fmt: skip
        body += [start, data]
        at += len(start) + len(data)
    listed = b"".join(directory)
    count = len(members)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(listed), at, 0)
    return b"".join([*body, listed, end])


def main() -> None:
    """Pack the wheels that are named, and refuse one that is too large."""
    for path in map(Path, sys.argv[1:]):
        before = path.stat().st_size
        content = packed(path)
        path.write_bytes(content)
        print(f"{path.name}: {before:,} bytes, packed {len(content):,}")
        if len(content) > MOST_BYTES:
            sys.exit(f"{path.name} has {len(content):,} bytes, at most {MOST_BYTES:,} are wanted")


if __name__ == "__main__":
    main()
