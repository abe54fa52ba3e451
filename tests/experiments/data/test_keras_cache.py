"""What Keras left in its cache: archives of MNIST, pickles of CIFAR-10."""

import os
import pickle
from pathlib import Path

import numpy as np
import pytest
from data_files import IMAGES, LABELS, message, records, write_cifar10, write_mnist

from parity.experiments.data.load import load
from parity.experiments.data.readers import keras_cache


def write_npz(path: Path, images=lambda x: x, **changes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays = {
        "x_train": images(IMAGES["train"]), "y_train": LABELS["train"],
        "x_test": images(IMAGES["t10k"]), "y_test": LABELS["t10k"],
    }  # fmt: skip
    arrays |= changes
    np.savez(path, **{key: array for key, array in arrays.items() if array is not None})
    return path


def batch_of_python_2(table: np.ndarray) -> bytes:
    """A batch as it was published: Python 2 strings, and NumPy's modules under their old names."""

    def text(value: bytes) -> bytes:
        return b"T" + len(value).to_bytes(4, "little") + value

    def number(value: int) -> bytes:
        return b"J" + value.to_bytes(4, "little", signed=True)

    pixels, labels = table[:, 1:], table[:, 0].tolist()
    array = b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(K\x00t" + text(b"b") + b"tR"
    kind = b"cnumpy\ndtype\n(" + text(b"u1") + b"K\x00K\x01tR"
    kind += b"(K\x03" + text(b"|") + b"NNN" + number(-1) + number(-1) + b"K\x00tb"
    shape = b"(" + number(len(table)) + number(3072) + b"t"
    data = array + b"(K\x01" + shape + kind + b"\x89" + text(pixels.tobytes()) + b"tb"
    numbers = b"](" + b"".join(map(number, labels)) + b"e"
    return b"\x80\x02}(" + text(b"data") + data + text(b"labels") + numbers + b"u."


def batch_of_python_3(table: np.ndarray) -> bytes:
    return pickle.dumps({b"data": table[:, 1:], b"labels": table[:, 0].tolist()}, protocol=2)


def test_keras_mnist_is_found_without_a_folder(nowhere):
    write_npz(nowhere / "keras" / "datasets" / "mnist.npz")
    data = load("mnist")
    assert data.digest == load("mnist", write_mnist(nowhere / "idx")).digest
    assert data.folder == nowhere / "keras" / "datasets"
    assert load("mnist", data.folder).digest == data.digest


def test_keras_home_is_the_home_folder_where_it_is_not_set(monkeypatch, tmp_path):
    monkeypatch.delenv("KERAS_HOME", raising=False)
    monkeypatch.setattr(Path, "expanduser", lambda path: tmp_path / path)
    assert keras_cache.datasets_folder() == tmp_path / "~/.keras/datasets"


@pytest.mark.parametrize(
    "place", ["cifar-10-batches-py", "cifar-10-batches-py-target/cifar-10-batches-py"]
)
@pytest.mark.parametrize("batch", [batch_of_python_2, batch_of_python_3])
def test_keras_cifar10_batches_are_found_without_a_folder(nowhere, place, batch):
    folder = nowhere / "keras" / "datasets" / place
    folder.mkdir(parents=True)
    for name, seed in (("data_batch_1", 0), ("data_batch_2", 1), ("test_batch", 2)):
        (folder / name).write_bytes(batch(records(10, seed)))
    assert load("cifar10").digest == load("cifar10", write_cifar10(nowhere / "bin")).digest


def test_an_archive_of_cifar10_may_have_its_channels_last(nowhere):
    x, x_test = (records(n, n)[:, 1:].reshape(n, 3, 32, 32) for n in (12, 6))
    t = {"y_train": np.zeros((12, 1), np.uint8), "y_test": np.zeros((6, 1), np.uint8)}
    folder = nowhere / "keras" / "datasets"
    write_npz(folder / "cifar10.npz", x_train=x.transpose(0, 2, 3, 1),
              x_test=x_test.transpose(0, 2, 3, 1), **t)  # fmt: skip
    data = load("cifar10")
    np.testing.assert_array_equal(data.x_train, x)
    assert data.x_train.flags.c_contiguous
    write_npz(nowhere / "other" / "cifar10.npz", x_train=x, x_test=x_test, **t)
    assert load("cifar10", nowhere / "other").digest == data.digest
    assert "no checksum" in message("cifar10", nowhere / "other", verify=True)


def test_other_data_sets_in_keras_cache_are_not_taken_for_mnist(nowhere):
    write_mnist(nowhere / "keras" / "datasets" / "fashion-mnist", compress=True)
    assert "could not be downloaded" in message("mnist", None)


def test_damaged_keras_archives_say_that_they_can_be_deleted(nowhere):
    path = write_npz(nowhere / "keras" / "datasets" / "mnist.npz")
    path.write_bytes(path.read_bytes()[:-200])
    told = message("mnist", None)
    assert "not a whole NumPy archive" in told
    assert "Keras' cache: delete it" in told


def test_archives_of_other_things_are_refused(tmp_path):
    path = tmp_path / "mnist.npz"
    write_npz(path, y_test=None)
    assert "has no y_test" in message("mnist", tmp_path)
    write_npz(path, x_train=IMAGES["train"] / 255)
    assert "images of bytes" in message("mnist", tmp_path)
    write_npz(path, y_train=np.eye(10)[LABELS["train"]])
    assert "whole numbers" in message("mnist", tmp_path)
    write_npz(path, y_train=LABELS["train"].astype(int) - 1)
    assert "outside 0 to 9" in message("mnist", tmp_path)
    write_npz(path, y_train=LABELS["t10k"])
    assert "do not belong together" in message("mnist", tmp_path)
    np.savez(path, x_train=np.array([{}]))
    assert "mnist.npz" in message("mnist", tmp_path)
    path.write_bytes(b"PK\x03\x04 and no more")
    assert "not a whole NumPy archive" in message("mnist", tmp_path)


class _Harmful:
    def __reduce__(self):
        return os.mkdir, ("was-run",)


def test_a_pickle_cannot_run_code(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "test_batch").write_bytes(batch_of_python_2(records(3, 0)))
    (tmp_path / "data_batch_1").write_bytes(pickle.dumps({b"data": _Harmful()}, protocol=2))
    told = message("cifar10", tmp_path)
    assert "it asks for" in told
    assert not (tmp_path / "was-run").exists()


def test_damaged_pickles_are_refused(tmp_path):
    whole = batch_of_python_2(records(3, 0))
    (tmp_path / "test_batch").write_bytes(whole)
    batch = tmp_path / "data_batch_1"
    for content in (whole[:-50], b"", b"not a pickle", pickle.dumps([1, 2]), pickle.dumps({})):
        batch.write_bytes(content)
        assert "not a batch" in message("cifar10", tmp_path)
    one_too_many = {b"labels": [1, 2], b"data": np.zeros((1, 3072), np.uint8)}
    batch.write_bytes(pickle.dumps(one_too_many, protocol=2))
    assert "do not belong together" in message("cifar10", tmp_path)
    batch.write_bytes(pickle.dumps({b"labels": [1], b"data": np.zeros((1, 3))}, protocol=2))
    assert "bytes (N, 3072)" in message("cifar10", tmp_path)
