"""The data of the experiments: every format whole, and every way in which files are damaged."""

import gzip
import http.server
import io
import os
import pickle
import subprocess
import sys
import tarfile
import threading
import urllib.request
from pathlib import Path

import numpy as np
import pytest

from parity.describing.datasets import DataError, digits
from parity.experiments.data.load import load
from parity.experiments.data.readers import cifar10, download, keras_cache, mnist
from parity.experiments.data.readers.files import md5

RNG = np.random.default_rng(0)
IMAGES = {
    "train": RNG.integers(0, 256, (40, 28, 28), dtype=np.uint8),
    "t10k": RNG.integers(0, 256, (20, 28, 28), dtype=np.uint8),
}
LABELS = {part: np.arange(len(x), dtype=np.uint8) % 10 for part, x in IMAGES.items()}
TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS = mnist.PUBLISHED
FILES = {
    TRAIN_IMAGES: IMAGES["train"],
    TRAIN_LABELS: LABELS["train"],
    TEST_IMAGES: IMAGES["t10k"],
    TEST_LABELS: LABELS["t10k"],
}


def idx(array: np.ndarray) -> bytes:
    """The format written out here again, so that a mistake in the reader's cannot hide."""
    sizes = b"".join(n.to_bytes(4, "big") for n in array.shape)
    return b"\x00\x00\x08" + bytes([array.ndim]) + sizes + array.tobytes()


def write_mnist(folder: Path, compress=False, spelling=lambda name: name) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in FILES.items():
        content = gzip.compress(idx(array)) if compress else idx(array)
        (folder / (spelling(name) + (".gz" if compress else ""))).write_bytes(content)
    return folder


def write_cifar10(folder: Path, batches=(1, 2), n=10, compress=False) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"data_batch_{k}.bin" for k in batches] + ["test_batch.bin"]
    for name in names:
        content = records(n, seed=names.index(name)).tobytes()
        path = folder / (f"{name}.gz" if compress else name)
        path.write_bytes(gzip.compress(content) if compress else content)
    return folder


def records(n: int, seed: int) -> np.ndarray:
    table = np.random.default_rng(seed).integers(0, 256, (n, 3073), dtype=np.uint8)
    table[:, 0] %= 10
    return table


def message(name: str, folder: Path | None, **options) -> str:
    """What the reader is told, which must be one line."""
    with pytest.raises(DataError) as caught:
        load(name, folder, **options)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.fixture
def nowhere(tmp_path, monkeypatch):
    """No cache, no network: nothing that the machine happens to have is read."""
    monkeypatch.setenv("PARITY_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))

    def no_network(*_, **__):
        raise urllib.error.URLError("no network in tests")

    monkeypatch.setattr(urllib.request, "urlopen", no_network)
    return tmp_path


# The embedded data


def test_the_digits_are_divided_once_and_for_all():
    data = load("digits")
    assert data.x_train.shape == (1437, 1, 8, 8)
    assert data.x_test.shape == (360, 1, 8, 8)
    assert (data.image_shape, data.n_features, data.n_classes) == ((1, 8, 8), 64, 10)
    assert data.digest == "a09e31ccc289d14ec0c500220d6b1b90"
    x, t = digits()
    both = np.concatenate([data.flat("train"), data.flat("test")])
    labels = np.concatenate([data.t_train, data.t_test])
    whole = sorted((*row, label) for row, label in zip(x.tolist(), t.tolist(), strict=True))
    assert sorted((*r, n) for r, n in zip(both.tolist(), labels.tolist(), strict=True)) == whole
    assert set(data.t_test) == set(range(10))


def test_the_irises_are_standardized_by_what_is_trained_on():
    from sklearn.datasets import load_iris

    data = load("iris")
    assert data.x_train.shape == (120, 4)
    assert data.x_test.shape == (30, 4)
    assert data.n_classes == 3
    np.testing.assert_allclose(data.x_train.mean(axis=0), 0, atol=1e-14)
    np.testing.assert_allclose(data.x_train.std(axis=0), 1, rtol=1e-14)
    assert abs(data.x_test.mean(axis=0)).max() > 0.01
    theirs = load_iris()
    # Every flower keeps its label: undo the scaling by a line fitted through sorted values.
    both = np.concatenate([data.x_train, data.x_test])
    for k in range(4):
        slope, start = np.polyfit(np.sort(both[:, k]), np.sort(theirs.data[:, k]), 1)
        both[:, k] = np.round(both[:, k] * slope + start, 1)
    labels = np.concatenate([data.t_train, data.t_test])
    ours = sorted(zip(both.tolist(), labels.tolist(), strict=True))
    assert ours == sorted(zip(theirs.data.tolist(), theirs.target.tolist(), strict=True))


def test_embedded_data_take_no_folder_and_unknown_names_show_the_nearest(tmp_path):
    assert "--data mnist" in message("digits", tmp_path)
    assert "Did you mean mnist?" in message("minst", None)
    assert "digits, mnist, cifar10, iris" in message("imagenet", None)


def test_reading_data_imports_no_framework():
    code = (
        "import sys; from parity.experiments.data.load import load; load('digits'); load('iris');"
        "print(*[m for m in ('sklearn', 'torch', 'keras', 'tensorflow') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


# Batches


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_batches_are_scaled_and_new(tmp_path, dtype):
    data = load("mnist", write_mnist(tmp_path))
    chosen = np.array([3, 39, 3])
    expected = (IMAGES["train"][chosen, None] / 255).astype(dtype)
    for kept in (False, True):
        if kept:
            assert not data.scaled("train", dtype).flags.writeable
        for indices in (chosen, [3, 39, 3]):
            batch = data.images("train", indices, dtype)
            assert batch.dtype == dtype
            np.testing.assert_array_equal(batch, expected)
        flat = data.flat("train", slice(5, 9), dtype)
        np.testing.assert_array_equal(
            flat, (IMAGES["train"][5:9] / 255).reshape(4, 784).astype(dtype)
        )
        sevens = data.images("train", LABELS["train"] == 7, dtype)
        np.testing.assert_array_equal(sevens, (IMAGES["train"][7::10, None] / 255).astype(dtype))
        whole = data.images("train", dtype=dtype)
        whole[:] = 0  # the caller's own
        assert data.images("train", dtype=dtype).any()
    np.testing.assert_array_equal(data.targets("train", chosen), [3, 9, 3])
    assert data.targets("test").dtype == np.int64
    assert (data.count("train"), data.count("test")) == (40, 20)
    with pytest.raises(IndexError):
        data.images("train", [40])
    with pytest.raises(ValueError, match="'train' and 'test'"):
        data.images("validation")


def test_embedded_batches_are_new_as_well():
    data = load("digits")
    for indices in (None, slice(0, 3), [0, 1, 2]):
        data.images("train", indices)[:] = -1
    assert data.x_train.min() == 0
    assert data.images("test", [1], "float32").dtype == np.float32


def test_what_was_read_cannot_be_changed(tmp_path):
    for data in (load("digits"), load("mnist", write_mnist(tmp_path))):
        for array in (data.x_train, data.t_train, data.x_test, data.t_test):
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 0


def test_the_first_examples_are_the_first_of_the_file(tmp_path):
    data = load("mnist", write_mnist(tmp_path))
    few = data.first(train=7)
    assert few.x_train.shape == (7, 1, 28, 28)
    assert few.count("test") == 20
    np.testing.assert_array_equal(few.x_train[:, 0], IMAGES["train"][:7])
    assert few.digest != data.digest
    assert data.first().digest == data.digest


def test_another_process_gets_the_same_data_and_not_what_was_kept(tmp_path):
    data = load("mnist", write_mnist(tmp_path))
    data.scaled("train")
    sent = pickle.dumps(data)
    assert len(sent) < 2 * (data.x_train.nbytes + data.x_test.nbytes)
    there = pickle.loads(sent)
    assert there.digest == data.digest
    np.testing.assert_array_equal(there.images("test"), data.images("test"))
    assert load("mnist", there.folder).digest == data.digest


def test_the_digest_is_the_contents(tmp_path):
    data = load("mnist", write_mnist(tmp_path / "a"))
    assert load("mnist", write_mnist(tmp_path / "b", compress=True)).digest == data.digest
    changed = bytearray((tmp_path / "a" / TEST_LABELS).read_bytes())
    changed[-1] = 0
    (tmp_path / "a" / TEST_LABELS).write_bytes(changed)
    assert load("mnist", tmp_path / "a").digest != data.digest


# MNIST's IDX files


@pytest.mark.parametrize("compress", [False, True])
@pytest.mark.parametrize("below", [False, True])
@pytest.mark.parametrize("spelling", [str, lambda name: name.replace("-idx", ".idx")])
def test_idx_files_are_read(tmp_path, compress, below, spelling):
    write_mnist(tmp_path / "mnist" if below else tmp_path, compress, spelling)
    data = load("mnist", tmp_path)
    np.testing.assert_array_equal(data.x_train, IMAGES["train"][:, None])
    np.testing.assert_array_equal(data.t_train, LABELS["train"])
    np.testing.assert_array_equal(data.x_test, IMAGES["t10k"][:, None])
    np.testing.assert_array_equal(data.t_test, LABELS["t10k"])
    assert data.x_train.dtype == np.uint8
    assert data.folder == (tmp_path / "mnist" if below else tmp_path)


def test_a_compressed_file_is_known_by_its_content_not_its_name(tmp_path):
    write_mnist(tmp_path)
    for name in FILES:
        (tmp_path / name).rename(tmp_path / f"{name}.gz")
    assert load("mnist", tmp_path).count("train") == 40


def test_data_in_mnists_format_are_used_with_a_note_unless_the_published_are_wanted(tmp_path):
    (note,) = load("mnist", write_mnist(tmp_path)).notes
    assert "Not the published MNIST" in note.en
    assert note.ja
    told = message("mnist", tmp_path, verify=True)
    assert mnist.PUBLISHED[TRAIN_IMAGES] in told
    assert md5(idx(IMAGES["train"])) in told


def test_published_data_have_no_note(tmp_path, monkeypatch):
    sums = {name: md5(idx(array)) for name, array in FILES.items()}
    monkeypatch.setattr(mnist, "PUBLISHED", sums)
    assert load("mnist", write_mnist(tmp_path), verify=True).notes == ()


def test_missing_folders_and_files_are_named(tmp_path):
    assert f"no folder {tmp_path / 'none'}" in message("mnist", tmp_path / "none")
    told = message("mnist", tmp_path)
    assert TRAIN_IMAGES in told
    assert "There is nothing." in told
    (tmp_path / "notes.txt").write_text("")
    (tmp_path / "cifar10").mkdir()
    assert "There is cifar10/, notes.txt." in message("mnist", tmp_path)
    assert "is a file" in message("mnist", tmp_path / "notes.txt")
    write_mnist(tmp_path)
    (tmp_path / TEST_LABELS).unlink()
    told = message("mnist", tmp_path)
    assert f"{TEST_LABELS} is missing" in told
    assert TEST_IMAGES in told
    (tmp_path / TEST_IMAGES).unlink()
    assert f"{TEST_IMAGES}, {TEST_LABELS} are missing" in message("mnist", tmp_path)


def test_a_folder_of_the_files_name_is_not_the_file(tmp_path):
    write_mnist(tmp_path, spelling=lambda name: name.replace("-idx", ".idx"))
    for name in FILES:
        (tmp_path / name).mkdir()
    assert load("mnist", tmp_path).count("train") == 40


def test_of_several_folders_the_right_one_is_read_or_asked_for(tmp_path):
    write_mnist(tmp_path / "fashion-mnist")
    assert "There is no MNIST" in message("mnist", tmp_path)
    assert load("mnist", tmp_path / "fashion-mnist").count("train") == 40
    write_mnist(tmp_path / "a")
    assert load("mnist", tmp_path).folder == tmp_path / "a"
    write_mnist(tmp_path / "b")
    assert "in several folders (a, b)" in message("mnist", tmp_path)
    write_mnist(tmp_path / "MNIST")
    assert load("mnist", tmp_path).folder == tmp_path / "MNIST"


def damage(tmp_path, name, change, compress=False) -> str:
    write_mnist(tmp_path, compress)
    path = tmp_path / (f"{name}.gz" if compress else name)
    path.write_bytes(change(path.read_bytes()))
    told = message("mnist", tmp_path)
    assert str(path) in told
    return told


def test_truncated_and_corrupted_gzip_streams_show_the_checksum(tmp_path):
    told = damage(tmp_path, TRAIN_IMAGES, lambda content: content[:-100], compress=True)
    assert "cut short" in told
    assert mnist.PUBLISHED[TRAIN_IMAGES] in told

    def one_bit(content):
        middle = len(content) // 2
        return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]

    assert "is damaged" in damage(tmp_path, TRAIN_IMAGES, one_bit, compress=True)


def test_files_of_another_length_are_damaged(tmp_path):
    told = damage(tmp_path, TEST_IMAGES, lambda content: content[:-1])
    assert "20 x 28 x 28 bytes, and 15,679 follow" in told
    assert mnist.PUBLISHED[TEST_IMAGES] in told
    assert "is damaged" in damage(tmp_path, TEST_LABELS, lambda content: content + b"\0")
    assert "within its header" in damage(tmp_path, TEST_IMAGES, lambda content: content[:9])


def test_wrong_magic_numbers_say_what_was_expected(tmp_path):
    told = damage(tmp_path, TRAIN_IMAGES, lambda _: idx(LABELS["train"]))
    assert "holds labels (magic number 2049); the magic number 2051 (images)" in told
    assert "not an IDX file" in damage(tmp_path, TRAIN_LABELS, lambda _: b"<!DOCTYPE html>")
    assert "not an IDX file" in damage(tmp_path, TRAIN_LABELS, lambda _: b"")


def test_labels_out_of_range_are_found(tmp_path):
    wrong = LABELS["train"].copy()
    wrong[[4, 9]] = 10
    told = damage(tmp_path, TRAIN_LABELS, lambda _: idx(wrong))
    assert "outside 0 to 9: 2 of them, the first is 10 (example 4)" in told


def test_images_and_labels_must_belong_together(tmp_path):
    told = damage(tmp_path, TRAIN_LABELS, lambda _: idx(LABELS["t10k"]))
    assert "do not belong together: 40 images" in told
    assert "20 labels" in told


def test_images_of_another_size_and_empty_files_are_refused(tmp_path):
    small = np.zeros((40, 14, 14), np.uint8)
    assert "14 x 14" in damage(tmp_path, TRAIN_IMAGES, lambda _: idx(small))
    none = idx(np.zeros(0, np.uint8))
    assert "do not belong together" in damage(tmp_path, TEST_LABELS, lambda _: none)
    write_mnist(tmp_path)
    (tmp_path / TEST_LABELS).write_bytes(none)
    (tmp_path / TEST_IMAGES).write_bytes(idx(np.zeros((0, 28, 28), np.uint8)))
    assert f"{TEST_IMAGES} holds no image" in message("mnist", tmp_path)


def test_unreadable_files_and_folders_say_so(tmp_path, monkeypatch):
    write_mnist(tmp_path)

    def refused(self, *_):
        raise PermissionError(13, "Permission denied", str(self))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refused)
        assert f"{TRAIN_IMAGES} cannot be read: Permission denied." in message("mnist", tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "iterdir", refused)
        assert f"The folder {tmp_path} cannot be read" in message("mnist", tmp_path)


# CIFAR-10


@pytest.mark.parametrize("compress", [False, True])
@pytest.mark.parametrize("below", [False, True])
def test_binary_batches_are_read_in_their_order(tmp_path, compress, below):
    folder = tmp_path / "cifar-10-batches-bin" if below else tmp_path
    write_cifar10(folder, batches=(1, 3), compress=compress)
    data = load("cifar10", tmp_path)
    both = np.concatenate([records(10, 0), records(10, 1)])
    assert data.image_shape == (3, 32, 32)
    np.testing.assert_array_equal(data.t_train, both[:, 0])
    np.testing.assert_array_equal(data.x_train.reshape(20, 3072), both[:, 1:])
    np.testing.assert_array_equal(data.x_test[4, 2, 31], records(10, 2)[4, -32:])  # blue, last row
    part, other = data.notes
    assert "20 of 50,000 training images and 10 of 10,000 test images" in part.en
    assert "data_batch_1.bin, data_batch_3.bin, test_batch.bin have other checksums" in other.en


def test_whole_published_batches_have_no_note(tmp_path, monkeypatch):
    write_cifar10(tmp_path)
    sums = {path.name: md5(path.read_bytes()) for path in tmp_path.iterdir()}
    assert cifar10.BINARY["data_batch_1.bin"] in message("cifar10", tmp_path, verify=True)
    monkeypatch.setattr(cifar10, "BINARY", sums)
    monkeypatch.setattr(cifar10, "WHOLE", (20, 10))
    assert load("cifar10", tmp_path, verify=True).notes == ()


def test_damaged_binary_batches_are_found(tmp_path):
    write_cifar10(tmp_path)
    batch = tmp_path / "data_batch_2.bin"
    batch.write_bytes(batch.read_bytes()[:-5])
    told = message("cifar10", tmp_path)
    assert "not a number of whole records" in told
    assert "9 records of 3,073 bytes and 3,068 bytes more" in told
    batch.write_bytes(b"")
    assert "0 records" in message("cifar10", tmp_path)
    table = records(10, 5)
    table[6, 0] = 200
    batch.write_bytes(table.tobytes())
    assert "the first is 200 (example 6)" in message("cifar10", tmp_path)
    batch.write_bytes(gzip.compress(records(10, 5).tobytes())[:-8])
    assert "cut short" in message("cifar10", tmp_path)


def test_missing_batches_are_named(tmp_path):
    assert "test_batch.bin and any of data_batch_1.bin" in message("cifar10", tmp_path)
    write_cifar10(tmp_path, batches=())
    assert "data_batch_1.bin (or another training batch) is missing" in message("cifar10", tmp_path)
    write_cifar10(tmp_path, batches=(4,))
    (tmp_path / "test_batch.bin").unlink()
    assert "test_batch.bin is missing. There is data_batch_4.bin" in message("cifar10", tmp_path)


# Keras' cache


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


# Downloads, from a server on this machine


class Server:
    """What a test wants to be answered, and what was asked for."""

    def __init__(self):
        self.files: dict[str, bytes] = {}
        self.breaks_off: set[str] = set()
        self.asked: list[str] = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                outer.asked.append(self.path)
                content = outer.files.get(self.path)
                if content is None:
                    self.send_error(404)
                    return
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                half = self.path in outer.breaks_off
                self.wfile.write(content[: len(content) // 2] if half else content)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def server(tmp_path, monkeypatch):
    for variable in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("PARITY_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    server = Server()
    sums = {name: md5(idx(array)) for name, array in FILES.items()}
    for module in (mnist, download):
        monkeypatch.setattr(module, "PUBLISHED", sums)
    monkeypatch.setattr(download, "MNIST_MIRRORS", (f"{server.url}/a/", f"{server.url}/b/"))
    for name, array in FILES.items():
        server.files[f"/a/{name}.gz"] = server.files[f"/b/{name}.gz"] = gzip.compress(idx(array))
    batches = {name: records(10, seed) for seed, name in enumerate(cifar10.BINARY)}
    server.files["/cifar.tar.gz"] = archive_of(batches)
    monkeypatch.setattr(download, "CIFAR10_URLS", (f"{server.url}/cifar.tar.gz",))
    monkeypatch.setattr(download, "CIFAR10_MD5", md5(server.files["/cifar.tar.gz"]))
    yield server
    server.close()


def archive_of(batches) -> bytes:
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w:gz") as archive:
        for name, table in batches.items():
            member = tarfile.TarInfo(f"cifar-10-batches-bin/{name}")
            member.size = table.nbytes
            archive.addfile(member, io.BytesIO(table.tobytes()))
    return whole.getvalue()


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_mnist_is_downloaded_once(server, tmp_path):
    told = []
    data = load("mnist", progress=lambda *now: told.append(now))
    np.testing.assert_array_equal(data.x_train, IMAGES["train"][:, None])
    assert data.notes == ()
    assert data.folder == tmp_path / "cache" / "mnist"
    assert left_in(tmp_path / "cache") == sorted(f"{name}.gz" for name in FILES)
    size = len(server.files[f"/a/{TRAIN_IMAGES}.gz"])
    assert (size, size, f"{TRAIN_IMAGES}.gz") in told
    assert load("mnist").digest == data.digest
    assert len(server.asked) == 4


def test_the_next_mirror_is_asked_where_one_fails(server):
    del server.files[f"/a/{TRAIN_IMAGES}.gz"]
    server.files[f"/a/{TRAIN_LABELS}.gz"] = gzip.compress(b"something else")
    server.breaks_off.add(f"/a/{TEST_IMAGES}.gz")
    server.files[f"/a/{TEST_LABELS}.gz"] = b"<html>not found, they say</html>"
    assert load("mnist").count("train") == 40
    assert [path for path in server.asked if path.startswith("/b/")] == [
        f"/b/{name}.gz" for name in FILES
    ]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda server, path: server.files.pop(path), "HTTP 404"),
        (lambda server, path: server.files.update({path: gzip.compress(b"else")}), "its MD5 is"),
        (lambda server, path: server.breaks_off.add(path), "broke off after"),
        (lambda server, path: server.files.update({path: b"<html>"}), "not a gzip file"),
    ],
)
def test_a_failed_download_says_what_to_do_and_leaves_nothing_behind(
    server, tmp_path, change, reason
):
    for mirror in "ab":
        change(server, f"/{mirror}/{TEST_IMAGES}.gz")
    told = message("mnist", None)
    assert reason in told
    assert f"{TRAIN_IMAGES}.gz" in told
    assert "--data-dir" in told
    assert left_in(tmp_path / "cache") == [f"{TRAIN_IMAGES}.gz", f"{TRAIN_LABELS}.gz"]


def test_what_is_there_is_not_downloaded_again(server):
    lost = {mirror: server.files.pop(f"/{mirror}/{TEST_LABELS}.gz") for mirror in "ab"}
    message("mnist", None)
    server.asked.clear()
    server.files |= {f"/{mirror}/{TEST_LABELS}.gz": content for mirror, content in lost.items()}
    assert load("mnist").count("test") == 20
    assert server.asked == [f"/a/{TEST_LABELS}.gz"]


def test_cifar10_is_downloaded_and_unpacked_whole(server, tmp_path):
    data = load("cifar10")
    assert data.count("train") == 50
    np.testing.assert_array_equal(data.x_test.reshape(10, 3072), records(10, 5)[:, 1:])
    assert left_in(tmp_path / "cache") == sorted(cifar10.BINARY)
    assert load("cifar10").digest == data.digest
    assert len(server.asked) == 1


def test_an_incomplete_cifar10_is_downloaded_anew(server, tmp_path):
    load("cifar10")
    (tmp_path / "cache" / "cifar-10-batches-bin" / "data_batch_3.bin").unlink()
    assert load("cifar10").count("train") == 50


def test_a_failed_download_of_cifar10_leaves_nothing_behind(server, tmp_path):
    server.breaks_off.add("/cifar.tar.gz")
    assert "broke off after" in message("cifar10", None)
    server.breaks_off.clear()
    server.files["/cifar.tar.gz"] = archive_of({"test_batch.bin": records(10, 0)})
    assert "its MD5 is" in message("cifar10", None)
    assert list((tmp_path / "cache").iterdir()) == []


def test_without_a_network_one_line_says_what_to_download(nowhere):
    told = message("mnist", None)
    assert "no network in tests" in told
    assert f"{TEST_LABELS}.gz from {download.MNIST_MIRRORS[0]}" in told
    assert "--data-dir" in told
    told = message("cifar10", None)
    assert download.CIFAR10_URLS[0] in told
    assert "--data-dir" in told


def test_a_cache_that_cannot_be_written_is_named(server, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PARITY_CACHE", str(tmp_path / "file" / "cache"))
    told = message("mnist", None)
    assert "cannot be written" in told
    assert "PARITY_CACHE" in told


# The real data

REAL = os.environ.get("PARITY_DATA")


@pytest.mark.skipif(not REAL, reason="PARITY_DATA does not name a folder with MNIST and CIFAR-10")
def test_the_real_data():
    data = load("mnist", REAL, verify=True)
    assert data.notes == ()
    assert (data.x_train.shape, data.x_test.shape) == ((60000, 1, 28, 28), (10000, 1, 28, 28))
    assert data.t_train[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    # The answers of a network that has collapsed to one class: its share of the test images.
    shares = [np.mean(data.t_test == digit) for digit in (1, 7, 0)]
    np.testing.assert_allclose(shares, [0.1135, 0.1028, 0.0980], atol=1e-12)
    assert data.digest == "eb4d03c7a2b19697c873b66b94ace23a"
    colour = load("cifar10", REAL)
    assert colour.image_shape == (3, 32, 32)
    assert np.bincount(colour.t_test).tolist() == [colour.count("test") // 10] * 10
    # In photographs the pixel below is alike; read channels last, it would be three rows away.
    x = colour.images("test")
    wrong = x.reshape(-1, 32, 32, 3).transpose(0, 3, 1, 2)
    right, misread = (np.abs(np.diff(images, axis=2)).mean() for images in (x, wrong))
    assert right < 0.75 * misread
