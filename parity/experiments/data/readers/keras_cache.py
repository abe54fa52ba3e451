"""The data sets that Keras has downloaded before, read without importing it."""

from __future__ import annotations

import os
from pathlib import Path

from parity.describing.datasets import DataError
from parity.experiments.data.readers import cifar10, mnist
from parity.experiments.data.readers.folders import Found, Look, names_in

CIFAR10_FOLDERS = ("cifar-10-batches-py-target/cifar-10-batches-py", "cifar-10-batches-py", ".")
"""Where Keras 3 and Keras 2 unpack the batches, and where an archive may lie."""


def datasets_folder() -> Path:
    """Return where Keras keeps data sets: below KERAS_HOME, or else below ~/.keras."""
    home = os.environ.get("KERAS_HOME")
    return Path(home or "~/.keras").expanduser() / "datasets"


def find(name: str) -> Found | None:
    """Return the files of ``mnist`` or ``cifar10`` in Keras' cache, or None if they are not there.

    Only the places that Keras itself uses are looked at: other data sets in its cache have files
    of the same names.
    """
    if name == "mnist":
        found = _look(mnist.look, datasets_folder())
        return found if found and found.format == "npz" else None
    places = (_look(cifar10.look, datasets_folder() / place) for place in CIFAR10_FOLDERS)
    return next((found for found in places if found and not found.missing), None)


def _look(look: Look, folder: Path) -> Found | None:
    try:
        return look(folder, names_in(folder))
    except DataError:  # no such folder: nothing was ever downloaded
        return None
