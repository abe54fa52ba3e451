"""The data that experiments train on, in one form, whatever file they come from."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from parity.describing.concept import Text
from parity.describing.datasets import DataError
from parity.experiments.data.readers import cifar10, keras_cache, mnist, scikit_learn
from parity.experiments.data.readers.arrays import Arrays
from parity.experiments.data.readers.download import Progress, download, downloaded

Part = Literal["train", "test"]
Indices = slice | Sequence[int] | npt.NDArray[np.integer] | None

TITLES = {
    "digits": Text("scikit-learn's digits (8×8)", "scikit-learn の手書き数字(8×8)"),
    "mnist": Text("MNIST", "MNIST"),
    "cifar10": Text("CIFAR-10", "CIFAR-10"),
    "iris": Text("Fisher's irises", "Fisher のあやめ(iris)"),
}
"""The data sets, in the order in which they are listed."""

EMBEDDED = ("digits", "iris")
"""Those that need no file of the user's."""

READERS = {"mnist": mnist, "cifar10": cifar10}


@dataclass(frozen=True, eq=False, repr=False)
class Data:
    """Training and test examples.

    Images are kept as they were stored, bytes for MNIST and CIFAR-10, and scaled where they are
    asked for: in float64, MNIST would take 439 MB. The arrays are read-only.

    Attributes:
        name: ``digits``, ``mnist``, ``cifar10`` or ``iris``.
        title: for the reader.
        x_train: as stored: images (N, C, H, W), or features (N, F).
        t_train: class numbers (N,), int64.
        x_test: likewise (M, C, H, W), or (M, F).
        t_test: likewise (M,).
        n_classes: how many classes there are.
        divisor: what was stored is divided by it: 255 for bytes, else 1.
        folder: where the files were read, which another process can give to :func:`load`; None if
            they are embedded.
        notes: what the reader of a result should know of the data.
    """

    name: str
    title: Text
    x_train: np.ndarray
    t_train: np.ndarray
    x_test: np.ndarray
    t_test: np.ndarray
    n_classes: int
    divisor: float = 1.0
    folder: Path | None = None
    notes: tuple[Text, ...] = ()
    _kept: dict[tuple[str, str], np.ndarray] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for name in ("x_train", "t_train", "x_test", "t_test"):
            array = getattr(self, name).view()
            array.flags.writeable = False
            object.__setattr__(self, name, array)

    def __repr__(self) -> str:
        return (
            f"<Data {self.name}: {len(self.t_train):,} + {len(self.t_test):,} examples "
            f"of shape {self.image_shape}>"
        )

    def __getstate__(self) -> dict[str, Any]:
        # What can be computed again is not sent to other processes.
        return {**self.__dict__, "_kept": {}}

    @property
    def image_shape(self) -> tuple[int, ...]:
        """The shape of one example: (C, H, W), or (F,)."""
        return self.x_train.shape[1:]

    @property
    def n_features(self) -> int:
        """How many numbers one example has."""
        return int(np.prod(self.image_shape))

    @cached_property
    def digest(self) -> str:
        """What identifies the content, wherever it was read: 32 hexadecimal digits."""
        found = hashlib.blake2b(repr(float(self.divisor)).encode(), digest_size=16)
        for array in (self.x_train, self.t_train, self.x_test, self.t_test):
            found.update(f"{array.dtype.str} {array.shape}".encode())
            found.update(np.ascontiguousarray(array).data)
        return found.hexdigest()

    def count(self, part: Part) -> int:
        """Return how many examples the training or the test part has."""
        return len(self._stored(part)[1])

    def targets(self, part: Part, indices: Indices = None) -> np.ndarray:
        """Return the class numbers (n,) of the examples at ``indices``, or of all."""
        return _chosen(self._stored(part)[1], indices)

    def images(
        self, part: Part, indices: Indices = None, dtype: npt.DTypeLike = "float64"
    ) -> np.ndarray:
        """Return a new array of examples, scaled to 0..1 (n, C, H, W), or (n, F).

        Args:
            part: ``train`` or ``test``.
            indices: which examples; all of them, in their order, if None.
            dtype: ``float64`` or ``float32``.
        """
        kept = self._kept.get((part, np.dtype(dtype).name))
        if kept is not None:
            chosen = _chosen(kept, indices)
            return chosen if chosen.flags.writeable else chosen.copy()
        return self._scale(_chosen(self._stored(part)[0], indices), dtype)

    def flat(
        self, part: Part, indices: Indices = None, dtype: npt.DTypeLike = "float64"
    ) -> np.ndarray:
        """Return :meth:`images` with one row for each example (n, F)."""
        return self.images(part, indices, dtype).reshape(-1, self.n_features)

    def scaled(self, part: Part, dtype: npt.DTypeLike = "float64") -> np.ndarray:
        """Return all examples of a part, scaled, and keep them.

        From then on :meth:`images` and :meth:`flat` take batches from what is kept. That is faster
        where it fits into the processor's cache (300 images of MNIST), and no faster for all of
        MNIST. The array is read-only.
        """
        key = part, np.dtype(dtype).name
        if key not in self._kept:
            self._kept[key] = self._scale(self._stored(part)[0], dtype)
            self._kept[key].flags.writeable = False
        return self._kept[key]

    def first(self, train: int | None = None, test: int | None = None) -> Data:
        """Return the data with the first ``train`` and ``test`` examples only; all if None."""
        return replace(
            self,
            x_train=self.x_train[:train],
            t_train=self.t_train[:train],
            x_test=self.x_test[:test],
            t_test=self.t_test[:test],
        )

    def _stored(self, part: Part) -> tuple[np.ndarray, np.ndarray]:
        if part == "train":
            return self.x_train, self.t_train
        if part == "test":
            return self.x_test, self.t_test
        raise ValueError(f"The parts are 'train' and 'test', not {part!r}.")

    def _scale(self, stored: np.ndarray, dtype: npt.DTypeLike) -> np.ndarray:
        if self.divisor == 1.0:
            return stored.astype(dtype, copy=not stored.flags.writeable)
        return np.divide(stored, self.divisor, dtype=dtype)


def load(
    name: str,
    folder: str | Path | None = None,
    *,
    verify: bool = False,
    progress: Progress | None = None,
) -> Data:
    """Return a data set.

    ``digits`` and ``iris`` come with scikit-learn. ``mnist`` and ``cifar10`` are read from
    ``folder`` or one level below. Without a folder they are looked for among earlier downloads and
    in Keras' cache, and else downloaded.

    Headers, sizes and labels are always checked. Data that are well formed but not the published
    ones (Fashion-MNIST, a part of CIFAR-10) are used, and ``notes`` says so; a download is always
    checked.

    Args:
        name: ``digits``, ``mnist``, ``cifar10`` or ``iris``.
        folder: where the files are.
        verify: whether data other than the published is an error, and not a note.
        progress: told how much of a download has arrived.

    Raises:
        DataError: if the data cannot be had, or are damaged; the message, of one line, says what
            to do.
    """
    if name not in TITLES:
        near = difflib.get_close_matches(name, TITLES, n=1, cutoff=0.4)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise DataError(f"There is no data set {name!r}; there are {', '.join(TITLES)}.{hint}")
    if name in EMBEDDED:
        if folder is not None:
            raise DataError(
                f"The data set {name} is embedded and needs no folder; "
                "--data-dir goes with --data mnist or --data cifar10."
            )
        parts = scikit_learn.divided_digits() if name == "digits" else scikit_learn.divided_iris()
        return Data(name, TITLES[name], *parts, n_classes=len(np.unique(parts[1])))
    if folder is not None:
        arrays = READERS[name].read(READERS[name].find(Path(folder).expanduser()), verify)
    else:
        arrays = _without_folder(name, verify, progress)
    return Data(
        name,
        TITLES[name],
        arrays.x_train,
        arrays.t_train,
        arrays.x_test,
        arrays.t_test,
        n_classes=READERS[name].N_CLASSES,
        divisor=255.0,
        folder=arrays.folder,
        notes=arrays.notes,
    )


def _without_folder(name: str, verify: bool, progress: Progress | None) -> Arrays:
    reader = READERS[name]
    in_keras_cache = keras_cache.find(name) if not downloaded(name) else None
    if in_keras_cache is None:
        where = downloaded(name) or download(name, progress)
        return reader.read(reader.find(where), verify)
    try:
        return reader.read(in_keras_cache, verify)
    except DataError as error:
        raise DataError(
            f"{error} It is in Keras' cache: delete it, or name another folder with --data-dir."
        ) from error


def _chosen(array: np.ndarray, indices: Indices) -> np.ndarray:
    if indices is None:
        return array
    if isinstance(indices, slice):
        return array[indices]
    where = np.asarray(indices)
    # take is twice as fast as indexing, and would read True as 1.
    return array[where] if where.dtype == bool else array.take(where, axis=0)
