"""What a page needs to judge code: our packages as one file, the references, and where Python is.

The same sources give the same bytes, whenever and wherever the pages are built.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import shutil
import tarfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from parity.describing.datasets import PACKED, digits_file
from parity.errors import ReaderError
from parity.files import write_whole
from parity.harness.recorded_references import FOLDER as RECORDED
from parity.harness.recorded_references import SUMS, sums
from reports.site.writing.words import HOST

VERSION = "0.27.7"
CDN = f"https://{HOST}/pyodide/v{VERSION}/full/"

STATIC = Path(__file__).parent / "static"
ROOT = Path(__file__).parents[3]
NEEDED = ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip",
          "pyodide-lock.json")  # fmt: skip
LEFT_OUT = ("bench", "experiments", "questions", "recorded", "cli.py", "testing.py", "__main__.py")
"""What of parity is not needed to judge."""

ALSO = (
    "reports/__init__.py",
    "reports/check/__init__.py",
    "reports/check/as_data.py",
    "reports/check/in_page.py",
    "reports/check/sentences.py",
    "reports/check/words.py",
)
"""The sentences of an answer."""


class NoPythonError(ReaderError):
    """A folder does not hold Python for the browser; the message says what is missing."""


LOADED = ("editor.js", "editor-licences.txt", "worker.js")
"""What a page asks for only when code is written or judged."""


def write_python_files(folder: Path, python: Path | None = None) -> str:
    """Write into ``folder`` the editor, what judges, and the references.

    Args:
        folder: ``assets/write`` of the site.
        python: a folder with Pyodide, which is copied beside them; from the network if ``None``.

    Returns:
        the script that says where the packages and Python are.

    Raises:
        NoPythonError: if ``python`` holds no Pyodide of the right version.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in LOADED:
        write_whole(folder / name, (STATIC / name).read_bytes())
    packed = packages()
    write_whole(folder / "parity.tgz", packed)
    for name in sums():
        target = folder / "records" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, (RECORDED / name).read_bytes())
    if python is not None:
        copy_python(python, folder / "python")
    where = {
        "python": CDN if python is None else "python/",
        "packages": f"parity.tgz?{hashlib.sha256(packed).hexdigest()[:16]}",
    }
    return f"globalThis.parityPython = {json.dumps(where)};\n"


def packages() -> bytes:
    """Return the archive with everything that judges, without the references.

    Its many small files are compressed as one, to two thirds of what a zip file would take.
    """
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in sorted(_contents()):
            about = tarfile.TarInfo(name)  # of the same time and owner everywhere
            about.size = len(content)
            archive.addfile(about, io.BytesIO(content))
    return _compressed(buffer.getvalue())


@lru_cache(maxsize=1)  # a process that builds several sites packs the same files
def _compressed(archive: bytes) -> bytes:
    return gzip.compress(archive, compresslevel=9, mtime=0)


def _contents() -> Iterator[tuple[str, bytes]]:
    for package in ("numpy_impl", "parity"):
        for path in (ROOT / package).rglob("*.py"):
            parts = path.relative_to(ROOT).parts
            if not (package == "parity" and parts[1] in LEFT_OUT):
                yield "/".join(parts), path.read_bytes()
    for name in ALSO:
        yield name, (ROOT / name).read_bytes()
    yield f"parity/recorded/{SUMS}", (RECORDED / SUMS).read_bytes()
    yield f"parity/describing/{PACKED}", digits_file().read_bytes()  # networks are trained with it


def copy_python(source: Path, target: Path) -> None:
    """Copy Pyodide and NumPy from ``source``.

    Raises:
        NoPythonError: if something is missing, or it is another version.
    """
    missing = [name for name in NEEDED if not (source / name).is_file()]
    if missing:
        raise NoPythonError(
            f"{source} holds no Pyodide: {', '.join(missing)} is missing. --python takes the "
            f"folder of Pyodide {VERSION}, unpacked, with its NumPy."
        )
    lock = json.loads((source / "pyodide-lock.json").read_text(encoding="utf-8"))
    found = lock.get("info", {}).get("version")
    if found != VERSION:
        raise NoPythonError(f"{source} holds Pyodide {found}; {VERSION} is needed.")
    wheel = lock["packages"]["numpy"]["file_name"]
    if not (source / wheel).is_file():
        raise NoPythonError(f"{source} holds no {wheel}; Pyodide's lock file names it.")
    target.mkdir(parents=True, exist_ok=True)
    for name in (*NEEDED, wheel):
        if not _same(source / name, target / name):
            shutil.copyfile(source / name, target / name)


def _same(a: Path, b: Path) -> bool:
    return b.is_file() and a.stat().st_size == b.stat().st_size and a.read_bytes() == b.read_bytes()
