"""Downloading MNIST and CIFAR-10 once, into the user's cache folder.

What arrives is checked against the published checksum before it gets its name, so a file that is
there is whole.
"""

from __future__ import annotations

import contextlib
import http.client
import io
import os
import shutil
import sys
import tarfile
import tempfile
import urllib.error
import urllib.parse
import urllib.request
import zlib
from collections.abc import Callable, Sequence
from gzip import decompress
from pathlib import Path

from parity.describing.datasets import DataError
from parity.experiments.data.readers.cifar10 import BINARY
from parity.experiments.data.readers.files import md5
from parity.experiments.data.readers.mnist import PUBLISHED
from parity.files import write_whole

MNIST_MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)
CIFAR10_URLS = ("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",)
CIFAR10_MD5 = "c32a1d4ab5d03f1284b67883e8d87530"
CIFAR10_FOLDER = "cifar-10-batches-bin"

TIMEOUT = 15.0
"""Seconds without an answer after which a server is given up."""

CHUNK = 1 << 18

Progress = Callable[[int, int, str], None]
"""Called with the bytes that have arrived, all of them (0 if unknown), and the file's name."""


class _FailedDownloadError(Exception):
    """One address did not give the file; the message is the reason, without the address."""


def cache_folder() -> Path:
    """Return where downloads are kept: PARITY_CACHE, or else the system's place for caches."""
    if chosen := os.environ.get("PARITY_CACHE"):
        return Path(chosen).expanduser()
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "~/AppData/Local")
    elif sys.platform == "darwin":
        base = "~/Library/Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "dl-parity"


def downloaded(name: str) -> Path | None:
    """Return the folder with the downloaded ``mnist`` or ``cifar10``, if it is whole."""
    folder = _folder_of(name)
    files = [f"{file}.gz" for file in PUBLISHED] if name == "mnist" else list(BINARY)
    return folder if all((folder / file).is_file() for file in files) else None


def download(name: str, progress: Progress | None = None) -> Path:
    """Download what is missing of ``mnist`` or ``cifar10`` and return its folder.

    Raises:
        DataError: if it cannot be had, or cannot be kept; the message says what to do instead.
    """
    try:
        cache_folder().mkdir(parents=True, exist_ok=True)
        if name == "mnist":
            _download_mnist(progress)
        else:
            _download_cifar10(progress)
    except OSError as error:
        raise DataError(
            f"The folder {cache_folder()} cannot be written ({error.strerror or error}): set "
            "PARITY_CACHE to another, or name a folder that has the data with --data-dir."
        ) from error
    return _folder_of(name)


def _folder_of(name: str) -> Path:
    return cache_folder() / ("mnist" if name == "mnist" else CIFAR10_FOLDER)


def _download_mnist(progress: Progress | None) -> None:
    folder = _folder_of("mnist")
    folder.mkdir(exist_ok=True)
    by_hand = f"{', '.join(f'{name}.gz' for name in PUBLISHED)} from {MNIST_MIRRORS[0]}"
    for name, checksum in PUBLISHED.items():
        file = f"{name}.gz"
        if (folder / file).is_file():
            continue
        urls = [mirror + file for mirror in MNIST_MIRRORS]
        content = _from_first(urls, _uncompressed_is(checksum), "MNIST", by_hand, progress)
        write_whole(folder / file, content)


def _download_cifar10(progress: Progress | None) -> None:
    by_hand = f"and unpack {CIFAR10_URLS[0]}"
    content = _from_first(CIFAR10_URLS, _is(CIFAR10_MD5), "CIFAR-10", by_hand, progress)
    # All six files get their place at once: a part of them would pass for a smaller data set.
    unpacked = Path(tempfile.mkdtemp(dir=cache_folder(), prefix=f".{CIFAR10_FOLDER}."))
    try:
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            for name in BINARY:
                member = archive.extractfile(f"{CIFAR10_FOLDER}/{name}")
                assert member is not None
                (unpacked / name).write_bytes(member.read())
        unpacked.chmod(0o755)
        shutil.rmtree(_folder_of("cifar10"), ignore_errors=True)  # an incomplete one
        unpacked.replace(_folder_of("cifar10"))
    except OSError:
        if not downloaded("cifar10"):  # else another process was faster
            raise
    finally:
        shutil.rmtree(unpacked, ignore_errors=True)


def _is(checksum: str) -> Callable[[bytes], None]:
    def check(content: bytes) -> None:
        if md5(content) != checksum:
            raise _FailedDownloadError(f"its MD5 is {md5(content)}, {checksum} was expected")

    return check


def _uncompressed_is(checksum: str) -> Callable[[bytes], None]:
    """Mirrors may compress differently, so what counts is what is within."""

    def check(content: bytes) -> None:
        try:
            _is(checksum)(decompress(content))
        except (OSError, EOFError, zlib.error) as error:
            raise _FailedDownloadError(f"it is not a gzip file ({error})") from error

    return check


def _from_first(
    urls: Sequence[str],
    check: Callable[[bytes], None],
    title: str,
    by_hand: str,
    progress: Progress | None,
) -> bytes:
    """Return the content of the first address that gives it, checked."""
    failures = []
    for url in urls:
        try:
            content = _fetch(url, progress)
            check(content)
        except _FailedDownloadError as error:
            failures.append(f"{urllib.parse.urlsplit(url).netloc}: {error}")
        else:
            return content
    raise DataError(
        f"{title} is not on this machine and could not be downloaded ({'; '.join(failures)}). "
        f"Download {by_hand} into a folder, and name the folder with --data-dir."
    )


def _fetch(url: str, progress: Progress | None) -> bytes:
    """Return the bytes at ``url``."""
    file = url.rsplit("/", 1)[-1]
    request = urllib.request.Request(url, headers={"User-Agent": "dl-parity"})
    parts: list[bytes] = []
    done = total = 0
    try:
        with contextlib.closing(urllib.request.urlopen(request, timeout=TIMEOUT)) as answer:
            total = int(answer.headers.get("Content-Length") or 0)
            while chunk := answer.read(CHUNK):
                parts.append(chunk)
                done += len(chunk)
                if progress:
                    progress(done, total, file)
    except urllib.error.HTTPError as error:
        raise _FailedDownloadError(f"HTTP {error.code} {error.reason}") from error
    except urllib.error.URLError as error:
        raise _FailedDownloadError(str(error.reason)) from error
    except (OSError, http.client.HTTPException) as error:  # broken or silent while it arrives
        raise _FailedDownloadError(f"the transfer broke off after {done:,} bytes") from error
    if done < total:
        raise _FailedDownloadError(f"the transfer broke off after {done:,} of {total:,} bytes")
    return b"".join(parts)
